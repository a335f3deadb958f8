"""Synthetic control and interrupted time series: published weights, time, verdicts."""

import os
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np

from balise.impact import Asked, Roles, Verdict, estimate_comparison, estimate_series
from balise.impact.its.simulation import invent_series
from balise.impact.synthetic import fit_nested, read_comparison
from balise.impact.synthetic.simulation import invent_comparison
from tools.bench import Result

__all__ = ["rows"]

PROGRAMS = 500
MOST_WRONG = 35  # of 500: "attributable" where the program did nothing
FEWEST_RIGHT = 375  # of 500: "attributable" or "probably" where the effect is large
SECONDS = 60  # 39 states, all placebos
LARGE = {"synth": 8.0, "its": 5.0}  # effects, in standard deviations of a shock
PUBLISHED = {"Utah": 0.334, "Nevada": 0.234, "Montana": 0.199, "Colorado": 0.164}
PUBLISHED |= {"Connecticut": 0.069}
GAP = {"in 2000": -25.73, "on average": -18.97}  # by the published weights [packs]
PREDICTORS = (
    "lnincome@1980-1988,retprice@1980-1988,age15to24@1980-1988,beer@1984-1988,"
    "cigsale@1975,cigsale@1980,cigsale@1988"
)


def rows(workers: int, programs: int = PROGRAMS) -> Iterator[Result]:
    """Hold the published case and invented programs to what is promised."""
    data = os.environ.get("BALISE_DATA", "../shared/data")
    path = Path(data) / "reference" / "synthetic-control" / "prop99_smoking.csv"
    if path.is_file():
        yield from _published(path, workers)
    else:
        yield Result("synth: published case", f"{path.name} is not there", "BALISE_DATA", False)
    with ProcessPoolExecutor(workers) as pool:
        for design in ("synth", "its"):
            for effect in (0.0, LARGE[design]):
                start = time.perf_counter()
                told = pool.map(partial(_verdict, design, effect), range(programs), chunksize=10)
                counts = Counter(told)
                taken = time.perf_counter() - start
                yield _judged(f"{design}: {programs} programs", effect, counts, programs, taken)


def _published(path: Path, workers: int) -> Iterator[Result]:
    asked = Asked("California", "1989", PREDICTORS)
    roles = Roles(outcome="cigsale", unit="state", time="year")
    start = time.perf_counter()
    comparison, panel = read_comparison(path, roles, asked)
    estimate_comparison(comparison, panel, asked, workers=workers)
    taken = time.perf_counter() - start
    yield Result(
        "synth: 39 states, all placebos and checks",
        f"{taken:.1f} s",
        f"under {SECONDS} s",
        taken < SECONDS,
    )
    before = comparison.start
    traits = (comparison.own_traits, comparison.other_traits)
    outcomes = (comparison.own[:before], comparison.others[:, :before])
    off, gaps = [], []
    for seed in range(10):
        fit = fit_nested(traits, outcomes, np.random.default_rng(seed))
        found = dict(zip(comparison.donors, fit.weights.tolist(), strict=True))
        off.append(max(abs(found[state] - weight) for state, weight in PUBLISHED.items()))
        gap = comparison.own - fit.weights @ comparison.others
        gaps.append(
            max(
                abs(float(gap[-1]) - GAP["in 2000"]),
                abs(float(gap[before:].mean()) - GAP["on average"]),
            )
        )
    yield Result(
        "synth: published weights, worst of 10 seeds",
        f"{max(off):.4f} apart",
        "within 0.01",
        max(off) <= 0.01,
    )
    yield Result(
        "synth: published gap, worst of 10 seeds",
        f"{max(gaps):.3f} packs apart",
        "within 0.5 packs",
        max(gaps) <= 0.5,
    )


def _verdict(design: str, effect: float, seed: int) -> Verdict:
    if design == "its":
        return estimate_series(invent_series(seed, effect=effect, compared=True)).verdict
    comparison, panel, asked = invent_comparison(seed, effect=effect)
    return estimate_comparison(comparison, panel, asked).verdict


def _judged(
    what: str, effect: float, counts: Counter[Verdict], programs: int, taken: float
) -> Result:
    found = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
    found = f"{found} ({taken:.0f} s)"
    if effect:
        right = counts["attributable"] + counts["probably"]
        fewest = FEWEST_RIGHT * programs // PROGRAMS
        threshold = f"{fewest} or more attributable or probably"
        return Result(f"{what}, an effect of {effect:g}", found, threshold, right >= fewest)
    most = MOST_WRONG * programs // PROGRAMS
    return Result(
        f"{what}, no effect",
        found,
        f"at most {most} attributable",
        counts["attributable"] <= most,
    )
