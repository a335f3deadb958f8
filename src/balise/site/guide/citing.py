"""How a project of the Guide is cited: who, what, where, and as of which day."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from balise.site.guide.told import Told, day_told, is_working, named, told
from balise.site.languages import language

__all__ = ["Citation", "cite"]


@dataclass(frozen=True, slots=True)
class Citation:
    """The parts of a reference to a project.

    Attributes
    ----------
    name : Told
        The title in plain text, for the head of the page: a working one says so.
    """

    author: Told
    title: Told
    is_working: bool
    name: Told
    address: str
    changed: str
    seen: str


def cite(request: HttpRequest, record: Any) -> Citation:
    """Give the reference of a project, whose address never changes."""
    lead = record.lead
    return Citation(
        author=told(lead, "name") if lead else Told("", ""),
        title=told(record, "title"),
        is_working=is_working(record),
        name=named(record),
        address=request.build_absolute_uri(record.get_absolute_url(language())),
        changed=day_told(record.changed_at.date()) if record.changed_at else "",
        seen=day_told(timezone.now().date()),
    )
