"""The compiled loop of raking: sixteen areas at once, each stopping on its own.

A weight is ``seed x product of the factors of its groups``. Margins are split in two halves
A and B; a cell is one combination ``a`` of groups of A and one ``b`` of B. While margins of A
are raked nothing of B moves, so the sum over ``b`` is taken once for all of them: two sweeps
over the cells for a round of all margins, and no table of weights at all (the dimension trees
of tensor decomposition: Kaya and Ucar 2016).

When an area ends, its factors are written down and the next area takes its lane.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from balise.synthesis.lanes import (
    LANES,
    bounded_run,
    pair_run,
    product_run,
    run,
    scale_row,
    table,
)
from balise.synthesis.raking_cells import Areas, Half, Rules

__all__ = ["rake_block", "spread"]

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

_IDLE, _RAKING, _CHECKING, _LAST_CHECK = 0, 1, 2, 3
_NOTHING: Final = 1e-250  # a sum below this is a sum of nothing
_REACH: Final = 1e250  # products of factors stay within 1 / reach and reach
_SURE: Final = 2.0  # what the next round is expected to miss by must be this far within tolerance
_LOOKS: Final = 10  # times in the rounds allowed that progress is looked at
_PROGRESS: Final = 0.9  # or less of the miss is left from look to look, else there is none


class _Lanes(NamedTuple):
    """What sixteen areas are at."""

    factors: Floats  # (groups, 16)
    wanted: Floats
    sums: Floats
    ratios: Floats
    known: npt.NDArray[np.bool_]  # (margins, 16)
    area: Places  # (16,)
    state: Places
    rounds: Places
    miss: Floats
    before: Floats  # the miss a round ago
    mark: Floats  # the miss when progress was last looked at
    lost: Floats
    next: Places  # (1,) area that is looked at next


@njit(cache=True, nogil=True)
def _multiply(half: Half, factors: Floats, into: Floats) -> None:
    """Multiply the factors of each combination of groups."""
    width = len(half.margins)
    for place in range(len(into)):
        product_run(into, place, half.members, (place * width, (place + 1) * width), factors)


@njit(cache=True, nogil=True)
def _weigh(half: Half, mine: Floats, theirs: Floats, rules: Rules, into: Floats) -> None:
    """Add up weights by combination of groups; unless bounded, without this half's factors."""
    entries = (half.columns, half.seeds)
    for place in range(len(into)):
        span = (half.starts[place], half.starts[place + 1])
        if rules.bounds[1] > 0:
            bounded_run(into, place, entries, span, (mine, theirs), rules.bounds)
        else:
            run(into, place, entries, span, theirs)


@njit(cache=True, nogil=True)
def _count(
    half: Half, place: int, tables: tuple[Floats, Floats], rules: Rules, sums: Floats
) -> None:
    """Add up weights by group of one margin of a half; ``tables`` are weights and factors."""
    order, edges = half.order[place], half.edges[place]
    first = rules.offsets[half.margins[place]]
    for group in range(rules.offsets[half.margins[place] + 1] - first):
        span = (edges[group], edges[group + 1])
        if rules.bounds[1] > 0:
            run(sums, first + group, (order, half.ones), span, tables[0])
        else:
            pair_run(sums, first + group, order, span, tables)


@njit(cache=True, nogil=True)
def _lose(lanes: _Lanes, lane: int, first: int, last: int) -> None:
    """Give up people whom no type can be; the others of the margin are scaled up."""
    lost = 0.0
    for group in range(first, last):
        if lanes.sums[group, lane] <= _NOTHING:
            lost += lanes.wanted[group, lane]
            lanes.wanted[group, lane] = 0.0
    if lost > 0:
        lanes.lost[lane] = max(lanes.lost[lane], lost)
        kept = 0.0
        for group in range(first, last):
            kept += lanes.wanted[group, lane]
        for group in range(first, last):
            if kept > 0:
                lanes.wanted[group, lane] /= kept


@njit(cache=True, nogil=True)
def _ratio(rules: Rules, power: float, factor: float, found: float, limits: Floats) -> float:
    """By what a factor must be multiplied; ``limits`` are (wanted, share of the seed)."""
    wanted = limits[0]
    if found <= _NOTHING or factor <= 0.0:
        return 1.0
    if rules.bounds[1] > 0:
        least, most = rules.bounds[0] * limits[1], rules.bounds[1] * limits[1]
        if wanted >= most or wanted <= least:
            return 2.0 if wanted >= most else 0.0
        if found >= most or found <= least:
            return 0.5 if found >= most else 2.0
        return (wanted - least) / (most - wanted) * (most - found) / (found - least)
    if power == 1.0:
        return wanted / found
    return (wanted * factor / found) ** power / factor


