"""Editions: the Guide as it was on a day, kept, citable, in two books."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balise.site.guide.fields import Code, Line
from balise.site.guide.models.records import Record
from balise.site.guide.models.texts import one_of
from balise.site.guide.terms import LANGUAGES
from balise.site.languages import language

__all__ = ["Edition", "EditionFile", "EditionRecord"]


class Edition(models.Model):
    """The Guide as it was on a day; once made public, nothing in it changes."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    title_en = Line(_("title"), "en")
    title_fr = Line(_("title"), "fr")
    dated = models.DateField(_("date"))
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    public_since = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ("-number",)

    def __str__(self) -> str:
        return (self.title_fr if language() == "fr" else self.title_en) or str(self.number)


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
