"""Texts as a page tells them: in its language, else in the other and marked as such."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from balise.reports import numeral
from balise.site.guide.fields import first_day
from balise.site.guide.search_words import fold
from balise.site.guide.terms import REVIEWED_STATES, term_of
from balise.site.languages import language
from balise.vocabulary import Term

__all__ = [
    "Told",
    "alphabetical",
    "by_title",
    "day_told",
    "days_told",
    "is_working",
    "label_of",
    "line",
    "named",
    "number_told",
    "original_language",
    "prose",
    "titled",
    "told",
    "untranslated",
]


@dataclass(frozen=True, slots=True)
class Told:
    """A text, and the language it is in; false if there is none."""

    text: str
    lang: str

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return line(self)

    def __html__(self) -> str:
        return line(self)

    @property
    def prose(self) -> SafeString:
        """The text in its paragraphs."""
        return prose(self)

    @property
    def is_foreign(self) -> bool:
        """Whether it is not in the language of the page."""
        return self.lang not in {"", language()}


def told(item: Any, pair: str) -> Told:
    """Give a text of a pair in the language spoken, else in the other.

    Parameters
    ----------
    item : object
        With two fields, such as ``title_en`` and ``title_fr``.
    pair : str
        What their names share, such as ``title``.
    """
    lang = language()
    other = "en" if lang == "fr" else "fr"
    found = next((each for each in (lang, other) if getattr(item, f"{pair}_{each}")), lang)
    return Told(getattr(item, f"{pair}_{found}"), found)


def line(text: Told) -> SafeString:
    """Write a text on one line; the other language is marked.

    Examples
    --------
    >>> line(Told("Le bureau", "fr")), line(Told("<b>", "en"))
    ('<span lang="fr">Le bureau</span>', '&lt;b&gt;')
    """
    if text.is_foreign and text:
        return format_html('<span lang="{}">{}</span>', text.lang, text.text)
    return format_html("{}", text.text)


def prose(text: Told) -> SafeString:
    r"""Write a text in its paragraphs, parted by blank lines.

    Examples
    --------
    >>> prose(Told("One.\n\nTwo.", "en"))
    '<p>One.</p>\n<p>Two.</p>'
    """
    plain = text.text.replace("\r\n", "\n")
    paragraphs = [each.strip() for each in plain.split("\n\n") if each.strip()]
    mark = format_html(' lang="{}"', text.lang) if text.is_foreign else ""
    rows = ((mark, _broken(each)) for each in paragraphs)
    return format_html_join("\n", "<p{}>{}</p>", rows)


def _broken(paragraph: str) -> SafeString:
    lines = ((each,) for each in paragraph.split("\n"))
    return format_html_join(mark_safe("<br>"), "{}", lines)  # the break is ours


def named(record: Any) -> Told:
    """Give the title of a record where nothing can be marked up: a working one says so in words."""
    title = told(record, "title")
    if is_working(record):
        return Told(f"{title.text} ({_('working title')})", title.lang)
    return title


def is_working(record: Any) -> bool:
    """Tell whether the title shown of a record is a working one."""
    return told(record, "title").lang == "fr" and bool(record.title_fr_is_working)


def titled(record: Any) -> SafeString:
    """Write the title of a record, and say so where the French one is a working one."""
    title = told(record, "title")
    if is_working(record):
        return format_html(
            '{} <small class="working">({})</small>', line(title), _("working title")
        )
    return line(title)


def alphabetical(text: str) -> str:
    """Give what a name is sorted by: its letters, without capitals and accents.

    >>> sorted(["Yukon", "Île", "Alberta"], key=alphabetical)
    ['Alberta', 'Île', 'Yukon']
    """
    return fold(text)


def by_title(items: Iterable[Any]) -> list[Any]:
    """Sort texts by the title shown, in the order of the alphabet whatever the database's."""
    return sorted(items, key=lambda each: (fold(told(each, "title").text), each.identifier))


def original_language(record: Any) -> str:
    """Give the language a record was written in: that of names it holds once."""
    return "fr" if record.state_fr == "original" and record.state_en != "original" else "en"


def untranslated(item: Any) -> str:
    """Say what the language spoken lacks; empty if its text is reviewed."""
    state = getattr(item, f"state_{language()}")
    if state in REVIEWED_STATES:
        return ""
    if state == "machine":
        return _("The text in this language is a machine translation that nobody has reviewed.")
    return _("This text is not translated yet: what is missing is shown in the other language.")


def label_of(terms: tuple[Term, ...], code: str) -> str:
    """Name a code in the language spoken; an empty one is "not stated"."""
    known = term_of(terms, code) if code in {each.code for each in terms} else term_of(terms, "")
    return known.fr if language() == "fr" else known.en


def number_told(value: Decimal | None) -> str:
    """Write a number with the decimals it has, as readers of the language expect."""
    if value is None:
        return ""
    exponent = value.normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return numeral(float(value), language(), decimals)


def day_told(text: str | date | None) -> str:
    """Write a year, a month or a day in words.

    Examples
    --------
    >>> day_told("2018"), day_told("2018-05"), day_told("2018-05-03"), day_told("")
    ('2018', 'May 2018', 'May 3, 2018', '')
    """
    if not text:
        return ""
    if isinstance(text, date):
        return _whole(text)
    formats = {4: "Y", 7: "YEAR_MONTH_FORMAT"}
    if form := formats.get(len(text)):
        return str(date_format(first_day(text), form))
    return _whole(first_day(text))


def days_told(first: date, last: date) -> tuple[str, str]:
    """Write the first and the last of several days; what both share is said once.

    Examples
    --------
    >>> days_told(date(2018, 9, 26), date(2018, 9, 27))
    ('Sept. 26', '27, 2018')
    >>> days_told(date(2018, 9, 30), date(2018, 10, 1))
    ('Sept. 30', 'Oct. 1, 2018')
    """
    if first.year != last.year:
        return _whole(first), _whole(last)
    is_french, is_one_month = language() == "fr", first.month == last.month
    day = "1er" if is_french and first.day == 1 else str(first.day)
    if is_french:
        return day if is_one_month else f"{day} {date_format(first, 'F')}", _whole(last)
    told = f"{last.day}, {last.year}" if is_one_month else _whole(last)
    return f"{date_format(first, 'N')} {day}", told


def _whole(day: date) -> str:
    """Write a day; the first of a month is an ordinal in French."""
    words = str(date_format(day, "DATE_FORMAT"))
    return f"1er{words[1:]}" if language() == "fr" and day.day == 1 else words
