"""What templates of the Guide write texts with: each marks the language it is in."""

from datetime import date
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from balise.site.guide import told as telling
from balise.site.languages import language
from balise.site.sizes import written_size

__all__ = [
    "day",
    "days",
    "file_size",
    "in_language",
    "line",
    "paragraphs",
    "past_due",
    "register",
    "titled",
]

register = template.Library()


@register.simple_tag
def line(item: Any, pair: str) -> SafeString:
    """Write one line of a pair of fields: ``{% line play "title" %}``."""
    return telling.line(telling.told(item, pair))


@register.simple_tag
def paragraphs(item: Any, pair: str) -> SafeString:
    """Write the paragraphs of a pair of fields: ``{% paragraphs play "summary" %}``."""
    return telling.prose(telling.told(item, pair))


@register.simple_tag
def titled(record: Any) -> SafeString:
    """Write the title of a project, with "working title" where it is one."""
    return telling.titled(record)


@register.simple_tag
def in_language(text: str, lang: str) -> SafeString:
    """Write a text that is in one language only: ``{% in_language source.publisher "en" %}``."""
    return telling.line(telling.Told(text, lang))


@register.filter
def file_size(size: int) -> str:
    """Write the size of a file [bytes]."""
    return written_size(size, language())


@register.filter
def past_due(record: Any) -> bool:
    """Tell whether the review date of a project is past."""
    return record.review_due is not None and record.review_due < timezone.now().date()


@register.filter
def day(value: str | date | None) -> SafeString:
    """Write a year, a month or a day in words, readable by machines."""
    if not value:
        return SafeString("")
    machine = value.isoformat() if isinstance(value, date) else value
    return format_html('<time datetime="{}">{}</time>', machine[:10], telling.day_told(value))


@register.simple_tag
def days(first: date, last: date | None) -> SafeString:
    """Write a day, or several as one period: ``{% days meeting.starts_on meeting.ends_on %}``."""
    if not last or last == first:
        return day(first)
    marked = [
        format_html('<time datetime="{}">{}</time>', each.isoformat(), words)
        for each, words in zip((first, last), telling.days_told(first, last), strict=True)
    ]
    form = "du {} au {}" if language() == "fr" else "{} to {}"
    return format_html(form, *marked)
