"""A scenario is written whole or not at all, read unaltered, and kept with its own release."""

import json
from pathlib import Path

import polars as pl
import pytest

from balise.release import (
    SCENARIO_TABLES,
    read_release,
    read_scenario,
    refuse_other_release,
    write_scenario,
)
from balise.release.folders import building
from balise.vocabulary import ReleaseError
from tests.release.invented import invented_release
from tests.release.invented_scenario import invented_scenario


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    written = invented_scenario()
    found = read_scenario(write_scenario(tmp_path / "mill", written))
    assert (found.kind, dict(found.titles), len(found.seal)) == ("compare", written.titles, 64)
    assert [each["name"] for each in found.networks] == ["today", "tomorrow"]
    assert found.notes == written.notes
    for name, table in SCENARIO_TABLES.items():
        assert found.tables[name].equals(written.tables[name].sort(table.key))


def test_the_same_scenario_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = (write_scenario(tmp_path / name, invented_scenario()) for name in ("one", "two"))
    assert [each.read_bytes() for each in sorted(one.iterdir())] == [
        each.read_bytes() for each in sorted(two.iterdir())
    ]


def test_every_column_is_told_in_both_languages(tmp_path: Path) -> None:
    folder = write_scenario(tmp_path / "mill", invented_scenario())
    told = pl.read_csv(folder / "data-dictionary.csv", infer_schema=False)
    expected = [(name, each) for name, table in SCENARIO_TABLES.items() for each in table.names]
    assert told.select("table", "column").rows() == expected
    assert (
        told.select("description_en", "description_fr", "unit_fr").null_count().sum_horizontal()[0]
        == 0
    )


def test_a_scenario_is_replaced_only_when_asked(tmp_path: Path) -> None:
    folder = write_scenario(tmp_path / "mill", invented_scenario())
    with pytest.raises(ReleaseError, match=r"already holds a scenario.*--replace"):
        write_scenario(folder, invented_scenario())
    write_scenario(folder, invented_scenario(titles={"en": "New", "fr": "Neuf"}), replace=True)
    assert read_scenario(folder).titles["fr"] == "Neuf"


def test_a_folder_with_anything_else_in_it_is_left_alone(tmp_path: Path) -> None:
    folder = write_scenario(tmp_path / "mill", invented_scenario())
    (folder / "letter.txt").write_text("mine", "utf-8")
    with pytest.raises(ReleaseError, match=r"letter\.txt.*nothing was touched"):
        write_scenario(folder, invented_scenario(), replace=True)
    release = invented_release(tmp_path / "coast")
    with pytest.raises(ReleaseError, match="holds what is no scenario"):
        write_scenario(release, invented_scenario(), replace=True)


def test_a_folder_that_another_command_writes_is_refused(tmp_path: Path) -> None:
    with (
        building(tmp_path / "mill"),
        pytest.raises(ReleaseError, match=r"Another command is writing .*Wait until it ends"),
    ):
        write_scenario(tmp_path / "mill", invented_scenario())
    assert not (tmp_path / "mill").exists()


def test_nothing_is_left_of_a_scenario_that_cannot_be_written(tmp_path: Path) -> None:
    broken = invented_scenario()
    sites = broken.tables["sites"].with_columns(state=pl.lit("haunted"))
    with pytest.raises(ReleaseError, match="'haunted' is not allowed"):
        write_scenario(
            tmp_path / "mill", invented_scenario(tables={**broken.tables, "sites": sites})
        )
    with pytest.raises(ReleaseError, match="Expected kind site or compare"):
        write_scenario(tmp_path / "mill", invented_scenario(kind="dream"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["sites.csv", "reach.csv", "data-dictionary.csv"])
def test_a_file_cut_in_the_middle_is_refused_by_name(tmp_path: Path, name: str) -> None:
    folder = write_scenario(tmp_path / "mill", invented_scenario())
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(ReleaseError, match=f"{name} was cut or altered.*Copy the folder again"):
        read_scenario(folder)


def test_a_file_that_is_missing_is_refused_by_name(tmp_path: Path) -> None:
    folder = write_scenario(tmp_path / "mill", invented_scenario())
    (folder / "changes.csv").unlink()
    with pytest.raises(ReleaseError, match=r"changes\.csv is missing"):
        read_scenario(folder)


def test_an_altered_answer_does_not_match_its_seal(tmp_path: Path) -> None:
    folder = write_scenario(tmp_path / "mill", invented_scenario())
    stated = json.loads((folder / "scenario.json").read_bytes())
    stated["answer"] = {"gap": 0.0}
    (folder / "scenario.json").write_text(json.dumps(stated), "utf-8")
    with pytest.raises(ReleaseError, match="does not match its seal"):
        read_scenario(folder)
    (folder / "scenario.json").write_bytes(b'{"format": "balise-sce')
    with pytest.raises(ReleaseError, match="is not JSON"):
        read_scenario(folder)


def test_what_is_no_scenario_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match=r"has no scenario\.json"):
        read_scenario(tmp_path)
    (tmp_path / "scenario.json").write_text("{}", "utf-8")
    with pytest.raises(ReleaseError, match='Expected "format": "balise-scenario"'):
        read_scenario(tmp_path)
    stated = {"format": "balise-scenario", "version": 9}
    (tmp_path / "scenario.json").write_text(json.dumps(stated), "utf-8")
    with pytest.raises(ReleaseError, match=r"is of version 9\. Expected version 1"):
        read_scenario(tmp_path)


def test_a_scenario_of_another_release_is_refused_naming_both(tmp_path: Path) -> None:
    release = read_release(invented_release(tmp_path / "coast"))
    own = str(release.record["seal"])
    refuse_other_release(invented_scenario(seal=own), release)
    with pytest.raises(ReleaseError, match=rf"coast \(000000000000\).*{own[:12]}.*same release"):
        refuse_other_release(invented_scenario(), release)
