"""Catchments of invented offices: against a full search, their laws, and ranges."""

import numpy as np
import numpy.typing as npt
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balise.network import distance_km
from balise.network.access import (
    ANY_OFFICE,
    Catchment,
    Origins,
    Points,
    Reach,
    make_origins,
    make_points,
)
from balise.vocabulary import NetworkError
from tests.network.access.places import (
    REACHES,
    by_office,
    country,
    origin_table,
    point_table,
    serve,
    travel,
)


def _km(points: Points, origins: Origins, detour: float) -> npt.NDArray[np.float64]:
    """Every road distance, offices down, origins across."""
    return detour * distance_km(
        points.places.lon[:, None],
        points.places.lat[:, None],
        origins.places.lon,
        origins.places.lat,
    )


def _central(one: Catchment) -> float:
    assert one.central is not None
    return one.central


@pytest.mark.property
@given(st.integers(0, 10_000), st.sampled_from([1.0, 1.3, 1.6]))
def test_a_full_search_counts_the_same_people(seed: int, detour: float) -> None:
    points, origins = country(seed)
    found = by_office(serve(points, origins, travel(detour=detour)))
    km = _km(points, origins, detour).astype(np.float32)
    for reach in REACHES:
        inside = km <= reach.value  # at 60 km/h minutes are kilometres
        for row, name in enumerate(points.places.ids):
            assert _central(found[name, reach.code]) == origins.people[inside[row]].sum()
        union = origins.people[inside.any(axis=0)].sum()
        assert _central(found[ANY_OFFICE, reach.code]) == union


@pytest.mark.property
@given(st.integers(0, 10_000))
def test_those_surely_and_possibly_inside_are_found_by_a_full_search(seed: int) -> None:
    points, origins = country(seed, error_km=5.0, spread_km=1.0)
    found = by_office(serve(points, origins))
    # Twice the root of 5 squared + 1 squared, by road: 2 x 5.0990 x 1.3 = 13.257 km.
    slack = 2 * np.hypot(5.0, 1.0) * 1.3
    km = _km(points, origins, 1.3)
    for row, name in enumerate(points.places.ids):
        near = found[name, "25km"]
        assert near.reason == ("range" if near.low != near.high else None)
        assert near.low == origins.people[km[row] + slack <= 25].sum()
        assert near.high == origins.people[km[row] - slack <= 25].sum()


@pytest.mark.property
@given(st.integers(0, 10_000))
def test_nobody_counts_twice_and_further_reach_never_loses_people(seed: int) -> None:
    points, origins = country(seed, error_km=5.0)
    found = by_office(serve(points, origins, travel(draws=20)))
    names = points.places.ids
    for reach in REACHES:
        each = [_central(found[name, reach.code]) for name in names]
        assert max(each) <= _central(found[ANY_OFFICE, reach.code]) <= sum(each)
    for name in (*names, ANY_OFFICE):
        people = [_central(found[name, code]) for code in ("10km", "25km", "50km")]
        assert people == sorted(people)


def test_people_are_a_range_where_error_and_spread_exceed_a_quarter_of_the_radius() -> None:
    points, origins = country(3, error_km=5.0)
    found = by_office(serve(points, origins))
    # 5 km of error are 6.5 km by road: over a quarter of 25 km, under that of 30 min and 50 km.
    reasons = {code: found[ANY_OFFICE, code].reason for code in ("10km", "25km", "30min", "50km")}
    assert reasons == {"10km": "range", "25km": "range", "30min": None, "50km": None}
    exact = by_office(serve(*country(3)))
    assert {each.reason for each in exact.values()} == {None}


def test_people_spread_over_a_vast_area_make_a_range_of_an_exact_office() -> None:
    found = by_office(serve(*country(3, spread_km=10.0)))
    assert found[ANY_OFFICE, "50km"].reason == "range"  # 13 km by road, over 12.5


def test_a_position_error_widens_the_interval_and_none_closes_it() -> None:
    for error, is_wide in ((0.0, False), (5.0, True)):
        points, origins = country(3, error_km=error, origins=400)
        one = by_office(serve(points, origins, travel(draws=100)))[ANY_OFFICE, "50km"]
        assert one.low is not None
        assert one.high is not None
        assert one.low <= _central(one) <= one.high
        assert (one.low < one.high) is is_wide


def test_moves_have_the_stated_root_mean_square() -> None:
    errors = np.array([5.0, 0.0])
    moves = travel(draws=20_000).moves_km(errors, np.random.default_rng(0))
    spread = np.sqrt((moves**2).sum(axis=2).mean(axis=1))
    assert spread == pytest.approx([5, 0], rel=0.02)


def test_the_same_random_state_gives_the_same_draws() -> None:
    points, origins = country(1, error_km=5.0)
    once, again = (by_office(serve(points, origins, travel(draws=10))) for _ in range(2))
    key = (ANY_OFFICE, "25km")
    assert (once[key].inside.moved == again[key].inside.moved).all()


def test_an_office_without_a_position_stays_with_its_reason() -> None:
    table = point_table(2)
    lost = pl.DataFrame(
        {"service_point": "nowhere", "lon": None, "lat": None}, schema_overrides=dict(table.schema)
    )
    _, origins = country(2)
    with_it = by_office(serve(make_points(pl.concat([table, lost], how="diagonal")), origins))
    assert with_it["nowhere", "10km"].reason == "no_source"
    assert with_it["nowhere", "10km"].people is None
    without = by_office(serve(make_points(table), origins))
    assert _central(with_it[ANY_OFFICE, "50km"]) == _central(without[ANY_OFFICE, "50km"])


def test_an_origin_without_position_or_people_is_in_no_catchment() -> None:
    points = make_points(point_table(0, 1).with_columns(lon=pl.lit(-66.0), lat=pl.lit(46.0)))
    table = origin_table(0, 3).with_columns(
        lon=pl.Series([-66.0, None, -66.0]),
        lat=pl.Series([46.0, None, 46.0]),
        people=pl.Series([5, 8, None]),
    )
    found = by_office(serve(points, make_origins(table, table["code"].unique())))
    assert found["office-0", "10km"].members.tolist() == [0]


def test_an_office_listed_twice_is_refused() -> None:
    table = point_table(1)
    with pytest.raises(NetworkError, match="found office-0 listed twice"):
        make_points(pl.concat([table, table.head(1)]))
    with pytest.raises(NetworkError, match="found one called 'all'"):
        make_points(table.head(1).with_columns(service_point=pl.lit(ANY_OFFICE)))


def test_an_origin_outside_the_areas_is_refused() -> None:
    with pytest.raises(NetworkError, match=r"found 20 codes that are no base area \(0000, 0001"):
        make_origins(origin_table(0), pl.Series(["9999"]))


@pytest.mark.parametrize(
    ("reaches", "detour", "speed", "draws"),
    [((), 1.3, 60, 0), ((0.0,), 1.3, 60, 0), ((9.0,), 0.9, 60, 0), ((9.0,), 1.3, 0, 0)],
)
def test_travel_that_cannot_be_is_refused(
    reaches: tuple[float, ...], detour: float, speed: float, draws: int
) -> None:
    with pytest.raises(NetworkError, match="Expected reaches above 0, a detour of at least 1"):
        travel([Reach("km", each) for each in reaches], detour=detour, speed=speed, draws=draws)
