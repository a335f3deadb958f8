"""Sound persons pass; each promise broken is named."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from balise.release import (
    INDEX_PERSONS,
    Persons,
    PersonsPart,
    check_persons,
    encode_persons,
    failures,
    person_tables,
    write_persons,
)
from balise.release.columns import text
from balise.vocabulary import ReleaseError
from tests.release.invented_persons import (
    AREAS,
    TYPES,
    invented_parts,
    invented_persons,
    invented_persons_folder,
)

COLUMNS = "rows hold identifier, area, type and no other column"
IDS = "identifiers are unique and rise"
KNOWN = "types are known, and rows tell what their type tells"
SUMS = "people add up to the areas exactly"


def found_after(place: Path, change: Callable[[list[PersonsPart]], object]) -> dict[str, str]:
    """Check a folder written whole, of which the files are other ones."""
    parts = invented_parts()
    change(parts)
    folder = write_persons(place / "wrong", invented_persons(), parts)
    return {each.name: each.detail for each in failures(check_persons(folder))}


def rewritten(part: PersonsPart, change: Callable[[pl.DataFrame], pl.DataFrame]) -> PersonsPart:
    """Change the rows of a file."""
    import io

    out = io.BytesIO()
    change(pl.read_parquet(part.content)).write_parquet(out)
    return PersonsPart(part.partition, out.getvalue(), part.rows)


def test_the_invented_persons_are_sound(tmp_path: Path) -> None:
    findings = check_persons(invented_persons_folder(tmp_path / "people"))
    assert failures(findings) == ()
    assert {each.name: each.detail for each in findings}[SUMS] == "3 areas, 7 persons"


def test_a_file_that_was_altered_is_named(tmp_path: Path) -> None:
    folder = invented_persons_folder(tmp_path / "people")
    part = folder / "persons" / "province=24" / "part-0001.parquet"
    part.write_bytes(part.read_bytes()[:-1] + b"!")
    (folder / "types.csv").unlink()
    (folder / "persons" / "mine.txt").write_text("")
    first = failures(check_persons(folder))
    assert [each.name for each in first] == ["files are as they were written", "persons"]
    assert "part-0001.parquet was altered" in first[0].detail
    assert "types.csv is missing" in first[0].detail
    assert "persons/mine.txt is not listed" in first[0].detail


def test_a_record_that_was_altered_is_named(tmp_path: Path) -> None:
    folder = invented_persons_folder(tmp_path / "people")
    record = json.loads((folder / "record.json").read_text("utf-8"))
    (folder / "record.json").write_text(json.dumps({**record, "licence": "mine"}))
    assert "does not match its seal" in failures(check_persons(folder))[0].detail


def test_a_column_more_is_named(tmp_path: Path) -> None:
    def with_weight(parts: list[PersonsPart]) -> None:
        parts[1] = rewritten(parts[1], lambda rows: rows.with_columns(weight=1.0))

    found = found_after(tmp_path, with_weight)
    assert "weight" in found[COLUMNS]
    assert "province=24/part-0000.parquet" in found[COLUMNS]


@pytest.mark.parametrize("ids", [[12, 12, 13], [13, 12, 11], [11, 12, 21], [11, 12, 30]])
def test_identifiers_that_come_twice_are_named(tmp_path: Path, ids: list[int]) -> None:
    def renumbered(parts: list[PersonsPart]) -> None:
        numbers = pl.Series("id", ids, dtype=pl.UInt64)
        parts[0] = rewritten(parts[0], lambda rows: rows.with_columns(numbers))

    assert set(found_after(tmp_path, renumbered)) == {IDS}


@pytest.mark.parametrize(
    "change", [pl.lit("13-rural-a9e9q9").alias("type"), (pl.col("means") + 0.01).alias("means")]
)
def test_types_that_nobody_explains_are_named(tmp_path: Path, change: pl.Expr) -> None:
    def retyped(parts: list[PersonsPart]) -> None:
        parts[0] = rewritten(parts[0], lambda rows: rows.with_columns(change))

    assert set(found_after(tmp_path, retyped)) == {KNOWN}


def test_people_who_do_not_add_up_to_their_area_are_named(tmp_path: Path) -> None:
    def moved(parts: list[PersonsPart]) -> None:
        area = pl.Series("dguid", AREAS["dguid"].gather([0, 0, 1]))
        parts[0] = rewritten(parts[0], lambda rows: rows.with_columns(area))

    found = found_after(tmp_path, moved)
    assert set(found) == {SUMS}
    assert "2021A00051301001: 2 rows, 3 persons" in found[SUMS]
    assert "2021A00051301002: 1 rows, 0 persons" in found[SUMS]


def test_an_area_far_from_its_modelled_people_is_named(tmp_path: Path) -> None:
    areas = AREAS.with_columns(population_16plus=pl.Series([3.4, 0.0, 5.2]))
    persons = Persons(INDEX_PERSONS, areas, TYPES, invented_persons().record)
    found = failures(check_persons(write_persons(tmp_path / "far", persons, invented_parts())))
    assert [(each.name, each.detail) for each in found] == [
        (SUMS, "2021A00052401001: 4 persons, 5.2 modelled")
    ]


def test_persons_of_microdata_carry_the_categories_that_were_kept(tmp_path: Path) -> None:
    zone = text("zone", "zone", "zone", key=True)
    tables = person_tables(zone, [text("sex", "sex", "sexe")])
    areas = pl.DataFrame({"zone": ["north", "south"], "persons": [1, 2]})
    types = pl.DataFrame({"type": ["t1", "t2"], "sex": ["f", "m"]})
    content = encode_persons(
        tables,
        np.arange(1, 4, dtype=np.uint64),
        (areas["zone"], np.array([0, 1, 1])),
        (types, np.array([0, 0, 1])),
    )
    record = {**invented_persons().record, "kind": "microdata"}
    folder = write_persons(
        tmp_path / "people", Persons(tables, areas, types, record), [PersonsPart("", content, 3)]
    )
    rows = pl.read_parquet(folder / "persons" / "part-0000.parquet")
    assert rows.rows() == [
        (1, "north", "t1", "f"),
        (2, "south", "t1", "f"),
        (3, "south", "t2", "m"),
    ]
    assert failures(check_persons(folder)) == ()


def test_an_index_that_carries_something_else_is_named(tmp_path: Path) -> None:
    tables = person_tables(text("dguid", "area", "région"), [text("age", "age", "âge")])
    areas, types = AREAS.select("dguid", "persons").head(0), TYPES.select("type", "age")
    folder = write_persons(
        tmp_path / "people", Persons(tables, areas, types, invented_persons().record), []
    )
    assert "rows carry ['age']" in failures(check_persons(folder))[0].detail


@pytest.mark.parametrize("text", [None, "{", "[]", '{"format": "balise-release", "version": 1}'])
def test_what_is_no_folder_of_persons_is_refused(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "record.json").write_text(text)
    with pytest.raises(ReleaseError, match=r"Expected .* Check the name"):
        check_persons(tmp_path)
