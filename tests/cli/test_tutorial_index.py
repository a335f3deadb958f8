"""The tutorial of the index runs as printed, in either language."""

import re
import shlex
from pathlib import Path

import pytest

from balise.cli import main

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = {"en": "tutorial-index.md", "fr": "tutoriel-indice.md"}


def commands(lang: str) -> list[list[str]]:
    """Take the commands of a page, in their order."""
    text = (DOCS / PAGES[lang]).read_text("utf-8")
    blocks = re.findall(r"(?ms)^```console\n(.*?)^```$", text)
    return [shlex.split(line[2:]) for block in blocks for line in block.splitlines()]


def test_both_languages_print_the_same_commands() -> None:
    said = [
        [("L" if each == lang else each) for each in words]
        for lang in PAGES
        for words in commands(lang)
    ]
    half = len(said) // 2
    assert said[:half] == said[half:]


@pytest.mark.slow
@pytest.mark.parametrize("lang", list(PAGES))
def test_every_command_of_the_page_runs(
    pilot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    (tmp_path / "release").mkdir()
    (tmp_path / "release" / "new-brunswick").symlink_to(pilot.resolve())
    monkeypatch.chdir(tmp_path)
    for words in commands(lang):
        # The environment is entered already.
        assert words[0] == "." or main(words[1:]) == 0, words
    for each in ("fredericton.pdf", "results.pdf", "exports/areas.csv"):
        assert (tmp_path / each).stat().st_size > 0
