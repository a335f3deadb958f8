"""The response network in public: the form, the list of questions, a question."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from balise.site.guide.terms import THEMES, codes
from balise.site.guide.told import alphabetical, label_of
from balise.site.secretariat.models import Question
from balise.site.secretariat.plain_forms import (
    OPENED,
    SeeOther,
    check,
    form_key,
    stamp,
    status_of,
)
from balise.site.secretariat.question_asking import UNANSWERED, keep
from balise.site.secretariat.question_forms import AskForm
from balise.site.secretariat.question_waiting import waiting

__all__ = ["ask", "question", "questions", "received"]

FORM = "question"
_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request: HttpRequest, lang: str) -> HttpResponse:
    """Show the form; keep what is sent, for the secretariat alone."""
    if request.method != "POST":
        asked = [each for each in request.GET.getlist("field") if each in codes(THEMES)]
        return _form(request, AskForm(initial={"language": lang, "fields_asked": asked}))
    form = AskForm(request.POST)
    if not form.is_valid():
        return _form(request, form, status=400)
    key = form_key(request, FORM)
    if not Question.objects.filter(form_key=key).exists():
        problems = check(request, FORM)
        if problems:
            return _form(request, form, problems, status=status_of(problems))
        keep(form.cleaned_data, key)
    return SeeOther(f"/{lang}/guide/ask/received/")


def _form(
    request: HttpRequest, form: AskForm, problems: list[str] | None = None, status: int = 200
) -> HttpResponse:
    # A form that was not taken in time gets a new stamp; its words stay.
    opened = request.POST.get(OPENED, "") if form.errors else ""
    context = {
        "form": form,
        "problems": problems,
        "opened": opened or stamp(FORM),
        "days": UNANSWERED,
    }
    return render(request, "secretariat/question_form.html", context, status=status)


@require_safe
@never_cache
def received(request: HttpRequest, lang: str) -> HttpResponse:  # noqa: ARG001
    """Say that it was received, and what happens next; it tells nothing of what."""
    return render(request, "secretariat/question_received.html")


@require_safe
@never_cache
def questions(request: HttpRequest, lang: str) -> HttpResponse:  # noqa: ARG001
    """List released questions, the newest first, those of a field alone if asked."""
    public = Question.objects.public().select_related("resource").prefetch_related("fields")
    used = set(public.values_list("fields__code", flat=True)) - {None}
    field = request.GET.get("field", "")
    found = public.filter(fields__code=field) if field in used else public
    page = Paginator(found.order_by("-released_at", "-number"), _PAGE)
    shown = page.get_page(request.GET.get("page"))
    fields = [(each, label_of(THEMES, each)) for each in used]
    context = {
        "page": shown,
        "rows": [(each, waiting(each)) for each in shown],
        "count": page.count,
        "field": field if field in used else "",
        "query": f"field={field}" if field in used else "",
        "fields": sorted(fields, key=lambda each: alphabetical(each[1])),
        "days": UNANSWERED,
    }
    return render(request, "secretariat/questions.html", context)


@require_safe
@never_cache
def question(request: HttpRequest, lang: str, number: int) -> HttpResponse:  # noqa: ARG001
    """Show a released question, and its answer once it is published."""
    public = Question.objects.public().select_related("resource")
    found = get_object_or_404(public, number=number)
    answer = found.resource if found.resource and found.resource.live else None
    context = {"question": found, "waiting": waiting(found), "answer": answer}
    return render(request, "secretariat/question.html", context)
