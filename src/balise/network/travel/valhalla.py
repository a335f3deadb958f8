"""The engine Valhalla, over HTTP: its matrix service."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from balise.network.distances import distance_km
from balise.network.travel.answers import Matrix, Reached
from balise.network.travel.asking import Asker, EngineError
from balise.network.travel.osrm import table_of
from balise.network.travel.places import Cutoff, Places
from balise.network.travel.tables import Block, SplitError, catch, tabulate

__all__ = ["Valhalla"]

Floats = npt.NDArray[np.float64]
Intps = npt.NDArray[np.intp]
Json = dict[str, Any]

_UNCONNECTED = "170"
"""Valhalla's code for places that no road joins: it then refuses the whole table."""
_TOO_FAR = "154"
"""Its code for a pair farther apart than it is set to measure."""
_LOCATED = 20
"""Places it locates in one question."""


@dataclass(frozen=True)
class Valhalla:
    """Travel as a server of Valhalla measures it: the fastest path, and the distance along it.

    Parameters
    ----------
    address : str
        Where ``valhalla_service`` listens.
    network, kept, at_once, snap_limit_km, time_limit_s, retries
        As :class:`balise.network.travel.osrm.Osrm` takes them; 50 x 50 places are the most
        that Valhalla allows by default. It tells itself when its tiles were last made.
    """

    address: str
    network: str = ""
    kept: Path | None = None
    at_once: int = 100
    snap_limit_km: float = 5.0
    time_limit_s: float = 30.0
    retries: int = 3
    costing: str = "auto"

    @property
    def name(self) -> str:
        """``valhalla``."""
        return "valhalla"

    @cached_property
    def _asker(self) -> Asker:
        return Asker(self.name, self.address, self.time_limit_s, self.retries, self.kept)

    @cached_property
    def version(self) -> str:
        """What tells its tiles: when they were made, else the name given; or ''."""
        answer = self._asker.ask("/status")
        if "version" not in answer:
            raise self._asker.wrong(f"answered without a version: {sorted(answer)}")
        made = answer.get("tileset_last_modified")
        told = f"{answer['version']} {made}" if made else ""
        return " ".join(each for each in (told, self.network) if each)

    @cached_property
    def digest(self) -> str:
        """Digest of its tiles, its address and these settings."""
        settings = f"{self.costing} {self.snap_limit_km!r} {self.version}"
        text = f"valhalla {self.address.rstrip('/')} {settings}"
        return hashlib.sha256(text.encode()).hexdigest()

    def matrix(self, origins: Places, destinations: Places, cutoff: Cutoff) -> Matrix:
        """Measure every pair within the cutoff."""
        return tabulate(self, origins, destinations, cutoff)

    def catchment(self, sites: Places, cutoff: Cutoff, origins: Places) -> Reached:
        """Find the origins within the cutoff of each site."""
        return catch(self, sites, cutoff, origins)

    def snaps(self, places: Places, rows: Intps) -> Floats:
        """Locate places; give how far the nearest road lies [km], nan where there is none."""
        return np.concatenate(
            [
                self._located(places, rows[at : at + _LOCATED])
                for at in range(0, len(rows), _LOCATED)
            ]
        )

    def _located(self, places: Places, rows: Intps) -> Floats:
        body = {"locations": self._locations(places, rows), "costing": self.costing}
        told = self._asker.ask("/locate", body, self.version).get("rows")
        if not isinstance(told, list) or len(told) != len(rows):
            raise self._asker.wrong(f"located something other than {len(rows)} places")
        where = ((float(places.lon[row]), float(places.lat[row])) for row in rows)
        return np.array([self._away(*each) for each in zip(where, told, strict=True)])

    def _away(self, place: tuple[float, float], told: Json) -> float:
        """Measure from a place to the nearest of the edges it may enter."""
        try:
            edges = [
                (each["correlated_lon"], each["correlated_lat"]) for each in told["edges"] or ()
            ]
        except (KeyError, TypeError) as error:
            raise self._asker.wrong(f"located a place without its edges ({error})") from error
        if not edges:
            return float("nan")
        lon, lat = np.array(edges, dtype=np.float64).T
        return float(distance_km(*place, lon, lat).min())

    def block(self, origins: Places, destinations: Places, rows: tuple[Intps, Intps]) -> Block:
        """Ask for one table: km and minutes, nan where it says null."""
        body = {
            "sources": self._locations(origins, rows[0]),
            "targets": self._locations(destinations, rows[1]),
            "costing": self.costing,
            "units": "kilometers",
        }
        try:
            answer = self._asker.ask("/sources_to_targets", body, self.version)
        except EngineError as error:
            pairs = len(rows[0]) * len(rows[1])
            if error.code == _UNCONNECTED or (error.code == _TOO_FAR and pairs > 1):
                raise SplitError from error
            raise
        told = answer.get("sources_to_targets")
        try:
            cells = [[(each["distance"], each["time"]) for each in row] for row in told or ()]
        except (KeyError, TypeError) as error:
            raise self._asker.wrong(f"answered a table without {error}") from error
        shape = (len(rows[0]), len(rows[1]))
        km, seconds = (
            table_of([[each[at] for each in row] for row in cells], shape, self._asker)
            for at in (0, 1)
        )
        return km, seconds / 60

    def _locations(self, places: Places, rows: Intps) -> list[Json]:
        cutoff = round(self.snap_limit_km * 1000)
        return [
            {
                "lon": round(float(places.lon[row]), 6),
                "lat": round(float(places.lat[row]), 6),
                "search_cutoff": cutoff,
            }
            for row in rows
        ]
