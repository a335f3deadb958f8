"""Quality grades, and who may be published.

A score is graded by the half-width of its 95 % interval, a count or share by its
coefficient of variation, one grade lower for each margin an area lacks. F is not
coloured on maps (scores) or not published (counts).
"""

from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["GRADES", "SCORE_BOUNDS", "SHARE_BOUNDS", "grade_scores", "grade_shares", "round_people"]

Array = npt.NDArray[np.float64]

GRADES: Final = "ABCDEF"
SCORE_BOUNDS: Final = (1.0, 2.0, 3.5, 5.0, 8.0)
"""Half-widths below which a score is A, B, C, D, E [points]."""
SHARE_BOUNDS: Final = (0.05, 0.10, 0.165, 0.25, 0.33)
"""Coefficients of variation below which a count is A, B, C, D, E."""


def _grade(values: Array, bounds: tuple[float, ...], missing: npt.ArrayLike) -> list[str | None]:
    places = np.searchsorted(np.asarray(bounds), values, side="right") + np.asarray(missing)
    return [
        None if np.isnan(value) else GRADES[min(int(place), len(GRADES) - 1)]
        for value, place in zip(values, places, strict=True)
    ]


def grade_scores(half_widths: Array, missing_margins: npt.ArrayLike = 0) -> list[str | None]:
    """Grade scores by the half-width of their interval.

    Parameters
    ----------
    half_widths : array of float, shape (u,)
        Of 95 % intervals [points]; NaN has no grade.
    missing_margins : array-like of int, shape (u,)
        One grade lower for each.

    Returns
    -------
    list of str or None, length u
        A to F.

    Examples
    --------
    >>> grade_scores(np.array([0.9, 1.0, 9.0]), np.array([0, 1, 0]))
    ['A', 'C', 'F']
    """
    return _grade(half_widths, SCORE_BOUNDS, np.broadcast_to(missing_margins, half_widths.shape))


def grade_shares(variation: Array) -> list[str | None]:
    """Grade shares and counts by their coefficient of variation.

    Parameters
    ----------
    variation : array of float, shape (u,)
        Standard error over the value; NaN has no grade.

    Returns
    -------
    list of str or None, length u
        A to F.

    Examples
    --------
    >>> grade_shares(np.array([0.04, 0.3]))
    ['A', 'E']
    """
    return _grade(variation, SHARE_BOUNDS, np.zeros(variation.shape, dtype=int))


def round_people(counts: Array) -> npt.NDArray[np.int64]:
    """Round counts of people to base 5, halves upward.

    Parameters
    ----------
    counts : array of float
        Zero or more [people].

    Returns
    -------
    array of int
        Of the same shape.

    Examples
    --------
    >>> round_people(np.array([12.4, 13.0])).tolist()
    [10, 15]
    """
    return (np.floor(counts / 5 + 0.5) * 5).astype(np.int64)
