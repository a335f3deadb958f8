"""Places of the release shown first, for pages that know only their identifiers."""

from collections.abc import Sequence

from django.conf import settings

from balise.reports import name_of, term
from balise.site.explorer.releases import library
from balise.site.links import Place

__all__ = ["places_shown"]


def places_shown(dguids: Sequence[str], lang: str) -> dict[str, Place]:
    """Give the places that have a page, by identifier."""
    if not settings.BALISE_RELEASES:
        return {}
    areas = library().first.areas
    found = {}
    for dguid in dguids:
        if (row := areas.get(dguid)) is not None:
            kind = term(str(row["level"]), lang)
            found[dguid] = Place(dguid, name_of(row, lang), kind, f"/{lang}/areas/{dguid}/")
    return found
