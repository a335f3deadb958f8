"""Tasks of each day: what is due is done once, however often and whenever this runs."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone

from balise.site.secretariat.confirmations import ask_and_remind
from balise.site.secretariat.keeping import forget_contacts, forget_logs, forget_old
from balise.site.secretariat.links_checked import check_links
from balise.site.secretariat.models import TaskRun
from balise.site.secretariat.postman import deliver
from balise.site.secretariat.tasks_alone import alone
from balise.vocabulary import BaliseError

__all__ = ["TASKS", "Ran", "Task", "run_tasks"]

_WRONG_CLOCK = timedelta(days=31)
"""A run that much ahead was one under a wrong clock, and holds nothing up."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done: once a day, or each time; in one transaction, or in its own."""

    name: str
    run: Callable[[datetime], Mapping[str, int]]
    is_daily: bool = True
    is_whole: bool = True
    """Whether all of it is undone if it fails half-way."""


TASKS: list[Task] = [
    Task("confirmations", ask_and_remind, is_whole=False),
    Task("forget", forget_old, is_whole=False),
    Task("contacts", forget_contacts),
    Task("logs", forget_logs),
]
"""Each part of the secretariat adds its own when the application starts."""
_LINKS = Task("links", check_links, is_whole=False)
_MAIL = Task("mail", deliver, is_daily=False, is_whole=False)


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a task."""

    name: str
    state: str
    """``done``, ``already`` (done that day, or later) or ``failed``."""
    counts: Mapping[str, int] = field(default_factory=dict)
    problem: str = ""


def run_tasks(day: date | None = None, *, with_links: bool = True) -> list[Ran]:
    """Run what is due; a task that fails stops no other.

    Parameters
    ----------
    day : date, optional
        As if it were that day; today if left out.
    with_links : bool
        Whether links of public pages are followed.

    Returns
    -------
    list of Ran
        One for each task, mail last: it sends what the others wrote.

    Raises
    ------
    BaliseError
        If the tasks are run by somebody else at this moment.
    """
    now = timezone.now()
    if day is not None and day != timezone.localdate(now):
        now = timezone.make_aware(datetime.combine(day, time(12)))
    links = [_LINKS] if with_links else []
    with alone():
        return [_run(each, now) for each in (*TASKS, *links, _MAIL)]


def _run(task: Task, now: datetime) -> Ran:
    day = timezone.localdate(now)
    # A clock set back finds the days after it done.
    done = TaskRun.objects.filter(name=task.name, day__gte=day, day__lte=day + _WRONG_CLOCK)
    if task.is_daily and done.exists():
        return Ran(task.name, "already")
    try:
        if task.is_whole:
            with transaction.atomic():
                counts = _done(task, now, day)
        else:
            counts = _done(task, now, day)
    except (BaliseError, DatabaseError, OSError, LookupError, TypeError, ValueError) as problem:
        return Ran(task.name, "failed", {}, f"{type(problem).__name__}: {str(problem)[:200]}")
    return Ran(task.name, "done", counts)


def _done(task: Task, now: datetime, day: date) -> dict[str, int]:
    counts: Any = Counter(task.run(now))
    told = {name: int(count) for name, count in sorted(counts.items()) if count}
    if task.is_daily:
        told_at = {"finished_at": timezone.now(), "counts": told}
        TaskRun.objects.update_or_create(name=task.name, day=day, defaults=told_at)
    return told
