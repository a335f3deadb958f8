"""Balance: how unlike two groups are, column by column."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from balise.impact.columns import FloatArray

__all__ = ["balance_rows", "differences", "variance_ratios"]

BoolArray = npt.NDArray[np.bool_]
HUGE = 99.0  # columns that never vary within either group, and differ


def _moments(columns: FloatArray, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
    share = weights / weights.sum()
    mean = share @ columns
    freedom = max(1 - float((share**2).sum()), 1e-12)
    return mean, np.maximum(share @ (columns - mean) ** 2 / freedom, 0.0)


def differences(
    columns: FloatArray,
    treated: BoolArray,
    weights: FloatArray | None = None,
    strata: npt.NDArray[np.int64] | None = None,
) -> FloatArray:
    """Give the standardised difference of each column between treated and others.

    Parameters
    ----------
    columns : array of float, shape (n, k)
    treated : array of bool, shape (n,)
    weights : array of float, shape (n,), optional
        They move the means; spreads stay those of the groups as they are.
    strata : array of int, shape (n,), optional
        Differences are taken within strata, and averaged by their size.

    Returns
    -------
    array of float, shape (k,)
        In standard deviations: those of the two groups, root of the mean of variances.

    Examples
    --------
    >>> ages = np.array([[30.0], [32], [40], [42]])
    >>> differences(ages, np.array([False, False, True, True])).round(2)
    array([7.07])
    """
    even = np.ones(len(treated))
    weights = even if weights is None else weights
    spread = np.zeros(columns.shape[1])
    for arm in (treated, ~treated):
        spread += _moments(columns[arm], even[arm])[1] / 2
    strata = np.zeros(len(treated), dtype=np.int64) if strata is None else strata
    gaps = np.zeros(columns.shape[1])
    total = 0
    for code in np.unique(strata):
        rows = strata == code
        one, zero = rows & treated, rows & ~treated
        if not (one.any() and zero.any()):
            continue
        means = [_moments(columns[arm], weights[arm])[0] for arm in (one, zero)]
        gaps += int(rows.sum()) * (means[0] - means[1])
        total += int(rows.sum())
    gaps /= max(total, 1)
    level = 1e-9 * (1 + np.abs(columns).max(axis=0, initial=0.0))
    flat = np.sqrt(spread) <= level
    told = np.where(np.abs(gaps) <= level, 0.0, np.sign(gaps) * HUGE)
    return np.where(flat, told, gaps / np.sqrt(np.where(flat, 1.0, spread)))


def variance_ratios(
    columns: FloatArray, treated: BoolArray, weights: FloatArray | None = None
) -> FloatArray:
    """Give the variance of each column among treated over that among others; NaN where none."""
    weights = np.ones(len(treated)) if weights is None else weights
    one = _moments(columns[treated], weights[treated])[1]
    zero = _moments(columns[~treated], weights[~treated])[1]
    return np.where(zero > 0, one / np.where(zero > 0, zero, 1.0), np.nan)


def balance_rows(
    names: Sequence[str],
    columns: FloatArray,
    treated: BoolArray,
    weights: FloatArray | None = None,
    strata: npt.NDArray[np.int64] | None = None,
) -> list[dict[str, Any]]:
    """Lay out the balance: means of both groups, difference before and, with weights, after."""
    if not names:
        return []
    before = differences(columns, treated, None, strata)
    ratios = variance_ratios(columns, treated)
    rows = [
        {
            "column": name,
            "treated": float(columns[treated, place].mean()),
            "comparison": float(columns[~treated, place].mean()),
            "difference": float(before[place]),
            "variance_ratio": float(ratios[place]),
        }
        for place, name in enumerate(names)
    ]
    if weights is not None:
        after = differences(columns, treated, weights)
        ratios = variance_ratios(columns, treated, weights)
        share = weights[~treated] / weights[~treated].sum()
        for place, row in enumerate(rows):
            row["comparison_after"] = float(share @ columns[~treated, place])
            row["difference_after"] = float(after[place])
            row["variance_ratio_after"] = float(ratios[place])
    return rows
