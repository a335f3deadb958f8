"""An invented town as an extract of OpenStreetMap: streets, a ferry, a winter road, an island.

::

    x--w                                  y--z (joined to nothing)
        \\ winter road   g
         \\              |
          \\         e-->f        t
           \\        |   v       /
            a-------b---c-------d---(o)---h ~~~ferry~~~ i--j
                                    roundabout
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

import numpy as np

__all__ = ["NODES", "STREETS", "extract_text", "region_text", "write_extract"]

NODES: Mapping[str, tuple[float, float]] = {
    "a": (-66.00, 46.00),
    "b": (-65.98, 46.00),
    "c": (-65.96, 46.00),
    "d": (-65.94, 46.00),
    "e": (-65.98, 46.02),
    "f": (-65.96, 46.02),
    "g": (-65.96, 46.04),
    "h": (-65.90, 46.00),
    "i": (-65.80, 46.00),
    "j": (-65.76, 46.00),
    "t": (-65.92, 46.03),
    "w": (-66.20, 46.10),
    "x": (-66.25, 46.10),
    "y": (-65.50, 46.30),
    "z": (-65.45, 46.30),
    # A bend on the way to the dead end, and a bollard on a lane from it.
    "bend": (-65.955, 46.03),
    "lane": (-65.94, 46.04),
    "bollard": (-65.95, 46.04),
    "house": (-65.98, 45.99),
    # The roundabout, against the clock.
    "o1": (-65.921, 46.000),
    "o2": (-65.920, 45.999),
    "o3": (-65.919, 46.000),
    "o4": (-65.920, 46.001),
}
"""Longitude and latitude of each node [degrees]."""

Street = tuple[str, Mapping[str, str]]

STREETS: Sequence[Street] = (
    ("a b c d", {"highway": "primary", "maxspeed": "80", "name": "Main Street"}),
    ("b e", {"highway": "residential"}),
    ("e f", {"highway": "residential", "oneway": "yes"}),
    ("c f", {"highway": "residential", "oneway": "-1"}),
    ("f bend g", {"highway": "residential"}),
    ("g bollard lane", {"highway": "service"}),
    ("b house", {"highway": "service", "access": "private"}),
    ("a house", {"highway": "footway"}),
    ("d o1", {"highway": "primary", "maxspeed": "80"}),
    ("o1 o2 o3 o4 o1", {"highway": "primary", "junction": "roundabout"}),
    ("o3 h", {"highway": "primary", "maxspeed": "80"}),
    ("d t", {"highway": "secondary", "maxspeed": "50 mph"}),
    ("h i", {"route": "ferry", "duration": "00:25", "motor_vehicle": "yes"}),
    ("i j", {"highway": "tertiary"}),
    ("a w", {"highway": "unclassified", "winter_road": "yes"}),
    ("w x", {"highway": "residential"}),
    ("y z", {"highway": "residential"}),
)
"""Nodes of each way, and its tags."""

BARRED = {"bollard": {"barrier": "bollard"}}


def extract_text(
    nodes: Mapping[str, tuple[float, float]] = NODES, streets: Sequence[Street] = STREETS
) -> str:
    """Write an extract as OSM XML; nodes that are not given lie outside of it."""
    names = list(dict.fromkeys([*nodes, *(name for on, _ in streets for name in on.split())]))
    number = {name: place for place, name in enumerate(names, 1)}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6" generator="invented">']
    for name, (lon, lat) in nodes.items():
        opened = f'<node id="{number[name]}" version="1" lat="{lat:.7f}" lon="{lon:.7f}"'
        tags = _tags(BARRED.get(name, {}))
        lines.append(f"{opened}>{tags}</node>" if tags else f"{opened}/>")
    for place, (on, tags_) in enumerate(streets, 1):
        refs = "".join(f'<nd ref="{number[name]}"/>' for name in on.split())
        lines.append(f'<way id="{place}" version="1">{refs}{_tags(tags_)}</way>')
    return "\n".join([*lines, "</osm>", ""])


def region_text(side: int, rng: np.random.Generator) -> str:
    """Write a region: crooked streets every 400 m, some missing, some one-way, faster roads."""
    lon = -66 + (np.arange(side) + rng.uniform(-0.2, 0.2, (side, side))) * 0.005
    lat = 46 + (np.arange(side)[:, None] + rng.uniform(-0.2, 0.2, (side, side))) * 0.0036
    name = [[f"n{row}_{column}" for column in range(side)] for row in range(side)]
    nodes = {
        name[row][column]: (float(lon[row, column]), float(lat[row, column]))
        for row in range(side)
        for column in range(side)
    }
    streets = []
    for row in range(side):
        for column in range(side - 1):
            streets.append(_street(name[row][column], name[row][column + 1], row, rng))
            streets.append(_street(name[column][row], name[column + 1][row], row, rng))
    return extract_text(nodes, [each for each in streets if each])


def _street(one: str, other: str, line: int, rng: np.random.Generator) -> Street | None:
    draw = rng.uniform()
    if line % 12 == 6:
        return f"{one} {other}", {"highway": "primary", "maxspeed": "80"}
    if line % 4 == 2:
        return (
            (f"{one} {other}", {"highway": "tertiary", "maxspeed": "60"}) if draw < 0.95 else None
        )
    tags = {"highway": "residential", "maxspeed": "50"}
    if draw < 0.08:
        tags["oneway"] = "yes"
    return (f"{one} {other}", tags) if draw < 0.8 else None


def _tags(tags: Mapping[str, str]) -> str:
    return "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items())


def write_extract(folder: Path) -> Path:
    """Write the town into a folder."""
    path = folder / "town.osm"
    path.write_text(extract_text(), "utf-8")
    return path
