"""The tutorial runs as printed: its commands, then what its pages and programs are told."""

import os
import re
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

DOCS = Path(__file__).parents[3] / "docs"
PAGES = ("tutorial-project.md", "tutoriel-projet.md")
COMMAND = "import sys; from balise.cli import main; sys.exit(main(sys.argv[1:]))"
# What each line that asks the site shows, in the order of the page.
SHOWN = (
    '"count":1',
    "Handwriting is not read.",
    "Town of Exampleville",
    "letters-by-subject",
    'href="/en/guide/records/letters-by-subject/"',
    'href="/en/guide/records/letters-in-a-village/"',
)


def blocks(page: str) -> list[str]:
    """Take the console blocks of a page."""
    text = (DOCS / page).read_text("utf-8")
    return re.findall(r"(?ms)^```console\n(.*?)^```$", text)


def commands(page: str) -> Iterator[tuple[list[str], str]]:
    """Give each command of a page, with what is printed below it."""
    for block in blocks(page):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, _, below = part.partition("\n")
            yield shlex.split(line), below


def known(here: Path) -> dict[str, str]:
    left_out = {"DATABASE_URL", "BALISE_STATE", "BALISE_RELEASES"}
    kept = {key: each for key, each in os.environ.items() if key not in left_out}
    return {**kept, "HOME": str(here), "BALISE_SECRET_KEY": "for tests only"}


def run(here: Path, words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, *words],
        cwd=here,
        env=known(here),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (words, done.stdout, done.stderr)


@contextmanager
def served(here: Path, words: list[str]) -> Iterator[str]:
    """Keep the site open as the page says, at a port that is free."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = str(found.getsockname()[1])
    words = [port if each == "8000" else each for each in words]
    arguments = [sys.executable, "-c", COMMAND, *words]
    with (here / "log").open("w") as log:
        server = subprocess.Popen(arguments, cwd=here, env=known(here), stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(address, server, here / "log")
            yield address
        finally:
            server.terminate()
            server.wait()


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        assert server.poll() is None, log.read_text("utf-8")
        try:
            with urlopen(f"{address}/en/guide/"):
                return
        except (URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError(log.read_text("utf-8"))


def test_both_languages_print_the_same_commands() -> None:
    assert blocks(PAGES[0]) == blocks(PAGES[1])
    assert sum(words[0] == "curl" for words, _ in commands(PAGES[0])) == len(SHOWN)


@pytest.mark.slow
def test_a_project_is_submitted_read_cited_and_reused_as_the_page_says(
    pilot: Path, tmp_path: Path
) -> None:
    (tmp_path / "release").mkdir()
    (tmp_path / "release" / "new-brunswick").symlink_to(pilot.resolve())
    steps = list(commands(PAGES[0]))
    serves = next(at for at, (words, _) in enumerate(steps) if words[:2] == ["balise", "serve"])
    shown = iter(SHOWN)
    for words, below in steps[:serves]:
        _do(tmp_path, words, below)
    with served(tmp_path, steps[serves][0][1:]) as address:
        for words, below in steps[serves + 1 :]:
            if words[0] != "curl":
                _do(tmp_path, words, below)
                continue
            with urlopen(words[1].replace("http://127.0.0.1:8000", address)) as answer:
                text = answer.read().decode()
            assert next(shown) in text, words
        # The form and the pages that the last lines lead to are there.
        for each in ("submit", "interest", "ask"):
            with urlopen(f"{address}/en/guide/{each}/") as answer:
                assert answer.status == 200
    assert "letters-by-subject" in (tmp_path / "records.yaml").read_text("utf-8")


def _do(here: Path, words: list[str], below: str) -> None:
    """Do what a line says; ``cat`` shows a file that the reader writes."""
    if words[0] == "cat":
        (here / words[1]).write_text(below, encoding="utf-8")
    elif words[0] == "balise":
        run(here, words[1:])
    else:
        # Tests run in the environment already, and have a key of their own.
        assert words[0] in {".", "export"}


LANGUAGE = {"tutorial-project.md": "en", "tutoriel-projet.md": "fr"}


def typed(page: str) -> list[tuple[str, str]]:
    """The rows of the table of a page: a label of the form, and what to type."""
    text = (DOCS / page).read_text("utf-8")
    rows = re.findall(r"(?m)^\| (.+?) \| (.+?) \|$", text)
    return [(label, said) for label, said in rows if set(label) != {"-"}][1:]


def answers(page: str, lang: str) -> dict[str, str]:
    """What the form sends if each row is typed into the field of its label."""
    from django.utils.translation import override

    from balise.site.secretariat import submission_questions as form

    with override(lang):
        asked = {str(each.label): (each.name, each.terms) for each in form.all_questions()} | {
            f"{rows.one}{' ' if lang == 'fr' else ''}: {each.label}": (
                f"{rows.name}-1-{each.name}",
                each.terms,
            )
            for rows in form.all_rows()
            for each in rows.questions
        }
    given = {}
    for label, said in typed(page):
        name, terms = asked[label]
        codes = [each.code for each in terms if said == getattr(each, lang)]
        assert len(codes) == (1 if terms else 0), (label, said)
        given[name] = codes[0] if codes else said
    return given


@pytest.mark.parametrize("page", PAGES)
def test_what_the_page_says_to_type_is_enough_to_submit(
    page: str, guide_sqlite: str, guide_client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from balise.site.guide.models import Record
    from balise.site.secretariat import path
    from tests.site.secretariat.calling import make_draft, opened

    lang = LANGUAGE[page]
    draft = make_draft(lang)
    sent = {**answers(page, lang), "version": "0", "act": "submit"}
    answer = guide_client.post(opened(draft), sent)
    assert answer.status_code == 303, re.findall(r'class="wrong"[^<]*', answer.content.decode())
    record = Record.objects.get()
    title = typed(page)[0][1]
    assert getattr(record.get_latest_revision_as_object(), f"title_{lang}") == title
    assert record.claims.get().value == 12
    assert path.state_of(record).step == "completeness"
    assert draft.reference in guide_client.get(opened(draft)).content.decode()
