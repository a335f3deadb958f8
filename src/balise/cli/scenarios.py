"""Verbs of scenarios: compare networks on a release, write a decision note."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from balise.cli.answers import DONE, print_json
from balise.options import Verb

if TYPE_CHECKING:
    from balise.network import scenarios
    from balise.release import Release, Scenario

__all__ = ["VERBS"]

_REACH_KM, _REACH_MIN = (10.0, 25.0, 50.0, 100.0), (15.0, 30.0, 60.0)


def _compare(arguments: argparse.Namespace) -> int:
    """Compare networks of offices on a release: who gains and who loses reach."""
    from balise.network import engine_of, scenarios
    from balise.release import read_release, refuse_occupied_scenario, write_scenario

    release, out = read_release(arguments.release), arguments.out
    refuse_occupied_scenario(out.resolve(), replace=arguments.replace)
    networks = [_network(each, release) for each in arguments.network]
    named = arguments.engine or "geodesic"
    settings = scenarios.assumed_travel(release) if named == "geodesic" else {}
    asked = arguments.reach_km or arguments.reach_min
    reaches = [
        scenarios.Reach(unit, radius)
        for unit, given, usual in (
            ("km", arguments.reach_km, _REACH_KM),
            ("min", arguments.reach_min, _REACH_MIN),
        )
        for radius in (given or (() if asked else usual))
    ]
    titles = {
        language: text
        for language, text in (("en", arguments.title_en), ("fr", arguments.title_fr))
        if text
    }
    if len(titles) == 1:
        arguments.refuse("--title-en and --title-fr go together: a scenario is in both languages")
    made = scenarios.compare(release, networks, engine_of(named, **settings), reaches, titles)
    write_scenario(out, made, replace=arguments.replace)
    if arguments.json:
        return print_json(_told(made, out))
    _print_words(made, out)
    return DONE


def _network(text: str, release: "Release") -> "scenarios.Network":
    """Read a network from ``NAME=FILE``, or take the offices of the release."""
    from balise.network import scenarios
    from balise.vocabulary import NetworkError

    name, sign, where = text.partition("=")
    if not (name and sign and where):
        raise NetworkError(
            f"--network {text}: found no name or no file. Expected NAME=F.csv, or NAME=current for "
            "the offices of the release. Write it so."
        )
    if where == scenarios.CURRENT:
        return scenarios.current_network(name, release)
    network, notices = scenarios.read_network(name, Path(where), release)
    for each in notices:
        print(f"{name}: {each}", file=sys.stderr)
    return network


def _everybody(made: "Scenario") -> Iterator[dict[str, Any]]:
    """Give gains and losses of everybody, for each two networks, each reach and reading."""
    table = made.tables["changes"].sort("from", "to", "reach", "reading", maintain_order=True)
    for row in table.iter_rows(named=True):
        if row["dimension"] == "all":
            yield {key: row[key] for key in row if key not in {"dimension", "code", "reason"}}


def _told(made: "Scenario", out: Path) -> dict[str, object]:
    reach = [row for row in made.tables["reach"].to_dicts() if row["dimension"] == "all"]
    keys = ("network", "reach", "people", "people_in_low", "people_in_high")
    return {
        "written": out,
        "title": dict(made.titles),
        "release": dict(made.release),
        "engine": dict(made.engine),
        "parameters": dict(made.parameters),
        "networks": list(made.networks),
        "reach": [{key: row[key] for key in keys} for row in reach],
        "changes": list(_everybody(made)),
        "notes": [each["en"] for each in made.notes],
    }


def _print_words(made: "Scenario", out: Path) -> None:
    columns = f"{'from':16}{'to':16}{'reach':>8}  {'reading':9}"
    print(f"{columns}{'gain':>10}{'lose':>10}{'net':>11}")
    ranges = made.parameters["ranges"]
    for row in _everybody(made):
        if isinstance(ranges, list) and row["reading"] == "possibly" and row["reach"] not in ranges:
            continue  # the same as surely
        names = f"{row['from']:16}{row['to']:16}{row['reach']:>8}  {row['reading']:9}"
        counts = f"{row['people_gaining']:10,}{row['people_losing']:10,}{row['net']:+11,}"
        print(names + counts)
    for note in made.notes:
        print(f"\n{note['en']}")
    print(f"\n{out}: the scenario. Show it with 'balise serve RELEASE --scenario {out}'.")


def _note(arguments: argparse.Namespace) -> int:
    """Write the two-page decision note of a scenario, as PDF."""
    from balise.release import read_release, read_scenario
    from balise.reports import decision_note

    scenario = read_scenario(arguments.scenario)
    folder = arguments.release or _beside(arguments.scenario, scenario)
    release = read_release(folder)
    written = decision_note(release, scenario, arguments.lang, arguments.out)
    if arguments.json:
        return print_json({"written": written, "scenario": scenario.seal})
    print(written)
    return DONE


def _beside(folder: Path, scenario: "Scenario") -> Path:
    """Find the release a scenario was made from, in the folder that holds both."""
    from balise.vocabulary import ReleaseError

    seal = scenario.release.get("seal")
    for each in sorted(folder.resolve().parent.glob("*/record.json")):
        try:
            found = json.loads(each.read_bytes()).get("seal")
        except (OSError, ValueError, AttributeError):
            continue
        if found == seal:
            return each.parent
    raise ReleaseError(
        f"Scenario {folder} was made from the release {scenario.release.get('name')} "
        f"({str(seal)[:12]}), and no folder beside it holds that one. Expected the release, for "
        "the names of its areas. Name its folder with --release."
    )


_COMPARE = (
    *("RELEASE", "--network NAME=F.csv", "--reach-km KM...", "--reach-min MIN..."),
    *("--engine E", "--title-en TEXT", "--title-fr TEXT", "--out DIR", "--replace"),
)

VERBS = (
    Verb(
        "network compare",
        _compare,
        "release/new-brunswick --network today=current --network later=F.csv --out scenario",
        _COMPARE,
    ),
    Verb(
        "network note",
        _note,
        "scenario --lang fr --out note.pdf",
        ("SCENARIO", "--lang L", "--release DIR", "--out F.pdf"),
    ),
)
