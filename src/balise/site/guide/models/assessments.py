"""Self-assessments that somebody asked to keep, and organisations that say where they stand."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balise.site.guide.models.organisations import Organisation
from balise.site.languages import spoken

__all__ = ["AREAS", "KeptAssessment", "OrganisationMaturity"]

AREAS = ("data", "people", "practice", "care", "evidence")
"""The areas of the self-assessment, in its order."""
HIGHEST = 4


class KeptAssessment(models.Model):
    """Answers kept for a while at an address nobody guesses; only its digest is stored."""

    token_digest = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField()
    expires = models.DateTimeField(db_index=True)
    answers = models.JSONField()

    class Meta:
        verbose_name = _("kept self-assessment")
        verbose_name_plural = _("kept self-assessments")

    def __str__(self) -> str:
        return f"{self.expires:%Y-%m-%d}"


def _level(label: Any) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        label,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(HIGHEST)],
    )


class OrganisationMaturity(models.Model):
    """Where an organisation says it stands, because it asked others to be told."""

    organisation = models.OneToOneField(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.CASCADE,
        related_name="maturity",
    )
    asked_on = models.DateField(
        _("asked to be listed on"), help_text=_("Only who asked for it is listed.")
    )
    data = _level(spoken("data", "données"))
    people = _level(spoken("people", "personnes"))
    practice = _level(spoken("practice", "pratiques"))
    care = _level(spoken("care", "protection et équité"))
    evidence = _level(spoken("evidence", "preuves"))

    class Meta:
        verbose_name = _("maturity of an organisation")
        verbose_name_plural = _("maturity of organisations")
        ordering = ("organisation__name_en", "organisation__name_fr")
        constraints = (
            models.CheckConstraint(
                name="guide_organisationmaturity_levels",
                condition=Q(
                    *(
                        Q(**{f"{area}__isnull": True})
                        | Q(**{f"{area}__gte": 1, f"{area}__lte": HIGHEST})
                        for area in AREAS
                    )
                ),
                violation_error_message=_("A level is 1 to 4, or empty if it is not stated."),
            ),
        )

    def __str__(self) -> str:
        return str(self.organisation)
