"""Lists of areas: rows as they are read, filtered by name, in the order asked for."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from balise.reports import name_of, numeral, term
from balise.site.explorer.releases import Loaded, Row
from balise.site.explorer.wording import measure, quality, ranks, told_reason

__all__ = ["PAGE", "Listing", "fold", "level_choices", "listed", "shown"]

PAGE = 500
"""Rows on one page."""

_SORTS = {
    "name": "name",
    "population": "population",
    "evi": "evi",
    "relative": "evi_relative",
    "means": "means",
    "willingness": "willingness",
    "abilities": "abilities",
}
_SAINT = {"st": "saint", "ste": "sainte"}


def fold(name: str) -> str:
    """Write a name so that accents, case, hyphens and abbreviations do not matter.

    Examples
    --------
    >>> fold("Ste-Anne-de-l'Île"), fold("St. Léonard")
    ('sainte anne de l ile', 'saint leonard')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", " ", plain).split()
    return " ".join(_SAINT.get(word, word) for word in words)


@dataclass(frozen=True)
class Listing:
    """Rows of a level, and how to sort and page through them."""

    rows: Sequence[Row]
    total: int
    found: int
    level: str
    query: str
    sort: str
    heads: Sequence[Row]
    page: int
    pages: int
    previous: str
    following: str


@lru_cache(maxsize=64)
def shown(loaded: Loaded, level: str, language: str) -> tuple[Row, ...]:
    """Give the areas of a level as they are read in a language."""
    return tuple(_shown(loaded, row, language) for row in loaded.level(level))


def _shown(loaded: Loaded, row: Row, language: str) -> Row:
    parent = loaded.areas.get(str(row["parent"]))
    name = name_of(row, language)
    population = row["population"]
    pattern = "unpublished" if row["evi"] is None else {"E": "caution", "F": "unsure"}
    if isinstance(pattern, dict):
        pattern = pattern.get(str(row["quality"]), "")
    return {
        "raw": row,
        "dguid": row["dguid"],
        "code": row["code"],
        "name": name,
        "folded": " ".join(
            fold(str(each)) for each in (row["name_en"] or "", row["name_fr"] or "", row["code"])
        ),
        "order": fold(name) if row["name_en"] or row["name_fr"] else "\N{REPLACEMENT CHARACTER}",
        "parent": name_of(parent, language) if parent else "",
        "population": numeral(population if isinstance(population, int) else None, language),
        "quality": quality(row["quality"]),
        "quality_relative": quality(row["quality_relative"]),
        "reason": told_reason(row, language),
        "ranks": ranks(row, language),
        "pattern": pattern,
        **{
            key: measure(row, key, language)
            for key in ("evi", "evi_relative", "means", "willingness", "abilities")
        },
    }


def listed(loaded: Loaded, request: HttpRequest, language: str, path: str) -> Listing:
    """Filter and sort the areas of the level an address asks for.

    ``level``, ``q`` (part of a name or code), ``in`` (identifier of the area around
    them), ``sort`` (a column; with - in front from high to low) and ``page``.
    """
    asked = request.GET
    level = asked.get("level") or loaded.main_level()
    every = shown(loaded, level, language)
    query, sort = asked.get("q", "").strip()[:80], asked.get("sort", "")
    if sort.lstrip("-") not in _SORTS:
        sort = "-relative" if level in {"csd", "cd", "da", "ada", "region"} else "-evi"
    words = fold(query)
    inside = asked.get("in", "")
    rows = [
        row
        for row in every
        if words in str(row["folded"]) and (not inside or row["raw"]["parent"] == inside)  # type: ignore[index]
    ]
    rows = _sorted(rows, sort)
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(1, _whole(asked.get("page"))), pages)
    kept = {"release": asked.get("release"), "level": level, "q": query, "in": inside}

    def address(**changed: object) -> str:
        pairs = {key: value for key, value in {**kept, "sort": sort, **changed}.items() if value}
        return f"{path}?{urlencode(pairs)}"

    return Listing(
        rows=rows[(page - 1) * PAGE : page * PAGE],
        total=len(every),
        found=len(rows),
        level=level,
        query=query,
        sort=sort,
        heads=[_head(name, sort, address) for name in _SORTS],
        page=page,
        pages=pages,
        previous=address(page=page - 1) if page > 1 else "",
        following=address(page=page + 1) if page < pages else "",
    )


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else 1


def _sorted(rows: list[Row], sort: str) -> list[Row]:
    """Order rows; those without a value come last whatever the direction."""
    column, falls = _SORTS[sort.lstrip("-")], sort.startswith("-")
    if column == "name":
        return sorted(rows, key=lambda row: (row["order"], row["code"]), reverse=falls)
    with_value = [row for row in rows if row["raw"][column] is not None]  # type: ignore[index]
    without = [row for row in rows if row["raw"][column] is None]  # type: ignore[index]
    with_value.sort(key=lambda row: row["raw"][column], reverse=falls)  # type: ignore[index]
    return with_value + without


def _head(name: str, sort: str, address: object) -> Row:
    titles = {
        "name": _("Area"),
        "population": _("People"),
        "evi": _("Score"),
        "relative": _("Compared with the province"),
        "means": _("Means"),
        "willingness": _("Willingness"),
        "abilities": _("Abilities"),
    }
    is_by_this = sort.lstrip("-") == name
    falls = sort.startswith("-")
    # Names go from A, numbers from the highest; asking again turns the order round.
    turned = name if (is_by_this and falls) or (not is_by_this and name == "name") else f"-{name}"
    return {
        "name": name,
        "title": titles[name],
        "aria": ("descending" if falls else "ascending") if is_by_this else "",
        "mark": ("▼" if falls else "▲") if is_by_this else "",
        "href": address(sort=turned),  # type: ignore[operator]
    }


def level_choices(loaded: Loaded, language: str) -> list[tuple[str, str, int]]:
    """Name the levels of a release, with how many areas each has."""
    return [(each, term(each, language), len(rows)) for each, rows in loaded.levels.items()]
