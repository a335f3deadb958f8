"""Search for the best sites: good ones quickly, then proof, by branch and bound.

Every node of the tree says of some sites that they are open or closed, and has prices that
bound it from below (:mod:`~balise.network.siting.lagrange`). What is found at any moment
is a set of sites and a bound that no set can beat.
"""

import heapq
import time
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from balise.network.siting.interchange import exchange, greedy
from balise.network.siting.lagrange import Kept, Steps, climb, nothing_kept
from balise.network.siting.rows import CLOSED, FREE, OPEN, Rows, narrowed, thinned

__all__ = ["Found", "Limits", "search"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
States = npt.NDArray[np.int8]

_EXCHANGES = 100_000
_PHASES = (Steps(400, 30, 1.5), Steps(2500, 100, 1.5), Steps(1200, 100, 0.4))
_FEWEST = 20  # steps of a phase, however late it is
_SHAKES = 120
_DOUBT = 0.02
_NODE = Steps(250, 20, 0.3)
_STARTS = 4
_SHARP = 1e-7  # share: nodes nearer than this to the best cost are not opened
_WHOLE = 1e-6


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop: seconds, nodes of the tree, and the gap [share] that is near enough."""

    seconds: float = 60.0
    nodes: int = 100_000
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gives: open sites, their cost, and a bound that no set of sites beats.

    ``is_feasible`` is whether some set of sites was found at all; ``nodes`` how many parts of the
    tree were looked at.
    """

    is_open: Flags
    cost: float
    bound: float
    nodes: int
    seconds: float

    @property
    def is_proven(self) -> bool:
        """Whether nothing better exists, to a share of 1e-6."""
        return self.cost - self.bound <= 1e-6 * max(1.0, abs(self.cost))


@dataclass(slots=True)
class _Search:
    """Where a search stands."""

    rows: Rows
    limits: Limits
    began: float
    is_whole: bool
    best: Flags
    cost: float = np.inf
    elite: list[tuple[float, Flags]] = field(default_factory=list)

    @property
    def sharp(self) -> float:
        """Bound at which a node need not be opened."""
        if self.is_whole:
            return self.cost - 1.0 + _WHOLE
        return self.cost - max(_SHARP, self.limits.gap) * max(1e-9, abs(self.cost))

    @property
    def is_late(self) -> bool:
        """Whether time is up."""
        return time.perf_counter() - self.began > self.limits.seconds

    def improve(self, is_open: Flags, rows: Rows | None = None) -> float:
        """Exchange sites as long as it helps; keep the result if it is the best."""
        rows = rows or self.rows
        cost = exchange(rows.entries, is_open, rows.sites, _EXCHANGES)
        if np.isinf(self.cost) or cost < self.cost - 1e-12 * abs(self.cost):
            self.cost, self.best = cost, is_open.copy()
        if all(not np.array_equal(is_open, other) for _, other in self.elite):
            self.elite = sorted([*self.elite, (cost, is_open.copy())], key=lambda e: e[0])[:6]
        return cost


def search(rows: Rows, limits: Limits, rng: np.random.Generator) -> Found:
    """Choose the sites of least cost.

    Parameters
    ----------
    rows : Rows
    limits : Limits
    rng : numpy.random.Generator
        Draws the samples of some of the starts.

    Returns
    -------
    Found
        The same whatever the machine, unless time ran out.
    """
    began = time.perf_counter()
    run = _Search(rows, limits, began, rows.is_whole, np.zeros(len(rows.opening), np.bool_))
    _start(run, rng)
    state, price, bound, kept = _root(run)
    if bound < run.sharp:
        _combine(run)
        _shake(run, kept, rng)
    state, nodes = _fixed(rows, rows.state, kept, bound, run.sharp), 1
    if bound < run.sharp and not run.is_late:
        rows = _within_reach(run, state, price, bound, kept)
        bound, nodes = _branch(run, rows, price, bound)
        if run.limits.gap > _SHARP and not run.is_whole:
            # What was left out of the tree may cost as little as what makes a node sharp.
            bound = min(bound, run.sharp)
    if nodes > 1:
        # Entries that were left out may serve still: what the best set costs is counted anew.
        run.improve(run.best.copy())
    if run.is_whole:
        # Half of what makes a node sharp, so that a node settled there counts as closed.
        bound = float(np.ceil(bound - _WHOLE / 2))
    return Found(run.best, run.cost, min(bound, run.cost), nodes, time.perf_counter() - began)


def _start(run: _Search, rng: np.random.Generator) -> None:
    """Begin from greedy choices, among all sites and among samples, then exchange."""
    rows = run.rows
    able = np.flatnonzero(rows.state != CLOSED)
    sample = max(2, int(np.ceil(np.log2(max(2.0, len(able) / max(1, rows.highest)))))) + 1
    for turn in range(_STARTS):
        drawn = rng.choice(able, size=(rows.highest, sample if turn else 0))
        is_open = np.zeros(len(rows.opening), np.bool_)
        greedy(rows.entries, is_open, rows.highest, drawn)
        run.improve(is_open)
        if run.is_late:
            break


def _combine(run: _Search) -> None:
    """Relink the best sets by pairs: keep what they share, choose among the rest, exchange."""
    pairs = [(one, two) for i, (_, one) in enumerate(run.elite) for _, two in run.elite[:i]]
    for one, two in pairs:
        if run.is_late:
            return
        state = np.where(one & two, OPEN, np.where(one | two, FREE, CLOSED)).astype(np.int8)
        within = narrowed(run.rows, state)
        is_open = np.zeros(len(state), np.bool_)
        none = np.zeros((run.rows.highest, 0), np.int64)
        greedy(within.entries, is_open, run.rows.highest, none)
        run.improve(is_open)


def _shake(run: _Search, kept: Kept, rng: np.random.Generator) -> None:
    """Exchange a few sites at random, those in doubt first, and mend the result."""
    free = run.rows.state == FREE
    for _ in range(_SHAKES):
        if run.is_late:
            return
        is_open = run.best.copy()
        inside, out = np.flatnonzero(is_open & free), np.flatnonzero(~is_open & free)
        most = min(len(inside), len(out), 2 + run.rows.highest // 10)
        if most < 1:
            return
        count = int(rng.integers(1, most + 1))
        leave, come = _DOUBT + 1 - kept.share[inside], _DOUBT + kept.share[out]
        is_open[rng.choice(inside, count, replace=False, p=leave / leave.sum())] = False
        is_open[rng.choice(out, count, replace=False, p=come / come.sum())] = True
        run.improve(is_open)


def _root(run: _Search) -> tuple[States, Floats, float, Kept]:
    """Raise the bound in phases, and exchange from the sites each phase would open."""
    rows, m = run.rows, len(run.rows.opening)
    price = _first_prices(rows, run.best)
    kept = nothing_kept(m)
    bound, state = -np.inf, rows.state.copy()
    a_step = 0.0
    for phase in _PHASES:
        left = run.limits.seconds - (time.perf_counter() - run.began)
        most = min(float(phase.most), left / 2 / a_step if a_step else np.inf)
        steps = phase._replace(most=max(_FEWEST, int(most)))
        target, began = (run.cost, run.sharp), time.perf_counter()
        bound = climb(rows.entries, rows.sites, price, target, steps, kept)
        a_step = (time.perf_counter() - began) / steps.most
        run.improve(kept.chosen.copy())
        state = _fixed(rows, rows.state, kept, bound, run.sharp)
        if bound >= run.sharp or run.is_late:
            break
    return state, price, bound, kept


def _first_prices(rows: Rows, is_open: Flags) -> Floats:
    """Begin at the middle between the cheapest and the second cheapest open site."""
    used = is_open[rows.site]
    row = np.repeat(np.arange(len(rows.outside)), np.diff(rows.start))[used]
    cost = rows.cost[used]
    turn = np.concatenate([[True], row[1:] != row[:-1]]) if len(row) else np.zeros(0, np.bool_)
    one, two = rows.outside.copy(), rows.outside.copy()
    one[row[turn]] = cost[turn]
    after = np.flatnonzero(turn) + 1
    after = after[after < len(row)]
    after = after[~turn[after]]
    two[row[after]] = cost[after]
    return np.asarray((one + np.minimum(two, 4 * one + 1)) / 2)


def _fixed(
    rows: Rows,
    state: States,
    kept: Kept,
    bound: float,
    sharp: float,
) -> States:
    """Open and close the sites whose opposite would raise the bound too high."""
    reduced, chosen = kept.reduced, kept.chosen
    free = state == FREE
    out, inside = free & ~chosen, free & chosen
    count = int(chosen.sum())
    worst = reduced[inside].max(initial=-np.inf)
    following = reduced[out].min(initial=np.inf)
    give = worst if count == rows.highest else max(worst, 0.0)
    take = following if count == rows.lowest else min(following, 0.0)
    state = state.copy()
    state[out & (bound + reduced - give >= sharp)] = CLOSED
    state[inside & (bound - reduced + take >= sharp)] = OPEN
    return state


def _within_reach(run: _Search, state: States, price: Floats, bound: float, kept: Kept) -> Rows:
    """Leave out the entries that no better set of sites uses.

    To serve a row from a site raises the bound by what that costs above the price of the
    row, and by what it costs to open the site, where the relaxation does not.
    """
    rows = run.rows
    inside = kept.chosen & (state == FREE)
    give = kept.reduced[inside].max(initial=-np.inf)
    give = give if int(kept.chosen.sum()) == rows.highest else max(give, 0.0)
    to_open = np.where(kept.chosen, 0.0, np.maximum(kept.reduced - give, 0.0))
    dear = np.maximum(rows.cost - price[rows.row], 0.0) + to_open[rows.site]
    near = thinned(rows, state, bound + dear < run.sharp)
    return narrowed(near, state)


def _branch(run: _Search, rows: Rows, price: Floats, bound: float) -> tuple[float, int]:
    """Open the nodes of the tree, that of the lowest bound first."""
    m = len(run.rows.opening)
    kept = nothing_kept(m)
    heap: list[tuple[float, int, States, Floats]] = [(bound, 0, rows.state, price)]
    nodes, pruned, turn = 0, np.inf, 0
    while heap and nodes < run.limits.nodes and not run.is_late:
        lower, _, state, price = heapq.heappop(heap)
        if lower >= run.sharp:
            pruned = min(pruned, lower)
            continue
        nodes += 1
        here = narrowed(rows, state)
        price = price.copy()
        kept.share[:] = 0
        value = climb(here.entries, here.sites, price, (run.cost, run.sharp), _NODE, kept)
        value = max(value, lower)
        if nodes % 8 == 1:
            run.improve(kept.chosen.copy(), here)
        if value >= run.sharp:
            pruned = min(pruned, value)
            continue
        state = _fixed(here, state, kept, value, run.sharp)
        site = _doubtful(here, state, kept)
        if site < 0:
            # Everything is settled: what is open is a set of sites, and the best of this node.
            is_open = state == OPEN
            run.improve(is_open.copy(), replace(here, state=state))
            pruned = min(pruned, max(value, min(run.cost, run.sharp)))
            continue
        for choice in (OPEN, CLOSED):
            child = state.copy()
            child[site] = choice
            if _is_possible(run.rows, child):
                turn += 1
                heapq.heappush(heap, (value, turn, child, price))
    left = min((each[0] for each in heap), default=np.inf)
    return min(pruned, left, run.cost), nodes


def _is_possible(rows: Rows, state: States) -> bool:
    """Whether as many sites can be open as must be, and no more are than may be."""
    held = int((state == OPEN).sum())
    return held <= rows.highest and held + int((state == FREE).sum()) >= rows.lowest


def _doubtful(rows: Rows, state: States, kept: Kept) -> int:
    """Choose the site to branch on: the one that the relaxation opens half of the time."""
    free = np.flatnonzero(state == FREE)
    if not len(free) or int((state == OPEN).sum()) == rows.highest:
        return -1
    share = kept.share[free]
    return int(free[np.argmax(np.minimum(share, 1 - share))])
