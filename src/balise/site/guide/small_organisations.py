"""What would it take here: projects by what a small organisation has to know of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balise.site.guide.freshness import kept_for_a_while
from balise.site.guide.models import Asset, Play, Record
from balise.site.guide.record_page import coded
from balise.site.guide.search_state import current_index
from balise.site.guide.terms import BUDGET_BANDS
from balise.site.guide.told import number_told, told

__all__ = ["CONDITIONS", "PAGE_SIZE", "here"]

PAGE_SIZE = 20
_PLAYS = 12


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that makes a project easier to take up in a small organisation."""

    key: str
    name: str | Promise
    asks: Q


CONDITIONS: tuple[Condition, ...] = (
    Condition(
        "local",
        _("led by a municipal, regional or Indigenous government"),
        Q(order_of_government__in=("municipal", "regional", "indigenous")),
    ),
    Condition("small", _("led by a small organisation"), Q(lead__size="small")),
    Condition(
        "needs",
        _("says what a small organisation needs"),
        ~Q(small_needs_en="") | ~Q(small_needs_fr=""),
    ),
    Condition(
        "budget",
        _("budget under $100,000"),
        Q(budget_band__in=("under_10k", "10k_100k")) | Q(cost_cad__lt=100_000),
    ),
    Condition(
        "assets",
        _("has code, templates or other assets to take"),
        Exists(Asset.objects.filter(record=OuterRef("pk"))) | ~Q(code_link=""),
    ),
)
_FIRST = ("local",)
"""What is asked for before a reader chooses."""


@kept_for_a_while
def here(request: HttpRequest, lang: str) -> HttpResponse:
    """Show the projects that a small organisation may start from, and how to start."""
    asked = request.GET.getlist("has")[:20]
    chosen = [each.key for each in CONDITIONS if each.key in asked]
    is_first = "has" not in request.GET and "page" not in request.GET
    chosen = list(_FIRST) if is_first else chosen
    current = Record.objects.current()
    found = _having(current, chosen).annotate(stated=_stated())
    keys = _ordered(found, lang)
    count = len(keys)
    pages = max(1, -(-count // PAGE_SIZE))
    page = _page(request.GET.get("page", ""), pages)
    first = (page - 1) * PAGE_SIZE
    rows = current.select_related("lead").prefetch_related("assets")
    by_key = rows.in_bulk(keys[first : first + PAGE_SIZE])
    context = {
        "conditions": [
            (each.key, each.name, each.key in chosen, _having(current, [each.key]).count())
            for each in CONDITIONS
        ],
        "count": count,
        "all": current.count(),
        "hits": [_told(by_key[each]) for each in keys[first : first + PAGE_SIZE] if each in by_key],
        "page": page,
        "pages": pages,
        "previous": _address(chosen, page - 1) if page > 1 else "",
        "next": _address(chosen, page + 1) if page < pages else "",
        "plays": Play.objects.filter(live=True)[:_PLAYS],
    }
    return render(request, "guide/here.html", context)


def _ordered(records: Any, lang: str) -> list[int]:
    """Give the keys of projects: who states more comes first, then by title."""
    ranks = current_index().record_ranks(lang)
    rows = records.order_by().values_list("pk", "stated")
    return [
        key
        for key, _ in sorted(rows, key=lambda row: (-row[1], ranks.get(row[0], len(ranks)), row[0]))
    ]


def _having(records: Any, chosen: Sequence[str]) -> Any:
    asks = [each.asks for each in CONDITIONS if each.key in chosen]
    return records.filter(reduce(and_, asks, Q()))


def _stated() -> Any:
    """Count what a project states of what matters here: who tells more comes first."""
    told_of = [each.asks for each in CONDITIONS if each.key not in _FIRST]
    return sum((Case(When(each, then=1), default=0) for each in told_of), Value(0))


def _page(text: str, pages: int) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) < 7
    return min(max(1, int(text)), pages) if is_number else 1


def _address(chosen: Sequence[str], page: int) -> str:
    return f"?{urlencode([*(('has', each) for each in chosen), ('page', page)])}"


def _told(record: Any) -> dict[str, Any]:
    """Tell what a project says it takes, and name what it does not say."""
    cost = number_told(record.cost_cad)
    assets: list[tuple[Any, Any, str]] = [
        (_("To take"), told(each, "name"), each.link) for each in record.assets.all()
    ]
    if record.code_link and not assets:
        assets = [(_("To take"), gettext("code"), record.code_link)]
    facts = [
        (_("Needs"), told(record, "small_needs"), ""),
        (_("Budget"), coded(BUDGET_BANDS, record.budget_band) or (cost and f"{cost} $ CA"), ""),
        (_("Months of staff"), number_told(record.staff_months), ""),
        *(assets or [(_("To take"), "", "")]),
    ]
    return {
        "record": record,
        "facts": [each for each in facts if each[1]],
        "unstated": [str(name) for name, content, _link in facts if not content],
    }
