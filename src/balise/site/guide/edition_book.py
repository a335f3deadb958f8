"""What an edition holds: the published texts of the Guide as they are now, as plain values.

The same mapping is kept with the edition, typeset in both languages, and compared later with
what the Guide then holds.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from balise.site.guide.models import Edition, Play, Record, Resource
from balise.site.guide.public_data import public_records, public_tree

__all__ = ["Book", "Contents", "book_of", "contents_on", "fingerprint", "records_on"]

Contents = dict[str, list[dict[str, Any]]]
"""Records, plays and resources."""
Book = Mapping[str, Any]

_TEXTS = ("title_en", "title_fr", "summary_en", "summary_fr")
_NOT_KEPT = ("permalink_en", "permalink_fr", "changed_at", "status")


def records_on(day: date) -> Any:
    """Give the records that an edition of a day holds: published, and not past their review."""
    chosen = Record.objects.published().filter(review_due__gte=day)
    return public_records(chosen).select_related("lead", "image").order_by("identifier")


def contents_on(day: date, records: Iterable[Record] | None = None) -> Contents:
    """Lay out what an edition of a day holds.

    Parameters
    ----------
    day : date
        Records whose review was due before it are left out.
    records : iterable of Record, optional
        Those of that day, if they were read already.

    Returns
    -------
    dict
        Lists of plain values under ``records``, ``plays`` and ``resources``.
    """
    chosen = records_on(day) if records is None else records
    held: Contents = {"records": [_record(each) for each in chosen]}
    names = {each["id"] for each in held["records"]}
    plays = Play.objects.filter(live=True).prefetch_related("examples__record")
    held["plays"] = [_play(each, names) for each in plays]
    resources = Resource.objects.filter(live=True).prefetch_related("themes")
    held["resources"] = [_resource(each) for each in resources]
    return held


def book_of(edition: Edition, contents: Contents, address: str) -> Book:
    """Join an edition and what it holds.

    Parameters
    ----------
    edition : Edition
        Its number, titles and date.
    contents : dict
        What :func:`contents_on` gives.
    address : str
        Where the public finds the site, without a slash at its end; empty if not known.
    """
    about = {each: getattr(edition, each) for each in ("number", "title_en", "title_fr")}
    return {**about, "dated": _plain(edition.dated), "address": address, **contents}


def fingerprint(content: object) -> str:
    """Name plain values by their SHA-256: the same values, the same name."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _record(record: Record) -> dict[str, Any]:
    tree = {key: each for key, each in public_tree(record).items() if key not in _NOT_KEPT}
    others = {each.other.identifier: each.other for each in record.adaptations.all() if each.other}
    for row in tree.get("adaptations", ()):
        if row.get("other") in others:
            other = others[row["other"]]
            # A working title is no title for print: the other language stands in for it.
            french = "" if other.title_fr_is_working and other.title_en else other.title_fr
            row |= {"other_title_en": other.title_en, "other_title_fr": french}
    if record.image:
        tree["image"] = {"file": record.image.file.name, "sha1": record.image.get_file_hash()}
    return _plain(tree)


def _play(play: Play, names: set[str]) -> dict[str, Any]:
    pairs = [*_TEXTS, "when_en", "when_fr"]
    tree = {"id": play.identifier, "theme": play.theme}
    tree |= {each: getattr(play, each) for each in pairs}
    tree |= {each: _blocks(getattr(play, each)) for each in ("body_en", "body_fr")}
    tree["examples"] = [
        {"id": each.record.identifier, "note_en": each.note_en, "note_fr": each.note_fr}
        for each in play.examples.all()
        if each.record.identifier in names
    ]
    return tree


def _blocks(body: Any) -> list[dict[str, str]]:
    """Lay out typed blocks as rows of texts."""
    rows = []
    for block in body:
        if isinstance(block.value, Mapping):
            texts = {key: str(each or "") for key, each in block.value.items()}
        else:
            texts = {"text": str(block.value)}
        rows.append({"type": block.block_type, **texts})
    return rows


def _resource(resource: Resource) -> dict[str, Any]:
    names = ("kind", "publisher_en", "publisher_fr", "link_en", "link_fr", "language", "licence")
    tree = {each: getattr(resource, each) for each in (*_TEXTS, *names)}
    return {
        "id": resource.identifier,
        **tree,
        "themes": [each.code for each in resource.themes.all()],
        "checked_on": _plain(resource.checked_on or ""),
    }


def _plain(value: Any) -> Any:
    """Make values that JSON holds: numbers with decimals as text, days as year-month-day."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value
