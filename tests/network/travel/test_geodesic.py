"""Straight lines x detour: every pair estimated, the same as by brute force."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balise.network import distance_km
from balise.network.travel import Cutoff, Geodesic, Places, Status, detour_by_region
from balise.vocabulary import NetworkError


def places(lon: list[float], lat: list[float], name: str = "p") -> Places:
    return Places(tuple(f"{name}{row}" for row in range(len(lon))), np.array(lon), np.array(lat))


def test_a_degree_of_longitude_on_the_equator_takes_its_detour() -> None:
    # By hand: 111.319 km x 1.3 = 144.715 km; at 60 km/h 144.715 minutes.
    table = Geodesic(1.3).matrix(places([0], [0]), places([1], [0]), Cutoff(km=145))
    assert table.km[0, 0] == pytest.approx(144.715, abs=1e-3)
    assert table.minutes[0, 0] == pytest.approx(144.715, abs=1e-3)
    assert table.status[0, 0] == Status.ESTIMATED


def test_what_is_too_far_or_nowhere_says_so() -> None:
    homes = places([0, 3, np.nan], [0, 0, 0])
    table = Geodesic(1.0).matrix(homes, places([0, np.nan], [0.1, 0]), Cutoff(km=50))
    assert table.status.tolist() == [
        [Status.ESTIMATED, Status.NO_ROAD_ACCESS],
        [Status.BEYOND_CUTOFF, Status.NO_ROAD_ACCESS],
        [Status.NO_ROAD_ACCESS, Status.NO_ROAD_ACCESS],
    ]
    assert np.isnan(table.origin_snap_km).tolist() == [False, False, True]


@pytest.mark.property
@given(st.integers(0, 10**6), st.sampled_from([46.0, 70.0, 84.0, -1.0]))
def test_a_catchment_is_that_of_brute_force(seed: int, lat: float) -> None:
    rng = np.random.default_rng(seed)
    homes = places(rng.uniform(-67, -65, 200).tolist(), rng.uniform(lat - 1, lat + 1, 200).tolist())
    sites = places(rng.uniform(-67, -65, 9).tolist(), rng.uniform(lat - 1, lat + 1, 9).tolist())
    detour = rng.choice([1.2, 1.5], 200)
    limit = float(rng.uniform(5, 80))
    cutoff = Cutoff(km=limit, minutes=60.0)
    reached = Geodesic(detour, speed_kmh=50).catchment(sites, cutoff, homes)
    km = detour * distance_km(homes.lon, homes.lat, sites.lon[:, None], sites.lat[:, None])
    site, home = np.nonzero((km <= limit) & (km / 50 * 60 <= 60))
    assert (reached.site.tolist(), reached.origin.tolist()) == (site.tolist(), home.tolist())
    np.testing.assert_allclose(reached.km, km[site, home], rtol=1e-6)
    np.testing.assert_allclose(reached.minutes, km[site, home] / 50 * 60, rtol=1e-6)


def test_origins_take_the_detour_of_their_region() -> None:
    detour = detour_by_region(["10", "13"], {"10": 2.0, "13": 1.0})
    table = Geodesic(detour).matrix(places([0, 0], [0, 0]), places([0.1], [0]), Cutoff(km=50))
    assert table.km[0, 0] == pytest.approx(2 * table.km[1, 0])
    with pytest.raises(NetworkError, match="found none for 62"):
        detour_by_region(["62", "13"], {"13": 1.0})
    with pytest.raises(NetworkError, match="found 2 detours for 1 origins"):
        Geodesic(detour).matrix(places([0], [0]), places([0], [0]), Cutoff(km=1))


@pytest.mark.parametrize(
    ("detour", "speed"), [(0.9, 60), (np.nan, 60), (1.3, 0), (np.array([]), 60)]
)
def test_settings_that_cannot_be_are_refused(detour: float, speed: float) -> None:
    with pytest.raises(NetworkError, match=r"Expected detours of 1 or more"):
        Geodesic(detour, speed_kmh=speed)


def test_every_setting_is_in_the_digest() -> None:
    engines = [Geodesic(1.3), Geodesic(1.4), Geodesic(1.3, 70), Geodesic(np.array([1.3, 1.3]))]
    assert len({each.digest for each in engines}) == 4
    assert Geodesic(1.3).digest == engines[0].digest


def test_coordinates_that_were_exchanged_are_named() -> None:
    homes = places([-66, -65], [46, 47])
    with pytest.raises(NetworkError, match=r"s0 stand far from the origins.*exchanged"):
        Geodesic(1.3).catchment(places([46.1], [-66.1], "s"), Cutoff(km=50), homes)


def test_nobody_and_nowhere_give_empty_answers() -> None:
    none = places([], [])
    reached = Geodesic(1.3).catchment(places([0], [0]), Cutoff(km=5), none)
    assert len(reached.site) == 0
    assert Geodesic(1.3).matrix(none, none, Cutoff(km=5)).km.shape == (0, 0)
