"""How a project of the Guide is cited: who, what, where, and as of which day."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from balise.site.guide.told import Told, day_told, told
from balise.site.languages import language

__all__ = ["Citation", "cite"]


@dataclass(frozen=True, slots=True)
class Citation:
    """The parts of a reference to a project."""

    author: Told
    title: Told
    address: str
    changed: str
    seen: str


def cite(request: HttpRequest, record: Any) -> Citation:
    """Give the reference of a project, whose address never changes."""
    lead = record.lead
    return Citation(
        author=told(lead, "name") if lead else Told("", ""),
        title=told(record, "title"),
        address=request.build_absolute_uri(record.get_absolute_url(language())),
        changed=day_told(record.changed_at.date()) if record.changed_at else "",
        seen=day_told(timezone.now().date()),
    )
