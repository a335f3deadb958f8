"""What the worst off are owed: the mean distance of the furthest share counts by itself.

The mean over the worst share q is a minimum over a threshold t of t + (mean excess over t) / q.
At each threshold the problem is a p-median with other costs; over thresholds the least cost
cannot fall faster than two known slopes, so that bounds at a few of them bound all of them.

References
----------
Rockafellar, R. T. and Uryasev, S. (2000), Optimization of conditional value-at-risk, Journal
of Risk 2: 21-41. Shubert, B. O. (1972), A sequential method seeking the global maximum of a
function, SIAM Journal on Numerical Analysis 9: 379-388.
"""

import time
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from balise.network.siting.branching import Limits, search
from balise.network.siting.problem import Problem
from balise.network.siting.setting import median_rows, opening_costs

__all__ = ["NEAR", "Fair", "fair_median", "worst_mean"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

NEAR = 1e-4
"""A gap that ends the search over thresholds [share]."""

_EACH = Limits(seconds=20.0, nodes=20, gap=5e-5)
_PARTS = 4  # a threshold takes at most this part of the time that is left
_MOST = 500  # thresholds


@dataclass(frozen=True, slots=True)
class Fair:
    """Open sites, shape (m,), the objective with its term of equity, and a bound."""

    is_open: Flags
    cost: float
    bound: float


def worst_mean(distance: Floats, weight: Floats, share: float) -> float:
    """Give the mean distance of the furthest share of the demand.

    Parameters
    ----------
    distance, weight : array of float, shape (n,)
    share : float
        Above 0, up to 1.

    Returns
    -------
    float
        In the unit of ``distance``; a community at the edge counts in part.

    Examples
    --------
    >>> worst_mean(np.array([1.0, 5.0, 9.0]), np.array([2.0, 1.0, 1.0]), 0.5)
    7.0
    """
    order = np.argsort(-distance, kind="stable")
    before = np.concatenate([[0.0], np.cumsum(weight[order])])
    wanted = share * weight.sum()
    counted = np.clip(wanted - before[:-1], 0.0, weight[order])
    return float((counted * distance[order]).sum() / wanted)


def fair_median(problem: Problem, cost: Floats, rng: np.random.Generator) -> Fair:
    """Choose p sites for everybody and, by its own weight, for the worst off.

    Parameters
    ----------
    problem : Problem
    cost : array of float, shape (n, m)
        inf where forbidden.
    rng : numpy.random.Generator

    Returns
    -------
    Fair
    """
    ends = time.perf_counter() + problem.seconds
    fair = problem.fairness
    whole, held = float(problem.weight.sum()), fair.worst_weight
    rise, fall = held * whole, held * whole * (1 / fair.worst_share - 1)
    best = Fair(np.zeros(len(problem.candidates), np.bool_), np.inf, -np.inf)
    told: list[tuple[float, float]] = []  # thresholds with a bound at each
    threshold = 0.0
    is_way = np.isfinite(cost)
    ways = np.where(is_way, cost, 0.0)  # a weight of 0 x no way is no number
    for _ in range(_MOST):
        excess = np.maximum(ways - threshold, 0.0) / fair.worst_share
        mixed = np.where(is_way, (1 - held) * ways + held * excess, np.inf)
        rows, constant = median_rows(problem, mixed)
        left = max(0.0, ends - time.perf_counter())
        limits = replace(_EACH, seconds=min(_EACH.seconds, left / _PARTS))
        found = search(rows, limits, rng)
        told = sorted([*told, (threshold, found.bound + constant + rise * threshold)])
        value = _value(problem, cost, found.is_open)
        if value < best.cost or not np.isfinite(best.cost):
            best = Fair(found.is_open, value, -np.inf)
        bound, threshold = _lowest(told, (rise, fall), best.cost)
        best = Fair(best.is_open, best.cost, min(bound, best.cost))
        near = best.cost - bound <= NEAR * abs(best.cost)
        if near or not np.isfinite(best.cost) or time.perf_counter() > ends:
            break
    return best


def _value(problem: Problem, cost: Floats, is_open: Flags) -> float:
    """Compute the objective of a set of sites."""
    used, fair = problem.weight > 0, problem.fairness
    distance, weight = cost[:, is_open].min(axis=1)[used], problem.weight[used]
    if not np.isfinite(distance).all():
        return float("inf")
    opening, constant = opening_costs(problem)
    mean = float((distance * weight).sum())
    worst = worst_mean(distance, weight, fair.worst_share) * float(weight.sum())
    held = fair.worst_weight
    return (1 - held) * mean + held * worst + constant + float(opening[is_open].sum())


def _lowest(
    told: list[tuple[float, float]], slopes: tuple[float, float], best: float
) -> tuple[float, float]:
    """Bound the objective over all thresholds; say where the bound is lowest.

    Between two thresholds it lies above a line that falls from the first and above one that
    rises to the second; the term of the threshold alone exceeds the best cost in the end.
    """
    rise, fall = slopes
    last = best / rise if np.isfinite(best) else told[-1][0] + 1.0
    points = [*told, (last, best)] if last > told[-1][0] else told
    lowest = (min(each for _, each in points), points[0][0])
    for (left, low), (right, high) in pairwise(points):
        away = (low - high + rise * (right - left)) / (rise + fall)
        away = min(max(away, 0.0), right - left)
        value = max(low - fall * away, high - rise * (right - left - away))
        if value < lowest[0]:
            lowest = (value, left + away)
    return lowest
