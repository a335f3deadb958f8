"""A release gives back what was written, and says clearly when it cannot."""

import json
from dataclasses import FrozenInstanceError
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balise.release import RECORD_KEYS, SCHEMA, read_release, write_release
from balise.release.writing import arrange
from balise.vocabulary import ReleaseError
from tests.release.invented import invented_record, invented_release, invented_tables


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    tables = invented_tables()
    release = read_release(write_release(tmp_path / "coast", tables, invented_record()))
    for name, table in SCHEMA.items():
        assert release.table(name).equals(tables[name].sort(table.key))
    stated = invented_record()
    assert {key: release.record[key] for key in RECORD_KEYS} == stated
    assert release.record["rows"] == {name: table.height for name, table in tables.items()}


def test_a_release_cannot_be_changed(tmp_path: Path) -> None:
    release = read_release(invented_release(tmp_path / "coast"))
    with pytest.raises(FrozenInstanceError):
        release.path = tmp_path  # type: ignore[misc]
    with pytest.raises(TypeError):
        release.record["errata"] = ["mine"]  # type: ignore[index]


texts = st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs", "Cc"])))


@pytest.mark.property
@settings(max_examples=15, deadline=None)
@given(
    rows=st.lists(
        st.tuples(texts, texts, st.one_of(st.none(), st.floats(0, 1, allow_subnormal=False))),
        max_size=6,
    )
)
def test_any_text_and_number_survive_both_formats(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str | None, str | None, float | None]],
) -> None:
    points = pl.DataFrame(
        [
            {
                **dict.fromkeys(SCHEMA["service_points"].names),
                "service_point": f"p{place}",
                "name_en": english,
                "name_fr": french,
                "lon": lon,
            }
            for place, (english, french, lon) in enumerate(rows)
        ],
        schema=SCHEMA["service_points"].dtypes,
    )
    tables = {**invented_tables(), "service_points": points}
    folder = tmp_path_factory.mktemp("any") / "coast"
    write_release(folder, tables, invented_record())
    assert read_release(folder).table("service_points").equals(points)
    text = pl.read_csv(folder / "service_points.csv", schema=points.schema)
    assert text.equals(points)


def test_a_folder_that_is_no_release_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="is not a folder"):
        read_release(tmp_path / "nowhere")
    with pytest.raises(ReleaseError, match=r"has no record\.json"):
        read_release(tmp_path)
    (tmp_path / "record.json").write_text("{")
    with pytest.raises(ReleaseError, match="is not JSON"):
        read_release(tmp_path)
    (tmp_path / "record.json").write_text('{"format": "other"}')
    with pytest.raises(ReleaseError, match="does not describe a release"):
        read_release(tmp_path)


def test_another_schema_version_is_refused(tmp_path: Path) -> None:
    folder = invented_release(tmp_path / "coast")
    record = json.loads((folder / "record.json").read_bytes())
    (folder / "record.json").write_text(json.dumps({**record, "schema_version": 99}))
    with pytest.raises(ReleaseError, match=r"version 99.*Expected version 2"):
        read_release(folder)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    folder = invented_release(tmp_path / "coast")
    (folder / "draws.csv").unlink()
    with pytest.raises(ReleaseError, match=r"lacks draws\.csv"):
        read_release(folder)
    with pytest.raises(ReleaseError, match="Did you mean 'groups'"):
        read_release(invented_release(tmp_path / "other")).table("group")


def test_tables_that_do_not_fit_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    tables, record = invented_tables(), invented_record()
    areas = tables["areas"]
    cases: dict[str, dict[str, pl.DataFrame]] = {
        "'area' is not part of a release": {**tables, "area": areas},
        "lacks columns: evi;": {**tables, "areas": areas.drop("evi")},
        "unknown columns: score": {**tables, "areas": areas.with_columns(score=1)},
        "another type": {**tables, "areas": areas.with_columns(evi=pl.lit("high"))},
        "not finite in evi": {**tables, "areas": areas.with_columns(evi=float("nan"))},
        "names 12 rows more than once": {**tables, "areas": pl.concat([areas, areas])},
        "lacks the table validation": {k: v for k, v in tables.items() if k != "validation"},
    }
    for message, wrong in cases.items():
        with pytest.raises(ReleaseError, match=message):
            write_release(tmp_path / "coast", wrong, record)
    with pytest.raises(ReleaseError, match="lacks priors"):
        write_release(
            tmp_path / "coast", tables, {k: v for k, v in record.items() if k != "priors"}
        )
    with pytest.raises(ReleaseError, match="JSON cannot write"):
        write_release(tmp_path / "coast", tables, invented_record(checks={"rmse": float("nan")}))
    assert list(tmp_path.iterdir()) == []


def test_narrower_numbers_are_widened_to_their_published_type() -> None:
    draws = invented_tables()["draws"].with_columns(
        pl.col("draw").cast(pl.Int32), pl.col("means").cast(pl.Float32)
    )
    assert arrange(SCHEMA["draws"], draws).schema == pl.Schema(SCHEMA["draws"].dtypes)
