"""How long submissions are kept: drafts nobody wrote in for long, files of decided ones."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from balise.site.secretariat.attachments import remove
from balise.site.secretariat.models import Attachment, PrivateLink, StepState, Submission
from balise.site.secretariat.postman import post
from balise.site.secretariat.private_links import lasts_days, link_for

__all__ = [
    "NOTICE",
    "PERSONAL_TEXTS",
    "attachments_to_forget",
    "drafts_to_forget",
    "drafts_to_warn",
    "forget",
    "forget_attachment",
    "forget_unwritten",
    "warn",
]

NOTICE = timedelta(days=7)
"""Between the message that tells it and the erasing of a draft."""

PERSONAL_TEXTS = {(Submission, "content"), (Submission, "sent"), (Attachment, "name")}
"""What people typed themselves, and where they may have named somebody."""


def _kept(what: str) -> timedelta:
    return timedelta(days=int(settings.BALISE_KEEP_DAYS[what]))


def drafts_to_warn(now: datetime) -> Any:
    """Give the drafts whose holders have to be told that they will be erased."""
    old = Submission.objects.filter(state="draft", saved_at__lte=now - _kept("drafts") + NOTICE)
    written = old.filter(Q(version__gt=0) | Q(attachments__isnull=False), warned_at=None)
    return written.select_related("holder").distinct().order_by("pk")


@transaction.atomic
def warn(draft: Submission, now: datetime | None = None) -> None:
    """Tell the holder of a draft, once, that it will be erased in a week."""
    moment = now or timezone.now()
    same = Submission.objects.filter(pk=draft.pk, state="draft", saved_at=draft.saved_at)
    if not same.filter(warned_at=None).update(warned_at=moment):
        return  # told already, or its holder came back meanwhile
    link = link_for("draft", draft.pk, draft.holder)
    told = {"reference": draft.reference, "days": NOTICE.days, "lasts": lasts_days("draft")}
    post("draft_soon_erased", draft.holder, told, link=link)


def drafts_to_forget(now: datetime) -> Any:
    """Give the drafts that nobody wrote in for the whole time they are kept.

    Those in which something was written are told a week before, even after a missed day.
    """
    old = Submission.objects.filter(state="draft", saved_at__lte=now - _kept("drafts"))
    unwritten = Q(version=0, attachments__isnull=True)
    return old.filter(unwritten | Q(warned_at__lte=now - NOTICE)).distinct().order_by("pk")


@transaction.atomic
def forget(draft: Submission) -> None:
    """Erase what a draft holds, with its files; that there was one stays countable."""
    for attachment in draft.attachments.all():
        forget_attachment(attachment)
    Submission.objects.filter(pk=draft.pk).update(state="forgotten", content={}, sent={})
    PrivateLink.objects.filter(kind="draft", target=draft.pk).update(revoked_at=timezone.now())


@transaction.atomic
def forget_unwritten(draft: Submission) -> None:
    """Erase a draft, unless its holder wrote in it or sent it since it was found old."""
    held = Submission.objects.select_for_update().filter(pk=draft.pk, state="draft")
    if held.filter(saved_at=draft.saved_at).exists():
        forget(draft)


def attachments_to_forget(now: datetime) -> list[Attachment]:
    """Give the files that were kept for their whole time after what they came with was decided.

    Those of a draft, and of a project that is on its path, stay.
    """
    before = now - _kept("attachments")
    old = Attachment.objects.filter(added_at__lte=before).exclude(submission__state="draft")
    decided = {
        each.pk: _decided_at(each)
        for each in Submission.objects.filter(attachments__in=old).select_related("record")
    }
    return [
        each
        for each in old.order_by("pk")
        if (moment := decided[each.submission_id]) is not None and moment <= before
    ]


def _decided_at(submission: Submission) -> datetime | None:
    """Tell when the path of a project ended; None as long as it goes on."""
    record = submission.record
    if record is None:
        return submission.submitted_at or submission.saved_at
    if record.current_workflow_state is not None:
        return None
    ended = StepState.objects.filter(workflow_state__in=record.workflow_states.all())
    last = ended.aggregate(at=Max("finished_at"))["at"]
    return last or submission.submitted_at


@transaction.atomic
def forget_attachment(attachment: Attachment) -> None:
    """Erase a file, once the erasing of its row is kept."""
    remove(attachment)
