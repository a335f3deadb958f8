"""A submission sent: its record, its way and its receipt, all in one transaction."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from balise.site.secretariat import path
from balise.site.secretariat.models import Submission
from balise.site.secretariat.postman import post
from balise.site.secretariat.private_links import lasts_days, link_for
from balise.site.secretariat.submission_checks import wrong
from balise.site.secretariat.submission_records import Unfit, record_of
from balise.site.secretariat.submission_standing import is_open

__all__ = ["send"]

_TRIES = 3


def send(number: int) -> Submission:
    """Send a submission: once, however often it is asked for.

    Parameters
    ----------
    number : int
        Of its row.

    Raises
    ------
    Unfit
        With what has to be mended first; nothing is sent then.
    """
    for left in reversed(range(_TRIES)):
        try:
            with transaction.atomic():
                return _sent(Submission.objects.select_for_update().get(pk=number))
        except IntegrityError:
            # Two projects of one name in the same moment: the second gets another identifier.
            if not left:
                raise
    raise AssertionError("unreachable")


def _sent(submission: Submission) -> Submission:
    if not is_open(submission):
        return submission
    found = wrong(submission.content, submission.language)
    if found:
        raise Unfit(found)
    if submission.state == "draft" and submission.call and submission.call.state != "open":
        submission.missed_call, submission.call = submission.call, None
    submission.record = record_of(submission)
    path.submit(submission.record)
    submission.state = "submitted"
    submission.sent = submission.content
    submission.submitted_at = timezone.now()
    submission.save()
    told = {"reference": submission.reference, "days": lasts_days("draft")}
    link = link_for("draft", submission.pk, submission.holder)
    kind = "draft_receipt"
    if missed := submission.missed_call:
        kind = "draft_receipt_without_call"
        told["call"] = missed.title_fr if submission.holder.language == "fr" else missed.title_en
    post(kind, submission.holder, told, link=link)
    return submission
