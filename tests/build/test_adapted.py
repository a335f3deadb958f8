"""Other jurisdictions, service regions, groups and aggregations: no code, no data folder."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from balise.recipes import new_recipe, read_recipe
from balise.release import check_release, failures
from balise.vocabulary import RecipeError
from tests.build.conftest import Built, build_here


def adapted(text: str, folder: Path, *changes: tuple[str, str]) -> Built:
    """Build from the text of a recipe, with some of it replaced."""
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "adapted.toml"
    path.write_text(text, encoding="utf-8")
    return build_here(read_recipe(path), folder)


@pytest.fixture(scope="module")
def york(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """York Region with groups of its own."""
    groups = [
        "older_no_diploma=age >= 65 and education == 'none'",
        "older_low_income=age >= 65 and income_quartile == 1",
        "suburbs=area_type == 'large_metropolitan'",
    ]
    return adapted(new_recipe("3519", groups=groups), tmp_path_factory.mktemp("york"))


@pytest.fixture(scope="module")
def strait(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """New Brunswick and Nova Scotia, with a service region on each side and one across."""
    folder = tmp_path_factory.mktemp("strait")
    rows = [
        ("Saint John", "Saint John", "1301006"),
        ("Halifax", "Halifax", "1209034"),
        ("Chignecto", "Chignectou", "1306020"),
        ("Chignecto", "Chignectou", "1211011"),
    ]
    table = pl.DataFrame(rows, schema=["name_en", "name_fr", "csduid"], orient="row")
    table.with_columns(region=pl.col("name_en")).write_csv(folder / "regions.csv")
    text = new_recipe("13").replace(', "catchment"', "")
    return adapted(
        text,
        folder,
        ('jurisdiction = "13"', 'jurisdiction = ["12", "13"]\nregions = "regions.csv"'),
        ('"csd"]', '"csd", "region"]'),
    )


def test_manitoba_builds_from_a_recipe_alone(tmp_path: Path) -> None:
    manitoba = adapted(new_recipe("Manitoba"), tmp_path)
    assert failures(check_release(manitoba.folder)) == ()
    assert manitoba.areas("csd")["province"].unique().to_list() == ["46"]
    assert manitoba.areas("csd")["population"].sum() == 1_278_365  # Census of 2016
    assert manitoba.areas("er")["population"].sum() == 1_278_365


def test_york_region_is_one_division_and_its_nine_municipalities(york: Built) -> None:
    assert failures(check_release(york.folder)) == ()
    division = york.areas("cd")
    assert division["code"].to_list() == ["3519"]
    assert division["population"].item() == 1_109_909  # Census of 2016
    assert york.areas("csd")["population"].sum() == 1_109_909
    assert york.areas("csd").height == 10  # nine municipalities and a reserve


def test_the_economic_region_around_york_is_the_whole_of_it(york: Built) -> None:
    # Toronto, Peel, York, Durham and Halton in part: not York under another name.
    region = york.areas("er")
    assert region["code"].to_list() == ["3530"]
    assert region["population"].item() > 5_000_000
    assert york.areas("cd")["parent"].to_list() == region["dguid"].to_list()


def test_groups_of_a_recipe_are_published_no_finer_than_what_they_read(york: Built) -> None:
    shown = {
        name: set(york.groups(name).filter(pl.col("evi").is_not_null())["level"])
        for name in ("older_no_diploma", "older_low_income", "suburbs")
    }
    assert shown["older_no_diploma"] == {"canada", "pr"}
    assert shown["older_low_income"] == {"canada", "pr", "er", "cd", "csd"}
    assert shown["suburbs"] == {"canada", "pr", "er", "cd", "csd"}
    no_margin = york.groups("older_no_diploma").filter(pl.col("level") == "cd")
    assert no_margin["reason"].to_list() == ["no_margin"]
    small = york.groups("older_low_income").filter(pl.col("population") < 250)
    assert set(small["reason"]) <= {"under_250_people_income", "no_source", "under_40_people"}


def test_draws_of_a_province_do_not_depend_on_what_else_is_built(
    pilot: Built, strait: Built
) -> None:
    assert failures(check_release(strait.folder)) == ()
    codes = [*pilot.areas("csd")["dguid"], *pilot.areas("cd")["dguid"], *pilot.areas("er")["dguid"]]
    own, other = (
        built.tables["draws"].filter(pl.col("dguid").is_in(codes)).sort("dguid", "draw")
        for built in (pilot, strait)
    )
    assert own.height == 200 * sum(
        pilot.areas(level)["evi"].count() for level in ("csd", "cd", "er")
    )
    assert own.equals(other)
    scores = [
        built.tables["areas"].filter(pl.col("dguid").is_in(codes)).sort("dguid")
        for built in (pilot, strait)
    ]
    assert scores[0].equals(scores[1])


def test_service_regions_are_scored_and_one_across_the_border_lies_in_no_province(
    strait: Built,
) -> None:
    rows = {row["code"]: row for row in strait.areas("region").to_dicts()}
    towns = {row["code"]: row for row in strait.areas("csd").to_dicts()}
    assert rows["Halifax"]["evi"] == towns["1209034"]["evi"]
    assert rows["Halifax"]["evi_se"] == towns["1209034"]["evi_se"]
    across = rows["Chignecto"]
    parts = [towns[code] for code in ("1306020", "1211011")]
    assert across["population"] == sum(part["population"] for part in parts)
    weights = [part["population_16plus"] for part in parts]
    assert across["evi"] == pytest.approx(
        np.average([part["evi"] for part in parts], weights=weights), abs=0.01
    )
    for name in ("province", "evi_relative", "rank_low"):
        assert across[name] is None
    assert rows["Halifax"]["evi_relative"] == towns["1209034"]["evi_relative"]
    moved = strait.tables["sensitivity"].filter(pl.col("dguid") == "balise:region:chignecto")
    assert "b=0.5" in moved["assumption"].to_list()


def test_the_score_of_a_recipe_is_the_aggregation_it_names(pilot: Built, tmp_path: Path) -> None:
    text = new_recipe("13").replace(', "catchment"', "")
    worst = adapted(text, tmp_path, ("k = 0.25", 'k = 0.25\naggregation = "worst"'))
    assert failures(check_release(worst.folder)) == ()
    before = pilot.tables["sensitivity"].filter(pl.col("assumption") == "aggregation=worst")
    joined = worst.tables["areas"].join(before, on="dguid", suffix="_stated")
    shown = joined.filter(pl.col("evi").is_not_null())
    assert shown.height > 250
    gap = shown["evi"].to_numpy() - shown["evi_stated"].to_numpy()
    assert np.abs(gap).max() < 0.002
    back = worst.tables["sensitivity"].filter(pl.col("assumption") == "aggregation=mean")
    assert back.height == 0  # not among the alternatives of the recipe
    assert "aggregation=worst" not in worst.tables["sensitivity"]["assumption"].to_list()


@pytest.mark.parametrize(
    ("year", "key", "held"), [("2021", "people", "2016"), ("2020", "behaviour", "2018")]
)
def test_years_that_the_tables_are_not_of_are_refused(
    year: str, key: str, held: str, tmp_path: Path
) -> None:
    change = (f"{key} = {held}", f"{key} = {year}")
    with pytest.raises(RecipeError, match=rf"years\.{key}: found {year}\. Expected {held}"):
        adapted(new_recipe("46"), tmp_path, change)


def test_catchments_without_people_by_distance_are_refused(tmp_path: Path) -> None:
    change = ('"cd", "csd"]', '"cd", "csd", "catchment"]')
    with pytest.raises(RecipeError, match=r"catchment.*pilot alone, not for 46.*base = "):
        adapted(new_recipe("46"), tmp_path, change)
