"""Catchments from distance bands: by hand, their laws, and against people at points."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balise.network import (
    ANY_OFFICE,
    Catchment,
    Travel,
    banded_catchments,
    catchments,
    offsets_within,
)
from balise.sources import (
    read_dissemination_areas,
    read_distance_bands,
    read_nearest_bands,
    read_service_points,
    read_subdivisions,
)
from balise.vocabulary import NetworkError
from tests.network.test_catchments import REACHES, counted, country

BANDS: dict[str, type[pl.DataType]] = {
    "service_point": pl.String,
    "csduid": pl.String,
    "band_km_low": pl.Int64,
    "band_km_high": pl.Int64,
    "people": pl.Int64,
    "bearing_deg": pl.Float64,
}


def in_bands(points: pl.DataFrame, origins: pl.DataFrame) -> pl.DataFrame:
    """Count people of each subdivision by office and band of 5 km, as the bundle does."""
    lon, lat = origins["lon"].to_numpy(), origins["lat"].to_numpy()
    rows: list[pl.DataFrame] = []
    for name, *position in points.iter_rows():
        near = offsets_within((position[0], position[1]), lon, lat, 99.99)
        band = (np.hypot(near.east_km, near.north_km) // 5).astype(int) * 5
        seen = origins[near.rows.tolist()].with_columns(
            low=pl.Series(band), east=pl.Series(near.east_km), north=pl.Series(near.north_km)
        )
        weighted = (
            seen.filter(pl.col("people") > 0)
            .group_by("csduid", "low")
            .agg(
                pl.col("people").sum(),
                (pl.col("east") * pl.col("people")).sum(),
                (pl.col("north") * pl.col("people")).sum(),
            )
        )
        rows.append(
            weighted.select(
                pl.lit(name).alias("service_point"),
                "csduid",
                pl.col("low").alias("band_km_low"),
                (pl.col("low") + 5).alias("band_km_high"),
                "people",
                pl.arctan2("east", "north").degrees().alias("bearing_deg"),
            )
        )
    table = pl.concat(rows).sort("service_point", "csduid", "band_km_low")
    return table.select(pl.col(name).cast(kind) for name, kind in BANDS.items())


def subdivided(origins: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Put areas in subdivisions: squares of a quarter of a degree."""
    square = pl.format("{}-{}", *((pl.col(each) * 4).floor().cast(int) for each in ("lon", "lat")))
    areas = origins.with_columns(csduid=square)
    whole = areas.group_by(code="csduid").agg(pl.col("people").sum()).sort("code")
    return areas, whole


def gathered(each: Iterator[Catchment]) -> dict[tuple[str, float], Catchment]:
    return {(one.service_point, one.reach_km): one for one in each}


def one_band(low: int, high: int, bearing: float = 90.0) -> tuple[pl.DataFrame, ...]:
    points = pl.DataFrame({"service_point": ["a"], "lon": [-66.0], "lat": [46.0]})
    row = [("a", "1301001", low, high, 1000, bearing), ("a", "1301001", 95, 100, 500, bearing)]
    bands = pl.DataFrame(row, schema=BANDS, orient="row")
    return points, bands, pl.DataFrame({"code": ["1301001"], "people": [2000]})


def test_people_are_spread_evenly_in_a_band() -> None:
    points, bands, origins = one_band(15, 20)
    rng = np.random.default_rng(0)
    one = next(banded_catchments(points, bands, origins, Travel((25.0,), 1.3, 5.0, 0), rng))
    # 25 km by road is 19.2308 km straight: 4.2308 of the 5 km, of 1,000 people; 2,000 in all.
    assert counted(one) == pytest.approx(1000 * 4.2308 / 5, abs=0.01)
    assert one.share.tolist() == pytest.approx([846.15 / 2000], abs=1e-4)


def test_people_of_the_innermost_band_live_all_around() -> None:
    points, bands, origins = one_band(0, 5)
    rng = np.random.default_rng(0)
    for detour, expected in ((1.0, 1000.0), (4.0, 500.0)):
        travel = Travel((10.0,), detour, 5.0, 0)
        one = next(banded_catchments(points, bands, origins, travel, rng))
        assert counted(one) == pytest.approx(expected)


def test_moving_an_office_towards_people_brings_them_in_reach() -> None:
    points, bands, origins = one_band(10, 11)
    travel = Travel((10.0,), 1.0, 5.0, 400)
    rng = np.random.default_rng(0)
    one = next(banded_catchments(points, bands, origins, travel, rng))
    moves = travel.moves_km(1, np.random.default_rng(0))[0]
    # The people stand 10.5 km to the east: in reach once the office has moved well east.
    east = moves[1:, 0] > 2
    near = np.abs(moves[1:, 1]) < 3
    moved = east & near & (moves[1:, 0] < 8)
    assert moved.any()
    assert one.share_draws[0, moved] == pytest.approx(0.5)
    assert (one.share_draws[0, moves[1:, 0] < -0.1] == 0).all()


