"""Hold synthetic persons as rows to what is promised: time beyond the build, memory, exact sums.

A section of ``make bench``; with ``DATA=DIR`` the whole country by dissemination area, else the
pilot. The model is fitted once, in a process of its own, and the pass over persons timed in it.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from threadpoolctl import threadpool_limits

from tools.bench import Result

__all__ = ["rows"]

COUNTRY, PILOT = "canada-da", "new-brunswick"
SECONDS, GIGABYTES = 180.0, 4.0
WORKERS = 2


def rows(data: Path | None) -> Iterator[Result]:
    """Write the persons of the country, or of the pilot, and hold them to time, memory, sums."""
    recipe = PILOT if data is None else COUNTRY
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tools.bench_persons", recipe, folder]
        command += [] if data is None else ["--data", str(data)]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    found = json.loads(done.stdout)
    yield Result(f"{recipe}: persons written", f"{found['persons']:,}")
    yield Result(
        f"{recipe}: time beyond the build",
        f"{found['seconds']:.1f} s",
        f"{SECONDS:.0f} s",
        found["seconds"] <= SECONDS,
    )
    yield Result(
        f"{recipe}: peak memory",
        f"{found['gigabytes']:.1f} GB",
        f"{GIGABYTES:.0f} GB",
        found["gigabytes"] <= GIGABYTES,
    )
    yield Result(f"{recipe}: room on disk", f"{found['room']:.2f} GB")
    yield Result(
        f"{recipe}: checks of persons not met",
        f"{found['faults']}",
        "0",
        not found["faults"],
    )


def write(recipe_name: str, folder: Path, data: Path | None) -> dict[str, float]:
    """Fit a model, then draw, write and check its persons; time only what persons add."""
    from balise.build import fit_model, read_inputs
    from balise.build.jobs import How
    from balise.build.person_blocks import person_drawing
    from balise.build.persons import write_persons
    from balise.recipes import read_recipe
    from balise.release import check_persons, failures

    recipe = read_recipe(recipe_name)
    with threadpool_limits(limits=1):
        model = fit_model(read_inputs(recipe, data), recipe, WORKERS)
    _forget_peak()
    keys = ("recipe", "recipe_name", "sources", "code_version", "python", "packages")
    more = ("random_seed", "years", "weights", "parameters", "licence", "citation")
    people, start = folder / "people", time.monotonic()
    drawing = person_drawing(recipe, model)
    record = dict.fromkeys((*keys, *more), "a benchmark")
    with write_persons(drawing, record, people, How(WORKERS), _unheard) as persons:
        pass
    seconds, gigabytes = time.monotonic() - start, _peak()
    return {
        "persons": persons,
        "seconds": seconds,
        "gigabytes": gigabytes,
        "room": sum(each.stat().st_size for each in people.rglob("*") if each.is_file()) / 1e9,
        "faults": len(failures(check_persons(people))),
    }


def _unheard(_: str) -> None:
    """Tell nobody."""


def _forget_peak() -> None:
    """Count the largest memory from now on, where the system can."""
    forget = Path("/proc/self/clear_refs")
    if os.access(forget, os.W_OK):
        forget.write_text("5")


def _peak() -> float:
    """Largest memory of this process, and of each that worked for it [GB]."""
    status = Path("/proc/self/status")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if status.is_file():
        lines = status.read_text().splitlines()
        own = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    others = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    per_gigabyte = 1e9 if sys.platform == "darwin" else 1e6  # bytes there, kilobytes elsewhere
    return (own + WORKERS * others) / per_gigabyte


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recipe")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", type=Path)
    asked = parser.parse_args()
    print(json.dumps(write(asked.recipe, asked.folder, asked.data)))
