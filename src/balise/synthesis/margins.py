"""Published counts of areas, put on the scale of the seed with their errors.

A margin's price is :data:`PRICE` times its sampling variance. In the entropy a margin
weighs against the spread of people *within* an area; what matters is how far areas
differ from one another, and areas differ by about a twentieth of that.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.special import ndtr

from balise.synthesis.fitting import AreaMargins
from balise.synthesis.seed import PRIVATE_HOUSEHOLDS
from balise.vocabulary import MarginError, sample

__all__ = ["PRICE", "IncomeLink", "area_margins", "fit_income_link"]

Array = npt.NDArray[np.float64]

PRICE: Final = 20.0
"""Variance within areas over variance between them, for every margin (declared)."""

_AGE_ERROR: Final = 0.15
"""Standard error of a published mean age: rounding and institutions [years]."""

_INCOME_ERROR: Final = 0.05
"""Standard error of the share in the lower quartiles that a median implies (declared)."""

_ROUNDING_VARIANCE: Final = 10.0
"""Variance of random rounding to base 5, with the sum of several [people squared]."""

_BETWEEN: Final = {"mean_age": 5.0, "share": 0.2}
"""How far the areas that are not known may differ from those that are (declared)."""

_COUNTS: Final = ("postsecondary_15plus", "postsecondary_25_64", "non_immigrants")


@dataclass(frozen=True, slots=True)
class IncomeLink:
    """Share of an area's adults in the lower two national household quartiles.

    ``Phi(level - slope log(income / reference))``.

    Attributes
    ----------
    level : float
        Reproduces the share of the province.
    slope : float
        Declared prior of the recipe, about one over the spread of log household income.
    reference_cad : float
        People-weighted geometric mean of the areas' incomes [dollars].
    """

    level: float
    slope: float
    reference_cad: float

    def lower_share(self, income_cad: Array) -> Array:
        """Turn incomes into shares in the lower two quartiles; NaN where missing.

        Parameters
        ----------
        income_cad : array of float, shape (n,)
            Median income of each area [dollars].

        Returns
        -------
        array of float, shape (n,)
            Share of its adults.
        """
        return np.asarray(ndtr(self.level - self.slope * np.log(income_cad / self.reference_cad)))


def fit_income_link(
    income_cad: Array, people: Array, *, lower_share: float, slope: float
) -> IncomeLink:
    """Find the level at which the areas of a province add up to its share.

    Parameters
    ----------
    income_cad : array of float, shape (n,)
        Median income of each area, NaN where suppressed [dollars].
    people : array of float, shape (n,)
        Weight of each area [people].
    lower_share : float
        Share of the province's adults in the lower two national quartiles.
    slope : float
        See :class:`IncomeLink`.

    Returns
    -------
    IncomeLink
        Without any known income its reference is 1 dollar: it links nothing.

    Examples
    --------
    >>> link = fit_income_link(np.array([30e3]), np.array([9.0]), lower_share=0.5, slope=1.2)
    >>> abs(round(link.level, 6)), round(link.reference_cad)
    (0.0, 30000)
    """
    known = ~np.isnan(income_cad) & (people > 0)
    weights = people[known] / people[known].sum()
    logs = np.log(income_cad[known])
    reference = float(weights @ logs)
    low, high = -5.0, 5.0
    for _ in range(80):
        level = (low + high) / 2
        if float(weights @ ndtr(level - slope * (logs - reference))) < lower_share:
            low = level
        else:
            high = level
    return IncomeLink(level, slope, float(np.exp(reference)))


def _column(areas: pl.DataFrame, name: str) -> Array:
    """One column as floats, missing values as NaN."""
    return areas[name].cast(pl.Float64).fill_null(np.nan).to_numpy().astype(np.float64)


def _refuse_counts(areas: pl.DataFrame) -> None:
    """Raise on counts below zero and on incomes that are not above it."""
    for name in ("population", *_COUNTS):
        wrong = areas.filter(pl.col(name) < 0)
        if wrong.height:
            shown = sample(
                f"{code} ({count:,.0f})" for code, count in wrong.select("code", name).rows()
            )
            raise MarginError(
                f"Margin {name} is negative in {wrong.height} of {areas.height:,} areas: {shown}. "
                "Expected counts of people, zero or more. "
                "Correct the file that holds them, or leave the cells empty if suppressed."
            )
    wrong = areas.filter(pl.col("income_cad") <= 0)
    if wrong.height:
        raise MarginError(
            f"Margin income_cad is not above zero in {wrong.height} of {areas.height:,} areas: "
            f"{sample(wrong['code'])}. Expected a median income in dollars. "
            "Leave the cells empty if suppressed."
        )


def area_margins(areas: pl.DataFrame, link: IncomeLink) -> AreaMargins:
    """Targets and variances of the areas of one province.

    Parameters
    ----------
    areas : DataFrame
        Base areas: ``population``, ``mean_age``, ``income_cad`` and the three counts,
        each with its ``_coverage`` (share of the people living where it is known).
    link : IncomeLink
        Turns an income into a share of adults.

    Returns
    -------
    AreaMargins
        Variances are prices: :data:`PRICE` times those of sampling and rounding, plus
        the part of the area that is not known.

    Raises
    ------
    MarginError
        If a count is negative, or an income is not above zero.

    Examples
    --------
    394 of 985 people in private households of 1,000 hold a certificate, a share of 0.4:

    >>> counts = ("postsecondary_15plus", "postsecondary_25_64", "non_immigrants")
    >>> known = dict.fromkeys(counts, 394) | {"mean_age": 40.0, "income_cad": None}
    >>> covered = {f"{name}_coverage": 1.0 for name in (*counts, "mean_age")}
    >>> area = {"code": "1301001", "population": 1000, "income_coverage": 0.0} | known | covered
    >>> margins = area_margins(pl.DataFrame([area]), IncomeLink(0.0, 1.2, 30e3))
    >>> margins.targets.round(3).tolist()
    [[0.4, 0.4, 0.4, nan, 0.4]]
    """
    _refuse_counts(areas)
    people = np.fmax(_column(areas, "population"), 1.0)
    targets, variances = [], []

    def coverage(name: str) -> Array:
        return np.nan_to_num(_column(areas, f"{name}_coverage"))

    def add(target: Array, variance: Array, covered: Array, between: float) -> None:
        blind = (1 - np.clip(covered, 0, 1)) * between
        targets.append(np.where(covered > 0, target, np.nan))
        variances.append((variance + blind**2) * PRICE)

    age = _column(areas, "mean_age") / 100
    add(
        age,
        np.full_like(age, (_AGE_ERROR / 100) ** 2),
        coverage("mean_age"),
        _BETWEEN["mean_age"] / 100,
    )
    shares = {}
    for name in _COUNTS:
        counts, covered = _column(areas, name), coverage(name)
        living = people * np.where(covered > 0, covered, 1.0)
        share = counts / (living * PRIVATE_HOUSEHOLDS)
        inside = np.clip(share, 0.02, 0.98)
        shares[name] = share, 3 * inside * (1 - inside) / living + _ROUNDING_VARIANCE / living**2
    income = link.lower_share(_column(areas, "income_cad"))
    for name in ("postsecondary_15plus", "postsecondary_25_64"):
        add(*shares[name], coverage(name), _BETWEEN["share"])
    add(income, np.full_like(income, _INCOME_ERROR**2), coverage("income"), _BETWEEN["share"])
    add(*shares["non_immigrants"], coverage("non_immigrants"), _BETWEEN["share"])
    return AreaMargins(np.column_stack(targets), np.column_stack(variances))
