"""Synthetic control and interrupted time series on the command line, in both languages."""

import json
from pathlib import Path

import pytest

from balise import cli
from balise.impact import copy_examples

Capture = pytest.CaptureFixture[str]

VIDEO = ("--treated", "Region 05", "--start", "2020-Q3", "--outcome", "online_per_100")
CALLS = ("--start", "2023-01", "--outcome", "calls_given_up")


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    copy_examples(tmp_path)
    return tmp_path


def test_a_synthetic_control_gives_weights_gaps_checks_and_a_verdict(
    examples: Path, capsys: Capture
) -> None:
    table = str(examples / "synth_video.csv")
    assert cli.main(["impact", "synth", table, *VIDEO, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert sum(told["weights"].values()) == pytest.approx(1)
    assert len(told["gaps"]) == 40
    assert {each["state"] for each in told["checks"]} <= {"pass", "caution", "fail", "not_done"}
    assert told["verdict"] in {"attributable", "probably"}
    assert told["roles"] == {
        "outcome": "online_per_100",
        "unit": "region",
        "time": "quarter",
        "treated": "Region 05",
        "start": "2020-Q3",
    }


@pytest.mark.parametrize(
    ("lang", "verdict", "effect"),
    [("en", "Verdict: ", "Effect: 4.92 ("), ("fr", "Verdict\u00a0: ", "Effet\u00a0: 4,92 (")],
)
def test_a_synthetic_control_is_told_in_both_languages(
    lang: str, verdict: str, effect: str, examples: Path, capsys: Capture
) -> None:
    table = str(examples / "synth_video.csv")
    assert cli.main(["impact", "synth", table, *VIDEO, "--lang", lang]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(verdict)
    assert lines[1].startswith(effect)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_series_is_told_in_both_languages(lang: str, examples: Path, capsys: Capture) -> None:
    table = str(examples / "its_callback.csv")
    assert cli.main(["impact", "its", table, *CALLS, "--lang", lang]) == 0
    told = capsys.readouterr().out
    reason = {"en": "Without a comparison series", "fr": "Sans série de comparaison"}[lang]
    assert reason in told


def test_what_cannot_be_asked_fails_with_what_to_do(examples: Path, capsys: Capture) -> None:
    table = str(examples / "synth_video.csv")
    asked = ["--treated", "Region 99", "--start", "2020-Q3", "--outcome", "online_per_100"]
    assert cli.main(["impact", "synth", table, *asked]) == 1
    assert "found no unit of that name among 24" in capsys.readouterr().err
