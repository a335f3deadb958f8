"""Time full draws of the country against its point fit, and draws against areas.

Every area is fitted again under each of 200 draws, with coefficients, benchmarks and
effects of places drawn too; the build that does so is a process of its own.
"""

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

from balise import index, synthesis
from balise.build import find_places, fit_model, place_effects, read_inputs
from balise.recipes import read_recipe
from tools.bench import Result

__all__ = ["rows"]

RECIPE = "canada-da"
MINUTES = 12.0
GIGABYTES = 6.0
TIMES = 200.0
EXPONENT = 1.1
SIZES = (1_000, 3_000, 9_000, 27_000, 56_590)  # areas


def rows(data: Path) -> Iterator[Result]:
    """Give the section on full draws of the country."""
    recipe = read_recipe(RECIPE)
    with threadpool_limits(limits=1):
        inputs = read_inputs(recipe, data)
        fit_model(inputs, recipe, 2)  # what is compiled is compiled before
        start = time.perf_counter()
        model = fit_model(inputs, recipe, 2)
        fit = time.perf_counter() - start
        yield Result(f"{RECIPE}: point fit of people and behaviour", f"{fit:.1f} s")
        places = find_places(recipe, inputs, model.people)
        ask = index.Ask(model.dimensions, np.arange(places.table.height))
        noise = index.NoiseChoices(
            recipe.random_seed, place_effects(recipe), True, recipe.unsurveyed_factor
        )
        yield from _against_areas(model.people, places.members, ask, noise)
    yield from _build(data, fit)


def _against_areas(
    people: synthesis.People, members: csr_matrix, ask: index.Ask, noise: index.NoiseChoices
) -> Iterator[Result]:
    """Time the draws of more and more areas, spread over the country."""
    context = index.draw_context(people, {"all": ask}, noise)
    every = frozenset(range(len(people.parts)))
    areas = len(people.adults)
    seconds, counts = [], []
    for size in SIZES:
        blocks = max(size // 1_000, 1)
        starts = np.linspace(0, areas - 1_000, blocks).astype(int)
        begin = time.perf_counter()
        for first in starts:
            rows_of = slice(int(first), int(first) + min(1_000, size))
            index.draw_block(
                context, index.cut_block(people, members, rows_of, every, noise.unsurveyed)
            )
        seconds.append(time.perf_counter() - begin)
        counts.append(1_000 * blocks)
        yield Result(f"full draws of {counts[-1]:,} areas, 1 process", f"{seconds[-1]:.1f} s")
    slope = float(np.polyfit(np.log(counts), np.log(seconds), 1)[0])
    yield Result(
        "time of full draws against areas: exponent",
        f"{slope:.3f}",
        f"under {EXPONENT:g}",
        slope < EXPONENT,
    )


def _build(data: Path, fit: float) -> Iterator[Result]:
    """Build the country under full draws, with two workers."""
    with tempfile.TemporaryDirectory() as folder:
        seconds, gigabytes = _time_tree(
            str(Path(sys.executable).with_name("balise")),
            "build",
            RECIPE,
            *("--data", str(data), "--out", f"{folder}/out", "--full-draws", "--workers", "2"),
            "--quiet",
        )
    yield Result(
        f"{RECIPE} --full-draws, 200 draws, 2 workers: whole build",
        f"{seconds / 60:.1f} min",
        f"under {MINUTES:g} min",
        seconds < 60 * MINUTES,
    )
    yield Result(
        "its memory, all processes together",
        f"{gigabytes:.2f} GB",
        f"under {GIGABYTES:g} GB",
        gigabytes < GIGABYTES,
    )
    yield Result(
        "whole build / point fit",
        f"{seconds / fit:.0f}",
        f"at most {TIMES:g}",
        seconds / fit <= TIMES,
    )


def _time_tree(*command: str) -> tuple[float, float]:
    """Run a command; give its time [s] and the most memory it and its children held [GB]."""
    start = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        held = [0]
        done = threading.Event()

        def watch() -> None:
            while not done.wait(0.25):
                held.append(_memory_of_tree(process.pid))

        watcher = threading.Thread(target=watch)
        watcher.start()
        status = process.wait()
        done.set()
        watcher.join()
    if status:
        raise SystemExit(f"{' '.join(command)} failed; what it said is above.")
    return time.monotonic() - start, max(held) / 1e9


def _memory_of_tree(root: int) -> int:
    """Sum the memory of a process and all its children; what they share counts once [bytes]."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = stat.read_text()
        except OSError:
            continue
        parent = int(text.rpartition(")")[2].split()[1])
        children.setdefault(parent, []).append(int(stat.parent.name))
    total, left = 0, [root]
    while left:
        process = left.pop()
        left += children.get(process, [])
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += 1024 * sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total
