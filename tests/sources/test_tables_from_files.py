"""Published layouts, in miniature and invented, are read as the readers promise."""

import json
from pathlib import Path

import polars as pl
import pytest

from balise import sources
from balise.vocabulary import SourceError
from tests.sources.invented import CENSUS, write_areas, write_source


def _write(folder: Path, name: str, text: str) -> Path:
    write_source(folder, name, f"{name}.csv", text.encode())
    return folder


def test_people_by_age_leave_out_cities_and_sums(tmp_path: Path) -> None:
    header = "table,geo_code,geo_level,age_group,value\n"
    counts = {
        "0 to 14 years": 100,
        "15 to 19 years": 50,
        "20 to 24 years": 60,
        "85 years and over": 30,
        "100 years and over": 5,
        "15 to 64 years": 110,
        "65 years and over": 30,
        "Total - Age": 240,
        "16 years and over": 130,
    }
    rows = "".join(f"98-400-X2016001,13,1,{age},{people}\n" for age, people in counts.items())
    city = "98-400-X2016001,305,2,0 to 14 years,40\n"
    folder = _write(tmp_path, "population_by_age_2016", header + rows + city)
    # By hand: age 15 = 240 - 100 - 130 = 10, and 16 to 19 = 50 - 10 = 40.
    assert sources.read_population_by_age(folder).rows() == [
        ("13", 0, 14, 100),
        ("13", 15, 15, 10),
        ("13", 16, 19, 40),
        ("13", 20, 24, 60),
        ("13", 100, None, 5),
    ]


def test_attainment_keeps_both_genders_of_everybody_in_2016(tmp_path: Path) -> None:
    columns = "table,year,geography,gender,age_group,population_group,value\n"
    kept = "37-10-0170-01,2016,Nova Scotia,Total,Total,Total,80.0\n"
    other = (
        "98-10-0420-01,2021,Nova Scotia,Total,Total,Total,82.0\n"
        "37-10-0170-01,2016,Nova Scotia,Males,Total,Total,79.0\n"
        "37-10-0170-01,2016,Nova Scotia,Total,Total,Immigrants,85.0\n"
    )
    _write(tmp_path, "high_school_2016", columns + kept + other)
    columns = "table,year,geography,attainment,age_group,population_group,value\n"
    kept = "37-10-0130-01,2016,Nova Scotia,Bachelor's level,25 to 34 years,Total population,20\n"
    other = (
        "37-10-0130-01,2012,Nova Scotia,Tertiary education,25 to 34 years,Total population,50\n"
        "37-10-0117-01,2016,Nova Scotia,University,25 to 34 years,Off-reserve,10\n"
    )
    _write(tmp_path, "attainment_2016", columns + kept + other)
    assert sources.read_attainment(tmp_path).rows() == [
        ("12", "bachelor", 25, 34, 0.2),
        ("12", "high_school", 15, None, 0.8),
    ]


def test_internet_use_names_its_provinces_by_code(tmp_path: Path) -> None:
    text = (
        "year,geography,age_group,value\n"
        '2018,Canada,"Total, 15 years and over",91.3\n'
        "2018,Quebec,15 to 24 years,99\n"
    )
    table = sources.read_internet_use(_write(tmp_path, "internet_use", text))
    assert table.rows() == [(2018, "01", 15, None, 0.913), (2018, "24", 15, 24, 0.99)]


def test_a_geography_that_is_not_known_is_refused_with_the_nearest(tmp_path: Path) -> None:
    text = "year,geography,age_group,value\n2018,Quebeck,15 to 24 years,99\n"
    with pytest.raises(SourceError, match=r"label 'Quebeck' is not known.*mean 'Quebec'"):
        sources.read_internet_use(_write(tmp_path, "internet_use", text))


def test_a_suppressed_service_stays_as_a_row_without_a_share(tmp_path: Path) -> None:
    text = (
        "\ufeffGEO,Type of Internet service and technology,Age group,"
        "Household income quartile,VALUE,STATUS\n"
        "British Columbia,Used government services online ,Internet users aged 15 to 24 years,"
        "Second quartile household income,,x\n"
        'Canada,Shopped online,"Total, Internet users aged 15 years and over",'
        '"Total, household income quartiles",84.4,A\n'
    )
    table = sources.read_services(_write(tmp_path, "services_2018", text))
    assert table.rows() == [
        ("british_columbia", "government_services", 15, 24, 2, None, "x"),
        ("canada", "online_shopping", 15, None, 0, 0.844, "A"),
    ]


def test_skills_keep_the_words_of_the_publisher_beside_the_code(tmp_path: Path) -> None:
    text = (
        "Activity related to digital skills,Age group,Highest level of education,Value\n"
        "Used word processing software,Internet users aged 65 years and over,"
        "High school or less,20.5\n"
    )
    table = sources.read_skills(_write(tmp_path, "skills_2018", text))
    words = "Used word processing software"
    assert table.rows() == [("word_processing", words, 65, None, "secondary_or_less", 0.205)]


