import numpy as np
import pytest
import shapely

from balise.network.cells import ALONE, DIRECTIONS, REACH, cells, on_plane

# A polygon of 64 corners is a little smaller than its circle.
ROUND = DIRECTIONS / 2 * np.sin(2 * np.pi / DIRECTIONS)


def test_a_place_alone_stands_in_a_small_circle() -> None:
    only = cells(np.array([[10.0, 20.0]]))[0]
    assert shapely.area(only) == pytest.approx(ROUND * ALONE**2)


def test_two_places_share_the_ground_between_them() -> None:
    first, second = cells(np.array([[0.0, 0.0], [100.0, 0.0]]))
    assert shapely.bounds(first).round(6).tolist() == [-75.0, -75.0, 50.0, 75.0]
    assert shapely.area(shapely.intersection(first, second)) == pytest.approx(0)


def test_places_at_one_point_share_its_cell() -> None:
    found = cells(np.array([[0.0, 0.0], [100.0, 0.0], [0.0, 0.0]]))
    assert found[0] == found[2]


def test_a_far_neighbour_does_not_make_a_large_cell() -> None:
    # Four close places, one far away: it takes no more ground than its neighbours do.
    close = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.1, 1.1], [500.0, 3.0]])
    west, south, east, north = shapely.bounds(cells(close)[4])
    assert max(east - west, north - south) <= 2 * REACH * 501
    for each in cells(close)[:4]:
        assert shapely.area(each) < 5


@pytest.mark.property
def test_cells_hold_their_place_and_do_not_overlap() -> None:
    rng = np.random.default_rng(7)
    places = on_plane(rng.uniform([-68, 45], [-64, 48], (300, 2)))
    found = cells(places)
    assert shapely.covers(found, shapely.points(places)).all()
    ground = shapely.area(found)
    assert shapely.area(shapely.union_all(found)) == pytest.approx(ground.sum(), rel=1e-9)
