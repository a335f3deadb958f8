"""Synthetic persons 16 and over, drawn and encoded in blocks of areas."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from balise import index, release, synthesis
from balise.build.model import Model
from balise.recipes import Recipe
from balise.vocabulary import AREA_TYPES, CELLS, make_dguid

__all__ = [
    "BLOCK_AREAS",
    "Drawing",
    "block_tasks",
    "draw_block",
    "person_drawing",
]

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Task = tuple[tuple[int, int], ...]

BLOCK_AREAS: Final = 1_000
"""Least areas of a block of work, and of a file unless its people are many."""

_FILE_PERSONS: Final = 1_000_000
"""A file ends with the area that brings it there, so that one is never too large to hold."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that drawing the persons of areas takes.

    Attributes
    ----------
    seed : int
        Of the recipe.
    codes : array of int, shape (n,)
        Of base areas, rising.
    dguids : Series
    province : array of int, shape (n,)
        Place of each area's province in ``partitions``.
    cells, by_type : array of float, shape (n, 112) and (n, 3)
        See :class:`balise.synthesis.People`.
    adults : array of float, shape (n,)
        Modelled [people].
    totals : array of int, shape (n,)
        The same, made whole.
    partitions : tuple of str
        ``province=13`` and so on.
    types : DataFrame
        The table of types.
    type_rows : array of int, shape (p, 336)
        Row in ``types`` of each area type and cell of a province; -1 where there is none.
    """

    seed: int
    codes: Whole
    dguids: pl.Series
    province: Whole
    cells: Array
    by_type: Array
    adults: Array
    totals: Whole
    partitions: tuple[str, ...]
    types: pl.DataFrame
    type_rows: Whole

    @property
    def persons(self) -> int:
        """Persons to draw."""
        return int(self.totals.sum())

    def digest(self) -> str:
        """Give a digest of all that the persons rest on."""
        whole = hashlib.sha256(repr((self.seed, self.partitions)).encode())
        for array in (self.codes, self.totals, self.by_type, self.cells, self.type_rows):
            whole.update(np.ascontiguousarray(array).data)
        for table in (self.dguids.to_frame(), self.types):
            whole.update(table.write_csv().encode())
        return whole.hexdigest()

    def areas(self) -> pl.DataFrame:
        """Tell each area with its persons."""
        return pl.DataFrame(
            {
                "dguid": self.dguids,
                "persons": self.totals,
                "population_16plus": self.adults.round(6),
            }
        )


def person_drawing(recipe: Recipe, model: Model) -> Drawing:
    """Prepare the persons of a recipe's jurisdiction.

    Whole totals come of all areas of a province, so that persons of an area are the same
    in whichever jurisdiction it is drawn.

    Parameters
    ----------
    recipe : Recipe
    model : Model

    Returns
    -------
    Drawing
    """
    people = model.people
    totals = np.concatenate([_province_totals(people, rows) for rows in people.rows])
    inside = np.array([recipe.covers(code) for code in people.areas["code"]])
    own = people.areas.filter(pl.Series(inside))
    held, province = np.unique(people.province[inside], return_inverse=True)
    codes = [people.parts[place].code for place in held]
    types = _types(recipe, model, codes)
    rows = {name: row for row, name in enumerate(types["type"])}
    return Drawing(
        seed=recipe.random_seed,
        codes=own["code"].cast(pl.Int64).to_numpy(),
        dguids=pl.Series(
            "dguid",
            [
                make_dguid(recipe.base, code, vintage)
                for code, vintage in own.select("code", "vintage").iter_rows()
            ],
        ),
        province=province.astype(np.int64),
        cells=people.cells[inside],
        by_type=people.by_type[inside],
        adults=people.adults[inside],
        totals=totals[inside],
        partitions=tuple(f"province={code}" for code in codes),
        types=types,
        type_rows=np.array(
            [
                [
                    rows.get(f"{code}-{area_type.code}-{cell.code}", -1)
                    for area_type in AREA_TYPES
                    for cell in CELLS
                ]
                for code in codes
            ]
        ),
    )


def _province_totals(people: synthesis.People, rows: slice) -> Whole:
    """Make the people of a province's areas whole: by subdivision, then by code."""
    own = people.areas[rows].with_row_index("row")
    order = own.sort("csduid", "code", nulls_last=True)["row"].to_numpy()
    most = own["population"].fill_null(0).to_numpy()
    totals = np.empty(own.height, dtype=np.int64)
    totals[order] = synthesis.whole_totals(people.adults[rows][order], most[order])
    return totals


