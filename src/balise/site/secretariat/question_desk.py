"""Screens of the secretariat: questions to the response network and their answers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balise.site.guide.publishing import PublishingError
from balise.site.guide.terms import codes
from balise.site.guide.told import label_of
from balise.site.secretariat import question_forms as forms
from balise.site.secretariat.desk_menu import DeskEntry
from balise.site.secretariat.models import QUESTION_STATES, Question
from balise.site.secretariat.plain_forms import SeeOther
from balise.site.secretariat.question_answering import publish_answer
from balise.site.secretariat.question_asking import ask, refuse, release
from balise.site.secretariat.question_desk_forms import desk_forms
from balise.site.secretariat.question_waiting import waiting
from balise.site.secretariat.screens import screen

__all__ = ["MENU", "answered", "experts", "question", "questions", "refused", "released"]

PERMISSION = "secretariat.change_question"
MENU = DeskEntry("desk_questions", gettext_lazy("Questions"), (PERMISSION,))
_PAGE = 50


@require_safe
@screen(PERMISSION)
def questions(request: HttpRequest) -> HttpResponse:
    """List questions, the newest first, those of a state alone if asked."""
    state = request.GET.get("state", "")
    is_known = state in codes(QUESTION_STATES)
    found = Question.objects.filter(state=state) if is_known else Question.objects.all()
    counted = found.annotate(
        asked=Count("replies"), replied=Count("replies", filter=Q(replies__state="answered"))
    ).order_by("-made_at", "-pk")
    page = Paginator(counted, _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(each, waiting(each)) for each in page],
        "state": state,
        "query": f"state={state}" if is_known else "",
        "states": [(each, label_of(QUESTION_STATES, each)) for each in codes(QUESTION_STATES)],
    }
    return render(request, "secretariat/questions_desk.html", context)


@require_http_methods(["GET", "HEAD"])
@screen(PERMISSION)
def question(request: HttpRequest, key: int) -> HttpResponse:
    """Show a question: as asked, as released, who was asked, what they replied."""
    return _shown(request, get_object_or_404(Question, pk=key))


@require_POST
@screen(PERMISSION)
def released(request: HttpRequest, key: int) -> HttpResponse:
    """Make it public and pass it on to experts; mend it if it is public already."""
    found = get_object_or_404(Question, pk=key)
    form = forms.ReleaseForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, release_form=form, status=400)
    if not release(found, form.cleaned_data["version"], form.cleaned_data, request.user):
        return _meanwhile(request, found, release_form=form)
    messages.success(request, _("It is public. Who was written to is listed below."))
    return SeeOther(_address(found))


@require_POST
@screen(PERMISSION)
def refused(request: HttpRequest, key: int) -> HttpResponse:
    """Do not take it, or take it back; who asked is told why."""
    found = get_object_or_404(Question, pk=key)
    form = forms.RefuseForm(request.POST, auto_id="refuse-%s")
    if not form.is_valid():
        return _shown(request, found, refuse_form=form, status=400)
    if not refuse(found, form.cleaned_data["version"], form.cleaned_data["why"], request.user):
        return _meanwhile(request, found, refuse_form=form)
    messages.success(request, _("It is not taken; who asked is told why."))
    return SeeOther(_address(found))


@require_POST
@screen(PERMISSION)
def experts(request: HttpRequest, key: int) -> HttpResponse:
    """Ask more experts, or the same again."""
    found = get_object_or_404(Question.objects.public(), pk=key)
    form = forms.ExpertsForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, experts_form=form, status=400)
    for each in forms.experts_to_ask().filter(pk__in=form.cleaned_data["experts"]):
        ask(found, each)
    messages.success(request, _("They were written to."))
    return SeeOther(_address(found))


@require_POST
@screen(PERMISSION)
def answered(request: HttpRequest, key: int) -> HttpResponse:
    """Publish the edited answer as a resource."""
    found = get_object_or_404(Question, pk=key)
    form = forms.AnswerForm(request.POST, auto_id="answer-%s")
    if not form.is_valid():
        return _shown(request, found, answer_form=form, status=400)
    said = form.cleaned_data
    try:
        is_published = publish_answer(found, said["version"], said, request.user)
    except (PublishingError, ValidationError) as problem:
        told = problem.messages if isinstance(problem, ValidationError) else [str(problem)]
        return _shown(request, found, answer_form=form, problems=told, status=400)
    if not is_published:
        return _meanwhile(request, found, answer_form=form)
    messages.success(request, _("The answer is published; who asked is told."))
    return SeeOther(_address(found))


def _address(found: Question) -> str:
    return f"/admin/desk/questions/{found.pk}/"


def _meanwhile(request: HttpRequest, found: Question, **sent: Any) -> HttpResponse:
    """Show what changed meanwhile, with what was typed: it is sent again, or not."""
    found.refresh_from_db()
    for form in sent.values():
        form.data = form.data.copy()
        form.data["version"] = str(found.version)
    return _shown(request, found, is_meanwhile=True, status=409, **sent)


def _shown(
    request: HttpRequest,
    found: Question,
    *,
    status: int = 200,
    is_meanwhile: bool = False,
    problems: list[str] | None = None,
    **sent: Any,
) -> HttpResponse:
    context = {
        "question": found,
        "waiting": waiting(found),
        "replies": found.replies.select_related("expert", "expert__organisation"),
        "steps": found.steps.select_related("by"),
        "is_meanwhile": is_meanwhile,
        "problems": problems,
        "wrong_form": next(iter(sent.values()), None),
        **desk_forms(found),
        **sent,
    }
    return render(request, "secretariat/question_desk.html", context, status=status)
