"""Draws of units, block by block: people, behaviour and places under each draw.

A block is a run of base areas. What it gives are sums over the areas of each unit, so
that a unit that lies in several blocks is the sum of what they give, in their order.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from balise.index.asks import Ask, ProvinceOutcomes, fold_outcomes, spans
from balise.index.margin_noise import draw_tilts, drawn_shares, point_shares
from balise.index.uncertainty import NoiseChoices, area_normals, draw_effects, effect_normals
from balise.synthesis import People, ProvincePeople, collapse

__all__ = ["AreaBlock", "DrawContext", "cut_block", "draw_block", "draw_context", "draw_here"]

Array = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_AT_ONCE: Final = 128
"""Areas worked at once inside a block: their people under 200 draws take 12 MB."""

_BLOCK: Final = 1024
"""Areas of a block where nobody cut any."""


@dataclass(frozen=True, slots=True)
class DrawContext:
    """What every block needs.

    Attributes
    ----------
    provinces : tuple of ProvinceOutcomes
        In the order of the people's parts.
    columns : mapping of str to slice
        Columns of each ask.
    units : mapping of str to array of int
        Rows of the units of each ask.
    draws : int
        How many, ``r``.
    noise : NoiseChoices
    """

    provinces: tuple[ProvinceOutcomes, ...]
    columns: Mapping[str, slice]
    units: Mapping[str, Integers]
    draws: int
    noise: NoiseChoices


@dataclass(frozen=True, slots=True)
class _Run:
    """Areas of one province in a block.

    Attributes
    ----------
    place : int
        Position of the province.
    rows : slice
        Of the block.
    part : ProvincePeople
        These areas alone.
    by_type : array of float, shape (n, 3)
    codes, subdivisions : tuple of str
    sizes, wider : array of float, shape (n,)
        Dissemination areas in each; how many times larger its effects are.
    noised : bool
        Whether its places and margins are drawn; otherwise the model alone.
    """

    place: int
    rows: slice
    part: ProvincePeople
    by_type: Array
    codes: tuple[str, ...]
    subdivisions: tuple[str, ...]
    sizes: Array
    wider: Array
    noised: bool


@dataclass(frozen=True, slots=True)
class AreaBlock:
    """A run of base areas, and the units they belong to.

    Attributes
    ----------
    runs : tuple of _Run
        By province.
    units : array of int, shape (k,)
        Rows of the units that hold some of the areas.
    weights : csr_matrix, shape (k, n)
        Weight of each area in each of them.
    """

    runs: tuple[_Run, ...]
    units: Integers
    weights: csr_matrix


def draw_context(people: People, asks: Mapping[str, Ask], noise: NoiseChoices) -> DrawContext:
    """Fold what is asked over the classes of every province.

    Parameters
    ----------
    people : People
    asks : mapping of str to Ask
        All with as many draws.
    noise : NoiseChoices
    """
    folded = tuple(
        fold_outcomes(collapse(part.seed, part.features), place, asks)
        for place, part in enumerate(people.parts)
    )
    return DrawContext(
        folded,
        spans(asks),
        {name: ask.units for name, ask in asks.items()},
        next(iter(asks.values())).types.count,
        noise,
    )


def cut_block(
    people: People, members: csr_matrix, rows: slice, noised: frozenset[int], unsurveyed: float
) -> AreaBlock:
    """Take a run of base areas out of the people.

    Parameters
    ----------
    people : People
    members : csr_matrix, shape (u, n)
        Weight of each base area in each unit.
    rows : slice
        Of the base areas.
    noised : frozenset of int
        Positions of the provinces whose places and margins are drawn.
    unsurveyed : float
        How many times larger effects are where no survey goes.
    """
    runs = []
    for place, whole in enumerate(people.rows):
        first, last = max(rows.start, whole.start), min(rows.stop, whole.stop)
        if first >= last:
            continue
        own = people.areas[first:last]
        runs.append(
            _Run(
                place,
                slice(first - rows.start, last - rows.start),
                people.parts[place].areas(slice(first - whole.start, last - whole.start)),
                people.by_type[first:last],
                tuple(own["code"]),
                tuple(own["csduid"]),
                own["n_areas"].to_numpy().astype(np.float64),
                np.where(own["unsurveyed"].to_numpy(), unsurveyed, 1.0),
                place in noised,
            )
        )
    inside = members[:, rows].tocsr()
    units = np.flatnonzero(np.diff(inside.indptr))
    return AreaBlock(tuple(runs), units.astype(np.int64), inside[units])


def draw_block(context: DrawContext, block: AreaBlock) -> dict[str, npt.NDArray[Any]]:
    """Draw the areas of a block, and sum them up by unit.

    Parameters
    ----------
    context : DrawContext
    block : AreaBlock

    Returns
    -------
    dict of str to array
        ``unsolved``: fits that did not close; and for each ask ``NAME.units`` (k,), rows of
        its units in the block, ``NAME.sums`` (k, r, d), outcomes summed over those who count
        [people x outcome], and ``NAME.people`` (k, r), their number [people].
    """
    areas = block.weights.shape[1] if any(run.noised for run in block.runs) else 0
    width = max((span.stop for span in context.columns.values()), default=0)
    sums = np.zeros((context.draws, areas, width))
    people = np.zeros((context.draws, areas, len(context.columns)))
    unsolved = 0
    for run in block.runs:
        count = len(run.codes) if run.noised else 0
        for first in range(0, count, _AT_ONCE):
            some = slice(first, min(first + _AT_ONCE, count))
            rows = slice(run.rows.start + some.start, run.rows.start + some.stop)
            unsolved += _draw_areas(context, run, some, (sums[:, rows], people[:, rows]))
    still = [_still(context, run, block.weights[:, run.rows]) for run in block.runs]
    found: dict[str, npt.NDArray[Any]] = {"unsolved": np.array([unsolved])}
    for place, (name, span) in enumerate(context.columns.items()):
        asked = np.flatnonzero(np.isin(block.units, context.units[name]))
        weights = block.weights[asked]
        found[f"{name}.units"] = block.units[asked]
        own = _summed(weights, sums[:, :, span])
        heads = _summed(weights, people[:, :, [place]])[:, :, 0]
        for units, outcomes, numbers in filter(None, still):
            at = np.searchsorted(asked, units)
            here = np.flatnonzero(np.isin(units, asked))
            own[at[here]] += outcomes[here][:, :, span]
            heads[at[here]] += numbers[here, None, place]
        found[f"{name}.sums"], found[f"{name}.people"] = own, heads
    return found


def _still(
    context: DrawContext, run: _Run, weights: csr_matrix
) -> tuple[Integers, Array, Array] | None:
    """Sum areas up by unit where neither places nor margins are drawn, the model alone.

    Gives rows of the block's units, their outcomes (k, r, d) and people (k, a).
    """
    units = np.flatnonzero(np.diff(weights.indptr))
    if run.noised or not len(units):
        return None
    folded = context.provinces[run.place]
    shares = point_shares(run.part, folded.classes) * run.part.population[:, None]
    outcomes = np.zeros((len(units), *folded.draws.shape[1::2]))
    people = np.zeros((len(units), folded.members.shape[2]))
    for column, share in enumerate(run.by_type.T):
        living = weights[units] @ (share[:, None] * shares)
        outcomes += (living @ folded.draws[column]).transpose(1, 0, 2)
        people += living @ folded.members[column]
    return units, outcomes, people


def _summed(weights: csr_matrix, values: Array) -> Array:
    """Sum values of areas (r, n, d) over units, shape (k, r, d)."""
    draws, areas, width = values.shape
    if not areas:
        return np.zeros((weights.shape[0], draws, width))
    flat = np.ascontiguousarray(values.transpose(1, 0, 2)).reshape(areas, draws * width)
    return np.asarray((weights @ flat).reshape(-1, draws, width))


def _draw_areas(context: DrawContext, run: _Run, some: slice, out: tuple[Array, Array]) -> int:
    """Add outcomes (r, n, d) and people (r, n, a) of some areas; give the fits unsolved."""
    sums, people = out
    part, noise = run.part.areas(some), context.noise
    folded = context.provinces[run.place]
    tilts = draw_tilts(part, area_normals(noise.seed, run.codes[some], context.draws))
    moved, unsolved = drawn_shares(part, tilts, folded.classes, full=noise.full_draws)
    normals = effect_normals(noise.seed, run.subdivisions[some], run.codes[some], context.draws)
    effects = draw_effects(*normals, run.sizes[some], noise.effects)
    effects *= run.wider[some, None, None]
    still = point_shares(part, folded.classes)
    population = part.population[:, None]
    for column, share in enumerate(run.by_type[some].T):
        there = np.flatnonzero(share > 0)
        if not len(there):
            continue
        living = (share[:, None] * population)[there]
        sums[:, there] += (moved[:, there] @ folded.draws[column]) * living
        people[:, there] += (moved[:, there] @ folded.members[column]) * living
        slopes = np.tensordot(still[there], folded.slopes[column], axes=1)
        shifted = effects[there] @ slopes.transpose(0, 2, 1)
        sums[:, there] += shifted.transpose(1, 0, 2) * living
    return unsolved


def draw_here(
    members: csr_matrix,
    people: People,
    asks: Mapping[str, Ask],
    noise: NoiseChoices,
    noised: frozenset[int],
) -> Iterator[dict[str, npt.NDArray[Any]]]:
    """Draw every block in this process, one after another.

    Parameters
    ----------
    members : csr_matrix, shape (u, n)
    people : People
    asks : mapping of str to Ask
    noise : NoiseChoices
    noised : frozenset of int
        Positions of the provinces whose places and margins are drawn.

    Yields
    ------
    dict of str to array
        See :func:`draw_block`.
    """
    context = draw_context(people, asks, noise)
    count = len(people.adults)
    for first in range(0, count, _BLOCK):
        rows = slice(first, min(first + _BLOCK, count))
        yield draw_block(context, cut_block(people, members, rows, noised, noise.unsurveyed))
