"""What every page of the explorer shows around its own content: release, years, banner."""

from collections.abc import Mapping
from functools import cache

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from balise.site.explorer.citing import written_on
from balise.site.explorer.releases import Loaded, chosen, library
from balise.site.explorer.shelf import shelf
from balise.site.languages import language
from balise.site.sections import Entry, section_at

__all__ = ["frame", "language"]


def _asked(request: HttpRequest) -> Loaded:
    try:
        return chosen(request)
    except Http404:
        return library().first


@cache
def _is_built(name: str) -> bool:
    return finders.find(name) is not None


def _more() -> tuple[Entry, ...]:
    """Add to the menu what only some sites have."""
    return (Entry("scenarios", _("Scenarios"), "scenarios/"),) if shelf() else ()


def frame(request: HttpRequest) -> dict[str, object]:
    """Give what the frame of a page shows; a context processor."""
    if section_at(request).key != "explorer":
        return {}
    lang = language()
    loaded = _asked(request)
    years = loaded.record.get("years")
    asked = request.GET.get("release")
    stated = years if isinstance(years, Mapping) else {}
    return {
        "mixed_years": len(set(stated.values())) > 1,
        "seal": str(loaded.record.get("seal", ""))[:12],
        "release": loaded,
        "release_title": loaded.title(lang),
        "releases": list(library().by_name),
        "release_query": f"?release={loaded.name}" if asked else "",
        "release_name": loaded.name if asked else "",
        "years": stated,
        "modified": written_on(loaded),
        "code_version": loaded.record.get("code_version", ""),
        "more_entries": _more(),
        "has_map": _is_built("explorer/explorer.js"),
        "has_map_style": _is_built("explorer/explorer.css"),
    }
