"""The report on results tells of released pilots, in either language."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.site.databases import ready

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:pypdf")

ROOT = Path(__file__).parents[3]
COMMAND = "import sys; from balise.cli import main; sys.exit(main(sys.argv[1:]))"
PILOTS = """
from balise.site import open_guide
open_guide()
from tests.site.secretariat.making import make_decision, make_pilot
from balise.site.secretariat.models import Milestone, PilotProposal
shown = make_pilot(title_en="Bus of services", title_fr="Autobus de services")
texts = {"result_en": "Fewer trips.", "result_fr": "Moins de trajets.", "state": "running"}
PilotProposal.objects.filter(pk=shown.pk).update(is_released=True, **texts)
Milestone.objects.create(
    pilot=shown, title_en="First stop", title_fr="Premier arrêt", due="2031-05"
)
make_pilot(title_en="Hidden pilot", title_fr="Projet pilote caché")
"""
TOLD = {
    "en": (
        "Pilots under way",
        "Bus of services",
        "New Brunswick",
        "running",
        "First stop",
        "Fewer trips.",
    ),
    "fr": (
        "Projets pilotes en cours",
        "Autobus de services",
        "Nouveau-Brunswick",
        "Premier arrêt",
        "Moins de trajets.",
    ),
}


def run(state: Path, code: str, *words: str, fails: bool = False) -> str:
    known = {key: each for key, each in os.environ.items() if key != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        env={**known, "BALISE_STATE": str(ready(state)), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert bool(done.returncode) == fails, done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a site with two pilots keeps, one of them released."""
    folder = tmp_path_factory.mktemp("pilots") / "state"
    run(folder, PILOTS)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_released_pilots_are_told_and_no_other(
    pilot: Path, state: Path, tmp_path: Path, lang: str
) -> None:
    out = tmp_path / "results.pdf"
    words = ("report", str(pilot), "--results", "--pipeline", "--state", str(state))
    assert run(state, COMMAND, *words, "--lang", lang, "--out", str(out)) == ""
    text = " ".join(page.extract_text() for page in PdfReader(out).pages)
    plain = " ".join(text.split())
    for each in TOLD[lang]:
        assert each in plain, each
    assert "Hidden" not in plain
    assert "caché" not in plain
    assert "12,345" not in plain  # an amount that was not released


@pytest.mark.slow
def test_a_guide_without_released_pilots_says_so_and_a_brief_has_none(
    pilot: Path, tmp_path: Path
) -> None:
    words = ("report", str(pilot), "--pipeline", "--lang", "en", "--out", str(tmp_path / "r.pdf"))
    told = run(tmp_path / "empty", COMMAND, *words, "--results")
    assert told == "The Guide has released no pilot: the report tells of none.\n"
    refused = run(tmp_path / "empty", COMMAND, *words, "--area", "2021A000213", fails=True)
    assert "--pipeline goes with --results" in refused
