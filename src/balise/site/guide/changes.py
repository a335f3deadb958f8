"""What changed lately in the Guide: the public history of all projects, and texts published."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from balise.site.guide.freshness import kept_for_a_while
from balise.site.guide.models import CHANGES, Change, Collection, Expert, Play, Record, Resource
from balise.site.guide.told import label_of

__all__ = ["changes", "fields_named", "public_changes"]

PER_PAGE = 50
_TEXTS = 10


def public_changes() -> QuerySet:
    """Give the changes of projects that anybody may read, the last ones first."""
    return Change.objects.filter(record__in=Record.objects.public()).select_related("record")


def fields_named(names: Iterable[str]) -> tuple[str, ...]:
    """Name fields of a project in the language spoken."""
    return tuple(dict.fromkeys(_named(each) for each in names))


def _named(name: str) -> str:
    try:
        field = Record._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    related = getattr(field, "related_model", None) if field.one_to_many else None
    return str(related._meta.verbose_name_plural if related else field.verbose_name)


@kept_for_a_while
def changes(request: HttpRequest, lang: str) -> HttpResponse:  # noqa: ARG001
    """Show what changed, by day."""
    kind = request.GET.get("kind", "")
    kinds = {each.code for each in CHANGES}
    found = public_changes()
    if kind in kinds:
        found = found.filter(kind=kind)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    for each in page:
        each.named = fields_named(each.fields)
    context = {
        "page": page,
        "kind": kind if kind in kinds else "",
        "kinds": [(each.code, label_of(CHANGES, each.code)) for each in CHANGES],
        "texts": _texts_published(),
    }
    return render(request, "guide/changes.html", context)


def _texts_published() -> list[Any]:
    """Give the texts besides projects that were published last."""
    found = [
        text
        for kind in (Play, Resource, Collection, Expert)
        for text in kind.objects.filter(live=True, last_published_at__isnull=False).order_by(
            "-last_published_at", "identifier"
        )[:_TEXTS]
    ]
    return sorted(found, key=lambda each: each.last_published_at, reverse=True)[:_TEXTS]
