"""Shortest paths: a search that stops at a limit, and leaves no trace for the next one.

Two measures go along every path, distance and time. One leads (its sum is the least), the
other is read along the same path; of paths equally long by the first, the one shorter by the
second counts.
"""

from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from balise.network.roads.graph import Arcs, RoadGraph

__all__ = ["Nearest", "Search", "nearest_sites"]

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int32]


class Nearest(NamedTuple):
    """The nearest site of every node: its row (-1 where none reaches), and how far.

    ``led`` and ``along`` are the measure that leads and the other, nan where none reaches.
    """

    site: Rows
    led: Floats
    along: Floats


class Search:
    """Searches on one graph, one after another, in arrays used again.

    Parameters
    ----------
    arcs : Arcs
        Arriving arcs to search from a destination, leaving ones from an origin.
    by_time : bool
        Whether time leads.
    """

    def __init__(self, arcs: Arcs, by_time: bool) -> None:
        nodes = len(arcs.start) - 1
        self.arcs = arcs
        self.by_time = by_time
        self.leads, self.follows = (arcs.minutes, arcs.km) if by_time else (arcs.km, arcs.minutes)
        self.led = np.full(nodes, np.inf)
        self.along = np.full(nodes, np.inf)
        self.label = np.full(nodes, -1, dtype=np.int32)
        self._place = np.full(nodes, -1, dtype=np.int32)
        self._heap = np.empty(nodes, dtype=np.int32)
        self._keys = np.empty(nodes)
        self._touched = np.empty(nodes, dtype=np.int32)
        self._count = 0

    @cached_property
    def worst(self) -> float:
        """The most of the measure that leads for one of the other, on any arc."""
        free = (self.follows == 0) & (self.leads > 0)
        if free.any():
            return float("inf")
        used = self.follows > 0
        return float((self.leads[used] / self.follows[used]).max(initial=0.0))

    def run(self, seeds: Rows, led: Floats, along: Floats, limit: float) -> None:
        """Search from seeds to a limit: fills ``led``, ``along``, ``label``.

        Parameters
        ----------
        seeds : array of int32, shape (k,)
            Nodes to begin at; a node may come more than once.
        led, along : array of float, shape (k,)
            What lies before each seed.
        limit : float
            Of the measure that leads; may be infinite. Nodes beyond it stay infinite.
        """
        self.clear()
        self._count = _search(
            self.arcs.start,
            self.arcs.end,
            (self.leads, self.follows),
            (seeds, led, along, limit),
            (self.led, self.along, self.label),
            (self._place, self._heap, self._keys, self._touched),
        )

    @property
    def touched(self) -> Rows:
        """The nodes that the last search found."""
        return self._touched[: self._count]

    def clear(self) -> None:
        """Forget the last search; takes as long as it was large."""
        touched = self.touched
        self.led[touched] = np.inf
        self.along[touched] = np.inf
        self.label[touched] = -1
        self._place[touched] = -1
        self._count = 0


def nearest_sites(graph: RoadGraph, nodes: Rows, by_time: bool = False) -> Nearest:
    """Find the site nearest to every node, as people drive to it.

    Parameters
    ----------
    graph : RoadGraph
        Roads, n nodes.
    nodes : array of int32, shape (s,)
        The node at which each site stands.
    by_time : bool
        Whether the nearest is the fastest to reach.

    Returns
    -------
    Nearest
        Arrays of shape (n,). Between sites equally near, the first one.
    """
    search = Search(graph.arriving, by_time)
    zeros = np.zeros(len(nodes))
    search.run(np.asarray(nodes, dtype=np.int32), zeros, zeros, np.inf)
    led = np.where(search.label >= 0, search.led, np.nan)
    return Nearest(search.label, led, np.where(search.label >= 0, search.along, np.nan))


@njit(cache=True)
def _up(heap, keys, place, at):  # type: ignore[no-untyped-def]
    node, key = heap[at], keys[at]
    while at > 0:
        above = (at - 1) >> 1
        if keys[above] <= key:
            break
        heap[at], keys[at] = heap[above], keys[above]
        place[heap[at]] = at
        at = above
    heap[at], keys[at] = node, key
    place[node] = at


@njit(cache=True)
def _down(heap, keys, place, size):  # type: ignore[no-untyped-def]
    """Put the last of the heap first, and let it sink."""
    node, key = heap[size], keys[size]
    at = 0
    while True:
        below = 2 * at + 1
        if below >= size:
            break
        if below + 1 < size and keys[below + 1] < keys[below]:
            below += 1
        if keys[below] >= key:
            break
        heap[at], keys[at] = heap[below], keys[below]
        place[heap[at]] = at
        at = below
    heap[at], keys[at] = node, key
    place[node] = at


@njit(cache=True)
def _offer(node, offered, found, work, sizes):  # type: ignore[no-untyped-def]
    """Take a path to a node if it is better than the one known; it then waits in the heap."""
    here, other, row = offered
    led, along, label = found
    place, heap, keys, touched = work
    if here > led[node] or (here == led[node] and other >= along[node]):
        return
    led[node], along[node], label[node] = here, other, row
    if place[node] == -1:
        touched[sizes[1]] = node
        heap[sizes[0]] = node
        place[node] = sizes[0]
        sizes += 1
    keys[place[node]] = here
    _up(heap, keys, place, place[node])


@njit(cache=True)
def _search(start, end, costs, seeds, found, work):  # type: ignore[no-untyped-def]
    """Settle nodes by the measure that leads (Dijkstra 1959, with an indexed binary heap).

    ``place`` is -1 for a node never met, -2 for one that is settled, else where it stands in
    the heap. ``sizes`` holds how many wait in the heap, and how many were touched: the answer.
    """
    leads, follows = costs
    seed_node, seed_led, seed_along, limit = seeds
    led, along, label = found
    place, heap, keys, _ = work
    sizes = np.zeros(2, np.int64)
    for row in range(len(seed_node)):
        if seed_led[row] <= limit:
            offered = (seed_led[row], seed_along[row], row)
            _offer(seed_node[row], offered, found, work, sizes)
    while sizes[0] > 0:
        node = heap[0]
        place[node] = -2
        sizes[0] -= 1
        if sizes[0] > 0:
            _down(heap, keys, place, sizes[0])
        for arc in range(start[node], start[node + 1]):
            to = end[arc]
            here = led[node] + leads[arc]
            if place[to] != -2 and here <= limit:
                _offer(to, (here, along[node] + follows[arc], label[node]), found, work, sizes)
    return sizes[1]
