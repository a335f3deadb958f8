"""The page of a yearly confirmation: what is public in plain words, and one button."""

from typing import Any, NamedTuple

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balise.site.guide.models import Expert
from balise.site.guide.record_page import coded
from balise.site.guide.terms import JURISDICTIONS, LANGUAGES, PROJECT_STATES
from balise.site.guide.told import Told, day_told, label_of, told
from balise.site.languages import language
from balise.site.secretariat.confirmations import answer
from balise.site.secretariat.consultations import version_of
from balise.site.secretariat.models import CONFIRMATION_ANSWERS, Confirmation
from balise.site.secretariat.plain_forms import PlainForm, PlainText, SeeOther
from balise.site.secretariat.private_links import find_link
from balise.site.secretariat.private_pages import private

__all__ = ["confirmation"]

LONGEST = 5_000


class ChangeForm(PlainForm):
    """What changed, for the secretariat alone."""

    text = PlainText(
        label=gettext_lazy("What changed?"),
        help_text=gettext_lazy(
            "In your own words. Only the secretariat reads it; it changes the page with you."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Say in a few words what changed.")},
    )


class _Said(NamedTuple):
    """Something the Guide says, and what it is."""

    label: str
    text: Told


@private
def confirmation(request: HttpRequest, lang: str, token: str) -> HttpResponse:  # noqa: ARG001
    """Show what is asked; keep the answer. Reading it changes nothing."""
    opened = find_link("confirmation", token)
    found = (
        Confirmation.objects.select_related("record__lead", "expert__organisation")
        .filter(pk=opened.link.target, holder=opened.link.holder)
        .first()
        if opened
        else None
    )
    if opened is None or found is None:
        return render(request, "secretariat/confirmation_closed.html", status=404)
    if not opened.is_open:
        context = {"is_over": True, "item": found.item if found.item.is_public else None}
        return render(request, "secretariat/confirmation_closed.html", context, status=410)
    if not found.item.is_public or getattr(found.item, "status", "") == "retired":
        context = {"is_retired": True}
        return render(request, "secretariat/confirmation_closed.html", context, status=410)
    return _sent(request, found) if request.method == "POST" else _shown(request, found)


def _sent(request: HttpRequest, found: Confirmation) -> HttpResponse:
    code = request.POST.get("answer", "")
    version = request.POST.get("version", "")
    if code in {"confirmed", "ended"}:
        is_kept = answer(found, code, version=version)
        form = ChangeForm()
    else:
        form = ChangeForm(request.POST)
        if not form.is_valid():
            return _shown(request, found, form, status=400)
        is_kept = answer(found, "changed", form.cleaned_data["text"], version)
    if is_kept:
        return SeeOther(request.path)
    found.refresh_from_db()
    return _shown(request, found, form, status=409)


def _shown(
    request: HttpRequest, found: Confirmation, form: ChangeForm | None = None, status: int = 200
) -> HttpResponse:
    is_expert = isinstance(found.item, Expert)
    context = {
        "confirmation": found,
        "item": found.item,
        "is_expert": is_expert,
        "said": [each for each in (_expert if is_expert else _record)(found.item) if each.text],
        "form": form or ChangeForm(initial={"text": found.text}),
        "version": version_of(found),
        "is_meanwhile": status == 409,
        "answer_told": label_of(CONFIRMATION_ANSWERS, found.answer),
    }
    return render(request, "secretariat/confirmation.html", context, status=status)


def _word(text: str) -> Told:
    return Told(text, language())


def _record(item: Any) -> list[_Said]:
    lead = told(item.lead, "name") if item.lead else Told("", "")
    return [
        _Said(_("Organisation"), lead),
        _Said(_("State of the project"), _word(coded(PROJECT_STATES, item.project_state))),
        _Said(_("Start"), _word(day_told(item.start))),
        _Said(_("End"), _word(day_told(item.end))),
        _Said(_("What it is"), told(item, "summary")),
        _Said(_("Known limits"), told(item, "limits")),
        _Said(_("Whom to ask"), told(item, "contact_role")),
        _Said(_("Mailbox"), _word(item.contact_mailbox)),
        _Said(_("Page to reach you"), _word(item.contact_page)),
        _Said(_("Last confirmed"), _word(day_told(item.confirmed_on))),
    ]


def _expert(item: Any) -> list[_Said]:
    return [
        _Said(_("Organisation"), told(item.organisation, "name")),
        _Said(_("What you know"), told(item, "about")),
        _Said(_("Languages spoken"), _word(coded(LANGUAGES, item.languages))),
        _Said(_("Region"), _word(coded(JURISDICTIONS, item.region))),
        _Said(_("Mailbox"), _word(item.mailbox)),
        _Said(_("Page to reach you"), _word(item.page)),
        _Said(_("Last confirmed"), _word(day_told(item.confirmed_on))),
    ]
