"""Whether a set of areas, beside a published area or another set, would tell of too few people."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from balise.index.nesting import Nesting

__all__ = ["Difference", "nested_sets", "small_differences"]

Floats = npt.NDArray[np.float64]

_NOBODY = 0.5
"""Fewer people than this is rounding of shares."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a set must not be subtracted from: a published area, or another set.

    ``area`` is the row of the published area, ``other`` the number of the other set; one of
    them is None.
    """

    area: int | None = None
    other: int | None = None


def small_differences(nesting: Nesting, sets: csr_matrix, fewest: int) -> list[Difference | None]:
    """Find the sets whose difference from a published area or another set is too small.

    A set that holds all of a published area but a few people would tell, by subtraction,
    the score of those few; so would a set that holds another one and a few people more.

    Parameters
    ----------
    nesting : Nesting
    sets : csr_matrix, shape (m, n)
        For each set the share of each leaf that it uses.
    fewest : int
        People below which nothing is told.

    Returns
    -------
    list of Difference or None
        The first one found for each set.
    """
    people = nesting.leaf_people
    own = np.asarray(sets @ people).ravel()
    found: list[Difference | None] = [None] * sets.shape[0]
    for within in nesting.within.values():
        leaves = np.flatnonzero(within >= 0)
        columns = (leaves, within[leaves])
        shape = (len(people), len(nesting.people))
        inside = (sets @ csr_matrix((people[leaves], columns), shape=shape)).tocoo()
        rest = nesting.people[inside.col] - inside.data
        more = own[inside.row] - nesting.people[inside.col]
        told = nesting.published[inside.col] & (inside.data > _NOBODY)
        small = (rest > _NOBODY) & (rest < fewest)
        small |= (np.abs(rest) <= _NOBODY) & (more > _NOBODY) & (more < fewest)
        for row, area in zip(inside.row[told & small], inside.col[told & small], strict=True):
            found[row] = found[row] or Difference(area=int(area))
    for first, second in _nested(sets, people, own, fewest):
        found[first] = found[first] or Difference(other=second)
        found[second] = found[second] or Difference(other=first)
    return found


def nested_sets(nesting: Nesting, sets: csr_matrix) -> list[tuple[int, int]]:
    """Find the pairs of sets of whole areas, the second of which holds all of the first and more.

    Parameters
    ----------
    nesting : Nesting
    sets : csr_matrix, shape (m, n)
        1 for each leaf that a set uses.
    """
    people = nesting.leaf_people
    own = np.asarray(sets @ people).ravel()
    meeting = (sets.multiply(people) @ sets.T).tocoo()
    held = np.abs(own[meeting.row] - meeting.data) <= _NOBODY
    more = own[meeting.col] - own[meeting.row] > _NOBODY
    chosen = held & more & (meeting.data > 0)
    pairs = zip(meeting.row[chosen], meeting.col[chosen], strict=True)
    return [(int(first), int(second)) for first, second in pairs]


def _nested(sets: csr_matrix, people: Floats, own: Floats, fewest: int) -> list[tuple[int, int]]:
    """Pairs of sets, the second of which is the first and a few people more."""
    meeting = (sets.multiply(people) @ sets.T).tocoo()
    gap = own[meeting.col] - own[meeting.row]
    near = (meeting.row != meeting.col) & (gap > _NOBODY) & (gap < fewest) & (meeting.data > 0)
    pairs = []
    for first, second in zip(meeting.row[near], meeting.col[near], strict=True):
        common = float(np.asarray(sets[first].minimum(sets[second]) @ people)[0])
        if own[first] - common <= _NOBODY:
            pairs.append((int(first), int(second)))
    return pairs
