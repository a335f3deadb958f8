"""Calls in public: which are open, coming and past, and how far their projects are."""

from collections import Counter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from balise.site.guide.models import Record
from balise.site.guide.terms import JURISDICTIONS
from balise.site.guide.told import alphabetical, label_of
from balise.site.secretariat.models import STEPS, Call
from balise.site.secretariat.submission_standing import standing_of

__all__ = ["call", "calls", "progress_of"]

_RECORD_STEPS = STEPS[:5]


@require_safe
def calls(request: HttpRequest, lang: str) -> HttpResponse:  # noqa: ARG001
    """List the calls: those that are open first."""
    now = timezone.now()
    found: dict[str, list[Call]] = {"open": [], "coming": [], "closed": []}
    for each in Call.objects.public():
        found[each.state_at(now)].append(each)
    found["coming"].reverse()
    return render(request, "secretariat/calls.html", found)


@require_safe
def call(request: HttpRequest, lang: str, slug: str) -> HttpResponse:  # noqa: ARG001
    """Show a call, and how far the projects submitted to it are: numbers alone."""
    found = Call.objects.public().filter(slug=slug).first()
    if found is None:
        raise Http404
    context = {"call": found, "progress": progress_of(found)}
    return render(request, "secretariat/call.html", context)


def progress_of(call: Call) -> dict[str, Any]:
    """Count the projects of a call: received, at each step, published, by jurisdiction.

    Drafts are not counted: nobody but who writes one knows of it.
    """
    held = call.submissions.filter(state="submitted").select_related("record")
    states: Counter[str] = Counter()
    steps: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for each in held:
        standing = standing_of(each)
        states[standing.code] += 1
        if each.record is not None:
            places[each.record.jurisdiction] += 1
            if standing.code in {"under_way", "returned"}:
                steps[_step(each.record)] += 1
    named = [(label_of(JURISDICTIONS, code), many) for code, many in places.items()]
    return {
        "received": sum(states.values()),
        "published": states["published"],
        "ended": states["ended"],
        "steps": [(label_of(STEPS, each.code), steps[each.code]) for each in _RECORD_STEPS],
        "places": sorted(named, key=lambda each: alphabetical(each[0])),
    }


def _step(record: Record) -> str:
    state = record.current_workflow_state
    task = state.current_task_state.task.specific if state and state.current_task_state else None
    return getattr(task, "code", "")
