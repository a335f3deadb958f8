"""The public history of a project: when it changed, what, why, and which editions hold it."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from balise.site.guide.freshness import kept_for_a_while
from balise.site.guide.models import CHANGES, Record
from balise.site.guide.record_page import absent, find_record
from balise.site.guide.told import label_of, told

__all__ = ["history"]

_MOST = 500


@kept_for_a_while
def history(request: HttpRequest, lang: str, identifier: str) -> HttpResponse:  # noqa: ARG001
    """Show how a project changed, the last change first."""
    found = find_record(identifier)
    if found is None:
        return absent(request, identifier)
    editions = found.editions.filter(edition__public_since__isnull=False)
    context = {
        "object": found,
        "changes": [_told(each) for each in found.changes.all()[:_MOST]],
        "editions": [each.edition for each in editions.select_related("edition")],
    }
    return render(request, "guide/history.html", context)


def _told(change: Any) -> dict[str, Any]:
    return {
        "day": change.at.date(),
        "kind": label_of(CHANGES, change.kind),
        "fields": [_name_of(str(each)) for each in change.fields],
        "why": told(change, "why"),
    }


def _name_of(field: str) -> str:
    try:
        found = Record._meta.get_field(field)
    except FieldDoesNotExist:
        return field
    return str(getattr(found, "verbose_name", "") or field)
