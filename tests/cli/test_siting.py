"""balise network site: tables or a graph in, sites with a bound out."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from balise import cli
from balise.network import siting

Capture = pytest.CaptureFixture[str]

# Four nodes on a line, 1 apart, and one far away.
GRAPH = "5 4 2\n1 2 1\n2 3 1\n3 4 1\n4 5 50\n"
TOWNS = "id,lon,lat,people,need\na,-66.6,45.9,100,1\nb,-66.5,45.9,50,1\nc,-64.8,46.1,10,90\n"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    texts = {
        "graph": GRAPH,
        "towns": TOWNS,
        "costs": "demand,candidate,cost\na,b,9\nb,b,0\nc,c,0\na,a,0\n",
        "fixed": "id,state\na,open\n",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return {name: str(tmp_path / f"{name}.csv") for name in texts}


def asked(capsys: Capture, *arguments: str) -> dict[str, Any]:
    assert cli.main(["network", "site", *arguments, "--json"]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def towns(files: dict[str, str]) -> tuple[str, ...]:
    return ("--demand", files["towns"], "--candidates", files["towns"])


def test_a_graph_is_solved_with_its_own_p(files: dict[str, str], capsys: Capture) -> None:
    told = asked(capsys, "--graph", files["graph"])
    # One site at 5; the other in the middle of the line: 1 + 0 + 1 + 2, at 2 or at 3.
    assert (told["objective"], told["bound"], told["gap"]) == (4, 4, 0)
    assert told["status"] == "optimal"
    assert told["sites"] in (["2", "5"], ["3", "5"])
    assert told["seconds"] >= 0


@pytest.mark.parametrize(
    ("options", "objective"),
    [
        (("--p", "1"), 1 + 1 + 2 + 51),
        (("--p", "1", "--model", "pcenter"), 50),
        (("--p", "1", "--model", "mclp", "--radius-km", "1"), 3),
        (("--model", "lscp", "--radius-km", "1"), 3),
    ],
)
def test_every_model_is_solved(
    files: dict[str, str], capsys: Capture, options: tuple[str, ...], objective: float
) -> None:
    told = asked(capsys, "--graph", files["graph"], *options)
    assert (told["objective"], told["bound"]) == (objective, objective)


def test_need_leads_elsewhere_than_people(files: dict[str, str], capsys: Capture) -> None:
    base = (*towns(files), "--engine", "geodesic", "--p", "1")
    assert asked(capsys, *base)["sites"] == ["a"]
    told = asked(capsys, *base, "--weight", "need")
    assert told["sites"] == ["c"]
    assert "estimated" in told["notes"][0]


def test_costs_come_from_a_table_and_sites_stay(files: dict[str, str], capsys: Capture) -> None:
    base = (*towns(files), "--costs", files["costs"])
    told = asked(capsys, *base, "--p", "2")
    assert (told["sites"], told["objective"]) == (["b", "c"], 900)
    told = asked(capsys, *base, "--p", "3", "--fixed", files["fixed"])
    assert {"id": "a", "state": "kept"} in told["changes"]


def test_words_say_how_far_from_the_best(files: dict[str, str], capsys: Capture) -> None:
    assert cli.main(["network", "site", "--graph", files["graph"]]) == 0
    out = capsys.readouterr().out
    assert out.startswith("4 demand x distance, with 2 sites.\nThe best there is, proven.")
    assert "site" in out
    assert "furthest" in out


@pytest.mark.parametrize(
    ("gap", "told"),
    [
        (5e-5, "The search ended at its tolerance of 0.01 %, before the time given. No answer"),
        (5e-3, "The best found in the time given. No answer"),
    ],
)
def test_a_tolerance_and_the_time_given_are_told_apart(
    gap: float,
    told: str,
    files: dict[str, str],
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stopped(problem: siting.Problem) -> siting.Answer:
        return replace(solve(problem), status="feasible", gap=gap)

    solve = siting.solve
    monkeypatch.setattr(siting, "solve", stopped)
    base = ("network", "site", "--graph", files["graph"])
    assert cli.main([*base, "--worst-share", "0.2", "--worst-weight", "0.5"]) == 0
    assert told in capsys.readouterr().out


def test_what_cannot_be_is_explained(files: dict[str, str], capsys: Capture) -> None:
    base = ["network", "site", *towns(files)]
    assert cli.main([*base, "--engine", "geodesic", "--p", "4"]) == 1
    assert "found p = 4, 3 candidates" in capsys.readouterr().err
    assert cli.main([*base, "--costs", files["costs"], "--p", "1"]) == 1
    assert "cannot hold what is asked" in capsys.readouterr().err
    cover = ["--model", "lscp", "--radius-km", "5", "--fixed", files["fixed"]]
    closed = Path(files["fixed"])
    closed.write_text("id,state\nc,closed\n", encoding="utf-8")
    assert cli.main([*base, "--engine", "geodesic", *cover]) == 1
    assert "c (nearest at" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--graph", "g", "--demand", "d"),
        ("--demand", "d"),
        ("--demand", "d", "--candidates", "c", "--p", "1"),
        ("--demand", "d", "--candidates", "c", "--costs", "m"),
        ("--graph", "g", "--model", "lscp"),
        ("--graph", "g", "--limit-km", "5"),
        ("--graph", "g", "--model", "other"),
        ("--graph", "g", "--seconds", "0"),
    ],
)
def test_wrong_use_ends_with_two(arguments: tuple[str, ...], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["network", "site", *arguments])
    assert end.value.code == 2
