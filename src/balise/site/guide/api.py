"""The JSON interface of the Guide: search projects, read one of them."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from hashlib import sha256
from math import ceil
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from balise.site.guide.listing import LONGEST_QUERY
from balise.site.guide.open_data import answer, written
from balise.site.guide.public_data import permalink, public_records, public_tree
from balise.site.guide.search import find
from balise.site.guide.terms import (
    ANALYSES,
    CLIENT_GROUPS,
    EVIDENCE_METHODS,
    JURISDICTIONS,
    ORDERS,
    PROJECT_STATES,
    THEMES,
    VERIFICATIONS,
    codes,
)

__all__ = ["FACETS", "PAGE_SIZE", "nowhere", "project", "projects"]

PAGE_SIZE = 50

_JSON = "application/json; charset=utf-8"
# Name in an address, codes it may have.
FACETS: Mapping[str, tuple[str, ...]] = {
    "order": codes(ORDERS),
    "jurisdiction": codes(JURISDICTIONS),
    "theme": codes(THEMES),
    "analysis": codes(ANALYSES),
    "state": codes(PROJECT_STATES),
    "client": codes(CLIENT_GROUPS),
    "evidence": codes(EVIDENCE_METHODS),
    "verification": codes(VERIFICATIONS),
    "language": ("en", "fr"),
}


def _problem(status: int, title: str, detail: str) -> HttpResponse:
    """Answer with problem details, as RFC 9457 lays them out."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    response = HttpResponse(written(body), status=status, content_type="application/problem+json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "no-store"
    return response


def _refused(detail: str) -> HttpResponse:
    return _problem(400, _("The question cannot be answered"), detail)


@require_safe
def projects(request: HttpRequest, lang: str) -> HttpResponse:
    """Answer with the projects that a question finds, one result each, the best first."""
    filters = {name: request.GET.getlist(name) for name in FACETS if request.GET.get(name)}
    if wrong := _unknown(filters):
        return _refused(wrong)
    query = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:LONGEST_QUERY]
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0
    start = max(0, number - 1) * PAGE_SIZE
    found = find(query, lang, ("record",), filters, limit=PAGE_SIZE, offset=start)
    last = max(1, ceil(found.total / PAGE_SIZE))
    if not 1 <= number <= last:
        return _refused(_("There is no such page; the last one is %(last)s.") % {"last": last})
    listed = [each.identifier for each in found.hits]
    by_name = {each.identifier: each for each in public_records().filter(identifier__in=listed)}
    content = {
        "version": "v1",
        "query": query,
        "corrected": found.corrected,
        "count": found.total,
        "page": number,
        "pages": last,
        "facets": found.facets,
        "results": [_result(by_name[each], lang) for each in listed if each in by_name],
    }
    body = written(content)
    # What is told depends on the day and on other texts too: its bytes name it.
    return answer(request, _JSON, lambda: body, "projects", sha256(body).hexdigest())


def _unknown(filters: Mapping[str, Sequence[str]]) -> str:
    """Say which value of a filter is not known, and offer the nearest."""
    words = _("%(facet)s has no value “%(code)s”. Known: %(known)s.")
    for name, asked in filters.items():
        known = FACETS[name]
        for code in (each[:80] for each in asked if each not in known):
            near = get_close_matches(code, known, n=3) or known
            return words % {"facet": name, "code": code, "known": ", ".join(near)}
    return ""


def _result(record: Any, lang: str) -> dict[str, Any]:
    tree = public_tree(record)
    other = "fr" if lang == "en" else "en"
    kept = (
        *("order_of_government", "jurisdiction", "municipality", "analysis", "project_state"),
        *("start", "end", "themes", "client_groups", "status", "verification", "changed_at"),
    )
    shown: dict[str, Any] = {"id": record.identifier}
    for name, key in (("title", "title"), ("summary", "summary"), ("lead_name", "lead")):
        written_in = next((each for each in (lang, other) if tree.get(f"{name}_{each}")), lang)
        shown[key] = tree.get(f"{name}_{written_in}", "")
        shown[f"{key}_language"] = written_in
    shown["title_is_working"] = lang == "fr" and record.title_fr_is_working
    shown |= {name: tree[name] for name in kept if name in tree}
    return shown | {"link": permalink(record.identifier, lang)}


@require_safe
def project(request: HttpRequest, lang: str, identifier: str) -> HttpResponse:
    """Answer with all that is public of a project."""
    record = public_records().filter(identifier=identifier).first()
    if record is None:
        words = _("There is no public project “%(name)s”.") % {"name": identifier[:80]}
        return _problem(404, _("Not found"), words)
    content = {"version": "v1", "link": permalink(identifier, lang), **public_tree(record)}
    return answer(request, _JSON, lambda: written(content), "project", lang, identifier)


@require_safe
def nowhere(request: HttpRequest, lang: str, rest: str) -> HttpResponse:  # noqa: ARG001
    """Answer that the interface has no such address."""
    words = _("The interface has no address “%(name)s”. It has projects and projects/IDENTIFIER.")
    return _problem(404, _("Not found"), words % {"name": rest[:80]})
