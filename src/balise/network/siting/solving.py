"""One entry to every model: a problem in, an answer with its bound out."""

import time

import numpy as np
import numpy.typing as npt

from balise.network.siting.branching import Limits, search
from balise.network.siting.capacitated import with_capacities
from balise.network.siting.center import nearest_center
from balise.network.siting.covering import cover_all, cover_most, fewest
from balise.network.siting.equity import fair_median
from balise.network.siting.problem import Answer, Model, Problem
from balise.network.siting.setting import (
    allowed_costs,
    check_reachable,
    median_rows,
    move_rules,
    site_states,
)
from balise.vocabulary import NetworkError, sample

__all__ = ["prepare", "solve"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_PROVEN = 1e-6  # share


def solve(problem: Problem) -> Answer:
    """Choose where to serve.

    Parameters
    ----------
    problem : Problem

    Returns
    -------
    Answer
        The same whatever the number of threads; that of an earlier moment if time runs out.

    Raises
    ------
    NetworkError
        If no set of sites holds what is asked: which communities are in the way, and by
        how much.

    Examples
    --------
    Three villages on a road, at 0, 1 and 10 km, ten people in each; one office:

    >>> from balise.network.siting import Model, Problem
    >>> where = np.array([0.0, 1.0, 10.0])
    >>> answer = solve(
    ...     Problem(
    ...         model=Model.PMEDIAN,
    ...         demand=("a", "b", "c"),
    ...         candidates=("a", "b", "c"),
    ...         weight=np.full(3, 10.0),
    ...         cost=np.abs(where[:, None] - where),
    ...         p=1,
    ...     )
    ... )
    >>> answer.sites.tolist(), answer.objective, answer.status
    ([1], 100.0, 'optimal')
    """
    began = time.perf_counter()
    rng = np.random.default_rng(problem.seed)
    solver = {
        Model.PMEDIAN: _median,
        Model.CAPACITATED: _capacitated,
        Model.PCENTER: _center,
        Model.MCLP: _most,
        Model.LSCP: _all,
    }[problem.model]
    is_open, objective, bound, share = solver(problem, rng)
    seconds = time.perf_counter() - began
    gap = abs(objective - bound) / max(abs(objective), abs(bound), 1e-12)
    gap = 0.0 if gap <= 1e-12 else gap
    status = "optimal" if gap <= _PROVEN else "feasible"
    assignment = _assigned(problem, is_open) if share is None else share
    notes = _notes(problem, is_open, assignment)
    sites = np.flatnonzero(is_open)
    return Answer(sites, objective, bound, gap, status, seconds, assignment, notes)


_Raw = tuple[Flags, float, float, npt.NDArray[np.int64] | None]


def _median(problem: Problem, rng: np.random.Generator) -> _Raw:
    cost = allowed_costs(problem)
    check_reachable(problem, cost)
    if problem.fairness.worst_weight > 0:
        found = fair_median(problem, cost, rng)
        _check_held(problem, cost, found.is_open, rng)
        return found.is_open, found.cost, found.bound, None
    rows, constant = median_rows(problem, cost)
    best = search(rows, Limits(seconds=problem.seconds), rng)
    _check_held(problem, cost, best.is_open, rng)
    return best.is_open, best.cost + constant, best.bound + constant, None


def _capacitated(problem: Problem, rng: np.random.Generator) -> _Raw:
    cost = allowed_costs(problem)
    check_reachable(problem, cost)
    found = with_capacities(problem, cost, rng)
    return found.is_open, found.cost, found.bound, found.assignment


def _center(problem: Problem, rng: np.random.Generator) -> _Raw:
    cost = allowed_costs(problem)
    check_reachable(problem, cost)
    rows, _ = median_rows(problem, cost)
    start = search(rows, Limits(seconds=problem.seconds / 4, nodes=0), rng).is_open
    _check_held(problem, cost, start, rng)
    found = nearest_center(problem, cost, start, rng)
    return found.is_open, found.furthest, found.bound, None


def _most(problem: Problem, rng: np.random.Generator) -> _Raw:
    cost = allowed_costs(problem)
    found = cover_most(problem, cost, rng)
    _check_held(problem, cost, found.is_open, rng, rules_only=True)
    whole = float(problem.weight.sum())
    return found.is_open, whole - found.cost, whole - found.bound, None


def _all(problem: Problem, rng: np.random.Generator) -> _Raw:
    found = cover_all(problem, rng)
    return found.is_open, float(found.is_open.sum()), found.bound, None


def _check_held(
    problem: Problem,
    cost: Floats,
    is_open: Flags,
    rng: np.random.Generator,
    rules_only: bool = False,
) -> None:
    """Refuse an answer that leaves out a community or a rule; say what it would take."""
    fair = problem.fairness
    people = problem.weight if problem.people is None else problem.people
    asked = problem.weight > 0
    if rules_only:
        asked = people > fair.over_people if fair.over_people is not None else asked & False
    served = np.isfinite(cost[:, is_open]).any(axis=1)
    rules = move_rules(problem)
    broken = [rule for rule in rules if not np.isfinite(rule[is_open]).any()]
    left = np.flatnonzero(asked & ~served)
    if not len(left) and not broken:
        return
    needed = fewest(np.isfinite(cost[asked]), site_states(problem), rules, problem.seconds / 2, rng)
    nearest = problem.dense()[:, is_open].min(axis=1)
    told = sample(f"{problem.demand[row]} ({_far(nearest[row])})" for row in left)
    moved = f"{len(broken)} sites that may move would be closed" if broken else ""
    found = " and ".join(each for each in (told and f"left out are {told}", moved) if each)
    if needed.bound > (problem.p or 0) + _PROVEN:
        raise NetworkError(
            f"Siting: {problem.p} sites cannot hold what is asked: {found}. Expected "
            f"{needed.bound:.0f} sites or more. Raise p, or loosen the limits."
        )
    raise NetworkError(
        f"Siting: no set of {problem.p} sites that holds what is asked was found in "
        f"{problem.seconds:g} s: {found}. Expected one; {needed.cost:.0f} sites can do it. "
        "Give more time, raise p, or loosen the limits."
    )


def _far(nearest: float) -> str:
    return f"nearest site at {nearest:,.1f}" if np.isfinite(nearest) else "no site has a way there"


def _assigned(problem: Problem, is_open: Flags) -> npt.NDArray[np.int64]:
    """Send each community to the nearest open site, -1 where there is no way."""
    sites = np.flatnonzero(is_open)
    cost = problem.dense()[:, sites]
    nearest = sites[cost.argmin(axis=1)]
    return np.where(np.isfinite(cost.min(axis=1)), nearest, -1)


def _notes(problem: Problem, is_open: Flags, assignment: npt.NDArray[np.int64]) -> tuple[str, ...]:
    """Say what no figure of the answer says."""
    notes = []
    lost = np.flatnonzero(assignment < 0)
    if len(lost):
        named = sample(problem.demand[row] for row in lost)
        notes.append(f"No open site can be reached from {named}.")
    none = int((problem.weight == 0).sum())
    if none:
        notes.append(f"{none:,} communities have a demand of 0 and moved nothing.")
    if problem.model == Model.LSCP and problem.p is not None:
        spare = problem.p - int(is_open.sum())
        if spare > 0:
            notes.append(f"{spare} of the {problem.p} sites are not needed.")
    return tuple(notes)


def prepare() -> float:
    """Compile the loops, or load them from an earlier time; give how long it took [s]."""
    began = time.perf_counter()
    ids = tuple(map(str, range(8)))
    place = np.arange(8.0)
    cost = np.abs(place[:, None] - place) ** 1.5
    solve(Problem(Model.PMEDIAN, ids, ids, np.ones(8), cost, p=2))
    return time.perf_counter() - began
