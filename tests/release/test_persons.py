"""Synthetic persons are written as rows, whole or not at all."""

import errno
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest

import balise.release.persons as persons_module
from balise.release import (
    PersonsPart,
    check_persons,
    failures,
    persons_beside,
    refuse_no_room,
    write_persons,
)
from balise.vocabulary import ReleaseError
from tests.release.invented_persons import (
    AREAS,
    TYPES,
    invented_parts,
    invented_persons,
    invented_persons_folder,
)


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_persons_lie_in_a_folder_for_each_province_and_tables_beside(tmp_path: Path) -> None:
    folder = invented_persons_folder(tmp_path / "people")
    assert sorted(content(folder)) == [
        "areas.csv",
        "areas.parquet",
        "data-dictionary.csv",
        "persons/province=13/part-0000.parquet",
        "persons/province=24/part-0000.parquet",
        "persons/province=24/part-0001.parquet",
        "record.json",
        "types.csv",
        "types.parquet",
    ]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["people"]


def test_a_row_carries_identifier_area_type_and_dimensions_alone(tmp_path: Path) -> None:
    folder = invented_persons_folder(tmp_path / "people")
    rows = pl.read_parquet(folder / "persons" / "province=13" / "part-0000.parquet")
    assert rows.columns == ["id", "dguid", "type", "means", "willingness", "abilities"]
    assert rows.row(2) == (13, "2021A00051301001", "13-rural-a7e4q4", 0.4, 0.6, 0.5)


def test_readers_of_partitions_join_rows_to_types_and_areas(tmp_path: Path) -> None:
    folder = invented_persons_folder(tmp_path / "people")
    rows = pl.scan_parquet(folder / "persons", hive_schema={"province": pl.String})
    known = rows.join(pl.scan_parquet(folder / "types.parquet"), on=["type", "province"])
    counts = known.group_by("dguid").len("rows").join(AREAS.lazy(), on="dguid").collect()
    assert sorted(counts.select("rows", "persons").iter_rows()) == [(3, 3), (4, 4)]


def test_the_record_says_what_rows_are_and_how_many(tmp_path: Path) -> None:
    folder = invented_persons_folder(tmp_path / "people")
    record = json.loads((folder / "record.json").read_text("utf-8"))
    assert record["rows"] == {"persons": 7, "areas": 3, "types": 3}
    assert record["parts"]["persons/province=24/part-0001.parquet"] == 2
    assert set(record["digests"]) == set(content(folder)) - {"record.json"}
    assert record["carried"] == ["means", "willingness", "abilities"]


def test_the_dictionary_tells_every_column_in_both_languages(tmp_path: Path) -> None:
    folder = invented_persons_folder(tmp_path / "people")
    words = pl.read_csv(folder / "data-dictionary.csv")
    assert words["table"].unique(maintain_order=True).to_list() == ["persons", "areas", "types"]
    assert words.filter(pl.col("table") == "types")["column"].to_list() == TYPES.columns
    for name in ("description_en", "description_fr", "type_fr", "unit_fr"):
        assert words[name].null_count() == 0


def test_the_same_persons_are_the_same_bytes(tmp_path: Path) -> None:
    one, two = (invented_persons_folder(tmp_path / name) for name in ("one", "two"))
    assert content(one) == content(two)


def test_persons_are_replaced_only_when_asked(tmp_path: Path) -> None:
    folder = invented_persons_folder(tmp_path / "people")
    before = content(folder)
    with pytest.raises(ReleaseError, match=r"already holds synthetic persons.*add --replace"):
        invented_persons_folder(folder)
    assert content(folder) == before
    invented_persons_folder(folder, replace=True, random_seed=2)
    assert json.loads((folder / "record.json").read_text("utf-8"))["random_seed"] == 2
    assert sorted(each.name for each in tmp_path.iterdir()) == ["people"]


@pytest.mark.parametrize("own", ["notes.txt", "persons/province=13/mine.parquet", "empty/"])
def test_a_folder_with_other_things_in_it_is_never_replaced(tmp_path: Path, own: str) -> None:
    folder = invented_persons_folder(tmp_path / "people")
    if own.endswith("/"):
        (folder / own).mkdir()
    else:
        (folder / own).write_text("mine")
    with pytest.raises(ReleaseError, match=f"no synthetic persons: {own.rstrip('/')}"):
        invented_persons_folder(folder, replace=True)
    assert (folder / own).exists()


