"""People within and out of reach of offices, as a report on results tells it."""

from collections.abc import Mapping

import polars as pl

from balise.release import Release
from balise.reports.figures import Json, interval_of, percent, score_of
from balise.reports.numerals import numeral
from balise.reports.reach_words import in_reach_order, people_words
from balise.reports.result_words import stated
from balise.reports.words import name_of, say

__all__ = ["beyond_reach", "reach_figures"]

_BASE = 5


def beyond_reach(release: Release) -> list[dict[str, float | None]]:
    """Count the people out of reach of every office, for each distance and time.

    Returns
    -------
    list of dict
        ``km`` or ``min`` (the other None), ``people`` and ``share`` [0 to 1] (None where
        they are a range), ``low`` and ``high`` [people, rounded to base 5]; empty where the
        release has no office or the provinces of its offices no published count of people.
    """
    total = _population(release)
    if total is None:
        return []
    return [
        {
            "km": row["reach_km"],
            "min": row["reach_min"],
            "people": None if row["people"] is None else _round(total - row["people"]),
            "low": _round(total - row["people_high"]),
            "high": _round(total - row["people_low"]),
            "share": None if row["people"] is None else 1 - row["share_of_province"],
        }
        for row in in_reach_order(_union(release)).to_dicts()
    ]


def _union(release: Release) -> pl.DataFrame:
    """Give those within reach of any office."""
    return release.table("catchments").filter(
        (pl.col("service_point") == "all") & pl.col("people_low").is_not_null()
    )


def _round(people: float) -> int:
    return max(0, _BASE * round(people / _BASE))


def _homes(release: Release) -> pl.DataFrame:
    """Give the provinces that have offices."""
    codes = release.table("service_points")["province"].drop_nulls().unique()
    areas = release.table("areas")
    return areas.filter((pl.col("level") == "pr") & pl.col("province").is_in(codes.to_list()))


def _population(release: Release) -> int | None:
    counts = _homes(release)["population"]
    return int(counts.sum()) if len(counts) and not counts.null_count() else None


def reach_figures(release: Release, language: str) -> Json | None:
    """Put together who is within reach and who is not; none where no office is listed."""
    beyond = beyond_reach(release)
    if not beyond:
        return None
    points = release.table("service_points")
    names = ", ".join(name_of(row, language) for row in _homes(release).to_dicts())
    rows = in_reach_order(_union(release))
    return {
        "note": stated(
            "reach_note",
            language,
            all=numeral(points.height, language),
            located=numeral(int(points["lon"].count()), language),
            area=names,
        ),
        "rows": [
            _line(row, far, language) for row, far in zip(rows.to_dicts(), beyond, strict=True)
        ],
        "estimated": bool((rows["travel"] == "estimated").any()),
        "ranges": say("ranges", language) if rows["people"].null_count() else "",
    }


def _line(row: Json, far: Mapping[str, float | None], language: str) -> list[str]:
    """Write one reach: people within and beyond it, as one number or as ends of a range."""
    unit, value = ("km", far["km"]) if far["km"] is not None else ("min", far["min"])
    ends = {each: numeral(far[each], language) for each in ("low", "high")}
    return [
        stated(unit, language, **{unit: numeral(value, language)}),
        people_words(row, language),
        score_of(row, language),
        interval_of(row, "evi", language),
        numeral(far["people"], language) if far["people"] is not None else "–",
        say("range", language, **ends),
        percent(far["share"], language) if far["share"] is not None else "–",
    ]
