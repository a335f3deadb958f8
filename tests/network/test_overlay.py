import numpy as np
import pytest
import shapely

from balise.network import members_by_centroid, overlap_shares
from tests.network.files import box


def shapes(*given: object) -> np.ndarray:
    return np.array(given, dtype=object)


GRID = np.array([[-66.0 + i / 10, 45.0 + j / 10] for j in range(5) for i in range(5)])


def test_areas_go_to_the_region_that_holds_their_centroid() -> None:
    (found,) = members_by_centroid(shapes(box(-66.05, 44.95, 0.1)), GRID)
    assert found.rows.tolist() == [0]


def test_cells_that_an_edge_crosses_are_told_apart_from_those_inside() -> None:
    # The square holds nine centroids; it passes beyond the cell of the middle one alone.
    (found,) = members_by_centroid(shapes(box(-65.98, 45.02, 0.3)), GRID)
    assert found.rows.tolist() == [6, 7, 8, 11, 12, 13, 16, 17, 18]
    sure = set(found.rows.tolist()) - set(found.crossed.tolist())
    assert 12 in sure
    assert sure < set(found.rows.tolist())
    assert set(found.crossed.tolist()) - set(found.rows.tolist()) > {1, 5}


def test_a_small_region_holds_no_centroid_but_crosses_a_cell() -> None:
    (found,) = members_by_centroid(shapes(box(-65.97, 45.02, 0.01)), GRID)
    assert found.rows.tolist() == []
    assert found.crossed.tolist() == [0]


def test_an_area_without_a_position_is_in_no_region() -> None:
    lost = np.vstack([GRID, [[np.nan, np.nan]]])
    (found,) = members_by_centroid(shapes(box(-70, 40, 10)), lost)
    assert len(found.rows) == 25
    assert found.crossed.tolist() == []


def test_no_areas_are_in_no_region() -> None:
    (found,) = members_by_centroid(shapes(box(-66, 45)), np.zeros((0, 2)))
    assert found.rows.tolist() == found.crossed.tolist() == []


def test_regions_may_share_areas() -> None:
    found = members_by_centroid(shapes(box(-66.05, 44.95, 0.5), box(-66.05, 44.95, 0.1)), GRID)
    assert set(found[1].rows) <= set(found[0].rows)


def test_with_boundaries_people_are_shared_by_ground() -> None:
    # Two areas side by side; the region holds a quarter of the first and all of the second.
    areas = shapes(shapely.box(-66.0, 45.0, -65.0, 45.2), shapely.box(-65.0, 45.0, -64.0, 45.2))
    region = shapes(shapely.box(-65.25, 44.0, -63.0, 46.0))
    assert overlap_shares(region, areas).toarray().round(6).tolist() == [[0.25, 1.0]]


def test_an_area_with_a_lake_counts_its_land_alone() -> None:
    lake = shapely.box(-65.6, 45.05, -65.5, 45.15)
    area = shapely.difference(shapely.box(-66.0, 45.0, -65.0, 45.2), lake)
    west = shapely.box(-67.0, 44.0, -65.5, 46.0)
    # By hand: 0.5 x 0.2 of the west less 0.01 of lake, of 0.2 less 0.01.
    share = overlap_shares(shapes(west), shapes(area)).toarray()[0, 0]
    assert share == pytest.approx(0.09 / 0.19, rel=2e-3)


def test_regions_that_only_touch_share_nobody() -> None:
    area, region = shapes(box(-66, 45)), shapes(shapely.box(-67, 45, -66, 46))
    assert overlap_shares(region, area).nnz == 0


@pytest.mark.property
def test_regions_that_fill_the_ground_hold_all_people_once() -> None:
    areas = shapes(*(box(west, 45.0, 0.3) for west in (-66.0, -65.7, -65.4)))
    regions = shapes(
        shapely.box(-67, 44, -65.55, 46), shapely.box(-65.55, 44, -65.5, 46),
        shapely.box(-65.5, 44, -64, 46),
    )  # fmt: skip
    total = np.asarray(overlap_shares(regions, areas).sum(axis=0)).ravel()
    assert total == pytest.approx(1.0)
