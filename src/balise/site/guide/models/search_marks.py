"""Marks of what changed, so that every process knows when its search is out of date."""

from collections.abc import Iterable
from secrets import randbits

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["SearchMark"]

_BITS = 40  # the sum of eight million marks still fits a database's integer


class SearchMark(models.Model):
    """One text of the Guide, with a number drawn again whenever something of it is saved.

    The mark is written in the transaction of the change: whoever sees one sees the other. Any
    change alters the sum of all numbers, in whatever order transactions end.
    """

    about = models.CharField(max_length=60, primary_key=True)
    stamp = models.BigIntegerField()

    class Meta:
        verbose_name = _("mark of the search")
        verbose_name_plural = _("marks of the search")

    def __str__(self) -> str:
        return self.about

    @classmethod
    def renew(cls, about: Iterable[str]) -> None:
        """Say that these texts changed."""
        marks = [cls(about=each, stamp=randbits(_BITS)) for each in about]
        cls.objects.bulk_create(
            marks, update_conflicts=True, unique_fields=["about"], update_fields=["stamp"]
        )
