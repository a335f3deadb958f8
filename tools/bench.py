"""Hold builds and kernels to what is promised, peers beside them, and write what was found.

Run as ``make bench``, with ``DATA=DIR`` for what reads published files; ``SECTION=NAME`` runs one
section. Every number goes to the screen and, by the same run, to ``docs/benchmarks.md`` and
``docs/bancs-d-essai.md``: the part of each page that holds the section, the others stay. A section
whose module is not there is named and left out. The exit status is 1 if a threshold is missed.
"""

import argparse
import importlib
import multiprocessing
import os
import platform
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

__all__ = ["SECTIONS", "Part", "Result", "Table", "apart", "machine", "measured", "shown", "told"]


@dataclass(frozen=True, slots=True)
class Result:
    """One thing measured; the verdict is None where there is no threshold."""

    what: str
    found: str
    threshold: str = ""
    met: bool | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Several things measured of each of several tools or sizes."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Part: TypeAlias = Result | Table
Section: TypeAlias = Callable[[Path | None], Iterable[Part]]
"""Takes the folder of published files, or None; gives what it measured, as it goes."""

SECTIONS = {
    "raking-small": "tools.bench_raking:small",
    "raking": "tools.bench_raking:real",
    "raking-drawn": "tools.bench_raking:drawn",
    "raking-cost": "tools.bench_raking:cost",
    "dual": "tools.bench_dual:rows",
    "draws": "tools.bench_draws:rows",
    "persons": "tools.bench_persons:rows",
    "builds": "tools.bench_builds:rows",
}
"""Where each section lies: its module and its function."""

NEED_DATA = {"draws"}
"""Sections that cannot do without published files."""

DOCS = Path(__file__).resolve().parents[1] / "docs"
VERDICTS = {True: "met", False: "NOT MET", None: ""}


def machine() -> str:
    """Describe the machine: processor, cores, memory [GB], system, Python."""
    model = platform.processor() or platform.machine()
    described = Path("/proc/cpuinfo")
    if described.is_file():
        lines = described.read_text().splitlines()
        names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
        model = names[0] if names else model
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    python = f"Python {platform.python_version()}"
    return f"{model}, {cores} cores, {memory:.1f} GB, {platform.system()}, {python}"


def told(result: Result) -> bool:
    """Print one line; give False if a threshold is missed."""
    limit = f"  [{result.threshold}]" if result.threshold else ""
    print(f"{VERDICTS[result.met]:8}{result.what:66} {result.found}{limit}", flush=True)
    return result.met is not False


def shown(part: Part) -> bool:
    """Print a line or a table; give False if a threshold is missed."""
    if isinstance(part, Table):
        rows = (part.head, *part.rows)
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = [f"{cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True)]
            print("  ".join([f"{row[0]:{widths[0]}}", *cells]), flush=True)
        return True
    return told(part)


def section(name: str) -> Section:
    """Find a section.

    Raises
    ------
    ModuleNotFoundError
        If its module, or what that needs, is not there.
    """
    module, _, function = SECTIONS[name].partition(":")
    found: Section = getattr(importlib.import_module(module), function)
    return found


def measured(name: str, data: Path | None) -> Iterator[Part]:
    """Run a section; where it cannot run, tell why instead."""
    if data is None and name in NEED_DATA:
        yield Result(name, "left out: name the published files with DATA=DIR")
        return
    try:
        run = section(name)
    except ModuleNotFoundError as error:
        yield Result(f"{name}: left out", f"no module {error.name}")
        return
    yield from run(data)


def apart(name: str, data: Path | None) -> Iterator[Part]:
    """Run a section in a process of its own, so that what it held weighs on no other."""
    context = multiprocessing.get_context("spawn")
    theirs, ours = context.Pipe(duplex=False)
    child = context.Process(target=_send, args=(ours, name, data))
    child.start()
    ours.close()
    try:
        while (part := theirs.recv()) is not None:
            yield part
    except EOFError:
        yield Result(name, "ended with an error; what it said is above", "", False)
    child.join()


def _send(pipe: Any, name: str, data: Path | None) -> None:
    for part in measured(name, data):
        pipe.send(part)
    pipe.send(None)


def main() -> int:
    """Print one table for each section and write the pages; give 1 if a threshold is missed."""
    from tools.bench_page import write_pages

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of published files")
    parser.add_argument("--section", choices=[*SECTIONS], action="append", help="this one alone")
    parser.add_argument("--docs", type=Path, default=DOCS, help="folder of the pages")
    asked = parser.parse_args()
    print(machine())
    missed = 0
    for name in asked.section or SECTIONS:
        print(f"\n== {name}")
        parts: list[Part] = []
        for part in apart(name, asked.data):
            missed += not shown(part)
            parts.append(part)
        for left in write_pages(asked.docs, name, parts, machine()):
            print(f"No French is written for: {left}")
    print(f"\n{missed} thresholds are missed." if missed else "\nEvery threshold is met.")
    return 1 if missed else 0


if __name__ == "__main__":
    from tools import bench  # sections know its classes under this name

    raise SystemExit(bench.main())
