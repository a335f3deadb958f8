"""What more reach costs: the front of cost against reach, each point with its gap.

References
----------
Haimes, Y., Lasdon, L. and Wismer, D. (1971), On a bicriterion formulation of the problems of
integrated system identification and system optimization, IEEE Transactions on Systems, Man
and Cybernetics 1: 296-297 (the epsilon constraint).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from balise.network.siting.problem import Answer, Problem
from balise.network.siting.solving import solve

__all__ = ["Point", "front"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Point:
    """One choice: number of sites, what they cost a year, and the answer with its gap.

    ``is_dominated`` is whether another point of the front costs no more and is proven to be
    as good or better.
    """

    p: int
    cost: float
    answer: Answer
    is_dominated: bool


def front(
    problem: Problem, sites: Sequence[int], yearly_cost: Floats | None = None
) -> tuple[Point, ...]:
    """Solve a problem for each number of sites: the budget is held, the objective sought.

    Parameters
    ----------
    problem : Problem
        Of any model but ``lscp``; its ``p`` is not used.
    sites : sequence of int
        Numbers of sites.
    yearly_cost : array of float, shape (m,), optional
        Of each candidate; 1 each if left out, so that cost is the number of sites.

    Returns
    -------
    tuple of Point
        By number of sites.
    """
    each = np.ones(len(problem.candidates)) if yearly_cost is None else yearly_cost
    found = []
    for p in sorted(set(sites)):
        answer = solve(replace(problem, p=p))
        found.append((p, float(each[answer.sites].sum()), answer))
    sign = -1.0 if problem.model == "mclp" else 1.0
    values = [(cost, sign * answer.objective) for _, cost, answer in found]
    return tuple(
        Point(p, cost, answer, _is_dominated((cost, sign * answer.objective), values))
        for p, cost, answer in found
    )


def _is_dominated(mine: tuple[float, float], values: list[tuple[float, float]]) -> bool:
    """Whether another choice is nowhere worse, and somewhere better."""
    return any(other[0] <= mine[0] and other[1] <= mine[1] and other != mine for other in values)
