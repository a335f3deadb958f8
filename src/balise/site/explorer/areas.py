"""The page of an area: its score, what makes it, its groups, offices, sources."""

from collections.abc import Mapping
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.translation import gettext as _

from balise.reports import missing_table, name_of, numeral, signed, term
from balise.site.explorer.access import area_access
from balise.site.explorer.area_rows import group_rows, sensitivity_rows
from balise.site.explorer.desk import answers_of
from balise.site.explorer.drivers import drivers, similar
from balise.site.explorer.listing import PAGE
from balise.site.explorer.moves import moves_of
from balise.site.explorer.offices import offices_of, written_reaches
from balise.site.explorer.reading import written_rows
from balise.site.explorer.releases import Loaded, Row, chosen
from balise.site.explorer.remarks import kinds
from balise.site.explorer.sources import source_lines, written_sources
from balise.site.explorer.wording import (
    assumption,
    bar,
    measure,
    origin,
    percent,
    percent_interval,
    quality,
    ranks,
    told_reason,
)
from balise.site.links import tried
from balise.vocabulary import INDICATORS

__all__ = ["area"]

_DIMENSIONS = ("means", "willingness", "abilities")
_INSIDE = ("pr", "er", "cd", "csd", "ada", "da", "region")
_Z = 1.959964
"""Half-width of an interval that holds 19 times out of 20 [standard errors]."""


def area(request: HttpRequest, lang: str, dguid: str) -> HttpResponse:
    """Show one area."""
    loaded = chosen(request)
    row = loaded.area(dguid)
    context = {
        "area": row,
        "name": name_of(row, lang),
        "trail": [(each["dguid"], name_of(each, lang)) for each in _trail(loaded, row)],
        "told": _written(loaded, dguid, lang, loaded.name if request.GET.get("release") else ""),
        "answers": [
            each | {"kind_words": kinds().get(str(each["kind"]), "")}
            for each in answers_of(dguid, lang)
        ],
        "tried": tried(dguid, lang),
    }
    return render(request, "explorer/area.html", context)


@lru_cache(maxsize=2_048)
def _written(loaded: Loaded, dguid: str, lang: str, release_name: str) -> str:
    """Write what a release says of an area, once: a release never changes."""
    row = loaded.areas[dguid]
    query = f"?release={release_name}" if release_name else ""
    context = _told(loaded, row, lang) | {
        "lang": lang,
        "children": _children(loaded, dguid, lang, release_name),
        "reaches": written_reaches(loaded, str(row["province"]), lang, query),
        "release_name": release_name,
        "release_query": query,
    }
    return get_template("explorer/_area.html").render(context)


def _told(loaded: Loaded, row: Row, lang: str) -> dict[str, object]:
    """Gather what a release says of an area."""
    dguid, level = str(row["dguid"]), str(row["level"])
    province = loaded.province_of(row)
    division = _division(loaded, row)
    is_below = level not in {"canada", "pr"} and province is not None
    return {
        "area": row,
        "name": name_of(row, lang),
        "level_name": term(level, lang),
        "evi": measure(row, "evi", lang),
        "relative": measure(row, "evi_relative", lang) if is_below else None,
        "bar": bar(row),
        "quality": quality(row["quality"]),
        "quality_relative": quality(row["quality_relative"]),
        "reason": told_reason(row, lang),
        "is_unsure": row["quality"] == "F" or row["evi"] is None,
        "needed": _needed(row),
        "division": division,
        "division_name": name_of(division, lang) if division else "",
        "province_name": name_of(province, lang) if province else "",
        "ranks": ranks(row, lang) if isinstance(row["rank_low"], int) else "",
        "siblings": _siblings(loaded, row, lang),
        "origin": origin(row["origin"]),
        "people": {key: _count(row[key], lang) for key in _COUNTS},
        "dimensions": [_dimension(row, each, lang) for each in _DIMENSIONS],
        "drivers": drivers(loaded, row, lang),
        "groups": group_rows(_groups(loaded, dguid, lang), lang),
        "indicators": _indicators(loaded, dguid, province, lang),
        "offices": offices_of(loaded, row, lang),
        "access": area_access(loaded, row, lang),
        "similar": [
            (each, name_of(each, lang), measure(each, "evi", lang), percent(common, lang, 0))
            for each, common in similar(loaded, row)
        ],
        "sensitivity": _sensitivity(loaded, dguid, lang),
        "sources": source_lines(loaded, ("people",), lang),
        "moved": moves_of(loaded, dguid, lang),
    }


_COUNTS = (
    "population",
    "population_16plus",
    "people_high",
    "areas_total",
    "areas_suppressed",
    "areas_reassigned",
)


