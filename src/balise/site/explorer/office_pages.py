"""The page of an office: whom it reaches, how far, and whom others reach too."""

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from balise.reports import people_words, say_reach
from balise.site.explorer.access import languages_words, office_names
from balise.site.explorer.offices import every_office
from balise.site.explorer.releases import Loaded, Row, chosen
from balise.site.explorer.sources import source_lines
from balise.site.explorer.wording import percent

__all__ = ["office"]

_MOST = 30
_USUAL = "50km"


def office(request: HttpRequest, lang: str, point: str) -> HttpResponse:
    """Show one office."""
    loaded = chosen(request)
    found = next((each for each in every_office(loaded, lang) if each["point"] == point), None)
    if found is None:
        raise Http404("office")
    shown = {
        "office": found,
        "languages": languages_words(found["languages"]),
        "shared": _shared(loaded, point, lang),
        "sources": source_lines(loaded, ("offices",), lang),
    }
    return render(request, "explorer/office.html", shown)


def _shared(loaded: Loaded, point: str, lang: str) -> Row:
    """Give the offices whose reach overlaps that of an office, those sharing most first."""
    table = loaded.tables["overlaps"]
    mine = table.filter((pl.col("service_point") == point) | (pl.col("other") == point))
    codes = mine["reach"].unique().to_list()
    reach = _USUAL if _USUAL in codes else next(iter(sorted(codes)), "")
    rows = mine.filter(pl.col("reach") == reach).sort(
        "people_high", "service_point", "other", descending=[True, False, False]
    )
    names = office_names(loaded, lang)
    listed: list[Row] = []
    for row in rows.head(_MOST).to_dicts():
        other = str(row["other"] if row["service_point"] == point else row["service_point"])
        share = percent(row["share"], lang, 0) if row["share"] is not None else ""
        listed.append(
            {
                "point": other,
                "name": names[other],
                "people": people_words(row, lang),
                "share": share,
            }
        )
    words = say_reach(rows.row(0, named=True), lang) if rows.height else ""
    return {"rows": listed, "words": words, "left": max(0, rows.height - _MOST)}
