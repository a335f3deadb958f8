"""An invented coast: a release with origins, and an engine that goes straight."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

from balise.network import distance_km
from balise.network.scenarios import Network
from balise.network.travel import Cutoff, Matrix, Places, Reached, Status
from balise.release import Release, read_release
from tests.release.invented import TOWNS, invented_release

__all__ = ["Straight", "coast", "network", "origins_of"]

DEGREE_KM = 111.3


class Straight(NamedTuple):
    """Straight lines at a kilometre a minute."""

    name: str = "geodesic"
    digest: str = "straight"
    status: Status = Status.ESTIMATED

    def matrix(self, origins: Places, destinations: Places, cutoff: Cutoff) -> Matrix:
        raise NotImplementedError

    def catchment(self, sites: Places, cutoff: Cutoff, origins: Places) -> Reached:
        apart = distance_km(
            np.nan_to_num(sites.lon)[:, None],
            np.nan_to_num(sites.lat)[:, None],
            np.nan_to_num(origins.lon),
            np.nan_to_num(origins.lat),
        )
        known = sites.is_located[:, None] & origins.is_located
        site, origin = np.nonzero((apart <= (cutoff.km or np.inf)) & known)
        km = apart[site, origin].astype(np.float32)
        return Reached(
            site.astype(np.int32),
            origin.astype(np.int32),
            km,
            km,
            np.full(len(km), self.status, dtype=np.uint8),
            np.zeros(len(sites)),
            np.zeros(len(origins)),
        )


def origins_of(spread_km: float = 0.0) -> pl.DataFrame:
    """Two origins in each town that has a place, sixty and forty per cent of its people."""
    rows = [
        {
            "origin": f"{town.code}-{part}",
            "code": town.code,
            "lon": town.lon + 0.1 * part,
            "lat": town.lat,
            "people": round(town.population * share),
            "spread_km": spread_km,
        }
        for town in TOWNS
        if town.lon is not None and town.lat is not None
        for part, share in ((0, 0.6), (1, 0.4))
    ]
    return pl.DataFrame(rows)


def coast(folder: Path, origins: pl.DataFrame | None = None) -> Release:
    """The invented release, and where its people live."""
    release = read_release(invented_release(folder / "coast"))
    found = origins_of() if origins is None else origins
    return Release(release.path, release.record, {**release.tables, "origins": found.lazy()})


def network(name: str, *sites: tuple[str, float | None, float | None], **stated: float) -> Network:
    """Sites at places, every one with what is stated."""
    rows = [
        {
            "site": site,
            "name": site.title(),
            "lon": lon,
            "lat": lat,
            "capacity": stated.get("capacity"),
            "hours_week": stated.get("hours_week"),
            "position_error_km": stated.get("error_km"),
        }
        for site, lon, lat in sites
    ]
    kinds = dict.fromkeys(("lon", "lat", "capacity", "hours_week", "position_error_km"), pl.Float64)
    return Network(name, pl.DataFrame(rows, schema_overrides=kinds))
