"""What an area brief says, as texts: every number as the language writes it."""

from collections.abc import Mapping

import polars as pl

from balise.release import Release
from balise.reports.brief_maps import brief_map
from balise.reports.brief_words import assumption_named, grade_named, told
from balise.reports.numerals import interval, numeral, signed
from balise.reports.words import name_of, say, term
from balise.vocabulary import DIMENSIONS, INDICATORS, BaliseError, nearest

__all__ = ["brief_figures"]

Json = dict[str, object]
Row = Mapping[str, object]

_LISTED = 8


def brief_figures(release: Release, dguid: str, language: str) -> Json:
    """Put together what the brief of an area says.

    Parameters
    ----------
    release : Release
        What :func:`balise.release.read_release` gives.
    dguid : str
        The area.
    language : str
        ``en`` or ``fr``.

    Returns
    -------
    dict
        Texts and lists of texts, ready for the page; numbers are formatted.

    Raises
    ------
    BaliseError
        If the release has no such area.
    """
    areas = release.table("areas")
    row = _row(areas, dguid)
    if row is None:
        raise BaliseError(
            f"Release {release.path} has no area {dguid!r}. {_offer(areas, dguid)} "
            "Find identifiers in its table 'areas'."
        )
    province = _province(areas, row)
    record = release.record
    title = _recipe(record).get(f"title_{language}") or record.get("recipe_name", "")
    name = name_of(row, language)
    return {
        "lang": language,
        "title": told(
            "title", language, area=name, brief=told("brief", language).lower(), release=title
        ),
        "release": str(title),
        "brief": told("brief", language),
        "name": name,
        "below": _below(areas, row, language),
        "years": _years(record, language),
        "higher": say("higher", language),
        "modelled": say("modelled", language),
        "score": _score(areas, row, language),
        "relative": _relative(row, language),
        "facts": _facts(areas, row, language),
        "dimensions": _dimensions(row, province, language),
        "map": brief_map(areas, row, language),
        "groups": _groups(release, dguid, language),
        "indicators": _indicators(release, dguid, language),
        "sensitivity": _sensitivity(release, dguid, language),
        "sources": _sources(record, language),
        "licence": _in(record.get("licence"), language),
        "citation": _in(record.get("citation"), language),
        "seal": told(
            "seal",
            language,
            name=record.get("recipe_name", ""),
            seal=str(record.get("seal", ""))[:12],
            version=record.get("code_version", ""),
        ),
        "words": {key: told(key, language) for key in _HEADINGS},
        "cite": say("cite", language),
        "licence_word": say("licence", language),
    }


_HEADINGS = (
    "score_title",
    "relative_title",
    "facts",
    "dimensions",
    "dimension",
    "what",
    "here",
    "interval",
    "province",
    "scale",
    "map",
    "map_key",
    "map_ring",
    "no_map",
    "groups",
    "group",
    "people",
    "share",
    "score",
    "quality",
    "indicators",
    "indicator",
    "value",
    "error",
    "origin",
    "sensitivity",
    "assumption",
    "change",
    "method",
    "method_1",
    "method_2",
    "sources",
    "page",
)


def _row(areas: pl.DataFrame, dguid: object) -> dict[str, object] | None:
    found = areas.filter(pl.col("dguid").eq_missing(pl.lit(dguid))).to_dicts()
    return found[0] if found else None


def _offer(areas: pl.DataFrame, dguid: str) -> str:
    """Offer identifiers that hold the code asked for, else the nearest ones."""
    known = areas["dguid"].to_list()
    holding = [each for each in known if dguid and each.endswith(dguid)]
    return nearest(dguid, holding[:3] or known[:2000] if len(known) < 2000 else known[:3])


def _recipe(record: Row) -> Row:
    recipe = record.get("recipe")
    return recipe if isinstance(recipe, Mapping) else {}


def _in(value: object, language: str) -> str:
    return str(value.get(language, "") if isinstance(value, Mapping) else value or "")


def _number(row: Row, key: str) -> float | None:
    value = row.get(key)
    return float(value) if isinstance(value, int | float) else None


def _percent(share: float | None, language: str, decimals: int = 1) -> str:
    if share is None:
        return numeral(None, language)
    return numeral(100 * share, language, decimals) + _SIGN[language]


_SIGN = {"en": "%", "fr": "\N{NO-BREAK SPACE}%"}


def _province(areas: pl.DataFrame, row: Row) -> dict[str, object] | None:
    if row["level"] == "pr" or row["province"] is None:
        return None
    found = areas.filter(
        (pl.col("level") == "pr") & (pl.col("province") == row["province"])
    ).to_dicts()
    return found[0] if found else None


def _below(areas: pl.DataFrame, row: Row, language: str) -> str:
    """Say below the name what the area is."""
    level = term(str(row["level"]), language)
    province = _province(areas, row)
    parts = [level[:1].upper() + level[1:]]
    if province is not None:
        parts[0] += f", {name_of(province, language)}"
    parts.append(told("identifier", language, dguid=row["dguid"]))
    if row["vintage"] is not None:
        parts.append(told("boundaries", language, year=row["vintage"]))
    return " · ".join(parts)


def _years(record: Row, language: str) -> str:
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


def _score(areas: pl.DataFrame, row: Row, language: str) -> Json:
    """Give the score with its interval and grade, else why there is none."""
    if row["evi"] is None:
        told_reason = [term(str(row["reason"]), language) + "."] if row["reason"] else []
        return {
            "value": told("no_score", language),
            "lines": [each[:1].upper() + each[1:] for each in told_reason]
            + _instead(areas, row, language),
        }
    return {
        "value": numeral(_number(row, "evi"), language, 1),
        "lines": [_interval_of(row, "evi", language), grade_named(row["quality"], language)],
    }


