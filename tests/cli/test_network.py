"""Verbs of the service network say what they made."""

import json
from pathlib import Path

import pytest

from balise import cli
from balise.network.roads import load
from tests.network.roads.invented import write_extract

Capture = pytest.CaptureFixture[str]


def test_a_graph_of_roads_is_made_from_an_extract(tmp_path: Path, capsys: Capture) -> None:
    extract, out = write_extract(tmp_path), tmp_path / "town.npz"
    command = ["network", "roads", str(extract), "--out", str(out), "--leave-out", "ferry"]
    assert cli.main(command) == 0
    said = capsys.readouterr().out
    assert "1 ferry            left out" in said
    assert f"Use it with --engine roads:{out}" in said
    assert cli.main([*command, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["left_out"] == ["ferry"]
    assert told["digest"] == load(out).digest


def test_an_extract_that_is_none_ends_with_a_reason(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "page.osm").write_text("<html></html>", "utf-8")
    out = tmp_path / "town.npz"
    assert cli.main(["network", "roads", str(tmp_path / "page.osm"), "--out", str(out)]) == 1
    assert "page.osm: reading stopped" in capsys.readouterr().err
    assert not out.exists()
