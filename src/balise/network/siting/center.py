"""p-center: nobody is far. Binary search over distances, each a question of covering.

References
----------
Minieka, E. (1970), The m-center problem, SIAM Review 12: 138-139.
"""

import time
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from balise.network.siting.covering import fewest
from balise.network.siting.problem import Problem
from balise.network.siting.setting import move_rules, site_states

__all__ = ["Center", "nearest_center"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_TIES = 1e-6


@dataclass(frozen=True, slots=True)
class Center:
    """Open sites, shape (m,), the furthest cost, and one that no set of sites beats."""

    is_open: Flags
    furthest: float
    bound: float


def nearest_center(
    problem: Problem, cost: Floats, start: Flags, rng: np.random.Generator
) -> Center:
    """Bring the furthest community as near as can be.

    Parameters
    ----------
    problem : Problem
    cost : array of float, shape (n, m)
        inf where there is no way.
    start : array of bool, shape (m,)
        Sites to begin with.
    rng : numpy.random.Generator

    Returns
    -------
    Center
    """
    ends = time.perf_counter() + problem.seconds
    used = cost[problem.weight > 0]
    state, rules, sites = site_states(problem), move_rules(problem), problem.p or 1
    best = start
    furthest = float(used[:, best].min(axis=1).max())
    levels = np.unique(used[np.isfinite(used) & (used <= furthest)])
    # No set of sites brings anybody nearer than the nearest candidate.
    lower = int(np.searchsorted(levels, used.min(axis=1).max()))
    upper = len(levels) - 1
    while lower < upper and time.perf_counter() < ends:
        middle = (lower + upper) // 2
        rest = max(0.5, (ends - time.perf_counter()) / 3)
        found = fewest(used <= levels[middle], state, rules, rest, rng)
        if found.cost <= sites + _TIES:
            best = _filled(found.is_open, state, sites)
            furthest = float(used[:, best].min(axis=1).max())
            upper = int(np.searchsorted(levels, furthest))
        elif found.bound > sites + _TIES:
            lower = middle + 1
        else:
            break
    return Center(best, furthest, float(levels[min(lower, upper)]))


def _filled(is_open: Flags, state: npt.NDArray[np.int8], sites: int) -> Flags:
    """Open further candidates, the first that may be, until p are open."""
    spare = np.flatnonzero(~is_open & (state != 2))[: max(0, sites - int(is_open.sum()))]
    filled = is_open.copy()
    filled[spare] = True
    return filled
