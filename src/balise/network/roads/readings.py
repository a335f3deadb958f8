"""From a search among nodes to places beside links: how each end of a trip is counted."""

from functools import cached_property

import numpy as np
import numpy.typing as npt
from numba import njit
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import breadth_first_order

from balise.network.roads.graph import Arcs, RoadGraph
from balise.network.roads.paths import Search
from balise.network.roads.snapping import ACCESS_KMH, Snapped
from balise.network.travel.places import Cutoff

__all__ = ["Ends", "Entries", "ends_reached", "reading"]

Rows = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_ROUNDING = 1e-9
_AT_END_KM = 1e-6
"""A place that enters so near to an end of its link enters at the node, in all directions."""


class Ends:
    """Which way a trip goes past the ends of a link.

    Searching from a destination, against the way cars go, a place beside a link comes in
    through its head where cars go forward. Searching from an origin it is the other way round.

    Parameters
    ----------
    graph : RoadGraph
    is_leaving : bool
        Whether the search starts at an origin.
    """

    def __init__(self, graph: RoadGraph, is_leaving: bool) -> None:
        self.graph = graph
        self.arcs: Arcs = graph.leaving if is_leaving else graph.arriving
        forward, backward = graph.is_forward, graph.is_backward
        self.via_head, self.via_tail = (backward, forward) if is_leaving else (forward, backward)
        self._known: dict[int, Flags] = {}

    @cached_property
    def _circles(self) -> "csr_matrix[np.float64]":
        """Which circle an arc of the search leads to from which, shape (c, c)."""
        circle = self.graph.circle
        tail = circle[np.repeat(np.arange(len(self.graph.lon)), np.diff(self.arcs.start))]
        head = circle[self.arcs.end]
        between = np.unique(np.column_stack([tail, head])[tail != head], axis=0)
        count = int(circle.max(initial=-1)) + 1
        where = (between[:, 0], between[:, 1])
        return csr_matrix((np.ones(len(between)), where), shape=(count, count))

    def reached_from(self, node: int) -> Flags:
        """Tell which nodes a search without a limit reaches from one, by circle, shape (c,)."""
        circle = int(self.graph.circle[node])
        if circle not in self._known:
            reached = np.zeros(self._circles.shape[0], dtype=np.bool_)
            order = breadth_first_order(self._circles, circle, return_predecessors=False)
            reached[order] = True
            self._known[circle] = reached
        return self._known[circle]

    def seeds(self, place: tuple[Snapped, int]) -> list[tuple[int, float, float]]:
        """Give the nodes at which a search from a place begins, with km and minutes before."""
        snapped, row = place
        link, graph = snapped.link[row], self.graph
        km, minutes = snapped.km_before[row], snapped.minutes_before[row]
        rest, rest_minutes = graph.km[link] - km, graph.minutes[link] - minutes
        found = []
        if self.via_head[link] or km <= _AT_END_KM:
            found.append((int(graph.tail[link]), float(km), float(minutes)))
        if self.via_tail[link] or rest <= _AT_END_KM:
            head = int(graph.head[link])
            found.append((head, max(0.0, float(rest)), max(0.0, float(rest_minutes))))
        return found


class Entries:
    """Places in the order of the nodes by which they are entered or left, and of their links.

    Parameters
    ----------
    ends : Ends
    places : Snapped
        The places, n.
    """

    def __init__(self, ends: Ends, places: Snapped) -> None:
        graph = ends.graph
        rows = np.flatnonzero(places.link >= 0).astype(np.int32)
        link, km, minutes = (
            each[rows] for each in (places.link, places.km_before, places.minutes_before)
        )
        rest = np.maximum(0.0, graph.km[link] - km)
        by_head = ends.via_head[link] | (rest <= _AT_END_KM)
        by_tail = ends.via_tail[link] | (km <= _AT_END_KM)
        node = np.concatenate([graph.head[link][by_head], graph.tail[link][by_tail]])
        order = np.argsort(node, kind="stable")
        self.places = places
        self.start = np.zeros(len(graph.lon) + 1, dtype=np.int32)
        np.cumsum(np.bincount(node, minlength=len(graph.lon)), out=self.start[1:])
        self.place = np.concatenate([rows[by_head], rows[by_tail]])[order]
        beside, beside_minutes = places.snap_km[rows], places.snap_minutes[rows]
        rest_minutes = np.maximum(0.0, graph.minutes[link] - minutes)
        self.km = np.concatenate([(rest + beside)[by_head], (km + beside)[by_tail]])[order]
        own = [(rest_minutes + beside_minutes)[by_head], (minutes + beside_minutes)[by_tail]]
        self.minutes = np.concatenate(own)[order]
        by_link = np.argsort(link, kind="stable")
        self.link, self.on_link = link[by_link], rows[by_link]
        self.best_km = np.full(len(places.link), np.inf)
        self.best_minutes = np.full(len(places.link), np.inf)


