"""The New Brunswick pilot: thresholds, sums, reasons, and the same bytes every time."""

import json
from collections import Counter
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from balise.recipes import read_recipe
from balise.release import check_release, failures
from tests.build.conftest import Built, build_here


def test_every_threshold_is_met(pilot: Built) -> None:
    validation = pilot.tables["validation"]
    short = validation.filter(pl.col("verdict") == "not_met")
    assert short.select("check", "place", "published", "rebuilt", "threshold").rows() == []


def test_every_check_that_was_promised_is_there_with_its_threshold(pilot: Built) -> None:
    rows = pilot.tables["validation"].filter(pl.col("verdict") == "met")
    found = Counter(rows["check"].to_list())
    assert found == {
        "universe_right": 8,
        "universe_wrong": 8,
        "national_total": 3,
        "inner_cells_rmse": 3,
        "coverage_total": 10,  # provinces
        "inner_cells_within_two_errors": 4,
        "abilities": 3,
        "roll_forward_rmse": 4,  # 2020 and 2022, all ages and 65+
        "left_out_rmse": 15,  # three services; the Atlantic region, then each of four ages
        "order": 12,
        "areas_converged": 1,
        "people_16plus_percent": 10,
        "province_evi_against_seed": 10,
    }
    limits = {(row["check"], row["place"]): row["threshold"] for row in rows.iter_rows(named=True)}
    assert limits["universe_right", "home_access"] == 0.25
    assert limits["universe_wrong", "home_access"] == 0.8
    assert limits["national_total", "internet_use"] == 0.3
    assert limits["inner_cells_rmse", "government_services"] == 4.5
    assert limits["abilities", "nonusers_or_basic_secondary_or_less"] == 3
    assert limits["roll_forward_rmse", "2022 15+"] == 1.8
    assert limits["people_16plus_percent", "Alberta"] == 1.5
    assert limits["people_16plus_percent", "New Brunswick"] == 1.0


def test_figures_without_a_threshold_and_the_territories_are_printed(pilot: Built) -> None:
    printed = pilot.tables["validation"].filter(pl.col("verdict") == "printed")
    held_out = printed.filter(pl.col("check") == "statement")
    assert held_out["published"].sort().to_list() == [46, 88, 89, 95]
    for check in ("people_16plus_percent", "province_evi_against_seed"):
        places = printed.filter(pl.col("check") == check)["place"].sort().to_list()
        assert places == ["Northwest Territories", "Nunavut", "Yukon"]


def test_the_release_is_found_clean(pilot: Built) -> None:
    assert failures(check_release(pilot.folder)) == ()


def test_two_workers_write_the_same_bytes_as_one(pilot: Built, tmp_path: Path) -> None:
    again = build_here(read_recipe("new-brunswick"), tmp_path, workers=2)
    for path in sorted(pilot.folder.glob("*.parquet")):
        assert path.read_bytes() == (again.folder / path.name).read_bytes(), path.name


def test_every_area_of_the_province_has_its_row(pilot: Built) -> None:
    counts = {level: pilot.areas(level).height for level in ("canada", "pr", "er", "cd", "csd")}
    assert counts == {"canada": 1, "pr": 13, "er": 5, "cd": 15, "csd": 266}
    hidden = pilot.areas("csd").filter(pl.col("evi").is_null())
    assert Counter(hidden["reason"].to_list()) == {"no_source": 4, "under_40_people": 4}


def test_published_people_add_up_exactly(pilot: Built) -> None:
    own = "13"
    of_province = pilot.areas("pr").filter(pl.col("code") == own)["population"].item()
    assert of_province == 747_101  # Census of 2016
    for level in ("er", "cd", "csd"):
        assert pilot.areas(level)["population"].sum() == of_province
    assert pilot.areas("pr")["population"].sum() == pilot.areas("canada")["population"].item()


