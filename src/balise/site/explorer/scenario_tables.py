"""Tables of a scenario as its page shows them: reach side by side, areas, sites."""

import numpy as np

from balise.reports import (
    changed,
    name_of,
    numeral,
    reach_words,
    reached,
    state_words,
)
from balise.site.explorer.releases import Row
from balise.site.explorer.shelf import Opened

__all__ = ["area_changes", "map_content", "reach_side_by_side", "sites_side_by_side"]

_MOST_AREAS = 30
_MOST_AROUND = 400
_RIM = 0.5
"""Communities are drawn as far around the sites [degrees]."""
_SIDES = ("lon", "lat")


def reach_side_by_side(found: Opened, lang: str) -> list[Row]:
    """Give for each reach the people each network reaches, and their share."""
    return [
        {
            "words": reach_words(reach, lang),
            "cells": [reached(found.changes, network, reach, lang) for network in found.networks],
        }
        for reach in found.reaches
    ]


def area_changes(
    found: Opened, pair: tuple[str, str], reach: str, level: str, lang: str
) -> tuple[list[Row], int]:
    """Give the areas of a level that gain or lose, those that change most first; and how many."""
    areas = found.loaded.areas
    rows = [
        (code, both)
        for code, both in found.changes.of(pair, reach, "area").items()
        if code in areas and areas[code]["level"] == level
    ]
    rows.sort(key=lambda each: (-max(_size(row["net"]) for row in each[1]), each[0]))
    told = [
        {
            "dguid": code,
            "code": areas[code]["code"],
            "name": name_of(areas[code], lang),
            **changed(both, lang),
        }
        for code, both in rows[:_MOST_AREAS]
    ]
    return told, len(rows)


def _size(net: object) -> int:
    return abs(net) if isinstance(net, int) else 0


def sites_side_by_side(found: Opened, lang: str) -> list[Row]:
    """Give each site with what becomes of it in each network."""
    by_site: dict[str, dict[str, Row]] = {}
    for row in found.scenario.tables["sites"].iter_rows(named=True):
        by_site.setdefault(str(row["site"]), {})[str(row["network"])] = row
    told: list[Row] = []
    for site, rows in by_site.items():
        first = next(iter(rows.values()))
        told.append(
            {
                "site": site,
                "name": first["name"],
                "is_unlocated": any(row["reason"] for row in rows.values()),
                "cells": [_site(rows.get(network), lang) for network in found.networks],
            }
        )
    return sorted(told, key=_order)


def _order(row: Row) -> tuple[bool, str, str]:
    """Put sites that change before those that stay."""
    cells = row["cells"] if isinstance(row["cells"], list) else []
    states = {each["state"]["code"] if each["state"] else None for each in cells}
    return states == {"kept"}, str(row["name"]).casefold(), str(row["site"])


def _site(row: Row | None, lang: str) -> Row:
    if row is None:
        return {"state": None, "people": ""}
    people, hours = row["people_nearest"], row["hours_week"]
    is_told = isinstance(hours, float) and row["state"] != "closed"
    return {
        "state": state_words(row["state"], lang),
        "people": numeral(people, lang) if isinstance(people, int) else "",
        "hours": numeral(hours, lang, 1).removesuffix(".0").removesuffix(",0")
        if isinstance(hours, float) and is_told
        else "",
    }


def map_content(found: Opened, pair: tuple[str, str] | None, lang: str) -> Row:
    """Give what the map draws: sites, networks, and the communities around."""
    sites = _site_points(found, lang)
    return {
        "sites": sites,
        "networks": [[name, found.network_title(name, lang)] for name in found.networks],
        "first": pair[1] if pair else found.networks[0],
        "around": _around(found, sites),
    }


def _around(found: Opened, sites: list[Row]) -> list[Row]:
    """Give the most populous communities near the sites, with the radius they are drawn with."""
    lon, lat = (np.array([each[side] for each in sites], dtype=np.float64) for side in _SIDES)
    if not sites:
        return []
    loaded = found.loaded
    near = [
        row
        for row in loaded.level(loaded.main_level())
        if row["lon"] is not None
        and row["lat"] is not None
        and lon.min() - _RIM <= float(str(row["lon"])) <= lon.max() + _RIM
        and lat.min() - _RIM <= float(str(row["lat"])) <= lat.max() + _RIM
    ]
    near.sort(key=lambda row: -_people(row))
    most = max((_people(row) for row in near), default=1) or 1
    return [
        {"lon": row["lon"], "lat": row["lat"], "r": round(1 + 17 * (_people(row) / most) ** 0.5, 1)}
        for row in near[:_MOST_AROUND]
    ]


def _people(row: Row) -> int:
    return row["population"] if isinstance(row["population"], int) else 0


def _site_points(found: Opened, lang: str) -> list[Row]:
    table = found.scenario.tables["sites"].drop_nulls(["lon", "lat"])
    return [
        {
            **{key: row[key] for key in ("network", "site", "name", "lon", "lat", "state")},
            "words": state_words(row["state"], lang)["words"],
            "people": numeral(row["people_nearest"], lang) if row["people_nearest"] else "",
        }
        for row in table.iter_rows(named=True)
    ]
