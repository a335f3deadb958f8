"""Answers that somebody asked to keep: for a while, at an address nobody guesses."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from django.utils import timezone
from django.utils.translation import gettext as _

from balise.site.guide.assessment import Answers, read_answers
from balise.site.guide.models import KeptAssessment
from balise.vocabulary import BaliseError

__all__ = ["DAYS", "FullError", "Kept", "forget", "keep", "recall"]

DAYS = 90
"""How long answers are kept [days]."""
LIMIT = 20_000


class FullError(BaliseError):
    """Too many answers are kept already."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Answers that are kept, and the day they are forgotten."""

    answers: Answers
    until: date


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def keep(answers: Answers) -> str:
    """Keep answers, and forget those whose time is over.

    Returns
    -------
    str
        The secret end of their address; only its digest is stored.

    Raises
    ------
    FullError
        If the site keeps as many as it may.
    """
    now = timezone.now()
    KeptAssessment.objects.filter(expires__lte=now).delete()
    count = KeptAssessment.objects.count()
    if count >= LIMIT:
        raise FullError(
            _(
                "This site cannot keep more results now. Print this page or save it, or try again "
                "another day."
            )
        )
    token = secrets.token_urlsafe(32)
    KeptAssessment.objects.create(
        token_digest=_digest(token),
        made=now,
        expires=now + timedelta(days=DAYS),
        answers=answers.as_fields(),
    )
    return token


def recall(token: str) -> Kept | None:
    """Give the answers kept at an address, unless their time is over."""
    kept = KeptAssessment.objects.filter(token_digest=_digest(token), expires__gt=timezone.now())
    found = kept.first()
    if found is None:
        return None
    return Kept(read_answers(found.answers), timezone.localdate(found.expires))


def forget(token: str) -> None:
    """Delete the answers kept at an address."""
    KeptAssessment.objects.filter(token_digest=_digest(token)).delete()
