"""The map of a report: bubbles around an area, in points of print."""

import math
from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.reports.brief_words import told
from balise.reports.bubbles import arrange_bubbles
from balise.reports.legends import COLOURS
from balise.reports.numerals import signed
from balise.reports.summary import ranked_level
from balise.reports.words import name_of, term

__all__ = ["Box", "brief_map"]

_MARGIN: Final = 14.0
"""Rim of the map kept free [points of print]."""

_MOST: Final = 1000
_SCALE: Final = 0.42 / 218
"""Bubbles beside those of a whole page, for each point of height."""
_OWN_LEVEL = ("er", "cd", "csd", "ada", "da", "region")

Json = dict[str, object]
Floats = npt.NDArray[np.float64]


class Box(NamedTuple):
    """Room of a map: width and height [points of print], and how many names at most."""

    wide: float = 232.0
    tall: float = 218.0
    names: int = 5


def brief_map(
    areas: pl.DataFrame, row: Mapping[str, object], language: str, box: Box | None = None
) -> Json | None:
    """Lay out the areas around one: bubbles, names of the largest, words for its alt text.

    Parameters
    ----------
    areas : polars.DataFrame
        The table of areas of a release.
    row : dict
        The area the report is about.
    language : str
        ``en`` or ``fr``.
    box : Box
        Room of the map.

    Returns
    -------
    dict or None
        ``bubbles`` (x, y, radius, colour, standing, own), ``names`` (x, y, text),
        ``limits``, ``alt``; coordinates in points from the upper left corner. None
        where no area has a place.
    """
    box = box or Box()
    level = str(row["level"])
    level = level if level in _OWN_LEVEL else ranked_level(areas, None)
    around = areas.filter((pl.col("level") == level) & pl.col("lon").is_not_null())
    if row["province"] is not None:
        around = around.filter(pl.col("province") == row["province"])
    around = _nearest(around, row)
    if around.height < 2:
        return None
    bubbles = arrange_bubbles(around, level)
    place = _Frame(bubbles.x, bubbles.y, box)
    classes = np.searchsorted(
        bubbles.limits, bubbles.rows["evi_relative"].fill_null(0).to_numpy(), side="right"
    )
    across, down = place.put(bubbles.x, bubbles.y)
    radius = np.sqrt(bubbles.sizes / np.pi) * _SCALE * box.tall
    own = bubbles.rows["dguid"] == row["dguid"]
    order = sorted(range(around.height), key=lambda each: (bool(own[each]), each))
    drawn = [
        {
            "x": round(float(across[each]), 2),
            "y": round(float(down[each]), 2),
            "r": round(max(float(radius[each]), 1.1), 2),
            "colour": COLOURS[int(classes[each])],
            "standing": str(bubbles.standing[each]),
            "own": bool(own[each]),
        }
        for each in order
    ]
    return {
        "width": box.wide,
        "height": box.tall,
        "bubbles": drawn,
        "names": _names(bubbles.rows, (across, down, radius), row, language, box),
        "key": _key(bubbles.limits, language),
        "alt": _alt(around, level, row, language),
    }


class _Frame:
    """How places in km go into the box of the map."""

    def __init__(self, x: Floats, y: Floats, box: Box) -> None:
        self.left, self.top = float(x.min()), float(y.max())
        wide, tall = float(np.ptp(x)) or 1.0, float(np.ptp(y)) or 1.0
        self.scale = min((box.wide - 2 * _MARGIN) / wide, (box.tall - 2 * _MARGIN) / tall)
        self.shift_x = (box.wide - wide * self.scale) / 2
        self.shift_y = (box.tall - tall * self.scale) / 2

    def put(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Give points of print from the upper left corner."""
        return (
            self.shift_x + (x - self.left) * self.scale,
            self.shift_y + (self.top - y) * self.scale,
        )


def _nearest(around: pl.DataFrame, row: Mapping[str, object]) -> pl.DataFrame:
    """Keep the areas nearest to one where there are very many."""
    lon, lat = row["lon"], row["lat"]
    if around.height <= _MOST or not isinstance(lon, float) or not isinstance(lat, float):
        return around.sort("population", descending=True, nulls_last=True).head(_MOST)
    east = (pl.col("lon") - lon) * math.cos(math.radians(lat))
    distance = east**2 + (pl.col("lat") - lat) ** 2
    return around.sort(distance, "dguid").head(_MOST)


def _names(
    rows: pl.DataFrame,
    places: tuple[Floats, Floats, Floats],
    row: Mapping[str, object],
    language: str,
    box: Box,
) -> list[Json]:
    """Name this area and the largest ones whose name covers no other."""
    every = list(zip(rows.to_dicts(), *(each.tolist() for each in places), strict=True))
    first = [each for each in every if each[0]["dguid"] == row["dguid"]]
    found: list[Json] = []
    taken: list[tuple[float, float, float, float]] = []
    for area, x, y, radius in [*first, *every[:40]]:
        name = name_of(area, language)
        half = len(name) * 1.85 + 2
        left = min(max(x, half), box.wide - half)
        above = y - radius - 5.5
        room = (left - half, above - 4.5, left + half, above + 4.5)
        known = area["name_en"] or area["name_fr"]
        if known and above > 5 and not any(_overlap(room, each) for each in taken):
            taken.append(room)
            is_own = area["dguid"] == row["dguid"]
            found.append({"x": round(left, 2), "y": round(above, 2), "text": name, "own": is_own})
        if len(found) > box.names:
            break
    return found


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _key(limits: tuple[float, ...], language: str) -> list[Json]:
    """Name the classes of colour, the lowest first."""
    whole = all(float(each).is_integer() for each in limits)
    names = [signed(each, language, 0 if whole else 1) for each in limits]
    return [
        {"colour": colour, "from": low} for colour, low in zip(COLOURS, ["", *names], strict=True)
    ]


def _alt(around: pl.DataFrame, level: str, row: Mapping[str, object], language: str) -> str:
    area = name_of(row, language)
    value = row["evi_relative"]
    shown = value if isinstance(value, float) else None
    points = f"{signed(shown, language)} {told('points', language)}"
    here = points if shown is not None else told("map_none", language)
    is_here = row["dguid"] in around["dguid"]
    place = (
        told("map_here", language, area=area, value=here)
        if is_here
        else told("map_not_here", language)
    )
    return told("map_alt", language, count=around.height, level=term(level, language), place=place)
