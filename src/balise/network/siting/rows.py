"""What every solver works on: for each community the sites that may serve it, nearest first."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["CLOSED", "FREE", "OPEN", "Entries", "Rows", "narrowed", "rows_of", "thinned"]

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Sites = npt.NDArray[np.int32]
States = npt.NDArray[np.int8]

FREE, OPEN, CLOSED = 0, 1, 2

_BLOCK = 4096  # rows sorted at once, so that a large matrix is never held twice


class Entries(NamedTuple):
    """The arrays of :class:`Rows`, as compiled loops take them."""

    start: Places
    site: Sites
    cost: Floats
    outside: Floats
    opening: Floats
    state: States
    by_site: Places
    by_row: Sites
    by_cost: Floats


@dataclass(frozen=True, slots=True)
class Rows:
    """Costs of serving, by community and by site; what serves nobody costs ``outside``.

    Every model of siting is put this way: choose ``lowest`` to ``highest`` of m sites so that
    the cost of the cheapest open site (or ``outside``) of each of n rows, and of opening, is
    least. A row may be a community, or a rule that says "one of these must be open".

    Attributes
    ----------
    start : array of int64, shape (n + 1,)
        Where the entries of each row begin.
    site : array of int32, shape (e,)
        Rows of the candidates, in each row by cost, then by number.
    cost : array of float, shape (e,)
        Weighted cost, 0 or more, below ``outside`` of its row.
    outside : array of float, shape (n,)
        Cost of a row that no open site serves.
    opening : array of float, shape (m,)
        Cost of opening each site.
    state : array of int8, shape (m,)
        ``FREE``, ``OPEN`` (must be) or ``CLOSED`` (must be).
    lowest, highest : int
        How many sites are open.
    by_site, by_row, by_cost : arrays
        The same entries by site: starts of shape (m + 1,), rows and costs of shape (e,).
    """

    start: Places
    site: Sites
    cost: Floats
    outside: Floats
    opening: Floats
    state: States
    lowest: int
    highest: int
    by_site: Places
    by_row: Sites
    by_cost: Floats

    @property
    def row(self) -> Sites:
        """Row of each entry, shape (e,)."""
        return np.repeat(np.arange(len(self.outside), dtype=np.int32), np.diff(self.start))

    @property
    def entries(self) -> "Entries":
        """What compiled loops read."""
        return Entries(
            *(self.start, self.site, self.cost, self.outside, self.opening, self.state),
            *(self.by_site, self.by_row, self.by_cost),
        )

    @property
    def sites(self) -> tuple[int, int]:
        """Fewest and most open sites."""
        return self.lowest, self.highest

    @property
    def is_whole(self) -> bool:
        """Whether every cost is a whole number, so that a bound may be rounded up."""
        return all(
            bool(np.all(each == np.rint(each))) and float(np.abs(each).sum()) < 2**52
            for each in (self.cost, self.outside, self.opening)
        )


def rows_of(
    cost: Floats,
    outside: Floats,
    opening: Floats,
    state: States,
    sites: tuple[int, int],
) -> Rows:
    """Sort a matrix of costs into rows.

    Parameters
    ----------
    cost : array of float, shape (n, m)
        Weighted cost of serving each row from each site; inf where it may not.
    outside : array of float, shape (n,)
        What a row costs that nobody serves.
    opening : array of float, shape (m,)
    state : array of int8, shape (m,)
    sites : tuple of int
        Fewest and most sites that are open.

    Returns
    -------
    Rows
        Entries that cost as much as ``outside``, or more, are left out: nobody would use them.
    """
    n = len(cost)
    counts = np.zeros(n, dtype=np.int64)
    parts: list[Sites] = []
    costs: list[Floats] = []
    for first in range(0, n, _BLOCK):
        block = np.asarray(cost[first : first + _BLOCK], dtype=np.float64)
        order = np.argsort(block, axis=1, kind="stable")
        sorted_cost = np.take_along_axis(block, order, axis=1)
        used = (sorted_cost < outside[first : first + _BLOCK, None]) & (state[order] != CLOSED)
        counts[first : first + _BLOCK] = used.sum(axis=1)
        parts.append(order[used].astype(np.int32))
        costs.append(sorted_cost[used])
    site = np.concatenate(parts) if parts else np.zeros(0, np.int32)
    flat = np.concatenate(costs) if costs else np.zeros(0)
    return _indexed(counts, site, flat, (outside, opening, state), sites)


def narrowed(rows: Rows, state: States) -> Rows:
    """Leave out what can no longer serve, once more sites are known to be open or closed.

    Parameters
    ----------
    rows : Rows
    state : array of int8, shape (m,)

    Returns
    -------
    Rows
        Without the entries of closed sites, and without those behind the first open one.
    """
    row = rows.row
    is_open = state[rows.site] == OPEN
    before = np.concatenate([[0], np.cumsum(is_open)])
    opened_before = before[:-1] - before[rows.start[row]]
    used = (state[rows.site] != CLOSED) & (opened_before == 0)
    return thinned(rows, state, used)


def thinned(rows: Rows, state: States, used: npt.NDArray[np.bool_]) -> Rows:
    """Keep some entries, shape (e,), and put other states in the place of those of the rows."""
    counts = np.bincount(rows.row[used], minlength=len(rows.outside))
    fixed = (rows.outside, rows.opening, state)
    return _indexed(counts, rows.site[used], rows.cost[used], fixed, rows.sites)


def _indexed(
    counts: Places,
    site: Sites,
    cost: Floats,
    fixed: tuple[Floats, Floats, States],
    sites: tuple[int, int],
) -> Rows:
    """Index the entries of rows by site as well."""
    start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    row = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    turn = np.argsort(site, kind="stable")
    found = np.bincount(site, minlength=len(fixed[1]))
    by_site = np.concatenate([[0], np.cumsum(found)]).astype(np.int64)
    return Rows(start, site, cost, *fixed, *sites, by_site, row[turn], cost[turn])
