"""What every field of the open data means, from the fields themselves."""

from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from balise.site.guide.layout import CODE_LISTS, FIELDS, KEPT, PARTS
from balise.site.guide.models import Organisation, Record
from balise.site.guide.parsing import MODELS
from balise.site.guide.public_data import PRIVATE

__all__ = ["Described", "Part", "dictionary"]


class Described(NamedTuple):
    """A field: its name in files, what it means, what it holds."""

    name: str
    meaning: str
    holds: str
    codes: tuple[tuple[str, str], ...]


class Part(NamedTuple):
    """Fields that stand together."""

    key: str
    name: str
    fields: tuple[Described, ...]


def dictionary() -> tuple[Part, ...]:
    """Describe every field of the open data in the language spoken."""
    record = [
        Described("id", _("identifier; it never changes"), _("text"), ()),
        *(_field(Record, name) for name in KEPT),
        _named("lead", _("lead organisation, identifier")),
        _named("lead_name_en", _("lead organisation, name in English")),
        _named("lead_name_fr", _("lead organisation, name in French")),
        *(_field(Record, name) for name in FIELDS if name not in PRIVATE),
        *(_codes(name) for name in CODE_LISTS),
        _named("permalink_en", _("address of the English page, below the site")),
        _named("permalink_fr", _("address of the French page, below the site")),
        Described("changed_at", _("last change"), _("date and time"), ()),
    ]
    parts = [Part("record", _("Project"), tuple(record))]
    for name, fields in PARTS.items():
        model = MODELS[name]
        described = tuple(_of_part(model, each) for each in fields)
        parts.append(Part(name, str(model._meta.verbose_name_plural), described))
    return tuple(parts)


def _of_part(model: Any, name: str) -> Described:
    if name == "organisation":
        return _named(name, _("organisation, identifier"))
    if name.startswith("organisation_"):
        inner = Organisation._meta.get_field(name.removeprefix("organisation_"))
        return _named(name, str(inner.verbose_name))
    if name == "other":
        return _named(name, _("other project, identifier"))
    if name == "period_stated":
        told = _("whether the source states the period of the number")
        return Described(name, told, _("true or false"), ())
    return _field(model, name)


def _named(name: str, meaning: str) -> Described:
    return Described(name, meaning, _("text"), ())


def _codes(name: str) -> Described:
    found = _field(MODELS[name], "code")
    told = str(MODELS[name]._meta.verbose_name_plural)
    return Described(name, told, _("list of codes"), found.codes)


def _field(model: Any, name: str) -> Described:
    field = model._meta.get_field(name)
    choices = tuple((str(code), str(label)) for code, label in field.choices or ())
    return Described(name, str(field.verbose_name), _kind(field, choices), choices)


def _kind(field: models.Field, choices: tuple[Any, ...]) -> str:
    if choices:
        return _("code")
    if isinstance(field, models.BooleanField):
        return _("true or false")
    if isinstance(field, (models.DecimalField, models.IntegerField)):
        return pgettext("contents of a field", "number")
    if isinstance(field, models.DateField):
        return _("date")
    return _("text")
