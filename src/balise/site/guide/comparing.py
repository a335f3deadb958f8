"""Up to four projects side by side: the same facts of each, in the same order."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from balise.site.guide.claims_told import claims_told, strongest_method
from balise.site.guide.freshness import kept_for_a_while
from balise.site.guide.listing import found_by, read_asked, shown
from balise.site.guide.models import Record
from balise.site.guide.record_page import coded
from balise.site.guide.related import related
from balise.site.guide.terms import (
    ANALYSES,
    BUDGET_BANDS,
    CLIENT_GROUPS,
    JURISDICTIONS,
    ORDERS,
    PROJECT_STATES,
    THEMES,
    VERIFICATIONS,
)
from balise.site.guide.told import Told, day_told, label_of, told
from balise.site.languages import language

__all__ = ["MOST", "compare"]

MOST = 4
_MATCHES = 8


@kept_for_a_while
def compare(request: HttpRequest, lang: str) -> HttpResponse:
    """Show projects beside one another, and let more be added."""
    asked = list(dict.fromkeys(each for each in request.GET.getlist("r") if each))
    found = _found(asked[: 10 * MOST])
    names = {each.identifier for each in found}
    kept = found[:MOST]
    search = replace(read_asked(request.GET), filters=(), sort="", page=1)
    context = {
        "things": kept,
        "rows": [(name, [_cell(each) for each in cells]) for name, cells in _rows(kept)],
        "columns": [
            {"record": each, "without": _address(kept, less=each, query=search.query)}
            for each in kept
        ],
        "unknown": [each[:80] for each in asked if each not in names][:MOST],
        "left_out": len(found) - len(kept),
        "is_full": len(kept) >= MOST,
        "most": MOST,
        "query": search.query,
        "matches": _matches(search, lang, kept) if search.query else [],
        "near": _near(kept) if kept and not search.query and len(kept) < MOST else [],
    }
    return render(request, "guide/compare.html", context)


def _found(asked: Sequence[str]) -> list[Record]:
    """Give the public projects of these names, in the order asked."""
    names = [each[:80] for each in asked if "\0" not in each]
    rows = Record.objects.public().select_related("lead")
    by_name = {each.identifier: each for each in rows.filter(identifier__in=names)}
    return [by_name[each] for each in names if each in by_name]


def _address(kept: Sequence[Record], *, more: Any = None, less: Any = None, query: str = "") -> str:
    left = [each for each in kept if each is not less] + ([more] if more else [])
    pairs = [("r", each.identifier) for each in left] + ([("q", query)] if query else [])
    return f"?{urlencode(pairs)}"


def _matches(search: Any, lang: str, kept: Sequence[Record]) -> list[dict[str, Any]]:
    names = {each.identifier for each in kept}
    keys = found_by(search, lang).keys[: _MATCHES + MOST]
    found = [each for each in shown(keys) if each.identifier not in names]
    return [{"record": each, "with": _address(kept, more=each)} for each in found[:_MATCHES]]


def _near(kept: Sequence[Record]) -> list[dict[str, Any]]:
    """Offer what has something in common with the first of them."""
    names = {each.identifier for each in kept}
    found = [each for each in related(kept[0]) if each.record.identifier not in names]
    return [
        {"record": each.record, "reasons": each.reasons, "with": _address(kept, more=each.record)}
        for each in found
    ]


Cell = tuple[str, Any]


def _rows(kept: Sequence[Record]) -> list[tuple[str, list[Any]]]:
    """Give the facts compared, each with a cell for every project."""
    claims = [claims_told(each) for each in kept]

    def of(get: Any) -> list[Any]:
        return [get(each) for each in kept]

    return [
        (_("Lead organisation"), of(lambda r: told(r.lead, "name") if r.lead else "")),
        (_("Order of government"), of(lambda r: coded(ORDERS, r.order_of_government))),
        (_("Jurisdiction"), of(lambda r: coded(JURISDICTIONS, r.jurisdiction))),
        (_("Verification"), of(lambda r: label_of(VERIFICATIONS, r.verification))),
        (_("State of the project"), of(lambda r: coded(PROJECT_STATES, r.project_state))),
        (_("Start"), of(lambda r: day_told(r.start))),
        (_("Themes"), of(lambda r: _names(THEMES, r.themes))),
        (_("For whom"), of(lambda r: _names(CLIENT_GROUPS, r.client_groups))),
        (_("In short"), of(lambda r: told(r, "summary"))),
        (_("Kind of analysis"), of(lambda r: coded(ANALYSES, r.analysis))),
        (_("Data used"), of(lambda r: [told(each, "name") for each in r.data_used.all()])),
        (_("Results"), [each["results"] for each in claims]),
        (_("How results are known"), of(strongest_method)),
        (_("Budget"), of(lambda r: coded(BUDGET_BANDS, r.budget_band))),
        (_("Known limits"), of(lambda r: told(r, "limits"))),
        (_("Lessons"), of(lambda r: told(r, "lessons"))),
        (_("What a small organisation needs"), of(lambda r: told(r, "small_needs"))),
    ]


def _names(terms: Any, parts: Any) -> list[Told]:
    return [Told(label_of(terms, each.code), language()) for each in parts.all()]


def _cell(content: Any) -> Cell:
    """Say how a cell is written: claims, a list of texts, a text in a language, or words."""
    if isinstance(content, list):
        is_claims = bool(content) and not isinstance(content[0], Told)
        return ("claims" if is_claims else "list", content)
    return ("text" if isinstance(content, Told) else "words", content)
