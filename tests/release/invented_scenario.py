"""An invented scenario on the invented release: a second office opens in a coast of six towns."""

import polars as pl

from balise.release import SCENARIO_TABLES, Scenario

__all__ = ["invented_scenario"]

_SITES = [
    ("today", "pier", "Pier", -65.0, 46.0, "kept", 800),
    ("tomorrow", "pier", "Pier", -65.0, 46.0, "kept", 500),
    ("tomorrow", "mill", "Mill", -66.0, 46.5, "opened", 300),
]


def _table(name: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    table = SCENARIO_TABLES[name]
    filled = [{column: row.get(column) for column in table.names} for row in rows]
    return pl.DataFrame(filled, schema=table.dtypes)


def invented_scenario(
    seal: str = "0" * 64, dguid: str = "2021A00051301001", **changed: object
) -> Scenario:
    """Make a scenario; what is named is changed."""
    tables = {
        "sites": _table(
            "sites",
            [
                {
                    "network": network,
                    "site": site,
                    "name": name,
                    "lon": lon,
                    "lat": lat,
                    "state": state,
                    "people_nearest": people,
                }
                for network, site, name, lon, lat, state, people in _SITES
            ],
        ),
        "reach_by_area": _table(
            "reach_by_area",
            [
                {
                    "network": network,
                    "dguid": dguid,
                    "reach": "50 km",
                    "people": 800,
                    "people_beyond_low": low,
                    "people_beyond_high": high,
                    "high_beyond_low": low // 2,
                    "high_beyond_high": high // 2,
                    "nearest": "pier",
                    "km": 31.5,
                    "minutes": 31.5,
                }
                for network, low, high in (("today", 300, 320), ("tomorrow", 100, 120))
            ],
        ),
        "reach": _table(
            "reach",
            [
                {
                    "network": network,
                    "reach": "50 km",
                    "dimension": dimension,
                    "code": code,
                    "people": 800,
                    "people_in_low": low,
                    "people_in_high": low + 20,
                }
                for network, low in (("today", 480), ("tomorrow", 680))
                for dimension, code in (("all", "all"), ("quintile", "5"), ("group", "seniors"))
            ],
        ),
        "changes": _table(
            "changes",
            [
                {
                    "from": "today",
                    "to": "tomorrow",
                    "reach": "50 km",
                    "dimension": dimension,
                    "code": code,
                    "reading": reading,
                    "people_gaining": 250,
                    "people_losing": 50,
                    "net": 200,
                }
                for dimension, code in (("all", "all"), ("quintile", "5"), ("area", dguid))
                for reading in ("surely", "possibly")
            ],
        ),
    }
    parts: dict[str, object] = {
        "kind": "compare",
        "titles": {"en": "Two networks", "fr": "Deux réseaux"},
        "release": {"seal": seal, "name": "coast", "en": "Coast", "fr": "Côte"},
        "engine": {"name": "geodesic", "digest": "detour-1.3", "is_estimated": True},
        "parameters": {"reach_km": [50.0], "reach_min": []},
        "answer": {},
        "networks": (
            {"name": "today", "offices": 1, "unlocated": 0},
            {"name": "tomorrow", "offices": 2, "unlocated": 0},
        ),
        "notes": ({"en": "Invented.", "fr": "Inventé."},),
        "tables": tables,
    }
    return Scenario(**(parts | changed))  # type: ignore[arg-type]
