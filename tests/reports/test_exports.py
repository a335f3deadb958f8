"""Exports open in other programs: numbers as numbers, names as text."""

import json
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import geopandas
import polars as pl
import pyarrow.parquet as pq
import pytest

from balise.release import SCHEMA, Release, read_release, write_release
from balise.reports import export_release
from balise.reports.exports import guard_text
from balise.vocabulary import BaliseError, ReleaseError
from tests.release.invented import invented_record, invented_release, invented_tables


@pytest.fixture(scope="module")
def coast(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return read_release(invented_release(tmp_path_factory.mktemp("releases") / "coast"))


@pytest.fixture(scope="module")
def erred(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release that bears an erratum."""
    told = {"en": "A score was too high.", "fr": "Un score était trop élevé."}
    folder = tmp_path_factory.mktemp("releases") / "erred"
    return read_release(write_release(folder, invented_tables(), invented_record(errata=[told])))


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_looks_like_a_formula_is_preceded_by_an_apostrophe(sign: str) -> None:
    table = pl.DataFrame({"name": [f"{sign}1", f"a{sign}1", None, ""], "evi": [-1.5, 2, 3, 4]})
    assert guard_text(table).rows() == [
        (f"'{sign}1", -1.5),
        (f"a{sign}1", 2.0),
        (None, 3.0),
        ("", 4.0),
    ]


def test_csv_holds_every_table_and_the_dictionary(coast: Release, tmp_path: Path) -> None:
    paths = export_release(coast, tmp_path / "out", ("csv",))
    assert {path.stem for path in paths} == {*SCHEMA, "data-dictionary", "csv-metadata"}
    text = (tmp_path / "out" / "areas.csv").read_text("utf-8-sig")
    assert "'=Keel+Rock" in text
    assert "'@Roche-Quille" in text
    areas = pl.read_csv(tmp_path / "out" / "areas.csv", schema=coast.table("areas").schema)
    assert areas["evi_relative"].equals(coast.table("areas")["evi_relative"])


def test_geoparquet_holds_points_and_leaves_unknown_places_empty(
    coast: Release, tmp_path: Path
) -> None:
    export_release(coast, tmp_path, ("geoparquet",))
    areas = geopandas.read_parquet(tmp_path / "areas.geoparquet").set_index("code")
    assert areas.crs.to_epsg() == 4326
    cove = areas.loc["1301001"]
    assert (cove.geometry.x, cove.geometry.y) == (-64.6, 47.3)
    assert areas.loc["1302003"].geometry is None
    assert str(areas["population"].dtype).lower().startswith("int64")


def test_a_workbook_has_a_sheet_per_table_and_no_formula(coast: Release, tmp_path: Path) -> None:
    (path,) = export_release(coast, tmp_path, ("xlsx",))
    with zipfile.ZipFile(path) as book:
        names = book.read("xl/workbook.xml").decode()
        sheets = [book.read(each) for each in book.namelist() if "worksheets/sheet" in each]
        strings = book.read("xl/sharedStrings.xml").decode()
    assert all(f'name="{name}"' in names for name in ("about", *SCHEMA, "data_dictionary"))
    assert not any(b"<f>" in sheet for sheet in sheets)
    assert "'=Keel+Rock" in strings


def whole_of(release: Release) -> list[str]:
    """What each export has to bear: citation, licence, errata, in both languages."""
    record: dict[str, Any] = dict(release.record)
    both = [record["citation"], record["licence"], *record["errata"]]
    pairs = [each if isinstance(each, dict) else {"en": each, "fr": each} for each in both]
    return [each[language] for each in pairs for language in ("en", "fr")]


def test_tables_come_with_their_columns_citation_licence_and_errata(
    erred: Release, tmp_path: Path
) -> None:
    export_release(erred, tmp_path, ("csv",))
    text = (tmp_path / "csv-metadata.json").read_text("utf-8")
    assert [each for each in whole_of(erred) if each not in text] == []
    described = {each["url"]: each["tableSchema"] for each in json.loads(text)["tables"]}
    for name in SCHEMA:
        header = (tmp_path / f"{name}.csv").read_text("utf-8-sig").splitlines()[0].split(",")
        assert [each["name"] for each in described[f"{name}.csv"]["columns"]] == header
        assert all(each["dc:description"]["fr"] for each in described[f"{name}.csv"]["columns"])


def test_points_bear_their_columns_citation_licence_and_errata(
    erred: Release, tmp_path: Path
) -> None:
    export_release(erred, tmp_path, ("geoparquet",))
    for name in ("areas", "service_points"):
        found = pq.read_schema(tmp_path / f"{name}.geoparquet").metadata
        told = {key.decode(): text.decode() for key, text in found.items()}
        assert "geo" in told
        joined = "\n".join(told.values())
        assert [each for each in whole_of(erred) if each not in joined] == []
        columns = json.loads(told["balise:columns_fr"])
        assert tuple(columns) == SCHEMA[name].names
    areas = geopandas.read_parquet(tmp_path / "areas.geoparquet")
    assert areas.crs.to_epsg() == 4326


def test_a_workbook_bears_its_columns_citation_licence_and_errata(
    erred: Release, tmp_path: Path
) -> None:
    (path,) = export_release(erred, tmp_path, ("xlsx",))
    with zipfile.ZipFile(path) as book:
        root = ET.fromstring(book.read("xl/sharedStrings.xml"))
    strings = {"".join(each.itertext()) for each in root}
    for text in whole_of(erred):
        assert any(text in each for each in strings)
    for column in SCHEMA["areas"].columns:
        assert {column.en, column.fr} <= strings


def test_the_same_release_gives_the_same_workbook(coast: Release, tmp_path: Path) -> None:
    (one,) = export_release(coast, tmp_path / "one", ("xlsx",))
    (two,) = export_release(coast, tmp_path / "two", ("xlsx",))
    assert one.read_bytes() == two.read_bytes()


def test_a_large_table_is_left_out_of_the_workbook_and_named(
    coast: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("balise.reports.exports._SHEET_ROWS", 300)
    (path,) = export_release(coast, tmp_path, ("xlsx",))
    with zipfile.ZipFile(path) as book:
        assert 'name="archetypes"' not in book.read("xl/workbook.xml").decode()
        assert "Too large for a sheet" in book.read("xl/sharedStrings.xml").decode()


def test_exports_are_refused_where_they_would_be_taken_for_the_release(
    coast: Release, tmp_path: Path
) -> None:
    for inside in (coast.path, coast.path / "exports"):
        with pytest.raises(ReleaseError, match=r"holds a release\. Expected a place outside"):
            export_release(coast, inside)
        assert not (coast.path / "exports").exists()
    with pytest.raises(BaliseError, match="Did you mean 'geoparquet'"):
        export_release(coast, tmp_path, ("parquet",))
    (tmp_path / "file").write_text("x")
    with pytest.raises(BaliseError, match="could not be written"):
        export_release(coast, tmp_path / "file" / "out")


def test_files_that_are_there_are_written_over_only_when_asked(
    coast: Release, tmp_path: Path
) -> None:
    (tmp_path / "areas.csv").write_text("mine")
    with pytest.raises(BaliseError, match=r"already there: .*areas\.csv.*--replace"):
        export_release(coast, tmp_path, ("geoparquet", "csv"))
    assert [each.name for each in tmp_path.iterdir()] == ["areas.csv"]
    export_release(coast, tmp_path, ("csv",), replace=True)
    assert (tmp_path / "areas.csv").read_text("utf-8-sig") != "mine"
