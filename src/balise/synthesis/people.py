"""The people of every area, by type, with totals that agree with their province."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.synthesis.cells import FEATURES, seed_cells
from balise.synthesis.classes import Classes, collapse
from balise.synthesis.dual import Tilts
from balise.synthesis.fitting import AreaMargins, fit_tilts, in_blocks
from balise.synthesis.margins import area_margins, fit_income_link
from balise.synthesis.seed import Seed, rake
from balise.synthesis.tilting import Moments, class_shares, feature_tilts, moments
from balise.vocabulary import AREA_TYPES, CELLS, MarginError, province, sample

__all__ = [
    "FitChoices",
    "People",
    "ProvincePeople",
    "area_moments",
    "compositions",
    "fit_people",
    "fit_province",
]

Array = npt.NDArray[np.float64]

_CELLS: Final = seed_cells()


@dataclass(frozen=True, slots=True)
class FitChoices:
    """What the recipe decides about fitting areas.

    Attributes
    ----------
    income_slope : float
        ``b`` of the income link: see :class:`balise.synthesis.IncomeLink`.
    rounds : int
        Outer rounds back to the totals of the province.
    workers : int
        Threads; results do not depend on it.
    """

    income_slope: float
    rounds: int = 8
    workers: int = 1


@dataclass(frozen=True, slots=True)
class ProvincePeople:
    """The fitted areas of one province.

    Attributes
    ----------
    code : str
        Two-digit code.
    seed : array of float, shape (228,)
        Composition after the outer rounds; sums to 1.
    features : array of float, shape (228, 6)
        See :meth:`balise.synthesis.SeedCells.features`.
    margins : AreaMargins
        Rows in area order; the variance is the price.
    starts : array of float, shape (n, 6)
        Tilt by feature of each area's census division.
    tilts : Tilts
        Tilt of each area.
    population : array of float, shape (n,)
        All ages [people].
    total_gaps : mapping of str to float
        Largest gap with the province's totals of age, education and quartile, as a
        share of its people.
    """

    code: str
    seed: Array
    features: Array
    margins: AreaMargins
    starts: Array
    tilts: Tilts
    population: Array
    total_gaps: Mapping[str, float]

    def areas(self, rows: slice) -> "ProvincePeople":
        """Keep some of the areas."""
        tilts = self.tilts
        return replace(
            self,
            margins=self.margins.rows(rows),
            starts=self.starts[rows],
            tilts=Tilts(tilts.values[rows], tilts.residuals[rows], tilts.iterations[rows]),
            population=self.population[rows],
        )


@dataclass(frozen=True, slots=True)
class People:
    """Everybody aged 16 and over, by area, area type and cell.

    Attributes
    ----------
    areas : DataFrame
        The base areas by province and code, in the order of every array here.
    cells : array of float, shape (n, 112)
        Share of each cell among the area's people 16+; zero where nobody lives.
    adults : array of float, shape (n,)
        Aged 16 and over, modelled [people].
    by_type : array of float, shape (n, 3)
        Share of the area's people in each area type.
    province : array of int, shape (n,)
        Position of each area's province in ``parts``.
    parts : tuple of ProvincePeople
        The provinces, in the order of their codes.
    rows : tuple of slice
        Rows of each province.
    """

    areas: pl.DataFrame
    cells: Array
    adults: Array
    by_type: Array
    province: npt.NDArray[np.int64]
    parts: tuple[ProvincePeople, ...]
    rows: tuple[slice, ...]

    def archetypes(self) -> Array:
        """Count people aged 16 and over by province, area type and cell, shape (p, 3, 112)."""
        counts = np.empty((len(self.parts), len(AREA_TYPES), len(CELLS)))
        for place, rows in enumerate(self.rows):
            people = self.adults[rows, None] * self.by_type[rows]
            counts[place] = people.T @ self.cells[rows]
        return counts


def fit_province(
    seed: Seed, areas: pl.DataFrame, divisions: pl.DataFrame, choices: FitChoices
) -> ProvincePeople:
    """Fit the areas of one province, each drawn to its census division.

    Parameters
    ----------
    seed : Seed
        The province's people by cell.
    areas : DataFrame
        Base areas of the province, in order.
    divisions : DataFrame
        Its census divisions, in the layout of base areas with ``code`` their code.
    choices : FitChoices
        What the recipe decides.

    Returns
    -------
    ProvincePeople
        After outer rounds that rake the seed so that the areas add up to the province's
        totals of age, education and household income quartile.

    Raises
    ------
    MarginError
        If an area lies in none of the divisions, or a margin cannot be used.
    """
    _refuse_strays(seed.code, areas, divisions)
    population = areas["population"].cast(pl.Float64).fill_null(0.0).to_numpy().astype(float)
    lower = _lower_share(seed.shares)
    income = areas["income_cad"].fill_null(np.nan).to_numpy()
    link = fit_income_link(income, population, lower_share=lower, slope=choices.income_slope)
    margins, above = area_margins(areas, link), area_margins(divisions, link)
    place = {code: row for row, code in enumerate(divisions["code"])}
    division = np.array([place[code] for code in areas["cduid"]], dtype=np.int64)
    start, wanted = seed.shares, _totals(seed.shares)
    for left in range(choices.rounds, -1, -1):
        outer = fit_tilts(start, seed.features, above, np.zeros((len(divisions), len(FEATURES))))
        starts = feature_tilts(outer.values, above.targets)[division]
        tilts = fit_tilts(start, seed.features, margins, starts, workers=choices.workers)
        now = ProvincePeople(
            seed.code, start, seed.features, margins, starts, tilts, population, {}
        )
        fitted = _sum_cells(now)
        gaps = {
            name: float(np.abs(total - wanted[name]).max())
            for name, total in _totals(fitted).items()
        }
        if left == 0 or max(gaps.values()) < 1e-5:
            break
        start = start * _corrections(fitted, wanted)
        start = start / start.sum()
    return replace(now, total_gaps=gaps)


def _refuse_strays(code: str, areas: pl.DataFrame, divisions: pl.DataFrame) -> None:
    """Raise on areas of no census division, which have nothing to be drawn to."""
    known = divisions["code"].to_list()
    strays = areas.filter(~pl.col("cduid").is_in(known) | pl.col("cduid").is_null())
    if strays.height:
        raise MarginError(
            f"{province(code).en}: {strays.height} of {areas.height:,} areas lie in no known "
            f"census division: {sample(strays['code'])}. Expected one of its {len(known)}. "
            "Read areas and divisions from the same census."
        )


def _lower_share(shares: Array) -> float:
    """Give the share of adults in the lower two quartiles."""
    adult = _CELLS.adult
    return float(shares[adult & (_CELLS.quartile <= 1)].sum() / shares[adult].sum())


_GROUPS: Final = {
    "age": _CELLS.age,
    "education": _CELLS.education,
    "quartile": _CELLS.quartile,
}


def _totals(shares: Array) -> dict[str, Array]:
    """Totals of a composition by age, education and quartile."""
    return {
        name: np.bincount(group[group >= 0], weights=shares[group >= 0]).astype(np.float64)
        for name, group in _GROUPS.items()
    }


def _corrections(fitted: Array, wanted: Mapping[str, Array]) -> Array:
    """Factors that would make the fitted people meet the totals of the province."""
    table, _, _ = rake(
        fitted, list(_GROUPS.values()), [wanted[name] for name in _GROUPS], rounds=50
    )
    return np.where(fitted > 0, table / np.where(fitted > 0, fitted, 1.0), 1.0)


def _in_classes(part: ProvincePeople, rows: slice) -> tuple[Classes, Array]:
    """Classes of a province's cells, and their shares in some of its areas."""
    classes = collapse(part.seed, part.features)
    shares = class_shares(
        classes.seed,
        classes.features,
        part.tilts.values[rows],
        part.margins.targets[rows],
        part.starts[rows],
    )
    return classes, shares


