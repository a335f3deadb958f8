"""How a submission begins: an address is asked for, and the answer is the same for all."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from balise.site.secretariat.allowances import is_allowed
from balise.site.secretariat.models import Call
from balise.site.secretariat.plain_forms import (
    OPENED,
    PlainAddress,
    PlainForm,
    SeeOther,
    check,
    stamp,
    status_of,
)
from balise.site.secretariat.private_links import lasts_days
from balise.site.secretariat.private_pages import private
from balise.site.secretariat.submission_starting import start

__all__ = ["MOST_MAILED", "MOST_STARTED", "StartForm", "begin", "may_mail", "sent"]

FORM = "submit"
MOST_STARTED, MOST_MAILED = 30, 6
"""From one source in an hour, to one address in a day."""


def _calls() -> list[tuple[str, str]]:
    held = Call.objects.open_at(timezone.now())
    return [("", str(_NO_CALL)), *((each.slug, str(each)) for each in held)]


_NO_CALL = gettext_lazy("No call: I submit on my own")


class StartForm(PlainForm):
    """Who wants to submit a project, and in which language."""

    email = PlainAddress(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("The link to your draft is mailed there. It is shown to nobody."),
        max_length=254,
        error_messages={
            "required": gettext_lazy("Give the e-mail address that the link is mailed to."),
            "invalid": gettext_lazy("This is not an e-mail address. Write it as name@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language you write in"),
        help_text=gettext_lazy("One is enough: the Guide translates."),
        choices=(("en", "English"), ("fr", "Français")),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose the language you write in."),
            "invalid_choice": gettext_lazy("Choose the language you write in."),
        },
    )
    call = forms.ChoiceField(
        label=gettext_lazy("Call you answer"),
        required=False,
        choices=_calls,
        error_messages={"invalid_choice": gettext_lazy("This call is not open: choose another.")},
    )
    consent = forms.BooleanField(
        label=gettext_lazy(
            "I agree that my address is kept to mail me the link and to answer me about this "
            "project, and that what I submit about the project is published once it is approved."
        ),
        error_messages={
            "required": gettext_lazy("Tick that you agree: no link can be mailed else.")
        },
    )


@private
def begin(request: HttpRequest, lang: str) -> HttpResponse:
    """Ask for an address; mail it the link of a draft."""
    if request.method != "POST":
        first = {"language": lang, "call": request.GET.get("call", "")}
        return _form(request, StartForm(initial=first))
    form = StartForm(request.POST)
    if not form.is_valid():
        return _form(request, form, status=400)
    problems = check(request, FORM, most=MOST_STARTED)
    if problems:
        return _form(request, form, problems, status=status_of(problems))
    asked = form.cleaned_data
    email = asked["email"].strip().lower()
    # An address that was mailed often enough is answered alike, and not mailed now.
    if may_mail("submit-address", email):
        call = Call.objects.filter(slug=asked["call"]).first() if asked["call"] else None
        start(email, asked["language"], call)
    return SeeOther(f"/{lang}/guide/submit/sent/")


def may_mail(what: str, whom: str) -> bool:
    """Count a link that is asked for, and tell whether it is mailed.

    So many a day, and then still one an hour: nobody is flooded, and nobody who asks in the
    name of somebody else keeps them from their link.
    """
    if is_allowed(what, whom, MOST_MAILED, timedelta(days=1)):
        return True
    return is_allowed(f"{what}-again", whom, 1, timedelta(hours=1))


def _form(
    request: HttpRequest, form: StartForm, problems: list[str] | None = None, status: int = 200
) -> HttpResponse:
    # A form that was not taken in time gets a new stamp; its words stay.
    opened = request.POST.get(OPENED, "") if form.errors else ""
    context: dict[str, Any] = {
        "form": form,
        "problems": problems,
        "opened": opened or stamp(FORM),
        "kept_days": settings.BALISE_KEEP_DAYS["drafts"],
    }
    return render(request, "secretariat/submit.html", context, status=status)


@private
def sent(request: HttpRequest, lang: str) -> HttpResponse:  # noqa: ARG001
    """Say that a link is under way if the address can receive mail; it tells nothing of whom."""
    return render(request, "secretariat/submit_sent.html", {"days": lasts_days("draft")})
