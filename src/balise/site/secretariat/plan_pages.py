"""The work plan: streams by phases, as a timeline and as a table."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from balise.site.guide.terms import codes
from balise.site.guide.told import label_of
from balise.site.secretariat.governance_pages import public_page
from balise.site.secretariat.governance_terms import STEP_STATES
from balise.site.secretariat.models import Phase, PlanStep, Stream

__all__ = ["plan"]


@public_page
def plan(request: HttpRequest, lang: str) -> HttpResponse:  # noqa: ARG001
    """Show what each stream does in each phase, and how far it is."""
    phases, streams = list(Phase.objects.all()), list(Stream.objects.all())
    steps: dict[tuple[int, int], list[PlanStep]] = {}
    ordered = PlanStep.objects.select_related("stream", "phase").order_by(
        "stream__position", "stream_id", "phase__position", "phase_id", "position", "pk"
    )
    for each in ordered:
        steps.setdefault((each.stream_id, each.phase_id), []).append(each)
    context = {
        "phases": phases,
        "lanes": [
            (stream, [(phase, steps.get((stream.pk, phase.pk), [])) for phase in phases])
            for stream in streams
        ],
        "steps": list(ordered),
        "legend": [(each, label_of(STEP_STATES, each)) for each in (*codes(STEP_STATES), "")],
        "sources": {(each.source_en, each.source_fr): each for each in streams}.values(),
    }
    return render(request, "secretariat/governance/plan.html", context)
