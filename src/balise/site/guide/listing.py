"""The list of projects: searched, narrowed, ordered, page by page, one line each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from balise.site.guide.facets import FACETS, Facet, Filters, narrowed
from balise.site.guide.freshness import kept_for_a_while
from balise.site.guide.models import Expert, Play, Record, Resource
from balise.site.guide.search import find
from balise.site.guide.search_state import current_index

__all__ = ["LONGEST_QUERY", "PAGE_SIZE", "SORTS", "Asked", "found_by", "read_asked", "records"]

PAGE_SIZE = 20
LONGEST_QUERY = 200
"""Characters of a query that are read; the rest says nothing more."""
_MOST_CODES = 40
SORTS = {
    "best": _("best match"),
    "trust": _("confirmed first"),
    "changed": _("changed last"),
    "title": _("title"),
    "start": _("started last"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks of the list; what made no sense is told apart."""

    query: str = ""
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sort: str = ""
    page: int = 1
    is_cut: bool = False
    unknown: tuple[str, ...] = ()

    @property
    def order(self) -> str:
        """The order shown: the best match of a query, else the most trusted first."""
        usual = "best" if self.query else "trust"
        return self.sort if self.sort in SORTS and (self.query or self.sort != "best") else usual

    def codes(self, key: str) -> tuple[str, ...]:
        """Give what a facet is narrowed to."""
        return dict(self.filters).get(key, ())

    def address(self, **changes: Any) -> str:
        """Give the address of this list, from ``?`` on, changed as asked."""
        asked = replace(self, **changes)
        pairs: list[tuple[str, Any]] = [("q", asked.query)] if asked.query else []
        pairs += [(key, code) for key, chosen in asked.filters for code in chosen]
        pairs += [("sort", asked.sort)] if asked.sort else []
        pairs += [("page", asked.page)] if asked.page > 1 else []
        return f"?{urlencode(pairs)}"

    def without(self, key: str, code: str) -> str:
        """Give the address of this list less one code."""
        left = [
            (each, tuple(c for c in cs if (each, c) != (key, code))) for each, cs in self.filters
        ]
        return self.address(filters=tuple(left), page=1)


def read_asked(parameters: QueryDict) -> Asked:
    """Read what a reader asks for; nothing in an address makes this fail."""
    whole = " ".join(parameters.get("q", "").replace("\0", " ").split())
    filters, unknown = [], []
    for facet in FACETS:
        asked = tuple(dict.fromkeys(filter(None, parameters.getlist(facet.key)[:_MOST_CODES])))
        unknown += [each[:60] for each in asked if each not in facet.known]
        if chosen := tuple(each for each in asked if each in facet.known):
            filters.append((facet.key, chosen))
    sort = parameters.get("sort", "")
    return Asked(
        query=whole[:LONGEST_QUERY],
        filters=tuple(filters),
        sort=sort if sort in SORTS else "",
        page=_page(parameters.get("page", "")),
        is_cut=len(whole) > LONGEST_QUERY,
        unknown=tuple(unknown[:5]),
    )


def _page(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) < 7
    return max(1, int(text)) if is_number else 1


@dataclass(frozen=True, slots=True)
class Found:
    """Primary keys of the projects found, in order, how many of each code, what else there is."""

    keys: Sequence[int]
    facets: dict[str, list[tuple[str, int]]]
    others: Sequence[Any] = ()
    corrected: str = ""


def found_by(asked: Asked, lang: str) -> Found:
    """Find what a reader asks for.

    Parameters
    ----------
    asked : Asked
        Words, facets, order.
    lang : str
        The language of the words.
    """
    filters: Filters = dict(asked.filters)
    if asked.query:
        return _by_search(asked, lang, filters)
    chosen = _ordered(narrowed(Record.objects.current(), filters), asked.order, lang)
    # Counts come from the index: nine questions to the database take half a second.
    told = find("", lang, kinds=("record",), filters=filters, limit=0)
    return Found(chosen, _counts(told.facets))


def _counts(facets: Mapping[str, Mapping[str, int]]) -> dict[str, list[tuple[str, int]]]:
    return {each.key: [*facets.get(each.key, {}).items()] for each in FACETS}


