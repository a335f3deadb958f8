"""Time the soft solver: every area of the country once, and under draws of its margins.

A section of ``make bench``: dissemination areas with ``DATA=DIR``, else census subdivisions.
Draws move the published margins by their own error; each begins at the area's fitted tilt.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from balise.synthesis import PRICE, Classes, ProvincePeople, class_shares, collapse, solve_duals
from tools.bench import Result

__all__ = ["rows"]

Floats = npt.NDArray[np.float64]

DRAWS, THREADS, CLOSED = 25, 2, 1e-10


@dataclass(frozen=True, slots=True)
class Pass:
    """One province under some draws."""

    classes: Classes
    targets: Floats
    prices: Floats
    starts: Floats
    guesses: Floats | None


@dataclass(frozen=True, slots=True)
class Run:
    """What a run over all provinces took [s] and gave."""

    seconds: float
    problems: int
    steps: float
    residual: float
    values: bytes


def rows(data: Path | None) -> Iterator[Result]:
    """Time a fit, a cold pass, a warm pass, and draws on one thread and on two."""
    with threadpool_limits(limits=1):
        yield from _rows(data)


def _rows(data: Path | None) -> Iterator[Result]:
    from balise.build import read_inputs
    from balise.build.model import find_regions, make_seeds
    from balise.recipes import read_recipe
    from balise.synthesis import FitChoices, fit_people

    recipe = read_recipe("new-brunswick" if data is None else "canada-da")
    inputs = read_inputs(recipe, data)
    seeds = make_seeds(inputs, recipe, recipe.income_slope, find_regions(inputs))
    choices = FitChoices(recipe.income_slope, workers=THREADS)
    fit_people(seeds, inputs.areas.head(1), inputs.divisions, choices)  # compiles
    start = time.perf_counter()
    people = fit_people(seeds, inputs.areas, inputs.divisions, choices)
    fitted = time.perf_counter() - start
    areas = f"{len(people.adults):,} areas"
    yield Result(f"people of {areas} fitted, {choices.rounds} rounds", f"{fitted:.2f} s")
    for what, draws, warm in (("cold", 0, False), ("warm", 1, True)):
        run = _run([_pass(part, draws, warm=warm) for part in people.parts], THREADS)
        yield Result(f"one {what} pass over {areas}", f"{run.seconds:.3f} s")
        yield Result(f"steps of a {what} problem, mean", f"{run.steps:.1f}")
    drawn = [_pass(part, DRAWS, warm=True) for part in people.parts]
    runs = [_run(drawn, threads) for threads in (1, THREADS)]
    for threads, run in zip((1, THREADS), runs, strict=True):
        plural = "s" if threads > 1 else ""
        what = f"{DRAWS} draws of {areas}, {threads} thread{plural}"
        yield Result(what, f"{run.seconds:.2f} s")
        yield Result(f"problems a second, {threads} thread{plural}", _rate(run))
    worst = max(run.residual for run in runs)
    yield Result("largest slope left", f"{worst:.1e}", f"{CLOSED:.0e}", worst <= CLOSED)
    same = runs[0].values == runs[1].values
    yield Result("bits that depend on threads", "0" if same else "1 or more", "0", same)
    yield Result("compositions a second, 1 thread", f"{_compositions(drawn):,.0f}")


def _rate(run: Run) -> str:
    return f"{run.problems / run.seconds:,.0f}"


def _pass(part: ProvincePeople, draws: int, *, warm: bool) -> Pass:
    """Repeat the areas of a province and move their margins by their error; none for 0 draws."""
    rng = np.random.default_rng(int(part.code))
    times = max(draws, 1)
    targets, prices, starts, values = (
        np.repeat(each, times, axis=0)
        for each in (
            part.margins.targets,
            part.margins.variances,
            part.starts,
            part.tilts.values,
        )
    )
    if draws:
        targets = targets + rng.standard_normal(targets.shape) * np.sqrt(prices / PRICE)
    classes = collapse(part.seed, part.features)
    return Pass(classes, targets, prices, starts, values if warm else None)


def _run(passes: list[Pass], threads: int) -> Run:
    """Solve all provinces, one after another."""
    start = time.perf_counter()
    tilts = [
        solve_duals(
            each.classes.seed,
            each.classes.features,
            each.targets,
            each.prices,
            each.starts,
            each.guesses,
            threads=threads,
        )
        for each in passes
    ]
    seconds = time.perf_counter() - start
    return Run(
        seconds=seconds,
        problems=sum(len(each.values) for each in tilts),
        steps=float(np.concatenate([each.iterations for each in tilts]).mean()),
        residual=max(float(each.residuals.max()) for each in tilts),
        values=b"".join(each.values.tobytes() for each in tilts),
    )


def _compositions(passes: list[Pass]) -> float:
    """How many compositions by class are written a second, into arrays that are there."""
    count, seconds = 0, 0.0
    for each in passes:
        tilts = np.zeros(each.targets.shape) if each.guesses is None else each.guesses
        out = np.zeros((len(tilts), len(each.classes.seed)))
        start = time.perf_counter()
        class_shares(
            each.classes.seed, each.classes.features, tilts, each.targets, each.starts, out=out
        )
        seconds += time.perf_counter() - start
        count += len(tilts)
    return count / seconds
