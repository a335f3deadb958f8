"""The review screen: what was submitted, what changed, what is missing, and what to decide."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.admin_url_finder import AdminURLFinder

from balise.site.guide.terms import LANGUAGE_STATES
from balise.site.guide.told import label_of, told
from balise.site.languages import language
from balise.site.secretariat import path
from balise.site.secretariat.consultation_desk import consultations_of
from balise.site.secretariat.models import EditionCase
from balise.site.secretariat.path_checks import asks_for_changes, missing_at, role_at
from balise.site.secretariat.path_forms import ApproveForm, BackForm, ConsultForm
from balise.site.secretariat.path_laid import carrier, kind_of
from balise.site.secretariat.path_shown import (
    changes,
    find_item,
    page_of,
    public_before,
    reject_reader,
)
from balise.site.secretariat.path_told import default_reason, mark_of
from balise.site.secretariat.plain_forms import SeeOther
from balise.site.secretariat.screens import screen
from balise.vocabulary import BaliseError

__all__ = ["approved", "review", "sent_back", "submitted"]

_SUBMITTING = {
    "record": "guide.change_record",
    "edition": "guide.add_edition",
    "pilot": "secretariat.change_pilotproposal",
}


@require_safe
@screen()
def review(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Show an item to who has a step on its path."""
    return shown(request, _found(request, kind, number))


def _found(request: HttpRequest, kind: str, number: int) -> Any:
    item = find_item(kind, number)
    reject_reader(item, request.user)
    return item


@require_POST
@screen()
def approved(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Approve the step that was looked at."""
    item = _found(request, kind, number)
    travelling, state = carrier(item), path.state_of(item)
    draft = travelling.get_latest_revision_as_object() if travelling.pk else travelling
    has_changes = _has_changes(draft, state, travelling)
    form = ApproveForm(request.POST, step=state.step, has_changes=has_changes)
    if not form.is_valid():
        return shown(request, item, approve_form=form, wrong_form=form, status=400)
    said = form.cleaned_data
    more = {"waived": said.get("waived", False), "settled": said.get("settled", "")}
    try:
        path.approve(item, request.user, said["why"], step=said["step"], seen=said["seen"], **more)
    except BaliseError as error:
        return _refused(request, item, error, approve_form=form)
    messages.success(request, _("The step is approved."))
    return SeeOther(_address(item))


@require_POST
@screen()
def sent_back(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Send an item back with what to change."""
    item = _found(request, kind, number)
    form = BackForm(request.POST)
    if not form.is_valid():
        return shown(request, item, back_form=form, wrong_form=form, status=400)
    said = form.cleaned_data
    try:
        path.send_back(item, request.user, said["why"], step=said["step"])
    except BaliseError as error:
        return _refused(request, item, error, back_form=form)
    messages.success(request, _("It is sent back; who submitted it is told."))
    return SeeOther(_address(item))


@require_POST
@screen()
def submitted(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Put an item on its path, or back on it."""
    item = find_item(kind, number)
    if not request.user.has_perm(_SUBMITTING[kind]):
        raise PermissionDenied
    try:
        path.submit(item, request.user)
    except BaliseError as error:
        return _refused(request, item, error)
    messages.success(request, _("It is on its path."))
    return SeeOther(_address(item))


def _address(item: Any) -> str:
    return f"/admin/desk/review/{kind_of(item)}/{item.pk}/"


def _refused(request: HttpRequest, item: Any, error: BaliseError, **forms: Any) -> HttpResponse:
    """Show again what was typed, with why it was not taken and the draft as it is now."""
    state = path.state_of(item)
    fresh = carrier(find_item(kind_of(item), item.pk))
    for form in forms.values():
        form.data = form.data.dict() | {
            "step": state.number or "",
            "seen": mark_of(fresh.latest_revision) if fresh.pk else "",
        }
    now = find_item(kind_of(item), item.pk)
    return shown(request, now, refusal=str(error), status=409, **forms)


def shown(request: HttpRequest, item: Any, *, status: int = 200, **given: Any) -> HttpResponse:
    """Show the screen, with forms as they were sent."""
    travelling = carrier(item)
    state = path.state_of(item)
    kind = kind_of(item)
    draft = travelling.get_latest_revision_as_object() if travelling.pk else travelling
    asked = request.GET.get("text", "")
    lang = asked if asked in {"en", "fr"} else language()
    role = role_at(state.step, request.user) if state.code == "in_progress" else ""
    before = public_before(item) if kind != "edition" else None
    first = {"step": state.number, "seen": mark_of(travelling.latest_revision)}
    missing = _missing(draft, state, travelling)
    # A sentence is offered where it is true.
    offered = default_reason(state.step) if state.step and not missing else ""
    context = {
        "item": item,
        "kind": kind,
        "draft": draft,
        "text_lang": lang,
        "state": state,
        "role": role,
        "steps": path.steps_of(item),
        "missing": missing,
        "is_public": before is not None,
        "changes": changes(before, draft) if before is not None else [],
        "may_submit": state.code not in {"in_progress", "approved"} or _is_new(travelling, state),
        "title": told(item, "title"),
        "approve_form": ApproveForm(
            initial=first | {"why": offered},
            step=state.step,
            has_changes=_has_changes(draft, state, travelling),
        ),
        "back_form": BackForm(initial=first),
    }
    context["may_submit"] &= request.user.has_perm(_SUBMITTING[kind])
    if isinstance(travelling, EditionCase):
        context["books"] = item.files.all()
        context["held"] = [each.record for each in item.records.select_related("record")]
    else:
        context["page"] = page_of(draft, request, lang)
        context["languages"] = [
            (each, label_of(LANGUAGE_STATES, getattr(draft, f"state_{each}")))
            for each in ("en", "fr")
        ]
        context["edit_at"] = AdminURLFinder(request.user).get_edit_url(travelling)
        context["may_translate"] = request.user.has_perm("secretariat.translate_texts")
    if kind == "record":
        context["consultations"] = consultations_of(item)
        submission = getattr(item, "submission", None)
        if submission and request.user.has_perm("secretariat.view_attachment"):
            context["files"] = submission.attachments.all()
        if request.user.has_perm("secretariat.consult"):
            mailbox = {"mailbox": draft.contact_mailbox, "language": language()}
            context["consult_form"] = ConsultForm(initial=mailbox)
    return render(request, "secretariat/review.html", context | given, status=status)


def _is_new(travelling: Any, state: Any) -> bool:
    """Tell whether what is public now was changed since its path ended."""
    return state.code == "approved" and travelling.has_unpublished_changes


def _has_changes(draft: Any, state: Any, travelling: Any) -> bool:
    """Tell whether the step asks what was done with what the organisation wants changed."""
    if state.code != "in_progress" or state.step != "consulted":
        return False
    return asks_for_changes(draft, travelling.current_workflow_state.created_at)


def _missing(draft: Any, state: Any, travelling: Any) -> list[Any]:
    if state.code != "in_progress" or not state.step:
        return []
    return missing_at(draft, state.step, travelling.current_workflow_state.created_at)
