"""Searches that found nothing, counted by day: what readers miss, never who they are."""

import re

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from balise.site.guide.models import UnansweredQuery

__all__ = ["MOST_A_DAY", "note"]

LONGEST = 200
MOST_A_DAY = 1_000
"""Different searches kept of one day; a machine that asks nonsense fills no disk."""
_DIGITS = 6  # a telephone, file or insurance number has more


def note(query: str, language: str) -> None:
    """Count a search that found nothing, unless its text may say who asked.

    A text that is long, looks like an address of e-mail or holds a long number is not kept.
    A database that cannot be written to now is no reason to fail.
    """
    written = query.replace("\0", " ").encode("utf-8", "ignore").decode()
    text = " ".join(written.split()).casefold()
    if not text or language not in {"en", "fr"} or _may_be_personal(text):
        return
    day = timezone.localdate()
    same = UnansweredQuery.objects.filter(day=day, language=language, text=text)
    try:
        with transaction.atomic():
            if same.update(count=F("count") + 1):
                return
            if UnansweredQuery.objects.filter(day=day).count() < MOST_A_DAY:
                UnansweredQuery.objects.create(day=day, language=language, text=text)
    except DatabaseError:
        return


def _may_be_personal(text: str) -> bool:
    digits = re.findall(r"\d(?:[\s.()/-]*\d)*", text)
    long_number = any(sum(map(str.isdecimal, each)) > _DIGITS for each in digits)
    return (
        len(text) > LONGEST or "@" in text or "\N{FULLWIDTH COMMERCIAL AT}" in text or long_number
    )
