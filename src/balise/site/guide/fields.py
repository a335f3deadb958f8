"""The fields a text of the Guide is made of: plain text, codes, dates known in part.

Names and choices are shown by forms and never stored: they stay out of migrations, so that
a better word needs none.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import (
    MaxLengthValidator,
    ProhibitNullCharactersValidator,
    RegexValidator,
    URLValidator,
)
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from balise.site.languages import spoken
from balise.vocabulary import Term

__all__ = [
    "SLUG",
    "Blocks",
    "Code",
    "Line",
    "Link",
    "PartialDate",
    "Prose",
    "first_day",
    "in_language",
]

LINE, PROSE = 300, 20_000
_SHOWN_ONLY = ("choices", "help_text", "validators", "verbose_name")
_IN = {"en": spoken("in English", "en anglais"), "fr": spoken("in French", "en français")}


def in_language(label: Any, lang: str) -> Any:
    """Give the name of one half of a pair.

    Examples
    --------
    >>> str(in_language("title", "fr"))
    'title (in French)'
    """
    return format_lazy("{label} ({lang})", label=label, lang=_IN[lang])


class _Quiet:
    """A field whose names and checks stay out of migrations."""

    stored_as: type[models.Field]

    if TYPE_CHECKING:  # Django hands out the value, not the field

        def __get__(self, instance: object, owner: type | None = None) -> Any: ...
        def __set__(self, instance: object, value: Any) -> None: ...

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()  # type: ignore[misc]
        kept = {key: value for key, value in kwargs.items() if key not in _SHOWN_ONLY}
        return name, f"django.db.models.{self.stored_as.__name__}", args, kept


def _labelled(label: Any, lang: str, options: dict[str, Any]) -> dict[str, Any]:
    name = in_language(label, lang) if lang else label
    return {"verbose_name": name, "blank": True, "default": ""} | options


class Line(_Quiet, models.CharField):
    """One line of plain text; in one language if ``lang`` names it."""

    stored_as = models.CharField

    def __init__(self, label: Any = "", lang: str = "", **options: Any) -> None:
        options.setdefault("validators", [ProhibitNullCharactersValidator()])
        options.setdefault("max_length", LINE)
        super().__init__(**_labelled(label, lang, options))


class Prose(_Quiet, models.TextField):
    """Plain text in paragraphs, parted by blank lines; in one language if ``lang`` names it."""

    stored_as = models.TextField

    def __init__(self, label: Any = "", lang: str = "", **options: Any) -> None:
        checks = [ProhibitNullCharactersValidator(), MaxLengthValidator(PROSE)]
        options.setdefault("validators", checks)
        super().__init__(**_labelled(label, lang, options))


class Link(_Quiet, models.CharField):
    """An address on the web; http and https only."""

    stored_as = models.CharField

    def __init__(self, label: Any = "", lang: str = "", **options: Any) -> None:
        options.setdefault("validators", [URLValidator(schemes=["http", "https"])])
        options.setdefault("max_length", 2000)
        super().__init__(**_labelled(label, lang, options))


class Code(_Quiet, models.CharField):
    """A code of a list of terms; empty is "not stated"."""

    stored_as = models.CharField

    def __init__(self, label: Any = "", terms: Sequence[Term] = (), **options: Any) -> None:
        if terms:
            options["choices"] = [(each.code, spoken(each.en, each.fr)) for each in terms]
        options.setdefault("max_length", 40)
        super().__init__(**_labelled(label, "", options))


class Blocks(StreamField):
    """Typed blocks; which ones there are stays out of migrations."""

    def __init__(self, kinds: Any = (), label: Any = "", lang: str = "", **options: Any) -> None:
        name = in_language(label, lang) if lang else label
        super().__init__(kinds, **({"verbose_name": name, "blank": True} | options))

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Describe the column alone."""
        name, *_described = super().deconstruct()
        _name, path, args, kwargs = StreamField([], blank=True).deconstruct()
        return name, path, args, kwargs


_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def first_day(text: str) -> date:
    """Give the first day of a year, month or day.

    Examples
    --------
    >>> first_day("2018"), first_day("2018-05")
    (datetime.date(2018, 1, 1), datetime.date(2018, 5, 1))
    """
    found = _PARTIAL.fullmatch(text)
    if found is None:
        raise ValueError(text)
    year, month, day = (int(each or 1) for each in found.groups())
    return date(year, month, day)


def _is_partial_date(text: str) -> None:
    try:
        first_day(text)
    except ValueError as error:
        message = _(
            "%(value)s is not a date. Write a year, a month or a day: 2018, 2018-05, 2018-05-03."
        )
        raise ValidationError(message, params={"value": text}) from error


class PartialDate(_Quiet, models.CharField):
    """A year, a month or a day, as far as it is known: 2018, 2018-05, 2018-05-03."""

    stored_as = models.CharField

    def __init__(self, label: Any = "", **options: Any) -> None:
        options.setdefault("validators", [_is_partial_date])
        options.setdefault("max_length", 10)
        super().__init__(**_labelled(label, "", options))


SLUG = RegexValidator(
    r"\A[a-z0-9]+(?:-[a-z0-9]+)*\Z",
    _("Write small letters without accents, digits and single hyphens between them."),
)
