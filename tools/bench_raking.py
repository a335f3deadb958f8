"""The raking kernel and its peers on the same cases: time, agreement, error, memory.

Sections of ``make bench``; ``SECTION=raking-small`` runs one of them. Every tool has a process
of its own, and all are asked for the same error: at most a millionth of the people of an area.
"""

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from tools.bench import Part, Result, Table
from tools.bench_alone import alone
from tools.bench_cases import TOLERANCE, Case
from tools.bench_peers import PEERS
from tools.bench_rakers import Run, bandwidth, run_ours, run_peer

__all__ = ["cost", "drawn", "real", "small"]

THREADS = 2
SMALL = Case((10, 6, 5, 5, 2), 1_000)
REAL = Case((10, 5, 5, 5, 4, 4), 5_000)
DRAWN = Case((10, 8, 8, 8, 7, 6), 5_000, drawn=20_000)
AREAS = (1_000, 5_000, 20_000, 56_000)
TYPES = ((10, 5, 5, 2, 2, 2), (10, 5, 5, 5, 2, 2), (10, 5, 5, 5, 4, 4), (10, 10, 5, 5, 5, 4))

SLOW = "ipfn, pandas"
WHOLE_TABLES = ("humanleague.ipf", "ipfn, numpy")
"""Peers that hold a table of all combinations."""
KERNEL = "synthpopcan kernel"
TIMES_KERNEL, TIMES_PEER = 30, 5
APART = 1e-5
"""Share of people whom another answer may put elsewhere."""
EXPONENT = 1.1
BYTES = 8
"""Read and written for each cell update by a kernel whose weights, of 4 bytes, lie in memory."""

HEAD = (
    "tool",
    "threads",
    "areas raked",
    "an area",
    "all areas",
    "processor time",
    "passes",
    "cell updates",
    "largest margin error",
    "table apart",
    "peak memory",
    "time, Balise = 1",
)


def small(data: Path | None) -> Iterator[Part]:
    """Rake a small case with every peer, and with ours area by area and all at once."""
    del data
    runs: dict[tuple[str, int], Run] = {}
    for name, at_once in (("Balise, one area a call", 1), ("Balise, all areas in one call", None)):
        yield from _kept(runs, (name, 1), alone(run_ours, SMALL, 1, 3, at_once))
    for name in PEERS:
        yield from _kept(runs, (name, 1), alone(run_peer, name, SMALL, 3.0))
    yield from _compared(SMALL, runs, ("Balise, all areas in one call", 1))


def real(data: Path | None) -> Iterator[Part]:
    """Rake a case of real size: ours, synthpopcan's kernel whole, other peers on some areas."""
    del data
    yield from _large(REAL, [name for name in PEERS if name not in (KERNEL, SLOW)], 120.0)


def drawn(data: Path | None) -> Iterator[Part]:
    """Rake as many types, drawn from more combinations than there are types."""
    del data
    left_out = (KERNEL, SLOW, *WHOLE_TABLES)
    yield from _large(DRAWN, [name for name in PEERS if name not in left_out], 30.0)


def _large(case: Case, peers: list[str], seconds: float) -> Iterator[Part]:
    """Rake a large case; ours between peers, since the machine may be busier at one time."""
    runs: dict[tuple[str, int], Run] = {}
    ours: list[object] = []

    def again() -> None:
        ours.append(alone(run_ours, case, THREADS, 3))

    again()
    yield from _kept(runs, ("Balise", 1), alone(run_ours, case, 1, 3))
    for threads in (1, THREADS):
        yield from _kept(runs, (KERNEL, threads), alone(run_peer, KERNEL, case, seconds, threads))
        again()
    for name in peers:
        yield from _kept(runs, (name, 1), alone(run_peer, name, case, 8.0))
        again()
    yield from _kept(runs, ("Balise", THREADS), _middle(ours))
    yield from _compared(case, runs, ("Balise", THREADS))
    yield from _promised(runs)
    if ("Balise", THREADS) in runs:
        yield from _memory(case, runs["Balise", THREADS])


