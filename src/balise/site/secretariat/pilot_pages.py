"""Public pages of pilots: the pipeline by stage, and each pilot that is released."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from balise.site.guide.told import label_of, untranslated
from balise.site.secretariat.governance_pages import public_page
from balise.site.secretariat.governance_terms import PILOT_STATES
from balise.site.secretariat.governance_told import amounts_of, register_entry, subject_of
from balise.site.secretariat.models import Decision, PilotProposal

__all__ = ["described", "pilot", "pilots"]

# The way a pilot goes when nothing stops it.
WAY = ("idea", "proposed", "approved", "running", "ended")


@public_page
def pilots(request: HttpRequest, lang: str) -> HttpResponse:
    """Show the pilots that are released, stage by stage."""
    released = PilotProposal.objects.filter(is_released=True).order_by(f"title_{lang}", "pk")
    by_state: dict[str, list[PilotProposal]] = {}
    for each in released:
        by_state.setdefault(each.state, []).append(each)
    stages = [
        (each.code, label_of(PILOT_STATES, each.code), by_state.get(each.code, []))
        for each in PILOT_STATES
        if each.code in WAY or each.code in by_state
    ]
    context = {"stages": stages, "count": sum(len(each) for each in by_state.values())}
    return render(request, "secretariat/governance/pilots.html", context)


@public_page
def pilot(request: HttpRequest, lang: str, identifier: str) -> HttpResponse:  # noqa: ARG001
    """Show one pilot."""
    found = get_object_or_404(PilotProposal, identifier=identifier, is_released=True)
    return render(
        request, "secretariat/governance/pilot.html", {"object": found} | described(found)
    )


def described(pilot: PilotProposal) -> dict[str, Any]:
    """Give what the page of a pilot shows beside its text."""
    decided = Decision.objects.filter(pilot=pilot, is_released=True).exclude(outcome="")
    ordered = decided.select_related("table").order_by("table__position", "decided_on", "number")
    way = WAY if pilot.state in WAY else (*WAY[: _reached(pilot)], pilot.state)
    return {
        "amounts": amounts_of(pilot),
        "untranslated": untranslated(pilot),
        "way": [(each, label_of(PILOT_STATES, each)) for each in way],
        "entries": [register_entry(each) for each in ordered],
        "milestones": list(pilot.milestones.all()) if pilot.pk else [],
        "result": subject_of(pilot.result),
    }


def _reached(pilot: PilotProposal) -> int:
    """Tell how far a pilot came that was refused or stopped: an idea, or a proposal."""
    if pilot.live:
        return WAY.index("approved") + 1
    return WAY.index("proposed") + 1
