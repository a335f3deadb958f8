"""Pages that open the site: the choice of a language, the map with its table."""

import json

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language_from_request

from balise.site.explorer.front_words import front_words
from balise.site.explorer.releases import chosen

__all__ = ["choose_language", "home"]


def choose_language(request: HttpRequest) -> HttpResponse:
    """Lead to the pages in the language the browser asks for."""
    found = get_language_from_request(request)
    response = HttpResponseRedirect("/fr/" if found.startswith("fr") else "/en/")
    response.headers["Vary"] = "Accept-Language"
    return response


def home(request: HttpRequest, lang: str) -> HttpResponse:
    """Show the map beside the table of a level."""
    loaded = chosen(request)
    level = request.GET.get("level") or loaded.main_level()
    rows = loaded.level(level)
    return render(
        request,
        "explorer/home.html",
        {"level": level, "rows": rows, "front_words_json": json.dumps(front_words(lang))},
    )
