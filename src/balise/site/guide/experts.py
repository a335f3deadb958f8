"""The directory of experts and networks: who knows what, and whether they confirmed it lately."""

from datetime import date
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balise.site.guide.freshness import kept_for_a_while
from balise.site.guide.models import Expert
from balise.site.guide.narrowing import SPOKEN, Facet, narrowed, spoken_codes
from balise.site.guide.publishing import a_year_after
from balise.site.guide.terms import JURISDICTIONS, THEMES
from balise.site.guide.told import by_title

__all__ = ["Confirmation", "confirmation", "experts", "page"]

FACETS = (
    Facet("field", _("field"), THEMES, lambda each: [field.code for field in each.fields.all()]),
    Facet("language", _("language"), SPOKEN, lambda each: spoken_codes(each.languages)),
    Facet("region", _("region"), JURISDICTIONS, lambda each: [each.region]),
)


class Confirmation(NamedTuple):
    """When something was confirmed, when it is due again, and whether that day is past."""

    on: date | None
    due: date | None
    is_past_due: bool


def confirmation(expert: Expert, today: date | None = None) -> Confirmation:
    """Tell when an expert confirmed to be one, and whether a year has gone by since.

    Parameters
    ----------
    expert : Expert
        Published or not.
    today : date, optional
        The day it is.
    """
    day = today or timezone.localdate()
    due = expert.review_due or (expert.confirmed_on and a_year_after(expert.confirmed_on))
    return Confirmation(expert.confirmed_on, due, bool(due and due < day))


@kept_for_a_while
def experts(request: HttpRequest, lang: str) -> HttpResponse:  # noqa: ARG001
    """Show the directory; those past due come last, and apart."""
    listed = Expert.objects.filter(live=True).select_related("organisation")
    kept, choices = narrowed(by_title(listed.prefetch_related("fields")), FACETS, request.GET)
    current = [each for each in kept if not confirmation(each).is_past_due]
    past = [each for each in kept if confirmation(each).is_past_due]
    context = {"current": current, "past": past, "choices": choices, "count": len(kept)}
    return render(request, "guide/experts.html", context)


@kept_for_a_while
def page(request: HttpRequest, lang: str, identifier: str) -> HttpResponse:  # noqa: ARG001
    """Show one expert or network."""
    expert = get_object_or_404(Expert, identifier=identifier, live=True)
    return render(request, "guide/expert.html", {"object": expert})
