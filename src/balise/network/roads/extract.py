"""Reading an extract of OpenStreetMap: the ways that cars use, and ferries."""

import hashlib
from array import array
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from balise.network.distances import distance_km
from balise.network.roads.classes import CLASSES, CODES, access, class_of, minutes_of, speed_of
from balise.network.roads.contracting import contracted
from balise.network.roads.graph import RoadGraph
from balise.vocabulary import NetworkError

__all__ = ["ENDINGS", "read_extract"]

ENDINGS = (".osm.pbf", ".pbf", ".osm", ".osm.gz", ".osm.bz2")

_BARRED = frozenset(("block", "bollard", "cycle_barrier", "debris", "jersey_barrier", "log"))
_ONE_WAY = frozenset(("yes", "true", "1"))
_AGAINST = frozenset(("-1", "reverse"))


class _Way(NamedTuple):
    """A way: its class, directions, speed [km/h], and time of a crossing [minutes]."""

    code: int
    is_forward: bool
    is_backward: bool
    kmh: float
    crossing: float | None


class _Read:
    """What was read so far: the nodes of ways one after another, and where each way begins."""

    def __init__(self) -> None:
        self.ref, self.lon, self.lat = array("q"), array("d"), array("d")
        self.first = array("q")
        self.ways: list[_Way] = []
        self.barred: set[int] = set()
        self.counts: Counter[str] = Counter()

    def add(self, way: _Way, nodes: list[Any]) -> None:
        """Keep a way; where some of its nodes are outside of the extract, its parts inside."""
        part: list[Any] = []
        for node in nodes:
            if not node.location.valid():
                self.counts["nodes_outside"] += 1
                self._keep(way, part)
                part = []
                continue
            part.append(node)
            if node.ref in self.barred:
                self._keep(way, part)
                part = [node]
        self._keep(way, part)

    def _keep(self, way: _Way, part: list[Any]) -> None:
        if len(part) < 2:
            return
        self.first.append(len(self.ref))
        self.ways.append(way)
        for each in part:
            self.ref.append(self._identity(each.ref))
            self.lon.append(each.lon)
            self.lat.append(each.lat)

    def _identity(self, ref: int) -> int:
        """Give a node of its own to each part of a way that a barrier ends."""
        if ref not in self.barred:
            return ref
        self.counts["barred"] += 1
        return -(2**62) - self.counts["barred"]


def read_extract(path: Path, leave_out: Collection[str] = ()) -> RoadGraph:
    """Read the roads of an extract into a contracted graph.

    Parameters
    ----------
    path : Path
        An extract as ``.osm.pbf`` or ``.osm``, also ``.osm.gz`` and ``.osm.bz2``.
    leave_out : collection of str
        Classes to leave out, such as ``ferry`` or ``winter_road``.

    Returns
    -------
    RoadGraph
        ``about`` holds the digest of the extract, its own time if it has one, how many ways
        there are of each class, and what could not be followed.

    Raises
    ------
    NetworkError
        If it is no extract, is cut off, or holds no road for cars.

    Notes
    -----
    One-way roads count, ``oneway=-1`` and roundabouts too. Cars do not pass barriers made to
    stop them, nor ways and gates where access is ``no`` or ``private``. Turns that are
    forbidden, tolls, and waiting for a ferry are not known to the graph.
    """
    if not path.is_file() or not path.name.endswith(ENDINGS):
        found = "another ending" if path.is_file() else "no such file"
        raise NetworkError(
            f"{path.name}: found {found}. Expected an extract of OpenStreetMap, "
            f"{', '.join(ENDINGS)}. Name one; regions can be downloaded from many places."
        )
    read = _Read()
    RoadGraph.refuse_unknown(leave_out)
    time = _walk(path, read)
    if not read.ways:
        raise NetworkError(
            f"{path.name}: found no road for cars. Expected ways tagged highway. Is the extract "
            "one of roads, and complete? One that was cut off before its ways holds nodes alone."
        )
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    named = Counter(CLASSES[way.code].name for way in read.ways)
    about = {
        "extract": path.name,
        "extract_sha256": digest,
        "extract_time": time,
        "ways": dict(sorted(named.items())),
        "nodes_outside": read.counts["nodes_outside"],
        "ends_at_barriers": read.counts["barred"],
        "crossings_without_duration": read.counts["crossings"],
    }
    graph = _graph(read, about)
    return contracted(graph.without(leave_out) if leave_out else graph)


