"""What an area brief says, as texts: every number as the language writes it."""

import polars as pl

from balise.release import Release
from balise.reports.brief_maps import brief_map
from balise.reports.brief_words import grade_named, told
from balise.reports.drivers import area_drivers
from balise.reports.figures import (
    Json,
    Row,
    area_of,
    capital,
    dimension_lines,
    full_name,
    group_lines,
    in_language,
    interval_of,
    number,
    percent,
    province_of,
    score_of,
    seal_line,
    sensitivity_lines,
    source_rows,
    title_of,
    years_line,
)
from balise.reports.numerals import numeral, signed
from balise.reports.words import name_of, say, term
from balise.vocabulary import INDICATORS, BaliseError, nearest

__all__ = ["brief_figures"]


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
    row = area_of(areas, dguid)
    if row is None:
        raise BaliseError(
            f"Release {release.path} has no area {dguid!r}. {_offer(areas, dguid)} "
            "Find identifiers in its table 'areas'."
        )
    province = province_of(areas, row)
    record = release.record
    title = title_of(record, language)
    name = name_of(row, language)
    sources = [each["title"] for each in source_rows(record, language)]
    return {
        "lang": language,
        "title": told(
            "title", language, area=name, brief=told("brief", language).lower(), release=title
        ),
        "release": title,
        "brief": told("brief", language),
        "name": name,
        "below": _below(areas, row, language),
        "years": years_line(record, language),
        "higher": say("higher", language),
        "modelled": say("modelled", language),
        "score": _score(areas, row, language),
        "relative": _relative(row, language),
        "facts": _facts(areas, row, language),
        "dimensions": dimension_lines(row, province, language),
        "drivers": [
            [each.factor, each.written, capital(each.words)]
            for each in area_drivers(release, row, language)
        ],
        "map": brief_map(areas, row, language),
        "groups": group_lines(release, dguid, language),
        "indicators": _indicators(release, dguid, language),
        "sensitivity": sensitivity_lines(release, dguid, language),
        "sources": "; ".join(dict.fromkeys(sources)),
        "licence": in_language(record.get("licence"), language),
        "citation": in_language(record.get("citation"), language),
        "seal": seal_line(record, language),
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
    "drivers",
    "factor",
    "part",
    "chiefly",
    "drivers_note",
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


def _offer(areas: pl.DataFrame, dguid: str) -> str:
    """Offer identifiers that hold the code asked for, else the nearest ones."""
    known = areas["dguid"].to_list()
    holding = [each for each in known if dguid and each.endswith(dguid)]
    return nearest(dguid, holding[:3] or known[:2000] if len(known) < 2000 else known[:3])


def _below(areas: pl.DataFrame, row: Row, language: str) -> str:
    """Say below the name what the area is."""
    level = term(str(row["level"]), language)
    province = province_of(areas, row)
    parts = [capital(level)]
    if province is not None:
        parts[0] += f", {name_of(province, language)}"
    parts.append(told("identifier", language, dguid=row["dguid"]))
    if row["vintage"] is not None:
        parts.append(told("boundaries", language, year=row["vintage"]))
    return " · ".join(parts)


def _score(areas: pl.DataFrame, row: Row, language: str) -> Json:
    """Give the score with its interval and grade, else why there is none."""
    if row["evi"] is None:
        told_reason = [term(str(row["reason"]), language) + "."] if row["reason"] else []
        return {
            "value": told("no_score", language),
            "lines": [*map(capital, told_reason), *_instead(areas, row, language)],
        }
    return {
        "value": score_of(row, language),
        "lines": [_told_interval(row, "evi", language), grade_named(row["quality"], language)],
    }


def _instead(areas: pl.DataFrame, row: Row, language: str) -> list[str]:
    """Lead to the nearest area above that has a score."""
    above = area_of(areas, row["parent"])
    while above is not None and above["evi"] is None:
        above = area_of(areas, above["parent"])
    if above is None:
        return []
    return [
        told(
            "see_above",
            language,
            area=full_name(above, language),
            score=score_of(above, language),
            interval=interval_of(above, "evi", language),
        )
    ]


def _told_interval(row: Row, name: str, language: str, *, sign: bool = False) -> str:
    return told("interval_of", language, interval=interval_of(row, name, language, sign=sign))


def _relative(row: Row, language: str) -> Json:
    value = number(row, "evi_relative")
    if value is None or row["level"] in {"canada", "pr"}:
        return {"value": "", "lines": [told("no_relative", language)]}
    low, high = number(row, "evi_relative_low"), number(row, "evi_relative_high")
    side = "alike"
    if low is not None and high is not None and not low <= 0 <= high:
        side = "above" if low > 0 else "below"
    return {
        "value": f"{signed(value, language)} {told('points', language)}",
        "lines": [
            _told_interval(row, "evi_relative", language, sign=True),
            grade_named(row["quality_relative"], language),
            told(side, language),
        ],
    }


def _facts(areas: pl.DataFrame, row: Row, language: str) -> list[list[str]]:
    rows = [
        [told(key, language), numeral(number(row, key), language)]
        for key in ("population", "population_16plus", "people_high")
    ]
    low, high = number(row, "rank_low"), number(row, "rank_high")
    ranks = told("no_rank", language)
    if low is not None and high is not None:
        same = (pl.col("level") == row["level"]) & pl.col("rank_low").is_not_null()
        siblings = areas.filter(same & pl.col("province").eq_missing(pl.lit(row["province"])))
        count = areas.filter(same).height if row["level"] == "pr" else siblings.height
        numbers = {"low": low, "high": high, "count": count}
        ranks = told("ranks", language, **{key: numeral(n, language) for key, n in numbers.items()})
    return [*rows, [told("rank", language), ranks]]


def _indicators(release: Release, dguid: str, language: str) -> list[list[str]]:
    rows = release.table("indicators").filter(pl.col("dguid") == dguid).to_dicts()
    names = {each.code: getattr(each, language) for each in INDICATORS}
    order = [each.code for each in INDICATORS]
    rows.sort(key=lambda each: order.index(each["indicator"]))
    return [
        [
            capital(names[row["indicator"]]),
            percent(row["value"], language),
            numeral(None if row["se"] is None else 100 * row["se"], language, 1),
            told(row["origin"], language) if row["origin"] else "–",
        ]
        for row in rows
    ]
