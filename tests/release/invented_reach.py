"""The one office of the invented coast: whom it reaches, who is beyond."""

from collections.abc import Sequence

from tests.release.invented_people import (
    Scores,
    Subdivision,
    base_five,
    measures,
    pooled,
    share_rows,
)

__all__ = ["catchment_tables", "reach_rows"]

Rows = list[dict[str, object]]

REACH = {"reach": "25km", "reach_km": 25.0, "reach_min": None}
_WITHIN = 1  # the town that the office reaches


def catchment_tables(
    towns: tuple[Subdivision, ...], seed: int, scores: Scores
) -> tuple[Rows, Rows]:
    """People within 25 km of the one office, and of the union of offices."""
    people = pooled([towns[_WITHIN]], seed)
    row = {
        **REACH,
        "detour": 1.3,
        "speed_kmh": 60.0,
        "people": towns[_WITHIN].population,
        "people_low": towns[_WITHIN].population - 500,
        "people_high": towns[_WITHIN].population + 500,
        "people_16plus": base_five(0.8 * towns[_WITHIN].population),
        "vulnerable": 40,
        "vulnerable_low": 30,
        "vulnerable_high": 50,
        **measures(people, scores, 4.2),
        "share_of_province": 0.08,
        "share_low": 0.07,
        "share_high": 0.09,
        "travel": "estimated",
        "quality": "D",
        "reason": None,
    }
    points = ("all", "harbour")
    return (
        [{"service_point": point, **row} for point in points],
        [
            each
            for point in points
            for each in share_rows({"service_point": point, **REACH}, people)
        ],
    )


def reach_rows(
    areas: Rows, inside: Sequence[Sequence[Subdivision]], towns: tuple[Subdivision, ...]
) -> dict[str, Rows]:
    """Office, origins, access, and people beyond reach; nobody else shares the office."""
    covered = [set(own) <= set(towns) and bool(own) for own in inside]
    known = list(zip(areas, inside, covered, strict=True))
    return {
        "service_points": [_OFFICE],
        "origins": [
            {
                "origin": f"{town.code}-001",
                "code": town.code,
                "lon": town.lon,
                "lat": town.lat,
                "people": town.population,
                "spread_km": 1.5,
            }
            for town in towns
            if town.population
        ],
        "overlaps": [],
        "access": [_access(area, whole) for area, _, whole in known],
        "beyond": [_beyond(area, own, whole, towns[_WITHIN]) for area, own, whole in known],
    }


_OFFICE: dict[str, object] = {
    "service_point": "harbour",
    "name_en": "Beacon Harbour",
    "name_fr": "Havre-du-Phare",
    "kind": "office",
    "province": "13",
    "csduid": "1301002",
    "lon": -65.4,
    "lat": 47.0,
    "position": "town_centroid",
    "position_error_km": 5.0,
    "hours_week": None,
    "languages": "both",
    "services": None,
    "capacity": None,
    "cost_year": None,
    "reason": None,
}


def _access(area: dict[str, object], whole: bool) -> dict[str, object]:
    shown = whole and bool(area["population"])
    return {
        "dguid": area["dguid"],
        "nearest": "harbour" if shown else None,
        "nearest_share": 1.0 if shown else None,
        "nearest_km": 42.0 if shown else None,
        "nearest_min": 42.0 if shown else None,
        "second": None,
        "second_km": None,
        "second_min": None,
        "people_no_path": 0 if shown else None,
        "access": 0.1 if shown else None,
        "access_status": "assumed" if shown else None,
        "travel": "estimated" if shown else None,
        "reason": None if shown else "no_source",
    }


def _beyond(
    area: dict[str, object], own: Sequence[Subdivision], whole: bool, reached: Subdivision
) -> dict[str, object]:
    people = sum(town.population for town in own if town is not reached)
    shown = whole and bool(area["population"])
    scored = shown and area["evi"] is not None
    high = base_five(0.1 * people) if scored else None
    return {
        "dguid": area["dguid"],
        **REACH,
        "offices": int(reached in own) if shown else 0,
        "people": base_five(people) if shown else None,
        "people_low": base_five(max(people - 500, 0)) if shown else None,
        "people_high": base_five(people + 500) if shown else None,
        "share": people / int(str(area["population"])) if shown else None,
        "vulnerable": high,
        "vulnerable_low": high,
        "vulnerable_high": high,
        "gap_rank": None,
        "minority": None,
        "minority_reason": "no_margin",
        "minority_table": "Invented table",
        "reason": None if shown else "no_source",
    }