def test_the_country_is_the_people_weighted_mean_of_its_provinces(pilot: Built) -> None:
    provinces, country = pilot.areas("pr"), pilot.areas("canada")
    weights = provinces["population_16plus"].to_numpy()
    for name, digits in (("evi", 0.002), ("means", 2e-5), ("abilities", 2e-5)):
        mean = np.average(provinces[name].to_numpy(), weights=weights)
        assert mean == pytest.approx(country[name].item(), abs=digits)


def test_divisions_and_subdivisions_average_to_the_province(pilot: Built) -> None:
    whole = pilot.areas("pr").filter(pl.col("code") == "13")["evi"].item()
    for level in ("er", "cd", "csd"):
        rows = pilot.areas(level).filter(pl.col("evi").is_not_null())
        mean = np.average(rows["evi"].to_numpy(), weights=rows["population_16plus"].to_numpy())
        assert mean == pytest.approx(whole, abs=0.02)


def test_scores_compared_with_the_province_average_to_nothing(pilot: Built) -> None:
    rows = pilot.areas("csd").filter(pl.col("evi").is_not_null())
    relative, people = rows["evi_relative"].to_numpy(), rows["population_16plus"].to_numpy()
    assert np.average(relative, weights=people) == pytest.approx(0, abs=0.02)
    assert pilot.areas("canada")["evi_relative"].to_list() == [None]


def test_an_area_differs_from_its_province_more_surely_than_it_is_known(pilot: Built) -> None:
    # Most of the error of a division is common to the province.
    rows = pilot.areas("cd")
    assert (rows["evi_relative_se"] < 0.7 * rows["evi_se"]).all()


def test_draws_average_near_the_score_and_have_its_spread(pilot: Built) -> None:
    means = (
        pilot.tables["draws"]
        .with_columns(evi=100 * pl.mean_horizontal("means", "willingness", "abilities"))
        .group_by("dguid")
        .agg(pl.col("evi").mean().alias("mean"), pl.col("evi").std().alias("spread"))
        .join(pilot.tables["areas"].select("dguid", "evi", "evi_se", "origin"), on="dguid")
    )
    mean, spread, evi, error = (
        means[name].to_numpy() for name in ("mean", "spread", "evi", "evi_se")
    )
    # Probabilities bend: draws lie a little above. Largest for Canada, whose error is smallest.
    assert (np.abs(mean - evi) < 0.9 * error).all()
    # Where no survey goes effects are wide, and draws are cut at 0 and 1.
    surveyed = (means["origin"] == "modelled").to_numpy()
    assert np.abs(spread - error)[surveyed].max() < 0.05
    assert (spread < error + 0.05).all()


def test_groups_that_wait_name_their_table(pilot: Built) -> None:
    waiting = pilot.tables["groups"].filter(pl.col("missing_table").is_not_null())
    assert waiting["group"].n_unique() == 7
    assert set(waiting["reason"]) == {"no_margin", "no_rate"}


def test_groups_stop_where_they_are_not_known(pilot: Built) -> None:
    shown = {
        name: set(pilot.groups(name).filter(pl.col("evi").is_not_null())["level"])
        for name in ("seniors", "youth", "low_income", "no_diploma", "rural")
    }
    down_to_subdivisions = {"canada", "pr", "er", "cd", "csd", "catchment"}
    assert shown.pop("no_diploma") == {"canada", "pr"}
    assert all(levels == down_to_subdivisions for levels in shown.values())
    small = pilot.groups("seniors").filter(pl.col("level").eq("csd") & (pl.col("population") < 250))
    assert small["evi"].null_count() == small.height


def test_every_share_published_in_the_jurisdiction_has_its_error(pilot: Built) -> None:
    shown = pilot.tables["groups"].filter(pl.col("share").is_not_null())
    places = pilot.tables["areas"].select("dguid", "level", "province")
    rows = shown.join(places, on="dguid")
    inside = rows.filter(pl.col("province") == "13")
    assert inside["share_se"].null_count() == 0
    # F is not published: a coefficient of variation of 33 % or more
    assert (inside["share_se"] < 0.33 * inside["share"] + 1e-5).all()
    elsewhere = rows.filter(pl.col("province") != "13")
    assert elsewhere["share_se"].null_count() == elsewhere.height


