"""A release is written whole or not at all."""

import json
from pathlib import Path

import polars as pl
import pytest

from balise.release import SCHEMA, check_release, failures, write_release
from balise.release import folders as folders_module
from balise.vocabulary import ReleaseError
from tests.release.invented import invented_record, invented_release, invented_tables


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_every_table_is_there_twice_with_the_same_rows(tmp_path: Path) -> None:
    invented_release(tmp_path / "coast")
    for name, table in SCHEMA.items():
        rows = pl.read_parquet(tmp_path / "coast" / f"{name}.parquet")
        text = pl.read_csv(tmp_path / "coast" / f"{name}.csv", schema=rows.schema)
        assert rows.columns == list(table.names)
        assert text.equals(rows)


def test_the_same_tables_in_any_order_give_the_same_bytes(tmp_path: Path) -> None:
    tables = invented_tables()
    write_release(tmp_path / "one", tables, invented_record())
    shuffled = {
        name: table.sample(fraction=1, shuffle=True, seed=7) for name, table in tables.items()
    }
    write_release(tmp_path / "two", dict(reversed(shuffled.items())), invented_record())
    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_files_carry_no_time_of_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    invented_release(tmp_path / "one")
    monkeypatch.setattr("time.time", lambda: 0.0)
    invented_release(tmp_path / "two")
    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_the_data_package_describes_each_file_in_both_languages(tmp_path: Path) -> None:
    folder = invented_release(tmp_path / "coast")
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    areas = next(each for each in package["resources"] if each["name"] == "areas")
    assert areas["bytes"] == (folder / "areas.csv").stat().st_size
    assert [field["name"] for field in areas["schema"]["fields"]] == list(SCHEMA["areas"].names)
    for resource in package["resources"]:
        assert all(
            field["description"] and field["description_fr"]
            for field in resource["schema"]["fields"]
        )
    catalogue = json.loads((folder / "dcat.jsonld").read_text("utf-8"))
    assert {each["@language"] for each in catalogue["dct:title"]} == {"en", "fr"}


def test_a_folder_that_holds_a_release_is_refused_without_replace(tmp_path: Path) -> None:
    folder = invented_release(tmp_path / "coast")
    before = content(folder)
    with pytest.raises(ReleaseError, match=r"already holds a release.*--replace"):
        invented_release(folder, seed=2)
    assert content(folder) == before


def test_a_folder_that_holds_something_else_is_refused_always(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("x")
    with pytest.raises(ReleaseError, match=r"holds no release: dear\.txt"):
        invented_release(tmp_path / "letters", replace=True)
    assert [each.name for each in (tmp_path / "letters").iterdir()] == ["dear.txt"]


def test_replacing_never_deletes_a_file_the_record_does_not_list(tmp_path: Path) -> None:
    folder = invented_release(tmp_path / "coast")
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(ReleaseError, match=r"not part of its release: notes\.txt"):
        invented_release(folder, replace=True)
    assert (folder / "notes.txt").read_text() == "mine"


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "coast").write_text("x")
    with pytest.raises(ReleaseError, match="is a file"):
        invented_release(tmp_path / "coast", replace=True)


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "coast").mkdir()
    invented_release(tmp_path / "coast")
    assert not failures(check_release(tmp_path / "coast"))[1:]


@pytest.mark.parametrize("can_exchange", [True, False])
def test_replacing_leaves_the_new_release_and_nothing_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_exchange: bool
) -> None:
    invented_release(tmp_path / "coast")
    if not can_exchange:
        monkeypatch.setattr(folders_module, "_exchange", lambda *_: False)
    invented_release(tmp_path / "coast", seed=2, replace=True)
    invented_release(tmp_path / "expected", seed=2)
    assert content(tmp_path / "coast") == content(tmp_path / "expected")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["coast", "expected"]
