"""Hold the service network to what is promised: travel, siting and reach, peers in the same run.

Run as ``make bench-network``, with ``DATA=DIR`` for what needs published files; without them
origins and offices are invented. ``SECTION=travel`` runs one section.
"""

import argparse
import importlib
import importlib.util
import resource
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from balise.network import distance_km
from balise.network.roads import RoadGraph, Roads, nearest_sites
from balise.network.travel import Cutoff, Geodesic, Places
from tools.bench import Result, machine

__all__ = ["Section", "grid", "travel"]

Floats = npt.NDArray[np.float64]
Section = Callable[[Path | None], Iterable[Any]]
"""Takes the folder of published files, or None; gives rows as :class:`tools.bench.Result`.

A module ``tools.bench_network_NAME`` offers its section as ``measurements``.
"""

AREAS, OFFICES = 56_590, 503
SIDE, SITES, REACH_KM = 1_000, 600, 50.0
REMOVED = 0.15
"""Share of the roads of the grid that are not there."""

_CENTROIDS = "geo-da-centroids-2016/da_population_weighted_centroids_2016.csv.gz"
_POINTS = "service-canada-locations-2024/service_canada_points_of_service_approx_coords_derived.csv"


def timed(what: Callable[[], object], times: int = 1) -> float:
    """Time something [s]: the median of so many runs."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        what()
        taken.append(time.perf_counter() - start)
    return float(np.median(taken))


def under(what: str, seconds: float, goal: float, more: str = "") -> Result:
    """Hold a time to its goal [s]."""
    shown, limit = (
        f"{each:.2f} s" if each >= 1 else f"{each * 1000:.1f} ms" for each in (seconds, goal)
    )
    return Result(what, f"{shown}{more}", f"under {limit}", seconds < goal)


def grid(side: int, rng: np.random.Generator) -> RoadGraph:
    """Make roads of a country: a grid of about 1 km with roads removed, some faster."""
    row, column = np.divmod(np.arange(side * side), side)
    lon = -75.0 + (column + rng.uniform(-0.3, 0.3, side * side)) * 0.0125
    lat = 44.0 + (row + rng.uniform(-0.3, 0.3, side * side)) * 0.009
    east = np.flatnonzero(column < side - 1)
    north = np.flatnonzero(row < side - 1)
    tail, head = np.concatenate([east, north]), np.concatenate([east + 1, north + side])
    kept = rng.uniform(size=len(tail)) >= REMOVED
    tail, head = tail[kept].astype(np.int32), head[kept].astype(np.int32)
    km = distance_km(lon[tail], lat[tail], lon[head], lat[head])
    fast = (row[tail] % 20 == 0) & (row[head] % 20 == 0)
    minutes = km / np.where(fast, 90.0, 50.0) * 60
    zeros = np.zeros(len(km))
    one_way = rng.uniform(size=len(km)) < 0.02
    return RoadGraph(
        lon,
        lat,
        tail,
        head,
        is_forward=np.ones(len(km), dtype=np.bool_),
        is_backward=~one_way,
        road_class=np.where(fast, 2, 10).astype(np.uint8),
        shape_start=np.arange(len(km) + 1, dtype=np.int64) * 2,
        shape_lon=np.column_stack([lon[tail], lon[head]]).ravel(),
        shape_lat=np.column_stack([lat[tail], lat[head]]).ravel(),
        shape_km=np.column_stack([zeros, km]).ravel(),
        shape_minutes=np.column_stack([zeros, minutes]).ravel(),
    )


def travel(data: Path | None) -> Iterator[Result]:
    """Measure the engines of travel."""
    yield from _geodesic(data)
    yield from _roads()


def _geodesic(data: Path | None) -> Iterator[Result]:
    origins, offices = _country(data)
    engine = Geodesic(1.3)
    found = []
    seconds = timed(lambda: found.append(engine.catchment(offices, Cutoff(km=50), origins)))
    pairs = f", {len(found[0].site):,} pairs in reach"
    whose = "" if data else " (invented)"
    what = f"geodesic: {len(origins):,} areas x {len(offices):,} offices{whose}, 50 km"
    yield under(what, seconds, 10, pairs)
    rows = np.random.default_rng(5).choice(len(offices), 20, replace=False)
    wrong = 0
    for site in rows:
        km = 1.3 * distance_km(origins.lon, origins.lat, offices.lon[site], offices.lat[site])
        near = found[0].origin[found[0].site == site]
        wrong += set(np.flatnonzero(km <= 50).tolist()) != set(near.tolist())
    yield Result("geodesic: 20 of these by brute force", f"{wrong} differ", "0 differ", wrong == 0)


def _roads() -> Iterator[Result]:
    rng = np.random.default_rng(6)
    graph = grid(SIDE, rng)
    nodes = len(graph.lon)
    sites = rng.choice(nodes, SITES, replace=False).astype(np.int32)
    arcs = graph.arriving
    nearest_sites(grid(20, rng), np.zeros(1, dtype=np.int32))  # compiled before it is timed
    found = []
    seconds = timed(lambda: found.append(nearest_sites(graph, sites)), 3)
    what = f"roads: nearest of {SITES} offices of {nodes:,} nodes"
    yield under(what, seconds, 3, f", {int((found[0].site >= 0).sum()):,} reached")
    matrix = csr_matrix((arcs.km, arcs.end, arcs.start), shape=(nodes, nodes))
    other: list[Floats] = []
    peer = timed(lambda: other.append(dijkstra(matrix, indices=sites, min_only=True)))
    apart = np.nanmax(np.abs(np.where(np.isfinite(other[0]), other[0], np.nan) - found[0].led))
    yield Result("  peer: scipy, the same", f"{peer:.2f} s, at most {apart:.1e} km apart")
    yield from _catchments(graph, sites, rng)
    one = sites[:1]
    seconds = timed(lambda: dijkstra(matrix, indices=one, limit=REACH_KM), 20)
    yield Result("  peer: scipy, nodes within 50 km of one site", f"{seconds * 1000:.1f} ms")
    gigabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    yield Result("peak memory so far", f"{gigabytes:.2f} GB")


def _catchments(
    graph: RoadGraph, sites: npt.NDArray[np.int32], rng: np.random.Generator
) -> Iterator[Result]:
    engine = Roads(graph)
    lon = rng.uniform(graph.lon.min(), graph.lon.max(), AREAS)
    lat = rng.uniform(graph.lat.min(), graph.lat.max(), AREAS)
    origins = Places(tuple(map(str, range(AREAS))), lon, lat)
    offices = Places(tuple(map(str, range(len(sites)))), graph.lon[sites], graph.lat[sites])
    first = timed(lambda: engine.catchment(offices, Cutoff(km=1), origins))
    what = f"roads: {AREAS:,} areas and {len(sites)} offices snapped, once"
    yield Result(what, f"{first:.1f} s")
    for cutoff, named in ((Cutoff(km=REACH_KM), "50 km"), (Cutoff(minutes=60), "60 minutes")):
        start = time.perf_counter()
        found = engine.catchment(offices, cutoff, origins)
        seconds = (time.perf_counter() - start) / len(sites)
        pairs = f", {len(found.site):,} pairs in reach"
        yield under(f"roads: a {named} catchment, each site", seconds, 0.010, pairs)


def _country(data: Path | None) -> tuple[Places, Places]:
    """Give areas and located offices; invented around towns without published files."""
    if data is not None:
        areas = pl.read_csv(data / _CENTROIDS, schema_overrides={"DAUID": pl.String})
        points = pl.read_csv(data / _POINTS).drop_nulls(["lon", "lat"])
        return _places(areas["lon"], areas["lat"]), _places(points["lon"], points["lat"])
    rng = np.random.default_rng(4)
    towns = np.column_stack([rng.uniform(-130, -55, OFFICES), rng.uniform(43, 55, OFFICES)])
    where = towns[rng.zipf(1.3, AREAS) % OFFICES] + rng.normal(0, 0.3, (AREAS, 2))
    return (
        _places(pl.Series(where[:, 0]), pl.Series(where[:, 1])),
        _places(pl.Series(towns[:, 0]), pl.Series(towns[:, 1])),
    )


def _places(lon: pl.Series, lat: pl.Series) -> Places:
    return Places(tuple(map(str, range(len(lon)))), lon.to_numpy(), lat.to_numpy())


def _sections() -> dict[str, Section]:
    """Find the sections: travel, and those that lie in modules of their own."""
    sections: dict[str, Section] = {"travel": travel}
    for name in ("siting", "reach"):
        if importlib.util.find_spec(f"tools.bench_network_{name}"):
            module = importlib.import_module(f"tools.bench_network_{name}")
            sections[name] = module.measurements
    return sections


def main() -> int:
    """Print one table; give 1 if a goal is missed."""
    sections = _sections()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of published files")
    parser.add_argument("--section", choices=sorted(sections), help="one section alone")
    arguments = parser.parse_args()
    print(machine())
    missed = 0
    for name, section in sections.items():
        if arguments.section not in (None, name):
            continue
        print(f"\n{name + ': measurement':70} | {'goal':18} | found")
        for each in section(arguments.data):
            verdict = {True: "", False: "  NOT MET", None: ""}[each.met]
            print(f"{each.what:70} | {each.threshold:18} | {each.found}{verdict}", flush=True)
            missed += each.met is False
    print(f"\n{missed} goals are missed." if missed else "\nEvery goal is met.")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
