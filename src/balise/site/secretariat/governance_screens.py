"""Screens of the governance: questions to a table with their answers, pilots, meeting packs."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from balise.site.guide.edition_pdf import BookError
from balise.site.secretariat.decisions import (
    DecisionError,
    answers_of,
    note_decision,
    tally,
    unmet,
)
from balise.site.secretariat.desk_menu import DeskEntry
from balise.site.secretariat.governance_access import EVERY, OWN, decisions_of
from balise.site.secretariat.governance_forms import (
    DecisionForm,
    MilestoneForms,
    PilotForm,
    version_of,
)
from balise.site.secretariat.governance_pack import pack_name, pack_pdf
from balise.site.secretariat.governance_told import counts_told, quorum_told, rule_told
from balise.site.secretariat.models import Decision, Meeting, PilotProposal
from balise.site.secretariat.plain_forms import SeeOther
from balise.site.secretariat.screens import screen

__all__ = ["MENU", "answers", "decisions", "meetings", "pack", "pilot", "pilots"]

PILOTS, MEETINGS = "secretariat.change_pilotproposal", "secretariat.change_meeting"
MENU = (
    DeskEntry("desk_decisions", gettext_lazy("Decisions"), (EVERY, OWN)),
    DeskEntry("desk_pilots", gettext_lazy("Pilots"), (PILOTS,)),
    DeskEntry("desk_meetings", gettext_lazy("Meeting packs"), (MEETINGS,)),
)


@require_safe
@screen(EVERY, OWN)
def decisions(request: HttpRequest) -> HttpResponse:
    """List the questions of the tables that an account records for; open ones first."""
    found = decisions_of(request.user).order_by("-number")
    context = {
        "waiting": found.filter(outcome=""),
        "decided": found.exclude(outcome=""),
        "may_add": request.user.has_perm("secretariat.add_decision"),
    }
    return render(request, "secretariat/governance/desk_decisions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@screen(EVERY, OWN)
def answers(request: HttpRequest, number: int) -> HttpResponse:
    """Show a question with five choices for each member; note them with the outcome."""
    with transaction.atomic():
        locked = decisions_of(request.user).select_for_update(of=("self",))
        found = get_object_or_404(locked, pk=number)
        given = answers_of(found)
        version = _version(found, given)
        if request.method != "POST":
            return _shown(request, found, DecisionForm(instance=found, members=given), version)
        form = DecisionForm(request.POST, instance=found, members=given)
        if not form.is_valid():
            return _shown(request, found, form, version, status=400)
        if request.POST.get("version") != version:
            return _shown(request, found, form, version, is_meanwhile=True, status=409)
        said = {name: form.cleaned_data[name] for name in DecisionForm.Meta.fields}
        try:
            note_decision(found, form.answers, **said)
        except DecisionError as error:
            found.refresh_from_db()
            for sentence in error.sentences:
                form.add_error("outcome", sentence)
            return _shown(request, found, form, version, status=400)
    messages.success(request, _("The answers and the outcome are noted."))
    return SeeOther(request.path)


def _version(decision: Decision, given: Any) -> str:
    fields = [getattr(decision, name) for name in DecisionForm.Meta.fields]
    # A member who is noted as not having answered is as good as one who is not noted.
    return version_of(fields, sorted((member.pk, answer) for member, answer in given))


def _shown(
    request: HttpRequest,
    decision: Decision,
    form: DecisionForm,
    version: str,
    *,
    is_meanwhile: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "decision": decision,
        "form": form,
        "version": version,
        "is_meanwhile": is_meanwhile,
        "counts": counts_told(tally(decision)),
        "quorum": quorum_told(decision.table),
        "rule": rule_told(decision.table),
        "lacks": unmet(decision),
    }
    return render(request, "secretariat/governance/desk_answers.html", context, status=status)


@require_safe
@screen(PILOTS)
def pilots(request: HttpRequest) -> HttpResponse:
    """List every pilot, released or not."""
    context = {"pilots": PilotProposal.objects.order_by("state", "identifier")}
    return render(request, "secretariat/governance/desk_pilots.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@screen(PILOTS)
def pilot(request: HttpRequest, number: int) -> HttpResponse:
    """Show where a pilot stands; note its stage, milestones, result, and what is public."""
    with transaction.atomic():
        found = get_object_or_404(PilotProposal.objects.select_for_update(), pk=number)
        version = _pilot_version(found)
        if request.method != "POST":
            forms = PilotForm(instance=found), MilestoneForms(instance=found)
            return _pilot_shown(request, found, forms, version)
        form = PilotForm(request.POST, instance=found)
        steps = MilestoneForms(request.POST, instance=found)
        is_whole = all([form.is_valid(), steps.is_valid()])
        is_meanwhile = request.POST.get("version") != version
        if not is_whole or is_meanwhile:
            fresh = PilotProposal.objects.get(pk=number)
            status = 409 if is_whole else 400
            return _pilot_shown(request, fresh, (form, steps), version, status=status)
        form.save()
        steps.save()
        if found.is_released and not found.live and request.POST.get("show_last"):
            found.get_latest_revision_as_object().save()
    messages.success(request, _("It is noted."))
    return SeeOther(request.path)


def _pilot_version(pilot: PilotProposal) -> str:
    fields = [getattr(pilot, name) for name in PilotForm.Meta.fields if name != "result"]
    steps = list(pilot.milestones.values_list("pk", "title_en", "title_fr", "due", "done_on"))
    return version_of(fields, pilot.result_id, steps)


def _pilot_shown(
    request: HttpRequest,
    pilot: PilotProposal,
    forms: tuple[PilotForm, Any],
    version: str,
    *,
    status: int = 200,
) -> HttpResponse:
    form, steps = forms
    context = {
        "pilot": pilot,
        "form": form,
        "steps": steps,
        "version": version,
        "is_meanwhile": status == 409,
    }
    return render(request, "secretariat/governance/desk_pilot.html", context, status=status)


@require_safe
@screen(MEETINGS)
def meetings(request: HttpRequest) -> HttpResponse:
    """List meetings with the pack of each."""
    found = Meeting.objects.select_related("table").prefetch_related("agenda")
    return render(request, "secretariat/governance/desk_meetings.html", {"meetings": found})


@require_safe
@screen(MEETINGS)
def pack(request: HttpRequest, number: int) -> HttpResponse:
    """Give the pack of a meeting: one file, English then French."""
    found = get_object_or_404(Meeting.objects.select_related("table"), pk=number)
    try:
        made = pack_pdf(found)
    except BookError as error:
        messages.error(request, str(error))
        return SeeOther("/admin/desk/meetings/")
    response = HttpResponse(made, content_type="application/pdf")
    name = pack_name(found)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response
