"""A small invented release: two provinces, two divisions, six subdivisions.

The people, places and behaviour are made up. Sums and scores hold together the way
those of a real release must, so that each test can break one thing.
"""

import math
from pathlib import Path

import numpy as np
import polars as pl

from balise.release import SCHEMA, write_release
from balise.vocabulary import AGES, AREA_TYPES, CELLS, EDUCATIONS, QUARTILES, make_dguid
from tests.release.invented_people import (
    AGGREGATIONS,
    DIMENSIONS,
    ELSEWHERE,
    TOWNS,
    TYPES,
    Scores,
    Subdivision,
    average,
    base_five,
    behaviour,
    grade,
    measures,
    pooled,
    share_rows,
)
from tests.release.invented_reach import catchment_tables, reach_rows
from tests.release.invented_record import invented_record, validation_rows

__all__ = ["TOWNS", "invented_record", "invented_release", "invented_tables"]


def places(towns: tuple[Subdivision, ...]) -> list[dict[str, object]]:
    """Every area: level, code, names, parent, and the towns in it."""
    canada, nb, er = (
        make_dguid("canada", "01", 2021),
        make_dguid("pr", "13", 2021),
        make_dguid("er", "1310", 2021),
    )
    found: list[dict[str, object]] = [
        {"level": "canada", "code": "01", "parent": None, "name_en": "Canada", "name_fr": "Canada"},
        {
            "level": "pr",
            "code": "13",
            "parent": canada,
            "name_en": "New Brunswick",
            "name_fr": "Nouveau-Brunswick",
        },
        {
            "level": "pr",
            "code": "46",
            "parent": canada,
            "name_en": "Manitoba",
            "name_fr": "Manitoba",
        },
        {"level": "er", "code": "1310", "parent": nb, "name_en": "Coast", "name_fr": "Côte"},
    ]
    found += [
        {
            "level": "cd",
            "code": code,
            "parent": er,
            "name_en": f"Shire {code}",
            "name_fr": f"Comté {code}",
        }
        for code in sorted({town.code[:4] for town in towns})
    ]
    found += [
        {
            "level": "csd",
            "code": town.code,
            "parent": make_dguid("cd", town.code[:4], 2021),
            "name_en": town.name_en,
            "name_fr": town.name_fr,
        }
        for town in towns
    ]
    return found


def within(place: dict[str, object], towns: tuple[Subdivision, ...]) -> list[Subdivision]:
    """The base areas an area is made of."""
    level, code = str(place["level"]), str(place["code"])
    if level == "canada":
        return [*towns, ELSEWHERE]
    if code == "46":
        return [ELSEWHERE]
    return [town for town in towns if level in {"pr", "er"} or town.code.startswith(code)]


def middle(inside: list[Subdivision], side: str) -> float | None:
    known = [(town.population, getattr(town, side)) for town in inside if town.lon is not None]
    return sum(n * x for n, x in known) / sum(n for n, _ in known) if known else None


def half_width(level: str, population: int) -> float:
    return 4.0 if level in {"canada", "pr"} else 4.0 + 60 / math.sqrt(population + 1)


