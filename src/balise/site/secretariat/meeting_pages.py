"""Public pages of meetings; an agenda is shown once it is released, notes never."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from balise.site.secretariat.governance_pages import public_page
from balise.site.secretariat.governance_told import register_entry, subject_of
from balise.site.secretariat.models import Meeting

__all__ = ["meeting", "meetings"]


@public_page
def meetings(request: HttpRequest, lang: str) -> HttpResponse:  # noqa: ARG001
    """Show the meetings to come, and those that were."""
    today = timezone.localdate()
    every = list(Meeting.objects.select_related("table"))
    to_come = [each for each in every if (each.ends_on or each.starts_on) >= today]
    context = {
        "to_come": to_come[::-1],
        "past": [each for each in every if each not in to_come],
    }
    return render(request, "secretariat/governance/meetings.html", context)


@public_page
def meeting(request: HttpRequest, lang: str, number: int) -> HttpResponse:  # noqa: ARG001
    """Show one meeting: its agenda, what it decided."""
    found = get_object_or_404(Meeting.objects.select_related("table"), pk=number)
    agenda = []
    if found.agenda_released:
        # Only what is shown leaves here: a private note is no part of it.
        agenda = [(each, subject_of(each.about)) for each in found.agenda.defer("note")]
    decided = found.decisions.filter(is_released=True).order_by("number")
    context = {
        "meeting": found,
        "agenda": agenda,
        "entries": [register_entry(each) for each in decided.select_related("table")],
    }
    return render(request, "secretariat/governance/meeting.html", context)
