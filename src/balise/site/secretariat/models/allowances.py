"""How often something was tried lately, so that nobody tries it without end."""

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["Allowance"]


class Allowance(models.Model):
    """Tries of one kind by one source in a window of time; the source is a keyed digest."""

    digest = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("allowance")
        verbose_name_plural = _("allowances")

    def __str__(self) -> str:
        return f"{self.count}"
