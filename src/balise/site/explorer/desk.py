"""The secretariat's side of remarks: read, answer, close, erase; and what is then shown."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from time import monotonic

from django.db import DatabaseError
from django.db.models.signals import post_delete, post_save

from balise.site.explorer.models import Remark
from balise.vocabulary import BaliseError

__all__ = ["KEPT_DAYS", "Desk", "RemarkError", "answers_of"]

KEPT_DAYS = 365
"""An e-mail address is kept at most so long after its remark is closed [days]."""

_SHOWN = 20
_LOG = logging.getLogger("django.request")

Row = dict[str, object]


class RemarkError(BaliseError):
    """A remark is not there, or its answer lacks a language."""


def answers_of(dguid: str, language: str) -> list[Row]:
    """Give the answers published about an area, the latest first.

    The page of an area is whole without them: where the database is lost, there are none.
    """
    try:
        if dguid not in _ANSWERED:
            return []
        found = Remark.objects.filter(dguid=dguid, is_published=True).order_by("-answered")
        return [shown(each, language) for each in found[:_SHOWN]]
    except DatabaseError as problem:
        _LOG.error("Published answers cannot be read: %s", problem)
        return []


class _Answered:
    """Which areas have answers, as last read: most have none, and their pages need not ask."""

    LASTS = 2.0
    """How long what was read is trusted: others write too [s]."""

    def __init__(self) -> None:
        self.dguids: frozenset[str] = frozenset()
        self.until = 0.0

    def __contains__(self, dguid: str) -> bool:
        now = monotonic()
        if now > self.until:
            found = Remark.objects.filter(is_published=True).values_list("dguid", flat=True)
            self.dguids = frozenset(found.distinct())
            self.until = now + self.LASTS
        return dguid in self.dguids

    def forget(self, **_signal: object) -> None:
        """Read anew: something was written here."""
        self.until = 0.0


_ANSWERED = _Answered()
post_save.connect(_ANSWERED.forget, sender=Remark)
post_delete.connect(_ANSWERED.forget, sender=Remark)


def shown(remark: Remark, language: str) -> Row:
    """Give what the public sees of a remark: its kind, its release, its answer."""
    return {
        "kind": remark.kind,
        "release": f"{remark.release}@{remark.seal[:12]}",
        "answer": remark.answer_fr if language == "fr" else remark.answer_en,
        "date": remark.answered.date().isoformat() if remark.answered else "",
    }


class Desk:
    """Where the secretariat works."""

    def listed(self, *, with_closed: bool = False) -> list[Row]:
        """Give remarks, the oldest first."""
        self.forget_addresses()
        found = Remark.objects.order_by("received")
        return [_row(each) for each in (found if with_closed else found.exclude(state="closed"))]

    def answer(self, reference: str, answer: Mapping[str, str], *, publish: bool = False) -> Row:
        """Keep the answer to a remark, in both languages; publish it if asked.

        Raises
        ------
        RemarkError
            If there is no such remark, or a language is missing.
        """
        remark = _find(reference)
        lacking = [each for each in ("en", "fr") if not answer.get(each, "").strip()]
        if lacking:
            raise RemarkError(
                f"Answer to remark {reference}: found no text in {', '.join(lacking)}. Expected "
                "the answer in both languages. Give both, with --en TEXT and --fr TEXT."
            )
        remark.answer_en, remark.answer_fr = answer["en"].strip(), answer["fr"].strip()
        remark.state = "closed" if remark.state == "closed" else "answered"
        remark.answered, remark.is_published = _now(), publish
        remark.save()
        return _row(remark)

    def close(self, reference: str) -> Row:
        """Close a remark; its e-mail address goes a year later."""
        remark = _find(reference)
        remark.state = "closed"
        remark.closed = remark.closed or _now()
        remark.save()
        self.forget_addresses()
        return _row(remark)

    def erase(self, reference: str, *, with_text: bool = False) -> Row:
        """Erase the e-mail address of a remark, and its text if asked."""
        remark = _find(reference)
        remark.email = ""
        if with_text:
            remark.text = ""
        remark.save()
        return _row(remark)

    def forget_addresses(self, now: datetime | None = None) -> int:
        """Erase the e-mail addresses of remarks closed for a year; say how many there were."""
        before = (now or _now()) - timedelta(days=KEPT_DAYS)
        old = Remark.objects.filter(closed__lt=before).exclude(email="")
        return int(old.update(email=""))


def _now() -> datetime:
    return datetime.now(UTC)


def _find(reference: str) -> Remark:
    found = Remark.objects.filter(reference=reference.strip().upper()).first()
    if found is None:
        raise RemarkError(
            f"Remark {reference}: found none of this reference. Expected one of those that "
            "'balise remarks list --all' gives. Correct it, or name another --state DIR."
        )
    return found


def _row(remark: Remark) -> Row:
    names = (
        "reference",
        "state",
        "kind",
        "language",
        "release",
        "seal",
        "dguid",
        "name",
        "score",
        "score_low",
        "score_high",
        "quality",
        "text",
        "email",
        "answer_en",
        "answer_fr",
        "is_published",
    )
    dates = ("received", "answered", "closed")
    told: Row = {each: getattr(remark, each) for each in names}
    return told | {
        each: value.isoformat() if (value := getattr(remark, each)) else None for each in dates
    }
