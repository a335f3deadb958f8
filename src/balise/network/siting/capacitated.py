"""Sites that can serve so much demand and no more; a community may be shared between sites.

References
----------
Ceselli, A. and Righini, G. (2005), A branch-and-price algorithm for the capacitated p-median
problem, Networks 45: 125-142 (the problem, there with one site to a community).
"""

import time
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from balise.network.siting.branching import Limits, search
from balise.network.siting.mixed import Program, Solved, solve_program
from balise.network.siting.problem import Problem
from balise.network.siting.rows import CLOSED, OPEN
from balise.network.siting.setting import (
    median_rows,
    move_rules,
    opening_costs,
    site_states,
)
from balise.vocabulary import NetworkError

__all__ = ["Shared", "with_capacities"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]

_LARGEST = 120_000  # pairs that an integer program still takes whole
_NEAREST = 12  # candidates of a community that a larger one looks at
_TIES = 1e-9


@dataclass(frozen=True, slots=True)
class Shared:
    """Open sites, shape (m,), cost, a bound, and the site that serves most of each community."""

    is_open: Flags
    cost: float
    bound: float
    assignment: Places


def with_capacities(problem: Problem, cost: Floats, rng: np.random.Generator) -> Shared:
    """Choose p sites of least travel, none with more demand than it can serve.

    Raises
    ------
    NetworkError
        If the p largest sites together cannot serve the demand, or no sharing was found.
    """
    began = time.perf_counter()
    capacity = np.zeros(0) if problem.capacity is None else problem.capacity
    _check_room(problem, capacity)
    rows, constant = median_rows(problem, cost)
    found = search(rows, Limits(seconds=problem.seconds / 4, nodes=100), rng)
    bound = found.bound + constant
    used = np.flatnonzero(problem.weight > 0)
    pairs = np.isfinite(cost) & (problem.weight > 0)[:, None]
    is_whole = int(pairs.sum()) <= _LARGEST
    if not is_whole:
        near = np.argsort(cost, axis=1, kind="stable")[:, :_NEAREST]
        kept = np.zeros_like(pairs)
        np.put_along_axis(kept, near, True, axis=1)
        pairs &= kept | found.is_open
    rest = problem.seconds - (time.perf_counter() - began)
    program, index = _program(problem, cost, pairs, capacity)
    solved = solve_program(program, rest)
    if is_whole and not solved.is_infeasible:
        bound = max(bound, solved.bound + constant)
    if solved.x is None:
        _refuse(problem, solved, is_whole)
    x = np.asarray(solved.x)
    is_open = x[: len(problem.candidates)] > 0.5
    share = np.zeros(cost.shape)
    share[index] = x[len(problem.candidates) :]
    assignment = np.full(len(cost), -1, dtype=np.int64)
    assignment[used] = share[used].argmax(axis=1)
    total = solved.cost + constant
    return Shared(is_open, total, min(bound, total), assignment)


def _check_room(problem: Problem, capacity: Floats) -> None:
    """Refuse a demand larger than the p largest sites can serve."""
    can = np.sort(capacity[site_states(problem) != CLOSED])[::-1][: problem.p]
    demand = float(problem.weight.sum())
    if can.sum() < demand * (1 - _TIES):
        raise NetworkError(
            f"Siting: the {problem.p} largest sites can serve {can.sum():,.0f}, and the demand "
            f"is {demand:,.0f}: {demand - can.sum():,.0f} are left out. Expected room for "
            "everybody. Raise p or the capacities."
        )


def _refuse(problem: Problem, solved: Solved, is_whole: bool) -> None:
    proven = solved.is_infeasible and is_whole
    raise NetworkError(
        f"Siting: no {problem.p} sites were found that reach and hold everybody"
        f"{'; there are none' if proven else f' in {problem.seconds:g} s'}. Expected capacity "
        "where people can reach it. Raise p, capacities or time."
    )


def _program(
    problem: Problem, cost: Floats, pairs: Flags, capacity: Floats
) -> tuple[Program, tuple[Places, Places]]:
    """Write the problem with a share for each pair of a community and a candidate."""
    m, state = len(problem.candidates), site_states(problem)
    row, site = np.nonzero(pairs)
    count = len(row)
    used, line = np.unique(row, return_inverse=True)
    weight = problem.weight[row]
    opening, _ = opening_costs(problem)
    of_share = m + np.arange(count)
    rules = move_rules(problem)
    first = len(used)  # served; then room; then open; then how many; then rules
    parts = [
        (line, of_share, np.ones(count)),
        (first + site, of_share, weight),
        (first + np.arange(m), np.arange(m), -capacity),
        (first + m + np.arange(count), of_share, np.ones(count)),
        (first + m + np.arange(count), site, -np.ones(count)),
        (np.full(m, first + m + count), np.arange(m), np.ones(m)),
    ]
    for turn, rule in enumerate(rules):
        near = np.flatnonzero(np.isfinite(rule))
        parts.append((np.full(len(near), first + m + count + 1 + turn), near, np.ones(len(near))))
    index, column, value = (np.concatenate(each) for each in zip(*parts, strict=True))
    lines = first + m + count + 1 + len(rules)
    held = float(problem.p or 1)
    free = np.full(m + count, -np.inf)
    program = Program(
        cost=np.concatenate([opening, cost[row, site] * weight]),
        least=np.concatenate([(state == OPEN).astype(float), np.zeros(count)]),
        most=np.concatenate([(state != CLOSED).astype(float), np.ones(count)]),
        is_whole=np.arange(m + count) < m,
        matrix=sparse.csr_array((value, (index, column)), shape=(lines, m + count)),
        lower=np.concatenate([np.ones(first), free, [held], np.ones(len(rules))]),
        upper=np.concatenate(
            [np.ones(first), np.zeros(m + count), [held], np.full(len(rules), np.inf)]
        ),
    )
    return program, (row, site)
