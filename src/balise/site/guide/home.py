"""The page that opens the Guide: search, ways in, what is new."""

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from balise.site.guide.facets import FACETS, counted
from balise.site.guide.freshness import kept_for_a_while
from balise.site.guide.listing import shown
from balise.site.guide.models import Collection, Play, Record

__all__ = ["home"]

_LATEST, _COLLECTIONS, _PLAYS = 6, 6, 5
_WAYS_IN = ("theme", "order")


@kept_for_a_while
def home(request: HttpRequest, lang: str) -> HttpResponse:  # noqa: ARG001
    """Show what the Guide is, the ways into it, and the projects changed last."""
    current = Record.objects.current()
    latest = current.order_by("-changed_at", "identifier").values_list("pk", flat=True)
    counts = counted(current, {})
    context = {
        "latest": shown(list(latest[:_LATEST])),
        "count": current.count(),
        "unverified": current.filter(verification="unverified_seed").count(),
        "changed": current.aggregate(at=Max("changed_at"))["at"],
        "ways": [
            {
                "key": each.key,
                "name": each.name,
                "codes": [(code, each.label(code), many) for code, many in counts[each.key]],
            }
            for each in FACETS
            if each.key in _WAYS_IN
        ],
        "collections": Collection.objects.filter(live=True)[:_COLLECTIONS],
        "plays": Play.objects.filter(live=True)[:_PLAYS],
    }
    return render(request, "guide/home.html", context)
