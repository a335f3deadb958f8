"""Networks are compared, scenarios and their notes written, from the command line."""

import json
from pathlib import Path

import pytest

from balise import cli
from balise.release import read_release, read_scenario, write_release
from tests.network.scenarios.coast import origins_of
from tests.release.invented import invented_record, invented_tables

Capture = pytest.CaptureFixture[str]

OFFICES = "id,name,lon,lat,hours_week\n{}\n"
LANTERN, BELL, KEEL = "a,Lantern,-64.6,47.3,30", "b,Bell,-66.2,46.1,37.5", "c,Keel,-67.1,45.6,20"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a release, and two networks of offices."""
    folder = tmp_path_factory.mktemp("place")
    tables = invented_tables() | {"origins": origins_of(spread_km=2.0)}
    write_release(folder / "coast", tables, invented_record())
    (folder / "today.csv").write_text(OFFICES.format(f"{LANTERN}\n{BELL}"), "utf-8")
    (folder / "later.csv").write_text(OFFICES.format(f"{BELL}\n{KEEL}"), "utf-8")
    (folder / "towns.csv").write_text(
        "id,name,lon,lat,people\na,Lantern,-64.6,47.3,900\nb,Bell,-66.2,46.1,62000\n"
        "c,Keel,-67.1,45.6,310\nd,Beacon,-65.4,47.0,5600\n",
        "utf-8",
    )
    (folder / "fixed.csv").write_text("id,state\na,may_close\nb,open\n", "utf-8")
    return folder


def command(place: Path, out: Path, *more: str) -> list[str]:
    networks = [f"today={place / 'today.csv'}", f"later={place / 'later.csv'}"]
    named = [part for each in networks for part in ("--network", each)]
    return ["network", "compare", str(place / "coast"), *named, "--out", str(out), *more]


def test_two_networks_are_compared_and_told_of(
    place: Path, tmp_path: Path, capsys: Capture
) -> None:
    out = tmp_path / "moved"
    assert cli.main(command(place, out, "--reach-km", "50", "--reach-min", "60")) == 0
    said = capsys.readouterr().out
    assert "Travel is estimated" in said
    assert f"balise serve RELEASE --scenario {out}" in said
    assert cli.main(command(place, out, "--reach-km", "50", "--replace", "--json")) == 0
    told = json.loads(capsys.readouterr().out)
    # Lantern Cove (900 people) loses its office, Keel and Rock (310) has one.
    sure = next(each for each in told["changes"] if each["reading"] == "surely")
    assert (sure["people_gaining"], sure["people_losing"], sure["net"]) == (310, 900, -590)
    assert told["release"]["seal"] == read_release(place / "coast").record["seal"]
    assert read_scenario(out).parameters["reach_min"] == []


def test_a_note_finds_the_release_beside_its_scenario(
    place: Path, tmp_path: Path, capsys: Capture
) -> None:
    beside = place / "moved"
    assert cli.main(command(place, beside, "--replace")) == 0
    out = tmp_path / "note.pdf"
    assert cli.main(["network", "note", str(beside), "--lang", "fr", "--out", str(out)]) == 0
    assert out.read_bytes().startswith(b"%PDF")
    away = tmp_path / "away"
    assert cli.main(command(place, away)) == 0
    capsys.readouterr()
    note = ["network", "note", str(away), "--out", str(out)]
    assert cli.main(note) == 1
    assert "no folder beside it holds that one" in capsys.readouterr().err
    assert cli.main([*note, "--release", str(place / "coast")]) == 0


def test_sites_that_are_chosen_become_a_scenario(
    place: Path, tmp_path: Path, capsys: Capture
) -> None:
    out = tmp_path / "chosen"
    towns = str(place / "towns.csv")
    solve = ["network", "site", "--demand", towns, "--candidates", towns, "--engine", "geodesic"]
    solve += ["--p", "2", "--fixed", str(place / "fixed.csv")]
    assert cli.main([*solve, "--release", str(place / "coast"), "--out", str(out)]) == 0
    made = read_scenario(out)
    assert made.kind == "site"
    assert made.answer["model"] == "pmedian"
    assert made.answer["gap"] == pytest.approx(0.0, abs=1e-6)
    sites = made.tables["sites"].select("network", "name", "state").rows()
    # Beacon has 5,600 people: a second site is better there than for the 900 of Lantern.
    assert set(sites) == {
        ("today", "Lantern", "kept"),
        ("today", "Bell", "kept"),
        ("proposal", "Bell", "kept"),
        ("proposal", "Beacon", "opened"),
        ("proposal", "Lantern", "closed"),
    }
    assert made.titles["fr"] == "Où servir\N{NO-BREAK SPACE}: 2 points de service"
    capsys.readouterr()
    # The folder is taken: nothing is solved.
    assert cli.main([*solve, "--release", str(place / "coast"), "--out", str(out)]) == 1
    assert "already holds a scenario" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("networks", "message"),
    [
        (["today=current"], "found 1 network"),
        (["today=current", "today=current"], "two networks called today"),
        (["today"], "Expected NAME=F.csv, or NAME=current"),
        (["today=nowhere.csv", "b=current"], "found no file"),
    ],
)
def test_what_cannot_be_compared_ends_with_a_reason(
    place: Path, tmp_path: Path, capsys: Capture, networks: list[str], message: str
) -> None:
    named = [part for each in networks for part in ("--network", each)]
    out = ["--out", str(tmp_path / "none")]
    assert cli.main(["network", "compare", str(place / "coast"), *named, *out]) == 1
    assert message in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_a_scenario_needs_its_release_an_engine_and_both_titles(
    place: Path, tmp_path: Path
) -> None:
    towns = str(place / "towns.csv")
    wrong = [
        ["network", "site", "--demand", towns, "--candidates", towns, "--engine", "geodesic"],
        ["network", "site", "--demand", towns, "--candidates", towns, "--costs", towns],
    ]
    wrong[0] += ["--p", "2", "--out", str(tmp_path / "none")]
    wrong[1] += ["--p", "2", "--out", str(tmp_path / "none"), "--release", str(place / "coast")]
    wrong.append(command(place, tmp_path / "none", "--title-en", "Alone"))
    for arguments in wrong:
        with pytest.raises(SystemExit) as end:
            cli.main(arguments)
        assert end.value.code == 2
