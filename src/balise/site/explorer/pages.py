"""What every page shows around its own content: release, languages, banner, menu."""

from collections.abc import Mapping
from functools import cache

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest
from django.utils.translation import get_language

from balise.site.explorer.citing import written_on
from balise.site.explorer.releases import Loaded, chosen, library

__all__ = ["frame", "language"]


def language() -> str:
    """Give the language being spoken, ``en`` or ``fr``."""
    return "fr" if (get_language() or "en").startswith("fr") else "en"


def _asked(request: HttpRequest) -> Loaded:
    try:
        return chosen(request)
    except Http404:
        return library().first


@cache
def _is_built(name: str) -> bool:
    return finders.find(name) is not None


def frame(request: HttpRequest) -> dict[str, object]:
    """Give what the frame of a page shows; a context processor."""
    lang = language()
    other = "en" if lang == "fr" else "fr"
    loaded = _asked(request)
    years = loaded.record.get("years")
    asked = request.GET.get("release")
    full = request.get_full_path()
    under = full[3:] if full[:4] in {"/en/", "/fr/", "/en", "/fr"} else "/"
    stated = years if isinstance(years, Mapping) else {}
    return {
        "here": request.resolver_match.url_name if request.resolver_match else "",
        "mixed_years": len(set(stated.values())) > 1,
        "seal": str(loaded.record.get("seal", ""))[:12],
        "lang": lang,
        "other_lang": other,
        "other_href": f"/{other}{under}",
        "release": loaded,
        "release_title": loaded.title(lang),
        "releases": list(library().by_name),
        "release_query": f"?release={loaded.name}" if asked else "",
        "release_name": loaded.name if asked else "",
        "years": stated,
        "modified": written_on(loaded),
        "code_version": loaded.record.get("code_version", ""),
        "has_map": _is_built("explorer/explorer.js"),
        "has_map_style": _is_built("explorer/explorer.css"),
    }
