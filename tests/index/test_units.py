"""The areas that are published, as sets of base areas."""

import numpy as np
import polars as pl
import pytest
from scipy.sparse import csr_matrix

from balise.index import level_units, region_units, weighted_units
from tests.town import town_areas

LEVELS = ("canada", "pr", "er", "cd", "csd")
NAMES = pl.DataFrame(
    {
        "level": ["er", "cd", "csd"],
        "code": ["1010", "1001", "1001001"],
        "name_en": ["Coast", "Division 1", "North"],
        "name_fr": ["Côte", "Division 1", "Nord"],
    }
)


def two_provinces() -> pl.DataFrame:
    """The town, and the same again across the border, in one more region and division."""
    there = town_areas().with_columns(
        pl.col("code", "csduid").str.replace("^10", "11"),
        pruid=pl.lit("11"),
        eruid=pl.lit("1110"),
        cduid=pl.lit("1101"),
    )
    return pl.concat([town_areas(), there])


def units(level: str, inside: list[bool] | None = None) -> pl.DataFrame:
    areas = two_provinces()
    own = np.array(inside or [True] * 6)
    return level_units(level, areas, NAMES, LEVELS, own).table


def test_counts_of_an_area_are_the_sums_of_its_parts() -> None:
    division = units("cd").row(0, named=True)
    assert division["code"] == "1001"
    assert division["population"] == 40  # 20 + 12 + 8
    counts = [division[f"areas_{name}"] for name in ("total", "suppressed", "reassigned")]
    assert counts == [3, 1, 1]


def test_the_centre_of_an_area_is_where_its_people_are() -> None:
    # (20 x -52 + 12 x -52.5 + 8 x -53) / 40 = -52.35
    division = units("cd").row(0, named=True)
    assert division["lon"] == pytest.approx(-52.35)
    assert division["lat"] == pytest.approx((20 * 47 + 12 * 47.5 + 8 * 48) / 40)


def test_every_level_adds_up_to_the_country() -> None:
    assert [units(level)["population"].sum() for level in LEVELS] == [80] * 5


def test_parents_are_the_nearest_level_above_in_the_release() -> None:
    assert units("csd")["parent"].to_list()[0] == "2021A00031001"
    assert units("cd")["parent"].to_list() == ["2021S05001010", "2021S05001110"]
    assert units("pr")["parent"].to_list() == ["2021A000011124"] * 2
    assert units("canada")["parent"].to_list() == [None]
    without_regions = level_units(
        "cd", two_provinces(), NAMES, ("canada", "pr", "cd"), np.ones(6, dtype=bool)
    )
    assert without_regions.table["parent"].to_list() == ["2021A000210", "2021A000211"]


def test_names_are_those_of_the_level() -> None:
    assert units("canada")["name_fr"].to_list() == ["Canada"]
    assert units("pr")["name_fr"].to_list() == ["Terre-Neuve-et-Labrador", "Île-du-Prince-Édouard"]
    assert units("er")["name_fr"].to_list() == ["Côte", None]
    assert units("csd")["name_en"].to_list()[:2] == ["North", None]


def test_canada_lies_in_no_one_province() -> None:
    assert units("canada")["province"].to_list() == [None]
    assert units("er")["province"].to_list() == ["10", "11"]


def test_areas_outside_the_jurisdiction_are_left_out_below_the_province() -> None:
    inside = [True, True, True, False, False, False]
    assert units("cd", inside)["code"].to_list() == ["1001"]
    assert units("csd", inside).height == 3
    assert units("pr", inside).height == 2
    assert units("canada", inside)["population"].to_list() == [80]


def test_an_economic_region_is_whole_even_where_only_part_of_it_is_asked_for() -> None:
    # Under its own name and identifier, eight people would be taken for the region's forty.
    found = units("er", [False, False, True, False, False, False])
    assert found.select("code", "population").rows() == [("1010", 40)]


def test_an_area_nobody_counted_has_no_population_and_one_without_people_has_zero() -> None:
    areas = town_areas().with_columns(population=pl.Series([None, 0, 8], dtype=pl.Int64))
    found = level_units("csd", areas, NAMES, LEVELS, np.ones(3, dtype=bool)).table
    assert found["population"].to_list() == [None, 0, 8]
    above = level_units("cd", areas, NAMES, LEVELS, np.ones(3, dtype=bool)).table
    assert above["population"].to_list() == [8]
    assert above["lon"].to_list() == [-53.0]


def test_a_margin_is_missing_where_most_people_live_without_it() -> None:
    # 20 of 40 people without a mean age: half known, not missing; 28 of 40: missing.
    for unknown, missing in (((0, 1, 1), 0), ((0, 1, 0), 1)):
        areas = town_areas().with_columns(mean_age_coverage=pl.Series(unknown, dtype=pl.Float64))
        table = level_units("cd", areas, NAMES, LEVELS, np.ones(3, dtype=bool)).table
        assert table["missing"].to_list() == [missing]


def test_dissemination_areas_keep_the_vintage_of_their_boundaries() -> None:
    areas = town_areas().with_columns(code=pl.Series(["10010001", "10010002", "10010003"]))
    found = level_units(
        "da", areas.with_columns(vintage=pl.lit(2016)), NAMES, (*LEVELS, "da"), np.ones(3, bool)
    ).table
    assert found["dguid"].to_list()[0] == "2016S051210010001"
    assert found["parent"].to_list()[0] == "2021A00051001001"


def test_a_service_region_holds_the_areas_its_table_lists() -> None:
    regions = pl.DataFrame(
        {
            "region": ["East", "East", "West"],
            "name_en": ["East", "East", "West"],
            "name_fr": ["Est", "Est", "Ouest"],
            "code": ["1001003", "1001001", "1001002"],
        }
    )
    found = region_units(regions, town_areas())
    assert found.members.toarray().tolist() == [[1, 0, 1], [0, 1, 0]]
    table = found.table.select("dguid", "name_fr", "population", "province", "areas_total").rows()
    assert table == [
        ("balise:region:east", "Est", 28, "10", 2),
        ("balise:region:west", "Ouest", 12, "10", 1),
    ]


def test_a_service_region_of_two_provinces_lies_in_neither() -> None:
    regions = pl.DataFrame(
        {
            "region": ["Strait", "Strait"],
            "name_en": ["Strait"] * 2,
            "name_fr": ["Détroit"] * 2,
            "code": ["1001001", "1101001"],
        }
    )
    found = region_units(regions, two_provinces()).table
    assert found.select("population", "province").rows() == [(40, None)]


def catchment(*weights: float) -> dict[str, object]:
    members = csr_matrix(np.array([weights]))
    identity = [("balise:catchment:x", "x", "Within reach", "À portée")]
    return weighted_units("catchment", identity, members, town_areas()).table.row(0, named=True)


def test_a_catchment_counts_shares_of_areas_rounded_to_base_5() -> None:
    # 20 + 0.5 x 12 = 26, to base 5; whole areas keep the published count.
    assert catchment(1, 0.5, 0)["population"] == 25
    assert catchment(1, 0, 1)["population"] == 28
    assert catchment(1, 0.5, 0)["areas_total"] == 2


def test_the_centre_of_a_catchment_is_that_of_the_people_inside() -> None:
    # (20 x -52 + 6 x -52.5) / 26
    assert catchment(1, 0.5, 0)["lon"] == pytest.approx((-1040 - 315) / 26, abs=1e-5)


def test_a_catchment_of_nobody_has_neither_people_nor_a_centre() -> None:
    found = catchment(0, 0, 0)
    assert (found["population"], found["lon"], found["province"]) == (0, None, None)
