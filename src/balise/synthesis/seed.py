"""The people of a province by type, before they are fitted to its areas.

Published cross-tables are raked together (Deming and Stephan 1940). What no table
gives is a declared start that raking leaves alone: the educations inside an age, the
pull between education and income, the ages of immigrants.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from balise.synthesis.cells import SeedCells, seed_cells
from balise.vocabulary import MarginError, province, sample

__all__ = ["ProvinceCounts", "Seed", "make_seed", "rake"]

Array = npt.NDArray[np.float64]

START_EDUCATION: Final = np.array(
    [
        [0.22, 0.44, 0.20, 0.14],
        [0.09, 0.24, 0.34, 0.33],
        [0.10, 0.22, 0.36, 0.32],
        [0.13, 0.26, 0.36, 0.25],
        [0.17, 0.28, 0.35, 0.20],
        [0.27, 0.25, 0.29, 0.19],
        [0.45, 0.22, 0.21, 0.12],
    ]
)
"""Declared start of education by age; every margin that is published replaces it."""

IMMIGRANT_PULL: Final = np.array([0.6, 1.1, 1.25, 1.15, 1.15, 1.35, 1.45, 0.35, 0.45])
"""Declared: odds of being an immigrant by age against the average; children last."""

PRIVATE_HOUSEHOLDS: Final = 0.985
"""Share of the population in private households, the universe of sample counts."""


@dataclass(frozen=True, slots=True)
class ProvinceCounts:
    """What is published of one province, in the classes of the seed.

    Attributes
    ----------
    code : str
        Two-digit code.
    ages : array of float, shape (9,)
        People by age class, under 15 and 15 last [people].
    mean_ages : array of float, shape (9,)
        Mean age of each class [years].
    diploma : array of float, shape (4,)
        Share with a high school diploma: 15 to 24, 25 to 64, 65 to 74, 75 and over.
    bachelor : array of float, shape (4,)
        Share with a bachelor's degree or higher: 25-34, 35-44, 45-54, 55-64; NaN
        where the survey is too small to say.
    postsecondary_15plus, postsecondary_25_64 : float
        Holders of a postsecondary certificate, in private households [people].
    non_immigrants : float
        In private households [people].
    mean_age : float
        Of the whole population [years].
    quartiles : array of float, shape (7, 4)
        Share of each adult age in each national quartile of household income.
    """

    code: str
    ages: Array
    mean_ages: Array
    diploma: Array
    bachelor: Array
    postsecondary_15plus: float
    postsecondary_25_64: float
    non_immigrants: float
    mean_age: float
    quartiles: Array


@dataclass(frozen=True, slots=True)
class Seed:
    """A province's people by seed cell, as shares of its whole population.

    Attributes
    ----------
    code : str
        Two-digit code of the province.
    shares : array of float, shape (228,)
        Sum to 1.
    features : array of float, shape (228, 6)
        See :meth:`SeedCells.features`.
    population : float
        All ages [people].
    rounds : int
        Raking rounds to a largest margin error of 1e-8.
    misfit : float
        Largest relative margin error that remained (soft margins only).
    """

    code: str
    shares: Array
    features: Array
    population: float
    rounds: int
    misfit: float


def rake(
    start: Array,
    groups: Sequence[npt.NDArray[np.int64]],
    totals: Sequence[Array],
    *,
    rounds: int = 2000,
    softness: float = 0.0,
) -> tuple[Array, int, float]:
    """Rake a table of any shape, flattened, to totals over groups of its cells.

    Parameters
    ----------
    start : array of float, shape (c,)
        Positive start [people].
    groups : sequence of int arrays, each of shape (c,)
        Group of each cell in each margin; -1 where the margin says nothing.
    totals : sequence of float arrays
        People each group must hold [people].
    rounds : int
        Rounds at most.
    softness : float
        0 for hard margins; otherwise each step is raised to ``1 / (1 + softness)`` and
        the answer is the compromise after the last round.

    Returns
    -------
    table : array of float, shape (c,)
    rounds : int
        Rounds done.
    error : float
        Largest relative margin error.

    Raises
    ------
    MarginError
        If a total is negative or not a number, or people are wanted where no cell is.

    References
    ----------
    Deming, W. E. and Stephan, F. F. (1940), On a least squares adjustment of a sampled
    frequency table when the expected marginal totals are known, Annals of Mathematical
    Statistics 11.

    Examples
    --------
    A table of two by two, all ones, raked to rows of 30 and 10, columns of 20 and 20:

    >>> rows, columns = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    >>> totals = [np.array([30.0, 10.0]), np.array([20.0, 20.0])]
    >>> table, rounds, error = rake(np.ones(4), [rows, columns], totals)
    >>> table.tolist(), error
    ([15.0, 15.0, 5.0, 5.0], 0.0)
    """
    _refuse_totals(start, groups, totals)
    table = start.astype(np.float64).copy()
    error = np.inf
    for done in range(1, rounds + 1):
        error = 0.0
        for group, total in zip(groups, totals, strict=True):
            inside = group >= 0
            sums = np.bincount(group[inside], weights=table[inside], minlength=len(total))
            ratio = np.where(sums > 0, total / np.where(sums > 0, sums, 1.0), 1.0)
            error = max(error, float(np.abs(ratio - 1).max()))
            table[inside] *= ratio[group[inside]] ** (1 / (1 + softness))
        if error < 1e-8:
            return table, done, error
    return table, rounds, error


def _refuse_totals(
    start: Array, groups: Sequence[npt.NDArray[np.int64]], totals: Sequence[Array]
) -> None:
    """Raise on totals that no table can have, whatever its other margins."""
    if not (np.isfinite(start) & (start >= 0)).all():
        raise MarginError(
            f"Raking starts from {int((~(start >= 0)).sum())} cells below zero or not numbers. "
            f"Expected {len(start):,} cells of people, zero or more. "
            "Fill the start where the source leaves it empty."
        )
    for place, (group, total) in enumerate(zip(groups, totals, strict=True)):
        inside = group >= 0
        held = np.bincount(group[inside], weights=start[inside], minlength=len(total)) > 0
        wrong = ~(np.isfinite(total) & (total >= 0)) | ((total > 0) & ~held)
        if wrong.any():
            shown = sample(f"{total[each]:,.0f} in group {each}" for each in np.flatnonzero(wrong))
            raise MarginError(
                f"Margin {place + 1} of {len(totals)} asks for people that cannot be: {shown}. "
                "Expected totals of zero or more, and zero where the start has nobody. "
                "Correct the table it comes from, or leave the margin out."
            )


def _education_by_age(
    counts: ProvinceCounts, shares: Array, *, soft: bool
) -> tuple[Array, int, float]:
    """Rake education (4) by adult age (7) to what is published of the province."""
    adults = counts.ages[:7]
    aged_15 = counts.ages[8]
    age = np.repeat(np.arange(7), 4)
    education = np.tile(np.arange(4), 7)
    diploma_band = np.array([0, 1, 1, 1, 1, 2, 3])[age]
    in_band = np.array([adults[0], adults[1:5].sum(), adults[5], adults[6]])
    without = (1 - counts.diploma) * (in_band + np.array([aged_15, 0, 0, 0]))
    without[0] -= aged_15  # nobody aged 15 is taken to have finished high school
    no_diploma = np.where(education == 0, diploma_band, diploma_band + 4)
    middle = counts.postsecondary_25_64 / PRIVATE_HOUSEHOLDS
    outside = counts.postsecondary_15plus / PRIVATE_HOUSEHOLDS - middle
    postsecondary = education >= 2
    middle_aged = (age >= 1) & (age <= 4)
    holders = np.where(postsecondary, np.where(middle_aged, 0, 1), -1)
    published = ~np.isnan(counts.bachelor)
    bachelor = np.where((education == 3) & middle_aged, age - 1, -1)
    bachelor[(bachelor >= 0) & ~published[bachelor]] = -1
    groups = [age, no_diploma, holders, bachelor]
    totals = [
        adults,
        np.concatenate([without, in_band - without]),
        np.array([middle, outside]),
        np.where(published, counts.bachelor, 0.0) * adults[1:5],
    ]
    start = (shares * adults[:, None]).ravel()
    table, rounds, error = rake(
        start, groups, totals, rounds=300 if soft else 2000, softness=0.5 if soft else 0.0
    )
    if error >= 1e-8 and not soft:
        raise MarginError(
            f"Margins of {province(counts.code).en} by age and education contradict each other: "
            f"after {rounds} rounds of raking a margin is still {error:.2%} off. "
            "Expected published diplomas, postsecondary certificates and bachelor's degrees "
            "that can all hold at once. "
            f'Mark them soft in the recipe: margins.{counts.code} = "soft".'
        )
    return table.reshape(7, 4), rounds, error


def make_seed(
    counts: ProvinceCounts,
    *,
    association: float,
    soft: bool = False,
    start: Array | None = None,
) -> Seed:
    """Rake the people of a province by type from what is published of it.

    Parameters
    ----------
    counts : ProvinceCounts
        The published margins.
    association : float
        Log odds by which one step of education goes with one step of household income
        quartile at a given age; declared, no table at hand gives it. Not read if there is
        a start.
    soft : bool
        Accept margins that contradict each other and keep the compromise.
    start : array of float, shape (7, 4, 4, 2), optional
        Adults by age, education, quartile and immigrant status, from respondents: in the
        place of the declared start of education, of the association and of the odds of
        being an immigrant, but for children. See :func:`province_starts`.

    Returns
    -------
    Seed
        Meets people by age, education and non-immigrants exactly unless soft; household
        income quartiles hold at each age.

    Raises
    ------
    MarginError
        If the margins cannot hold at once and are not soft.
    """
    cells = seed_cells()
    schooled = START_EDUCATION if start is None else _parts(start.sum(axis=(2, 3)))
    education, rounds, error = _education_by_age(counts, schooled, soft=soft)
    pull = np.exp(association * np.outer(np.arange(4) - 1.5, np.arange(4) - 1.5))
    earning = counts.quartiles[:, None, :] * pull if start is None else _parts(start.sum(axis=3))
    by_education = np.repeat(np.arange(28), 4)
    by_quartile = (np.arange(7)[:, None, None] * 4 + np.arange(4) + np.zeros((7, 4, 4))).ravel()
    adult_table, more, last = rake(
        (education[:, :, None] * earning).ravel(),
        [by_education, by_quartile.astype(np.int64)],
        [education.ravel(), (education.sum(axis=1)[:, None] * counts.quartiles).ravel()],
    )
    people = np.concatenate(
        [adult_table[cells.cell[cells.adult]], counts.ages[cells.age[~cells.adult]]]
    )
    shares = people * _immigrant_share(counts, cells, people, _immigrant_odds(cells, people, start))
    shares /= shares.sum()
    mean_ages = _reconciled_ages(counts, cells, shares)
    return Seed(
        code=counts.code,
        shares=shares,
        features=cells.features(mean_ages),
        population=float(counts.ages.sum()),
        rounds=max(rounds, more),
        misfit=max(error, last),
    )


def _parts(table: Array) -> Array:
    """Turn people into shares along the last axis; even ones where there are none."""
    total = table.sum(axis=-1, keepdims=True)
    return np.asarray(
        np.where(total > 0, table / np.where(total > 0, total, 1.0), 1 / table.shape[-1])
    )


def _immigrant_odds(cells: SeedCells, people: Array, start: Array | None) -> Array:
    """Odds of being an immigrant by cell, up to one level; declared, or those of respondents."""
    pull = IMMIGRANT_PULL[cells.age]
    if start is None:
        return pull
    chance = _parts(start)[..., 1].ravel()  # one for each of the 112 cells
    chance = np.clip(chance, 0.002, 0.998)[np.maximum(cells.cell, 0)]
    odds, adult = chance / (1 - chance), cells.adult
    # No respondent is a child: children stand to adults as declared.
    beside = np.average(np.log(odds / pull)[adult], weights=people[adult])
    return np.asarray(np.where(adult, odds, pull * np.exp(beside)))


def _immigrant_share(counts: ProvinceCounts, cells: SeedCells, people: Array, pull: Array) -> Array:
    """Split every cell by immigrant status so that the province's count is met."""
    population = float(counts.ages.sum())
    wanted = 1 - counts.non_immigrants / (population * PRIVATE_HOUSEHOLDS)
    wanted = min(max(wanted, 0.002), 0.9)  # sampling may count more non-immigrants than people
    half = people / 2  # each pair of cells repeats the same people
    low, high = -12.0, 12.0
    for _ in range(80):
        level = (low + high) / 2
        chance = 1 / (1 + np.exp(-(level + np.log(pull))))
        if float(half @ chance) / float(half.sum()) < wanted:
            low = level
        else:
            high = level
    chance = 1 / (1 + np.exp(-(level + np.log(pull))))
    return np.asarray(np.where(cells.immigrant, chance, 1 - chance))


def _reconciled_ages(counts: ProvinceCounts, cells: SeedCells, shares: Array) -> Array:
    """Let the mean age of the youngest absorb the difference with the published mean age."""
    ages = counts.mean_ages.copy()
    by_age = np.bincount(cells.age, weights=shares, minlength=9)
    gap = counts.mean_age - float(by_age @ ages)
    ages[7] = np.clip(ages[7] + gap / by_age[7], 5.5, 9.0)
    return ages
