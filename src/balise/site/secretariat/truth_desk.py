"""Screens of the secretariat: what ages, and the outbox."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from balise.site.guide.models import Record
from balise.site.guide.reviews import due_reviews
from balise.site.guide.told import label_of
from balise.site.secretariat.confirmations import NOBODY
from balise.site.secretariat.desk_menu import DeskEntry
from balise.site.secretariat.links_checked import failing
from balise.site.secretariat.models import MESSAGE_STATES, Confirmation, Message
from balise.site.secretariat.plain_forms import SeeOther
from balise.site.secretariat.postman import try_again
from balise.site.secretariat.screens import screen

__all__ = ["MENU", "ageing", "outbox", "settled", "tried_again"]

AGEING, OUTBOX = "secretariat.change_confirmation", "secretariat.change_message"
MENU = (
    DeskEntry("desk_ageing", gettext_lazy("What ages"), (AGEING,)),
    DeskEntry("desk_outbox", gettext_lazy("Outbox"), (OUTBOX,)),
)
_PAGE = 50
_FOREVER = 2
"""So many reminders went out to a mailbox that never answered."""


@require_safe
@screen(AGEING)
def ageing(request: HttpRequest) -> HttpResponse:
    """List what is past due, unconfirmed, cannot be reached or leads nowhere."""
    day = timezone.localdate()
    answered = Confirmation.objects.filter(answer__in=("changed", "ended"), settled_at=None)
    unconfirmed = Record.objects.current().filter(verification__in=("unverified_seed", "submitted"))
    silent = Confirmation.objects.filter(answer="", reminders__gte=_FOREVER)
    context = {
        "answers": _with_items(answered),
        "stale": [each for each in due_reviews(day) if each.is_past_due],
        "unconfirmed": unconfirmed.select_related("lead").order_by("contact_mailbox", "identifier"),
        "silent": _with_items(silent),
        "undeliverable": _undeliverable(),
        "links": failing(),
    }
    return render(request, "secretariat/ageing.html", context)


def _with_items(found: Any) -> list[Confirmation]:
    return list(found.select_related("record", "expert", "holder"))


def _undeliverable() -> list[Confirmation]:
    """Give the questions of this year that no mail server took."""
    failed = Message.objects.filter(state="failed", link__kind="confirmation")
    numbers = failed.values_list("link__target", flat=True)
    waiting = Confirmation.objects.filter(answer="", pk__in=list(numbers))
    emptied = Record.objects.current().filter(contact_mailbox__endswith=NOBODY)
    gone = [Confirmation(record=each) for each in emptied]
    return [*_with_items(waiting), *gone]


@require_POST
@screen(AGEING)
def settled(request: HttpRequest, number: int) -> HttpResponse:
    """Note that the secretariat dealt with what an organisation wrote."""
    found = get_object_or_404(Confirmation, pk=number)
    Confirmation.objects.filter(pk=found.pk, settled_at=None).update(settled_at=timezone.now())
    messages.success(request, _("It is noted."))
    return SeeOther("/admin/desk/ageing/")


@require_safe
@screen(OUTBOX)
def outbox(request: HttpRequest) -> HttpResponse:
    """Show what waits and what was given up, and whether mail goes out at all."""
    found = Message.objects.filter(state__in=("failed", "queued")).order_by("state", "made_at")
    page = Paginator(found.select_related("to", "account"), _PAGE).get_page(request.GET.get("page"))
    for each in page:
        each.told_state = label_of(MESSAGE_STATES, each.state)
    problem = Message.objects.filter(state="queued").exclude(problem="").order_by("-next_at")
    context = {
        "page": page,
        "is_console": settings.EMAIL_BACKEND.endswith("console.EmailBackend"),
        "problem": problem.values_list("problem", flat=True).first(),
        "waiting": Message.objects.filter(state="queued").count(),
        "given_up": Message.objects.filter(state="failed").count(),
        "sent": Message.objects.filter(state="sent").count(),
    }
    return render(request, "secretariat/outbox.html", context)


@require_POST
@screen(OUTBOX)
def tried_again(request: HttpRequest, number: int) -> HttpResponse:
    """Put a message before the postman once more."""
    if try_again(get_object_or_404(Message, pk=number)):
        messages.success(request, _("It is tried again within a minute."))
    else:
        messages.info(request, _("It was sent meanwhile: nothing is tried again."))
    return SeeOther("/admin/desk/outbox/")
