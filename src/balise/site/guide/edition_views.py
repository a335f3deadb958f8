"""Editions as the public reads them: their list, each with its books, and what changed since."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from balise.site.guide.edition_changes import Difference, changes_since, field_name
from balise.site.guide.edition_making import address, book_file
from balise.site.guide.edition_pages import citation
from balise.site.guide.edition_pdf import BookError
from balise.site.guide.models import Edition

__all__ = ["book", "changes", "edition", "editions"]

_FRESH = "public, max-age=60"
_FOREVER = "public, max-age=31536000, immutable"


def _approved(number: int) -> Edition:
    found = Edition.objects.filter(number=number, state="approved").first()
    if found is None:
        raise Http404
    return found


def _rendered(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, context)
    response.headers["Cache-Control"] = _FRESH
    return response


@require_safe
def editions(request: HttpRequest, lang: str) -> HttpResponse:  # noqa: ARG001
    """List the editions, the latest first."""
    approved = Edition.objects.filter(state="approved").prefetch_related("files")
    return _rendered(request, "guide/editions.html", {"editions": approved})


@require_safe
def edition(request: HttpRequest, lang: str, number: int) -> HttpResponse:
    """Show an edition: its books, how to cite it, what it holds."""
    found = _approved(number)
    about = {"number": number, "dated": found.dated.isoformat()}
    base = address() or request.build_absolute_uri("/").rstrip("/")
    records = found.records.select_related("record")
    title = f"title_{lang}"
    held = sorted(records, key=lambda each: str(each.content.get(title, "")).casefold())
    context = {
        "edition": found,
        "files": sorted(found.files.all(), key=lambda each: each.language != lang),
        "citation": citation(about | {"address": base}, lang),
        "held": [(each.content.get(title, ""), each.record) for each in held],
        "plays": [each.get(title, "") for each in found.texts.get("plays", ())],
        "resources": len(found.texts.get("resources", ())),
    }
    return _rendered(request, "guide/edition.html", context)


@require_safe
def changes(request: HttpRequest, lang: str, number: int) -> HttpResponse:  # noqa: ARG001
    """Show how the site of today differs from an edition."""
    found = _approved(number)
    differences = changes_since(found)
    kinds = {"records": _("Projects"), "plays": _("Plays"), "resources": _("Resources")}
    ways = {
        "added": _("Added since"),
        "changed": _("Changed since"),
        "left": _("No longer part of it"),
    }
    parts = [
        {"key": f"{kind}-{way}", "kind": name, "way": said, "rows": rows}
        for kind, name in kinds.items()
        for way, said in ways.items()
        if (rows := [_row(each) for each in differences if (each.kind, each.way) == (kind, way)])
    ]
    return _rendered(request, "guide/edition_changes.html", {"edition": found, "parts": parts})


def _row(difference: Difference) -> dict[str, Any]:
    reasons = {
        "past_review": _("past the date of its review"),
        "retired": _("retired"),
        "listed": _("not verified any more"),
    }
    names = dict.fromkeys(field_name(difference.kind, each) for each in difference.fields)
    return {
        "text": difference,
        "fields": tuple(names),
        "why": reasons.get(difference.why, ""),
    }


@require_safe
def book(request: HttpRequest, lang: str, number: int, language: str) -> HttpResponse:  # noqa: ARG001
    """Answer with the book of an edition in a language."""
    return answered(request, _approved(number), language, _FOREVER)


def answered(request: HttpRequest, found: Edition, language: str, fresh: str) -> HttpResponse:
    """Answer with a book, once it is seen to be the one that was made."""
    try:
        row, content = book_file(found, language)
    except BookError:
        reason = _("The file of this book is damaged or gone. The secretariat can restore it.")
        return render(request, "guide/not_found.html", {"reason": reason}, status=503)
    name = row.path.rsplit("/", 1)[-1]
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Content-Language"] = language
    response.headers["ETag"] = f'"{row.sha256}"'
    response.headers["Cache-Control"] = fresh
    return response
