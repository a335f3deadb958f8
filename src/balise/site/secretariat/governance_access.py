"""Whose decisions an account may record: all of them, or those of its own table."""

from typing import Any

from django.db.models import QuerySet

from balise.site.secretariat.governance_permissions import TABLE_GROUPS
from balise.site.secretariat.models import Decision

__all__ = ["EVERY", "OWN", "decisions_of"]

EVERY, OWN = "secretariat.change_decision", "secretariat.record_decision"


def decisions_of(user: Any) -> QuerySet[Decision]:
    """Give the decisions that an account may record."""
    found = Decision.objects.select_related("table", "meeting")
    if user.has_perm(EVERY):
        return found
    if not user.has_perm(OWN):
        return found.none()
    groups = set(user.groups.values_list("name", flat=True))
    own = [code for code, group in TABLE_GROUPS.items() if group in groups]
    return found.filter(table__code__in=own)
