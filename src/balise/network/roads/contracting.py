"""Contracting: chains of links between junctions become one link each.

Between two links that meet at a node of degree 2 nobody turns. They become one, if their
class and their directions agree: what may be left out, and which way cars may go, is then
the same all along, so that shortest paths stay as they were between the nodes that remain and
from every point of every link.
"""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from numba import njit

from balise.network.roads.graph import RoadGraph

__all__ = ["contracted"]

Rows = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]


def contracted(graph: RoadGraph) -> RoadGraph:
    """Make one link of each chain of links.

    Links that are alike and join the same nodes all stay: a place may stand beside either. A
    loop stays as well, though no path goes through it. A ring that joins nothing keeps the
    first of its nodes. Nodes without links go.

    Returns
    -------
    RoadGraph
        Of the nodes that remain, in their order; links in the order of their first part.
    """
    if not len(graph.tail):
        return graph
    is_through, near = _through(graph)
    links, turned, first = _chains(graph.tail, graph.head, is_through, near)
    start, points = _points(graph.shape_start, links, turned, first)
    km = _joined(graph.shape_km, points, graph.shape_start, links, turned, first)
    minutes = _joined(graph.shape_minutes, points, graph.shape_start, links, turned, first)
    begins, ends = first[:-1], first[1:] - 1
    tail = np.where(turned[begins], graph.head[links[begins]], graph.tail[links[begins]])
    head = np.where(turned[ends], graph.tail[links[ends]], graph.head[links[ends]])
    onward, return_ = graph.is_forward[links[begins]], graph.is_backward[links[begins]]
    is_turned = turned[begins]
    kept, places = np.unique(np.concatenate([tail, head]), return_inverse=True)
    return replace(
        graph,
        lon=graph.lon[kept],
        lat=graph.lat[kept],
        tail=places[: len(tail)].astype(np.int32),
        head=places[len(tail) :].astype(np.int32),
        is_forward=np.where(is_turned, return_, onward),
        is_backward=np.where(is_turned, onward, return_),
        road_class=graph.road_class[links[begins]],
        shape_start=start,
        shape_lon=graph.shape_lon[points],
        shape_lat=graph.shape_lat[points],
        shape_km=km,
        shape_minutes=minutes,
    )


def _through(graph: RoadGraph) -> tuple[Flags, Rows]:
    """Find nodes between two links that agree, and the two link ends at each.

    A link end is its link x 2, plus 1 at its head.
    """
    nodes = len(graph.lon)
    at = np.column_stack([graph.tail, graph.head]).ravel()
    degree = np.bincount(at, minlength=nodes)
    order = np.argsort(at, kind="stable").astype(np.int32)
    start = np.concatenate([[0], np.cumsum(degree)])[:-1]
    candidates = np.flatnonzero(degree == 2)
    near = np.full((nodes, 2), -1, dtype=np.int32)
    near[candidates, 0] = order[start[candidates]]
    near[candidates, 1] = order[start[candidates] + 1]
    one, other = near[candidates, 0], near[candidates, 1]
    toward, away = _directions(graph, one)
    toward_other, away_other = _directions(graph, other)
    agree = (one >> 1 != other >> 1) & (toward == away_other) & (away == toward_other)
    agree &= graph.road_class[one >> 1] == graph.road_class[other >> 1]
    is_through = np.zeros(nodes, dtype=np.bool_)
    is_through[candidates[agree]] = True
    return is_through, near


def _directions(graph: RoadGraph, end: Rows) -> tuple[Flags, Flags]:
    """Tell whether cars may come to the node at a link end, and leave it there."""
    link, at_head = end >> 1, end & 1 == 1
    forward, backward = graph.is_forward[link], graph.is_backward[link]
    return np.where(at_head, forward, backward), np.where(at_head, backward, forward)


@njit(cache=True)
def _chains(tail, head, is_through, near):  # type: ignore[no-untyped-def]
    """Walk every chain: links in order, whether each is turned, where each chain begins."""
    count = len(tail)
    links, turned = np.empty(count, np.int32), np.empty(count, np.bool_)
    first = np.empty(count + 1, np.int64)
    seen = np.zeros(count, np.bool_)
    written, chains = 0, 0
    # Chains from nodes that stay come first; only rings are left for the second round.
    for rings in (False, True):
        for link in range(count):
            if seen[link]:
                continue
            if not rings and is_through[tail[link]] and is_through[head[link]]:
                continue
            first[chains] = written
            chains += 1
            begun = tail[link] if rings or not is_through[tail[link]] else head[link]
            node, here = begun, link
            while True:
                seen[here] = True
                links[written] = here
                turned[written] = tail[here] != node
                node = tail[here] if turned[written] else head[here]
                written += 1
                if not is_through[node] or (rings and node == begun):
                    break
                here = near[node, 1] >> 1 if near[node, 0] >> 1 == here else near[node, 0] >> 1
    first[chains] = written
    return links, turned, first[: chains + 1]


@njit(cache=True)
def _points(shape_start, links, turned, first):  # type: ignore[no-untyped-def]
    """List the points of every chain; where two links meet, the point counts once."""
    chains = len(first) - 1
    total = 0
    for place in range(len(links)):
        total += shape_start[links[place] + 1] - shape_start[links[place]] - 1
    points = np.empty(total + chains, np.int64)
    start = np.empty(chains + 1, np.int64)
    written = 0
    for chain in range(chains):
        start[chain] = written
        for place in range(first[chain], first[chain + 1]):
            low, high = shape_start[links[place]], shape_start[links[place] + 1]
            skipped = 0 if place == first[chain] else 1
            for step in range(skipped, high - low):
                points[written] = high - 1 - step if turned[place] else low + step
                written += 1
    start[chains] = written
    return start, points


@njit(cache=True)
def _joined(along, points, shape_start, links, turned, first):  # type: ignore[no-untyped-def]
    """Add up what lies along each chain, from its tail."""
    joined = np.empty(len(points), np.float64)
    written = 0
    for chain in range(len(first) - 1):
        before = 0.0
        for place in range(first[chain], first[chain + 1]):
            low, high = shape_start[links[place]], shape_start[links[place] + 1]
            whole = along[high - 1]
            skipped = 0 if place == first[chain] else 1
            for _ in range(skipped, high - low):
                here = along[points[written]]
                joined[written] = before + (whole - here if turned[place] else here)
                written += 1
            before += whole
    return joined
