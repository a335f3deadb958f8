"""Reach of one's own points on a release, against a full search of its origins."""

from pathlib import Path

import numpy as np
import pytest

from balise import cli
from balise.network import distance_km
from balise.network.access import own_reach
from balise.release import SCHEMA, read_release, write_release
from balise.vocabulary import NetworkError
from tests.release.invented import invented_record, invented_release, invented_tables


def _points(folder: Path) -> Path:
    path = folder / "points.csv"
    path.write_text("id,name,lon,lat,position\na,A,-65.5,46.9,exact\nb,B,-66.2,46.1,approximate\n")
    return path


def test_a_full_search_of_the_origins_counts_the_same_people(tmp_path: Path) -> None:
    release = read_release(invented_release(tmp_path / "coast"))
    found = own_reach(release, _points(tmp_path), [50, 100], [90]).table
    origins = release.table("origins")
    lon, lat, people = (origins[name].to_numpy() for name in ("lon", "lat", "people"))
    spread = origins["spread_km"].to_numpy()
    for name, east, north, error in (("a", -65.5, 46.9, 0.0), ("b", -66.2, 46.1, 5.0)):
        km = 1.3 * distance_km(east, north, lon, lat)  # at 60 km/h minutes are kilometres
        slack = 2 * 1.3 * np.hypot(spread, error)
        for radius, reach in ((50, "50km"), (100, "100km"), (90, "90min")):
            row = found.filter(service_point=name, reach=reach).row(0, named=True)
            for end, inside in (
                ("people_low", km + slack <= radius),
                ("people", km <= radius),
                ("people_high", km - slack <= radius),
            ):
                assert row[end] == 5 * np.floor(people[inside].sum() / 5 + 0.5)


def test_points_of_the_release_are_taken_where_none_are_given(tmp_path: Path) -> None:
    release = read_release(invented_release(tmp_path / "coast"))
    found = own_reach(release, reach_km=[25]).table
    assert found["service_point"].to_list() == ["harbour", "all"]
    row = found.row(0, named=True)
    assert row["people_low"] <= row["people_high"]
    # 5 km off is over a quarter of 25 km: one number only where the ends meet.
    assert (row["people"] is None) == (row["people_low"] != row["people_high"])


def test_a_point_whose_coordinates_are_exchanged_is_told_as_that(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, path = invented_release(tmp_path / "coast"), tmp_path / "points.csv"
    path.write_text("id,name,lon,lat\na,A,-65.5,46.9\nb,B,46.1,-66.2\n")
    found = own_reach(read_release(folder), path, [50]).table
    assert found.filter(service_point="b")["reason"].to_list() == ["swapped"]
    command = ["network", "catchments", str(folder), "--points", str(path), "--reach-km", "50"]
    assert cli.main(command) == 0
    said = capsys.readouterr()
    assert "B: longitude and latitude exchanged, so nobody is counted" in said.out
    assert "Longitude and latitude look exchanged in 1 row(s) (b)" in said.err
    path.write_text("id,name,lon,lat\nb,B,46.1,-66.2\n")
    assert cli.main(command) == 1
    assert "found longitude and latitude exchanged for b" in capsys.readouterr().err


def test_a_release_without_origins_is_refused(tmp_path: Path) -> None:
    tables = {**invented_tables(), "origins": SCHEMA["origins"].empty()}
    folder = write_release(tmp_path / "bare", tables, invented_record())
    with pytest.raises(NetworkError, match=r"holds no origins.*Add the level catchment"):
        own_reach(read_release(folder))
