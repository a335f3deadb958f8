"""Searches that found nothing: what readers miss, and nothing about them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balise.site.guide.models.texts import one_of

__all__ = ["UnansweredQuery"]


class UnansweredQuery(models.Model):
    """A search that found nothing, counted by day and language; no person is known."""

    day = models.DateField()
    language = models.CharField(max_length=2)
    text = models.CharField(max_length=200)
    count = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("search without result")
        verbose_name_plural = _("searches without result")
        ordering = ("-day", "-count", "text")
        constraints = (
            models.UniqueConstraint(
                fields=("day", "language", "text"), name="guide_unansweredquery_once"
            ),
            models.CheckConstraint(
                name="guide_unansweredquery_worded", condition=~Q(text="") & Q(count__gte=1)
            ),
            one_of("language", ("en", "fr")),
        )

    def __str__(self) -> str:
        return self.text
