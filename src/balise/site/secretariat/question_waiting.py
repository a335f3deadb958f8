"""How long a question has waited, as pages tell it."""

from datetime import date
from typing import NamedTuple

from django.utils import timezone

from balise.site.secretariat.models import Question
from balise.site.secretariat.question_asking import UNANSWERED

__all__ = ["Waiting", "waiting"]


class Waiting(NamedTuple):
    """Days since a question was released, and whether that is too long."""

    days: int
    is_long: bool


def waiting(question: Question, today: date | None = None) -> Waiting | None:
    """Tell how long an open question has waited; None if it is answered, or not public.

    Parameters
    ----------
    question : Question
        Released or not.
    today : date, optional
        The day it is.
    """
    if question.state != "released" or question.released_at is None:
        return None
    day = today or timezone.localdate()
    # A clock set back makes no question wait less than nothing.
    days = max(0, (day - timezone.localdate(question.released_at)).days)
    return Waiting(days, days >= UNANSWERED)
