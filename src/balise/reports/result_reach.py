"""People within and out of reach of offices, as a report on results tells it."""

import polars as pl

from balise.release import Release
from balise.reports.figures import Json, interval_of, percent, score_of
from balise.reports.numerals import numeral
from balise.reports.result_words import stated
from balise.reports.words import name_of

__all__ = ["beyond_reach", "reach_figures"]

_BASE = 5


def beyond_reach(release: Release) -> list[dict[str, float]]:
    """Count the people out of reach of every office, for each distance.

    Returns
    -------
    list of dict
        ``km``, ``people``, ``low`` and ``high`` [people, rounded to base 5], ``share``
        [0 to 1]; empty where the release has no office or the provinces of its offices no
        published count of people.
    """
    total = _population(release)
    rows = release.table("catchments").filter(
        (pl.col("service_point") == "all") & pl.col("people").is_not_null()
    )
    if total is None:
        return []
    return [
        {
            "km": row["reach_km"],
            "people": _round(total - row["people"]),
            "low": _round(total - row["people_high"]),
            "high": _round(total - row["people_low"]),
            "share": 1 - row["share_of_province"],
        }
        for row in rows.sort("reach_km").to_dicts()
    ]


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
    beyond = {each["km"]: each for each in beyond_reach(release)}
    if not beyond:
        return None
    points = release.table("service_points")
    names = ", ".join(name_of(row, language) for row in _homes(release).to_dicts())
    rows = release.table("catchments").filter(
        (pl.col("service_point") == "all") & pl.col("people").is_not_null()
    )
    between = {"en": "to", "fr": "à"}[language]
    return {
        "note": stated(
            "reach_note",
            language,
            all=numeral(points.height, language),
            located=numeral(int(points["lon"].count()), language),
            area=names,
        ),
        "rows": [
            [
                stated("km", language, km=numeral(row["reach_km"], language)),
                numeral(row["people"], language),
                score_of(row, language),
                interval_of(row, "evi", language),
                numeral(far["people"], language),
                f"{numeral(far['low'], language)} {between} {numeral(far['high'], language)}",
                percent(far["share"], language),
            ]
            for row in rows.sort("reach_km").to_dicts()
            for far in (beyond[row["reach_km"]],)
        ],
        "estimated": bool((rows["travel"] == "estimated").any()),
    }
