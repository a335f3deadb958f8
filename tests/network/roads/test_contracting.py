"""Contracting changes no shortest path, whatever the graph."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balise.network import distance_km
from balise.network.roads import RoadGraph, Roads, contracted
from balise.network.roads.paths import Search
from balise.network.travel import Cutoff, Places

Steps = list[tuple[int, int, int, int]]


def raw(nodes: int, steps: Steps) -> RoadGraph:
    """Make a graph of single steps: tail, head, directions (1, 2 or both: 3), class."""
    rng = np.random.default_rng(7)
    lon, lat = rng.uniform(-66, -65.9, nodes), rng.uniform(46, 46.1, nodes)
    tail, head, ways, codes = (np.array(each, dtype=np.int32) for each in zip(*steps, strict=True))
    # Each step bends at a point of its own, so that no two lie upon each other.
    bend = [(lon[tail] + lon[head]) / 2, (lat[tail] + lat[head]) / 2]
    bend = [each + rng.uniform(-0.02, 0.02, len(tail)) for each in bend]
    x, y = (
        np.column_stack([each[tail], middle, each[head]])
        for each, middle in zip((lon, lat), bend, strict=True)
    )
    km = distance_km(x[:, :-1], y[:, :-1], x[:, 1:], y[:, 1:]).cumsum(axis=1)
    km = np.column_stack([np.zeros(len(tail)), km])
    return RoadGraph(
        lon,
        lat,
        tail,
        head,
        is_forward=ways & 1 > 0,
        is_backward=ways & 2 > 0,
        road_class=codes.astype(np.uint8),
        shape_start=np.arange(len(km) + 1, dtype=np.int64) * 3,
        shape_lon=x.ravel(),
        shape_lat=y.ravel(),
        shape_km=km.ravel(),
        shape_minutes=(km * rng.uniform(0.6, 4, (len(km), 1))).ravel(),
    )


@st.composite
def graphs(draw: st.DrawFn) -> RoadGraph:
    nodes = draw(st.integers(2, 12))
    at = st.integers(0, nodes - 1)
    ways = st.sampled_from([1, 2, 3, 3, 3, 3])
    codes = st.sampled_from([4, 4, 4, 4, 17])
    return raw(nodes, draw(st.lists(st.tuples(at, at, ways, codes), min_size=1, max_size=24)))


def costs(graph: RoadGraph, node: int, by_time: bool) -> dict[tuple[float, float], float]:
    """Give the least cost from a node to every other, by position."""
    search = Search(graph.leaving, by_time)
    search.run(np.array([node], dtype=np.int32), np.zeros(1), np.zeros(1), np.inf)
    places = zip(graph.lon.tolist(), graph.lat.tolist(), strict=True)
    return dict(zip(places, search.led.tolist(), strict=True))


@pytest.mark.property
@given(graphs(), st.booleans())
def test_paths_between_the_nodes_that_stay_are_unchanged(graph: RoadGraph, by_time: bool) -> None:
    small = contracted(graph)
    for node in range(len(small.lon)):
        place = (float(small.lon[node]), float(small.lat[node]))
        before = int(np.flatnonzero((graph.lon == place[0]) & (graph.lat == place[1]))[0])
        known = costs(graph, before, by_time)
        for where, cost in costs(small, node, by_time).items():
            assert cost == pytest.approx(known[where], rel=1e-12, abs=1e-12)


@pytest.mark.property
@given(graphs(), st.sampled_from(["km", "minutes"]))
def test_travel_between_points_of_links_is_unchanged(graph: RoadGraph, led: str) -> None:
    rng = np.random.default_rng(3)
    lon, lat = rng.uniform(-66, -65.9, 12), rng.uniform(46, 46.1, 12)
    here = Places(tuple("abcdefghijkl"), lon, lat)
    far = Cutoff(km=1e4) if led == "km" else Cutoff(minutes=1e5)
    one, other = (
        Roads(each, least_km=0).matrix(here, here, far) for each in (graph, contracted(graph))
    )
    agree = np.isclose(
        one.origin_snap_km, other.origin_snap_km, rtol=1e-9, atol=1e-9, equal_nan=True
    )
    assert agree.all()
    assert one.status.tolist() == other.status.tolist()
    np.testing.assert_allclose(one.km, other.km, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(one.minutes, other.minutes, rtol=1e-5, atol=1e-6)


@pytest.mark.property
@given(graphs())
def test_nothing_is_lost(graph: RoadGraph) -> None:
    small = contracted(graph)
    assert small.km.sum() == pytest.approx(graph.km.sum())
    assert small.minutes.sum() == pytest.approx(graph.minutes.sum())
    codes = [np.bincount(each.road_class, each.km, 20) for each in (graph, small)]
    np.testing.assert_allclose(codes[0], codes[1])
    assert contracted(small).digest == contracted(contracted(small)).digest
    degree = np.bincount(np.concatenate([small.tail, small.head]), minlength=len(small.lon))
    assert degree.min() > 0


def test_a_chain_becomes_one_link_and_its_points_stay() -> None:
    graph = contracted(raw(4, [(0, 1, 3, 4), (2, 1, 3, 4), (2, 3, 3, 4)]))
    assert (graph.tail.tolist(), graph.head.tolist()) == ([0], [1])
    assert graph.shape_start.tolist() == [0, 7]
    assert (np.diff(graph.shape_km) > 0).all()


def test_a_chain_ends_where_its_class_or_its_directions_change() -> None:
    assert len(contracted(raw(3, [(0, 1, 3, 4), (1, 2, 3, 17)])).tail) == 2
    assert len(contracted(raw(3, [(0, 1, 3, 4), (1, 2, 1, 4)])).tail) == 2
    # Drawn against each other, both lead from 0 to 2.
    assert len(contracted(raw(3, [(0, 1, 1, 4), (2, 1, 2, 4)])).tail) == 1


def test_rings_loops_and_parallel_links_stay() -> None:
    ring = contracted(raw(3, [(0, 1, 3, 4), (1, 2, 3, 4), (2, 0, 3, 4)]))
    assert (len(ring.lon), ring.tail.tolist(), ring.head.tolist()) == (1, [0], [0])
    beside = contracted(
        raw(4, [(0, 1, 3, 4), (0, 2, 3, 4), (2, 1, 3, 4), (1, 3, 3, 4), (3, 3, 3, 4)])
    )
    assert len(beside.tail) == 3
    assert len(beside.leaving.end) < 2 * len(beside.tail)
