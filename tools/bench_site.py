"""Hold the site to what is promised under load: pages and lists in time, no failure.

Run as ``make bench-site``; ``RELEASE=DIR`` names a release, else the pilot is built. A site
is opened as a process of its own with nothing kept from before, and asked for 200 addresses a
second for a minute by this process, on the same machine: half are pages of areas, a fifth lists
and searches, three tenths JSON, half in each language, drawn with a fixed seed.
"""

import argparse
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import quote, urlencode

import numpy as np
import polars as pl

from balise.release import read_release
from tools.bench import Result, machine, told
from tools.load import Load, load
from tools.served import pilot_in, served

PER_SECOND, SECONDS = 200, 60
FEWEST_ADDRESSES = 2_000
SLOWEST = 100.0
"""What 95 % of answers take at most [ms]."""
SEED = 20_260_101
KINDS = (("pages of areas", 0.5), ("lists and searches", 0.2), ("JSON", 0.3))
_SORTS = ("name", "population", "evi", "relative", "means", "willingness", "abilities")
_COLUMNS = ("evi", "evi_relative", "means", "willingness", "abilities", "population", "quality")


class Addresses:
    """What can be asked of a release, drawn by kind."""

    def __init__(self, release: Path, rng: np.random.Generator) -> None:
        areas = read_release(release).table("areas")
        self.rng = rng
        self.areas = areas["dguid"].to_list()
        self.names = areas.select(pl.coalesce("name_en", "name_fr", "code")).to_series().to_list()
        self.levels = sorted(areas["level"].unique().to_list())
        parents = areas.filter(pl.col("level").is_in(["csd", "da", "ada", "cd"]))
        self.around = parents.select("level", "parent").drop_nulls().unique().sort(pl.all()).rows()
        groups = read_release(release).table("groups")
        self.groups = groups["group"].unique().sort().to_list()

    def one(self, values: Sequence[str]) -> str:
        """Draw one of some values."""
        return values[int(self.rng.integers(len(values)))]

    def page(self) -> str:
        """Draw the page of an area."""
        return f"/areas/{quote(self.one(self.areas))}/"

    def listed(self) -> str:
        """Draw a list: of a level in some order, inside an area, or by part of a name."""
        path = self.one(("/", "/areas/"))
        sort = self.one(("", "-")) + self.one(_SORTS)
        level = self.one(self.levels)
        way = self.rng.random()
        if way < 0.5:
            name = self.one(self.names)
            return (
                f"{path}?{urlencode({'level': level, 'q': name[: int(self.rng.integers(2, 9))]})}"
            )
        if way < 0.8 and self.around:
            level, parent = self.around[int(self.rng.integers(len(self.around)))]
            return f"{path}?{urlencode({'level': level, 'in': parent, 'sort': sort})}"
        return f"{path}?{urlencode({'level': level, 'sort': sort})}"

    def json(self) -> str:
        """Draw an address of the JSON interface."""
        way = self.rng.random()
        if way < 0.7:
            return f"/api/v1/areas/{quote(self.one(self.areas))}"
        if way < 0.9 and self.around:
            level, parent = self.around[int(self.rng.integers(len(self.around)))]
            name = self.one(("areas", "groups", "shares"))
            return f"/api/v1/{name}?{urlencode({'level': level, 'parent': parent})}"
        if way < 0.97:
            level, column = self.one(self.levels), self.one(_COLUMNS)
            return f"/api/v1/areas?{urlencode({'level': level, 'columns': f'dguid,{column}'})}"
        return "/api/v1/" + self.one(("levels", "method", "releases", "archetypes", "openapi.json"))


def drawn(release: Path, count: int) -> tuple[list[str], list[int]]:
    """Draw addresses and the kind of each."""
    rng = np.random.default_rng(SEED)
    known = Addresses(release, rng)
    ways: tuple[Callable[[], str], ...] = (known.page, known.listed, known.json)
    kinds = rng.choice(len(ways), size=count, p=[share for _, share in KINDS]).tolist()
    return [known.one(("/en", "/fr")) + ways[kind]() for kind in kinds], kinds


def run(release: Path, seconds: int) -> list[Result]:
    """Open the site, ask, and say what came of it."""
    addresses, kinds = drawn(release, PER_SECOND * seconds)
    with served(release) as site:
        found = load(site.port, addresses, PER_SECOND)
    distinct = len(set(addresses))
    failed = {code: count for code, count in sorted(found.statuses.items()) if code >= 500}
    other = {code: count for code, count in found.statuses.items() if 300 <= code < 500}
    took = found.took()
    return [
        Result("requests", f"{len(addresses):,}, {len(took) / found.seconds:.1f} a second"),
        Result(
            "distinct addresses",
            f"{distinct:,}",
            f"{FEWEST_ADDRESSES:,}",
            distinct >= FEWEST_ADDRESSES,
        ),
        *(_waits(name, _of(found, kinds, place)) for place, (name, _) in enumerate(KINDS)),
        _waits("the first five seconds", [wait for at, wait in found.waits if at < 5 * PER_SECOND]),
        _waits("all", took, SLOWEST),
        Result("answers 5xx or none", str(failed or "none"), "none", not failed),
        Result("answers 3xx and 4xx", str(other or "none"), "none", not other),
        Result("received", f"{found.received / 1e6:.0f} MB"),
        Result("processor time of the site, start included", f"{site.seconds:.0f} s"),
        Result("peak memory of the site", f"{site.gigabytes:.2f} GB"),
    ]


def _of(found: Load, kinds: Sequence[int], kind: int) -> list[float]:
    return [wait for place, wait in found.waits if kinds[place] == kind]


def _waits(what: str, waits: Sequence[float], slowest: float | None = None) -> Result:
    middle, most, last = np.quantile(waits, [0.5, 0.95, 0.99])
    said = f"p50 {middle:.1f} ms, p95 {most:.1f} ms, p99 {last:.1f} ms, longest {max(waits):.0f} ms"
    if slowest is None:
        return Result(f"wait: {what}", said)
    return Result(f"wait: {what}", said, f"p95 under {slowest:.0f} ms", bool(most < slowest))


def main() -> int:
    """Print one line for each measure; give 1 if a threshold is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--release", type=Path, help="folder of a release; else the pilot")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="how long to ask [s]")
    asked = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        release = asked.release or pilot_in(Path(folder))
        busy = (
            f"; other work before it: {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
        )
        print(f"{release.name}, {PER_SECOND} requests a second for {asked.seconds} s{busy}")
        missed = [told(result) for result in run(release, asked.seconds)].count(False)
    print(f"{missed} thresholds are missed." if missed else "Every threshold is met.")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
