"""Published areas as they lie in one another, and sets of them put together by anybody."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

__all__ = ["Cover", "Nesting", "cover", "nest", "weights_of"]

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

CHAIN: Final = ("canada", "pr", "er", "cd", "csd", "da")
"""Levels that lie in one another; others cut across them."""


@dataclass(frozen=True, eq=False)
class Nesting:
    """The areas of a release that lie in one another; leaves are those that hold no other.

    Attributes
    ----------
    areas : DataFrame
        The rows of the ``areas`` table, of the levels of :data:`CHAIN`.
    place : mapping of dguid to row
    leaves : array of int, shape (n,)
        Rows of the leaves.
    within : mapping of level to array of int, shape (n,)
        Row of the area of that level each leaf lies in, itself at its own; -1 for none.
    first_leaf : array of int, shape (rows,)
        Position of one leaf of each area.
    people : array of float, shape (rows,)
        Published people of all ages; 0 where none are published.
    figures : mapping of str to array of float, shape (rows,)
        Columns of numbers, 0 where there is none.
    published : array of bool, shape (rows,)
        Whether the area has a score.
    whole : array of bool, shape (rows,)
        Whether all people of the area live in leaves of the release.
    """

    areas: pl.DataFrame
    place: Mapping[str, int]
    leaves: Rows
    within: Mapping[str, Rows]
    first_leaf: Rows
    people: Floats
    figures: Mapping[str, Floats]
    published: npt.NDArray[np.bool_]
    whole: npt.NDArray[np.bool_]

    @property
    def finest(self) -> str:
        """The finest level there is."""
        levels = set(self.areas["level"])
        return next(level for level in reversed(CHAIN) if level in levels)

    @property
    def centroids(self) -> Floats:
        """Longitude and latitude of each leaf [degrees]; nan where it is of a coarser level."""
        table = self.areas[self.leaves]
        known = pl.col("level") == self.finest
        sides = [pl.when(known).then(pl.col(side)).cast(pl.Float64) for side in ("lon", "lat")]
        return table.select(*sides).fill_null(float("nan")).to_numpy().astype(np.float64)

    def leaves_of(self, dguid: str) -> Rows:
        """Give the positions among the leaves of all those in an area."""
        row = self.place[dguid]
        return np.flatnonzero(self.within[self.areas["level"][row]] == row)

    @property
    def leaf_people(self) -> Floats:
        """People of each leaf, shape (n,)."""
        return self.people[self.leaves]


@dataclass(frozen=True, slots=True)
class Cover:
    """A set of leaves, as the largest published areas it is made of.

    Attributes
    ----------
    rows : array of int, shape (m,)
        Rows of published areas that do not overlap.
    shares : array of float, shape (m,)
        Share of each, below 1 only where a boundary cuts a leaf.
    left_out : array of int
        Positions of the leaves that have no score of their own and are part of no larger area.
    weights : array of float, shape (n,)
        Share of each leaf that is used.
    """

    rows: Rows
    shares: Floats
    left_out: Rows
    weights: Floats


def nest(areas: pl.DataFrame) -> Nesting:
    """Find how the areas of a release lie in one another.

    Parameters
    ----------
    areas : DataFrame
        The ``areas`` table of a release.

    Examples
    --------
    >>> areas = pl.DataFrame(
    ...     {
    ...         "dguid": ["p", "a", "b"],
    ...         "level": ["pr", "csd", "csd"],
    ...         "parent": [None, "p", "p"],
    ...         "population": [90, 50, 40],
    ...         "evi": [20.0, 21.0, None],
    ...         "areas_total": [2, 1, 1],
    ...     }
    ... )
    >>> found = nest(areas)
    >>> found.leaves.tolist(), found.leaves_of("p").tolist(), found.whole.tolist()
    ([1, 2], [0, 1], [True, True, True])
    """
    own = areas.filter(pl.col("level").is_in(CHAIN))
    place = {dguid: row for row, dguid in enumerate(own["dguid"])}
    parents = np.array([place.get(each, -1) for each in own["parent"]], dtype=np.intp)
    is_parent = np.zeros(own.height, dtype=np.bool_)
    is_parent[parents[parents >= 0]] = True
    leaves = np.flatnonzero(~is_parent)
    people = own["population"].fill_null(0).to_numpy().astype(np.float64)
    within = _within(own, parents, leaves)
    counted, areas_in = (
        _summed(values, leaves, within, own.height)
        for values in (people, own["areas_total"].fill_null(0).to_numpy().astype(np.float64))
    )
    first = np.zeros(own.height, dtype=np.intp)
    for rows in within.values():
        first[rows[rows >= 0]] = np.flatnonzero(rows >= 0)
    total = own["areas_total"].fill_null(0).to_numpy()
    return Nesting(
        own,
        place,
        leaves,
        within,
        first,
        people,
        {
            name: own[name].cast(pl.Float64).fill_null(0.0).to_numpy().astype(np.float64)
            for name, kind in own.schema.items()
            if kind.is_numeric()
        },
        own["evi"].is_not_null().to_numpy(),
        (np.abs(counted - people) < 0.5) & (areas_in >= total),
    )


def _within(own: pl.DataFrame, parents: Rows, leaves: Rows) -> dict[str, Rows]:
    """Climb from every leaf, and note the area of each level on the way."""
    levels = np.array([CHAIN.index(level) for level in own["level"]])
    found = {level: np.full(len(leaves), -1, dtype=np.intp) for level in CHAIN}
    here = leaves.copy()
    for _ in CHAIN:
        for number, level in enumerate(CHAIN):
            at = (here >= 0) & (levels[here] == number)
            found[level][at] = here[at]
        here = np.where(here >= 0, parents[here], -1)
    return found


def _summed(values: Floats, leaves: Rows, within: Mapping[str, Rows], count: int) -> Floats:
    """Sum values of leaves over each area."""
    sums = np.zeros(count)
    for rows in within.values():
        inside = rows >= 0
        sums += np.bincount(rows[inside], values[leaves[inside]], minlength=count)
    return sums


def weights_of(nesting: Nesting, dguids: Iterable[str]) -> Floats:
    """Give each leaf the weight 1 if it lies in one of some areas, else 0."""
    weights = np.zeros(len(nesting.leaves))
    for dguid in dguids:
        weights[nesting.leaves_of(dguid)] = 1.0
    return weights


def cover(nesting: Nesting, weights: Floats) -> Cover:
    """Put a set of leaves together from published areas, the largest first.

    A set that holds all people of a census division takes the division's own score, the few
    who live in areas without a score included; then subdivisions, down to leaves. Leaves
    without people are in the way of nothing.

    Parameters
    ----------
    nesting : Nesting
    weights : array of float, shape (n,)
        Share of each leaf in the set, 0 to 1.
    """
    people = nesting.leaf_people
    short = (weights < 1) & (people > 0)
    covered = np.zeros(len(weights), dtype=np.bool_)
    rows: list[Rows] = []
    for within in nesting.within.values():
        inside = within >= 0
        count = len(nesting.people)
        missing = np.bincount(within[inside & short], minlength=count)
        held = np.bincount(within[inside & ~covered], people[inside & ~covered], minlength=count)
        taken = nesting.published & nesting.whole & (missing == 0) & (held > 0)
        rows.append(np.flatnonzero(taken))
        covered |= inside & taken[within]
    apart = (weights > 0) & ~covered
    is_scored = nesting.published[nesting.leaves]
    cut = np.flatnonzero(apart & is_scored)
    whole = np.concatenate(rows)
    used = np.where(covered, 1.0, np.where(apart & is_scored, weights, 0.0))
    return Cover(
        np.concatenate([whole, nesting.leaves[cut]]),
        np.concatenate([np.ones(len(whole)), weights[cut]]),
        np.flatnonzero(apart & ~is_scored),
        used,
    )