def _middle(runs: list[object]) -> object:
    """Give the run of middle time, or what kept one from running."""
    done = sorted((each for each in runs if isinstance(each, Run)), key=lambda run: run.seconds)
    return (
        done[len(done) // 2]
        if len(done) == len(runs)
        else next(each for each in runs if not isinstance(each, Run))
    )


def _kept(runs: dict[tuple[str, int], Run], key: tuple[str, int], told: object) -> Iterator[Part]:
    """Keep a run, or tell why there is none."""
    if isinstance(told, Run):
        runs[key] = told
    else:
        yield Result(f"{key[0]}: left out", str(told))


def _compared(
    case: Case, runs: dict[tuple[str, int], Run], ours: tuple[str, int]
) -> Iterator[Part]:
    """Set the tools side by side, then hold their tables against the reference."""
    own = runs.get(ours)
    rows = []
    for (name, threads), run in sorted(runs.items(), key=lambda each: each[1].each()):
        scaled = "" if run.areas == case.areas else ", scaled"
        untold = math.isnan(run.passes)
        rows.append(
            (
                name,
                f"{threads}",
                f"{run.areas:,}",
                f"{_short(run.each() * 1e3)} ms",
                f"{_short(run.each() * case.areas)} s{scaled}",
                f"{_short(run.work_each() * case.areas)} s{scaled}",
                "-" if untold else f"{run.passes:.1f}",
                "-" if untold else f"{_short(run.updates(case))} G/s",
                f"{run.error:.1e}",
                f"{run.apart:.1e}",
                f"{run.gigabytes:.2f} GB",
                _short(run.each() / own.each()) if own else "-",
            )
        )
    yield Table(HEAD, tuple(rows))
    for (name, _), run in runs.items():
        if run.apart > APART:
            yield Result(f"{name}: table apart", f"{run.apart:.1e}", f"{APART:.0e}", False)
    worst = max((run.apart for run in runs.values()), default=float("nan"))
    yield Result("answers agree, the worst of all tools", f"{worst:.1e}", f"{APART:.0e}",
                 worst <= APART)  # fmt: skip


def _short(value: float) -> str:
    """Write a number with about three digits."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _promised(runs: dict[tuple[str, int], Run]) -> Iterator[Part]:
    """Hold the kernel to its margins: over synthpopcan's, over the fastest peer, in error."""
    own = runs.get(("Balise", THREADS))
    if own is None:
        return
    yield Result("largest margin error, every area", f"{own.error:.1e}", f"{TOLERANCE:.0e}",
                 own.error <= TOLERANCE)  # fmt: skip
    for (name, threads), run in runs.items():
        if name == KERNEL:
            whose, limit = f"{KERNEL} on {_on(threads)}", f"{TIMES_KERNEL} times"
            for ratio, how in (
                (run.each() / own.each(), ""),
                (run.work_each() / own.work_each(), ", in processor time"),
            ):
                met = ratio >= TIMES_KERNEL
                yield Result(f"faster than {whose}{how}", f"{ratio:.1f} times", limit, met)
            ratio = run.each() / own.tables_seconds * own.areas
            yield Result(f"faster than {whose}, with tables", f"{ratio:.1f} times")
    # A peer that works on one core is taken to be twice as fast in two processes.
    peers = {key: run for key, run in runs.items() if key[0] != "Balise"}
    fair = {key: run.each() * key[1] / THREADS / own.each() for key, run in peers.items()}
    work = {key: run.work_each() / own.work_each() for key, run in peers.items()}
    for ratios, how in ((fair, "in two processes"), (work, "in processor time")):
        if ratios:
            least, (name, _) = min((ratio, key) for key, ratio in ratios.items())
            limit, met = f"{TIMES_PEER} times", least >= TIMES_PEER
            yield Result(f"faster than the fastest peer, {name}, {how}", f"{least:.1f} times",
                         limit, met)  # fmt: skip
    yield Result("every table of weights made as well", f"{own.tables_seconds:.2f} s")


def _on(threads: int) -> str:
    return "1 thread" if threads == 1 else f"{threads} threads"


def _memory(case: Case, own: Run) -> Iterator[Part]:
    """Tell how far the kernel is from what memory would allow a kernel that streams weights."""
    speed = bandwidth(THREADS)
    yield Result("copying memory, 2 threads", f"{speed:.1f} GB/s")
    most, found = speed / BYTES, own.updates(case)
    yield Result("the most that streaming weights through memory allows", f"{most:.2f} G/s")
    yield Result("cell updates of Balise", f"{found:.2f} G/s, {found / most:.1f} times that")


def cost(data: Path | None) -> Iterator[Part]:
    """Measure the cost against areas and against types, with fitted exponents."""
    del data
    for what, cases in (
        ("areas", [Case(REAL.shape, areas) for areas in AREAS]),
        ("types", [Case(shape, REAL.areas) for shape in TYPES]),
    ):
        runs = [(case, alone(run_ours, case, THREADS, 3)) for case in cases]
        done = [(case, run) for case, run in runs if isinstance(run, Run)]
        if len(done) < len(runs):
            why = next(run for _, run in runs if not isinstance(run, Run))
            yield Result("Balise: left out", str(why))
            continue
        yield Table(
            (
                "areas",
                "types",
                "time",
                "processor time",
                "an area",
                "passes",
                "cell updates",
                "peak memory",
            ),
            tuple(
                (
                    f"{case.areas:,}",
                    f"{case.types:,}",
                    f"{_short(run.seconds)} s",
                    f"{_short(run.processor_seconds)} s",
                    f"{_short(run.each() * 1e3)} ms",
                    f"{run.passes:.1f}",
                    f"{_short(run.updates(case))} G/s",
                    f"{run.gigabytes:.2f} GB",
                )
                for case, run in done
            ),
        )
        size = [case.areas if what == "areas" else case.types for case, _ in done]
        for whose, times in (
            ("processor time", [run.processor_seconds / run.passes for _, run in done]),
            ("time", [run.seconds / run.passes for _, run in done]),
        ):
            power = float(np.polyfit(np.log(size), np.log(times), 1)[0])
            held = whose == "processor time"  # other work on the machine bends the other
            yield Result(
                f"{whose} of a pass against {what}, fitted exponent",
                f"{power:.2f}",
                f"under {EXPONENT:g}" if held else "",
                power < EXPONENT if held else None,
            )
