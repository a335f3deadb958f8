"""From the texts of a file to the values of a record: codes, numbers, dates, parts."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.apps import apps
from django.db import models

from balise.site.guide.layout import CODE_LISTS, FIELDS, KEPT, LEAD, PARTS, Tree, known_codes, plain
from balise.site.guide.models import Organisation, Record
from balise.vocabulary import nearest

__all__ = ["MODELS", "Problem", "parsed", "parsed_organisation", "unwritten"]

MODELS: Mapping[str, type[models.Model]] = {
    name: apps.get_model("guide", model)
    for name, model in {
        "themes": "Theme",
        "client_groups": "ClientGroup",
        "populations": "Population",
        "partners": "Partner",
        "data_used": "DataUsed",
        "claims": "Claim",
        "sources": "Source",
        "assets": "Asset",
        "places": "Place",
        "adaptations": "Adaptation",
    }.items()
}
# Files tell these, and nobody reads them back.
_TOLD = ("permalink_en", "permalink_fr", "changed_at")
_TRUE = {"true", "yes", "1", "vrai", "oui"}
_FALSE = {"false", "no", "0", "faux", "non"}
_SPACES = re.compile("[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]")
_NUMBERED = re.compile(r"(\w+)\.([1-9]\d{0,2})\.(\w+)")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d{1,2})?")
_PART_DEFAULTS = {"claims": {"bound": "exact"}, "adaptations": {"direction": "from"}}
_RESOLVED = {"other", "organisation", "organisation_name_en", "organisation_name_fr"}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is refused: the field, what was found, what was expected, what to do."""

    field: str
    found: str
    expected: str
    advice: str

    def __str__(self) -> str:
        found = self.found if len(self.found) <= 80 else f"{self.found[:77]}..."
        return f"{self.field}: found {found!r}. Expected {self.expected}. {self.advice}"


def unwritten(name: str) -> Any:
    """Give what a field of a record is where a file leaves it empty."""
    if name in CODE_LISTS or name in PARTS:
        return []
    field = None if name in LEAD else Record._meta.get_field(name)
    return field.default if isinstance(field, models.BooleanField) else ""


def parsed(values: Mapping[str, Any], *, has_comma: bool = False) -> tuple[Tree, list[Problem]]:
    """Read the texts of one record.

    Parameters
    ----------
    values : mapping
        Names to texts, lists and mappings, as a file has them.
    has_comma : bool
        Whether a comma is the decimal mark.

    Returns
    -------
    tuple
        The record as :mod:`balise.site.guide.layout` lays it out, less what the file says
        nothing of; and all that is wrong with it.
    """
    reading = _Reading(has_comma)
    tree = reading.record(reading.gathered(values))
    return tree, reading.problems


def parsed_organisation(values: Mapping[str, Any]) -> tuple[Tree, list[Problem]]:
    """Read the texts of one organisation."""
    reading = _Reading(has_comma=False)
    fields = {each.name: each for each in Organisation._meta.fields if each.name != "id"}
    tree = {}
    for name, value in values.items():
        if name not in fields:
            reading.refuse(name, name, "the name of a field", nearest(name, fields))
        else:
            tree[name] = reading.value(name, fields[name], value)
    return tree, reading.problems


