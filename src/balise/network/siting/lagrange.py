"""A lower bound by Lagrangian relaxation: how good any set of sites could be.

The rule that every row is served is priced instead of held; what remains falls apart by site.
Any prices give a bound; subgradient steps look for prices that give a high one.

References
----------
Beasley, J. E. (1993), Lagrangean heuristics for location problems, European Journal of
Operational Research 65: 383-399. Camerini, P., Fratta, L. and Maffioli, F. (1975), On
improving relaxation methods by modified gradient techniques, Mathematical Programming
Study 3: 26-34 (the direction remembers earlier ones).
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from balise.network.siting.rows import Entries

__all__ = ["Kept", "Steps", "bound_at", "climb", "nothing_kept"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_OPEN, _CLOSED = 1, 2
_FRESH = 0.04  # weight of the latest step in the shares
_DEFLECTION = 1.5
_SHORT = 1e-4  # steps shorter than this lead nowhere
_TOLD = 1e-6  # share by which a bound must rise to count as better


class Kept(NamedTuple):
    """What the best prices say of the sites.

    ``reduced``, shape (m,): cost of opening each, less what rows would pay for it.
    ``chosen``, shape (m,): those the relaxation opens. ``share``, shape (m,): how often
    it opened them of late, about a solution of the linear relaxation.
    """

    reduced: Floats
    chosen: Flags
    share: Floats


class Steps(NamedTuple):
    """Most steps; steps without a better bound after which they are halved; first length."""

    most: int
    patience: int
    length: float


def nothing_kept(sites: int) -> Kept:
    """Make room for what :func:`climb` keeps."""
    return Kept(np.zeros(sites), np.zeros(sites, np.bool_), np.zeros(sites))


@njit(cache=True)
def bound_at(
    rows: Entries, sites: tuple[int, int], price: Floats, reduced: Floats, chosen: Flags
) -> float:
    """Compute the bound that prices give.

    Parameters
    ----------
    rows : Entries
    sites : tuple of int
        Fewest and most open sites.
    price : array of float, shape (n,)
        What serving each row is worth, at most its ``outside``.
    reduced, chosen : array, shape (m,)
        Filled, as in :class:`Kept`.

    Returns
    -------
    float
        No set of sites costs less.
    """
    total = 0.0
    for site in range(len(reduced)):
        reduced[site] = rows.opening[site]
    for row in range(len(rows.outside)):
        worth = price[row]
        total += worth
        for entry in range(rows.start[row], rows.start[row + 1]):
            less = rows.cost[entry] - worth
            if less >= 0:
                break
            reduced[rows.site[entry]] += less
    return total + _choose(rows, sites, reduced, chosen)


@njit(cache=True)
def _choose(rows: Entries, sites: tuple[int, int], reduced: Floats, chosen: Flags) -> float:
    """Open the sites of least reduced cost, as many as must be, or as pay."""
    total, count = 0.0, 0
    for site in range(len(reduced)):
        chosen[site] = rows.state[site] == _OPEN
        if chosen[site]:
            total += reduced[site]
            count += 1
    for site in np.argsort(reduced):
        if rows.state[site] == _OPEN or rows.state[site] == _CLOSED:
            continue
        if count >= sites[1] or (count >= sites[0] and reduced[site] >= 0):
            break
        chosen[site] = True
        total += reduced[site]
        count += 1
    return total


@njit(cache=True)
def climb(
    rows: Entries,
    sites: tuple[int, int],
    best_price: Floats,
    target: tuple[float, float],
    steps: Steps,
    kept: Kept,
) -> float:
    """Raise the bound by subgradient steps.

    Parameters
    ----------
    rows, sites
        As in :func:`bound_at`.
    best_price : array of float, shape (n,)
        Where to begin; filled with the best prices found.
    target : tuple of float
        A cost that some set of sites has; a bound that is high enough to stop.
    steps : Steps
    kept : Kept
        Filled.

    Returns
    -------
    float
        The bound.
    """
    price = best_price.copy()
    reduced, chosen = np.empty(len(rows.opening)), np.zeros(len(rows.opening), np.bool_)
    direction, slope = np.zeros(len(price)), np.zeros(len(price))
    best, since, length = -np.inf, 0, steps.length
    for step in range(steps.most):
        bound = bound_at(rows, sites, price, reduced, chosen)
        _remember(kept.share, chosen, max(_FRESH, 1.0 / (step + 1)))
        since = since + 1 if bound <= best + _TOLD * max(1.0, abs(best)) else 0
        if bound > best:
            best = bound
            _keep(price, best_price, (reduced, chosen), kept)
        if best >= target[1] or length < _SHORT:
            break
        if since >= steps.patience:
            length, since = length * 0.5, 0
            for row in range(len(price)):
                price[row], direction[row] = best_price[row], 0.0
            bound = bound_at(rows, sites, price, reduced, chosen)
        _slope(rows, price, chosen, slope)
        norm = _turn(direction, slope)
        if norm == 0.0:
            break
        stride = length * max(target[0] - bound, 1e-9 * max(1.0, abs(bound))) / norm
        _move(rows, price, direction, stride)
    return best


@njit(cache=True)
def _slope(rows: Entries, price: Floats, chosen: Flags, slope: Floats) -> None:
    """Count how often each row is not served, or too often; 0 where its price is at an end."""
    for row in range(len(price)):
        served = 0
        for entry in range(rows.start[row], rows.start[row + 1]):
            if rows.cost[entry] >= price[row]:
                break
            served += chosen[rows.site[entry]]
        up = served == 0 and price[row] < rows.outside[row]
        down = served > 1 and price[row] > 0
        slope[row] = 1.0 - served if up or down else 0.0


@njit(cache=True)
def _turn(direction: Floats, slope: Floats) -> float:
    """Turn the direction towards the slope; give the square of its length."""
    inner, norm = 0.0, 0.0
    for row in range(len(slope)):
        inner += slope[row] * direction[row]
        norm += direction[row] * direction[row]
    memory = -_DEFLECTION * inner / norm if inner < 0 and norm > 0 else 0.0
    norm = 0.0
    for row in range(len(slope)):
        direction[row] = slope[row] + memory * direction[row]
        norm += direction[row] * direction[row]
    return norm


@njit(cache=True)
def _move(rows: Entries, price: Floats, direction: Floats, stride: float) -> None:
    """Move prices, between 0 and what a row costs outside."""
    for row in range(len(price)):
        price[row] = min(rows.outside[row], max(0.0, price[row] + stride * direction[row]))


@njit(cache=True)
def _remember(share: Floats, chosen: Flags, fresh: float) -> None:
    """Mix the latest choice into the shares."""
    for site in range(len(chosen)):
        share[site] += fresh * ((1.0 if chosen[site] else 0.0) - share[site])


@njit(cache=True)
def _keep(price: Floats, best: Floats, found: tuple[Floats, Flags], kept: Kept) -> None:
    """Copy the best prices and what they say."""
    for row in range(len(price)):
        best[row] = price[row]
    for site in range(len(found[0])):
        kept.reduced[site] = found[0][site]
        kept.chosen[site] = found[1][site]
