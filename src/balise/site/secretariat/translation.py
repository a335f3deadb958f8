"""Translation: the texts of an item by pairs, what each language lacks, and saving one side."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from modelcluster.models import get_all_child_relations
from wagtail.models import WorkflowState

from balise.site.guide.models import Collection, Expert, Play, Record, Resource
from balise.site.guide.terms import REVIEWED_STATES
from balise.site.secretariat.models import PilotProposal

__all__ = [
    "KINDS",
    "Pair",
    "Queued",
    "changed_since_review",
    "keep",
    "not_reviewed_any_more",
    "other",
    "pairs",
    "queued",
    "sources",
    "target_of",
]

KINDS: Mapping[str, Any] = {
    "record": Record,
    "play": Play,
    "resource": Resource,
    "expert": Expert,
    "collection": Collection,
    "pilot": PilotProposal,
}
"""What is translated on the screen of the translators."""
_ROW = re.compile(r"-\d+-")


@dataclass(frozen=True, slots=True)
class Pair:
    """A text in two languages: the name of its field in forms, what it is, both sides."""

    name: str
    label: str
    source: str
    target: str
    is_long: bool
    longest: int


@dataclass(frozen=True, slots=True)
class Queued:
    """An item with a language that is not reviewed."""

    item: Any
    kind: str
    lang: str
    state: str
    empty: int
    """How many texts the language lacks that the other has."""
    since: datetime | None
    is_awaited: bool = False
    """Whether it is at the step of the translators on its path."""


def other(lang: str) -> str:
    """Give the other language."""
    return "en" if lang == "fr" else "fr"


def target_of(item: Any) -> str:
    """Give the language to translate an item into: the one that is not reviewed."""
    return "en" if item.state_fr == "original" or item.state_en not in REVIEWED_STATES else "fr"


def _stems(model: Any) -> Iterator[str]:
    """Name the pairs of plain texts of a model; typed blocks are edited elsewhere."""
    known = {each.name: each for each in model._meta.concrete_fields}
    for name, field in known.items():
        twin = f"{name[:-3]}_fr"
        is_text = type(field).__name__ in {"Line", "Prose", "Link"}
        if name.endswith("_en") and twin in known and is_text and not _is_kept(model, name):
            yield name[:-3]


def _is_kept(model: Any, name: str) -> bool:
    return name in getattr(model, "kept_fields", ())


def _holders(item: Any) -> Iterator[tuple[str, Any, str]]:
    """Give an item and its parts, each with the head of its names in forms."""
    yield "", item, ""
    for relation in get_all_child_relations(type(item)):
        name = relation.get_accessor_name()
        for number, part in enumerate(getattr(item, name).all()):
            label = relation.related_model._meta.verbose_name
            yield f"{name}-{number}-", part, f"{label} {number + 1} – "


def pairs(item: Any, lang: str) -> list[Pair]:
    """Give the texts of an item with a side to translate from or into.

    Parameters
    ----------
    item : GuideText
        A draft.
    lang : str
        The language translated into.
    """
    found = []
    for head, part, before in _holders(item):
        for stem in _stems(type(part)):
            source, target = getattr(part, f"{stem}_{other(lang)}"), getattr(part, f"{stem}_{lang}")
            if not (source or target):
                continue
            field = part._meta.get_field(f"{stem}_{lang}")
            label = f"{before}{field.verbose_name}"
            is_long = isinstance(field, models.TextField)
            found.append(
                Pair(f"{head}{stem}", label, source, target, is_long, field.max_length or 20_000)
            )
    return found


def sources(item: Any, lang: str) -> set[tuple[str, str]]:
    """Give the texts that are translated into a language, whatever the order of their rows."""
    found = pairs(item, lang)
    return {(_ROW.sub("-", each.name), each.source) for each in found if each.source}


def not_reviewed_any_more(item: Any, lang: str) -> None:
    """Have a translation be reviewed again; what it says stays, to start from."""
    if getattr(item, f"state_{lang}") in REVIEWED_STATES:
        setattr(item, f"state_{lang}", "missing")


def changed_since_review(item: Any, lang: str) -> set[str]:
    """Name the pairs whose original is not what it was when the translation was reviewed."""
    if getattr(item, f"state_{lang}") in REVIEWED_STATES:
        return set()
    state = f"content__state_{lang}__in"
    last = item.revisions.filter(**{state: REVIEWED_STATES}).order_by("-created_at", "-pk").first()
    if last is None:
        return set()
    known = sources(last.as_object(), lang)
    return {
        each.name
        for each in pairs(item, lang)
        if each.source and (_ROW.sub("-", each.name), each.source) not in known
    }


@transaction.atomic
def keep(item: Any, lang: str, texts: Mapping[str, str], state: str, user: Any) -> Any:
    """Save one side of the texts of an item as a draft; nothing else is taken from the form.

    Parameters
    ----------
    item : GuideText
        The draft that was shown.
    lang : str
        The language translated into.
    texts : mapping
        By the names that ``pairs`` gives.
    state : str
        A code of ``LANGUAGE_STATES`` for that language; empty leaves it.
    user : account
        Who translates.
    """
    _write("", item, lang, texts)
    for relation in get_all_child_relations(type(item)):
        name = relation.get_accessor_name()
        rows = list(getattr(item, name).all())
        for number, part in enumerate(rows):
            _write(f"{name}-{number}-", part, lang, texts)
        # Rows read again would not know what was written: these are kept with the draft.
        getattr(item, name).set(rows)
    if state:
        setattr(item, f"state_{lang}", state)
    if state in REVIEWED_STATES and lang == "fr" and hasattr(item, "title_fr_is_working"):
        item.title_fr_is_working = False
    stored = type(item)._default_manager.get(pk=item.pk)
    if not stored.is_public:
        item.save()
    return item.save_revision(user=user, clean=False, log_action=True)


def _write(head: str, part: Any, lang: str, texts: Mapping[str, str]) -> None:
    for stem in _stems(type(part)):
        if f"{head}{stem}" in texts:
            setattr(part, f"{stem}_{lang}", texts[f"{head}{stem}"])


def queued() -> list[Queued]:
    """Give what waits for a translator: first what its path waits for, then the oldest.

    Drafts are as their last revision is.
    """
    found: list[Queued] = []
    awaited = _awaited()
    for kind, model in KINDS.items():
        rows = model._default_manager.all()
        waits = ~Q(state_en__in=REVIEWED_STATES) | ~Q(state_fr__in=REVIEWED_STATES)
        for row in rows.filter(waits | Q(has_unpublished_changes=True)).select_related(
            "latest_revision"
        ):
            found += _of_one(kind, row, is_awaited=kind == "record" and row.pk in awaited)
    return sorted(
        found, key=lambda each: (not each.is_awaited, each.since is None, each.since, each.item.pk)
    )


def _awaited() -> set[int]:
    """Give the numbers of the projects that are at the step of the translators."""
    running = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS,
        content_type=ContentType.objects.get_for_model(Record),
        current_task_state__task__step__code="translated",
    )
    return {int(each) for each in running.values_list("object_id", flat=True)}


def _of_one(kind: str, row: Any, *, is_awaited: bool) -> Iterator[Queued]:
    draft = row.get_latest_revision_as_object()
    since = row.latest_revision.created_at if row.latest_revision else _made(row)
    for lang in ("en", "fr"):
        state = getattr(draft, f"state_{lang}")
        if state in REVIEWED_STATES:
            continue
        empty = sum(1 for each in pairs(draft, lang) if each.source and not each.target)
        yield Queued(draft, kind, lang, state, empty, since, is_awaited)


def _made(row: Any) -> datetime | None:
    for name in ("added_at", "made_at"):
        if found := getattr(row, name, None):
            return found
    from wagtail.models import ModelLogEntry

    kind = ContentType.objects.get_for_model(row)
    first = ModelLogEntry.objects.filter(content_type=kind, object_id=str(row.pk)).last()
    return first.timestamp if first else None