def test_a_file_is_no_place_for_persons(tmp_path: Path) -> None:
    (tmp_path / "people").write_text("mine")
    with pytest.raises(ReleaseError, match="holds what are no synthetic persons: people"):
        invented_persons_folder(tmp_path / "people", replace=True)


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "people").mkdir()
    assert (invented_persons_folder(tmp_path / "people") / "record.json").is_file()


def _full_after(files: int) -> Callable[[Path, bytes], None]:
    """Write so many files, then find no room."""
    written: list[Path] = []

    def write(path: Path, content: bytes) -> None:
        if len(written) == files:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        written.append(path)
        path.write_bytes(content)

    return write


@pytest.mark.parametrize("files", [0, 1, 2, 5, 8])
def test_a_disk_that_fills_up_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: int
) -> None:
    monkeypatch.setattr(persons_module, "write_bytes", _full_after(files))
    with pytest.raises(ReleaseError, match=r"No space left.*nothing half-written.*Free some space"):
        invented_persons_folder(tmp_path / "people")
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_up_leaves_the_persons_that_were_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = invented_persons_folder(tmp_path / "people")
    before = content(folder)
    monkeypatch.setattr(persons_module, "write_bytes", _full_after(2))
    with pytest.raises(ReleaseError, match="No space left"):
        invented_persons_folder(folder, replace=True, random_seed=2)
    assert content(folder) == before
    assert list(tmp_path.iterdir()) == [folder]


def test_parts_that_fail_leave_nothing(tmp_path: Path) -> None:
    def parts() -> Iterator[PersonsPart]:
        yield invented_parts()[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_persons(tmp_path / "people", invented_persons(), parts())
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_command_left_is_put_right(tmp_path: Path) -> None:
    (tmp_path / ".people.new" / "persons" / "province=13").mkdir(parents=True)
    (tmp_path / ".people.new" / "persons" / "province=13" / "part-0000.parquet").write_text("half")
    folder = invented_persons_folder(tmp_path / "people")
    assert list(tmp_path.iterdir()) == [folder]
    assert failures(check_persons(folder)) == ()


def test_persons_wait_for_what_is_written_with_them(tmp_path: Path) -> None:
    folder = tmp_path / "people"
    with persons_beside(folder, invented_persons(), invented_parts()) as rows:
        assert rows == 7
        assert not folder.exists()
    assert folder.is_dir()


def test_persons_are_gone_where_what_is_written_with_them_fails(tmp_path: Path) -> None:
    with (
        pytest.raises(ReleaseError, match="of the release"),
        persons_beside(tmp_path / "people", invented_persons(), invented_parts()),
    ):
        raise ReleaseError("of the release")
    assert list(tmp_path.iterdir()) == []


def test_one_command_writes_at_a_time(tmp_path: Path) -> None:
    folder = tmp_path / "people"
    with (
        persons_beside(folder, invented_persons(), invented_parts()),
        pytest.raises(ReleaseError, match="Another command is writing"),
    ):
        invented_persons_folder(folder)
    assert folder.is_dir()


def test_rows_that_are_not_as_many_as_areas_say_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="found 5 rows, while their areas hold 7 persons"):
        write_persons(tmp_path / "people", invented_persons(), invented_parts()[:2])
    assert list(tmp_path.iterdir()) == []


def test_a_record_that_leaves_something_out_is_refused(tmp_path: Path) -> None:
    persons = invented_persons()
    record = {key: value for key, value in persons.record.items() if key != "note"}
    bare = persons_module.Persons(persons.tables, persons.areas, persons.types, record)
    with pytest.raises(ReleaseError, match="record of persons lacks note"):
        write_persons(tmp_path / "people", bare, invented_parts())
    assert list(tmp_path.iterdir()) == []


def test_a_disk_with_too_little_room_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # 29 million persons at 5 bytes, and 4 MB beside them: 149 MB.
    folder = tmp_path / "new" / "people"
    assert refuse_no_room(tmp_path, 0) == 4_000_000
    usage = shutil.disk_usage(tmp_path)._replace(free=100_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(ReleaseError, match=r"29,000,000 persons: found 100 MB free.*at least 149"):
        refuse_no_room(folder, 29_000_000)
    assert refuse_no_room(folder, 19_000_000) == 99_000_000
    assert list(tmp_path.iterdir()) == []
