"""Verbs for trials, matching, power and design: tables in, answers and codes out."""

import json
from pathlib import Path

import pytest

from balise.cli import main

FORMS = ["--outcome", "finished", "--treatment", "drawn", "--covariates", "age,visits_last_year"]
COURSE = ["--outcome", "weeks_after", "--treatment", "took_course", "--covariates"]


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert main(["impact", "examples", "--out", str(tmp_path)]) == 0
    capsys.readouterr()
    return tmp_path


def test_a_trial_is_judged(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = str(folder / "experiment_forms.csv")
    given = ["impact", "experiment", table, *FORMS, "--strata", "region"]
    assert main([*given, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["verdict"] == "attributable"
    assert answer["roles"]["strata"] == "region"
    assert 0.05 < answer["estimates"]["simple"]["estimate"] < 0.25
    assert main([*given, "--lang", "fr"]) == 0
    assert "attribuable au programme" in capsys.readouterr().out


def test_a_claim_and_departures_come_with_an_answer(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan, claimed = folder / "plan.toml", folder / "claim.json"
    given = str(folder / "design_outreach.toml")
    assert main(["impact", "design", given, "--out", str(plan), "--day", "2026-01-15"]) == 0
    assert "difference-in-differences" in capsys.readouterr().out
    table = str(folder / "match_course.csv")
    options = ["age,school_years,weeks_before", "--plan", str(plan), "--claim", str(claimed)]
    assert main(["impact", "match", table, *COURSE, *options]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Departure from the plan, design: planned did, done match." in out
    made = json.loads(claimed.read_text("utf-8"))
    assert made["claims"][0]["method"] == "compared"


def test_an_answer_that_is_no_result_says_why_there_is_no_claim(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    claimed = folder / "claim.json"
    table = folder / "none.csv"
    table.write_text(
        "t,y,x\n" + "".join(f"{n % 2},{n * 7 % 5},{n % 2 * 9 + n}\n" for n in range(40))
    )
    given = ["--outcome", "y", "--treatment", "t", "--covariates", "x", "--claim", str(claimed)]
    assert main(["impact", "experiment", str(table), *given, "--lang", "en"]) == 0
    assert "No result is claimed" in capsys.readouterr().err
    assert json.loads(claimed.read_text("utf-8"))["claims"] == []


def test_power_is_told_in_plain_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["impact", "power", "--kind", "clusters", "--units", "40", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["design_effect"] == pytest.approx(1.95)
    assert main(["impact", "power", "--effect", "0.5", "--lang", "fr"]) == 0
    assert "128 unités" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (["impact", "power", "--kind", "shares", "--units", "40"], 1),
        (["impact", "power"], 2),
        (["impact", "match", "none.csv", "--method", "magic"], 2),
        (["impact", "match", "none.csv", "--outcome", "y"], 1),
        (["impact", "experiment", "none.csv", "--outcome", "y"], 1),
        (["impact", "design", "--json"], 1),
    ],
)
def test_what_cannot_be_done_ends_with_its_code(
    given: list[str], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if code == 2:
        with pytest.raises(SystemExit, match="2"):
            main(given)
    else:
        assert main(given) == code
