"""Published tables say here what they say where they were printed."""

import polars as pl
import pytest

from balise.sources import (
    read_attainment,
    read_coverage,
    read_internet_use,
    read_population_by_age,
    read_services,
    read_skills,
    read_statements,
)


@pytest.mark.published
def test_people_by_age_add_up_to_the_census_within_rounding() -> None:
    # 98-400-X2016001: Canada 35,151,728; New Brunswick 747,101; counts rounded to base 5.
    totals = read_population_by_age().group_by("pruid").agg(pl.col("people").sum())
    people = dict(totals.rows())
    assert people["01"] == pytest.approx(35_151_728, abs=25)
    assert people["13"] == pytest.approx(747_101, abs=25)
    assert len(people) == 14


def test_age_15_is_what_the_published_totals_leave() -> None:
    # New Brunswick: 747,105 - 110,500 (0 to 14) - 628,795 (16 and over) = 7,810,
    # and 40,605 (15 to 19) - 7,810 = 32,795.
    young = read_population_by_age().filter(pl.col("pruid") == "13", pl.col("low").is_in([15, 16]))
    assert young.rows() == [("13", 15, 15, 7_810), ("13", 16, 19, 32_795)]


def test_bands_of_age_follow_each_other_without_gap_or_overlap() -> None:
    for _, bands in read_population_by_age().group_by("pruid"):
        rows = bands.sort("low").select("low", "high").rows()
        assert [low for low, _ in rows[1:]] == [high + 1 for _, high in rows[:-1]]
        assert rows[-1] == (100, None)


@pytest.mark.published
def test_attainment_of_new_brunswick_is_as_printed() -> None:
    # 37-10-0170-01: 75.3 % with a high school diploma; 37-10-0130-01: 52 % tertiary.
    own = read_attainment().filter(pruid="13")
    diploma = own.filter(pl.col("measure") == "high_school", pl.col("low") == 15)
    assert diploma.filter(pl.col("high").is_null())["share"].to_list() == [0.753]
    assert own.filter(measure="tertiary", low=25, high=64)["share"].to_list() == [0.52]
    assert set(own["measure"]) == {"high_school", "tertiary", "short_cycle", "bachelor", "graduate"}


@pytest.mark.published
def test_internet_use_is_as_printed() -> None:
    # 22-10-0135-01: 91.3 % of Canadians in 2018, 92.3 % in 2020, 94.5 % in
    # 2022; 71.2 % of seniors in 2018.
    canada = read_internet_use().filter(pruid="01")
    total = canada.filter(pl.col("low") == 15, pl.col("high").is_null())
    assert dict(total.select("year", "share").rows()) == {2018: 0.913, 2020: 0.923, 2022: 0.945}
    assert canada.filter(year=2018, low=65)["share"].to_list() == [0.712]
    assert read_internet_use().height == 165


@pytest.mark.published
def test_services_are_a_whole_grid_of_which_24_cells_are_suppressed() -> None:
    services = read_services()
    assert services.height == 6 * 8 * 5 * 5
    assert dict(services.group_by("status").len().rows()) == {"A": 1_139, "E": 37, "x": 24}
    suppressed = services.filter(status="x")
    assert suppressed["share"].null_count() == 24
    assert set(suppressed.select("region", "low", "high").rows()) == {("british_columbia", 15, 24)}
    assert set(suppressed["quartile"]) == {2, 3, 4}
    total = services.filter(
        pl.col("region") == "canada", pl.col("quartile") == 0, pl.col("low") == 15
    ).filter(pl.col("high").is_null())
    shares = dict(total.select("service", "share").rows())
    assert (shares["home_access"], shares["government_services"]) == (0.936, 0.741)


@pytest.mark.published
def test_skills_are_fourteen_activities_by_five_ages_and_four_educations() -> None:
    # 22-10-0112-01: 66.2 % of users moved files; 81.2 % of those with a bachelor's degree.
    skills = read_skills()
    assert skills.height == 14 * 5 * 4
    assert skills["activity"].n_unique() == 14
    moved = skills.filter(pl.col("activity") == "moved_files", pl.col("low") == 15).filter(
        pl.col("high").is_null()
    )
    shares = dict(moved.select("education", "share").rows())
    assert (shares["total"], shares["bachelor"]) == (0.662, 0.812)


@pytest.mark.published
def test_coverage_of_territories_begins_in_2020_and_nunavut_has_none() -> None:
    coverage = read_coverage()
    # CRTC: Canada 85.5 % in 2018, rural 40.7 %; New Brunswick, rural, 63.4 %.
    year = coverage.filter(year=2018)
    assert year.filter(pruid="01", area="total")["share"].to_list() == [0.855]
    assert year.filter(pruid="01", area="rural")["share"].to_list() == [0.407]
    assert year.filter(pruid="13", area="rural")["share"].to_list() == [0.634]
    assert coverage.filter(pl.col("pruid").is_in(["60", "61"]))["year"].min() == 2020
    assert "62" not in coverage["pruid"].to_list()


@pytest.mark.published
def test_statements_used_as_anchors_are_as_printed() -> None:
    values = dict(read_statements().select("key", "value").rows())
    assert values["nonusers_or_basic_total"] == 0.238
    assert values["nonusers_or_basic_65plus"] == 0.63
    assert values["nonusers_or_basic_secondary_or_less"] == 0.40
    assert (values["home_access_inside_cma"], values["home_access_outside_cma"]) == (0.95, 0.88)
    assert values["internet_65plus_no_diploma"] == 0.46
    assert values["internet_65plus_university"] == 0.89
    assert values["rural_share_2016"] == 0.187
