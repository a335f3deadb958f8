"""Intervals of a synthetic control: of the mean effect, and of the effect in each period."""

import numpy as np
from scipy.stats import t as student

from balise.impact.answers import Estimate
from balise.impact.columns import FloatArray
from balise.impact.synthetic.comparison import Comparison
from balise.impact.synthetic.weights import simplex_weights

__all__ = ["BLOCKS", "LEVEL", "conformal", "debiased"]

LEVEL = 0.95
BLOCKS = 3
"""Blocks of periods before the start that are left out in turn."""


def debiased(comparison: Comparison) -> Estimate | None:
    """Estimate the mean effect, with its error and interval, by the t-test.

    Weights are found three times (outcomes before the start, simplex), each time without
    one block of periods; the mean gap in that block is the bias taken from the mean gap
    after the start. The three estimates give the error; Student's t with two degrees.

    Returns
    -------
    Estimate or None
        None with fewer than six periods before the start.

    References
    ----------
    Chernozhukov, V., Wuethrich, K., and Zhu, Y. (2018), A t-test for synthetic controls,
    arXiv:1812.10820, with K = 3 blocks of length min(T0 / K, T1).
    """
    before, after = comparison.start, len(comparison.times) - comparison.start
    length = min(before // BLOCKS, after)
    if before < 2 * BLOCKS or length < 1:
        return None
    found = np.empty(BLOCKS)
    periods = np.arange(before)
    for block in range(BLOCKS):
        # Blocks lie next to the start, where they resemble what comes after it.
        first = before - (BLOCKS - block) * length
        held = (periods >= first) & (periods < first + length)
        own, others = comparison.own[:before], comparison.others[:, :before]
        weights = simplex_weights(others[:, ~held].T - own[~held][:, None])
        gaps = comparison.own - weights @ comparison.others
        found[block] = gaps[before:].mean() - gaps[:before][held].mean()
    effect = float(found.mean())
    spread = float(np.sqrt(1 + BLOCKS * length / after) * found.std(ddof=1))
    error = spread / float(np.sqrt(BLOCKS))
    reach = float(student.ppf(0.5 + LEVEL / 2, BLOCKS - 1)) * error
    return Estimate(effect, error, effect - reach, effect + reach)


def conformal(comparison: Comparison) -> list[tuple[float, float]] | None:
    """Give the interval of the effect in each period from the start on.

    An effect is kept if, once it is taken away, the gap of its period is not among the
    five percent largest gaps; weights are found again with that period (outcomes, simplex).

    Returns
    -------
    list of (low, high), or None
        None with fewer than 19 periods before the start: none could be left out at 95 %.

    References
    ----------
    Chernozhukov, V., Wuethrich, K., and Zhu, Y. (2021), Journal of the American Statistical
    Association 116, 1849-1864: permutations of the periods, one period after the start.
    """
    before = comparison.start
    if 1 / (before + 1) > 1 - LEVEL + 1e-12:
        return None
    weights = simplex_weights(comparison.others[:, :before].T - comparison.own[:before][:, None])
    gaps = comparison.own - weights @ comparison.others
    step = float(max(np.sqrt(np.mean(gaps[:before] ** 2)), 1e-6 * np.abs(comparison.own).max()))
    return [
        _inverted(comparison, period, float(gaps[period]), step)
        for period in range(before, len(comparison.times))
    ]


def _inverted(
    comparison: Comparison, period: int, centre: float, step: float
) -> tuple[float, float]:
    ends = []
    for side in (-1.0, 1.0):
        inner, outer = centre, centre + side * step
        for _ in range(40):
            if not _kept(comparison, period, outer):
                break
            inner, outer = outer, centre + 2 * (outer - centre)
        while abs(outer - inner) > 0.01 * step:
            middle = 0.5 * (inner + outer)
            if _kept(comparison, period, middle):
                inner = middle
            else:
                outer = middle
        ends.append(outer)
    return ends[0], ends[1]


def _kept(comparison: Comparison, period: int, effect: float) -> bool:
    """Tell whether an effect in a period is compatible with the periods before the start."""
    places = np.r_[np.arange(comparison.start), period]
    own = comparison.own[places].copy()
    own[-1] -= effect
    others = comparison.others[:, places]
    weights = simplex_weights(others.T - own[:, None])
    left: FloatArray = np.abs(own - weights @ others)
    return bool(np.mean(left >= left[-1] - 1e-12) > 1 - LEVEL + 1e-12)