def _sum_cells(part: ProvincePeople) -> Array:
    """Composition of all areas together, summed in block order."""
    classes, shares = _in_classes(part, slice(None))

    def people_of(block: slice) -> Array:
        return np.asarray(part.population[block] @ shares[block])

    people = np.sum(list(in_blocks(people_of, len(shares), 1)), axis=0)
    total = classes.cells(people[None])[0]
    return np.asarray(total / total.sum())


def fit_people(
    seeds: Mapping[str, Seed], areas: pl.DataFrame, divisions: pl.DataFrame, choices: FitChoices
) -> People:
    """Fit every province that has areas.

    Parameters
    ----------
    seeds : mapping of str to Seed
        By two-digit code.
    areas, divisions : DataFrame
        Base areas, and census divisions in their layout, in any order.
    choices : FitChoices
        What the recipe decides.

    Returns
    -------
    People
        Areas by province and code.

    Raises
    ------
    MarginError
        If a province has areas and no seed, or its margins cannot be used.
    """
    areas, divisions = areas.sort("pruid", "code"), divisions.sort("code")
    unseeded = [code for code in areas["pruid"].unique().sort() if code not in seeds]
    if unseeded:
        raise MarginError(
            f"Areas lie in {len(unseeded)} provinces without a seed: {sample(unseeded)}. "
            f"Expected one of: {', '.join(sorted(seeds))}. "
            "Make the seed of every province with areas, or leave its areas out."
        )
    codes = areas["pruid"].unique(maintain_order=True).to_list()
    parts, rows, first = [], [], 0
    for code in codes:
        own = areas.filter(pl.col("pruid") == code)
        parts.append(
            fit_province(seeds[code], own, divisions.filter(pl.col("pruid") == code), choices)
        )
        rows.append(slice(first, first + own.height))
        first += own.height
    found = [_adults_by_cell(part) for part in parts]
    cells = np.concatenate([each for each, _ in found])
    population = np.concatenate([part.population for part in parts])
    adults = np.concatenate([each for _, each in found]) * population
    types = areas.select([each.code for each in AREA_TYPES]).fill_null(0).to_numpy().astype(float)
    return People(
        areas=areas,
        cells=np.where(population[:, None] > 0, cells, 0.0),
        adults=adults,
        by_type=types / np.maximum(types.sum(axis=1, keepdims=True), 1.0),
        province=np.repeat(np.arange(len(parts)), [len(part.population) for part in parts]),
        parts=tuple(parts),
        rows=tuple(rows),
    )


