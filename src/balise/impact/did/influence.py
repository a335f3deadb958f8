"""Errors from influence functions: analytic, or by a multiplier bootstrap; uniform bands."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from balise.impact.answers import Estimate
from balise.impact.columns import FloatArray
from balise.impact.frame import IntArray

__all__ = ["Z95", "Errors", "covariance", "draw", "estimate_with_errors", "make_errors"]

Z95 = float(stats.norm.ppf(0.975))
_QUARTILES = float(stats.norm.ppf(0.75) - stats.norm.ppf(0.25))
BLOCK = 250  # draws at once


@dataclass(frozen=True, slots=True)
class Errors:
    """Standard errors, shape (c,), and the critical value of a band over all of them."""

    se: FloatArray
    critical: float


def _by_cluster(influence: FloatArray, clusters: IntArray) -> FloatArray:
    """Add influences up within clusters, shape (clusters, c)."""
    codes, places = np.unique(clusters, return_inverse=True)
    if len(codes) == len(clusters):
        return influence
    summed = np.zeros((len(codes), influence.shape[1]))
    np.add.at(summed, places, influence)
    return summed


def covariance(influence: FloatArray, clusters: IntArray) -> FloatArray:
    """Give the covariance of estimates, shape (c, c), from influences of shape (n, c).

    Examples
    --------
    >>> covariance(np.array([[2.0], [-2.0]]), np.array([0, 1]))
    array([[2.]])
    """
    summed = _by_cluster(influence, clusters)
    found: FloatArray = summed.T @ summed / len(influence) ** 2
    return found


def draw(
    influence: FloatArray,
    clusters: IntArray,
    draws: int,
    rng: np.random.Generator,
    kind: str = "rademacher",
) -> FloatArray:
    """Draw estimates around their value, shape (draws, c): each cluster gets one multiplier.

    ``rademacher`` multiplies by -1 or 1, ``mammen`` by the two points of Mammen (1993),
    which keep the third moment.
    """
    summed = _by_cluster(influence, clusters)
    found = np.empty((draws, influence.shape[1]))
    root = np.sqrt(5.0)
    for start in range(0, draws, BLOCK):
        count = min(BLOCK, draws - start)
        if kind == "mammen":
            low = rng.random((count, len(summed))) < (root + 1) / (2 * root)
            multipliers = np.where(low, (1 - root) / 2, (1 + root) / 2)
        else:
            multipliers = rng.integers(0, 2, (count, len(summed))) * 2.0 - 1.0
        found[start : start + count] = multipliers @ summed / len(influence)
    return found


def make_errors(
    influence: FloatArray,
    clusters: IntArray,
    *,
    draws: int,
    bootstrap: bool,
    rng: np.random.Generator,
    kind: str = "rademacher",
) -> Errors:
    """Give errors and the critical value of a 95 % band over all estimates together.

    With ``bootstrap`` the errors too come from the draws: the distance between their
    quartiles, as that of a normal distribution.
    """
    summed = _by_cluster(influence, clusters)
    se = np.sqrt((summed**2).sum(axis=0)) / len(influence)
    drawn = draw(influence, clusters, draws, rng, kind)
    if bootstrap:
        low, high = np.quantile(drawn, [0.25, 0.75], axis=0, method="inverted_cdf")
        se = (high - low) / _QUARTILES
    usable = se > 1e-12 * max(1.0, float(se.max(initial=0.0)))
    if not usable.any():
        return Errors(se, Z95)
    largest = np.abs(drawn[:, usable] / se[usable]).max(axis=1)
    critical = float(np.quantile(largest, 0.95, method="inverted_cdf"))
    return Errors(se, max(critical, Z95))


def estimate_with_errors(value: float, se: float) -> Estimate:
    """Give an estimate with its 95 % interval; none where there is no spread at all."""
    if not np.isfinite(value) or not np.isfinite(se) or se <= 0:
        return Estimate(float(value))
    return Estimate(float(value), float(se), float(value - Z95 * se), float(value + Z95 * se))
