"""Types brought together in cells, and margins split in two halves, before areas are raked.

Types in the same group of every margin keep their shares of one another for ever: they are one
cell. Margins are split so that each half has few combinations of groups (see
:mod:`balise.synthesis.raking_lanes`).
"""

from dataclasses import dataclass
from itertools import combinations
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["Areas", "Cells", "Half", "Rules", "lay_out"]

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

_TRIED: Final = 6
"""Splits whose combinations are counted, of those that look best by their sizes."""

_SPARSE: Final = 1 << 20
"""Combinations above which those present are sorted, not marked in a table of all."""

_MOST: Final = 12
"""Margins up to which every split is looked at."""


class Half(NamedTuple):
    """One half of the margins, and cells in the order of its combinations of groups."""

    starts: Places  # (combinations + 1,) first cell of each combination
    columns: npt.NDArray[np.int32]  # (cells,) combination of the other half
    seeds: Floats  # (cells,) share of the seed
    margins: Places  # (h,) margins of the half
    members: npt.NDArray[np.int32]  # (combinations x h,) groups of each, among all groups
    order: npt.NDArray[np.int32]  # (h, combinations) by group of each margin
    edges: Places  # (h, groups + 1) first place in that order of each group
    ones: Floats  # (combinations,) each 1


class Rules(NamedTuple):
    """What holds for all areas."""

    offsets: Places  # (margins + 1,) first group of each margin
    powers: Floats  # (margins,) 1 where the margin is hard, less where it is soft
    shares: Floats  # (groups,) share of the seed
    tolerance: float  # share of the people
    limit: int  # rounds
    bounds: tuple[float, float]  # least and most weight / seed; not bounded if most is 0


class Areas(NamedTuple):
    """Areas of a block: what is wanted, and what is written down."""

    wanted: Floats  # (areas, groups) share of the people
    known: npt.NDArray[np.bool_]  # (areas, margins) published
    wait: npt.NDArray[np.bool_]  # (areas,) to be raked
    factors: Floats  # (areas, groups) start, then result
    residuals: Floats  # (areas,)
    rounds: Places  # (areas,)
    lost: Floats  # (areas,) share of the people whom no type can be

    def rows(self, rows: slice) -> "Areas":
        """Keep some of the areas; what is written there is written here."""
        return Areas(
            self.wanted[rows],
            self.known[rows],
            self.wait[rows],
            self.factors[rows],
            self.residuals[rows],
            self.rounds[rows],
            self.lost[rows],
        )


@dataclass(frozen=True, slots=True)
class Cells:
    """A seed laid out for raking.

    Attributes
    ----------
    seed : array of float, shape (k,)
        Share of each type; sums to 1.
    offsets : array of int, shape (margins + 1,)
        First group of each margin among all groups.
    shares : array of float, shape (groups,)
        Share of the seed in each group.
    one, two : Half
        The halves of the margins.
    in_one, in_two : array of int, shape (k,)
        Combination of each type in either half.
    """

    seed: Floats
    offsets: Places
    shares: Floats
    one: Half
    two: Half
    in_one: Places
    in_two: Places


def _codes(groups: list[Places], sizes: list[int], margins: tuple[int, ...]) -> Places:
    """Give each type the number of its combination of groups, shape (k,); none is left out."""
    codes, count = np.zeros(len(groups[0]), dtype=np.int64), 1
    for margin in margins:
        codes, count = codes * sizes[margin] + groups[margin], count * sizes[margin]
        if count > _SPARSE:
            codes = np.unique(codes, return_inverse=True)[1].astype(np.int64)
        else:
            present = np.zeros(count, dtype=np.int64)
            present[codes] = 1
            codes = (np.cumsum(present) - 1)[codes]
        count = int(codes.max()) + 1
    return codes


