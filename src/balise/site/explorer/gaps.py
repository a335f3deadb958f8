"""Gaps: areas ranked by people in vulnerable situations beyond reach of every office."""

from functools import lru_cache

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from balise.reports import in_reach_order, name_of, numeral, say_reach, term
from balise.site.explorer.access import beyond_words, gap_levels, nearest_words, office_names
from balise.site.explorer.releases import Loaded, Row, chosen
from balise.site.explorer.sources import source_lines

__all__ = ["gaps"]

_MOST = 200
_USUAL = "50km"
_REACH = ("reach", "reach_km", "reach_min")


def gaps(request: HttpRequest, lang: str) -> HttpResponse:
    """Show the areas of a level where most people in vulnerable situations are beyond reach."""
    loaded = chosen(request)
    levels = gap_levels(loaded)
    table = loaded.tables["beyond"]
    reaches = in_reach_order(table.select(_REACH).unique(maintain_order=True)).to_dicts()
    codes = [str(row["reach"]) for row in reaches]
    reach = request.GET.get("reach", "")
    reach = reach if reach in codes else _USUAL if _USUAL in codes else "".join(codes[:1])
    level = request.GET.get("level", "")
    level = level if level in levels else loaded.main_level()
    found = _ranked(loaded, level, reach, lang) if level in levels else []
    here = next((row for row in reaches if row["reach"] == reach), None)
    shown = {
        "rows": found[:_MOST],
        "total": len(found),
        "levels": [(each, term(each, lang)) for each in levels],
        "level": level,
        "level_name": term(level, lang),
        "reaches": [(str(row["reach"]), say_reach(row, lang)) for row in reaches],
        "reach": reach,
        "reach_words": say_reach(here, lang) if here else "",
        "ranges": any(row["is_range"] for row in found[:_MOST]),
        "sources": source_lines(loaded, ("offices",), lang),
    }
    return render(request, "explorer/gaps.html", shown)


@lru_cache(maxsize=64)
def _ranked(loaded: Loaded, level: str, reach: str, lang: str) -> list[Row]:
    """Give the ranked areas of a level, in order, as they are read."""
    names = office_names(loaded, lang)
    own = {str(row["dguid"]) for row in loaded.levels.get(level, ())}
    rows = loaded.tables["beyond"].filter(
        (pl.col("reach") == reach) & pl.col("gap_rank").is_not_null() & pl.col("dguid").is_in(own)
    )
    found: list[Row] = []
    for row in rows.sort("gap_rank", "dguid").to_dicts():
        dguid = str(row["dguid"])
        access = loaded.sheets["access"].rows(dguid)[0]
        found.append(
            {
                "rank": numeral(row["gap_rank"], lang),
                "dguid": dguid,
                "name": name_of(loaded.areas[dguid], lang),
                "nearest": nearest_words(access, names, lang, "nearest"),
                **beyond_words(row, lang),
            }
        )
    return found
