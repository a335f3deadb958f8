"""The how-to runs as printed: every console command, in a folder of its own."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = ("adapting.md", "adapter.md")


def blocks(page: str) -> list[str]:
    """Take the console blocks of a page."""
    text = (DOCS / page).read_text("utf-8")
    return re.findall(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def commands(block: str) -> list[tuple[list[str], str]]:
    """Split a block into commands, each with what is printed below it."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    lines = [part.partition("\n") for part in parts]
    return [(shlex.split(line), below) for line, _, below in lines]


def run(arguments: list[str], below: str, folder: Path) -> None:
    """Run one command of the page; ``cat`` shows a file that the reader writes.

    ``. .venv/bin/activate`` is for a terminal: tests run in the environment already.
    """
    if arguments == [".", ".venv/bin/activate"]:
        return
    if arguments[0] == "cat":
        (folder / arguments[1]).write_text(below, encoding="utf-8")
        return
    assert arguments[0] == "balise"
    target = None
    if ">" in arguments:
        place = arguments.index(">")
        target, arguments = folder / arguments[place + 1], arguments[:place]
    code = "import sys; from balise.cli import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments[1:]],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{shlex.join(arguments)}\n{done.stderr}"
    if target is not None:
        target.write_text(done.stdout, encoding="utf-8")


def test_both_languages_print_the_same_commands() -> None:
    english, french = (blocks(page) for page in PAGES)
    assert english == french
    assert len(english) == 3


@pytest.mark.parametrize("block", blocks(PAGES[0]), ids=["province", "division", "regions"])
def test_every_command_of_the_how_to_runs_without_a_data_folder(
    block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("balise.cli")
    monkeypatch.delenv("BALISE_DATA", raising=False)
    for arguments, below in commands(block):
        run(arguments, below, tmp_path)
    assert any(tmp_path.glob("release/*/record.json"))


@pytest.mark.parametrize("page", ["adapting.md", "adapter.md", "release.md", "diffusion.md"])
def test_a_page_enters_the_environment_once_before_it_types_balise(page: str) -> None:
    text = (DOCS / page).read_text("utf-8")
    enters = "$ . .venv/bin/activate\n"
    assert text.count(enters) == 1
    assert text.index(enters) < text.index("$ balise")
