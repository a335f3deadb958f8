"""Distances on the ellipsoid, and where places lie from one another."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balise.network import distance_km, offset_position, offsets_km

MONCTON, FREDERICTON = (-64.81001, 46.10653), (-66.64528, 45.95806)


def test_a_degree_of_latitude_is_longer_at_the_pole_than_at_the_equator() -> None:
    # GRS80: 110.574 km from 0 to 1 degree, 111.694 km from 89 to 90 degrees.
    assert distance_km(0, 0, 0, 1) == pytest.approx(110.574, abs=0.001)
    assert distance_km(0, 89, 0, 90) == pytest.approx(111.694, abs=0.001)


def test_distance_is_the_same_both_ways() -> None:
    there, back = distance_km(*MONCTON, *FREDERICTON), distance_km(*FREDERICTON, *MONCTON)
    assert there == pytest.approx(back)
    assert there == pytest.approx(143.1, abs=0.5)


def test_a_place_to_the_north_east_lies_east_and_north() -> None:
    lon, lat = offset_position(MONCTON, np.array([45.0]), np.array([10.0]))
    east, north = offsets_km(*MONCTON, lon, lat)
    # 10 km x cos 45 degrees = 7.071 km either way.
    assert east == pytest.approx([7.0711], abs=1e-3)
    assert north == pytest.approx([7.0711], abs=1e-3)


@pytest.mark.property
@given(
    st.tuples(st.floats(-180, 180), st.floats(-89.9, 89.9)),
    st.floats(0.1, 500),
    st.integers(0, 2**32 - 1),
)
def test_offsets_keep_the_distance(
    position: tuple[float, float], furthest_km: float, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    bearing, away = rng.uniform(0, 360, 50), rng.uniform(0, furthest_km, 50)
    lon, lat = offset_position(position, bearing, away)
    east, north = offsets_km(*position, lon, lat)
    assert np.hypot(east, north) == pytest.approx(away, rel=1e-6, abs=1e-6)
