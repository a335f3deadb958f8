"""Verbs that read a release write what they are asked for."""

from pathlib import Path

import pytest

from balise import cli
from balise.release import read_release
from tests.release.invented import invented_release

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def coast(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return invented_release(tmp_path_factory.mktemp("invented") / "coast")


def test_a_brief_or_a_report_on_results_is_written(
    coast: Path, tmp_path: Path, capsys: Capture
) -> None:
    area = read_release(coast).table("areas")["dguid"][0]
    for what in (["--area", area], ["--results"], ["--results", "--compared-with", str(coast)]):
        out = tmp_path / f"{len(what)}{what[0]}.pdf"
        assert cli.main(["report", str(coast), *what, "--lang", "fr", "--out", str(out)]) == 0
        assert out.read_bytes().startswith(b"%PDF")
        assert capsys.readouterr().out == f"{out}\n"


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ([], "say what to report"),
        (["--area", "x", "--results"], "say what to report"),
        (["--area", "x", "--compared-with", "y"], "a brief is of one release"),
    ],
)
def test_a_report_is_of_an_area_or_of_results(what: list[str], said: str, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["report", "somewhere", *what, "--out", "f.pdf"])
    assert end.value.code == 2
    assert said in capsys.readouterr().err
