"""Distances on the ellipsoid, and places found within a bound."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balise.network import distance_km, offset_position, offsets_within

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
    near = offsets_within(MONCTON, lon, lat, 11.0)
    # 10 km x cos 45 degrees = 7.071 km either way.
    assert near.east_km == pytest.approx([7.0711], abs=1e-3)
    assert near.north_km == pytest.approx([7.0711], abs=1e-3)


def test_a_place_without_a_position_is_never_near() -> None:
    near = offsets_within(MONCTON, np.array([np.nan]), np.array([np.nan]), 100.0)
    assert len(near.rows) == 0


@pytest.mark.property
@given(
    st.tuples(st.floats(-180, 180), st.floats(-89.9, 89.9)),
    st.floats(0.1, 500),
    st.integers(0, 2**32 - 1),
)
def test_the_bound_keeps_exactly_the_places_a_full_search_finds(
    position: tuple[float, float], within_km: float, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    bearing, away = rng.uniform(0, 360, 50), rng.uniform(0, 2 * within_km, 50)
    lon, lat = offset_position(position, bearing, away)
    near = offsets_within(position, lon, lat, within_km)
    full = np.flatnonzero(distance_km(*position, lon, lat) <= within_km)
    assert near.rows.tolist() == full.tolist()
    assert np.hypot(near.east_km, near.north_km) == pytest.approx(away[full], rel=1e-6)
