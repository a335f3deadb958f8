"""The review dates for a calendar of one's own, as iCalendar (RFC 5545) lays them out."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from balise.site.guide.freshness import kept_for_a_while
from balise.site.guide.models import Record
from balise.site.guide.reviews import Review, due_reviews
from balise.site.guide.told import named, told

__all__ = ["calendar", "escaped", "folded"]

_LONGEST = 75
"""Bytes of a line, its end aside (RFC 5545, 3.1)."""


def escaped(text: str) -> str:
    r"""Write a text as a value (RFC 5545, 3.3.11).

    Examples
    --------
    >>> print(escaped("Rain; snow, and\nice \\ slush"))
    Rain\; snow\, and\nice \\ slush
    """
    plain = "".join(each for each in text if each >= " " or each in "\t\n")
    for each in ("\\", ";", ","):
        plain = plain.replace(each, f"\\{each}")
    return plain.replace("\n", "\\n")


def folded(line: str) -> str:
    r"""Fold a line that is too long; no letter is parted.

    Examples
    --------
    >>> folded("X" * 76) == "X" * 75 + "\r\n X"
    True
    """
    lines, size = [""], 0
    for letter in line:
        width = len(letter.encode("utf-8", "replace"))
        if size + width > _LONGEST:
            lines.append(" ")
            size = 1
        lines[-1] += letter
        size += width
    return "\r\n".join(lines)


@kept_for_a_while
def calendar(request: HttpRequest, lang: str) -> HttpResponse:
    """Give each review date as an event of a whole day."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Balise//{escaped(_('DDI Guide'))}//{lang.upper()}",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME;LANGUAGE={lang}:{escaped(_('Calendar of review dates'))}",
    ]
    for each in due_reviews(timezone.localdate()):
        lines += _event(request, each, lang)
    text = "".join(f"{folded(each)}\r\n" for each in [*lines, "END:VCALENDAR"])
    content = text.encode("utf-8", "replace")
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="reviews.ics"'
    return response


def _event(request: HttpRequest, review: Review, lang: str) -> Iterator[str]:
    item = review.item
    title = named(item) if isinstance(item, Record) else told(item, "title")
    summary = _("Review due: %(title)s") % {"title": title.text}
    path = item.get_absolute_url(lang)
    # The same event has the same name in both languages.
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(item.get_absolute_url('en').strip('/'))}@{request.get_host()}"
    yield f"DTSTAMP:{_stamp(item)}"
    yield f"DTSTART;VALUE=DATE:{review.due:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{_next(review.due):%Y%m%d}"
    yield f"SUMMARY;LANGUAGE={title.lang}:{escaped(summary)}"
    yield f"URL:{request.build_absolute_uri(path)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _next(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


def _stamp(item: object) -> str:
    """Give when the event was last written: when its text was confirmed or changed."""
    at = getattr(item, "changed_at", None) or getattr(item, "last_published_at", None)
    on = getattr(item, "confirmed_on", None) or date(1970, 1, 1)
    known = at or datetime.combine(on, time.min, UTC)
    return f"{known.astimezone(UTC):%Y%m%dT%H%M%SZ}"
