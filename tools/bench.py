"""Time the bundled builds and measure their memory against what is promised.

Run as ``make bench``, with ``DATA=DIR`` for the builds that read published files. Each
build is a process of its own, started cold.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Promise:
    """What a build may take on two cores: time [s] and memory [GB]."""

    recipe: str
    needs_data: bool
    seconds: float
    gigabytes: float


PROMISES = (
    Promise("new-brunswick", False, 30, 1),
    Promise("new-brunswick-da", True, 60, 2),
    Promise("canada-da", True, 300, 6),
)


def measure(command: list[str]) -> tuple[float, float]:
    """Run a command; give its time [s] and its largest resident memory [GB]."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} failed; what it said is above.")
    per_kilobyte = 1e9 if sys.platform == "darwin" else 1e6
    return time.monotonic() - start, usage.ru_maxrss / per_kilobyte


def main() -> int:
    """Print one line for each build; give 1 if a promise is not met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of published files")
    data: Path | None = parser.parse_args().data
    balise = str(Path(sys.executable).with_name("balise"))
    met = True
    for promise in PROMISES:
        if promise.needs_data and data is None:
            print(f"{promise.recipe:20} left out: name the published files with DATA=DIR")
            continue
        with tempfile.TemporaryDirectory() as folder:
            command = [balise, "build", promise.recipe, "--out", f"{folder}/release"]
            command += ["--data", str(data)] if promise.needs_data else []
            seconds, gigabytes = measure(command)
        kept = seconds <= promise.seconds and gigabytes <= promise.gigabytes
        met = met and kept
        print(
            f"{promise.recipe:20} {seconds:6.1f} s of {promise.seconds:.0f}, "
            f"{gigabytes:.2f} GB of {promise.gigabytes:.0f}: {'met' if kept else 'NOT MET'}"
        )
    return 0 if met else 1


if __name__ == "__main__":
    raise SystemExit(main())
