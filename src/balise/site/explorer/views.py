"""Pages that open the site: the map with its table, the list."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from balise.reports import name_of, term
from balise.site.explorer.front_words import front_words
from balise.site.explorer.listing import level_choices, listed
from balise.site.explorer.releases import chosen

__all__ = ["areas", "home"]


def home(request: HttpRequest, lang: str) -> HttpResponse:
    """Show the map beside the table of a level."""
    context = _list(request, lang, f"/{lang}/", "brief")
    context["front_words_json"] = json.dumps(front_words(lang), ensure_ascii=False)
    return render(request, "explorer/home.html", context)


def areas(request: HttpRequest, lang: str) -> HttpResponse:
    """Show the table of a level with every measure."""
    return render(request, "explorer/areas.html", _list(request, lang, f"/{lang}/areas/", "full"))


def _list(request: HttpRequest, lang: str, path: str, form: str) -> dict[str, object]:
    loaded = chosen(request)
    listing = listed(loaded, request, lang, path, form)
    inside = loaded.areas.get(request.GET.get("in", ""))
    return {
        "listing": listing,
        "level": listing.level,
        "level_name": term(listing.level, lang),
        "levels": level_choices(loaded, lang),
        "inside": inside,
        "inside_name": name_of(inside, lang) if inside else "",
    }