def _types(recipe: Recipe, model: Model, provinces: list[str]) -> pl.DataFrame:
    """Describe the types of some provinces as the archetypes of the release do."""
    table = index.archetype_table(model.indicators, model.method, model.people.archetypes())
    return (
        table.filter(pl.col("province").is_in(provinces))
        .rename({"archetype": "type", f"evi_{recipe.aggregation}": "evi"})
        .select(release.INDEX_PERSONS.types.names)
        .sort("type")
    )


def block_tasks(drawing: Drawing, areas: int = BLOCK_AREAS) -> list[Task]:
    """Cut areas into files, and files into blocks of work.

    Parameters
    ----------
    drawing : Drawing
    areas : int
        Least areas of a block; files are the same whatever it is.

    Returns
    -------
    list of tuple of (int, int)
        First row and last row, not included, of each file of each block.
    """
    blocks: list[Task] = []
    waiting: list[tuple[int, int]] = []
    for first, stop in _files(drawing):
        waiting.append((first, stop))
        if stop - waiting[0][0] >= areas:
            blocks.append(tuple(waiting))
            waiting = []
    if waiting:
        last = blocks.pop() if blocks else ()
        blocks.append((*last, *waiting))
    return blocks


def _files(drawing: Drawing) -> Iterator[tuple[int, int]]:
    """Cut areas into files: within a province, full by areas or by persons."""
    first, persons = 0, 0
    count = len(drawing.totals)
    for row in range(count):
        persons += int(drawing.totals[row])
        ends = row + 1 == count or drawing.province[row + 1] != drawing.province[row]
        if ends or row + 1 - first >= BLOCK_AREAS or persons >= _FILE_PERSONS:
            yield first, row + 1
            first, persons = row + 1, 0


def draw_block(drawing: Drawing, task: Task) -> dict[str, npt.NDArray[np.generic]]:
    """Draw the persons of a block of areas and encode them.

    Parameters
    ----------
    drawing : Drawing
    task : tuple of (int, int)
        Rows of each file.

    Returns
    -------
    dict of str to array
        ``content`` (bytes of the files, one after another), ``sizes`` [bytes] and
        ``rows`` [persons] of each, ``province`` (its place).
    """
    encoded = [_encode(drawing, slice(*each)) for each in task]
    return {
        "content": np.frombuffer(b"".join(encoded), dtype=np.uint8),
        "sizes": np.array([len(each) for each in encoded]),
        "rows": np.array([drawing.totals[slice(*each)].sum() for each in task]),
        "province": np.array([drawing.province[first] for first, _ in task]),
    }


def _encode(drawing: Drawing, rows: slice) -> bytes:
    """Draw and encode the persons of one file."""
    codes, totals = drawing.codes[rows], drawing.totals[rows]
    weights = drawing.by_type[rows][:, :, None] * drawing.cells[rows][:, None, :]
    starts = [index.stream(drawing.seed, "persons", int(code)).random() for code in codes]
    counts = synthesis.draw_integers(weights.reshape(len(codes), -1), totals, np.array(starts))
    area = np.repeat(np.arange(len(codes)), totals)
    before = np.cumsum(totals) - totals
    ranks = np.arange(1, len(area) + 1) - before[area]
    of_type = np.broadcast_to(drawing.type_rows[drawing.province[rows.start]], counts.shape)
    return release.encode_persons(
        release.INDEX_PERSONS,
        (codes[area] * release.ID_SPAN + ranks).astype(np.uint64),
        (drawing.dguids[rows], area),
        (drawing.types, np.repeat(of_type.ravel(), counts.ravel())),
    )
