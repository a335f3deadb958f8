"""Runs of the raking kernel and of its peers, each called in a process of its own."""

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from balise.synthesis import (
    CategoryMargin,
    CategoryMargins,
    RakingChoices,
    RakingFit,
    rake_areas,
)
from tools.bench_alone import gigabytes
from tools.bench_cases import TOLERANCE, Case, World, invent, margin_error, rake_plainly
from tools.bench_peers import PEERS

__all__ = ["Run", "bandwidth", "run_ours", "run_peer"]

Floats = npt.NDArray[np.float64]

HELD = 3  # areas whose tables are held against the reference
MOST_TIMES = 25  # runs of a short case
LOOKED_AT = 500  # areas whose margins are added up again


@dataclass(frozen=True, slots=True)
class Run:
    """What one tool did on one case.

    Attributes
    ----------
    areas : int
        Areas that were raked.
    seconds : float
        Time for all of them [s], without reading in or compiling.
    processor_seconds : float
        Time that processors worked for it [s], all threads together: a busy machine changes it
        less.
    tables_seconds : float
        The same with every table of weights made [s]; NaN where they are made anyway.
    passes : float
        Passes over all margins, mean by area; NaN where the tool does not tell.
    error : float
        Largest difference from a margin, as a share of the people of the area.
    apart : float
        Share of people whom the reference puts elsewhere, the worst of a few areas.
    gigabytes : float
        Most memory that the process held, libraries included [GB].
    """

    areas: int
    seconds: float
    processor_seconds: float
    tables_seconds: float
    passes: float
    error: float
    apart: float
    gigabytes: float

    def each(self) -> float:
        """Give the time for one area [s]."""
        return self.seconds / self.areas

    def work_each(self) -> float:
        """Give the time that processors work for one area [s]."""
        return self.processor_seconds / self.areas

    def updates(self, case: Case) -> float:
        """Give cell updates in a second, in units of 10^9."""
        return case.types * len(case.shape) * self.passes / self.each() / 1e9


def run_peer(name: str, case: Case, seconds: float, threads: int = 1) -> Run:
    """Rake one area after another with a peer, as many as there is time for.

    Parameters
    ----------
    name : str
        One of :data:`tools.bench_peers.PEERS`.
    case : Case
    seconds : float
        About how long to go on [s].
    threads : int
        Areas raked at once, for a peer that lets others run meanwhile.
    """
    world = invent(case)
    rake = PEERS[name].ready(world)
    start = time.perf_counter()
    rake(0)
    slow = time.perf_counter() - start > seconds
    kept: list[tuple[Floats, float]] = []
    passes, done = 0.0, 0
    start, worked = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(threads) as pool:
        while done < case.areas and (not done or time.perf_counter() - start < seconds):
            rows = range(done, min(done + (1 if slow else 16 * threads), case.areas))
            found = list(map(rake, rows) if threads == 1 else pool.map(rake, rows))
            kept += found[: max(0, LOOKED_AT - len(kept))]
            passes += sum(each[1] for each in found)
            done = rows.stop
    taken, memory = time.perf_counter() - start, gigabytes()
    worked = time.process_time() - worked
    tables = [weights for weights, _ in kept]
    error, apart = _held(world, tables)
    return Run(done, taken, worked, float("nan"), passes / done, error, apart, memory)


def _held(world: World, tables: list[Floats]) -> tuple[float, float]:
    """Hold tables of the first areas against their margins and against the reference."""
    error = max(margin_error(world, weights, area) for area, weights in enumerate(tables))
    apart = [
        np.abs(weights - rake_plainly(world, area)[0]).sum() / 2 / world.people[area]
        for area, weights in enumerate(tables[:HELD])
    ]
    return error, float(max(apart))


def run_ours(case: Case, threads: int, times: int, at_once: int | None = None) -> Run:
    """Rake with the kernel of Balise; the median of at least so many runs.

    Parameters
    ----------
    case : Case
    threads : int
    times : int
        Least runs; short ones are more.
    at_once : int, optional
        Areas in one call; all of them if left out.
    """
    world = invent(case)
    _ours(invent(Case((2, 2), 3)), slice(0, 3), threads)  # compiled, or loaded from before
    step = at_once or case.areas
    blocks = [slice(at, min(at + step, case.areas)) for at in range(0, case.areas, step)]
    fits: list[RakingFit] = []

    def fit() -> None:
        fits[:] = [_ours(world, rows, threads) for rows in blocks]

    def tables() -> None:
        for each, rows in zip(fits, blocks, strict=True):
            for at in range(0, rows.stop - rows.start, 256):
                each.compositions(slice(at, min(at + 256, rows.stop - rows.start)))

    clocks: list[tuple[float, float]] = []
    while len(clocks) < times or (len(clocks) < MOST_TIMES and sum(each[0] for each in clocks) < 1):
        worked = time.process_time()
        taken = _timed(fit)
        clocks.append((taken, time.process_time() - worked))
    taken, worked = (statistics.median(each) for each in zip(*clocks, strict=True))
    memory = gigabytes()
    more = _timed(tables)
    passes = float(np.mean(np.concatenate([each.iterations for each in fits])))
    error, apart = _whole(world, fits, blocks)
    return Run(case.areas, taken, worked, taken + more, passes, error, apart, memory)


def _ours(world: World, rows: slice, threads: int) -> RakingFit:
    """Ask Balise for the fit of some areas."""
    margins = tuple(
        CategoryMargin(f"m{side}", group, total[rows])
        for side, (group, total) in enumerate(zip(world.groups, world.totals, strict=True))
    )
    areas = tuple(map(str, range(rows.start, rows.stop)))
    # A little tighter, so that sums taken in another order hold as well.
    choices = RakingChoices(tolerance=0.999 * TOLERANCE, workers=threads)
    return rake_areas(world.seed, CategoryMargins(areas, margins), choices)


def _timed(what: Callable[[], object]) -> float:
    start = time.perf_counter()
    what()
    return time.perf_counter() - start


def _whole(world: World, fits: list[RakingFit], blocks: list[slice]) -> tuple[float, float]:
    """Add up the margins of every area again, and hold the first tables against the reference."""
    codes = [group == code for group, total in zip(world.groups, world.totals, strict=True)
             for code in range(total.shape[1])]  # fmt: skip
    adds = np.array(codes, dtype=np.float64).T
    published = np.concatenate(world.totals, axis=1)
    error, apart = 0.0, 0.0
    for fit, rows in zip(fits, blocks, strict=True):
        for at in range(rows.start, rows.stop, 256):
            stop = min(at + 256, rows.stop)
            shares = fit.compositions(slice(at - rows.start, stop - rows.start))
            gaps = shares @ adds - published[at:stop] / world.people[at:stop, None]
            error = max(error, float(np.abs(gaps).max()))
            for area in range(at, min(stop, HELD)):
                plain = rake_plainly(world, area)[0] / world.people[area]
                apart = max(apart, float(np.abs(shares[area - at] - plain).sum() / 2))
    return error, apart


def bandwidth(threads: int, megabytes: int = 256, times: int = 7) -> float:
    """Measure how fast memory is copied, bytes read and bytes written together [GB/s]."""
    pairs = [(np.ones(megabytes * 125_000), np.zeros(megabytes * 125_000)) for _ in range(threads)]
    with ThreadPoolExecutor(threads) as pool:

        def copied() -> None:
            list(pool.map(lambda pair: np.copyto(pair[1], pair[0]), pairs))

        return 2 * threads * megabytes / 1e3 / min(_timed(copied) for _ in range(times))
