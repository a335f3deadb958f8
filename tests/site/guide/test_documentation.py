"""What the documentation of the Guide tells people to type works as it stands."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.site.databases import ready

ROOT = Path(__file__).parents[3]
SEED = ROOT / "src" / "balise" / "site" / "guide" / "seed" / "records.yaml"
# Names that stand for something of the reader's own.
FOLDERS = {"DIR": "state", "DOSSIER": "state", "OTHER": "other", "AUTRE": "other"}
VERBS = ("admin", "import", "export", "edition", "governance", "backup", "restore")
# One process for all that works on one database: opening it takes longer than the commands.
TYPED = """
import json, sys
from balise.cli import main
for words in json.loads(sys.argv[1]):
    print("$", *words, flush=True)
    if main(words):
        sys.exit(1)
"""
# An edition holds what is published; nobody publishes from the command line.
PUBLISHED = """
from balise.site import open_guide
open_guide()
from balise.site.guide.publishing import by_its_path
from tests.site.guide.making import make_record
with by_its_path():
    make_record(identifier="letters").save_revision().publish()
"""


def commands(page: str) -> list[list[str]]:
    """The commands of the Guide in the blocks of a page, in their order; others test theirs."""
    blocks = re.findall(r"(?ms)^```\w*\n(.*?)^```", (ROOT / "docs" / page).read_text("utf-8"))
    lines = (shlex.split(each) for block in blocks for each in block.splitlines())
    return [words[1:] for words in lines if words[:2] == ["balise", "guide"] and words[2] in VERBS]


def run(here: Path, code: str, *typed: list[str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, json.dumps(typed)],
        cwd=here,
        env={
            **{key: each for key, each in os.environ.items() if key != "DATABASE_URL"},
            "BALISE_STATE": str(ready(here / "state")),
            "BALISE_ADMIN_PASSWORD": "nine lakes under the moon",
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (done.stdout, done.stderr)
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("guide", "files"), [("guide.md", "guide-files.md"), ("le-guide.md", "guide-fichiers.md")]
)
def test_the_commands_of_the_documentation_work(tmp_path: Path, guide: str, files: str) -> None:
    told = commands(guide) + commands(files)
    assert [each[1] for each in told] == [
        *("admin", "import", "import", "edition", "edition", "governance", "backup", "restore"),
        *("import", "import"),
    ]
    given = [[FOLDERS.get(each, each) for each in words] for words in told]
    here = [words for words in given if words[1] != "restore"]
    (yaml,) = {each for words in here for each in words if each.endswith(".yaml")}
    (csv,) = {each for words in here for each in words if each.endswith(".csv")}
    (tmp_path / yaml).write_bytes(SEED.read_bytes())
    said = run(tmp_path, PUBLISHED + TYPED, ["guide", "export", csv], *here)
    assert said.count("$ guide") == len(here) + 1
    assert len(list(tmp_path.glob("*.pdf"))) == 2
    (restored,) = (words for words in given if words[1] == "restore")
    run(tmp_path, TYPED, restored)
    assert (tmp_path / "other").exists()
