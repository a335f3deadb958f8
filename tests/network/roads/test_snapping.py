"""A place enters at the nearest point of any road, found among all."""

import numpy as np
import pytest
from hypothesis import given

from balise.network import distance_km
from balise.network.roads import RoadGraph
from balise.network.roads.snapping import Snapper
from tests.network.roads.test_contracting import graphs


@pytest.mark.property
@given(graphs())
def test_the_nearest_point_is_that_of_a_dense_sample(graph: RoadGraph) -> None:
    rng = np.random.default_rng(11)
    lon, lat = rng.uniform(-66, -65.9, 8), rng.uniform(46, 46.1, 8)
    snapped = Snapper(graph, limit_km=4.0, least_km=0.0).snap(lon, lat)
    share = np.linspace(0, 1, 400)
    inside = np.ones(len(graph.shape_lon), dtype=np.bool_)
    inside[graph.shape_start[1:] - 1] = False
    first = np.flatnonzero(inside)
    points = [
        each[first, None] + share * (each[first + 1] - each[first])[:, None]
        for each in (graph.shape_lon, graph.shape_lat)
    ]
    for row in range(8):
        nearest = float(distance_km(lon[row], lat[row], *points).min())
        if nearest > 4.01:
            assert snapped.link[row] == -1
            assert np.isnan(snapped.snap_km[row])
        elif nearest < 3.99:
            # Steps of the sample are 20 m at most: it may miss the nearest point by half of one.
            assert nearest - 0.01 <= snapped.snap_km[row] <= nearest + 1e-4
            assert 0 <= snapped.km_before[row] <= graph.km[snapped.link[row]] + 1e-9


def test_a_place_without_a_position_and_a_graph_without_roads_have_no_access() -> None:
    none = np.zeros(0)
    rows = np.zeros(0, dtype=np.int32)
    flags = np.zeros(0, dtype=np.bool_)
    codes, start = np.zeros(0, dtype=np.uint8), np.zeros(1, dtype=np.int64)
    empty = RoadGraph(none, none, rows, rows, flags, flags, codes, start, none, none, none, none)
    snapped = Snapper(empty, limit_km=5.0, least_km=1.0).snap(
        np.array([np.nan, -66.0]), np.full(2, 46.0)
    )
    assert snapped.link.tolist() == [-1, -1]
