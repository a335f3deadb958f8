"""Submissions: the draft of a project that somebody writes behind a private link, its files."""

import secrets
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balise.site.guide.fields import Code, Line
from balise.site.guide.models import Record
from balise.site.guide.models.texts import one_of
from balise.site.guide.terms import LANGUAGES, codes
from balise.site.secretariat.models.calls import Call
from balise.site.secretariat.models.people import Correspondent
from balise.vocabulary import Term

__all__ = ["SCANS", "SUBMISSION_STATES", "Attachment", "Submission"]

SUBMISSION_STATES = (
    Term("draft", "draft", "ébauche"),
    Term("submitted", "submitted", "soumis"),
    Term("forgotten", "erased", "effacé"),
)
SCANS = (
    Term("clean", "checked for viruses", "analysé contre les virus"),
    Term("unscanned", "not checked for viruses", "non analysé contre les virus"),
)
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def reference() -> str:
    """Make a reference that is easy to read out: no letter looks like a digit.

    Examples
    --------
    >>> len(reference())
    9
    """
    drawn = "".join(secrets.choice(_ALPHABET) for _each in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def stored_as() -> str:
    """Make the name of a file in the folder of attachments: nothing of the sender's."""
    return secrets.token_hex(16)


class Submission(models.Model):
    """What somebody wrote about a project, in one language; private.

    A draft belongs to its holder alone. Once submitted it is a record on its path, and what
    was typed stays here, so that a step back finds it again.
    """

    reference = models.CharField(max_length=9, unique=True, default=reference, editable=False)
    holder = models.ForeignKey(Correspondent, on_delete=models.PROTECT, related_name="submissions")
    call = models.ForeignKey(
        Call,
        verbose_name=_("call for projects"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="submissions",
    )
    missed_call = models.ForeignKey(
        Call, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The call it was begun under, if that was closed once it was submitted."""
    language = Code(_("language"), LANGUAGES, blank=False)
    state = Code(_("state"), SUBMISSION_STATES, blank=False, default="draft", db_index=True)
    content = models.JSONField(default=dict, blank=True)
    """What was typed, as it was typed."""
    sent = models.JSONField(default=dict, blank=True)
    """What of it the record was made of last."""
    version = models.PositiveIntegerField(default=0)
    """Counts what was saved, so that two tabs do not overwrite each other."""
    record = models.OneToOneField(
        Record, null=True, blank=True, on_delete=models.SET_NULL, related_name="submission"
    )
    consent_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    saved_at = models.DateTimeField(default=timezone.now, db_index=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    """When its holder was told that it will be erased."""

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ("-started_at", "-pk")
        constraints = (
            one_of("state", codes(SUBMISSION_STATES)),
            one_of("language", ("en", "fr")),
            models.CheckConstraint(
                name="secretariat_submission_submitted_has_a_date",
                condition=~Q(state="submitted") | Q(submitted_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def title(self) -> str:
        """What the project is called so far; may be empty."""
        found: Any = self.content.get("title", "")
        return str(found)


class Attachment(models.Model):
    """A file that came with a submission: private, and only ever downloaded."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="attachments")
    stored = models.CharField(max_length=32, unique=True, default=stored_as, editable=False)
    name = Line(_("name of the file"), blank=False)
    """As the sender called it; never part of a path."""
    kind = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    scan = Code(_("check for viruses"), SCANS, blank=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ("added_at", "pk")
        constraints = (one_of("scan", codes(SCANS)),)

    def __str__(self) -> str:
        return self.name
