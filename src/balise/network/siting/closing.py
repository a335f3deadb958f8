"""Close a search by an integer program, on what reduced costs left undecided.

Each row has its levels of cost; a variable says that it is not served at a level or below.
Serving at one level costs the difference from the one before: the linear relaxation is as
tight as with a variable for each pair, and the program far smaller where costs are tied, as
in covering (one level).

References
----------
Elloumi, S. (2010), A tighter formulation of the p-median problem, Journal of Combinatorial
Optimization 19: 69-83. Cornuejols, G., Nemhauser, G. L. and Wolsey, L. A. (1980), A canonical
representation of simple plant location problems, SIAM J. Algebraic Discrete Methods 1: 261-272.
"""

import numpy as np
import numpy.typing as npt
from scipy import sparse

from balise.network.siting.mixed import Program, Solved, solve_program
from balise.network.siting.rows import CLOSED, OPEN, Rows

__all__ = ["close", "program_of"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def close(rows: Rows, ceiling: Floats, is_open: Flags, seconds: float) -> Solved:
    """Solve what is left of a problem.

    Parameters
    ----------
    rows : Rows
        Without the entries that no longer serve.
    ceiling : array of float, shape (n,)
        A row that cost more than this would make the whole dearer than what is known.
    is_open : array of bool, shape (m,)
        A set of sites to begin with.
    seconds : float
        Time to stop at [s].

    Returns
    -------
    Solved
        ``x`` begins with one variable for each site.
    """
    program, constant = program_of(rows, ceiling)
    solved = solve_program(program, seconds, guess=_guess(program, rows, is_open))
    return Solved(solved.x, solved.cost + constant, solved.bound + constant, solved.is_infeasible)


def program_of(rows: Rows, ceiling: Floats) -> tuple[Program, float]:
    """Write rows as an integer program.

    Returns
    -------
    tuple
        The program, and what its cost lacks: that of serving each row at its lowest level.
    """
    n, m = len(rows.outside), len(rows.opening)
    row = np.repeat(np.arange(n), np.diff(rows.start))
    begins = np.ones(len(row), dtype=np.bool_)
    begins[1:] = (row[1:] != row[:-1]) | (rows.cost[1:] != rows.cost[:-1])
    level = np.cumsum(begins) - 1
    of_row, cost = row[begins], rows.cost[begins]
    levels = len(cost)
    is_last = np.ones(levels, dtype=np.bool_)
    is_last[:-1] = of_row[1:] != of_row[:-1]
    is_first = np.ones(levels, dtype=np.bool_)
    is_first[1:] = is_last[:-1]
    above = np.where(is_last, rows.outside[of_row], np.append(cost[1:], 0.0))
    # Not served at this level or below: 1 if so, and then the next level is to be paid.
    most = np.where(above > ceiling[of_row], 0.0, 1.0)
    after = np.flatnonzero(~is_first)
    index = np.concatenate([level, np.arange(levels), after])
    column = np.concatenate([rows.site, m + np.arange(levels), m + after - 1])
    value = np.concatenate([np.ones(len(level) + levels), -np.ones(len(after))])
    count = (np.full(m, levels), np.arange(m), np.ones(m))
    matrix = sparse.csr_array(
        (
            np.concatenate([value, count[2]]),
            (np.concatenate([index, count[0]]), np.concatenate([column, count[1]])),
        ),
        shape=(levels + 1, m + levels),
    )
    empty = np.diff(rows.start) == 0
    constant = float(rows.outside[empty].sum() + cost[is_first].sum())
    program = Program(
        cost=np.concatenate([rows.opening, above - cost]),
        least=np.concatenate([(rows.state == OPEN).astype(float), np.zeros(levels)]),
        most=np.concatenate([(rows.state != CLOSED).astype(float), most]),
        is_whole=np.arange(m + levels) < m,
        matrix=matrix,
        lower=np.append(is_first.astype(float), rows.lowest),
        upper=np.append(np.full(levels, np.inf), rows.highest),
    )
    return program, constant


def _guess(program: Program, rows: Rows, is_open: Flags) -> Floats:
    """Write a set of sites as a point of the program."""
    m = len(is_open)
    levels = len(program.cost) - m
    row = np.repeat(np.arange(len(rows.outside)), np.diff(rows.start))
    begins = np.ones(len(row), dtype=np.bool_)
    begins[1:] = (row[1:] != row[:-1]) | (rows.cost[1:] != rows.cost[:-1])
    level = np.cumsum(begins) - 1
    served = np.full(len(rows.outside), levels)
    used = is_open[rows.site]
    np.minimum.at(served, row[used], level[used])
    unserved = np.arange(levels) < served[row[begins]]
    return np.concatenate([is_open.astype(float), unserved.astype(float)])
