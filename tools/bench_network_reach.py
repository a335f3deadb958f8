"""Measure reach: catchments of the pilot against a full search, and all of Canada in seconds."""

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from balise import sources
from balise.build import make_release
from balise.network import access, distance_km, engine_of
from balise.recipes import read_recipe
from tools.bench import Result

__all__ = ["measurements"]

SAMPLE = 10
GOAL_S = 10.0


def measurements(data: Path | None) -> Iterator[Result]:
    """Give the section on reach; all of Canada only where the published files are."""
    yield _pilot()
    if data is not None:
        yield _canada(data)


def _pilot() -> Result:
    """Count the people of catchments of the pilot again, by a full search."""
    tables, _ = make_release(read_recipe("new-brunswick"))
    origins, points = tables["origins"], tables["service_points"].drop_nulls("lon")
    lon, lat, people = (origins[name].to_numpy() for name in ("lon", "lat", "people"))
    rng = np.random.default_rng(0)
    chosen = rng.choice(points.height, SAMPLE, replace=False)
    wrong = checked = 0
    for point in points[np.sort(chosen)].to_dicts():
        km = 1.3 * distance_km(point["lon"], point["lat"], lon, lat)
        for row in tables["catchments"].filter(service_point=point["service_point"]).to_dicts():
            radius = row["reach_km"] or row["reach_min"]  # at 60 km/h minutes are kilometres
            slack = 2 * 1.3 * np.hypot(origins["spread_km"].to_numpy(), point["position_error_km"])
            ends = [people[km + sign * slack <= radius].sum() for sign in (1, 0, -1)]
            told = [row[name] for name in ("people_low", "people", "people_high")]
            counted = [5 * int(np.floor(each / 5 + 0.5)) for each in ends]
            agree = told[1] == counted[1] if told[1] is not None else told[::2] == counted[::2]
            wrong, checked = wrong + (not agree), checked + 1
    what = f"pilot: {checked} catchments of {SAMPLE} offices, by a full search"
    return Result(what, f"{wrong} differ", "0 differ", wrong == 0)


def _canada(data: Path) -> Result:
    """Find catchments of 50 km of every located office, from every dissemination area."""
    areas = sources.read_area_origins(data)
    table = areas.with_columns(origin=areas["code"])
    listed = sources.read_service_points().drop_nulls("lon")
    points = access.make_points(listed.with_columns(position_error_km=0.0, capacity=None))
    origins = access.make_origins(table, areas["code"])
    travel = access.Travel((access.Reach(access.KILOMETRES, 50.0),), 1.3, 60.0, 0)
    engine = engine_of("geodesic", detour=1.3)
    start = time.perf_counter()
    access.find_catchments(points, origins, travel, engine, np.random.default_rng(0))
    seconds = time.perf_counter() - start
    found = f"{seconds:.2f} s ({areas.height:,} areas x {listed.height:,} offices)"
    return Result(
        "catchments of 50 km, with ranges", found, f"under {GOAL_S:g} s", seconds < GOAL_S
    )
