"""Traces of a person: every text of the database in which an address or a name is said."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple
from unicodedata import normalize

from django.db import IntegrityError, models, transaction
from wagtail.search import index

from balise.site.guide.backup import kept_models
from balise.site.guide.models import UnansweredQuery
from balise.site.guide.search_state import everything_changed

__all__ = ["ADDRESS", "Rule", "addresses_said", "replace_all", "rule_for_address", "rule_for_name"]

ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
# Books that were printed stay as they are, and what tells of an erasure says nothing.
_STAY = {
    "guide.edition",
    "guide.editionfile",
    "guide.editionrecord",
    "secretariat.erasure",
}
_TEXTS = {"CharField", "TextField", "EmailField", "JSONField", "SlugField"}
Change = Callable[[str], str]


class Rule(NamedTuple):
    """What is looked for, and what stands in its place."""

    pattern: re.Pattern[str]
    instead: str

    def apply(self, text: str) -> str:
        """Put the other text in place; letters count as the same however they are composed."""
        composed = normalize("NFC", text)
        found, many = self.pattern.subn(lambda _found: self.instead, composed)
        return found if many else text


def rule_for_address(address: str, instead: str) -> Rule:
    """Look for an address, not for a longer one that ends or begins like it."""
    pattern = rf"(?<![\w.+-]){re.escape(normalize('NFC', address))}(?![\w-]|\.\w)"
    return Rule(re.compile(pattern, re.IGNORECASE), instead)


def rule_for_name(name: str, instead: str) -> Rule | None:
    """Look for a name of two words or more, also as lists have it: the family name first.

    One word alone names too much else.
    """
    family, comma, given = normalize("NFC", name).partition(",")
    words = (f"{given} {family}" if comma else family).replace(",", " ").split()
    if len(words) < 2 or len(name.strip()) < 5:
        return None
    escaped = [re.escape(each) for each in words]
    told = [r"\s+".join(escaped)]
    for split in range(1, len(words)):
        first, last = r"\s+".join(escaped[:split]), r"\s+".join(escaped[split:])
        told.append(rf"{last}\s*,\s*{first}")
    return Rule(re.compile(rf"(?<!\w)(?:{'|'.join(told)})(?!\w)", re.IGNORECASE), instead)


def _fields(model: Any) -> list[Any]:
    return [
        each
        for each in model._meta.concrete_fields
        if not each.primary_key and not each.is_relation and each.get_internal_type() in _TEXTS
    ]


def _rows() -> Iterator[tuple[Any, Any, dict[str, Any]]]:
    """Give every row that is kept: its model, its key, its texts as they are stored."""
    for model in kept_models():
        names = [each.name for each in _fields(model)]
        if not names or model._meta.label_lower in _STAY:
            continue
        rows = model._base_manager.order_by("pk").values_list("pk", *names)
        for pk, *values in list(rows):
            yield model, pk, dict(zip(names, map(_plain, values), strict=True))


def _plain(value: Any) -> Any:
    """Give typed blocks as the data they are stored as."""
    return value.get_prep_value() if hasattr(value, "get_prep_value") else value


def _changed(value: Any, change: Change) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_changed(each, change) for each in value]
    if isinstance(value, dict):
        return {key: _changed(each, change) for key, each in value.items()}
    return value


def addresses_said() -> set[str]:
    """Give every address of mail that any text holds, in small letters."""
    found: set[str] = set()

    def noted(text: str) -> str:
        if "@" in text:
            found.update(each.lower().strip(".'") for each in ADDRESS.findall(text))
        return text

    for _model, _pk, values in _rows():
        _changed(list(values.values()), noted)
    return found


def replace_all(rules: Sequence[Rule], *, dry_run: bool = False) -> Counter[str]:
    """Replace what rules look for in every text, JSON too.

    Parameters
    ----------
    rules : sequence of Rule
        Applied one after the other.
    dry_run : bool
        Count and change nothing.

    Returns
    -------
    Counter
        How many rows of each table hold it, by the name of the table.
    """

    def change(text: str) -> str:
        for each in rules:
            text = each.apply(text)
        return text

    counts: Counter[str] = Counter()
    for model, pk, values in _rows():
        new = {name: _changed(value, change) for name, value in values.items()}
        differing = {name: value for name, value in new.items() if value != values[name]}
        if differing:
            counts[model._meta.label] += 1
            if not dry_run:
                _write(model, pk, differing)
    if counts and not dry_run:
        everything_changed()
    return counts


def _write(model: Any, pk: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        longest = getattr(model._meta.get_field(name), "max_length", None)
        if longest and isinstance(value, str):
            values[name] = value[:longest]
    row = model._base_manager.filter(pk=pk)
    try:
        with transaction.atomic():
            row.update(**values)
    except IntegrityError:
        if model is not UnansweredQuery:
            raise
        row.delete()  # the same search was counted already
    if issubclass(model, index.Indexed) and issubclass(model, models.Model):
        for each in row:
            index.insert_or_update_object(each)
