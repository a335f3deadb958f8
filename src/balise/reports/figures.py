"""What reports print of a row of a release: shares, intervals, years, sources."""

from collections.abc import Mapping

import polars as pl

from balise.release import Release
from balise.reports.brief_words import assumption_named, told
from balise.reports.numerals import interval, numeral, signed
from balise.reports.words import name_of, say, term
from balise.vocabulary import DIMENSIONS

__all__ = [
    "Json",
    "Row",
    "area_of",
    "capital",
    "dimension_lines",
    "full_name",
    "group_lines",
    "in_language",
    "interval_of",
    "number",
    "percent",
    "percents",
    "province_of",
    "score_of",
    "seal_line",
    "sensitivity_lines",
    "source_rows",
    "title_of",
    "years_line",
]

Json = dict[str, object]
Row = Mapping[str, object]

_SIGN = {"en": "%", "fr": "\N{NO-BREAK SPACE}%"}


def area_of(areas: pl.DataFrame, dguid: object) -> dict[str, object] | None:
    """Find the row of an area, none if there is no such area."""
    found = areas.filter(pl.col("dguid").eq_missing(pl.lit(dguid))).to_dicts()
    return found[0] if found else None


def province_of(areas: pl.DataFrame, row: Row) -> dict[str, object] | None:
    """Find the province an area lies in; a province lies in none."""
    if row["level"] == "pr" or row["province"] is None:
        return None
    inside = (pl.col("level") == "pr") & (pl.col("province") == row["province"])
    found = areas.filter(inside).to_dicts()
    return found[0] if found else None


def number(row: Row, key: str) -> float | None:
    """Read a number of a row, none if it is empty."""
    value = row.get(key)
    return float(value) if isinstance(value, int | float) else None


def percent(share: float | None, language: str, decimals: int = 1) -> str:
    """Write a share as a percentage.

    Examples
    --------
    >>> percent(0.123, "en"), percent(None, "fr")
    ('12.3%', '–')
    """
    if share is None:
        return numeral(None, language)
    return numeral(100 * share, language, decimals) + _SIGN[language]


def percents(row: Row, name: str, language: str) -> str:
    """Write the interval of a share as percentages, a dash where there is none."""
    low, high = number(row, f"{name}_low"), number(row, f"{name}_high")
    if low is None or high is None:
        return "–"
    return interval(100 * low, 100 * high, language) + _SIGN[language]


def interval_of(row: Row, name: str, language: str, *, sign: bool = False) -> str:
    """Write the interval of a score or of a difference [points]."""
    return interval(number(row, f"{name}_low"), number(row, f"{name}_high"), language, sign=sign)


def score_of(row: Row, language: str) -> str:
    """Write the score of an area or group, a dash where there is none."""
    return numeral(number(row, "evi"), language, 1)


def capital(text: str) -> str:
    """Begin with a capital letter.

    Examples
    --------
    >>> capital("élevé"), capital("")
    ('Élevé', '')
    """
    return text[:1].upper() + text[1:]


def in_language(value: object, language: str) -> str:
    """Take the wording in the language where a record holds both."""
    return str(value.get(language, "") if isinstance(value, Mapping) else value or "")


def title_of(record: Row, language: str) -> str:
    """Name a release."""
    recipe = record.get("recipe")
    stated = recipe.get(f"title_{language}") if isinstance(recipe, Mapping) else None
    return str(stated or record.get("recipe_name", ""))


def years_line(record: Row, language: str) -> str:
    """Say which years a release describes, and that they differ where they do."""
    years = record.get("years")
    if not isinstance(years, Mapping):
        return ""
    named = [
        f"{say(f'year_{key}', language)} {years[key]}"
        for key in ("people", "behaviour", "coverage")
        if key in years
    ]
    colon = ":" if language == "en" else "\N{NO-BREAK SPACE}:"
    mixed = say("mixed_years", language) if len(set(years.values())) > 1 else ""
    return f"{say('years', language)}{colon} {', '.join(named)}. {mixed}".strip()


def seal_line(record: Row, language: str) -> str:
    """Say which release a page comes from."""
    return told(
        "seal",
        language,
        name=record.get("recipe_name", ""),
        seal=str(record.get("seal", ""))[:12],
        version=record.get("code_version", ""),
    )


def source_rows(record: Row, language: str) -> list[dict[str, str]]:
    """List the sources of a release: title, publisher, table, years, licence."""
    stated = record.get("sources")
    listed = (
        [each for each in stated if isinstance(each, Mapping)] if isinstance(stated, list) else []
    )
    keys = ("publisher", "table", "reference_period", "licence")
    return [
        {"title": str(each.get(f"title_{language}") or each.get("name"))}
        | {key: str(each.get(key) or "") for key in keys}
        for each in listed
    ]


def group_lines(release: Release, dguid: object, language: str) -> list[Json]:
    """List the groups of an area with a score, then the others with their reason."""
    rows = release.table("groups").filter(pl.col("dguid") == dguid).to_dicts()
    rows.sort(key=lambda each: (each["evi"] is None, each["group"]))
    return [
        {
            "name": capital(term(row["group"], language)),
            "reason": "" if row["evi"] is not None else term(str(row["reason"]), language),
            "table": row["missing_table"] or "",
            "bar": [row["evi_low"], row["evi"], row["evi_high"]],
            "cells": [
                numeral(row["people"], language),
                percent(row["share"], language),
                score_of(row, language),
                interval_of(row, "evi", language),
                row["quality"] or "–",
            ],
        }
        for row in rows
    ]


def full_name(row: Row, language: str) -> str:
    """Name an area with its level.

    Examples
    --------
    >>> full_name({"name_en": "Kent", "level": "cd"}, "en")
    'Kent (census division)'
    """
    return f"{name_of(row, language)} ({term(str(row['level']), language)})"


def dimension_lines(row: Row, around: Row | None, language: str) -> list[Json]:
    """List the three dimensions of an area beside those of the area around it."""
    return [
        {
            "name": capital(getattr(each, language)),
            "what": told(f"{each.code}_is", language),
            "value": percent(number(row, each.code), language),
            "interval": percents(row, each.code, language),
            "province": percent(number(around or {}, each.code), language),
            "bar": [number(row, f"{each.code}{end}") for end in ("_low", "", "_high")]
            + [number(around or {}, each.code)],
        }
        for each in DIMENSIONS
    ]


def sensitivity_lines(
    release: Release, dguid: object, language: str, length: int = 8
) -> list[list[str]]:
    """List the assumptions that move the score of an area most."""
    rows = release.table("sensitivity").filter(
        (pl.col("dguid") == dguid) & pl.col("evi").is_not_null()
    )
    ordered = rows.sort([pl.col("change").abs(), "assumption"], descending=[True, False])
    return [
        [
            capital(assumption_named(row["assumption"], language)),
            numeral(row["evi"], language, 1),
            signed(row["change"], language),
        ]
        for row in ordered.head(length).to_dicts()
    ]
