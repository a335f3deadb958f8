"""`balise build --people`: the pilot's synthetic persons, written beside its release."""

import json
from pathlib import Path

import pytest

from balise import cli
from balise.release import check_persons, check_release, failures

Capture = pytest.CaptureFixture[str]


def asked(out: Path, people: Path, *more: str) -> list[str]:
    return ["build", "new-brunswick", "--out", str(out), "--people", str(people), *more]


def test_the_pilot_is_written_with_its_persons(tmp_path: Path, capsys: Capture) -> None:
    out, people = tmp_path / "nb", tmp_path / "people" / "nb"
    assert cli.main(asked(out, people, "--json")) == 0
    written = json.loads(capsys.readouterr().out)
    assert written["people"]["folder"] == str(people)
    assert written["people"]["rows"]["areas"] == 266
    assert 625_000 < written["people"]["rows"]["persons"] < 635_000
    assert failures(check_persons(people)) == failures(check_release(out)) == ()


def test_persons_that_are_there_stop_a_build_before_it_reads(
    tmp_path: Path, capsys: Capture
) -> None:
    people = tmp_path / "people"
    people.mkdir()
    (people / "notes.txt").write_text("mine")
    assert cli.main(asked(tmp_path / "nb", people)) == 1
    told = capsys.readouterr().err
    assert "holds what are no synthetic persons: notes.txt" in told
    assert "reading sources" not in told
    assert [each.name for each in tmp_path.iterdir()] == ["people"]


def test_persons_inside_the_release_are_refused(tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(asked(tmp_path / "nb", tmp_path / "nb" / "people", "--replace")) == 1
    assert "Expected two folders apart" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_for_persons_that_cannot_be_made_is_refused(
    tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "file").write_text("mine")
    assert cli.main(asked(tmp_path / "nb", tmp_path / "file" / "below" / "people")) == 1
    assert "nothing was computed" in capsys.readouterr().err
