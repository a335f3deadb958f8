"""balise impact writes reports, in the words of those who ask, with departures from a plan."""

from pathlib import Path

import pytest

from balise.cli import main
from balise.impact import copy_examples

ITS = ("--outcome", "calls_given_up", "--time", "month", "--start", "2023-01")


@pytest.fixture
def series(tmp_path: Path) -> str:
    copy_examples(tmp_path)
    return str(tmp_path / "its_callback.csv")


def test_a_report_is_written_in_the_words_of_who_asks(
    series: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "report.html"
    words = ("--program", "the offer | l’offre", "--outcome-words", "calls | appels abandonnés")
    assert main(["impact", "its", series, *ITS, "--report", str(out), "--lang", "fr", *words]) == 0
    page = out.read_text(encoding="utf-8")
    assert "Probablement en raison de l’offre, il y a eu, en moyenne, entre" in page
    assert str(out) in capsys.readouterr().out


def test_with_json_a_report_is_written_and_json_alone_is_printed(
    series: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "report.pdf"
    assert main(["impact", "its", series, *ITS, "--report", str(out), "--json"]) == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert capsys.readouterr().out.strip()[:1] == "{"


def test_a_report_tells_departures_from_the_plan_and_what_it_says_of_the_program(
    series: str, tmp_path: Path
) -> None:
    asked = tmp_path / "asked.toml"
    asked.write_text(
        '[change]\nwhat = "An offer to call back"\nwhom = "Callers"\nstart = "2023-01"\n'
        'decided_by = "all"\n[data]\ncomparison = "none"\ntreated_units = 1\n'
        'periods_before = 48\nperiods_after = 24\n[outcome]\nname = "calls given up"\n'
        '[plan]\ndesign = "its"\noutcome = "calls_answered"\n',
        encoding="utf-8",
    )
    plan, out = tmp_path / "plan.toml", tmp_path / "report.html"
    main(["impact", "design", str(asked), "--out", str(plan)])
    main(["impact", "its", series, *ITS, "--plan", str(plan), "--report", str(out), "--lang", "en"])
    page = out.read_text(encoding="utf-8")
    assert "An offer to call back" in page
    assert "Callers" in page
    assert "calls given up (column “calls_given_up”)" in page
    assert "outcome: planned calls_answered, done calls_given_up." in page
    assert page.count("planned calls_answered") == 1


def test_a_report_of_another_ending_is_refused_before_anything_is_computed(
    series: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["impact", "its", series, *ITS, "--report", "report.doc"])
    assert "found report.doc, expected a name in .pdf or .html" in capsys.readouterr().err