class _Reading:
    def __init__(self, has_comma: bool) -> None:
        self._has_comma = has_comma
        self.problems: list[Problem] = []

    def refuse(self, field: str, found: Any, expected: str, advice: str) -> None:
        self.problems.append(Problem(field, str(found), expected, advice))

    def gathered(self, values: Mapping[str, Any]) -> Tree:
        """Put numbered columns together: claims.2.kind is a field of the second claim."""
        found: Tree = {}
        numbered: dict[str, dict[int, Tree]] = {}
        for name, value in values.items():
            if (parts := _NUMBERED.fullmatch(name)) and parts[1] in PARTS:
                numbered.setdefault(parts[1], {}).setdefault(int(parts[2]), {})[parts[3]] = value
            else:
                found[name] = value
        for name, rows in numbered.items():
            found[name] = [rows[each] for each in sorted(rows) if any(rows[each].values())]
        return found

    def record(self, values: Tree) -> Tree:
        known = ("id", *KEPT, *LEAD, *FIELDS, *CODE_LISTS, *PARTS)
        tree: Tree = {}
        for name, value in values.items():
            if name in _TOLD:
                continue
            if name not in known:
                self.refuse(name, name, "the name of a field", nearest(name, known))
            elif name in PARTS:
                tree[name] = list(self._parts(name, value))
            elif name in CODE_LISTS:
                tree[name] = self._codes(name, value)
            elif name == "id" or name in LEAD:
                tree[name] = self._text(name, value).strip()
            else:
                tree[name] = self.value(name, Record._meta.get_field(name), value)
        return tree

    def _codes(self, name: str, value: Any) -> list[str]:
        listed = value if isinstance(value, list) else self._text(name, value).split("|")
        field = MODELS[name]._meta.get_field("code")
        found = [self._code(name, known_codes(field), str(each or "").strip()) for each in listed]
        kept = [each for each in found if each]
        for each in sorted({each for each in kept if kept.count(each) > 1}):
            self.refuse(name, each, "each code once", "Keep one of them.")
        return list(dict.fromkeys(kept))

    def _parts(self, name: str, value: Any) -> Iterator[Tree]:
        if value in (None, ""):
            return
        if not isinstance(value, list):
            self.refuse(name, value, "a list", "Write one entry for each, below each other.")
            return
        fields = {each.name: each for each in MODELS[name]._meta.fields}
        for number, row in enumerate(value, start=1):
            where = f"{name}.{number}"
            if not isinstance(row, dict):
                self.refuse(where, row, "names with values", "Write its fields below each other.")
                continue
            tree = dict(_PART_DEFAULTS.get(name, {}))
            for key, each in row.items():
                if key not in PARTS[name]:
                    self.refuse(
                        f"{where}.{key}", key, "the name of a field", nearest(key, PARTS[name])
                    )
                elif key in _RESOLVED:
                    tree[key] = self._text(f"{where}.{key}", each).strip()
                else:
                    tree[key] = self.value(f"{where}.{key}", fields[key], each)
            yield self._kept(name, tree)

    def _kept(self, name: str, tree: Tree) -> Tree:
        """Leave out what is empty, in the order of the layout."""
        defaults = {"period_stated": True}
        kept = {key: tree.get(key, "") for key in PARTS[name]}
        for key, default in _PART_DEFAULTS.get(name, {}).items():
            kept[key] = kept[key] or default
        if "value" in kept and (kept["value"] == "" or kept["period_start"] or kept["period_end"]):
            kept["period_stated"] = True
        return {key: each for key, each in kept.items() if each not in ("", defaults.get(key, ""))}

    def value(self, name: str, field: models.Field, value: Any) -> Any:
        """Read a value as its field needs it; empty if it cannot be."""
        text = self._text(name, value)
        if isinstance(field, models.BooleanField):
            return self._flag(name, field, text.strip())
        if isinstance(field, models.DecimalField):
            return self._number(name, text)
        if isinstance(field, models.IntegerField):
            return self._whole(name, text.strip())
        if isinstance(field, models.DateField):
            return self._day(name, text.strip())
        known = known_codes(field)
        return self._code(name, known, text.strip()) if known else text

    def _text(self, name: str, value: Any) -> str:
        if isinstance(value, (list, dict)):
            self.refuse(name, f"{len(value)} values", "one text", "Write one value.")
            return ""
        return str(value or "")

    def _code(self, name: str, known: tuple[str, ...], text: str) -> str:
        if text and text not in known:
            self.refuse(name, text, "a code of its list", nearest(text, known))
            return ""
        return text

    def _flag(self, name: str, field: models.Field, text: str) -> bool:
        if text.lower() in _TRUE | _FALSE:
            return text.lower() in _TRUE
        if text:
            self.refuse(name, text, "true or false", "Write one of these.")
        return bool(field.default)

    def _number(self, name: str, text: str) -> Decimal | str:
        written = _SPACES.sub("", text)
        if self._has_comma:
            written = written.replace(",", ".", 1)
        if not written:
            return ""
        try:
            if _NUMBER.fullmatch(written):
                number: Decimal = plain(Decimal(written))
                return number
        except InvalidOperation:
            pass
        mark = "1234,5" if self._has_comma else "1234.5"
        self.refuse(
            name,
            text,
            f"a number such as {mark}",
            "If it is no number, leave it empty and write it in the note.",
        )
        return ""

    def _whole(self, name: str, text: str) -> int | str:
        if text.isascii() and text.isdigit() and len(text) < 6:
            return int(text)
        if text:
            self.refuse(name, text, "a whole number such as 2024", "Write digits only.")
        return ""

    def _day(self, name: str, text: str) -> str:
        try:
            return date.fromisoformat(text).isoformat() if text else ""
        except ValueError:
            self.refuse(name, text, "a day such as 2026-05-31", "Write year, month and day.")
            return ""
