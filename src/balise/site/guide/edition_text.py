r"""Texts as a book prints them: lines of spans, each with its language, none of them markup.

A span is a mapping of ``t`` (its text), ``l`` (its language, if not that of the book), ``b``
(whether it is bold) and ``u`` (where it leads). A line is a list of spans.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from balise.reports import numeral
from balise.site.guide.terms import term_of
from balise.vocabulary import Term

__all__ = [
    "Line",
    "clean",
    "day",
    "joined",
    "label",
    "line",
    "number",
    "paragraphs",
    "period",
    "plain",
    "shortened",
    "span",
    "told",
]

Line = list[dict[str, Any]]

_UNSEEN = {
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    *(0x200B, 0x200E, 0x200F, 0x061C, 0xFEFF, 0x00AD),
}
_LONGEST_RUN, _MOST_MARKS = 24, 4
_BREAK = "\N{ZERO WIDTH SPACE}"
_RUN = re.compile(rf"[^\s\u200b]{{{_LONGEST_RUN}}}(?=[^\s\u200b]{{4}})")
_IN_ADDRESS = re.compile(r"(?<=[^\s/:])[/._=&?-]+(?=\w)")
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}


def clean(text: str) -> str:
    r"""Take out what a page cannot hold: controls, marks of direction, towers of accents.

    Examples
    --------
    >>> clean("a\x07b\u202ec\r\nd")
    'abc\nd'
    """
    kept: list[str] = []
    marks = 0
    for each in unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")):
        kind = unicodedata.category(each)
        marks = marks + 1 if kind in {"Mn", "Me"} else 0
        if each == "\t":
            kept.append(" ")
        elif each == "\n" or (
            kind not in {"Cc", "Cs", "Cn"} and ord(each) not in _UNSEEN and marks <= _MOST_MARKS
        ):
            kept.append(each)
    return "".join(kept)


def _breakable(text: str) -> str:
    """Let a run of letters without spaces go on below, as addresses and nonsense need."""
    if "://" in text:
        text = _IN_ADDRESS.sub(lambda found: found[0] + _BREAK, text)
    return _RUN.sub(lambda found: found[0] + _BREAK, text)


def span(text: str, lang: str = "", *, bold: bool = False, link: str = "") -> dict[str, Any]:
    """Give a span of one line; the language is named where it is not the book's."""
    shown = _breakable(clean(text).replace("\n", " "))
    safe = link if re.match(r"https?://[^\s]+\Z", link) or link.startswith("mailto:") else ""
    return {"t": shown, "l": lang, "b": bold, "u": clean(safe)}


def line(*parts: Any) -> Line:
    """Give a line of spans, texts in the language of the book and other lines."""
    found: Line = []
    for each in parts:
        found += each if isinstance(each, list) else [span(each) if isinstance(each, str) else each]
    return [each for each in found if each["t"]]


def joined(lines: Iterable[Line], between: str = ", ") -> Line:
    """Give lines as one, with a text between them."""
    found: Line = []
    for each in filter(None, lines):
        found += [span(between), *each] if found else each
    return found


def plain(spans: Line) -> str:
    """Give a line as mere text."""
    return "".join(each["t"] for each in spans).replace(_BREAK, "")


def shortened(text: str, most: int = 70) -> str:
    """Cut a text that has to fit on one line.

    Examples
    --------
    >>> shortened("Letters sorted by subject", 12)
    'Letters sor…'
    """
    whole = re.sub(r"[ \n]+", " ", clean(text)).strip()
    return whole if len(whole) <= most else f"{whole[: most - 1].rstrip()}…"


def _found(item: Mapping[str, Any], pair: str, lang: str) -> tuple[str, str]:
    other = "en" if lang == "fr" else "fr"
    own = str(item.get(f"{pair}_{lang}") or "")
    return (own, "") if own.strip() else (str(item.get(f"{pair}_{other}") or ""), other)


def told(item: Mapping[str, Any], pair: str, lang: str, *, bold: bool = False) -> Line:
    """Give a text of a pair on one line, in the language of the book, else in the other."""
    text, found = _found(item, pair, lang)
    return line(span(text, found, bold=bold))


def paragraphs(item: Mapping[str, Any], pair: str, lang: str) -> list[Line]:
    """Give a text of a pair in its paragraphs, parted by blank lines."""
    text, found = _found(item, pair, lang)
    parts = (each.strip() for each in re.split(r"\n\s*\n", clean(text)))
    return [[span(each, found)] for each in parts if each]


def label(terms: tuple[Term, ...], code: str, lang: str) -> str:
    """Name a code in the language of the book; an empty or unknown one is "not stated"."""
    known = code if code in {each.code for each in terms} else ""
    term = term_of(terms, known)
    return term.fr if lang == "fr" else term.en


def number(value: Any, lang: str) -> str:
    """Write a number with the decimals it has.

    Examples
    --------
    >>> number("1234.50", "en"), number("12", "fr"), number("0.000001", "en")
    ('1,234.5', '12', '0.000001')
    """
    exponent = Decimal(str(value)).normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return numeral(float(value), lang, decimals)


def day(text: str | date | None, lang: str) -> str:
    """Write a year, a month or a day in words.

    Examples
    --------
    >>> day("2018", "en"), day("2018-05", "fr"), day("2018-05-01", "en"), day("2018-05-01", "fr")
    ('2018', 'mai 2018', 'May 1, 2018', '1er mai 2018')
    """
    year, month, of_month = (*str(text or "").split("T")[0].split("-"), "", "")[:3]
    if not (month.isdecimal() and 1 <= int(month) <= 12):
        return year
    name = _MONTHS[lang].split()[int(month) - 1]
    if not of_month.isdecimal():
        return f"{name} {year}"
    number_of = int(of_month)
    if lang == "fr":
        return f"{'1er' if number_of == 1 else number_of} {name} {year}"
    return f"{name} {number_of}, {year}"


def period(first: str, last: str, lang: str) -> str:
    """Write a period that may lack its start or its end.

    Examples
    --------
    >>> period("2019", "2021", "en"), period("2019", "", "fr"), period("", "2021-03", "en")
    ('2019 to 2021', '2019', 'March 2021')
    """
    start, end = day(first, lang), day(last, lang)
    if start and end and start != end:
        return f"{start} {'à' if lang == 'fr' else 'to'} {end}"
    return start or end
