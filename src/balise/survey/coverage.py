"""Where 50/10 Mbps is offered, by province and area type.

Availability, not subscription. Both urban types share the urban figure. A place without
a figure of its own for the year takes the nearest later one, or the total of its
province; one without any takes the lowest of the territories. These are assumptions,
with a wider error.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.special import expit, logit

from balise.vocabulary import AREA_TYPES, PROVINCES, SurveyError, sample

__all__ = ["Coverage", "coverage_table"]

Array = npt.NDArray[np.float64]
Key = tuple[str, str, int]

_MEASURED_ERROR: Final = 0.01
"""Standard error of a published figure of the year wanted (declared) [share]."""

_LATER_ERROR: Final = 0.05
"""Of a later figure, or of the province's total (declared) [share]."""

_UNKNOWN_ERROR: Final = 0.15
"""Of a place no figure describes (declared) [share]."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Households offered 50/10 Mbps.

    Attributes
    ----------
    shares, errors : array of float, shape (13, 3)
        By province and area type, and standard error [share].
    measured : array of bool, shape (13, 3)
        False where the figure is an assumption.
    totals : array of float, shape (13,)
        Published total of the year by province; NaN where there is none [share].
    """

    shares: Array
    errors: Array
    measured: npt.NDArray[np.bool_]
    totals: Array

    def to_totals(self, people: Array) -> "Coverage":
        """Move the shares of each province so that its people meet its published total.

        The regulator's rural areas are not ours, which go by density: with our people the
        published shares of a province miss its published total. One shift on the logit
        scale mends it; half of what it moves a share joins the share's error.

        Parameters
        ----------
        people : array of float, shape (13, 3)
            People by province and area type.

        Returns
        -------
        Coverage
            Provinces without a total are as they were.

        Examples
        --------
        >>> half = np.full((13, 3), 0.5)
        >>> no_error, all_measured = np.zeros((13, 3)), np.ones((13, 3), dtype=bool)
        >>> table = Coverage(half, no_error, all_measured, np.full(13, 0.6))
        >>> table.to_totals(np.ones((13, 3))).shares[0].round(6).tolist()
        [0.6, 0.6, 0.6]
        """
        shares, errors = self.shares.copy(), self.errors.copy()
        for row in np.flatnonzero(~np.isnan(self.totals) & (people.sum(axis=1) > 0)):
            weights = people[row] / people[row].sum()
            logits = logit(np.clip(self.shares[row], 1e-4, 1 - 1e-4))
            low, high = -12.0, 12.0
            for _ in range(60):
                shift = (low + high) / 2
                if float(weights @ expit(logits + shift)) < self.totals[row]:
                    low = shift
                else:
                    high = shift
            shares[row] = expit(logits + shift)
            moved = (shares[row] - self.shares[row]) / 2
            errors[row] = np.sqrt(self.errors[row] ** 2 + moved**2)
        return Coverage(shares, errors, self.measured, self.totals)

    def draw(self, rng: np.random.Generator, draws: int) -> Array:
        """Draw shares under their error, kept inside 0 to 1, shape (r, 13, 3, 1)."""
        normals = rng.standard_normal((draws, *self.shares.shape))
        return np.clip(self.shares + normals * self.errors, 0.0, 1.0)[..., None]


def coverage_table(coverage: pl.DataFrame, year: int) -> Coverage:
    """Sort the published figures by province and area type.

    Parameters
    ----------
    coverage : DataFrame
        ``year, pruid, area, share`` with area ``urban``, ``rural`` or ``total``.
    year : int
        Year wanted.

    Returns
    -------
    Coverage
        Every place has a figure, measured or assumed.

    Raises
    ------
    SurveyError
        If the table says nothing of the year or later.

    Examples
    --------
    >>> row = {"year": 2018, "pruid": "13", "area": "rural", "share": 0.27}
    >>> later = {"year": 2020, "pruid": "60", "area": "total", "share": 0.61}
    >>> table = coverage_table(pl.DataFrame([row, later]), 2018)
    >>> table.shares[3].tolist(), table.measured[3].tolist()
    ([0.27, 0.61, 0.61], [True, False, False])
    """
    known = {
        (row["pruid"], row["area"], row["year"]): float(row["share"])
        for row in coverage.iter_rows(named=True)
        if row["share"] is not None
    }
    years = sorted({each for _, _, each in known if each >= year})
    if not years:
        found = sample(sorted({each for _, _, each in known}))
        raise SurveyError(
            f"Table coverage: no share for {year} or later. Expected one of: {found}. "
            "Choose one of them as the year of coverage in the recipe."
        )
    shape = (len(PROVINCES), len(AREA_TYPES))
    shares, errors = np.full(shape, np.nan), np.full(shape, _UNKNOWN_ERROR)
    measured = np.zeros(shape, dtype=bool)
    for row, place in enumerate(PROVINCES):
        for column, area_type in enumerate(AREA_TYPES):
            area = "rural" if area_type.code == "rural" else "urban"
            key = _first(known, place.code, area, years)
            if key is not None:
                shares[row, column] = known[key]
                measured[row, column] = key[1:] == (area, year)
                errors[row, column] = _MEASURED_ERROR if measured[row, column] else _LATER_ERROR
    of_territories = shares[[each.territory for each in PROVINCES]]
    others = of_territories if not np.isnan(of_territories).all() else shares
    totals = np.array([known.get((each.code, "total", year), np.nan) for each in PROVINCES])
    filled = np.where(np.isnan(shares), np.nanmin(others), shares)
    return Coverage(filled, errors, measured, totals)


def _first(known: Container[Key], code: str, area: str, years: Sequence[int]) -> Key | None:
    """Find the first year with a figure, the area's own before that of its province."""
    keys = ((code, kind, year) for year in years for kind in (area, "total"))
    return next((key for key in keys if key in known), None)
