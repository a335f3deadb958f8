"""Dissemination areas are placed in the boundaries of 2021, their people sorted by area type."""

from pathlib import Path

import polars as pl
import pytest

from balise.sources import BASE_AREAS, read_dissemination_areas
from tests.sources.invented import write_areas


@pytest.fixture
def areas(tmp_path: Path) -> pl.DataFrame:
    return read_dissemination_areas(write_areas(tmp_path))


def _row(areas: pl.DataFrame, code: str) -> dict[str, object]:
    return areas.filter(pl.col("code") == code).row(0, named=True)


def test_census_divisions_are_never_summed_with_areas(areas: pl.DataFrame) -> None:
    assert areas["population"].sum() == 100 + 300 + 200 + 400 + 0 + 500 + 100
    assert list(areas.schema.items()) == [(name, kind()) for name, kind in BASE_AREAS.items()]


@pytest.mark.parametrize(
    ("code", "area_type"),
    [
        ("13990001", "rural"),  # 10 people per km2
        ("13990002", "large_metropolitan"),  # 400 per km2, in Montréal
        ("13990003", "rural"),  # 149.9 per km2, although in Montréal
        ("13990004", "other_urban"),  # 150 per km2, outside
    ],
)
def test_people_are_rural_below_150_per_km2_even_in_a_metropolis(
    areas: pl.DataFrame, code: str, area_type: str
) -> None:
    row = _row(areas, code)
    people = {each: row[each] for each in ("rural", "other_urban", "large_metropolitan")}
    assert people[area_type] == row["population"]
    assert sum(int(str(each)) for each in people.values()) == row["population"]


def test_an_area_without_a_match_takes_every_higher_area_of_its_nearest_neighbour(
    areas: pl.DataFrame,
) -> None:
    # 06 lies 0.01 degree from 04 and 0.09 from 05.
    lost, donor = _row(areas, "13990006"), _row(areas, "13990004")
    for level in ("csduid", "cduid", "eruid", "pruid", "adauid"):
        assert lost[level] == donor[level]
    assert (lost["n_reassigned"], donor["n_reassigned"]) == (1, 0)


def test_zero_non_immigrants_beside_other_people_are_missing(areas: pl.DataFrame) -> None:
    row = _row(areas, "13990007")
    assert (row["non_immigrants"], row["non_immigrants_coverage"]) == (None, 0)
    assert row["postsecondary_25_64"] == 0


def test_an_area_is_suppressed_where_people_live_but_a_margin_is_blank(
    areas: pl.DataFrame,
) -> None:
    assert areas.filter(n_suppressed=1)["code"].to_list() == ["13990003"]
    assert _row(areas, "13990003")["income_coverage"] == 0


@pytest.mark.published
def test_new_brunswick_and_canada_have_the_people_the_census_published(data_folder: Path) -> None:
    # Statistics Canada, 98-402-X2016001: Canada 35,151,728; New Brunswick 747,101.
    areas = read_dissemination_areas(data_folder)
    pilot = areas.filter(pruid="13")
    assert (areas.height, areas["population"].sum()) == (56_590, 35_151_728)
    assert (pilot.height, pilot["population"].sum()) == (1_454, 747_101)
    assert pilot["csduid"].n_unique() == 262
    assert pilot["cduid"].n_unique() == 15
    assert areas["n_reassigned"].sum() == 1_801
    # 18.7 % rural in the census; density of areas gives 18.3 %.
    assert areas["rural"].sum() == pytest.approx(0.183 * 35_151_728, rel=0.002)


def test_areas_are_joined_as_in_the_table_joined_elsewhere(data_folder: Path) -> None:
    joined = pl.read_csv(
        data_folder / "census-2016-da-canada" / "da_2016_joined_derived.csv.gz", infer_schema=False
    )
    both = read_dissemination_areas(data_folder).join(joined, left_on="code", right_on="DAUID")
    known = both.filter(pl.col("CSDUID").is_not_null())
    assert both.height == 56_590
    assert both.filter(n_reassigned=1).height == both.height - known.height
    for ours in ("csduid", "adauid", "cduid", "eruid", "pruid"):
        assert known.filter(pl.col(ours) != pl.col(ours.upper())).height == 0


def test_871_areas_count_zero_non_immigrants_falsely(data_folder: Path) -> None:
    joined = pl.read_csv(
        data_folder / "census-2016-da-canada" / "da_2016_joined_derived.csv.gz",
        columns=["DAUID", "non_immigrants_2016"],
        schema_overrides={"DAUID": pl.String},
    )
    both = read_dissemination_areas(data_folder).join(joined, left_on="code", right_on="DAUID")
    false = both.filter(
        pl.col("non_immigrants").is_null() & pl.col("non_immigrants_2016").is_not_null()
    )
    assert false.height == 871
    assert set(false["non_immigrants_2016"]) == {0}
