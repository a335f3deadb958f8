"""Hold the bundled builds to what is promised: time, memory, same bytes, same scores.

A section of ``make bench``, with ``DATA=DIR`` for the builds that read published files. Each
build is a process of its own, started cold.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

from balise.build import fit_model, read_inputs
from balise.index import Ask, NoiseChoices, PlaceEffects, score_here
from balise.recipes import read_recipe
from balise.release import read_release
from tools.bench import Result

__all__ = ["build", "rows"]


@dataclass(frozen=True, slots=True)
class Promise:
    """What a build may take on two cores: time [s] and peak memory [GB]."""

    recipe: str
    needs_data: bool
    seconds: float
    gigabytes: float


PROMISES = (
    Promise("new-brunswick", False, 30, 1),
    Promise("new-brunswick-da", True, 60, 2),
    Promise("canada-da", True, 300, 6),
)
PILOT, PILOT_DA = PROMISES[0].recipe, PROMISES[1].recipe

PROVINCE_GAP = 0.3  # points, bundled figures against the files themselves
SUBDIVISION_RMS = 1.0  # points, people-weighted, subdivisions of 250 people or more
FEWEST = 250  # people
HALF_WIDTH_GAP = 0.1  # share, intervals by Hessian against full draws


def build(recipe: str, out: Path, *options: str) -> tuple[float, float]:
    """Build a recipe in a process of its own.

    Returns
    -------
    tuple of float
        Its time [s] and its largest resident memory [GB].
    """
    balise = str(Path(sys.executable).with_name("balise"))
    command = [balise, "build", recipe, "--out", str(out), "--quiet", *options]
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - start
    if status:
        raise SystemExit(f"{' '.join(command)} failed; what it said is above.")
    per_gigabyte = 1e9 if sys.platform == "darwin" else 1e6  # bytes there, kilobytes elsewhere
    return seconds, usage.ru_maxrss / per_gigabyte


def time_build(promise: Promise, folder: Path, options: list[str]) -> Iterator[Result]:
    """Build with two workers, and hold the build to its time and memory."""
    out = folder / promise.recipe
    seconds, gigabytes = build(promise.recipe, out, "--workers", "2", *options)
    yield Result(
        f"{promise.recipe}: time",
        f"{seconds:.1f} s",
        f"{promise.seconds:.0f} s",
        seconds <= promise.seconds,
    )
    yield Result(
        f"{promise.recipe}: peak memory",
        f"{gigabytes:.2f} GB",
        f"{promise.gigabytes:.0f} GB",
        gigabytes <= promise.gigabytes,
    )


def compare_workers(recipe: str, folder: Path, options: list[str]) -> Iterator[Result]:
    """Build again with one worker: every Parquet file must hold the same bytes."""
    two, one = folder / recipe, folder / f"{recipe}-1"
    build(recipe, one, "--workers", "1", *options)
    files = sorted(path.name for path in two.glob("*.parquet"))
    differ = [name for name in files if (one / name).read_bytes() != (two / name).read_bytes()]
    found = f"{len(differ)} of {len(files)} Parquet files differ {' '.join(differ)}".rstrip()
    yield Result(f"{recipe}: 1 and 2 workers", found, "none", not differ)


def areas(release: Path) -> pl.DataFrame:
    """Read the areas of a release."""
    return read_release(release).table("areas")


def compare_draws(folder: Path, options: list[str]) -> Iterator[Result]:
    """Compare intervals by Hessian with those of full draws of the margins."""
    out = folder / "full-draws"
    seconds, _ = build(PILOT_DA, out, "--full-draws", *options)
    yield Result(f"{PILOT_DA} --full-draws: time", f"{seconds:.1f} s")
    both = areas(folder / PILOT_DA).join(areas(out), on="dguid", suffix="_full")
    own = pl.col("province") == "13"
    for measure in ("evi_relative", "evi"):
        for levels in (["er", "cd", "csd"], ["ada", "da"]):
            rows = both.filter(own & pl.col("level").is_in(levels))
            yield _half_widths(rows, measure, ", ".join(levels))


def _half_widths(rows: pl.DataFrame, measure: str, levels: str) -> Result:
    width = pl.col(f"{measure}_high") - pl.col(f"{measure}_low")
    full = pl.col(f"{measure}_high_full") - pl.col(f"{measure}_low_full")
    rows = rows.select(ratio=width / full, people="population").drop_nulls()
    ratios, people = rows["ratio"].to_numpy(), rows["people"].to_numpy()
    median, mean = float(np.median(ratios)), float(np.average(ratios, weights=people))
    low, high = np.quantile(ratios, [0.05, 0.95])
    return Result(
        f"half-width by Hessian / by full draws: {measure} of {levels}",
        f"median {median:.3f}, by people {mean:.3f}, 5-95 % {low:.3f} to {high:.3f}",
        f"1 within {HALF_WIDTH_GAP:g}",
        max(abs(median - 1), abs(mean - 1)) <= HALF_WIDTH_GAP,
    )


def compare_margins(data: Path) -> Iterator[Result]:
    """Compare the margin error alone, by Hessian and by full draws, area by area.

    Whole intervals hold much that both share; this is the part that differs.
    """
    recipe = read_recipe(PILOT_DA)
    with threadpool_limits(limits=1):
        model = fit_model(read_inputs(recipe, data), recipe)
        place = [part.code for part in model.people.parts].index("13")
        rows = model.people.rows[place]
        own = model.dimensions.values[..., None, :]
        types = replace(model.dimensions, draws=np.repeat(own, recipe.draws, axis=3))
        count = rows.stop - rows.start
        members = csr_matrix(
            (np.ones(count), (np.arange(count), np.arange(rows.start, rows.stop))),
            shape=(count, len(model.people.adults)),
        )
        none = PlaceEffects(np.zeros(5), np.zeros(5))
        spreads = []
        for full in (False, True):
            noise = NoiseChoices(recipe.random_seed, none, full)
            ask = Ask(types, np.arange(count))
            scored = score_here(members, model.people, ask, noise, frozenset({place}))
            spreads.append((scored.draws @ np.array(model.method.weights)).std(axis=1, ddof=1))
    people = model.people.adults[model.people.rows[place]]
    lived = people > 0
    ratios, people = (spreads[0] / np.maximum(spreads[1], 1e-12))[lived], people[lived]
    median, mean = float(np.median(ratios)), float(np.average(ratios, weights=people))
    low, high = np.quantile(ratios, [0.05, 0.95])
    yield Result(
        f"margin error alone by Hessian / by full draws: {len(ratios):,} areas",
        f"median {median:.3f}, by people {mean:.3f}, 5-95 % {low:.3f} to {high:.3f}",
        f"1 within {HALF_WIDTH_GAP:g}",
        max(abs(median - 1), abs(mean - 1)) <= HALF_WIDTH_GAP,
    )


def compare_bases(folder: Path) -> Iterator[Result]:
    """Compare the pilot from bundled figures with the pilot from the files themselves."""
    both = areas(folder / PILOT).join(areas(folder / PILOT_DA), on=["level", "code"], suffix="_da")
    both = both.with_columns(gap=pl.col("evi") - pl.col("evi_da"))
    province = float(both.filter((pl.col("level") == "pr") & (pl.col("code") == "13"))["gap"][0])
    yield Result(
        f"{PILOT} against {PILOT_DA}: province",
        f"{province:+.2f} points",
        f"{PROVINCE_GAP:g} points",
        abs(province) <= PROVINCE_GAP,
    )
    rows = both.filter(
        (pl.col("level") == "csd") & (pl.col("population") >= FEWEST) & pl.col("gap").is_not_null()
    ).sort(pl.col("gap").abs(), descending=True)
    gaps, people = rows["gap"].to_numpy(), rows["population"].to_numpy()
    rms = float(np.sqrt(np.average(gaps**2, weights=people)))
    yield Result(
        f"{PILOT} against {PILOT_DA}: {len(gaps)} CSDs of {FEWEST}+ people",
        f"RMS by people {rms:.2f} points",
        f"{SUBDIVISION_RMS:g} point",
        rms <= SUBDIVISION_RMS,
    )
    for row in rows.head(10).iter_rows(named=True):
        name = f"  {row['code']} {row['name_en'] or '-'}, {row['population']:,} people"
        yield Result(name, f"{row['evi']:.2f} against {row['evi_da']:.2f}: {row['gap']:+.2f}")


def rows(data: Path | None) -> Iterator[Result]:
    """Run every build and comparison that the data at hand allow, one after another."""
    with tempfile.TemporaryDirectory() as folder:
        yield from run(data, Path(folder))


def run(data: Path | None, folder: Path) -> Iterator[Result]:
    """Run every build and comparison that the data at hand allow, one after another."""
    options = [] if data is None else ["--data", str(data)]
    for promise in PROMISES:
        if promise.needs_data and data is None:
            yield Result(promise.recipe, "left out: name the published files with DATA=DIR")
        else:
            yield from time_build(promise, folder, options if promise.needs_data else [])
    yield from compare_workers(PILOT, folder, [])
    if data is not None:
        yield from compare_workers(PILOT_DA, folder, options)
        yield from compare_bases(folder)
        yield from compare_draws(folder, options)
        yield from compare_margins(data)
