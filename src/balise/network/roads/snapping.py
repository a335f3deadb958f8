"""Snapping: where a place enters the network, on a link and not only at a node."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely
from numba import njit

from balise.network.distances import distance_km
from balise.network.roads.classes import CLASSES
from balise.network.roads.graph import RoadGraph

__all__ = ["ACCESS_KMH", "Snapped", "Snapper"]

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

ACCESS_KMH = 20.0
"""Speed from a place to the road it enters: a drive that is not mapped. Assumed."""
_RADIUS_KM = 6371.0
_SLACK = 1.02  # scales of the map differ a little between a place and its road
_POLE = 85.0  # the map ends here [degrees]


@dataclass(frozen=True, slots=True)
class Snapped:
    """Where places enter the network.

    ``link`` is a row of the links, -1 where there is no road access; ``km_before`` and
    ``minutes_before`` lie between the tail of the link and the point of entry; ``snap_km`` is
    the straight line from the place to it, nan where there is no access. Shape (n,) each.
    """

    link: Rows
    km_before: Floats
    minutes_before: Floats
    snap_km: Floats

    @property
    def snap_minutes(self) -> Floats:
        """Time from each place to where it enters [minutes], at the speed assumed."""
        return self.snap_km / ACCESS_KMH * 60


class Snapper:
    """Finds the nearest road to enter.

    The nearest is found on a map that keeps angles (Mercator), exactly among the links;
    distances are then measured on the ellipsoid. A place is not snapped across the 180th
    meridian.

    Parameters
    ----------
    graph : RoadGraph
    limit_km : float
        Beyond it, a place has no road access.
    least_km : float
        A piece of network shorter than this in all is not entered: what was mapped apart
        from all roads, such as the lanes of a car park.
    """

    def __init__(self, graph: RoadGraph, limit_km: float, least_km: float) -> None:
        self.graph, self.limit_km, self.least_km = graph, limit_km, least_km

    @cached_property
    def _links(self) -> Rows:
        graph = self.graph
        entered = np.array([each.is_entered for each in CLASSES])[graph.road_class]
        piece = graph.piece[graph.tail]
        lengths = np.bincount(piece, weights=graph.km, minlength=int(graph.piece.max(initial=0)))
        entered &= (graph.is_forward | graph.is_backward) & (lengths[piece] >= self.least_km)
        return np.flatnonzero(entered).astype(np.int32)

    @cached_property
    def _tree(self) -> shapely.STRtree:
        start, links = self.graph.shape_start, self._links
        counts = np.diff(start)[links]
        before = np.cumsum(counts) - counts
        rows = np.arange(counts.sum()) + np.repeat(start[links] - before, counts)
        x, y = _mercator(self.graph.shape_lon[rows], self.graph.shape_lat[rows])
        owner = np.repeat(np.arange(len(links)), counts)
        return shapely.STRtree(shapely.linestrings(x, y, indices=owner))

    def snap(self, lon: Floats, lat: Floats) -> Snapped:
        """Find where places enter; shape (n,) each [degrees], nan where unlocated."""
        link = np.full(len(lon), -1, dtype=np.int32)
        near = self._near(lon, lat)
        if len(near) and len(self._links):
            link[near] = self._nearest(lon[near], lat[near])
        found = np.flatnonzero(link >= 0)
        at_lon, at_lat, km, minutes = (np.full(len(lon), np.nan) for _ in range(4))
        graph = self.graph
        shapes = (graph.shape_start, graph.shape_lon, graph.shape_lat)
        at_lon[found], at_lat[found], km[found], minutes[found] = _project(
            lon[found], lat[found], link[found], shapes, (graph.shape_km, graph.shape_minutes)
        )
        away = np.full(len(lon), np.nan)
        away[found] = distance_km(lon[found], lat[found], at_lon[found], at_lat[found])
        beyond = ~(away <= self.limit_km)
        link[beyond] = -1
        for each in (km, minutes, away):
            each[beyond] = np.nan
        return Snapped(link, km, minutes, away)

    def _near(self, lon: Floats, lat: Floats) -> npt.NDArray[np.intp]:
        """Keep places in or near the box of the network."""
        graph = self.graph
        if not len(graph.shape_lon):
            return np.zeros(0, dtype=np.intp)
        margin = self.limit_km / 110.0 * _SLACK
        low, high = graph.shape_lat.min() - margin, graph.shape_lat.max() + margin
        wide = margin / np.cos(np.radians(min(max(abs(low), abs(high)), _POLE)))
        west, east = graph.shape_lon.min() - wide, graph.shape_lon.max() + wide
        inside = (lat >= low) & (lat <= high) & (lon >= west) & (lon <= east)
        return np.flatnonzero(inside)

    def _nearest(self, lon: Floats, lat: Floats) -> Rows:
        """Find the nearest link of each place; the first one of several as near; or -1."""
        x, y = _mercator(lon, lat)
        steepest = np.cos(np.radians(min(float(np.abs(lat).max()), _POLE)))
        reach = self.limit_km / steepest * _SLACK
        places, rows = self._tree.query_nearest(shapely.points(x, y), max_distance=reach)
        nearest = np.full(len(lon), len(self._links), dtype=np.int64)
        np.minimum.at(nearest, places, rows)
        known = nearest < len(self._links)
        return np.where(known, np.append(self._links, -1)[nearest], -1).astype(np.int32)


def _mercator(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    turn = np.radians(np.clip(lat, -_POLE, _POLE))
    return _RADIUS_KM * np.radians(lon), _RADIUS_KM * np.arctanh(np.sin(turn))


@njit(cache=True)
def _project(lon, lat, link, shapes, along):  # type: ignore[no-untyped-def]
    """Find the nearest point of a link, in the plane that touches the place."""
    shape_start, shape_lon, shape_lat = shapes
    shape_km, shape_minutes = along
    count = len(lon)
    at_lon, at_lat = np.empty(count), np.empty(count)
    km, minutes = np.empty(count), np.empty(count)
    for row in range(count):
        narrowing = np.cos(np.radians(lat[row]))
        best = np.inf
        for point in range(shape_start[link[row]], shape_start[link[row] + 1] - 1):
            x = (shape_lon[point] - lon[row]) * narrowing
            y = shape_lat[point] - lat[row]
            dx = (shape_lon[point + 1] - shape_lon[point]) * narrowing
            dy = shape_lat[point + 1] - shape_lat[point]
            length = dx * dx + dy * dy
            share = 0.0
            if length > 0:
                share = min(1.0, max(0.0, -(x * dx + y * dy) / length))
            away = (x + share * dx) ** 2 + (y + share * dy) ** 2
            if away < best:
                best = away
                low, high = shape_km[point], shape_km[point + 1]
                km[row] = low + share * (high - low)
                low, high = shape_minutes[point], shape_minutes[point + 1]
                minutes[row] = low + share * (high - low)
                at_lon[row] = shape_lon[point] + share * (shape_lon[point + 1] - shape_lon[point])
                at_lat[row] = shape_lat[point] + share * (shape_lat[point + 1] - shape_lat[point])
    return at_lon, at_lat, km, minutes
