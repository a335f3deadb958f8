"""How long what people wrote is kept; settings say so, a task of each day does it.

What was decided, by which role and why is no log: it stays.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from wagtail.admin.models import EditingSession

from balise.site.guide.models import KeptAssessment
from balise.site.secretariat.models import (
    Allowance,
    Correspondent,
    Interest,
    InterestNote,
    Message,
    PrivateLink,
    PrivateToken,
    Question,
    QuestionStep,
    Submission,
    TaskRun,
)

__all__ = ["PERISHABLE", "Perishable", "forget_contacts", "forget_logs", "forget_old", "kept_for"]


class Perishable(NamedTuple):
    """Something that is kept for a while: what is over by a moment, and how it is forgotten."""

    name: str
    over: Callable[[datetime], Iterable[Any]]
    forget: Callable[[Any], object]


PERISHABLE: list[Perishable] = []
"""Each part of the secretariat adds its own when the application starts."""


def kept_for(what: str) -> timedelta:
    """Tell how long something is kept: ``drafts``, ``attachments``, ``contacts`` or ``logs``."""
    return timedelta(days=int(settings.BALISE_KEEP_DAYS[what]))


def forget_old(now: datetime) -> Counter[str]:
    """Forget what each part says is over."""
    counts: Counter[str] = Counter()
    for part in PERISHABLE:
        for each in list(part.over(now)):
            part.forget(each)
            counts[part.name] += 1
    return counts


def forget_contacts(now: datetime) -> Counter[str]:
    """Empty the rows of people from whom nothing came, once their time is over.

    They asked for a link and never used it, their draft was forgotten, their question was
    refused, or their interest came to nothing. Whoever submitted, answered or was asked
    something is kept with that.
    """
    over = _contacts_over(now)
    count = 0
    for number in list(over.values_list("pk", flat=True)):
        with transaction.atomic():
            each = Correspondent.objects.select_for_update().get(pk=number)
            # Asked again once it is held: they may have written in this moment.
            if not over.filter(pk=number).exists():
                continue
            each.messages.update(told={}, mailbox="")
            each.email = each.name = each.role = each.organisation = ""
            each.erased_at = now
            each.save()
            count += 1
    return Counter({"contacts": count} if count else {})


def _contacts_over(now: datetime) -> Any:
    before = now - kept_for("contacts")
    over = Correspondent.objects.filter(made_at__lte=before, erased_at=None)
    for relation in Correspondent._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        if model is PrivateLink:
            continue
        kept = model._base_manager.filter(**{name: OuterRef("pk")})
        if model is Submission:
            kept = kept.exclude(state="forgotten")
        elif model is Message:
            kept = kept.filter(made_at__gt=before)
        elif model is Interest:
            kept = kept.exclude(_ended(InterestNote, "interest", before), state="closed")
        elif model is Question:
            ended = _ended(QuestionStep, "question", before)
            kept = kept.exclude(ended, state="refused")
        over = over.exclude(Exists(kept))
    live = PrivateLink.objects.filter(holder=OuterRef("pk"), expires_at__gt=now)
    return over.exclude(Exists(live))


def _ended(notes: Any, name: str, before: datetime) -> Q:
    """Ask that nothing was done with something since it ended, and that its time is over."""
    of_this = notes.objects.filter(**{name: OuterRef("pk")})
    return Q(made_at__lte=before) & ~Q(Exists(of_this.filter(made_at__gt=before)))


def forget_logs(now: datetime) -> Counter[str]:
    """Forget what was noted to run the site: sent mail, tries, sessions, secrets of old links."""
    before = now - kept_for("logs")
    messages = Message.objects.filter(made_at__lte=before, state__in=("sent", "failed", "dropped"))
    messages = messages.exclude(told={}, mailbox="", to=None, account=None, link=None)
    emptied: dict[str, Any] = {"told": {}, "mailbox": "", "to": None, "account": None, "link": None}
    tokens = PrivateToken.objects.filter(link__expires_at__lte=before)
    runs = TaskRun.objects.filter(finished_at__lte=before)
    counts = {
        "messages": messages.update(**emptied),
        "secrets": tokens.delete()[0],
        "tries": Allowance.objects.filter(ends_at__lte=now).delete()[0],
        "sessions": Session.objects.filter(expire_date__lte=now).delete()[0],
        "screens": EditingSession.objects.filter(last_seen_at__lte=before).delete()[0],
        "assessments": KeptAssessment.objects.filter(expires__lte=now).delete()[0],
        "runs": runs.exclude(Q(pk__in=_last_runs())).delete()[0],
    }
    return Counter({name: count for name, count in counts.items() if count})


def _last_runs() -> list[int]:
    """Give the last run of each task: by it is known what is due."""
    return list(dict(TaskRun.objects.order_by("day").values_list("name", "pk")).values())
