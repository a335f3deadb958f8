"""Lists of areas: rows as they are read, filtered by name, in the order asked for."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from balise.reports import name_of, term
from balise.site.explorer.names import fold
from balise.site.explorer.reach_figures import reach_levels, reach_rows
from balise.site.explorer.reading import written_rows
from balise.site.explorer.releases import Loaded, Row

__all__ = ["PAGE", "Listing", "found_by", "level_choices", "listed"]

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
_REACH = {"beyond": "middle", "nearest": "nearest_km"}


@dataclass(frozen=True)
class Listing:
    """Rows of a level as they are written, and how to sort and page through them."""

    rows: str
    total: int
    found: int
    level: str
    query: str
    sort: str
    heads: Sequence[Row]
    reach_heads: Sequence[Row]
    page: int
    pages: int
    previous: str
    following: str


def listed(
    loaded: Loaded, request: HttpRequest, language: str, path: str, form: str = "full"
) -> Listing:
    """Filter and sort the areas of the level an address asks for.

    ``level``, ``q`` (part of a name or code), ``in`` (identifier of the area around
    them), ``sort`` (a column; with - in front from high to low) and ``page``.
    """
    asked = request.GET
    level = asked.get("level") or loaded.main_level()
    query, sort = asked.get("q", "").strip()[:80], asked.get("sort", "")
    if sort.lstrip("-") not in {**_SORTS, **_REACH}:
        sort = "-relative" if level in {"csd", "cd", "da", "ada", "region"} else "-evi"
    total = len(loaded.level(level))
    inside = asked.get("in", "")
    rows = loaded.levels[level]
    found = _found(loaded, level, fold(query), inside, (language, sort))
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(1, _whole(asked.get("page"))), pages)
    here = [str(rows[at]["dguid"]) for at in found[(page - 1) * PAGE : page * PAGE]]
    kept = {"release": asked.get("release"), "level": level, "q": query, "in": inside}

    def address(**changed: object) -> str:
        pairs = {key: value for key, value in {**kept, "sort": sort, **changed}.items() if value}
        return f"{path}?{urlencode(pairs)}"

    return Listing(
        rows=written_rows(loaded, here, language, form, asked.get("release")),
        total=total,
        found=len(found),
        level=level,
        query=query,
        sort=sort,
        heads=[_head(name, sort, address) for name in _SORTS],
        reach_heads=[_head(name, sort, address) for name in _REACH if reach_levels(loaded)],
        page=page,
        pages=pages,
        previous=address(page=page - 1) if page > 1 else "",
        following=address(page=page + 1) if page < pages else "",
    )


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else 1


def found_by(loaded: Loaded, words: str, language: str) -> list[tuple[str, str]]:
    """Find areas of any level by part of a name, as :func:`fold` writes it.

    Returns
    -------
    list of (level, dguid)
        Those whose name begins so first.
    """
    found = []
    for level, rows in loaded.levels.items():
        for row, names in zip(rows, loaded.folded[level], strict=True):
            if words in names:
                order = _by_name(row, language)
                found.append((not order.startswith(words), order, level, str(row["dguid"])))
    return [(level, dguid) for _later, _order, level, dguid in sorted(found)]


def _found(
    loaded: Loaded, level: str, words: str, inside: str, order: tuple[str, str]
) -> Sequence[int]:
    """Give places in a level, of areas with words in their names, inside an area, in order."""
    language, sort = order
    if inside:
        rows = loaded.around.get(inside, {}).get(level, ())
        within = [loaded.places[str(row["dguid"])] for row in rows]
        places = _in_order(loaded, level, within, language, sort)
    else:
        # Only names are sorted otherwise in each language.
        places = _ordered(loaded, level, language if sort.endswith("name") else "", sort)
    if words:
        names = loaded.folded[level]
        places = [at for at in places if words in names[at]]
    return places


@lru_cache(maxsize=128)
def _ordered(loaded: Loaded, level: str, language: str, sort: str) -> Sequence[int]:
    return array("l", _in_order(loaded, level, range(len(loaded.levels[level])), language, sort))


def _in_order(
    loaded: Loaded, level: str, places: Sequence[int], language: str, sort: str
) -> Sequence[int]:
    """Order areas; those without a value come last whatever the direction."""
    rows: Sequence[Row] = loaded.levels[level]
    asked, falls = sort.lstrip("-"), sort.startswith("-")
    column = _SORTS.get(asked) or _REACH[asked]
    if asked in _REACH:
        found = reach_rows(loaded)
        rows = [found.get(str(row["dguid"]), {column: None}) for row in rows]
    if column == "name":
        names = {at: (_by_name(rows[at], language), rows[at]["code"]) for at in places}
        return sorted(places, key=names.__getitem__, reverse=falls)
    with_value = [at for at in places if rows[at][column] is not None]
    with_value.sort(key=lambda at: rows[at][column], reverse=falls)  # type: ignore[arg-type, return-value]
    return [*with_value, *(at for at in places if rows[at][column] is None)]


def _by_name(row: Row, language: str) -> str:
    """Give what an area is sorted by: areas without a name come last."""
    named = row["name_en"] or row["name_fr"]
    return fold(name_of(row, language)) if named else "\N{REPLACEMENT CHARACTER}"


def _head(name: str, sort: str, address: object) -> Row:
    titles = {
        "name": _("Area"),
        "population": _("People"),
        "evi": _("Score"),
        "relative": _("Compared with the province"),
        "means": _("Means"),
        "willingness": _("Willingness"),
        "abilities": _("Abilities"),
        "beyond": _("Beyond 50 km (estimated)"),
        "nearest": _("Nearest office (km, estimated)"),
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