@njit(cache=True, nogil=True)
def _compare(lanes: _Lanes, rules: Rules, margin: int, reach: float) -> None:
    """Set the ratios of one margin, and note what each lane misses by."""
    first, last = rules.offsets[margin], rules.offsets[margin + 1]
    power = rules.powers[margin]
    limits = np.empty(2)
    for lane in range(LANES):
        whole = 0.0
        for group in range(first, last):
            lanes.ratios[group, lane] = 1.0
            whole += lanes.sums[group, lane]
        if lanes.state[lane] == _IDLE or not lanes.known[margin, lane]:
            continue
        if whole <= _NOTHING:
            lanes.lost[lane] = 1.0
            continue
        if lanes.rounds[lane] == 0 and lanes.state[lane] == _RAKING:
            _lose(lanes, lane, first, last)
        scale = 1.0 if rules.bounds[1] > 0 else whole
        after = 0.0
        for group in range(first, last):
            limits[0], limits[1] = lanes.wanted[group, lane], rules.shares[group]
            lanes.sums[group, lane] /= scale
            found = lanes.sums[group, lane]
            ratio = _ratio(rules, power, lanes.factors[group, lane], found, limits)
            lanes.ratios[group, lane] = ratio
            after += found * ratio
        _move(lanes, lane, (first, last), 0.0 if power == 1.0 else after, reach)


@njit(cache=True, nogil=True)
def _move(lanes: _Lanes, lane: int, span: tuple[int, int], after: float, reach: float) -> None:
    """Multiply the factors of a lane by their ratios, unless it is only checked.

    ``after`` is what ratios of a soft margin make of the people, 0 if it is hard: they are divided
    by it, since the people of an area are known.
    """
    for group in range(span[0], span[1]):
        factor, found = lanes.factors[group, lane], lanes.sums[group, lane]
        ratio, gap = lanes.ratios[group, lane], abs(found - lanes.wanted[group, lane])
        if after > 0:
            ratio /= after
            gap = abs(ratio - 1.0) * found
        lanes.miss[lane] = max(lanes.miss[lane], gap)
        lanes.ratios[group, lane] = 1.0
        if lanes.state[lane] == _RAKING and factor > 0:
            moved = min(max(factor * ratio, 1 / reach), reach) if ratio > 0 else 0.0
            lanes.ratios[group, lane] = moved / factor
            lanes.factors[group, lane] = moved


@njit(cache=True, nogil=True)
def _rake_half(
    half: Half, mine: Floats, theirs: Floats, work: Floats, lanes: _Lanes, rules: Rules
) -> None:
    """Rake the margins of one half in turn."""
    reach = _REACH ** (1 / len(rules.powers))
    for place in range(len(half.margins)):
        if place == 0 or rules.bounds[1] > 0:
            _weigh(half, mine, theirs, rules, work)
        _count(half, place, (work, mine), rules, lanes.sums)
        _compare(lanes, rules, half.margins[place], reach)
        if place + 1 < len(half.margins):
            members = half.members[place :: len(half.margins)]
            for row in range(len(mine)):
                scale_row(mine, row, lanes.ratios, members[row])
    _multiply(half, lanes.factors, mine)


@njit(cache=True, nogil=True)
def _take(lanes: _Lanes, lane: int, areas: Areas) -> None:
    """Give a lane the next area that waits, or rest."""
    at, count = lanes.next[0], len(areas.wait)
    while at < count and not areas.wait[at]:
        at += 1
    lanes.next[0] = at + 1
    lanes.state[lane] = _RAKING if at < count else _IDLE
    lanes.rounds[lane] = 0
    lanes.before[lane] = lanes.mark[lane] = np.inf
    lanes.lost[lane] = 0.0
    lanes.area[lane] = at
    for group in range(len(lanes.factors)):
        lanes.factors[group, lane] = areas.factors[at, group] if at < count else 1.0
        lanes.wanted[group, lane] = areas.wanted[at, group] if at < count else 0.0
    for margin in range(len(lanes.known)):
        lanes.known[margin, lane] = at < count and areas.known[at, margin]