def test_seniors_are_better_known_in_the_province_than_in_its_villages(pilot: Built) -> None:
    rows = pilot.groups("seniors")
    of_province = rows.filter(pl.col("code") == "13")
    villages = rows.filter(pl.col("level") == "csd")
    # 65 and over in 2016: 147,929 of 747,101 (census); of people 16 and over, modelled, 23.9 %.
    assert of_province["share"].item() == pytest.approx(0.239, abs=0.005)
    assert 0.005 <= of_province["share_se"].item() < 0.01
    errors = villages["share_se"].drop_nulls().to_numpy()
    assert errors.mean() > 2 * of_province["share_se"].item()


def test_coverage_of_provinces_is_measured_and_that_of_the_territories_assumed(
    pilot: Built,
) -> None:
    rows = (
        pilot.tables["indicators"]
        .filter(pl.col("indicator") == "coverage")
        .join(pilot.tables["areas"].select("dguid", "level", "province"), on="dguid")
    )
    origins = {
        (level, province): origin
        for level, province, origin in rows.select("level", "province", "origin").iter_rows()
    }
    assert {origins["pr", code] for code in ("10", "13", "59")} == {"measured"}
    assert {origins["pr", code] for code in ("60", "61", "62")} == {"assumed"}
    assert (origins["canada", None], origins["csd", "13"]) == ("modelled", "modelled")


def test_what_no_survey_covers_is_called_assumed_and_has_a_wider_interval(pilot: Built) -> None:
    provinces = pilot.areas("pr")
    assumed = provinces.filter(pl.col("origin") == "assumed")
    assert assumed["code"].to_list() == ["60", "61", "62"]
    others = provinces.filter(pl.col("origin") == "modelled")
    assert assumed["evi_se"].to_numpy().min() > others["evi_se"].to_numpy().max()
    assert pilot.areas("canada")["origin"].to_list() == ["modelled"]


def test_sensitivity_scores_every_published_area_under_every_assumption(pilot: Built) -> None:
    table = pilot.tables["sensitivity"]
    areas = pilot.tables["areas"].filter(pl.col("evi").is_not_null())
    everywhere = {"k=0", "k=0.5", "k=1", "n=0.25", "n=0.5", "weights=2:1:1", "aggregation=worst"}
    for name in everywhere:
        assert table.filter(pl.col("assumption") == name).height == areas.height
    inside = areas.filter(pl.col("province") == "13").height
    for name in ("b=0.5", "b=1.5"):
        assert table.filter(pl.col("assumption") == name).height == inside
    catchments = pilot.areas("catchment")["evi"].count()
    for name in ("detour=1.1", "detour=1.6", "speed_kmh=40", "speed_kmh=90"):
        assert table.filter(pl.col("assumption") == name).height <= catchments
    rural = table.filter((pl.col("assumption") == "k=1") & (pl.col("change") < 0))
    assert rural.height == 0  # shutting more people out lowers nobody's score


def test_catchments_nobody_lives_in_say_so(pilot: Built) -> None:
    rows = pilot.tables["catchments"]
    hidden = rows.filter(pl.col("evi").is_null())
    assert set(hidden["reason"]) <= {"no_source", "under_40_people", "range"}
    assert hidden.filter(pl.col("reason") == "no_source")["people"].null_count() > 0
    shown = rows.filter(pl.col("evi").is_not_null())
    assert (shown["people_low"] <= shown["people"]).all()
    assert (shown["people"] <= shown["people_high"]).all()
    ranges = shown.filter(pl.col("reason") == "range")
    assert ranges["people"].null_count() == ranges.height
    assert (ranges["people_low"] <= ranges["people_high"]).all()


def test_the_record_says_how_margins_were_drawn(pilot: Built) -> None:
    record = json.loads((pilot.folder / "record.json").read_text("utf-8"))
    assert record["draws"] == {"number": 200, "margins": "one_step"}
