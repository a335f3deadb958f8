"""The engine of roads: travel along a local graph, from and to points beside its links."""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from balise.network.roads.graph import RoadGraph
from balise.network.roads.paths import Nearest, Search, nearest_sites
from balise.network.roads.readings import Ends, Entries, ends_reached, reading
from balise.network.roads.snapping import ACCESS_KMH, Snapped, Snapper
from balise.network.travel.answers import Matrix, Reached, Status
from balise.network.travel.exchanged import refuse_exchanged
from balise.network.travel.places import Cutoff, Places
from balise.vocabulary import NetworkError

__all__ = ["Follow", "Roads"]

Floats = npt.NDArray[np.float64]
Follow = Literal["cutoff", "km", "minutes"]

_KEPT = 8  # answers of snapping, for places asked again


@dataclass(frozen=True)
class Roads:
    """Travel along a graph of roads.

    Parameters
    ----------
    graph : RoadGraph
        From :func:`balise.network.roads.load` or ``read_extract``.
    follow : {"cutoff", "km", "minutes"}
        Which path between two places counts: the shortest (``km``), the fastest
        (``minutes``), or the one the cutoff speaks of: the shortest for a distance, the
        fastest for a time or for both. Distance and time are of that one path: the distance
        along the fastest path, which OSRM and Valhalla give, is not the shortest.
    snap_limit_km : float
        Straight line from a place to the nearest road beyond which it has no road access.
    least_km : float
        Pieces of network shorter than this in all are not entered.
    """

    graph: RoadGraph
    follow: Follow = "cutoff"
    snap_limit_km: float = 5.0
    least_km: float = 1.0
    _snapped: dict[str, Snapped] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse settings that cannot be."""
        sound = self.snap_limit_km >= 0 and self.least_km >= 0
        if self.follow not in {"cutoff", "km", "minutes"} or not sound:
            raise NetworkError(
                f"Roads: found follow {self.follow!r}, limits {self.snap_limit_km} km and "
                f"{self.least_km} km. Expected cutoff, km or minutes, and limits of 0 or more. "
                "Correct the settings."
            )

    @property
    def name(self) -> str:
        """``roads``."""
        return "roads"

    @cached_property
    def digest(self) -> str:
        """Digest of the graph and of these settings."""
        settings = f"{self.follow} {self.snap_limit_km!r} {self.least_km!r} {ACCESS_KMH!r}"
        return hashlib.sha256(f"roads {self.graph.digest} {settings}".encode()).hexdigest()

    def matrix(self, origins: Places, destinations: Places, cutoff: Cutoff) -> Matrix:
        """Measure every pair; one search for each place of the smaller side."""
        for each in (origins, destinations):
            self._refuse_exchanged(each)
        start, end = self._snap(origins), self._snap(destinations)
        shape = (len(origins), len(destinations))
        km, minutes = (np.full(shape, np.nan, dtype=np.float32) for _ in range(2))
        status = np.full(shape, Status.BEYOND_CUTOFF, dtype=np.uint8)
        turned = len(origins) < len(destinations)
        ends = Ends(self.graph, is_leaving=turned)
        read, seeds = (end, start) if turned else (start, end)
        search, entries = self._search(cutoff, ends), Entries(ends, read)
        for row in np.flatnonzero(seeds.link >= 0):
            seed = (seeds, int(row))
            here = (row, slice(None)) if turned else (slice(None), row)
            status[here][~ends_reached(ends, seed, read)] = Status.NO_PATH
            rows, far, long = _within(cutoff, *reading(search, ends, seed, entries, cutoff))
            km[here][rows], minutes[here][rows], status[here][rows] = far, long, Status.OK
        status[start.link < 0, :] = Status.NO_ROAD_ACCESS
        status[:, end.link < 0] = Status.NO_ROAD_ACCESS
        return Matrix(km, minutes, status, start.snap_km, end.snap_km)

    def catchment(self, sites: Places, cutoff: Cutoff, origins: Places) -> Reached:
        """Find the origins within the cutoff of each site, as people drive to it."""
        for each in (sites, origins):
            self._refuse_exchanged(each)
        start, end = self._snap(origins), self._snap(sites)
        ends = Ends(self.graph, is_leaving=False)
        search, entries = self._search(cutoff, ends), Entries(ends, start)
        entered = np.flatnonzero(end.link >= 0).astype(np.int32)
        found = [
            _within(cutoff, *reading(search, ends, (end, int(site)), entries, cutoff))
            for site in entered
        ]
        origin = np.concatenate([np.zeros(0, dtype=np.int32), *(each[0] for each in found)])
        return Reached(
            np.repeat(entered, [len(each[0]) for each in found]),
            origin,
            np.concatenate([np.zeros(0), *(each[1] for each in found)]).astype(np.float32),
            np.concatenate([np.zeros(0), *(each[2] for each in found)]).astype(np.float32),
            np.full(len(origin), Status.OK, dtype=np.uint8),
            end.snap_km,
            start.snap_km,
        )

    def nearest_of_nodes(self, nodes: npt.NDArray[np.int32], by_time: bool = False) -> Nearest:
        """Find the nearest of sites that stand at nodes, for every node of the graph."""
        return nearest_sites(self.graph, nodes, by_time)

    def _search(self, cutoff: Cutoff, ends: Ends) -> Search:
        given = "km" if cutoff.minutes is None else "minutes"
        led = given if self.follow == "cutoff" else self.follow
        return Search(ends.arcs, by_time=led == "minutes")

    @cached_property
    def _snapper(self) -> Snapper:
        return Snapper(self.graph, self.snap_limit_km, self.least_km)

    def _snap(self, places: Places) -> Snapped:
        key = hashlib.sha256(places.lon.tobytes() + places.lat.tobytes()).hexdigest()
        if key not in self._snapped:
            while len(self._snapped) >= _KEPT:
                self._snapped.pop(next(iter(self._snapped)))
            self._snapped[key] = self._snapper.snap(places.lon, places.lat)
        return self._snapped[key]

    def _refuse_exchanged(self, places: Places) -> None:
        refuse_exchanged(places, self.graph.lon, self.graph.lat, "the roads")


def _within(
    cutoff: Cutoff, rows: npt.NDArray[np.int32], km: Floats, minutes: Floats
) -> tuple[npt.NDArray[np.int32], Floats, Floats]:
    """Keep what is within the cutoff."""
    within = np.ones(len(rows), dtype=np.bool_)
    if cutoff.km is not None:
        within &= km <= cutoff.km
    if cutoff.minutes is not None:
        within &= minutes <= cutoff.minutes
    return rows[within], km[within], minutes[within]