def _instead(areas: pl.DataFrame, row: Row, language: str) -> list[str]:
    """Lead to the nearest area above that has a score."""
    above = _row(areas, row["parent"])
    while above is not None and above["evi"] is None:
        above = _row(areas, above["parent"])
    if above is None:
        return []
    return [
        told(
            "see_above",
            language,
            area=f"{name_of(above, language)} ({term(str(above['level']), language)})",
            score=numeral(_number(above, "evi"), language, 1),
            interval=_interval(above, "evi", language),
        )
    ]


def _interval(row: Row, name: str, language: str, *, sign: bool = False) -> str:
    low, high = _number(row, f"{name}_low"), _number(row, f"{name}_high")
    return interval(low, high, language, sign=sign)


def _interval_of(row: Row, name: str, language: str, *, sign: bool = False) -> str:
    return told("interval_of", language, interval=_interval(row, name, language, sign=sign))


def _relative(row: Row, language: str) -> Json:
    value = _number(row, "evi_relative")
    if value is None or row["level"] in {"canada", "pr"}:
        return {"value": "", "lines": [told("no_relative", language)]}
    low, high = _number(row, "evi_relative_low"), _number(row, "evi_relative_high")
    side = "alike"
    if low is not None and high is not None and not low <= 0 <= high:
        side = "above" if low > 0 else "below"
    return {
        "value": f"{signed(value, language)} {told('points', language)}",
        "lines": [
            _interval_of(row, "evi_relative", language, sign=True),
            grade_named(row["quality_relative"], language),
            told(side, language),
        ],
    }


def _facts(areas: pl.DataFrame, row: Row, language: str) -> list[list[str]]:
    rows = [
        [told(key, language), numeral(_number(row, key), language)]
        for key in ("population", "population_16plus", "people_high")
    ]
    low, high = _number(row, "rank_low"), _number(row, "rank_high")
    ranks = told("no_rank", language)
    if low is not None and high is not None:
        same = (pl.col("level") == row["level"]) & pl.col("rank_low").is_not_null()
        siblings = areas.filter(same & pl.col("province").eq_missing(pl.lit(row["province"])))
        count = areas.filter(same).height if row["level"] == "pr" else siblings.height
        numbers = {"low": low, "high": high, "count": count}
        ranks = told("ranks", language, **{key: numeral(n, language) for key, n in numbers.items()})
    return [*rows, [told("rank", language), ranks]]


def _dimensions(row: Row, province: Row | None, language: str) -> list[Json]:
    return [
        {
            "name": getattr(each, language),
            "what": told(f"{each.code}_is", language),
            "value": _percent(_number(row, each.code), language),
            "interval": _percents(row, each.code, language),
            "province": _percent(_number(province or {}, each.code), language),
            "bar": [_number(row, f"{each.code}{end}") for end in ("_low", "", "_high")]
            + [_number(province or {}, each.code)],
        }
        for each in DIMENSIONS
    ]


def _percents(row: Row, name: str, language: str) -> str:
    low, high = _number(row, f"{name}_low"), _number(row, f"{name}_high")
    if low is None or high is None:
        return "–"
    return interval(100 * low, 100 * high, language) + _SIGN[language]


def _groups(release: Release, dguid: str, language: str) -> list[Json]:
    """List the groups with a score, then the others with their reason."""
    rows = release.table("groups").filter(pl.col("dguid") == dguid).to_dicts()
    rows.sort(key=lambda each: (each["evi"] is None, each["group"]))
    return [
        {
            "name": term(row["group"], language),
            "reason": "" if row["evi"] is not None else term(str(row["reason"]), language),
            "cells": [
                numeral(row["people"], language),
                _percent(row["share"], language),
                numeral(row["evi"], language, 1),
                _interval(row, "evi", language),
                row["quality"] or "–",
            ],
        }
        for row in rows
    ]


def _indicators(release: Release, dguid: str, language: str) -> list[list[str]]:
    rows = release.table("indicators").filter(pl.col("dguid") == dguid).to_dicts()
    names = {each.code: getattr(each, language) for each in INDICATORS}
    order = [each.code for each in INDICATORS]
    rows.sort(key=lambda each: order.index(each["indicator"]))
    return [
        [
            names[row["indicator"]],
            _percent(row["value"], language),
            numeral(None if row["se"] is None else 100 * row["se"], language, 1),
            told(row["origin"], language) if row["origin"] else "–",
        ]
        for row in rows
    ]


def _sensitivity(release: Release, dguid: str, language: str) -> list[list[str]]:
    """List the assumptions that move the score most."""
    rows = release.table("sensitivity").filter(
        (pl.col("dguid") == dguid) & pl.col("evi").is_not_null()
    )
    ordered = rows.sort([pl.col("change").abs(), "assumption"], descending=[True, False])
    return [
        [
            assumption_named(row["assumption"], language),
            numeral(row["evi"], language, 1),
            signed(row["change"], language),
        ]
        for row in ordered.head(_LISTED).to_dicts()
    ]


def _sources(record: Row, language: str) -> str:
    sources = record.get("sources")
    listed = (
        [each for each in sources if isinstance(each, Mapping)] if isinstance(sources, list) else []
    )
    return "; ".join(
        dict.fromkeys(str(each.get(f"title_{language}") or each.get("name")) for each in listed)
    )
