"""Loops of a synthetic control, compiled: weights of donors, and a search without slopes.

The inner problem is the point of a polytope nearest to the origin: donors less the
treated unit, weights that are positive and sum to one. It is solved exactly by the active
set of Lawson and Hanson (1974, ch. 23) on the homogenised problem: the minimum over
w >= 0 of |Cw|^2 + s^2 (sum w - 1)^2 is a multiple of the minimum over the simplex.
"""

import math

import numpy as np
from numba import njit

from balise.impact.columns import FloatArray
from balise.impact.frame import IntArray

__all__ = ["descend", "loss", "nearest", "screen"]

_ROOM = 1e-10
"""How small a slope, as a share of the largest, counts as none."""


@njit(cache=True, nogil=True)
def _factor(gaps: FloatArray, importance: FloatArray, inside: IntArray, pull: float) -> FloatArray:
    """Factor the equations of the donors inside; an empty answer if they are dependent."""
    n = len(inside)
    lower = np.empty((n, n))
    for a in range(n):
        own = 0.0
        for b in range(a + 1):
            total = pull
            for row in range(len(importance)):
                total += importance[row] * gaps[row, inside[a]] * gaps[row, inside[b]]
            own = total
            for c in range(b):
                total -= lower[a, c] * lower[b, c]
            if a > b:
                lower[a, b] = total / lower[b, b]
            elif total <= 1e-12 * own:
                return np.empty((0, 0))
            else:
                lower[a, a] = math.sqrt(total)
    return lower


@njit(cache=True, nogil=True)
def _solve(lower: FloatArray, pull: float) -> FloatArray:
    """Solve for the weights, forwards and backwards."""
    n = len(lower)
    found = np.empty(n)
    for a in range(n):
        total = pull
        for b in range(a):
            total -= lower[a, b] * found[b]
        found[a] = total / lower[a, a]
    for a in range(n - 1, -1, -1):
        total = found[a]
        for b in range(a + 1, n):
            total -= lower[b, a] * found[b]
        found[a] = total / lower[a, a]
    return found


@njit(cache=True, nogil=True)
def _best_outside(
    gaps: FloatArray, reached: FloatArray, inside: FloatArray, pull: float, room: float
) -> int:
    """Find the donor that would bring the point nearest, or -1."""
    best, slope = -1, room
    for unit in range(gaps.shape[1]):
        if inside[unit] != 0:
            continue
        total = pull
        for row in range(gaps.shape[0]):
            total -= gaps[row, unit] * reached[row]
        if total > slope:
            best, slope = unit, total
    return best


@njit(cache=True, nogil=True)
def _keep_positive(weights: FloatArray, inside: IntArray, found: FloatArray) -> bool:
    """Step towards a solution as far as weights stay positive; tell whether it was reached."""
    step, whole = 1.0, True
    for place in range(len(inside)):
        if found[place] <= 0:
            whole = False
            held = weights[inside[place]]
            step = min(step, held / (held - found[place]))
    for place in range(len(inside)):
        unit = inside[place]
        weights[unit] += step * (found[place] - weights[unit])
        if weights[unit] < 1e-15 and found[place] <= 0:
            weights[unit] = 0.0
    return whole


@njit(cache=True, nogil=True)
def _listed(state: FloatArray) -> IntArray:
    """List the donors inside."""
    count = 0
    for unit in range(len(state)):
        if state[unit] == 1:
            count += 1
    inside = np.empty(count, np.int64)
    count = 0
    for unit in range(len(state)):
        if state[unit] == 1:
            inside[count] = unit
            count += 1
    return inside


@njit(cache=True, nogil=True)
def _total(values: FloatArray) -> float:
    total = 0.0
    for value in values:
        total += value
    return total


@njit(cache=True, nogil=True)
def _settle(
    gaps: FloatArray, importance: FloatArray, weights: FloatArray, state: FloatArray, pull: float
) -> bool:
    """Weigh the donors inside, and let those out that would fall below zero.

    Returns whether the donors inside are independent.
    """
    while True:
        inside = _listed(state)
        lower = _factor(gaps, importance, inside, pull)
        if len(lower) == 0:
            return False
        whole = _keep_positive(weights, inside, _solve(lower, pull))
        for place in range(len(inside)):
            if weights[inside[place]] <= 0:
                state[inside[place]] = 0
        if whole:
            return True


@njit(cache=True, nogil=True)
def _reach(
    gaps: FloatArray, importance: FloatArray, weights: FloatArray, reached: FloatArray
) -> None:
    """Write where the weights reach, times importance."""
    for row in range(len(importance)):
        total = 0.0
        for unit in range(len(weights)):
            total += gaps[row, unit] * weights[unit]
        reached[row] = importance[row] * total


@njit(cache=True, nogil=True)
def _pull(gaps: FloatArray, importance: FloatArray) -> float:
    """Give what the sum of weights counts: the mean squared length of the donors."""
    total = 0.0
    for row in range(gaps.shape[0]):
        for unit in range(gaps.shape[1]):
            total += importance[row] * gaps[row, unit] * gaps[row, unit]
    return float(max(total / gaps.shape[1], 1e-300))


