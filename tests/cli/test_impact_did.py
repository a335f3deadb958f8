"""`balise impact did` answers from a table, in words or JSON, in both languages."""

import json
from pathlib import Path

import pytest

from balise.cli import main
from balise.impact import copy_examples
from tests.impact.tables import counties_file

Capture = pytest.CaptureFixture[str]
OUTREACH = ["--outcome", "people_served", "--unit", "office", "--time", "month"]
OUTREACH += ["--first-treated", "team_start"]


@pytest.fixture
def outreach(tmp_path: Path) -> str:
    copy_examples(tmp_path)
    return str(tmp_path / "did_outreach.csv")


def test_json_has_the_promised_keys(outreach: str, capsys: Capture) -> None:
    assert main(["impact", "did", outreach, *OUTREACH, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    for kind in ("simple", "group", "dynamic", "calendar"):
        assert set(told["estimates"][kind]) == {"estimate", "se", "low", "high"}
    assert {"group", "time", "estimate", "se", "low", "high"} <= set(told["group_time"][0])
    assert told["verdict"] in {"attributable", "probably", "contributes", "no_evidence", "cannot"}
    assert {each["state"] for each in told["checks"]} <= {"pass", "caution", "fail", "not_done"}
    assert set(told["digests"]) == {"data", "code"}


def test_plain_words_come_first_in_the_language_asked_for(outreach: str, capsys: Capture) -> None:
    assert main(["impact", "did", outreach, *OUTREACH, "--lang", "fr"]) == 0
    french = capsys.readouterr().out
    assert french.startswith("Probablement en raison du programme")
    assert "Verdict\u00a0: probablement attribuable au programme." in french
    assert main(["impact", "did", outreach, *OUTREACH, "--lang", "en"]) == 0
    english = capsys.readouterr().out
    assert english.index("Effect, averaged over") < english.index("Checks")
    assert english.index("Checks") < english.index("Verdict")


def test_guessed_columns_are_shown_apart_from_the_answer(outreach: str, capsys: Capture) -> None:
    assert main(["impact", "did", outreach, "--json", "--lang", "en"]) == 0
    written = capsys.readouterr()
    assert "first period treated: team_start (guessed)" in written.err
    assert json.loads(written.out)["roles"]["outcome"] == "people_served"


def test_at_a_terminal_guesses_are_asked_about(
    outreach: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io
    import sys

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", Terminal("no\n"))
    assert main(["impact", "did", outreach, "--lang", "en"]) == 1
    written = capsys.readouterr()
    assert written.out == ""
    assert "Nothing was computed" in written.err
    monkeypatch.setattr(sys, "stdin", Terminal("o\n"))
    assert main(["impact", "did", outreach, "--lang", "fr"]) == 0


def test_a_seed_gives_the_same_answer_twice(outreach: str, capsys: Capture) -> None:
    told = []
    for _ in range(2):
        main(["impact", "did", outreach, *OUTREACH, "--bootstrap", "199", "--seed", "4", "--json"])
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]


def test_a_column_that_is_not_there_ends_with_one_sentence(outreach: str, capsys: Capture) -> None:
    assert main(["impact", "did", outreach, "--outcome", "people_serve"]) == 1
    assert "Did you mean 'people_served'" in capsys.readouterr().err


@pytest.mark.published
def test_the_published_county_figures_come_out_of_the_command(
    data_folder: Path, capsys: Capture
) -> None:
    named = ["--outcome", "lemp", "--unit", "countyreal", "--time", "year"]
    named += ["--first-treated", "first.treat"]
    assert main(["impact", "did", str(counties_file(data_folder)), *named, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["estimates"]
    assert told["simple"]["estimate"] == pytest.approx(-0.03995, abs=1e-4)
    assert told["simple"]["se"] == pytest.approx(0.01203, abs=1e-4)
    assert told["group"]["estimate"] == pytest.approx(-0.0310, abs=1e-4)
    assert told["dynamic"]["estimate"] == pytest.approx(-0.0772, abs=1e-4)
    assert told["calendar"]["estimate"] == pytest.approx(-0.0417, abs=1e-4)


def test_a_file_in_windows_1252_is_read_and_said(outreach: str, capsys: Capture) -> None:
    path = Path(outreach)
    text = path.read_text(encoding="utf-8").replace("people_served", "servies à jour")
    path.write_bytes(("sep=,\n" + text).encode("cp1252"))
    words = ["impact", "did", outreach, "--outcome", "servies à jour", *OUTREACH[2:]]
    assert main([*words, "--json"]) == 0
    notes = json.loads(capsys.readouterr().out)["notes"]
    assert "was read as Windows-1252" in notes[-1]["en"]
    assert main([*words, "--lang", "fr"]) == 0
    assert "il a été lu comme Windows-1252" in " ".join(capsys.readouterr().out.split())
