"""Expressions of interest: who would use the EVI, or a project like one of the Guide."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balise.site.guide.fields import Code, Line, Prose
from balise.site.guide.models import Record
from balise.site.guide.models.texts import filled, one_of
from balise.site.guide.terms import JURISDICTIONS, LANGUAGES, codes
from balise.site.secretariat.models.people import Correspondent
from balise.vocabulary import Term

__all__ = [
    "FOLLOWED",
    "INTERESTS",
    "INTEREST_STATES",
    "PERSONAL_TEXTS",
    "Interest",
    "InterestNote",
]

INTERESTS = (
    Term("evi", "the E-Vulnerability Index", "l’indice de vulnérabilité électronique"),
    Term("project", "a project like one of the Guide", "un projet semblable à un projet du Guide"),
)

INTEREST_STATES = (
    Term("new", "new", "nouvelle"),
    Term("contacted", "contacted", "contact établi"),
    Term("in_discussion", "in discussion", "en discussion"),
    Term("uses", "uses it", "utilisation en cours"),
    Term("closed", "closed", "close"),
)
NOTES = (
    Term("followed", "followed up", "suivi"),
    Term("named", "named in public", "nommée publiquement"),
    Term("withdrawn", "name taken away", "nom retiré"),
)
FOLLOWED = ("contacted", "in_discussion", "uses")
"""States of what the secretariat follows: what it has not looked at is counted nowhere."""


class InterestQuerySet(models.QuerySet):
    """Expressions of interest, as pages find them."""

    def named(self) -> "InterestQuerySet":
        """Keep those whose organisation agreed to be named, and that were released."""
        return self.filter(may_be_named=True, is_released=True).exclude(state="closed")

    def counted(self) -> "InterestQuerySet":
        """Keep those that are counted without being named."""
        return self.filter(state__in=FOLLOWED).exclude(may_be_named=True, is_released=True)


class Interest(models.Model):
    """An organisation says what it would use, and what for; the secretariat follows it up."""

    form_key = models.CharField(max_length=32, unique=True, editable=False)
    about = Code(_("what would be used"), INTERESTS, blank=False)
    geography = Line(_("for which place or area"))
    record = models.ForeignKey(
        Record,
        verbose_name=_("project"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    organisation = Line(_("organisation"), blank=False)
    jurisdiction = Code(_("jurisdiction"), JURISDICTIONS, blank=False)
    purpose = Prose(_("what for"))
    role = Line(_("role"))
    sender = models.ForeignKey(Correspondent, on_delete=models.PROTECT, related_name="interests")
    language = Code(_("language"), LANGUAGES, blank=False)
    state = Code(_("state"), INTEREST_STATES, blank=False, default="new", db_index=True)
    may_be_named = models.BooleanField(_("the organisation may be named"), default=False)
    is_released = models.BooleanField(_("named in public"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("expression of interest")
        verbose_name_plural = _("expressions of interest")
        ordering = ("-made_at", "-pk")
        constraints = (
            one_of("about", codes(INTERESTS)),
            one_of("state", codes(INTEREST_STATES)),
            one_of("language", ("en", "fr")),
            one_of("jurisdiction", codes(JURISDICTIONS)),
            models.CheckConstraint(
                name="secretariat_interest_named_if_agreed",
                condition=Q(is_released=False) | (Q(may_be_named=True) & filled("organisation")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation} ({self.pk})"

    @property
    def is_named(self) -> bool:
        """Whether anybody may read who it comes from."""
        return self.may_be_named and self.is_released and self.state != "closed"


class InterestNote(models.Model):
    """What the secretariat did about an expression of interest: who, when, why."""

    interest = models.ForeignKey(Interest, on_delete=models.CASCADE, related_name="notes")
    act = Code(_("what was done"), NOTES, blank=False, default="followed")
    state = Code(_("state"), INTEREST_STATES, blank=False)
    text = Prose(_("note"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ("made_at", "pk")
        constraints = (one_of("act", codes(NOTES)), one_of("state", codes(INTEREST_STATES)))

    def __str__(self) -> str:
        return f"{self.interest_id} {self.state}"


PERSONAL_TEXTS = {
    (Interest, "organisation"),
    (Interest, "geography"),
    (Interest, "purpose"),
    (Interest, "role"),
    (InterestNote, "text"),
}
"""What people typed: a person may stand in it."""
