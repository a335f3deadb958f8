"""Covering: most demand within a radius, or everybody with the fewest sites.

References
----------
Church, R. and ReVelle, C. (1974), The maximal covering location problem, Papers of the
Regional Science Association 32: 101-118. Toregas, C. et al. (1971), The location of
emergency service facilities, Operations Research 19: 1363-1373.
"""

import time
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from balise.network.siting.branching import Limits, search
from balise.network.siting.closing import close
from balise.network.siting.problem import Problem
from balise.network.siting.rows import OPEN, Rows, rows_of
from balise.network.siting.setting import (
    check_reachable,
    is_covered,
    move_rules,
    opening_costs,
    site_states,
)
from balise.vocabulary import NetworkError, sample

__all__ = ["Cover", "cost_of", "cover_all", "cover_most", "fewest"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
States = npt.NDArray[np.int8]

_QUICK_NODES = 0
_TIES = 1e-6


@dataclass(frozen=True, slots=True)
class Cover:
    """Open sites, shape (m,), with their cost as rows and a bound that no set beats."""

    is_open: Flags
    cost: float
    bound: float


def cover_most(problem: Problem, cost: Floats, rng: np.random.Generator) -> Cover:
    """Choose p sites with most demand within the radius; cost is the demand left out.

    Communities that the same candidates cover count as one.
    """
    within = is_covered(problem, float(problem.radius or 0.0)) & np.isfinite(cost)
    weight = problem.weight
    covers, weights = _merged(within, weight)
    # A rule (a limit, a move) must hold: leaving it out costs more than all the demand.
    rules = [*_limits(problem, cost), *move_rules(problem)]
    opening, constant = opening_costs(problem)
    dear = float(weight.sum() + np.abs(opening).sum() + 1.0)
    rows = rows_of(
        np.vstack([np.where(covers, 0.0, np.inf), *rules]),
        np.append(weights, np.full(len(rules), np.ceil(dear))),
        opening,
        site_states(problem),
        (problem.p or 1, problem.p or 1),
    )
    found = _proven(rows, problem.seconds, rng)
    return Cover(found.is_open, found.cost + constant, found.bound + constant)


def cover_all(problem: Problem, rng: np.random.Generator) -> Cover:
    """Cover everybody with as few sites as can be.

    Raises
    ------
    NetworkError
        If some community has no candidate within the radius: which, and by how much.
    """
    cost = problem.dense()
    check_reachable(problem, cost)
    radius = float(problem.radius or 0.0)
    within = is_covered(problem, radius)
    left = np.flatnonzero((problem.weight > 0) & ~within.any(axis=1))
    if len(left):
        nearest = np.where(site_states(problem) == 2, np.inf, cost)[left].min(axis=1)
        told = sample(
            f"{problem.demand[row]} (nearest at {far:,.1f}, {far - radius:,.1f} too far)"
            for row, far in zip(left, nearest, strict=True)
        )
        raise NetworkError(
            f"Siting: {len(left):,} of {len(problem.demand):,} communities have no candidate "
            f"within {radius:g}: {told}. Expected one for each. Add candidates there, widen the "
            f"radius to {_widened(float(nearest.max()))}, or cover most of the demand with mclp."
        )
    used = problem.weight > 0
    covers, _ = _merged(within[used], problem.weight[used])
    found = fewest(covers, site_states(problem), move_rules(problem), problem.seconds, rng)
    if problem.p is not None and found.bound > problem.p + _TIES:
        raise NetworkError(
            f"Siting: {problem.p} sites cannot cover everybody within {radius:g}: "
            f"{found.bound:.0f} or more are needed. Expected fewer communities, or more sites. "
            "Raise p, widen the radius, or cover most of the demand with mclp."
        )
    return found


def _widened(radius: float) -> str:
    """Write a radius that is wide enough, and not rounded below what is needed."""
    return f"{np.ceil(radius * 10) / 10:,.1f}"


def fewest(
    covers: Flags,
    state: States,
    rules: list[Floats],
    seconds: float,
    rng: np.random.Generator,
) -> Cover:
    """Find the fewest sites that serve every row of ``covers``, shape (n, m)."""
    m = covers.shape[1]
    cost = np.vstack([np.where(covers, 0.0, np.inf), *rules])
    outside = np.full(len(cost), float(m + 1))
    rows = rows_of(cost, outside, np.ones(m), state, (0, m))
    return _proven(rows, seconds, rng)


def _proven(rows: Rows, seconds: float, rng: np.random.Generator) -> Cover:
    """Search, then close by an integer program: covering has short programs."""
    began = time.perf_counter()
    found = search(rows, Limits(seconds=min(seconds / 4, 5.0), nodes=_QUICK_NODES), rng)
    best = Cover(found.is_open, found.cost, found.bound)
    rest = seconds - (time.perf_counter() - began)
    if found.is_proven or rest < 0.1:
        return best
    solved = close(rows, np.full(len(rows.outside), np.inf), found.is_open, rest)
    bound = max(found.bound, solved.bound)
    if rows.is_whole:
        bound = float(np.ceil(bound - _TIES))
    if solved.x is not None and solved.cost < found.cost - _TIES:
        is_open = solved.x[: len(rows.opening)] > 0.5
        cost = cost_of(rows, is_open)
        best = Cover(is_open, cost, bound)
    return Cover(best.is_open, best.cost, min(bound, best.cost))


def cost_of(rows: Rows, is_open: Flags) -> float:
    """Add up what a set of sites costs."""
    row = np.repeat(np.arange(len(rows.outside)), np.diff(rows.start))
    served = rows.outside.copy()
    used = is_open[rows.site] | (rows.state[rows.site] == OPEN)
    np.minimum.at(served, row[used], rows.cost[used])
    return float(served.sum() + rows.opening[is_open].sum())


def _merged(within: Flags, weight: Floats) -> tuple[Flags, Floats]:
    """Merge communities that the same candidates cover."""
    packed = np.packbits(within, axis=1)
    _, first, group = np.unique(packed, axis=0, return_index=True, return_inverse=True)
    weights = np.bincount(group.ravel(), weights=weight, minlength=len(first))
    return within[first], weights.astype(np.float64)


def _limits(problem: Problem, cost: Floats) -> list[Floats]:
    """Write the limit for large communities as rules."""
    fair = problem.fairness
    if fair.over_people is None:
        return []
    people = problem.weight if problem.people is None else problem.people
    held = np.isfinite(cost[people > fair.over_people])
    return list(np.where(held, 0.0, np.inf))
