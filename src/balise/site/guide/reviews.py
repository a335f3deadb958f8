"""The calendar of review dates: what has to be confirmed again, and when."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from balise.site.guide.experts import confirmation
from balise.site.guide.freshness import kept_for_a_while
from balise.site.guide.models import Expert, Record

__all__ = ["Review", "due_reviews", "reviews"]


@dataclass(frozen=True, slots=True)
class Review:
    """A project or an expert, the day it is due, and whether that day is past."""

    item: Any
    due: date
    is_past_due: bool

    @property
    def month(self) -> date:
        """The first day of its month."""
        return self.due.replace(day=1)


def due_reviews(today: date) -> list[Review]:
    """Give what has a review date, the earliest first."""
    records = Record.objects.current().filter(review_due__isnull=False)
    found = [Review(each, each.review_due, each.review_due < today) for each in records]
    for expert in Expert.objects.filter(live=True):
        told = confirmation(expert, today)
        if told.due:
            found.append(Review(expert, told.due, told.is_past_due))
    return sorted(found, key=lambda each: (each.due, each.item.identifier))


@kept_for_a_while
def reviews(request: HttpRequest, lang: str) -> HttpResponse:  # noqa: ARG001
    """Show the calendar: what is past due, then month by month."""
    found = due_reviews(timezone.localdate())
    undated = Record.objects.current().filter(review_due__isnull=True).count()
    context = {
        "past": [each for each in found if each.is_past_due],
        "coming": [each for each in found if not each.is_past_due],
        "undated": undated,
    }
    return render(request, "guide/reviews.html", context)
