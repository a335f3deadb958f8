"""The verb that counts who is within reach of points of one's own."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from balise.cli.answers import DONE, print_json
from balise.options import Verb

if TYPE_CHECKING:
    from balise.network import access

__all__ = ["VERBS"]


def _catchments(arguments: argparse.Namespace) -> int:
    """Count who is within reach of each point of service, and of any, on a release."""
    from balise.network import access
    from balise.release import read_release

    out: Path | None = arguments.out
    found = access.own_reach(
        read_release(arguments.release),
        arguments.points,
        arguments.reach_km,
        arguments.reach_min,
        arguments.engine,
    )
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        found.table.write_csv(out, line_terminator="\n")
    if arguments.json:
        told = {"written": out, "engine": found.engine, "notices": list(found.notices)}
        return print_json({**told, "catchments": found.table.to_dicts()})
    for each in found.notices:
        print(each, file=sys.stderr)
    _print_words(found, out)
    return DONE


def _print_words(found: "access.OwnReach", out: Path | None) -> None:
    """Print those within reach of any point, or all where nothing is written."""
    rows = found.table.to_dicts()
    shown = rows if out is None else [each for each in rows if each["service_point"] == "all"]
    for row in shown:
        people = f"{row['people_low'] or 0:,} to {row['people_high'] or 0:,} people, a range"
        if row["people"] is not None:
            people = f"{row['people']:,} people"
        elif row["reason"] == "swapped":
            people = "longitude and latitude exchanged, so nobody is counted"
        elif row["reason"] != "range":
            people = "no position, so nobody is counted"
        name = "any point" if row["service_point"] == "all" else row["name"]
        print(f"{row['reach']:>8}  {name}: {people}")
    if any(row["travel"] == "estimated" for row in shown):
        print("Travel is estimated: straight line times a detour factor, at an assumed speed.")
    if out is not None:
        print(f"{out} is written.")


_OPTIONS = (
    "RELEASE",
    "--points F.csv",
    "--reach-km LIST",
    "--reach-min LIST",
    "--engine E",
    "--out REACH.csv",
)

VERBS = (
    Verb(
        "network catchments",
        _catchments,
        "release/new-brunswick --points points.csv --reach-km 25,50 --out reach.csv",
        _OPTIONS,
    ),
)