def reading(
    search: Search, ends: Ends, seed: tuple[Snapped, int], entries: Entries, cutoff: Cutoff
) -> tuple[Rows, Floats, Floats]:
    """Search from one place and read what is found at others.

    Parameters
    ----------
    search : Search
        Along ``ends.arcs``.
    ends : Ends
    seed : tuple
        Where places are snapped, and the row of the one that the search begins at.
    entries : Entries
        The others.
    cutoff : Cutoff
        Bounds the search; what is beyond it may be found or not.

    Returns
    -------
    tuple of array
        Rows of the places found, in order, their distances [km] and times [minutes], from
        place to place with what lies between each and the road; shape (m,).
    """
    snapped, row = seed
    before = (snapped.snap_km[row], snapped.snap_minutes[row])
    node, km, minutes = (np.array(each) for each in zip(*ends.seeds(seed), strict=True))
    km, minutes = km + before[0], minutes + before[1]
    led, along = (minutes, km) if search.by_time else (km, minutes)
    search.run(node.astype(np.int32), led, along, _limit(search, cutoff))
    best = (entries.best_km, entries.best_minutes)
    found = np.concatenate(
        [
            _read(
                search.touched,
                (search.led, search.along),
                (entries.start, entries.place, entries.km, entries.minutes),
                best,
                search.by_time,
            ),
            _along(ends, seed, entries, search.by_time),
        ]
    )
    rows = np.unique(found)
    km, minutes = best[0][rows], best[1][rows]
    for each in best:
        each[rows] = np.inf
    return rows, km, minutes


def _along(ends: Ends, seed: tuple[Snapped, int], entries: Entries, by_time: bool) -> Rows:
    """Read the places on the link of the seed itself, straight along it."""
    snapped, row = seed
    link, places = snapped.link[row], entries.places
    low, high = np.searchsorted(entries.link, [link, link + 1])
    rows = entries.on_link[low:high]
    apart = places.km_before[rows] - snapped.km_before[row]
    rows = rows[_straight(ends, places.link[rows], apart)]
    km = np.abs(places.km_before[rows] - snapped.km_before[row])
    minutes = np.abs(places.minutes_before[rows] - snapped.minutes_before[row])
    km += places.snap_km[rows] + snapped.snap_km[row]
    minutes += places.snap_minutes[rows] + snapped.snap_minutes[row]
    _keep(rows, km, minutes, (entries.best_km, entries.best_minutes), by_time)
    return rows


def _straight(ends: Ends, link: Rows, apart: Floats) -> Flags:
    """Tell whether cars may go along the link itself, a distance from its seed apart."""
    onward = np.where(apart <= 0, ends.via_head[link], ends.via_tail[link])
    return np.asarray(onward | (np.abs(apart) <= _AT_END_KM))


def _limit(search: Search, cutoff: Cutoff) -> float:
    """Bound the measure that leads, wide enough for all that is within the cutoff."""
    own, other = cutoff.km, cutoff.minutes
    beside = ACCESS_KMH / 60
    if search.by_time:
        own, other, beside = other, own, 1 / beside
    if own is not None:
        return own * (1 + _ROUNDING)
    # No path within the other measure takes more of this one than all along the worst road.
    return np.inf if other is None else other * max(search.worst, beside) * (1 + _ROUNDING)


def ends_reached(ends: Ends, seed: tuple[Snapped, int], places: Snapped) -> Flags:
    """Tell which places a search without a limit would reach, shape (n,)."""
    graph, known = ends.graph, places.link >= 0
    link = places.link[known]
    circles = [ends.reached_from(node) for node, _, _ in ends.seeds(seed)]
    through = np.any(circles, axis=0)
    snapped, row = seed
    apart = places.km_before[known] - snapped.km_before[row]
    own = (link == snapped.link[row]) & _straight(ends, link, apart)
    km = places.km_before[known]
    by_head = ends.via_head[link] | (graph.km[link] - km <= _AT_END_KM)
    own |= by_head & through[graph.circle[graph.head[link]]]
    own |= (ends.via_tail[link] | (km <= _AT_END_KM)) & through[graph.circle[graph.tail[link]]]
    reached = np.zeros(len(places.link), dtype=np.bool_)
    reached[known] = own
    return reached


@njit(cache=True)
def _keep(rows, km, minutes, best, by_time):  # type: ignore[no-untyped-def]
    """Keep what is better than the best known, by the measure that leads and then the other."""
    best_km, best_minutes = best
    for place in range(len(rows)):
        row = rows[place]
        new, old = (km[place], minutes[place]), (best_km[row], best_minutes[row])
        if by_time:
            new, old = (new[1], new[0]), (old[1], old[0])
        if new < old:
            best_km[row], best_minutes[row] = km[place], minutes[place]


@njit(cache=True)
def _read(touched, nodes, entries, best, by_time):  # type: ignore[no-untyped-def]
    """Read the places that are entered by the nodes found; give their rows, some twice."""
    led, along = nodes
    start, place, km, minutes = entries
    total = 0
    for node in touched:
        total += start[node + 1] - start[node]
    rows = np.empty(total, np.int32)
    all_km, all_minutes = np.empty(total), np.empty(total)
    written = 0
    for node in touched:
        node_km, node_minutes = (along[node], led[node]) if by_time else (led[node], along[node])
        for entry in range(start[node], start[node + 1]):
            rows[written] = place[entry]
            all_km[written] = node_km + km[entry]
            all_minutes[written] = node_minutes + minutes[entry]
            written += 1
    _keep(rows, all_km, all_minutes, best, by_time)
    return rows