@njit(cache=True, nogil=True)
def nearest(gaps: FloatArray, importance: FloatArray) -> FloatArray:
    """Weigh donors so that their mean comes nearest to the treated unit.

    Parameters
    ----------
    gaps : array of float, shape (k, units)
        Predictors of each donor less those of the treated unit.
    importance : array of float, shape (k,)
        What each predictor counts.

    Returns
    -------
    array of float, shape (units,)
        Weights, at least zero, that sum to one.
    """
    k, units = gaps.shape
    pull = _pull(gaps, importance)
    weights = np.zeros(units)
    state = np.zeros(units)  # 1 inside, -1 refused for now, 0 outside
    reached = np.zeros(k)
    for _ in range(6 * units + 20):
        slope = pull * (1.0 - _total(weights))
        entering = _best_outside(gaps, reached, state, slope, _ROOM * pull)
        if entering < 0:
            break
        state[entering] = 1
        if _settle(gaps, importance, weights, state, pull):
            for unit in range(units):
                state[unit] = max(state[unit], 0.0)
        if weights[entering] <= 0:
            state[entering] = -1
        _reach(gaps, importance, weights, reached)
    held = _total(weights)
    for unit in range(units):
        weights[unit] /= held
    return weights


@njit(cache=True, nogil=True)
def loss(point: FloatArray, gaps: FloatArray, outcomes: FloatArray) -> float:
    """Give the mean squared gap of outcomes before treatment, at logarithms of importance."""
    importance = np.empty(len(point))
    for axis in range(len(point)):
        importance[axis] = math.exp(point[axis])
    weights = nearest(gaps, importance)
    total = 0.0
    for period in range(outcomes.shape[0]):
        gap = 0.0
        for unit in range(len(weights)):
            if weights[unit] > 0:
                gap += outcomes[period, unit] * weights[unit]
        total += gap * gap
    return float(total / outcomes.shape[0])


@njit(cache=True, nogil=True)
def screen(points: FloatArray, gaps: FloatArray, outcomes: FloatArray) -> FloatArray:
    """Give the loss at many points."""
    found = np.empty(len(points))
    for place in range(len(points)):
        found[place] = loss(points[place], gaps, outcomes)
    return found


@njit(cache=True, nogil=True)
def _try(
    point: FloatArray,
    centre: FloatArray,
    worst: FloatArray,
    share: float,
    floor: float,
    data: tuple[FloatArray, FloatArray],
) -> float:
    """Write a point beyond the centre, as seen from the worst corner; give the loss there."""
    for axis in range(len(point)):
        value = centre[axis] + share * (centre[axis] - worst[axis])
        point[axis] = min(max(value, floor), 0.0)
    return loss(point, data[0], data[1])


@njit(cache=True, nogil=True)
def _sort(corners: FloatArray, values: FloatArray) -> None:
    """Put the corners in the order of their values."""
    for place in range(1, len(values)):
        at = place
        while at > 0 and values[at] < values[at - 1]:
            values[at], values[at - 1] = values[at - 1], values[at]
            for axis in range(corners.shape[1]):
                held = corners[at, axis]
                corners[at, axis] = corners[at - 1, axis]
                corners[at - 1, axis] = held
            at -= 1


@njit(cache=True, nogil=True)
def _spread(corners: FloatArray, start: FloatArray, floor: float) -> None:
    """Put a corner at the start, and one two steps away along each axis."""
    for corner in range(len(corners)):
        for axis in range(len(start)):
            corners[corner, axis] = start[axis]
        if corner > 0:
            corners[corner, corner - 1] += 2.0 if start[corner - 1] < 0.5 * floor else -2.0


@njit(cache=True, nogil=True)
def _centre(corners: FloatArray, centre: FloatArray) -> None:
    """Write the mean of all corners but the last."""
    k = len(centre)
    for axis in range(k):
        total = 0.0
        for corner in range(k):
            total += corners[corner, axis]
        centre[axis] = total / k


@njit(cache=True, nogil=True)
def _shrink(
    corners: FloatArray, values: FloatArray, gaps: FloatArray, outcomes: FloatArray
) -> None:
    """Draw every corner halfway towards the first, and give the loss there."""
    for corner in range(1, len(corners)):
        for axis in range(corners.shape[1]):
            corners[corner, axis] = 0.5 * (corners[corner, axis] + corners[0, axis])
        values[corner] = loss(corners[corner], gaps, outcomes)


@njit(cache=True, nogil=True)
def descend(
    start: FloatArray, gaps: FloatArray, outcomes: FloatArray, floor: float, steps: int
) -> tuple[FloatArray, float]:
    """Go down from one start by Nelder and Mead (1965), within a box.

    Parameters
    ----------
    start : array of float, shape (k,)
        Logarithms of importance, between ``floor`` and 0.
    gaps, outcomes : array of float
        Predictors and outcomes of donors less those of the treated unit.
    floor : float
        Logarithm of the least importance.
    steps : int
        Evaluations at most.

    Returns
    -------
    tuple of (array, float)
        Where it ended, and the loss there.
    """
    k, data = len(start), (gaps, outcomes)
    corners = np.empty((k + 1, k))
    values = np.empty(k + 1)
    centre, tried, farther = np.empty(k), np.empty(k), np.empty(k)
    _spread(corners, start, floor)
    _shrink(corners, values, gaps, outcomes)
    values[0] = loss(start, gaps, outcomes)
    used = k + 1
    while used < steps:
        _sort(corners, values)
        if values[k] - values[0] <= 1e-10 * values[0]:
            break
        _centre(corners, centre)
        there = _try(tried, centre, corners[k], 1.0, floor, data)
        used += 1
        if there < values[0]:
            beyond = _try(farther, centre, corners[k], 2.0, floor, data)
            used += 1
            if beyond < there:
                there = beyond
                tried[:] = farther
        elif there >= values[k - 1]:
            share = 0.5 if there < values[k] else -0.5
            between = _try(tried, centre, corners[k], share, floor, data)
            used += 1
            if between >= min(there, values[k]):
                _shrink(corners, values, gaps, outcomes)
                used += k
                continue
            there = between
        corners[k] = tried
        values[k] = there
    _sort(corners, values)
    return corners[0].copy(), values[0]
