"""The map of a decision note: sites by what becomes of them, among the communities around."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.reports.decision_words import told
from balise.reports.numerals import numeral
from balise.reports.projection import fit_projection
from balise.reports.scenario_words import state_words

__all__ = ["decision_map"]

Floats = npt.NDArray[np.float64]
Json = dict[str, object]
Row = Mapping[str, object]

_WIDE: Final = 236.0
_TALL: Final = 218.0
_RIM: Final = 12.0
"""Size of the map, and its rim kept free [points of print]."""
_MOST_PLACES: Final = 600
_NAMES: Final = 9
_LONGEST: Final = 40
_ORDER = ("kept", "closed", "moved", "opened")


def decision_map(
    areas: pl.DataFrame, states: Mapping[str, Sequence[Row]], language: str
) -> Json | None:
    """Lay out sites and communities; None where no site has a position.

    Returns
    -------
    dict or None
        ``places`` (x, y, radius), ``sites`` (x, y, state), ``names`` (x, y, text), ``alt``;
        coordinates in points from the upper left corner.
    """
    sites = [
        row
        for state in _ORDER
        for row in states.get(state, ())
        if row["lon"] is not None and row["lat"] is not None
    ]
    if not sites:
        return None
    lon, lat = (np.array([float(str(row[each])) for row in sites]) for each in ("lon", "lat"))
    around = _places(areas, lon, lat)
    every_lon = np.concatenate([lon, around["lon"].to_numpy()])
    every_lat = np.concatenate([lat, around["lat"].to_numpy()])
    x, y = fit_projection(every_lon, every_lat).project(every_lon, every_lat)
    wide, tall = float(np.ptp(x)) or 1.0, float(np.ptp(y)) or 1.0
    scale = min((_WIDE - 2 * _RIM) / wide, (_TALL - 2 * _RIM) / tall)
    across = (_WIDE - wide * scale) / 2 + (x - x.min()) * scale
    down = (_TALL - tall * scale) / 2 + (y.max() - y) * scale
    people = around["population"].fill_null(0).to_numpy()
    radius = np.maximum(9 * np.sqrt(people / max(float(people.max(initial=1)), 1.0)), 0.5)
    count = len(sites)
    listed = ", ".join(
        f"{numeral(len(states[state]), language)} {state_words(state, language)['words']}"
        for state in _ORDER
        if states.get(state)
    )
    return {
        "width": _WIDE,
        "height": _TALL,
        "places": [
            {"x": _at(across[count + each]), "y": _at(down[count + each]), "r": _at(radius[each])}
            for each in range(around.height)
        ],
        "sites": [
            {"x": _at(across[each]), "y": _at(down[each]), "state": row["state"]}
            for each, row in enumerate(sites)
        ],
        "names": _names(sites, across[:count].tolist(), down[:count].tolist()),
        "alt": told("alt", language, count=numeral(count, language), states=listed),
    }


def _at(value: float) -> float:
    return round(float(value), 2)


def _places(areas: pl.DataFrame, lon: Floats, lat: Floats) -> pl.DataFrame:
    """Take the communities around the sites, the largest first."""
    levels = areas["level"].unique().to_list()
    level = next((each for each in ("csd", "cd", "er") if each in levels), "pr")
    rim_lon, rim_lat = (max(float(np.ptp(each)) * 0.1, 0.2) for each in (lon, lat))
    return (
        areas.filter(
            (pl.col("level") == level)
            & pl.col("lon").is_between(float(lon.min()) - rim_lon, float(lon.max()) + rim_lon)
            & pl.col("lat").is_between(float(lat.min()) - rim_lat, float(lat.max()) + rim_lat)
        )
        .sort("population", descending=True, nulls_last=True)
        .head(_MOST_PLACES)
    )


def _names(sites: Sequence[Row], across: Sequence[float], down: Sequence[float]) -> list[Json]:
    """Name sites, those that change first, where a name covers no other."""
    order = sorted(range(len(sites)), key=lambda each: -_ORDER.index(str(sites[each]["state"])))
    taken = [(x - 3.0, y - 3.0, x + 3.0, y + 3.0) for x, y in zip(across, down, strict=True)]
    found: list[Json] = []
    for each in order:
        name = str(sites[each]["name"])
        name = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
        half = len(name) * 1.85 + 2
        left = min(max(across[each], half), _WIDE - half)
        above = down[each] - 9.0
        room = (left - half, above - 4.5, left + half, above + 4.5)
        is_free = not any(
            room[0] < other[2] and other[0] < room[2] and room[1] < other[3] and other[1] < room[3]
            for other in taken
        )
        if above > 5 and is_free:
            taken.append(room)
            found.append({"x": _at(left), "y": _at(above), "text": name})
        if len(found) == _NAMES:
            break
    return found
