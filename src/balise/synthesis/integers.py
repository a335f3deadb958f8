"""Whole people: integers that add up exactly, drawn from weights that are not whole.

Truncate, replicate, sample (Lovelace and Ballas 2013), with a systematic sample (Madow
1949): the whole part of each weight is kept, and the fractions are drawn so that the
total is met. Both steps are one formula on cumulated weights, which cannot fail.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from balise.vocabulary import MarginError, sample

__all__ = ["draw_integers", "whole_totals"]

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

_FUZZ: Final = 1e-9
"""Cumulated weights this near a whole number are that number [people]."""

_LARGEST: Final = 2**53
"""Above it not every whole number is a float."""


def draw_integers(
    weights: npt.ArrayLike, totals: npt.ArrayLike, starts: npt.ArrayLike
) -> npt.NDArray[np.int64]:
    """Turn weights into whole people that add up to a whole total.

    Parameters
    ----------
    weights : array of float, shape (k,) or (n, k)
        Of the types of one area, or of each of ``n`` areas; scaled to the total [people].
    totals : int, or array of int, shape (n,)
        Whole people of each area.
    starts : float, or array of float, shape (n,)
        One number of each area's own random stream, 0 or more and under 1.

    Returns
    -------
    array of int, shape of ``weights``
        Adds up to the total exactly; each count, and that of each run of neighbouring
        types, is within 1 of its scaled weight, and equals it on average over starts.
        Where a scaled weight is whole, or zero, the count is the weight.

    Raises
    ------
    MarginError
        If a weight is negative or no number, a total is not whole, or an area has people
        and no type with a weight.

    References
    ----------
    Lovelace, R. and Ballas, D. (2013), 'Truncate, replicate, sample': a method for creating
    integer weights for spatial microsimulation, Computers, Environment and Urban Systems 41.
    Madow, W. G. (1949), On the theory of systematic sampling II, Annals of Mathematical
    Statistics 20: with cumulated weights C and start u, type j gets
    floor(C_j + u) - floor(C_(j-1) + u).

    Examples
    --------
    Cumulated 1.4, 2.0, 3.3, 4; with the start 2.05, 2.65, 3.95, 4.65, of which 2, 2, 3, 4 stay:

    >>> draw_integers([1.4, 0.6, 1.3, 0.7], 4, 0.65).tolist()
    [2, 0, 1, 1]
    """
    given = np.asarray(weights, dtype=np.float64)
    rows = np.atleast_2d(given)
    whole = _read_totals(rows, np.atleast_1d(np.asarray(totals)))
    lifts = _read_starts(rows, np.atleast_1d(np.asarray(starts, dtype=np.float64)))
    scaled = _cumulate(rows, whole)
    reached = np.minimum(np.floor(scaled + lifts[:, None]), whole[:, None])
    counts = np.diff(reached, axis=1, prepend=0.0).astype(np.int64)
    return np.asarray(counts.reshape(given.shape))


def _cumulate(rows: Array, totals: Array) -> Array:
    """Cumulate weights scaled to their totals, so that the last one is the total exactly."""
    # Divided by the largest first: sums of the largest floats would be infinite.
    largest = np.max(rows, axis=1, initial=0.0)
    sums = np.cumsum(rows / np.where(largest > 0, largest, 1.0)[:, None], axis=1)
    last = sums[:, -1:] if rows.shape[1] else np.ones((len(rows), 1))
    # x / x is 1 and rounding keeps order, so nothing passes the total.
    scaled = sums / np.where(last > 0, last, 1.0) * totals[:, None]
    near = np.rint(scaled)
    fuzz = _FUZZ + 1e-12 * totals[:, None]
    return np.where(np.abs(scaled - near) <= fuzz, near, scaled)


def _read_totals(rows: Array, totals: npt.NDArray[np.generic]) -> Array:
    """Read totals, and refuse weights and totals that cannot be people."""
    wrong = np.flatnonzero(~(np.isfinite(rows) & (rows >= 0)).all(axis=1))
    if len(wrong):
        raise MarginError(
            f"Weights of {len(wrong):,} of {len(rows):,} areas are negative or no number: "
            f"rows {sample(wrong.tolist())}. Expected zero or more people of each type. "
            "See why the fit of these areas gave none before drawing people."
        )
    whole = np.broadcast_to(totals.astype(np.float64), len(rows))
    odd = np.flatnonzero(~((whole >= 0) & (whole < _LARGEST) & (whole == np.floor(whole))))
    if len(odd):
        raise MarginError(
            f"Totals of {len(odd):,} of {len(rows):,} areas are no whole number of people: "
            f"{sample(whole[odd].tolist())}. Expected 0, 1, 2, ... "
            "Make them whole with whole_totals() first."
        )
    empty = np.flatnonzero((whole > 0) & ~(rows > 0).any(axis=1))
    if len(empty):
        shown = sample(f"row {at} ({whole[at]:,.0f} people)" for at in empty)
        raise MarginError(
            f"{len(empty):,} of {len(rows):,} areas have people and no type with a weight: "
            f"{shown}. Expected a type above zero wherever somebody lives. "
            "Give a seed that has a type for everybody."
        )
    return whole


def _read_starts(rows: Array, starts: Array) -> Array:
    """Read starts, and refuse those outside their range."""
    lifts = np.broadcast_to(starts, len(rows))
    if not ((lifts >= 0) & (lifts < 1)).all():
        raise MarginError(
            "Starts of the sample: found a number outside 0 to 1. Expected one of each area's own "
            "random stream, 0 or more and under 1. Draw it with rng.random()."
        )
    # Coarser than the last digits of a sum: a whole number and a start stay under the next.
    return np.floor(lifts * 2**30) / 2**30


def whole_totals(people: npt.ArrayLike, most: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Make the modelled people of areas whole, by cumulative rounding in their order.

    Parameters
    ----------
    people : array of float, shape (n,)
        Modelled people of areas, in an order that keeps those of a larger area together.
    most : array of int, shape (n,)
        What no total may pass, such as the published population; none is under ``people``.

    Returns
    -------
    array of int, shape (n,)
        Each area, and each run of neighbouring areas, is within 1 of its modelled people.

    Raises
    ------
    MarginError
        If a number of people is negative, no number, or over what it may not pass.

    References
    ----------
    Cox, L. H. and Ernst, L. R. (1982), Controlled rounding, INFOR 20.

    Examples
    --------
    Cumulated 1.4, 2.8, 4.2 people are 1, 3, 4 when rounded:

    >>> whole_totals([1.4, 1.4, 1.4], [2, 2, 2]).tolist()
    [1, 2, 1]
    """
    modelled = np.atleast_1d(np.asarray(people, dtype=np.float64))
    caps = np.broadcast_to(np.asarray(most, dtype=np.float64), modelled.shape)
    wrong = np.flatnonzero(~((modelled >= 0) & (modelled <= caps * (1 + _FUZZ))))
    if len(wrong):
        shown = sample(f"{modelled[at]:,.2f} of {caps[at]:,.0f}" for at in wrong)
        raise MarginError(
            f"Modelled people of {len(wrong):,} of {len(modelled):,} areas are negative, no number "
            f"or more than live there: {shown}. Expected 0 or more, and at most everybody. "
            "See why the fit of these areas gave such a number."
        )
    answer = np.zeros(len(modelled), dtype=np.int64)
    done = 0.0
    # In exact arithmetic no cap is ever met: this is for the last digit of a sum.
    for at, (reached, cap) in enumerate(zip(np.cumsum(modelled), np.floor(caps), strict=True)):
        answer[at] = min(max(np.floor(reached + 0.5) - done, 0.0), cap)
        done += answer[at]
    return answer