def _halves(sizes: list[int], types: int) -> list[tuple[int, ...]]:
    """List the first halves that look best, from the sizes of their margins alone."""
    count = len(sizes)
    logs = np.log(sizes)
    if count > _MOST:
        order = np.argsort(-logs, kind="stable")
        return [tuple(sorted(int(margin) for margin in order[::2]))]
    halves = [
        (0, *others)
        for more in range(count)
        for others in combinations(range(1, count), more)
        if count == 1 or more < count - 1
    ]

    def cost(half: tuple[int, ...]) -> float:
        ours = sum(logs[margin] for margin in half)
        rest = float(logs.sum()) - ours
        top = np.log(types)
        return float(
            len(half) * np.exp(min(ours, top)) + (count - len(half)) * np.exp(min(rest, top))
        )

    return sorted(halves, key=cost)[:_TRIED]


def _split(groups: list[Places], sizes: list[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Split the margins so that a round costs least."""
    count = len(sizes)
    best: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
    least = np.inf
    for half in _halves(sizes, len(groups[0])):
        rest = tuple(margin for margin in range(count) if margin not in half)
        cost = sum(
            len(part) * (int(_codes(groups, sizes, part).max()) + 1) for part in (half, rest)
        )
        if cost < least:
            best, least = (half, rest), cost
    return best


def _half(
    margins: tuple[int, ...],
    groups: list[Places],
    offsets: Places,
    mine: Places,
    cells: tuple[Places, Places, Floats],
) -> Half:
    """Lay out one half; ``mine`` is the combination of each type.

    ``cells`` are combinations of this half, in order, of the other, and shares of the seed.
    """
    count = int(mine.max()) + 1
    first = np.unique(mine, return_index=True)[1]
    own = [groups[margin][first] for margin in margins]
    order = [np.argsort(group, kind="stable") for group in own]
    most = int(np.diff(offsets).max())
    edges = [np.searchsorted(np.sort(group), np.arange(most + 1)) for group in own]
    members = [group + offsets[margin] for margin, group in zip(margins, own, strict=True)]
    return Half(
        starts=np.searchsorted(cells[0], np.arange(count + 1)),
        columns=cells[1].astype(np.int32),
        seeds=cells[2],
        margins=np.array(margins, dtype=np.int64),
        members=np.array(members).reshape(len(margins), count).T.ravel().astype(np.int32),
        order=np.array(order).reshape(len(margins), count).astype(np.int32),
        edges=np.array(edges).reshape(len(margins), most + 1).astype(np.int64),
        ones=np.ones(count),
    )


def lay_out(seed: Floats, groups: list[Places], sizes: list[int]) -> Cells:
    """Bring types together in cells and split the margins.

    Parameters
    ----------
    seed : array of float, shape (k,)
        Weight of each type, zero or more, not all zero.
    groups : list of array of int, shape (k,)
        Group of each type, for each margin.
    sizes : list of int
        Groups of each margin.

    Returns
    -------
    Cells
        Types of weight zero are in none of the cells that are raked.

    References
    ----------
    Kaya, O. and Ucar, B. (2016), Parallel CP decomposition of sparse tensors using dimension
    trees, Inria research report 8976.

    Examples
    --------
    Three types, the last two in the same groups of both margins, make two cells:

    >>> groups = [np.array([0, 1, 1]), np.array([1, 0, 0])]
    >>> cells = lay_out(np.array([2.0, 1.0, 1.0]), groups, [2, 2])
    >>> cells.one.seeds.tolist(), cells.shares.tolist()
    ([0.5, 0.5], [0.5, 0.5, 0.5, 0.5])
    """
    shares = seed / seed.sum()
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    first, second = _split(groups, sizes)
    ones, twos = _codes(groups, sizes, first), _codes(groups, sizes, second)
    many = int(twos.max()) + 1
    cell, place = np.unique(ones * many + twos, return_inverse=True)
    weight: Floats = np.bincount(place, weights=shares).astype(np.float64)
    kept = weight > 0
    cell, weight = cell[kept], weight[kept]
    row, column = cell // many, cell % many
    turned = np.lexsort((row, column))
    return Cells(
        seed=shares,
        offsets=offsets,
        shares=np.concatenate(
            [
                np.bincount(group, weights=shares, minlength=size)
                for group, size in zip(groups, sizes, strict=True)
            ]
        ),
        one=_half(first, groups, offsets, ones, (row, column, weight)),
        two=_half(second, groups, offsets, twos, (column[turned], row[turned], weight[turned])),
        in_one=ones,
        in_two=twos,
    )
