"""Invented areas that lie in one another: a province, two divisions, five subdivisions."""

import numpy as np
import polars as pl

from balise.index import Nesting, nest
from balise.release import SCHEMA

__all__ = ["DIMENSION_DRAWS", "PARTS", "draw_rows", "own_areas", "own_nesting"]

PARTS = ("", "_se", "_low", "_high")
# Division 1 holds a, b and the hamlet of nine; division 2 holds c and d.
_PLACES = (
    ("p", "pr", None, 1009, 25.0),
    ("one", "cd", "p", 509, 26.0),
    ("two", "cd", "p", 500, 24.0),
    ("a", "csd", "one", 300, 30.0),
    ("b", "csd", "one", 200, 20.0),
    ("hamlet", "csd", "one", 9, None),
    ("c", "csd", "two", 400, 22.0),
    ("d", "csd", "two", 100, 32.0),
)
DIMENSION_DRAWS = 50


def own_areas() -> pl.DataFrame:
    """The areas table: of every 10 people 8 are 16 and over; standard errors of 2 points."""
    rows = []
    for place, (dguid, level, parent, population, evi) in enumerate(_PLACES):
        known = evi is not None
        row: dict[str, object] = dict.fromkeys(SCHEMA["areas"].names)
        row |= {
            "dguid": dguid,
            "level": level,
            "code": dguid,
            "name_en": dguid,
            "name_fr": dguid,
            "parent": parent,
            "province": "13",
            "lon": -66.0 + place / 10,
            "lat": 46.0,
            "population": population,
            "population_16plus": population * 8 // 10 // 5 * 5 if known else None,
            "people_high": population // 10 // 5 * 5 if known else None,
            "quality": "D" if known else None,
            "reason": None if known else "under_40_people",
            "areas_total": 1 if level == "csd" else {"p": 5, "one": 3, "two": 2}[dguid],
            "areas_suppressed": 0,
            "areas_reassigned": 0,
        }
        for name in ("evi", "evi_relative", "means", "willingness", "abilities"):
            if evi is None or (name == "evi_relative" and level == "pr"):
                continue
            value = {"evi": evi, "evi_relative": evi - 25.0}.get(name, evi / 100)
            error = 2.0 if name in {"evi", "evi_relative"} else 0.02
            row |= {name: value, f"{name}_se": error}
            row |= {f"{name}_low": value - 1.96 * error, f"{name}_high": value + 1.96 * error}
        rows.append(row)
    return pl.DataFrame(rows, schema=SCHEMA["areas"].dtypes)


def own_nesting() -> Nesting:
    """How they lie in one another."""
    return nest(own_areas())


def draw_rows(names: tuple[str, ...]) -> pl.DataFrame:
    """Draws of some areas, independent of one another."""
    rng = np.random.default_rng(5)
    areas = own_areas()
    parts = []
    for name in names:
        centre = float(areas.filter(dguid=name)["means"][0])
        drawn = np.clip(centre + rng.normal(0, 0.02, (DIMENSION_DRAWS, 3)), 0, 1)
        parts.append(
            pl.DataFrame(
                {
                    "dguid": [name] * DIMENSION_DRAWS,
                    "draw": range(1, DIMENSION_DRAWS + 1),
                    "means": drawn[:, 0],
                    "willingness": drawn[:, 1],
                    "abilities": drawn[:, 2],
                }
            )
        )
    return pl.concat(parts)
