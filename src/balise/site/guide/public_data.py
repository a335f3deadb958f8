"""What of a record is open data: what its public page shows, and nothing else.

Drafts, revisions, consent and accounts stay private. A mailbox is told only once its
organisation consented.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Max

from balise import __version__
from balise.site.guide.layout import PREFETCHED, Tree, record_tree
from balise.site.guide.models import Change, Organisation, Record

__all__ = ["PRIVATE", "changed_last", "permalink", "public_records", "public_tree", "version"]

PRIVATE = ("consent_on",)
_NEEDS_CONSENT = ("contact_mailbox",)


def public_records(records: Any = None) -> Any:
    """Give the records that anybody may read, with their parts."""
    chosen = Record.objects.all() if records is None else records
    return chosen.public().select_related("lead").prefetch_related(*PREFETCHED)


def public_tree(record: Record) -> Tree:
    """Lay out what is public of a record."""
    hidden = PRIVATE if record.consent_on else (*PRIVATE, *_NEEDS_CONSENT)
    tree = {name: each for name, each in record_tree(record).items() if name not in hidden}
    if rows := tree.get("adaptations"):
        private = {each.other.identifier for each in record.adaptations.all() if _is_draft(each)}
        shown = [_without_other(each, private) for each in rows]
        tree["adaptations"] = [each for each in shown if len(each) > 1]
    return tree | {
        "permalink_en": permalink(record.identifier, "en"),
        "permalink_fr": permalink(record.identifier, "fr"),
        "changed_at": record.changed_at.isoformat(timespec="seconds"),
    }


def _is_draft(adaptation: Any) -> bool:
    return adaptation.other is not None and not adaptation.other.is_public


def _without_other(row: Mapping[str, Any], private: set[str]) -> Tree:
    return {key: each for key, each in row.items() if key != "other" or each not in private}


def permalink(identifier: str, language: str) -> str:
    """Give the path of a record, the same for ever."""
    return f"/{language}/guide/records/{identifier}/"


def changed_last() -> datetime | None:
    """Tell when a public record changed last."""
    found = Record.objects.public().aggregate(last=Max("changed_at"))["last"]
    return found if found is None else found.replace(microsecond=0)


def version(*parts: str) -> str:
    """Name the state of the public inventory; another name after any change of it."""
    told = Record.objects.public().aggregate(Count("pk"), Max("changed_at"))
    names = Organisation.objects.order_by("pk").values_list("pk", "name_en", "name_fr")
    last = Change.objects.aggregate(last=Max("pk"))["last"]
    state: Sequence[object] = (__version__, *told.values(), last, *names, *parts)
    return hashlib.sha256(repr(state).encode()).hexdigest()[:32]
