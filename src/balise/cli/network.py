"""Verbs of the service network."""

import argparse
import json

from balise.options import Verb

__all__ = ["VERBS"]

DONE = 0


def _roads(arguments: argparse.Namespace) -> int:
    """Make a graph of roads from an extract of OpenStreetMap: for --engine roads:FILE."""
    from balise.network import make_roads

    named = [each.strip() for each in (arguments.leave_out or "").split(",") if each.strip()]
    made = make_roads(arguments.extract, arguments.out, named)
    if arguments.json:
        print(json.dumps({"written": str(arguments.out)} | made, ensure_ascii=False, indent=2))
        return DONE
    for name, count in made["ways"].items():
        kept = "left out" if name in named else ""
        print(f"{count:10,} {name:16} {kept}".rstrip())
    if made["nodes_outside"]:
        print(f"{made['nodes_outside']:,} nodes lie outside of the extract: ways end before them.")
    if made["crossings_without_duration"]:
        print(
            f"{made['crossings_without_duration']:,} ferries without a duration: 20 km/h assumed."
        )
    print(
        f"{arguments.out} is written: {made['km']:,.0f} km of roads, {made['nodes']:,} junctions, "
        f"{made['links']:,} links. Use it with --engine roads:{arguments.out}"
    )
    return DONE


VERBS = (
    Verb(
        "network roads",
        _roads,
        "region.osm.pbf --out roads.npz --leave-out ferry,winter_road",
        ("EXTRACT", "--out F.npz", "--leave-out CLASSES"),
    ),
)
