"""What readers are told of changes, and the identifiers that were ever given."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balise.site.guide.fields import Code, Line
from balise.vocabulary import Term

__all__ = ["CHANGES", "Change", "UsedIdentifier"]

CHANGES = (
    Term("listed", "listed", "répertorié"),
    Term("published", "published", "publié"),
    Term("changed", "changed", "modifié"),
    Term("confirmed", "confirmed by the organisation", "confirmé par l’organisation"),
    Term("retired", "retired", "retiré"),
)


class Change(models.Model):
    """A line of the public history of a record: when, what; never who."""

    # A record with a public past is retired, not deleted.
    record = models.ForeignKey("guide.Record", on_delete=models.PROTECT, related_name="changes")
    at = models.DateTimeField(default=timezone.now, db_index=True)
    kind = Code(_("change"), CHANGES)
    fields = models.JSONField(default=list, blank=True)
    why_en = Line(_("why"), "en")
    why_fr = Line(_("why"), "fr")
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="guide_change_kind_known",
                condition=models.Q(kind__in=[each.code for each in CHANGES]),
            ),
        )

    def __str__(self) -> str:
        return f"{self.record_id}, {self.kind}, {self.at:%Y-%m-%d}"


class UsedIdentifier(models.Model):
    """An identifier that a record has or had: it names no other record, ever."""

    identifier = models.SlugField(max_length=80, primary_key=True)
    record_number = models.BigIntegerField()
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("used identifier")
        verbose_name_plural = _("used identifiers")

    def __str__(self) -> str:
        return self.identifier

    @classmethod
    def claim(cls, identifier: str, record: Any) -> None:
        """Keep an identifier for a record.

        Raises
        ------
        ValidationError
            If another record has or had it.
        """
        kept, made = cls.objects.get_or_create(
            identifier=identifier, defaults={"record_number": record.pk}
        )
        if not made and kept.record_number != record.pk:
            message = _("Another project has or had the identifier “%(value)s”.")
            raise ValidationError(
                {"identifier": ValidationError(message, params={"value": identifier})}
            )