def test_coverage_takes_the_headline_for_canada_and_leaves_reserves_out(tmp_path: Path) -> None:
    series = (
        "Proportion of households that have access to broadband Internet service at speeds of "
        "50/10 Mbps"
    )
    text = (
        "Year,Series,Geography,Population centres,Value\n"
        f"2018,{series},,,85.5\n"
        f"2018,{series},Manitoba,Total population centre,72\n"
        f"2018,{series},Manitoba,Rural areas,\n"
        f"2018,{series},Canada,First Nations reserves,31.3\n"
        "2018,Number of fixed Internet broadband subscriptions,,,10947250\n"
    )
    table = sources.read_coverage(_write(tmp_path, "coverage", text))
    assert table.rows() == [(2018, "01", "total", 0.855), (2018, "46", "total", 0.72)]


def test_a_statement_that_is_gone_is_refused(tmp_path: Path) -> None:
    text = "source,table,year,geography,group,indicator,value,unit,status\n"
    with pytest.raises(SourceError, match="holds 0 statements on 'Non-users or Basic users'"):
        sources.read_statements(_write(tmp_path, "statements", text))


SHOWN = ("service_point", "kind", "position", "languages")


def test_an_office_whose_town_is_not_found_stays_without_a_position(tmp_path: Path) -> None:
    listed = (
        "region,center-type,center-lang,name\n"
        "NB,Scheduled Outreach Site,Services offered in French,Baie-Été Site\n"
        "NB,Service Canada Centre,Services offered in English and French,Rive Centre\n"
    )
    towns = (
        "region,center-type,name,CSDUID,lon,lat,match\n"
        "NB,Scheduled Outreach Site,Baie-Été Site,,,,\n"
        "NB,Service Canada Centre,Rive Centre,1399001,-66.1,46.0,prefix\n"
    )
    _write(tmp_path, "service_points_2024", listed)
    _write(tmp_path, "service_point_positions_2024", towns)
    rows = sources.read_service_points(tmp_path).select(*SHOWN).rows()
    assert rows == [
        ("nb-baie-ete-site", "outreach", "unlocated", "fr"),
        ("nb-rive-centre", "centre", "town_centroid", "both"),
    ]


def _write_places(folder: Path) -> Path:
    write_areas(folder)
    names = (
        "CSDUID,CSDNAME,CSDTYPE,PRUID,CDUID,CDNAME\n"
        "1399001,Upper  Town / Ville-Haute,TV,13,1399,Invented\n"
    )
    _write(folder, "subdivision_names_2019", names)
    region = {"id": "1340", "properties": {"name": "Inland / Intérieur"}}
    coast = {"id": "1330", "properties": {"name": "Coast"}}
    shapes = {"objects": {"subdivs": {"geometries": [region, coast]}}}
    write_source(folder, "region_names_2006", "regions.json", json.dumps(shapes).encode())
    return folder


def test_a_subdivision_that_no_list_names_has_no_name(tmp_path: Path) -> None:
    assert sources.read_place_names(_write_places(tmp_path)).rows() == [
        ("cd", "1399", "Invented", "Invented", None),
        ("csd", "1399001", "Upper Town", "Ville-Haute", "TV"),
        ("csd", "1399002", None, None, None),
        ("er", "1340", "Inland", "Intérieur", None),
    ]


def test_divisions_are_as_published_although_their_areas_add_up_otherwise(tmp_path: Path) -> None:
    divisions = sources.read_divisions(_write_places(tmp_path))
    row = divisions.row(0, named=True)
    assert (row["cduid"], row["eruid"], row["name_fr"]) == ("1399", "1340", "Invented")
    # The areas of the invented division add up to 1,600 people, its own row says 1,500.
    assert (row["population"], row["income_cad"]) == (1_500, 30_000)


def test_a_subdivision_without_an_area_stays_as_an_empty_row(tmp_path: Path) -> None:
    folder = _write_places(tmp_path)
    write_areas(folder, census=CENSUS[: CENSUS.index("13990004")])
    rows = sources.read_subdivisions(folder).select("code", "population", "n_areas").rows()
    assert rows == [("1399001", 600, 3), ("1399002", None, 0)]


def test_areas_of_2021_leave_divisions_out(tmp_path: Path) -> None:
    text = (
        "DAUID,Population,Population Density per Square Kilometre,Land Area in Square Kilometre\n"
        "1399,900,1,900\n13990001,500,10.5,47.6\n"
    )
    people = sources.read_population_2021(_write(tmp_path, "population_2021", text))
    assert people.rows() == [("13990001", 500, 10.5, 47.6)]


def test_deprivation_scores_may_be_negative(tmp_path: Path) -> None:
    kinds = (
        "Residential instability",
        "Ethno-cultural composition",
        "Economic dependency",
        "Situational vulnerability",
    )
    header = ",".join(["DAUID", *[f"{each} Scores" for each in kinds]])
    folder = _write(tmp_path, "deprivation_2021", f"{header}\n13990001,-0.4,-0.7,1.8,\n")
    assert sources.read_deprivation(folder).rows() == [("13990001", -0.4, -0.7, 1.8, None)]


def test_facts_are_found_beside_the_data_folder_or_inside_it(tmp_path: Path) -> None:
    text = b"year,geography,age_group,value\n2018,Canada,15 to 24 years,50\n"
    for folder in (tmp_path / "beside" / "data", tmp_path / "inside"):
        folder.mkdir(parents=True)
        target = write_source(folder, "internet_use", "facts/use.csv", text)
        if folder.name == "data":
            (folder.parent / "facts").mkdir()
            target.rename(folder.parent / "facts" / "use.csv")
        assert sources.read_internet_use(folder).height == 1
    assert isinstance(sources.read_internet_use(), pl.DataFrame)
