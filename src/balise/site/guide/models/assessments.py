"""Self-assessments that somebody asked to keep."""

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["KeptAssessment"]


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
