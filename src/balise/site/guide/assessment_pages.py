"""Pages of the self-assessment: a plain form, its result, and a result somebody keeps.

Answers come and go with the form: nothing is stored, and no address holds them, unless
somebody asks to keep the result.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from balise.site.guide.assessment import (
    Answers,
    in_the_field,
    questionnaire,
    read_answers,
    standings,
)
from balise.site.guide.kept_answers import DAYS, FullError, Kept, forget, recall
from balise.site.guide.kept_answers import keep as keep_answers
from balise.site.guide.models import OrganisationMaturity
from balise.site.guide.terms import THEMES
from balise.site.guide.told import label_of

__all__ = ["assessment", "keep", "kept"]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def assessment(request: HttpRequest, lang: str) -> HttpResponse:  # noqa: ARG001
    """Show the form; once it is sent, its result."""
    if request.method != "POST":
        return _form(request, Answers({}))
    answers = read_answers(request.POST)
    if "again" in request.POST:
        return _form(request, answers)
    if not answers.levels:
        return _form(request, answers, is_empty=True)
    return _result(request, answers)


@never_cache
def keep(request: HttpRequest, lang: str) -> HttpResponse:
    """Keep a result because somebody asked for it, and lead to its address."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("guide:assessment", kwargs={"lang": lang}))
    answers = read_answers(request.POST)
    if not answers.levels:
        return _form(request, answers, is_empty=True)
    try:
        token = keep_answers(answers)
    except FullError as error:
        return _result(request, answers, refusal=str(error))
    leads_to = reverse("guide:assessment_kept", kwargs={"lang": lang, "token": token})
    response = HttpResponseRedirect(leads_to)
    response.status_code = 303
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kept(request: HttpRequest, lang: str, token: str) -> HttpResponse:  # noqa: ARG001
    """Show a kept result, or delete it."""
    found = recall(token)
    if found is None:
        raise Http404
    if request.method == "POST":
        forget(token)
        return _form(request, found.answers, is_deleted=True)
    response = _result(request, found.answers, kept=found)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _form(request: HttpRequest, answers: Answers, **told: bool) -> HttpResponse:
    form = questionnaire()
    areas = [
        (title, [_asked(each, answers) for each in form.of(area)])
        for area, title in form.areas.items()
    ]
    themes = [(each.code, label_of(THEMES, each.code)) for each in THEMES]
    context: dict[str, Any] = {"form": form, "areas": areas, "themes": themes, "answers": answers}
    status = 422 if told.get("is_empty") else 200
    return render(request, "guide/assessment.html", context | told, status=status)


def _asked(question: Any, answers: Answers) -> tuple[Any, list[tuple[int, Any, bool]]]:
    chosen = answers.levels.get(question.id)
    return question, [(level, text, level == chosen) for level, text in question.answers.items()]


def _result(
    request: HttpRequest, answers: Answers, *, kept: Kept | None = None, refusal: str = ""
) -> HttpResponse:
    form = questionnaire()
    context = {
        "form": form,
        "standings": standings(answers),
        "highest": max(form.levels),
        "answers": answers,
        "theme": label_of(THEMES, answers.theme) if answers.theme else "",
        "in_field": in_the_field(answers.theme),
        "are_any_listed": OrganisationMaturity.objects.exists(),
        "days": DAYS,
        "kept": kept,
        "refusal": refusal,
    }
    return render(request, "guide/assessment_result.html", context)
