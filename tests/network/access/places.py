"""Invented offices and origins in a square of about 150 km."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from balise.network.access import (
    Catchment,
    Origins,
    Points,
    Reach,
    Served,
    Travel,
    find_catchments,
    make_origins,
    make_points,
)
from balise.network.travel import Geodesic

__all__ = ["REACHES", "by_office", "country", "origin_table", "point_table", "serve", "travel"]

REACHES = (Reach("km", 10.0), Reach("km", 25.0), Reach("km", 50.0), Reach("min", 30.0))


def origin_table(seed: int, count: int = 60, spread_km: float = 0.0) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    return pl.DataFrame(
        {
            "origin": [f"{place:08d}" for place in range(count)],
            "code": [f"{place // 3:04d}" for place in range(count)],
            "lon": rng.uniform(-67, -65, count),
            "lat": rng.uniform(45.5, 47, count),
            "people": rng.integers(0, 900, count),
            "spread_km": np.full(count, spread_km),
        }
    )


def point_table(seed: int, count: int = 4, error_km: float = 0.0) -> pl.DataFrame:
    rng = np.random.default_rng(seed + 1)
    return pl.DataFrame(
        {
            "service_point": [f"office-{place}" for place in range(count)],
            "lon": rng.uniform(-67, -65, count),
            "lat": rng.uniform(45.5, 47, count),
            "position_error_km": np.full(count, error_km),
            "capacity": [None] * count,
        }
    )


def country(
    seed: int, *, error_km: float = 0.0, spread_km: float = 0.0, origins: int = 60
) -> tuple[Points, Origins]:
    table = origin_table(seed, origins, spread_km)
    codes = table["code"].unique().sort()
    return make_points(point_table(seed, error_km=error_km)), make_origins(table, codes)


def travel(
    reaches: Sequence[Reach] = REACHES, *, detour: float = 1.3, draws: int = 0, speed: float = 60.0
) -> Travel:
    return Travel(tuple(reaches), detour, speed, draws)


def serve(points: Points, origins: Origins, how: Travel | None = None, seed: int = 0) -> Served:
    own = how or travel()
    engine = Geodesic(own.detour, own.speed_kmh)
    return find_catchments(points, origins, own, engine, np.random.default_rng(seed))


def by_office(served: Served) -> dict[tuple[str, str], Catchment]:
    return {(each.service_point, each.reach.code): each for each in served.catchments}
