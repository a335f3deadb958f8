"""Points of service from any table: columns in both languages, and what is wrong is told."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from balise.network.access import far_from_people, read_offices
from balise.vocabulary import NetworkError, TableError

TOWNS = pl.DataFrame(
    {
        "code": ["1301001", "1301002", "4601001"],
        "name_en": ["Lantern Cove", "Great Bell", "Great Bell"],
        "name_fr": ["Anse-à-la-Lanterne", "Grande-Cloche", "Grande-Cloche"],
        "province": ["13", "13", "46"],
        "lon": [-64.6, -66.2, -97.1],
        "lat": [47.3, 46.1, 49.9],
        "population": [900, 62_000, 70_000],
    }
)


def _read(folder: Path, text: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    path = folder / "points.csv"
    path.write_text(text, encoding="utf-8")
    found = read_offices(path, TOWNS, 5.0)
    return found.table, found.notices


def test_a_french_table_with_semicolons_and_commas_is_read(tmp_path: Path) -> None:
    table, notices = _read(
        tmp_path,
        "Identifiant;Nom;Type;Longitude;Latitude;Heures;Langues;Services;Capacité;Coût annuel\n"
        "b1;Bureau du phare;centre;-64,61;47,31;37,5;Français et anglais;passeports;2,5;120 000\n",
    )
    row = table.row(0, named=True)
    assert (row["service_point"], row["name_fr"], row["kind"]) == (
        "b1",
        "Bureau du phare",
        "centre",
    )
    assert (row["lon"], row["lat"], row["position"]) == (-64.61, 47.31, "exact")
    assert (row["hours_week"], row["languages"], row["capacity"]) == (37.5, "both", 2.5)
    assert (row["services"], row["cost_year"], row["position_error_km"]) == ("passeports", 120e3, 0)
    assert notices == ()


def test_a_town_places_an_office_approximately_and_says_so(tmp_path: Path) -> None:
    table, notices = _read(tmp_path, "id,name,town,province\na,A,Lantern Cove,NB\n")
    row = table.row(0, named=True)
    assert (row["lon"], row["position"], row["position_error_km"]) == (-64.6, "town_centroid", 5.0)
    assert (row["csduid"], row["province"]) == ("1301001", "13")
    assert "1 point(s) were placed at the centre of their town (a)" in notices[0]


def test_a_town_that_two_places_are_called_by_is_told_unless_the_province_parts_them(
    tmp_path: Path,
) -> None:
    table, notices = _read(tmp_path, "id,town,province\na,Grande-Cloche,\nb,Great Bell,13\n")
    assert table["csduid"].to_list() == ["4601001", "1301002"]
    assert any("several places are called by (a)" in each for each in notices)


@pytest.mark.parametrize(
    ("row", "reason", "told"),
    [
        ("a,47.3,-64.6", "swapped", "Longitude and latitude look exchanged in 1 row(s) (a)"),
        ("a,north,47.3", "no_source", "no pair of coordinates on the Earth (a)"),
        ("a,-64.6,95", "no_source", "no pair of coordinates on the Earth (a)"),
        ("a,0,0", "no_source", "no pair of coordinates on the Earth (a)"),
        ("a,,", "no_source", "say nothing of where the point is (a)"),
    ],
)
def test_a_point_without_a_sound_position_stays_and_is_named(
    row: str, reason: str, told: str, tmp_path: Path
) -> None:
    table, notices = _read(tmp_path, f"id,lon,lat\n{row}\nb,-64.6,47.3\n")
    assert table.select("service_point", "lon", "position", "reason").row(0) == (
        "a",
        None,
        "unlocated",
        reason,
    )
    assert told in notices[0]


def test_a_table_whose_coordinates_are_exchanged_throughout_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NetworkError, match=r"latitude exchanged for a, b\. .* Exchange the two"):
        _read(tmp_path, "id,lon,lat\na,47.3,-64.6\nb,46.1,-66.2\nc,,\n")


def test_an_unknown_town_is_named(tmp_path: Path) -> None:
    table, notices = _read(tmp_path, "id,town\na,Atlantis\n")
    assert table["reason"].to_list() == ["no_source"]
    assert "name a town that is not known here (a)" in notices[0]


def test_a_position_marked_approximate_carries_the_usual_error(tmp_path: Path) -> None:
    table, _ = _read(tmp_path, "id,lon,lat,position\na,-64.6,47.3,Approximatif\n")
    assert table.select("position", "position_error_km").row(0) == ("approximate", 5.0)


def test_identifiers_are_refused_twice_and_made_where_there_are_none(tmp_path: Path) -> None:
    with pytest.raises(NetworkError, match=r"found the identifiers a more than once"):
        _read(tmp_path, "id,lon,lat\na,-64,47\na,-65,47\n")
    table, notices = _read(tmp_path, "name,lon,lat\nBay,-64,47\nBay,-64,47\n")
    assert table["service_point"].to_list() == ["bay", "bay-2"]
    assert "2 points share their name and their position" in notices[-1]


def test_a_table_that_does_not_say_where_or_counts_below_nothing_is_refused(
    tmp_path: Path,
) -> None:
    with pytest.raises(NetworkError, match="none of which says where the offices are"):
        _read(tmp_path, "id,name\na,A\n")
    with pytest.raises(NetworkError, match=r"capacity of a: found '-3'"):
        _read(tmp_path, "id,lon,lat,capacity\na,-64,47,-3\n")
    with pytest.raises(TableError, match="found no rows"):
        _read(tmp_path, "id,lon,lat\n")


def test_a_comma_that_may_part_thousands_is_refused_but_between_semicolons(
    tmp_path: Path,
) -> None:
    told = r"capacity of a: found '1,250', which may be 1250 or 1\.250\. Expected .* Write 1250 or"
    for text in (
        'id,lon,lat,capacity\na,-64,47,"1,250"\n',
        "id\tlon\tlat\tcapacity\na\t-64\t47\t1,250\n",
    ):
        with pytest.raises(NetworkError, match=told):
            _read(tmp_path, text)
    table, _ = _read(tmp_path, "id;lon;lat;capacity\na;-64,612;47,305;1,250\n")
    assert table.select("lon", "lat", "capacity").row(0) == (-64.612, 47.305, 1.25)
    table, _ = _read(tmp_path, 'id,lon,lat,capacity\na,"-64,612","47,305","0,250"\n')
    assert table.select("lon", "lat", "capacity").row(0) == (-64.612, 47.305, 0.25)


def test_a_point_in_the_sea_is_named() -> None:
    table = pl.DataFrame(
        {"service_point": ["bay", "buoy"], "lon": [-64.6, -50.0], "lat": [47.3, 43.0]}
    )
    told = far_from_people(table, np.array([-64.61]), np.array([47.31]))
    assert len(told) == 1
    assert "in the sea perhaps: buoy" in told[0]
    assert far_from_people(table.head(1), np.array([-64.61]), np.array([47.31])) == []
