"""Nearest offices, floating catchments, overlaps and people beyond reach."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from balise.network import distance_km
from balise.network.access import (
    Far,
    Zones,
    find_beyond,
    find_nearest,
    find_overlaps,
    floating_access,
    gap_ranks,
    known_capacity,
    make_origins,
    make_points,
    pairs_within,
    sum_up,
)
from balise.network.travel import Geodesic
from balise.vocabulary import NetworkError
from tests.network.access.places import country, serve, travel

ZONES = Zones((10.0, 20.0, 30.0), (1.0, 0.68, 0.22))


def _line(where: list[float], people: list[int]) -> pl.DataFrame:
    """Origins on the equator, so many kilometres east."""
    count = len(where)
    return pl.DataFrame(
        {
            "origin": [f"o{place}" for place in range(count)],
            "code": [f"a{place}" for place in range(count)],
            "lon": [km / 111.3195 for km in where],
            "lat": [0.0] * count,
            "people": people,
            "spread_km": [0.0] * count,
        }
    )


@pytest.mark.property
@given(st.integers(0, 10_000))
def test_the_two_nearest_offices_are_those_of_a_full_search(seed: int) -> None:
    points, origins = country(seed)
    served = serve(points, origins)
    found = find_nearest(served.pairs, Geodesic(1.3), points.places, origins.places)
    km = 1.3 * distance_km(
        origins.places.lon[:, None],
        origins.places.lat[:, None],
        points.places.lon,
        points.places.lat,
    )
    order = np.argsort(km, axis=1)[:, :2]
    assert found.office.tolist() == order.tolist()
    assert found.km == pytest.approx(np.take_along_axis(km, order, axis=1), rel=1e-5)
    assert found.minutes == pytest.approx(found.km, rel=1e-5)  # at 60 km/h


def test_access_by_hand() -> None:
    # Offices at 0 and 25 km, people at 5 km (100) and 15 km (200), minutes as kilometres.
    # At 0: 5 km weighs 1, 15 km 0.68: shared among 100 + 136 = 236.
    # At 25: 20 km weighs 0.68, 10 km 1: shared among 68 + 200 = 268.
    # First origin: 1/236 + 0.68/268; second: 0.68/236 + 1/268.
    origins = make_origins(_line([5, 15], [100, 200]), pl.Series(["a0", "a1"]))
    offices = _line([0, 24.99], [0, 0]).rename({"origin": "service_point"})
    points = make_points(offices.with_columns(position_error_km=0.0, capacity=None))
    engine = Geodesic(1.0)
    pairs = pairs_within(engine, points.places, origins.places, None, 30.0)
    found = floating_access(pairs, origins.people, known_capacity(points.capacity)[0], ZONES)
    assert found == pytest.approx([1 / 236 + 0.68 / 268, 0.68 / 236 + 1 / 268])


@pytest.mark.property
@given(st.integers(0, 10_000))
def test_access_summed_over_people_gives_back_what_offices_can_serve(seed: int) -> None:
    points, origins = country(seed)
    capacity = np.random.default_rng(seed).uniform(1, 9, len(points.places))
    pairs = pairs_within(Geodesic(1.3), points.places, origins.places, None, 30.0)
    found = floating_access(pairs, origins.people, capacity, ZONES)
    near = np.bincount(pairs.office, weights=origins.people[pairs.origin], minlength=len(capacity))
    assert origins.people @ found == pytest.approx(capacity[near > 0].sum())


def test_zones_that_are_none_are_refused() -> None:
    with pytest.raises(NetworkError, match="Expected as many of each, minutes growing"):
        Zones((20.0, 10.0), (1.0, 0.5))


@pytest.mark.property
@given(st.integers(0, 10_000))
def test_overlaps_are_those_of_a_full_search(seed: int) -> None:
    points, origins = country(seed)
    served = serve(points, origins)
    inside = {
        (each.service_point, each.reach.code): set(each.members[each.inside.central].tolist())
        for each in served.catchments
    }
    found = list(find_overlaps(served, origins.people))
    for each in found:
        both = inside[each.service_point, each.reach.code] & inside[each.other, each.reach.code]
        assert each.people == origins.people[sorted(both)].sum()
        assert each.low <= each.people <= each.high
        assert each.service_point < each.other
    listed = {(each.service_point, each.other, each.reach.code) for each in found if each.people}
    names = points.places.ids
    for reach in served.travel.reaches:
        for one in names:
            for two in names:
                both = inside[one, reach.code] & inside[two, reach.code]
                if one < two and origins.people[sorted(both)].sum():
                    assert (one, two, reach.code) in listed


@pytest.mark.property
@given(st.integers(0, 10_000), st.sampled_from([0, 20]), st.sampled_from([0.0, 5.0]))
def test_people_inside_and_beyond_are_everybody(seed: int, draws: int, error: float) -> None:
    points, origins = country(seed, error_km=error, spread_km=1.0)
    served = serve(points, origins, travel(draws=draws))
    whole = csr_matrix(np.ones((1, len(origins.people))))
    halves = csr_matrix(np.arange(len(origins.people)) % 2 == np.array([[0], [1]]), dtype=float)
    total = origins.people.sum()
    union = {each.reach: each for each in served.catchments if each.service_point == "all"}
    far = Far(whole, {"people": origins.people})
    parts = Far(halves, {"people": origins.people})
    both = zip(find_beyond(served, origins, far), find_beyond(served, origins, parts), strict=True)
    for one, two in both:
        inside, counts = union[one.reach], one.counts["people"]
        assert inside.central is not None
        assert inside.central + counts.central[0] == total
        assert one.is_range[0] == (inside.reason == "range")
        assert (inside.low, inside.high) == pytest.approx(
            (total - counts.high[0], total - counts.low[0])
        )
        assert two.counts["people"].central.sum() == counts.central[0]


def test_gaps_are_ranked_among_areas_of_their_level() -> None:
    figures = np.array([10.0, 30.0, 20.0, np.nan, 5.0])
    levels = np.array(["csd", "csd", "cd", "csd", "cd"])
    ranks = gap_ranks(figures, levels)
    assert ranks[[0, 1, 2, 4]].tolist() == [2, 1, 1, 2]
    assert np.isnan(ranks[3])


def test_the_nearest_office_of_an_area_is_that_of_most_of_its_people() -> None:
    # Two origins of one area: 100 people next to the first office, 300 next to the second.
    table = _line([0, 30], [100, 300]).with_columns(code=pl.lit("a"))
    origins = make_origins(table, pl.Series(["a"]))
    offices = _line([1, 31, 500], [0, 0, 0]).rename({"origin": "service_point"})
    points = make_points(offices.with_columns(position_error_km=0.0, capacity=None))
    served = serve(points, origins, travel(detour=1.0))
    nearest = find_nearest(served.pairs, Geodesic(1.0), points.places, origins.places)
    members = origins.membership(csr_matrix([[1.0]]))
    found = sum_up(members, origins, nearest, np.zeros(2), 3)
    assert (found.first[0], found.first_share[0], found.second[0]) == (1, 0.75, 0)
    assert found.first_km[0] == pytest.approx(1.0, abs=1e-3)
    # Second nearest: 31 km for 100 people, 29 km for 300.
    assert found.second_km[0] == pytest.approx((100 * 31 + 300 * 29) / 400, abs=0.01)
    assert found.no_path[0] == 0