def _walk(path: Path, read: _Read) -> str:
    """Read nodes that bar cars, then ways; give the time the extract bears."""
    try:
        import osmium
    except ImportError as error:
        raise NetworkError(
            f"{path.name}: the package osmium is not installed. Expected it for reading extracts "
            "of OpenStreetMap. Install it: pip install 'balise[roads]'"
        ) from error
    keys = osmium.filter.KeyFilter("highway", "route", "barrier")
    try:
        whole = osmium.FileProcessor(str(path)).with_locations().with_filter(keys)
        for each in whole:
            if isinstance(each, osmium.osm.Way):
                _take(dict(each.tags), each, read)
            elif isinstance(each, osmium.osm.Node) and _bars(dict(each.tags)):
                read.barred.add(each.id)
        return str(whole.header.get("osmosis_replication_timestamp", ""))
    except (RuntimeError, OSError) as error:
        raise NetworkError(
            f"{path.name}: reading stopped ({error}). Expected an extract of OpenStreetMap, whole. "
            "It is cut off, or of another kind: download it again and compare its size."
        ) from error


def _bars(tags: dict[str, str]) -> bool:
    if "barrier" not in tags:
        return False
    allowed = access(tags)
    return allowed is False or (tags["barrier"] in _BARRED and not allowed)


def _take(tags: dict[str, str], way: Any, read: _Read) -> None:
    road = class_of(tags)
    if road is None:
        return
    crossing = minutes_of(tags.get("duration")) if road.name == "ferry" else None
    read.counts["crossings"] += road.name == "ferry" and crossing is None
    forward, backward = _directions(tags)
    kept = _Way(CODES[road.name], forward, backward, speed_of(tags), crossing)
    read.add(kept, list(way.nodes))


def _directions(tags: dict[str, str]) -> tuple[bool, bool]:
    """Tell which ways cars may go, along the nodes of a way and against them."""
    given = tags.get("oneway:motor_vehicle", tags.get("oneway", ""))
    if given in _AGAINST:
        return False, True
    circular = tags.get("junction") in {"roundabout", "circular"}
    implied = given == "" and (circular or tags.get("highway") == "motorway")
    return True, not (given in _ONE_WAY or implied)


def _graph(read: _Read, about: dict[str, object]) -> RoadGraph:
    """Make a link of each step from node to node."""
    ref = np.frombuffer(read.ref, dtype=np.int64)
    lon, lat = np.frombuffer(read.lon), np.frombuffer(read.lat)
    _, kept, place = np.unique(ref, return_index=True, return_inverse=True)
    first = np.frombuffer(read.first, dtype=np.int64)
    counts = np.diff(np.append(first, len(ref)))
    way = np.repeat(np.arange(len(first)), counts)
    begins = np.flatnonzero(way[:-1] == way[1:])
    owner = way[begins]
    km = distance_km(lon[begins], lat[begins], lon[begins + 1], lat[begins + 1])
    whole = np.bincount(owner, weights=km, minlength=len(first))
    minutes = km / np.array([each.kmh for each in read.ways])[owner] * 60
    for row, crossing in _crossings(read.ways):
        on = owner == row
        minutes[on] = km[on] / whole[row] * crossing if whole[row] > 0 else crossing / on.sum()
    zeros = np.zeros(len(km))
    return RoadGraph(
        lon=lon[kept],
        lat=lat[kept],
        tail=place[begins].astype(np.int32),
        head=place[begins + 1].astype(np.int32),
        is_forward=np.array([each.is_forward for each in read.ways])[owner],
        is_backward=np.array([each.is_backward for each in read.ways])[owner],
        road_class=np.array([each.code for each in read.ways], dtype=np.uint8)[owner],
        shape_start=np.arange(len(km) + 1, dtype=np.int64) * 2,
        shape_lon=np.column_stack([lon[begins], lon[begins + 1]]).ravel(),
        shape_lat=np.column_stack([lat[begins], lat[begins + 1]]).ravel(),
        shape_km=np.column_stack([zeros, km]).ravel(),
        shape_minutes=np.column_stack([zeros, minutes]).ravel(),
        about=about,
    )


def _crossings(ways: list[_Way]) -> Iterator[tuple[int, float]]:
    for row, way in enumerate(ways):
        if way.crossing is not None:
            yield row, way.crossing
