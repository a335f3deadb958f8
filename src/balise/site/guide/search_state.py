"""The index of this process, brought up to the state of the database before each question."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from django.db import connection
from django.db.models import Count, Q, Sum
from django.db.models.signals import post_delete, post_save

from balise.site.guide.models import (
    Adaptation,
    Asset,
    Claim,
    ClientGroup,
    DataUsed,
    Expert,
    ExpertField,
    Organisation,
    Partner,
    Place,
    Play,
    PlayExample,
    Population,
    Record,
    Resource,
    ResourceTheme,
    SearchMark,
    Source,
    Theme,
)
from balise.site.guide.search_index import Index, Key
from balise.site.guide.search_texts import KINDS, Entry, entries

__all__ = ["current_index", "everything_changed"]

EVERYTHING = "everything:0"
_MARKED: Mapping[type, tuple[str, str]] = {
    Record: ("record", "pk"),
    Play: ("play", "pk"),
    Resource: ("resource", "pk"),
    Expert: ("expert", "pk"),
    Organisation: ("organisation", "pk"),
    PlayExample: ("play", "play_id"),
    ResourceTheme: ("resource", "resource_id"),
    ExpertField: ("expert", "expert_id"),
    **dict.fromkeys(
        (
            Adaptation,
            Asset,
            Claim,
            ClientGroup,
            DataUsed,
            Partner,
            Place,
            Population,
            Source,
            Theme,
        ),
        ("record", "record_id"),
    ),
}


def _mark(sender: type, instance: Any, **_given: Any) -> None:
    kind, name = _MARKED[sender]
    SearchMark.renew([f"{kind}:{getattr(instance, name)}"])


for _model in _MARKED:
    post_save.connect(_mark, sender=_model, dispatch_uid=f"search-save-{_model.__name__}")
    post_delete.connect(_mark, sender=_model, dispatch_uid=f"search-delete-{_model.__name__}")


def everything_changed() -> None:
    """Have the search read every text again: for rows written in bulk, without signals."""
    SearchMark.renew([EVERYTHING])


@dataclass(slots=True)
class _Held:
    """The index of one database, and the marks it was made at."""

    lock: Lock = field(default_factory=Lock)
    state: tuple[int, int] | None = None
    marks: dict[str, int] = field(default_factory=dict)
    index: Index = field(default_factory=Index)


_HELD: dict[tuple[str, str, str], _Held] = {}
_HOLDING = Lock()


def current_index() -> Index:
    """Give the index as the database is now; costs one short question if nothing changed."""
    state = _state()
    held = _held()
    with held.lock:
        if held.state != state:
            # Marks are read before texts: a change in between is met by the next question.
            marks = dict(SearchMark.objects.values_list("about", "stamp"))
            held.index = _refreshed(held, marks)
            held.marks, held.state = marks, state
        return held.index


def _state() -> tuple[int, int]:
    told = SearchMark.objects.aggregate(count=Count("about"), sum=Sum("stamp"))
    return int(told["count"]), int(told["sum"] or 0)


def _held() -> _Held:
    settings = connection.settings_dict
    name = (connection.vendor, str(settings["NAME"]), str(settings.get("HOST", "")))
    with _HOLDING:
        return _HELD.setdefault(name, _Held())


def _refreshed(held: _Held, marks: Mapping[str, int]) -> Index:
    differing = {about for about, _stamp in held.marks.items() ^ marks.items()}
    if held.state is None or EVERYTHING in differing:
        return Index().changed((), _all())
    numbers: dict[str, set[int]] = defaultdict(set)
    for about in differing:
        kind, _, number = about.partition(":")
        numbers[kind].add(int(number))
    _follow(numbers)
    gone: list[Key] = [(kind, number) for kind in KINDS for number in numbers[kind]]
    return held.index.changed(gone, (e for kind in KINDS for e in entries(kind, numbers[kind])))


def _follow(numbers: dict[str, set[int]]) -> None:
    """Add the texts that name an organisation that changed."""
    if bodies := numbers.pop("organisation", None):
        named = Q(lead__in=bodies) | Q(partners__organisation__in=bodies)
        numbers["record"] |= set(Record.objects.filter(named).values_list("pk", flat=True))
        experts = Expert.objects.filter(organisation__in=bodies)
        numbers["expert"] |= set(experts.values_list("pk", flat=True))


def _all() -> Iterable[Entry]:
    return (each for kind in KINDS for each in entries(kind))
