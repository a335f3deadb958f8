"""Write a problem as rows: communities with their costs, and rules as rows of their own."""

import numpy as np
import numpy.typing as npt

from balise.network.siting.problem import Problem, SiteState
from balise.network.siting.rows import CLOSED, FREE, OPEN, Rows, rows_of
from balise.vocabulary import NetworkError, sample

__all__ = [
    "allowed_costs",
    "check_reachable",
    "is_covered",
    "median_rows",
    "move_rules",
    "opening_costs",
    "site_states",
]

Floats = npt.NDArray[np.float64]
States = npt.NDArray[np.int8]

_CODES = {SiteState.OPEN: OPEN, SiteState.CLOSED: CLOSED}


def site_states(problem: Problem) -> States:
    """Say of each candidate whether it must be open or closed, shape (m,)."""
    return np.array([_CODES.get(each, FREE) for each in problem.states], dtype=np.int8)


def allowed_costs(problem: Problem) -> Floats:
    """Take out the pairs that a limit for large communities forbids, shape (n, m)."""
    cost = problem.dense()
    cost[:, site_states(problem) == CLOSED] = np.inf
    fair = problem.fairness
    if fair.over_people is not None and fair.beyond is not None:
        people = problem.weight if problem.people is None else problem.people
        large = np.flatnonzero(people > fair.over_people)
        held = cost[large]
        left = np.flatnonzero(held.min(axis=1) > fair.beyond)
        if len(left):
            told = [
                f"{problem.demand[large[row]]} ({people[large[row]]:,.0f} people, nearest "
                f"candidate at {held[row].min():,.1f})"
                for row in left
            ]
            raise NetworkError(
                f"Siting: no site can hold the limit of {fair.beyond:g} for {sample(told)}. "
                f"Expected a candidate within it of every community over {fair.over_people:,.0f} "
                "people. Add candidates there, or raise the limit."
            )
        cost[large] = np.where(held > fair.beyond, np.inf, held)
    return cost


def check_reachable(problem: Problem, cost: Floats) -> None:
    """Refuse communities with demand that no candidate reaches.

    Raises
    ------
    NetworkError
        That names them.
    """
    lost = np.flatnonzero((problem.weight > 0) & ~np.isfinite(cost).any(axis=1))
    if len(lost):
        named = sample(f"{problem.demand[row]} ({problem.weight[row]:,.0f})" for row in lost)
        raise NetworkError(
            f"Siting: no candidate reaches {named}. Expected a way from every community with "
            "demand. Add a candidate there, measure further, or take the community out."
        )


def move_rules(problem: Problem) -> list[Floats]:
    """Give for each site that may move a row of 0 where it may be open, inf elsewhere."""
    if problem.apart_km is None or problem.move_km is None:
        return []
    movable = [row for row, each in enumerate(problem.states) if each == SiteState.MAY_MOVE]
    rules = []
    for row in movable:
        near = np.where(problem.apart_km[row] <= problem.move_km, 0.0, np.inf)
        near[row] = 0.0
        rules.append(near)
    return rules


def opening_costs(problem: Problem) -> tuple[Floats, float]:
    """Give what opening each site costs, shape (m,), and what all of it costs in any case.

    Closing a site of today is written as a saving of keeping it open.
    """
    m = len(problem.candidates)
    today = np.array([each.is_today for each in problem.states])
    opening = np.zeros(m) if problem.opening is None else problem.opening
    closing = np.zeros(m) if problem.closing is None else problem.closing
    return np.where(today, -closing, opening), float(closing[today].sum())


def median_rows(problem: Problem, cost: Floats) -> tuple[Rows, float]:
    """Write a p-median as rows.

    Parameters
    ----------
    problem : Problem
    cost : array of float, shape (n, m)
        What serving one unit of demand costs; inf where it is forbidden.

    Returns
    -------
    tuple
        The rows, and what their cost lacks.
    """
    used = problem.weight > 0
    weighted = cost[used] * problem.weight[used, None]
    rules = move_rules(problem)
    reached = np.isfinite(weighted)
    highest = np.where(reached, weighted, 0.0).max(axis=1)
    opening, constant = opening_costs(problem)
    # To leave out one row must cost more than to serve all the others as badly as can be.
    everything = float(highest.sum() + np.abs(opening).sum() + 1.0)
    outside = np.where(reached.all(axis=1), highest + 1.0, np.ceil(2 * everything))
    if rules:
        weighted = np.vstack([weighted, *rules])
        outside = np.append(outside, np.full(len(rules), np.ceil(2 * everything)))
    p = problem.p or 1
    return rows_of(weighted, outside, opening, site_states(problem), (p, p)), constant


def is_covered(problem: Problem, radius: float) -> npt.NDArray[np.bool_]:
    """Whether each candidate is within a radius of each community, shape (n, m)."""
    return np.asarray(problem.dense() <= radius) & (site_states(problem) != CLOSED)