@njit(cache=True, nogil=True)
def _end(lanes: _Lanes, lane: int, rules: Rules) -> bool:
    """Say whether the area of a lane is done, and what it does next if it is not."""
    state, close = lanes.state[lane], lanes.miss[lane] <= rules.tolerance
    if state == _IDLE:
        return False
    if state == _LAST_CHECK or (state == _CHECKING and close):
        return True
    if state == _CHECKING:
        lanes.state[lane] = _RAKING
        return False
    lanes.rounds[lane] += 1
    miss, before = lanes.miss[lane], lanes.before[lane]
    lanes.before[lane] = miss
    stalled = False
    if lanes.rounds[lane] % max(rules.limit // _LOOKS, 1) == 0:
        stalled = miss > _PROGRESS * lanes.mark[lane]
        lanes.mark[lane] = miss
    if stalled or lanes.rounds[lane] >= rules.limit:
        lanes.state[lane] = _LAST_CHECK
    elif close or (lanes.rounds[lane] > 1 and miss * miss / before <= rules.tolerance / _SURE):
        lanes.state[lane] = _CHECKING
    return False


@njit(cache=True, nogil=True)
def _write(lanes: _Lanes, lane: int, areas: Areas) -> None:
    """Write down what an area came to."""
    area = lanes.area[lane]
    for group in range(len(lanes.factors)):
        areas.factors[area, group] = lanes.factors[group, lane]
    areas.residuals[area] = max(lanes.miss[lane], lanes.lost[lane])
    areas.rounds[area] = lanes.rounds[lane]
    areas.lost[area] = lanes.lost[lane]


@njit(cache=True, nogil=True)
def rake_block(one: Half, two: Half, rules: Rules, areas: Areas) -> None:
    """Rake the areas of a block; results are written into ``areas``.

    An area is done when a round that moves nothing finds every known margin within the
    tolerance: its residual is what its factors miss by, measured all at once.
    """
    groups, margins = len(rules.shares), len(rules.powers)
    lanes = _Lanes(
        table(groups),
        table(groups),
        table(groups),
        table(groups),
        np.zeros((margins, LANES), np.bool_),
        np.zeros(LANES, np.int64),
        np.zeros(LANES, np.int64),
        np.zeros(LANES, np.int64),
        np.zeros(LANES),
        np.zeros(LANES),
        np.zeros(LANES),
        np.zeros(LANES),
        np.zeros(1, np.int64),
    )
    halves = (one, two)
    tables = (table(len(one.ones)), table(len(two.ones)))
    work = (table(len(one.ones)), table(len(two.ones)))
    for lane in range(LANES):
        _take(lanes, lane, areas)
    fresh = True
    while lanes.state.any():
        lanes.miss[:] = 0.0
        for turn in range(2):
            if fresh:
                _multiply(halves[turn], lanes.factors, tables[turn])
                _multiply(halves[1 - turn], lanes.factors, tables[1 - turn])
            fresh = False
            _rake_half(halves[turn], tables[turn], tables[1 - turn], work[turn], lanes, rules)
        for lane in range(LANES):
            if _end(lanes, lane, rules):
                _write(lanes, lane, areas)
                _take(lanes, lane, areas)
                fresh = True


@njit(cache=True, nogil=True)
def spread(
    one: Half,
    two: Half,
    types: tuple[Places, Places, Floats],
    bounds: tuple[float, float],
    factors: Floats,
    into: Floats,
) -> None:
    """Write the composition of each area; ``types`` are their combinations and seeds."""
    in_one, in_two, seed = types
    low, high = bounds
    ones, twos = np.empty(len(one.starts) - 1), np.empty(len(two.starts) - 1)
    for area in range(len(factors)):
        _products(one, factors[area], ones)
        _products(two, factors[area], twos)
        total = 0.0
        for place in range(len(seed)):
            ratio = ones[in_one[place]] * twos[in_two[place]]
            if high > 0:
                top = low * (high - 1) + high * (1 - low) * ratio
                ratio = top / (high - 1 + (1 - low) * ratio)
            into[area, place] = seed[place] * ratio
            total += into[area, place]
        for place in range(len(seed)):
            into[area, place] = into[area, place] / total if total > 0 else seed[place]


@njit(cache=True, nogil=True)
def _products(half: Half, factors: Floats, into: Floats) -> None:
    """Multiply the factors of each combination of groups of one area."""
    width = len(half.margins)
    for place in range(len(into)):
        into[place] = 1.0
        for member in range(place * width, (place + 1) * width):
            into[place] *= factors[half.members[member]]
