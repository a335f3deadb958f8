"""Difference-in-differences: time, and verdicts on invented programs whose truth is known."""

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np

from balise.impact import Verdict
from balise.impact.did import KINDS, Program, Settings, estimate_did, invent
from tools.bench import Result

__all__ = ["rows", "verdict_of"]

PROGRAMS = 500
MOST_WRONG = 35  # of 500: "attributable" where the program did nothing
FEWEST_RIGHT = 375  # of 500: "attributable" or "probably" where it worked
SECONDS = 10  # 500 units, 5 years, 999 draws


def verdict_of(kind: str, seed: int) -> Verdict:
    """Give the verdict on one invented program."""
    return estimate_did(invent(kind, seed)).verdict


def rows(workers: int, programs: int = PROGRAMS) -> Iterator[Result]:
    """Time one estimate, then count verdicts over invented programs of each kind."""
    panel = invent("effect", 0, Program(units=500, periods=5, start=3))
    start = time.perf_counter()
    estimate_did(panel, Settings(draws=999))
    taken = time.perf_counter() - start
    yield Result(
        "did: 500 units x 5 years, 999 bootstrap draws, all checks",
        f"{taken:.1f} s",
        f"under {SECONDS} s",
        taken < SECONDS,
    )
    with ProcessPoolExecutor(workers) as pool:
        for kind in KINDS:
            start = time.perf_counter()
            told = pool.map(partial(verdict_of, kind), np.arange(programs).tolist(), chunksize=10)
            counts = Counter(told)
            taken = time.perf_counter() - start
            yield judged(kind, counts, programs, taken)


def judged(kind: str, counts: Counter[Verdict], programs: int, taken: float) -> Result:
    """Hold the verdicts on one kind of program to what is promised of them."""
    words = {
        "none": "no effect",
        "trend": "no effect but a trend as large",
        "effect": "an effect found 9 times in 10",
    }
    listed = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
    found = f"{listed} ({taken:.0f} s)"
    if kind == "effect":
        right = counts["attributable"] + counts["probably"]
        fewest = FEWEST_RIGHT * programs // PROGRAMS
        threshold = f"{fewest} or more attributable or probably"
        return Result(f"did: {programs} programs, {words[kind]}", found, threshold, right >= fewest)
    most = MOST_WRONG * programs // PROGRAMS
    return Result(
        f"did: {programs} programs, {words[kind]}",
        found,
        f"at most {most} attributable",
        counts["attributable"] <= most,
    )