def _by_search(asked: Asked, lang: str, filters: Filters) -> Found:
    told = find(asked.query, lang, kinds=("record",), filters=filters)
    names = [each.identifier for each in told.hits]
    pairs = dict(Record.objects.current().values_list("identifier", "pk"))
    keys = [pairs[each] for each in names if each in pairs]
    if asked.order != "best":
        kept = set(keys)
        keys = [
            each for each in _ordered(Record.objects.current(), asked.order, lang) if each in kept
        ]
    return Found(keys, _counts(told.facets), told.beside, told.corrected)


def _ordered(records: Any, order: str, lang: str) -> list[int]:
    """Put projects in order; those past their review come last unless another is asked for.

    Titles come in the order of the alphabet, which databases know each in their own way.
    """
    ranks = current_index().record_ranks(lang)
    fields = ("pk", "start", "changed_at", "review_due", "live")
    rows = sorted(
        records.order_by().values_list(*fields),
        key=lambda row: (ranks.get(row[0], len(ranks)), row[0]),
    )
    if order == "start":
        rows.sort(key=lambda row: str(row[1]), reverse=True)
    elif order != "title":
        rows.sort(key=lambda row: row[2].timestamp() if row[2] else 0, reverse=True)
    if order not in {"title", "start", "changed"}:
        day = today()
        rows.sort(key=lambda row: (row[3] is not None and row[3] < day, not row[4]))
    return [row[0] for row in rows]


def today() -> date:
    """Give the day by which texts are due for review."""
    return timezone.now().date()


@kept_for_a_while
def records(request: HttpRequest, lang: str) -> HttpResponse:
    """Show the projects that a reader asks for."""
    asked = read_asked(request.GET)
    found = found_by(asked, lang)
    pages = max(1, -(-len(found.keys) // PAGE_SIZE))
    asked = replace(asked, page=min(asked.page, pages))
    first = (asked.page - 1) * PAGE_SIZE
    context = {
        "asked": asked,
        "count": len(found.keys),
        "first": first + 1,
        "last": min(first + PAGE_SIZE, len(found.keys)),
        "hits": shown(found.keys[first : first + PAGE_SIZE]),
        "facets": [_facet(each, asked, found.facets.get(each.key, [])) for each in FACETS],
        "chosen": _chosen(asked),
        "sorts": [(key, name) for key, name in SORTS.items() if asked.query or key != "best"],
        "pages": pages,
        "previous": asked.address(page=asked.page - 1) if asked.page > 1 else "",
        "next": asked.address(page=asked.page + 1) if asked.page < pages else "",
        "others": _others(found.others),
        "corrected": found.corrected,
        "corrected_address": asked.address(query=found.corrected, page=1),
    }
    return render(request, "guide/records.html", context)


def shown(keys: Sequence[int]) -> list[Record]:
    """Give projects with what a line about each needs, in the order of the keys."""
    rows = Record.objects.public().select_related("lead").prefetch_related("themes")
    by_key = {each.pk: each for each in rows.filter(pk__in=list(keys))}
    return [by_key[each] for each in keys if each in by_key]


_KINDS: dict[str, tuple[Any, Any]] = {
    "play": (Play, _("play")),
    "resource": (Resource, _("resource")),
    "expert": (Expert, _("person to ask")),
}


def _others(hits: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Give the texts found beside projects, with the name of their kind."""
    found = []
    for each in hits:
        model, name = _KINDS[each.kind]
        item = model.objects.filter(identifier=each.identifier, live=True).first()
        found += [(item, name)] if item else []
    return found


def _facet(facet: Facet, asked: Asked, counts: Sequence[tuple[str, int]]) -> dict[str, Any]:
    """Lay out a facet: what was chosen stays on the page, even with no project left."""
    chosen = asked.codes(facet.key)
    numbers = dict(counts)
    listed = [each for each in facet.known if each in numbers or each in chosen]
    return {
        "key": facet.key,
        "name": facet.name,
        "is_open": bool(chosen),
        "codes": [
            (each, facet.label(each), numbers.get(each, 0), each in chosen) for each in listed
        ],
    }


def _chosen(asked: Asked) -> list[dict[str, Any]]:
    by_key = {each.key: each for each in FACETS}
    return [
        {
            "facet": by_key[key].name,
            "label": by_key[key].label(code),
            "without": asked.without(key, code),
        }
        for key, chosen in asked.filters
        for code in chosen
    ]
