"""A seed of one's own raked to one's own counts, and its people written as rows."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from balise import __version__, index, release, synthesis
from balise.vocabulary import MarginError, SurveyError, nearest, sample

__all__ = ["RakeChoices", "Raked", "rake_people"]

Whole = npt.NDArray[np.int64]

_RESERVED: Final = ("id", "area", "type")
_ROUNDED: Final = 10
_BLOCK_WEIGHTS: Final = 16_000_000
_BLOCK_PERSONS: Final = 1_000_000
_LICENCE: Final = {
    "en": "As the holders of the microdata and of the counts allow.",
    "fr": "Selon ce que permettent les détenteurs des microdonnées et des chiffres.",
}
_TITLE: Final = {
    "en": "Synthetic persons raked to counts of areas",
    "fr": "Personnes synthétiques calées sur des chiffres de régions",
}
_NOTE: Final = {
    "en": "These are synthetic persons: nobody is described, and no row is the record of anybody. "
    "Each type rests on five respondents or more; those of fewer were merged. What no count "
    "fixes in an area follows the whole file.",
    "fr": "Ce sont des personnes synthétiques : personne n'y est décrit, et aucune ligne n'est "
    "l'enregistrement de qui que ce soit. Chaque type repose sur au moins cinq répondants; ceux "
    "qui en avaient moins ont été fusionnés. Ce qu'aucun chiffre ne fixe dans une région suit "
    "l'ensemble du fichier.",
}


@dataclass(frozen=True, slots=True)
class RakeChoices:
    """How a seed is read and raked.

    Attributes
    ----------
    weight : str, optional
        Column of weights; none where each row is a synthetic person.
    respondent : str, optional
        Column that says which respondent a row is of.
    keep : tuple of str
        Columns kept beside those of the counts.
    order : tuple of str
        All columns kept, the one to hold on to longest first; those of the counts first if
        left out.
    softness : mapping of str to float
        By variable; ``""`` stands for all those not named.
    raking : RakingChoices
        Bounds, tolerance, workers.
    random_seed : int
        Of the draw of whole people.
    """

    weight: str | None = None
    respondent: str | None = None
    keep: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    softness: Mapping[str, float] = field(default_factory=dict)
    raking: synthesis.RakingChoices = field(default_factory=synthesis.RakingChoices)
    random_seed: int = 1


@dataclass(frozen=True, slots=True)
class Raked:
    """What was written: persons, areas by flag, types, and how many types were merged."""

    folder: Path
    persons: int
    flags: Mapping[str, int]
    types: int
    merged: int
    largest_residual: float


def rake_people(
    seed: Path, margins: Path, out: Path, choices: RakeChoices, *, replace: bool = False
) -> Raked:
    """Rake a weighted table to counts of areas and write its people as rows.

    Parameters
    ----------
    seed : Path
        A table of respondents: CSV or Parquet.
    margins : Path
        Counts: area, variable, category, people.
    out : Path
        Folder of persons to write.
    choices : RakeChoices
    replace : bool
        Put it in the place of persons that are already there.

    Returns
    -------
    Raked

    Raises
    ------
    BaliseError
        Named after what has to be put right; nothing is written then.
    """
    release.refuse_occupied_persons(out, replace=replace)
    counts = synthesis.read_category_counts(margins)
    order = _order(counts, choices, seed.name)
    types = synthesis.seed_types(
        synthesis.read_respondents(seed, order, choices.weight, respondent=choices.respondent),
        order,
    )
    cells = synthesis.type_cells(types)
    softness = _softness(choices.softness, tuple(counts.categories))
    fit = synthesis.fit_areas(
        cells.people, synthesis.margins_of_cells(counts, cells, softness), choices.raking
    )
    _refuse_all(fit.flags)
    people = np.nan_to_num(fit.people)
    totals = synthesis.whole_totals(people, np.ceil(people).astype(np.int64))
    _refuse_crowds(counts.areas, totals)
    release.refuse_no_room(out, int(totals.sum()))
    tables = release.raked_tables(cells.variables, synthesis.FLAGS)
    beside = release.Persons(
        tables,
        _areas(fit, totals),
        _named(cells),
        _record(seed, margins, types, choices),
    )
    parts = _parts(tables, beside.types, fit, totals, choices.random_seed)
    release.write_persons(out, beside, parts, replace=replace)
    names, numbers = np.unique(fit.flags, return_counts=True)
    return Raked(
        out,
        int(totals.sum()),
        dict(zip(names.tolist(), numbers.tolist(), strict=True)),
        len(cells.people),
        int((types.codes < 0).any(axis=1).sum()),
        float(fit.residuals.max()),
    )


def _order(counts: synthesis.CategoryCounts, choices: RakeChoices, where: str) -> tuple[str, ...]:
    """Give the columns kept, the one to hold on to longest first."""
    kept = tuple(dict.fromkeys((*counts.categories, *choices.keep)))
    wrong = [name for name in kept if name.lower() in _RESERVED]
    if wrong:
        raise SurveyError(
            f"Table {where}: found a column to keep named {sample(map(repr, wrong))}. Expected a "
            f"name other than {', '.join(_RESERVED)}, which rows of persons have already. Rename "
            "it in both tables."
        )
    if choices.order and sorted(choices.order) != sorted(kept):
        raise SurveyError(
            f"Order of merging: found {sample(choices.order)}. Expected each of {sample(kept)} "
            "once, from the variable to hold on to longest to the one to let go first. Correct it."
        )
    return choices.order or kept


def _softness(given: Mapping[str, float], variables: Sequence[str]) -> dict[str, float]:
    """Give the softness of each margin."""
    unknown = [name for name in given if name and name not in variables]
    if unknown:
        raise MarginError(
            f"Softness: found {sample(map(repr, unknown))}. Expected variables of the counts. "
            f"{nearest(unknown[0], variables)}"
        )
    return {name: given.get(name, given.get("", 0.0)) for name in variables}


def _refuse_all(flags: npt.NDArray[np.str_]) -> None:
    """Raise where no area could be fitted as asked."""
    if not (flags == "ok").any():
        names, numbers = np.unique(flags, return_counts=True)
        told = ", ".join(f"{name} {number:,}" for name, number in zip(names, numbers, strict=True))
        raise MarginError(
            f"Margins of {len(flags):,} areas: found none that could be met ({told}). Expected "
            "counts that agree with each other, and types of the seed for them. Compare the "
            "totals of the variables, or give those that may be missed a softness."
        )


def _refuse_crowds(areas: Sequence[str], totals: Whole) -> None:
    crowded = [areas[int(place)] for place in np.flatnonzero(totals >= release.ID_SPAN)]
    if crowded:
        raise MarginError(
            f"Margins: found {release.ID_SPAN:,} people or more in {sample(crowded)}. Expected "
            "fewer in one area. Divide the area."
        )


def _areas(fit: synthesis.RakingFit, totals: Whole) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "area": fit.areas,
            "persons": totals,
            "people": pl.Series(fit.people).fill_nan(None).round(6),
            "flag": fit.flags.tolist(),
            "residual": fit.residuals,
            "apart": np.nan_to_num(fit.apart).round(6),
            "rounds": fit.iterations,
        }
    )


def _named(cells: synthesis.TypeCells) -> pl.DataFrame:
    """Name types, in the order of their categories."""
    width = len(str(len(cells.people)))
    names = [f"t{place:0{width}d}" for place in range(1, len(cells.people) + 1)]
    return cells.labels().insert_column(0, pl.Series("type", names))


def _parts(
    tables: release.PersonTables,
    types: pl.DataFrame,
    fit: synthesis.RakingFit,
    totals: Whole,
    seed: int,
) -> Iterator[release.PersonsPart]:
    """Draw and encode persons, some areas at a time."""
    names = pl.Series("area", fit.areas)
    for rows in _blocks(totals, max(1, _BLOCK_WEIGHTS // types.height)):
        own, areas = totals[rows], fit.areas[rows]
        starts = np.array([index.stream(seed, "persons", _key(name)).random() for name in areas])
        drawn = synthesis.draw_integers(fit.compositions(rows), own, starts)
        area = np.repeat(np.arange(len(own)), own)
        ranks = np.arange(1, len(area) + 1) - (np.cumsum(own) - own)[area]
        ids = (area + rows.start + 1) * release.ID_SPAN + ranks
        of_type = np.repeat(np.tile(np.arange(types.height), len(own)), drawn.ravel())
        content = release.encode_persons(
            tables, ids.astype(np.uint64), (names[rows], area), (types, of_type)
        )
        yield release.PersonsPart("", content, len(area))


def _blocks(totals: Whole, most: int) -> Iterator[slice]:
    """Cut areas into blocks of so many areas or persons, whichever comes first."""
    first, persons = 0, 0
    for row, count in enumerate(totals):
        persons += int(count)
        if row + 1 == len(totals) or row + 1 - first >= most or persons >= _BLOCK_PERSONS:
            yield slice(first, row + 1)
            first, persons = row + 1, 0


def _key(area: str) -> int:
    """Turn the name of an area into a number: its people do not depend on other areas."""
    return int.from_bytes(hashlib.sha256(area.encode()).digest()[:8], "big")


def _record(
    seed: Path, margins: Path, types: synthesis.SeedTypes, choices: RakeChoices
) -> dict[str, object]:
    """Say what the persons rest on: no column, weight or record of the seed."""
    number = int(types.respondents.sum())
    return {
        "kind": "microdata",
        "title": _TITLE,
        "note": _NOTE,
        "licence": _LICENCE,
        "code_version": __version__,
        "random_seed": choices.random_seed,
        "streams": {"persons": index.STREAMS["persons"]},
        "seed": {
            "file": seed.name,
            "sha256": hashlib.sha256(seed.read_bytes()).hexdigest(),
            "layout": types.layout,
            "respondents": _ROUNDED * round(number / _ROUNDED),
            "fewest_respondents": synthesis.FEWEST,
            "order": list(types.variables),
        },
        "counts": {
            "file": margins.name,
            "sha256": hashlib.sha256(margins.read_bytes()).hexdigest(),
        },
        "raking": {
            "bounds": list(choices.raking.bounds) if choices.raking.bounds else None,
            "softness": {name or "others": value for name, value in choices.softness.items()},
            "tolerance": choices.raking.tolerance,
            "rounds": choices.raking.rounds,
        },
    }