def _count(value: object, lang: str) -> str:
    return numeral(value if isinstance(value, int) else None, lang)


def _trail(loaded: Loaded, row: Row) -> list[Row]:
    """Give the areas around an area, the widest first."""
    found: list[Row] = []
    parent = loaded.areas.get(str(row["parent"]))
    while parent is not None and len(found) < 8:
        found.insert(0, parent)
        parent = loaded.areas.get(str(parent["parent"]))
    return found


def _division(loaded: Loaded, row: Row) -> Row | None:
    around = _trail(loaded, row)
    return next((each for each in reversed(around) if each["level"] == "cd"), None)


def _siblings(loaded: Loaded, row: Row, lang: str) -> str:
    """Count the areas an area is ranked among."""
    level = str(row["level"])
    return numeral(loaded.ranked[level, None if level == "pr" else row["province"]], lang)


def _needed(row: Row) -> str:
    """Say what data would help where a score is missing or too uncertain."""
    if row["reason"] == "no_source":
        return _(
            "A published count of the people of this area, by age and education, would make a "
            "score possible."
        )
    if row["evi"] is None:
        return _("The place is too small for a score of its own; its division has one.")
    if isinstance(row["areas_suppressed"], int) and row["areas_suppressed"]:
        return _(
            "Statistics Canada suppressed the income or education of part of this area. Those "
            "figures, or a survey of local people, would narrow the interval."
        )
    return _("A survey of local people would narrow the interval.")


def _dimension(row: Row, name: str, lang: str) -> Row:
    said = {
        "means": _("no adequate Internet access at home"),
        "willingness": _("does not use government services online"),
        "abilities": _("lacks basic digital skills"),
    }
    return {"name": term(name, lang), "said": said[name], **measure(row, name, lang)}


def _groups(loaded: Loaded, dguid: str, lang: str) -> list[Row]:
    """Give the groups of an area, those with a score first, from the highest."""
    rows = loaded.sheets["groups"].rows(dguid)
    rows.sort(key=lambda row: (row["evi"] is None, -(row["evi"] or 0.0), row["group"]))  # type: ignore[operator]
    return [
        {
            "group": row["group"],
            "name": term(str(row["group"]), lang),
            "people": _count(row["people"], lang),
            "share": percent(row["share"], lang),
            "evi": measure(row, "evi", lang),
            "quality": quality(row["quality"]),
            "has_score": row["evi"] is not None,
            "reason": told_reason(row, lang),
            "missing": row["missing_table"] or "",
            "missing_own": missing_table(str(row["missing_table"] or ""), lang),
        }
        for row in rows
    ]


def _indicators(loaded: Loaded, dguid: str, province: Row | None, lang: str) -> list[Row]:
    """Give the indicators of an area beside its province's, with the source of each."""
    rows = {str(row["indicator"]): row for row in loaded.sheets["indicators"].rows(dguid)}
    around: Mapping[str, Row] = {}
    if province is not None and province["dguid"] != dguid:
        found = loaded.sheets["indicators"].rows(str(province["dguid"]))
        around = {str(row["indicator"]): row for row in found}
    told: list[Row] = []
    for each in INDICATORS:
        row = rows.get(each.code)
        if row is None:
            continue
        value, se = row["value"], row["se"]
        told.append(
            {
                "name": term(each.code, lang),
                "value": percent(value, lang),
                "interval": _within(value, se, lang),
                "province": percent(around.get(each.code, {}).get("value"), lang),
                "origin": origin(row["origin"]),
                "sources": written_sources(loaded, each.code, lang),
            }
        )
    return told


def _within(value: object, se: object, lang: str) -> str:
    if not (isinstance(value, float) and isinstance(se, float)):
        return ""
    return percent_interval(max(0.0, value - _Z * se), min(1.0, value + _Z * se), lang)


def _children(loaded: Loaded, dguid: str, lang: str, release: str) -> str:
    """Write the areas inside an area, of the widest level there is below it."""
    by_level = loaded.around.get(dguid, {})
    level = next((each for each in _INSIDE if each in by_level), "")
    inside = [str(row["dguid"]) for row in by_level.get(level, ())[:PAGE]]
    return written_rows(loaded, inside, lang, "inside", release)


def _sensitivity(loaded: Loaded, dguid: str, lang: str) -> str:
    every = loaded.sheets["sensitivity"].of(dguid).to_dicts()
    rows = [row for row in every if row["evi"] is not None]
    rows.sort(key=lambda row: (-abs(row["change"] or 0.0), row["assumption"]))
    return sensitivity_rows(
        (
            assumption(row["assumption"], lang),
            numeral(row["evi"], lang, 1),
            signed(row["change"], lang),
            _count(row["rank"], lang),
        )
        for row in rows
    )