@pytest.mark.property
@given(st.integers(0, 10_000))
def test_nobody_counts_twice_and_further_reach_never_loses_people(seed: int) -> None:
    points, areas = country(seed)
    areas, whole = subdivided(areas)
    travel = Travel(REACHES, 1.3, 5.0, 10)
    rng = np.random.default_rng(seed)
    each = gathered(banded_catchments(points, in_bands(points, areas), whole, travel, rng))
    names = points["service_point"].to_list()
    for reach in REACHES:
        people = [counted(each[name, reach]) for name in names]
        union = each[ANY_OFFICE, reach]
        assert max(people) - 1e-3 <= counted(union) <= sum(people) + 1e-3
        assert union.share.max(initial=0) <= 1
        assert union.share_draws.max(initial=0) <= 1
    for name in [*names, ANY_OFFICE]:
        people = [counted(each[name, reach]) for reach in REACHES]
        assert people == sorted(people)


def test_bands_come_close_to_people_at_points() -> None:
    points, areas = country(11, areas=3000, offices=6)
    areas, whole = subdivided(areas)
    travel = Travel(REACHES, 1.3, 5.0, 100)
    exact = gathered(catchments(points, areas, travel, np.random.default_rng(1)))
    bands = in_bands(points, areas)
    rebuilt = gathered(banded_catchments(points, bands, whole, travel, np.random.default_rng(1)))
    for (name, reach), one in exact.items():
        if reach > 10:  # the shortest reach ends inside the second band
            again = rebuilt[name, reach]
            assert counted(again) == pytest.approx(counted(one), rel=0.1, abs=2500)
            assert again.people_low == pytest.approx(one.people_low, rel=0.15, abs=4000)
            assert again.people_high == pytest.approx(one.people_high, rel=0.15, abs=4000)


def test_bundled_bands_of_the_pilot_come_close_to_its_dissemination_areas(
    data_folder: Path,
) -> None:
    points = read_service_points().filter(pruid="13")
    places = [
        table.filter(pruid="13").rename({"population": "people"})
        for table in (read_dissemination_areas(data_folder), read_subdivisions())
    ]
    travel, rng = Travel(REACHES, 1.3, 5.0, 0), np.random.default_rng(0)
    exact = gathered(catchments(points, places[0], travel, rng))
    rebuilt = gathered(banded_catchments(points, read_distance_bands(), places[1], travel, rng))
    # The shortest reach is the hardest: people crowd at the near edge of a band.
    for reach, slack in zip(REACHES, (0.08, 0.02, 0.01), strict=True):
        people = counted(exact[ANY_OFFICE, reach])
        assert counted(rebuilt[ANY_OFFICE, reach]) == pytest.approx(people, rel=slack)


def test_the_union_agrees_with_people_counted_by_distance_to_the_nearest_office() -> None:
    points = read_service_points().filter(pruid="13")
    origins = read_subdivisions().filter(pruid="13").rename({"population": "people"})
    travel, rng = Travel(REACHES, 1.3, 5.0, 0), np.random.default_rng(0)
    rebuilt = gathered(banded_catchments(points, read_distance_bands(), origins, travel, rng))
    low, high = pl.col("band_km_low"), pl.col("band_km_high")
    for reach, straight in zip(REACHES, travel.straight_km, strict=True):
        part = ((straight - low) / (high - low)).clip(0, 1)
        counted_once = read_nearest_bands().select((pl.col("people") * part).sum()).item()
        assert counted(rebuilt[ANY_OFFICE, reach]) == pytest.approx(counted_once, rel=0.002)


def test_offices_without_a_position_or_without_bands_stay_with_their_reason() -> None:
    points, bands, origins = one_band(0, 5)
    others = pl.DataFrame(
        {"service_point": ["b", "c"], "lon": [None, -66.0], "lat": [None, 46.0]},
        schema=points.schema,
    )
    travel = Travel((10.0,), 1.3, 5.0, 2)
    listed = pl.concat([points, others])
    each = gathered(banded_catchments(listed, bands, origins, travel, np.random.default_rng(0)))
    assert [each[name, 10.0].reason for name in "abc"] == [None, "no_source", "no_source"]
    assert counted(each[ANY_OFFICE, 10.0]) == pytest.approx(1000)


def test_no_bands_at_all_leave_everybody_out_of_reach() -> None:
    points, bands, origins = one_band(0, 5)
    elsewhere = bands.with_columns(csduid=pl.lit("9999999"))
    travel = Travel((10.0,), 1.3, 5.0, 2)
    each = gathered(banded_catchments(points, elsewhere, origins, travel, np.random.default_rng(0)))
    assert counted(each[ANY_OFFICE, 10.0]) == 0


def test_bands_that_end_short_of_the_reach_are_refused() -> None:
    points, bands, origins = one_band(0, 5)
    travel = Travel((150.0,), 1.0, 5.0, 0)
    with pytest.raises(NetworkError, match=r"bands up to 100 km\. Expected at least 150 km"):
        next(banded_catchments(points, bands, origins, travel, np.random.default_rng(0)))
