"""Editions: the Guide as it was on a day, kept, citable, in two books."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balise.site.guide.fields import Code, Line
from balise.site.guide.models.records import Record
from balise.site.guide.models.texts import one_of
from balise.site.guide.terms import LANGUAGES
from balise.site.languages import language
from balise.vocabulary import Term

__all__ = ["EDITION_STATES", "Edition", "EditionFile", "EditionRecord"]

EDITION_STATES = (
    Term("draft", "draft", "ébauche"),
    Term("approved", "approved", "approuvée"),
)


class Edition(models.Model):
    """The Guide as it was on a day: what its books hold never changes.

    A draft is read by the secretariat alone; an approved edition by anybody, for ever.
    """

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    title_en = Line(_("title"), "en")
    title_fr = Line(_("title"), "fr")
    dated = models.DateField(_("date"))
    state = Code(_("state"), EDITION_STATES, default="draft", editable=False, db_index=True)
    texts = models.JSONField(default=dict, editable=False)
    """Plays and resources as it holds them; records are in ``records``."""
    sha256 = models.CharField(max_length=64, default="", editable=False)
    """Fingerprint of all that it holds."""
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    public_since = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ("-number",)
        constraints = (
            one_of("state", ("draft", "approved")),
            models.CheckConstraint(
                name="guide_edition_approved_is_public",
                condition=Q(state="draft", public_since__isnull=True)
                | Q(state="approved", public_since__isnull=False),
                violation_error_message=_("An approved edition is public, a draft is not."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the language spoken, else in the other."""
        own, other = (self.title_fr, self.title_en)
        if language() != "fr":
            own, other = other, own
        return own or other or str(self.number)

    def save(self, *arguments: Any, **options: Any) -> None:
        """Save; what is printed in its books stays as it was, and approval is not taken back.

        Raises
        ------
        ValidationError
            If it would change.
        """
        kept = Edition.objects.filter(pk=self.pk).first() if self.pk else None
        printed = ("number", "title_en", "title_fr", "dated", "texts", "sha256")
        if kept and (
            any(getattr(self, each) != getattr(kept, each) for each in printed)
            or (kept.state == "approved" and self.state != "approved")
        ):
            raise ValidationError(_("An edition that was made does not change: make another."))
        super().save(*arguments, **options)


class EditionFile(models.Model):
    """The book of an edition in one language."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="files")
    language = Code(_("language"), LANGUAGES, blank=False)
    path = models.CharField(max_length=500)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("file of an edition")
        verbose_name_plural = _("files of an edition")
        constraints = (
            models.UniqueConstraint(fields=("edition", "language"), name="guide_editionfile_once"),
            one_of("language", ("en", "fr")),
        )

    def __str__(self) -> str:
        return f"{self.edition_id}, {self.language}"


class EditionRecord(models.Model):
    """A record as an edition holds it: which revision, and what it said."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="records")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="editions")
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("project of an edition")
        verbose_name_plural = _("projects of an edition")
        ordering = ("edition", "record")
        constraints = (
            models.UniqueConstraint(fields=("edition", "record"), name="guide_editionrecord_once"),
        )

    def __str__(self) -> str:
        return f"{self.edition_id}, {self.record_id}"
