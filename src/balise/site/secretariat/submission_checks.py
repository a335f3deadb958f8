"""What is wrong with a draft when it is submitted: a sentence beside each answer."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from balise.site.guide.fields import first_day
from balise.site.guide.terms import RESULT_KINDS
from balise.site.secretariat.submission_questions import (
    Question,
    Rows,
    all_questions,
    all_rows,
)
from balise.site.secretariat.submission_reading import Content, is_empty

__all__ = ["number_of", "wrong"]

_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_NUMBER = re.compile(r"-?\d{1,14}(?:\.\d{1,6})?")
_LONGEST_PARTNER = 300
_SPACES = dict.fromkeys(map(ord, " \u00a0\u202f\u2009"))


def number_of(text: str, lang: str) -> Decimal:
    """Read a number as people of a language write it.

    Raises
    ------
    ValueError
        If it is none, or has more than 14 digits before the point or 6 after it.

    Examples
    --------
    >>> number_of("1 234,5", "fr"), number_of("1,234.5", "en"), number_of("1234.5", "fr")
    (Decimal('1234.5'), Decimal('1234.5'), Decimal('1234.5'))
    """
    plain = text.translate(_SPACES).replace("\u2212", "-")
    if lang == "fr":
        plain = plain.replace(",", ".")
    elif _THOUSANDS.fullmatch(plain.lstrip("-")):
        plain = plain.replace(",", "")
    if not _NUMBER.fullmatch(plain) or not plain.isascii():
        raise ValueError(text)
    try:
        return Decimal(plain)
    except InvalidOperation as error:
        raise ValueError(text) from error


def wrong(content: Content, lang: str) -> dict[str, str]:
    """Say what has to be mended before a draft can be submitted.

    Parameters
    ----------
    content : dict
        What was typed.
    lang : str
        The language it was typed in: numbers are read by it.

    Returns
    -------
    dict
        The place in the form, and a sentence in the language spoken; in the order of the form.
    """
    found: dict[str, str] = {}
    for question in all_questions():
        told = _of_answer(question, content.get(question.name), lang)
        if told:
            found[question.name] = told
    if any(len(each) > _LONGEST_PARTNER for each in content.get("partners", "").splitlines()):
        words = _("A line has more than %(most)s characters: write one organisation on each line.")
        found["partners"] = words % {"most": _LONGEST_PARTNER}
    if _is_inverted(content.get("start", ""), content.get("end", "")):
        found.setdefault("end", _("The end comes before the start."))
    for rows in all_rows():
        for place, told in _of_rows(rows, content, lang):
            where = f"{rows.one} {place.split('-')[1]}"
            found[place] = _("%(label)s: %(answer)s") % {"label": where, "answer": told}
    if content.get("has_no_result_yet") and _has_result(content):
        words = _("There is a result below, and “no result yet” is marked: keep one of them.")
        found["has_no_result_yet"] = words
    return found


def _of_answer(question: Question, answer: Any, lang: str) -> str:
    if not answer:
        return _needed(question) if question.is_needed else ""
    if question.kind == "choices":
        many = _("%(count)s are chosen: choose at most %(most)s.")
        told = {"count": len(answer), "most": question.most}
        return many % told if len(answer) > question.most else ""
    if question.kind in {"choice", "row", "check"}:
        return ""
    return _of_text(question, str(answer), lang)


def _needed(question: Question) -> str:
    if question.kind == "choices":
        return _("Choose at least one of “%(label)s”.") % {"label": question.label}
    if question.kind == "choice":
        return _("Choose “%(label)s”.") % {"label": question.label}
    return _("Fill in “%(label)s”.") % {"label": question.label}


def _of_text(question: Question, text: str, lang: str) -> str:
    most = 2000 if question.kind == "link" else question.most
    if len(text) > most:
        words = _("This has %(count)s characters; write at most %(most)s.")
        return words % {"count": len(text), "most": most}
    try:
        if question.kind == "date":
            first_day(text)
        elif question.kind == "number":
            number_of(text, lang)
        elif question.kind == "year":
            _year(text)
        elif question.kind == "link":
            URLValidator(schemes=["http", "https"])(text)
        elif question.kind == "email":
            validate_email(text if text.isprintable() else "")
    except (ValueError, ValidationError):
        return _misread(question.kind) % {"text": text[:80]}
    return ""


def _year(text: str) -> None:
    if not (text.isascii() and text.isdecimal() and 1900 <= int(text) <= 2199):
        raise ValueError(text)


def _misread(kind: str) -> str:
    return {
        "date": _(
            "“%(text)s” is not a date. Write a year, a month or a day: 2024, 2024-05, 2024-05-03."
        ),
        "number": _("“%(text)s” is not a number. Write digits alone, such as 1234.5."),
        "year": _("“%(text)s” is not a year. Write four digits, such as 2024."),
        "link": _("“%(text)s” is not an address. It begins with https:// or http://."),
        "email": _("“%(text)s” is not an e-mail address. Write it as name@example.org."),
    }[kind]


def _is_inverted(start: str, end: str) -> bool:
    try:
        return bool(start and end) and first_day(end) < first_day(start[: len(end)])
    except ValueError:
        return False  # said beside the date already


def _has_result(content: Content) -> bool:
    return any(each.get("kind") in RESULT_KINDS for each in content.get("claims", []))


def _of_rows(rows: Rows, content: Content, lang: str) -> Iterator[tuple[str, str]]:
    for number, row in enumerate(content.get(rows.name, []), start=1):
        if is_empty(row):
            continue
        for question in rows.questions:
            answer = row.get(question.name, "")
            told = _of_answer(question, answer, lang)
            if not answer and question.name in rows.needs:
                told = _needed(question)
            if told:
                yield f"{rows.name}-{number}-{question.name}", told
        if rows.name == "claims":
            yield from _of_claim(number, row, content)


def _of_claim(number: int, row: dict[str, str], content: Content) -> Iterator[tuple[str, str]]:
    if row.get("value"):
        if not row.get("unit"):
            yield f"claims-{number}-unit", _("A number needs a unit: days, people, dollars.")
        if not (row.get("period_start") or row.get("period_end")):
            yield f"claims-{number}-period_start", _("A number needs the period it was counted in.")
        if not row.get("source"):
            yield (
                f"claims-{number}-source",
                _("A number needs a source: add it above, and choose it here."),
            )
    if _is_inverted(row.get("period_start", ""), row.get("period_end", "")):
        yield f"claims-{number}-period_end", _("The end comes before the start.")
    sources = content.get("sources", [])
    named = int(row.get("source") or 0)
    if named and (named > len(sources) or is_empty(sources[named - 1])):
        yield (
            f"claims-{number}-source",
            _("Source %(number)s is empty: fill it in above, or choose another.")
            % {"number": named},
        )