def area_row(
    place: dict[str, object], towns: tuple[Subdivision, ...], seed: int, scores: Scores
) -> dict[str, object]:
    inside = within(place, towns)
    population = sum(town.population for town in inside)
    people = pooled(inside, seed)
    sourced = any(town.people for town in inside)
    reason = "no_source" if not sourced else "under_40_people" if population < 40 else None
    known = None if reason else people
    level = str(place["level"])
    half = half_width(level, population)
    row = {
        "dguid": make_dguid(level, str(place["code"]), 2021),
        **place,
        "province": None if level == "canada" else str(place["code"])[:2],
        "vintage": 2021,
        "lon": middle(inside, "lon"),
        "lat": middle(inside, "lat"),
        "population": population if sourced else None,
        "population_16plus": base_five(0.8 * population) if known else None,
        **measures(known, scores, half),
        "quality": grade(half) if known else None,
        "reason": reason,
        "origin": "modelled" if known else None,
        "areas_total": sum(1 + town.population // 600 for town in inside if town.people),
        "areas_suppressed": 0,
        "areas_reassigned": 0,
    }
    row |= dict.fromkeys(
        ("cov_means_willingness", "cov_means_abilities", "cov_willingness_abilities"),
        1e-4 if known else None,
    )
    high = [
        float(parts[place_] @ (scores[province, kind]["evi_mean"] >= 50))
        for province, parts in people.items()
        for place_, kind in enumerate(TYPES)
    ]
    row["people_high"] = base_five(sum(high)) if known else None
    return row


def relative(rows: list[dict[str, object]]) -> None:
    """Add what compares an area with its province: difference, interval, ranks, quality."""
    provinces = {row["code"]: row["evi"] for row in rows if row["level"] == "pr"}
    for row in rows:
        base, score = provinces.get(row["province"]), row["evi"]
        names = ("evi_relative", "evi_relative_se", "evi_relative_low", "evi_relative_high")
        row.update(dict.fromkeys((*names, "quality_relative", "rank_low", "rank_high")))
        if not isinstance(base, float) or not isinstance(score, float):
            continue
        half = 0.0 if row["level"] == "pr" else 0.4 * half_width("csd", int(str(row["population"])))
        gap = round(score - base, 4)
        row.update(zip(names, (gap, half / 1.96, gap - half, gap + half), strict=True))
        row.update(quality_relative=grade(half), rank_low=1, rank_high=6)


def archetype_rows(scores: Scores) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for (province, area_type), columns in scores.items():
        term = next(each for each in AREA_TYPES if each.code == area_type)
        for place, cell in enumerate(CELLS):
            age, school, income = (
                AGES[cell.age],
                EDUCATIONS[cell.education],
                QUARTILES[cell.quartile],
            )
            rows.append(
                {
                    "archetype": f"{province}-{area_type}-{cell.code}",
                    "province": province,
                    "area_type": area_type,
                    "cell": cell.code,
                    "age": age.code,
                    "education": school.code,
                    "quartile": income.code,
                    "name_en": f"{age.en}, {school.en}, {income.en}, {term.en}",
                    "name_fr": f"{age.fr}, {school.fr}, {income.fr}, {term.fr}",
                    "people": 100,
                    **{name: float(values[place]) for name, values in columns.items()},
                }
            )
    return rows


def group_tables(
    areas: list[dict[str, object]], towns: tuple[Subdivision, ...], seed: int, scores: Scores
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Seniors of every published area, and a group that no table counts."""
    groups: list[dict[str, object]] = []
    shares: list[dict[str, object]] = []
    old = np.array([cell.age >= 5 for cell in CELLS])
    for area in areas:
        people = pooled(within(area, towns), seed)
        seniors = {province: parts * old for province, parts in people.items()}
        known = seniors if area["evi"] is not None else None
        total = sum(float(parts.sum()) for parts in people.values())
        number = sum(float(parts.sum()) for parts in seniors.values())
        groups.append(
            {
                "dguid": area["dguid"],
                "group": "seniors",
                "people": base_five(number) if known else None,
                "share": number / total if known else None,
                "share_se": 0.01 if known else None,
                **measures(known, scores, 4.5),
                "quality": "D" if known else None,
                "reason": area["reason"],
                "missing_table": None,
            }
        )
        groups.append(
            {
                **dict.fromkeys(SCHEMA["groups"].names),
                "dguid": area["dguid"],
                "group": "immigrants",
                "reason": "no_rate",
                "missing_table": "Internet use by immigrant status",
            }
        )
        if known:
            shares += share_rows({"dguid": area["dguid"], "group": "seniors"}, seniors)
    return groups, shares


def sensitivity_rows(
    areas: list[dict[str, object]], towns: tuple[Subdivision, ...], seed: int, scores: Scores
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for area in areas:
        people = pooled(within(area, towns), seed)
        for aggregation in AGGREGATIONS[1:] if area["evi"] is not None else ():
            value = average(people, scores, f"evi_{aggregation}")
            rows.append(
                {
                    "dguid": area["dguid"],
                    "assumption": f"aggregation={aggregation}",
                    "evi": value,
                    "change": value - float(str(area["evi"])),
                    "rank": None,
                }
            )
    return rows


def draw_rows(areas: list[dict[str, object]]) -> list[dict[str, object]]:
    rng = np.random.default_rng(3)
    return [
        {
            "dguid": area["dguid"],
            "draw": draw,
            **{
                name: round(float(np.clip(float(str(area[name])) + rng.normal(0, 0.02), 0, 1)), 5)
                for name in DIMENSIONS
            },
        }
        for area in areas
        if area["evi"] is not None
        for draw in range(4)
    ]


def invented_tables(
    seed: int = 1, harder: float = 0.0, towns: tuple[Subdivision, ...] = TOWNS
) -> dict[str, pl.DataFrame]:
    """Every table of the invented release."""
    scores = behaviour(harder)
    areas = [area_row(place, towns, seed, scores) for place in places(towns)]
    relative(areas)
    groups, group_shares = group_tables(areas, towns, seed, scores)
    catchments, catchment_shares = catchment_tables(towns, seed, scores)
    scored = [area for area in areas if area["evi"] is not None]
    rows: dict[str, list[dict[str, object]]] = {
        "areas": areas,
        "groups": groups,
        "archetypes": archetype_rows(scores),
        "area_archetypes": [
            row
            for area in scored
            for row in share_rows({"dguid": area["dguid"]}, pooled(within(area, towns), seed))
        ],
        "group_archetypes": group_shares,
        "catchments": catchments,
        "catchment_archetypes": catchment_shares,
        "draws": draw_rows(areas),
        "indicators": [
            {
                "dguid": area["dguid"],
                "indicator": "internet_use",
                "value": average(pooled(within(area, towns), seed), scores, "internet_use"),
                "se": 0.02,
                "origin": "modelled",
            }
            for area in scored
        ],
        "sensitivity": sensitivity_rows(areas, towns, seed, scores),
        "validation": validation_rows(),
        **reach_rows(areas, [within(area, towns) for area in areas], towns),
    }
    return {name: pl.DataFrame(rows[name], schema=SCHEMA[name].dtypes) for name in SCHEMA}


def invented_release(
    folder: Path, *, seed: int = 1, harder: float = 0.0, replace: bool = False
) -> Path:
    """Write the invented release."""
    return write_release(folder, invented_tables(seed, harder), invented_record(), replace=replace)
