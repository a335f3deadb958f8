"""Catchments of invented offices: against a full search, and their laws."""

import numpy as np
import numpy.typing as npt
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balise.network import ANY_OFFICE, Catchment, Travel, catchments, distance_km
from balise.vocabulary import NetworkError

REACHES = (10.0, 25.0, 50.0)


def country(seed: int, areas: int = 60, offices: int = 4) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Invent areas and offices in a square of about 150 km."""
    rng = np.random.default_rng(seed)
    origins = pl.DataFrame(
        {
            "code": [f"{place:08d}" for place in range(areas)],
            "lon": rng.uniform(-67, -65, areas),
            "lat": rng.uniform(45.5, 47, areas),
            "people": rng.integers(0, 900, areas),
        }
    )
    points = pl.DataFrame(
        {
            "service_point": [f"office-{place}" for place in range(offices)],
            "lon": rng.uniform(-67, -65, offices),
            "lat": rng.uniform(45.5, 47, offices),
        }
    )
    return points, origins


def found(
    points: pl.DataFrame, origins: pl.DataFrame, travel: Travel, seed: int = 0
) -> dict[tuple[str, float], Catchment]:
    rng = np.random.default_rng(seed)
    each = catchments(points, origins, travel, rng)
    return {(one.service_point, one.reach_km): one for one in each}


def counted(one: Catchment) -> float:
    assert one.people is not None
    return one.people


@pytest.mark.property
@given(st.integers(0, 10_000), st.sampled_from([1.0, 1.3, 1.6]))
def test_a_full_search_counts_the_same_people(seed: int, detour: float) -> None:
    points, origins = country(seed)
    by_office = found(points, origins, Travel(REACHES, detour, 5.0, 0))
    people = origins["people"].to_numpy()
    for reach in REACHES:
        union = np.zeros(origins.height, dtype=bool)
        for name, lon, lat in points.iter_rows():
            road = detour * distance_km(lon, lat, origins["lon"], origins["lat"])
            union |= road <= reach
            assert counted(by_office[name, reach]) == people[road <= reach].sum()
        assert counted(by_office[ANY_OFFICE, reach]) == people[union].sum()


@pytest.mark.property
@given(st.integers(0, 10_000))
def test_nobody_counts_twice_and_further_reach_never_loses_people(seed: int) -> None:
    points, origins = country(seed)
    by_office = found(points, origins, Travel(REACHES, 1.3, 5.0, 20))
    names = points["service_point"].to_list()
    for reach in REACHES:
        each = [counted(by_office[name, reach]) for name in names]
        assert max(each) <= counted(by_office[ANY_OFFICE, reach]) <= sum(each)
    for name in [*names, ANY_OFFICE]:
        people = [counted(by_office[name, reach]) for reach in REACHES]
        assert people == sorted(people)
        drawn = [_drawn(by_office[name, reach], origins) for reach in REACHES]
        assert (drawn[0] <= drawn[1]).all()
        assert (drawn[1] <= drawn[2]).all()


def _drawn(one: Catchment, origins: pl.DataFrame) -> npt.NDArray[np.float64]:
    return np.asarray(origins["people"].to_numpy()[one.members] @ one.share_draws)


def test_without_detour_the_road_is_the_straight_line() -> None:
    points = pl.DataFrame({"service_point": ["a"], "lon": [0.0], "lat": [0.0]})
    # A degree of longitude on the equator is 111.32 km: 0.0898 degrees are 9.997 km.
    origins = pl.DataFrame(
        {"code": ["1", "2"], "lon": [0.0898, 0.0899], "lat": [0.0, 0.0], "people": [7, 9]}
    )
    assert counted(found(points, origins, Travel((10.0,), 1.0, 0.0, 0))["a", 10.0]) == 7
    assert counted(found(points, origins, Travel((13.0,), 1.3, 0.0, 0))["a", 13.0]) == 7


def test_a_position_error_widens_the_interval_and_none_closes_it() -> None:
    points, origins = country(3, areas=400)
    for error, wide in ((0.0, False), (5.0, True)):
        one = found(points, origins, Travel((25.0,), 1.3, error, 100))[ANY_OFFICE, 25.0]
        assert one.people_low is not None
        assert one.people_high is not None
        assert one.people_low <= counted(one) <= one.people_high
        assert (one.people_low < one.people_high) is wide


def test_moves_have_the_stated_root_mean_square_and_begin_with_none() -> None:
    moves = Travel((10.0,), 1.3, 5.0, 20_000).moves_km(1, np.random.default_rng(0))[0]
    assert (moves[0] == 0).all()
    assert np.sqrt((moves[1:] ** 2).sum(axis=1).mean()) == pytest.approx(5, rel=0.02)


def test_the_same_random_state_gives_the_same_draws() -> None:
    points, origins = country(1)
    travel = Travel((25.0,), 1.3, 5.0, 10)
    once, again = found(points, origins, travel), found(points, origins, travel)
    key = (ANY_OFFICE, 25.0)
    assert (once[key].share_draws == again[key].share_draws).all()


def test_members_are_the_areas_reached_in_any_draw_with_their_shares() -> None:
    points, origins = country(5, areas=200)
    one = found(points, origins, Travel((25.0,), 1.3, 5.0, 30))["office-0", 25.0]
    assert one.share.shape == one.members.shape
    assert one.share_draws.shape == (len(one.members), 30)
    assert set(one.share) <= {0.0, 1.0}
    assert ((one.share > 0) | (one.share_draws > 0).any(axis=1)).all()


def test_an_office_without_a_position_stays_with_its_reason() -> None:
    points, origins = country(2)
    extra = pl.DataFrame(
        {"service_point": ["nowhere"], "lon": [None], "lat": [None]}, schema=points.schema
    )
    travel = Travel(REACHES, 1.3, 5.0, 5)
    with_it = found(pl.concat([points, extra]), origins, travel)
    assert with_it["nowhere", 10.0].reason == "no_source"
    assert with_it["nowhere", 10.0].people is None
    without = found(points, origins, travel)
    assert counted(with_it[ANY_OFFICE, 50.0]) == counted(without[ANY_OFFICE, 50.0])


def test_an_area_without_position_or_people_is_in_no_catchment() -> None:
    points = pl.DataFrame({"service_point": ["a"], "lon": [-66.0], "lat": [46.0]})
    origins = pl.DataFrame(
        {
            "code": ["1", "2", "3"],
            "lon": [-66.0, None, -66.0],
            "lat": [46.0, None, 46.0],
            "people": [5, 8, None],
        }
    )
    one = found(points, origins, Travel((10.0,), 1.3, 5.0, 3))["a", 10.0]
    assert one.members.tolist() == [0]


def test_an_office_listed_twice_is_refused() -> None:
    points, origins = country(1)
    with pytest.raises(NetworkError, match="found office-0 listed twice"):
        found(pl.concat([points, points.head(1)]), origins, Travel((10.0,), 1.3, 5.0, 0))
    renamed = points.with_columns(service_point=pl.lit(ANY_OFFICE)).head(1)
    with pytest.raises(NetworkError, match="found one called 'all'"):
        found(renamed, origins, Travel((10.0,), 1.3, 5.0, 0))


@pytest.mark.parametrize(
    ("reach", "detour", "error", "draws"),
    [((), 1.3, 5.0, 0), ((0.0,), 1.3, 5.0, 0), ((10.0,), 0.9, 5.0, 0), ((10.0,), 1.3, -1.0, 0)],
)
def test_travel_that_cannot_be_is_refused(
    reach: tuple[float, ...], detour: float, error: float, draws: int
) -> None:
    with pytest.raises(NetworkError, match="Expected reaches above 0, a detour of at least 1"):
        Travel(reach, detour, error, draws)