def compositions(part: ProvincePeople, block: slice) -> Array:
    """Give the shares of all 228 cells in some of a province's areas.

    Parameters
    ----------
    part : ProvincePeople
        The fitted province.
    block : slice
        Rows of its areas.

    Returns
    -------
    array of float, shape (n, 228)
        Rows sum to 1.
    """
    classes, shares = _in_classes(part, block)
    return classes.cells(shares)


def area_moments(part: ProvincePeople, block: slice) -> Moments:
    """Take the compositions of some of a province's areas and the moments of their margins."""
    return moments(
        part.seed,
        part.features,
        part.tilts.values[block],
        part.margins.targets[block],
        part.starts[block],
    )


_ADULT_CELLS: Final = (_CELLS.cell[:, None] == np.arange(len(CELLS))).astype(np.float64)
"""Which of the 112 cells each cell of the seed is of, shape (228, 112): children of none."""


def _adults_by_cell(part: ProvincePeople) -> tuple[Array, Array]:
    """Shares of the 112 cells among adults, and of adults among all people, by area.

    Immigrants and others are taken together.
    """
    classes, shares = _in_classes(part, slice(None))
    by_class = classes.spread(_ADULT_CELLS)

    def cells(block: slice) -> tuple[Array, Array]:
        people = shares[block] @ by_class
        adults = people.sum(axis=1)
        return people / adults[:, None], adults

    parts = list(in_blocks(cells, len(shares), 1))
    return np.concatenate([each for each, _ in parts]), np.concatenate([each for _, each in parts])
