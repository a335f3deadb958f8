"""Greedy and fast interchange: good sets of sites, quickly.

The difference that every exchange of an open site for a closed one makes is kept in three
tables (gain, loss, extra), mended after each exchange for the rows it touches alone.

References
----------
Resende, M. G. C. and Werneck, R. F. (2004), A hybrid heuristic for the p-median problem,
Journal of Heuristics 10: 59-88. Whitaker, R. (1983), A fast algorithm for the greedy
interchange for large-scale clustering and median location problems, INFOR 21: 95-108.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from balise.network.siting.rows import Entries

__all__ = ["exchange", "greedy"]

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_OPEN, _CLOSED = 1, 2
_NONE = -1
_LEAST = 1e-9  # an exchange must be worth this share of the cost


class _Ledger(NamedTuple):
    """Who serves each row, at what cost, and what every exchange would change."""

    slot: Places  # of each site among the open ones, -1 if closed
    opened: Places  # the site in each slot
    nearest: Places  # cheapest open site of each row, -1 if none
    second: Places
    one: Floats  # cost of the cheapest, of the second cheapest
    two: Floats
    gain: Floats  # of opening each site
    loss: Floats  # of closing the site in each slot
    extra: Floats  # what an exchange of site and slot saves besides


@njit(cache=True)
def greedy(rows: Entries, is_open: Flags, sites: int, tries: Places) -> None:
    """Open the site that saves most, until ``sites`` are open; mends ``is_open``.

    ``tries``, shape (sites, t), names for each step the sites to choose among (a random
    sample); with t = 0 all are tried.
    """
    now = rows.outside.copy()
    saved = np.empty(len(is_open))
    count = 0
    for site in range(len(is_open)):
        is_open[site] = is_open[site] or rows.state[site] == _OPEN
        count += is_open[site]
        for entry in range(rows.by_site[site], rows.by_site[site + 1] if is_open[site] else 0):
            now[rows.by_row[entry]] = min(now[rows.by_row[entry]], rows.by_cost[entry])
    for site in range(len(is_open)):
        saved[site] = -rows.opening[site]
        for entry in range(rows.by_site[site], rows.by_site[site + 1]):
            saved[site] += max(0.0, now[rows.by_row[entry]] - rows.by_cost[entry])
    everything = np.arange(len(is_open))
    for step in range(sites - count):
        best = _most(rows, is_open, saved, tries[step])
        if best == _NONE:
            best = _most(rows, is_open, saved, everything)
        if best == _NONE:
            return
        is_open[best] = True
        _served(rows, best, now, saved)


@njit(cache=True)
def _most(rows: Entries, is_open: Flags, saved: Floats, among: Places) -> int:
    """Find the site that saves most."""
    best = _NONE
    for site in among:
        can = not is_open[site] and rows.state[site] != _CLOSED
        if can and (best == _NONE or saved[site] > saved[best]):
            best = site
    return best


@njit(cache=True)
def _served(rows: Entries, site: int, now: Floats, saved: Floats) -> None:
    """Lower what rows cost once a site is open, and what other sites would still save."""
    for entry in range(rows.by_site[site], rows.by_site[site + 1]):
        row, price = rows.by_row[entry], rows.by_cost[entry]
        before = now[row]
        if price >= before:
            continue
        now[row] = price
        for other in range(rows.start[row], rows.start[row + 1]):
            if rows.cost[other] >= before:
                break
            saved[rows.site[other]] -= before - max(rows.cost[other], price)


@njit(cache=True)
def exchange(rows: Entries, is_open: Flags, sites: tuple[int, int], most: int) -> float:
    """Exchange, open and close one site at a time while it lowers the cost.

    Parameters
    ----------
    rows : Entries
    is_open : array of bool, shape (m,)
        Mended in place.
    sites : tuple of int
        Fewest and most open sites.
    most : int
        Exchanges after which to stop.

    Returns
    -------
    float
        The cost in the end.
    """
    ledger = _opened(rows, is_open, sites[1])
    touched = np.zeros(len(rows.outside), np.bool_)
    count, total = 0, 0.0
    for site in range(len(is_open)):
        count += is_open[site]
        total += rows.opening[site] * is_open[site]
    for row in range(len(touched)):
        touched[row] = True
    total += _noted(rows, is_open, ledger, touched)
    for _ in range(most):
        least = _LEAST * max(1.0, abs(total))
        coming, slot = _best(rows, ledger, (count, sites[0], sites[1]), least)
        if coming == _NONE and slot == _NONE:
            break
        leaving = ledger.opened[slot] if slot != _NONE else _NONE
        _touch(rows, ledger, coming, leaving, touched)
        total -= _forgotten(rows, ledger, touched)
        total += _swap(rows, is_open, coming, leaving)
        count = _reslot(ledger, count, coming, slot)
        total += _noted(rows, is_open, ledger, touched)
    return total


@njit(cache=True)
def _noted(rows: Entries, is_open: Flags, ledger: _Ledger, touched: Flags) -> float:
    """Enter the rows marked; give what they cost."""
    cost = 0.0
    for row in range(len(touched)):
        if touched[row]:
            cost += _note(rows, is_open, ledger, row)
    return cost


@njit(cache=True)
def _forgotten(rows: Entries, ledger: _Ledger, touched: Flags) -> float:
    """Take out the rows marked; give what they cost."""
    cost = 0.0
    for row in range(len(touched)):
        if touched[row]:
            cost += ledger.one[row]
            _enter(rows, ledger, row, -1.0)
    return cost


@njit(cache=True)
def _opened(rows: Entries, is_open: Flags, highest: int) -> _Ledger:
    """Make a ledger, and give each open site a slot."""
    n, m = len(rows.outside), len(is_open)
    slot = np.full(m, _NONE)
    opened = np.full(highest + 1, _NONE)
    count = 0
    for site in range(m):
        if is_open[site]:
            slot[site], opened[count] = count, site
            count += 1
    costs = (rows.outside.copy(), rows.outside.copy())
    tables = (np.zeros(m), np.zeros(len(opened)), np.zeros((m, len(opened))))
    served = (np.full(n, _NONE), np.full(n, _NONE))
    return _Ledger(
        slot, opened, served[0], served[1], costs[0], costs[1], tables[0], tables[1], tables[2]
    )


@njit(cache=True)
def _swap(rows: Entries, is_open: Flags, coming: int, leaving: int) -> float:
    """Open one site and close another; give what that costs in itself."""
    cost = 0.0
    if leaving != _NONE:
        cost -= rows.opening[leaving]
        is_open[leaving] = False
    if coming != _NONE:
        cost += rows.opening[coming]
        is_open[coming] = True
    return cost


@njit(cache=True)
def _best(
    rows: Entries, ledger: _Ledger, counts: tuple[int, int, int], least: float
) -> tuple[int, int]:
    """Find the site to open and the slot to empty, -1 where there is none."""
    count, fewest, largest = counts
    best, coming, leaving = least, _NONE, _NONE
    freed = np.empty(count)
    for slot in range(count):
        site = ledger.opened[slot]
        kept = rows.state[site] == _OPEN
        freed[slot] = -np.inf if kept else rows.opening[site] - ledger.loss[slot]
        if count > fewest and freed[slot] > best:
            best, leaving = freed[slot], slot
    for site in range(len(ledger.slot)):
        if ledger.slot[site] == _NONE and rows.state[site] != _CLOSED:
            base = ledger.gain[site] - rows.opening[site]
            worth, slot = _partner(freed, ledger.extra[site])
            if count < largest and base > best:
                best, coming, leaving = base, site, _NONE
            if base + worth > best:
                best, coming, leaving = base + worth, site, slot
    return coming, leaving


@njit(cache=True)
def _partner(freed: Floats, extra: Floats) -> tuple[float, int]:
    """Find the slot that goes best with a site that comes."""
    best, found = -np.inf, _NONE
    for slot in range(len(freed)):
        worth = freed[slot] + extra[slot]
        if worth > best:
            best, found = worth, slot
    return best, found


@njit(cache=True)
def _touch(rows: Entries, ledger: _Ledger, coming: int, leaving: int, touched: Flags) -> None:
    """Mark the rows whose two cheapest sites may change."""
    for row in range(len(touched)):
        touched[row] = False
    if leaving != _NONE:
        for entry in range(rows.by_site[leaving], rows.by_site[leaving + 1]):
            row = rows.by_row[entry]
            touched[row] = ledger.nearest[row] == leaving or ledger.second[row] == leaving
    if coming != _NONE:
        for entry in range(rows.by_site[coming], rows.by_site[coming + 1]):
            if rows.by_cost[entry] < ledger.two[rows.by_row[entry]]:
                touched[rows.by_row[entry]] = True


@njit(cache=True)
def _reslot(ledger: _Ledger, count: int, coming: int, slot: int) -> int:
    """Give the slot left to the site that comes, or to the last one; count the open sites."""
    if slot != _NONE:
        ledger.slot[ledger.opened[slot]] = _NONE
    if coming != _NONE:
        place = slot if slot != _NONE else count
        ledger.slot[coming], ledger.opened[place] = place, coming
        return count + 1 if slot == _NONE else count
    last = count - 1
    ledger.loss[slot] = ledger.loss[last] if slot != last else 0.0
    for site in range(len(ledger.slot)):
        ledger.extra[site, slot] = ledger.extra[site, last]
        ledger.extra[site, last] = 0.0
    if slot != last:
        ledger.opened[slot] = ledger.opened[last]
        ledger.slot[ledger.opened[slot]] = slot
    ledger.loss[last] = 0.0
    return last


@njit(cache=True)
def _note(rows: Entries, is_open: Flags, ledger: _Ledger, row: int) -> float:
    """Find who serves a row, and enter what it gains and loses by each exchange."""
    found = 0
    ledger.nearest[row] = ledger.second[row] = _NONE
    ledger.one[row] = ledger.two[row] = rows.outside[row]
    for entry in range(rows.start[row], rows.start[row + 1]):
        if not is_open[rows.site[entry]]:
            continue
        if found == 1:
            ledger.second[row], ledger.two[row] = rows.site[entry], rows.cost[entry]
            break
        ledger.nearest[row], ledger.one[row] = rows.site[entry], rows.cost[entry]
        found = 1
    _enter(rows, ledger, row, 1.0)
    return ledger.one[row]


@njit(cache=True)
def _enter(rows: Entries, ledger: _Ledger, row: int, sign: float) -> None:
    """Add what a row gains and loses, or take it out (``sign`` -1)."""
    one, two = ledger.one[row], ledger.two[row]
    held = ledger.slot[ledger.nearest[row]] if ledger.nearest[row] != _NONE else _NONE
    if held != _NONE:
        ledger.loss[held] += sign * (two - one)
    for entry in range(rows.start[row], rows.start[row + 1]):
        price, site = rows.cost[entry], rows.site[entry]
        if price >= two:
            break
        if price < one:
            ledger.gain[site] += sign * (one - price)
        if held != _NONE:
            ledger.extra[site, held] += sign * (two - max(price, one))
