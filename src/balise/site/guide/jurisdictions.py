"""The map of projects by jurisdiction: a tile of equal size for each, and a table beside.

The tiles are ours: no boundary of anybody is drawn, and a small province is as easy to see
and to touch as a large one.
"""

from collections import Counter
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from balise.site.guide.freshness import kept_for_a_while
from balise.site.guide.models import Record
from balise.site.guide.terms import JURISDICTIONS, ORDERS, codes
from balise.site.guide.told import alphabetical, label_of

__all__ = ["TILES", "jurisdictions", "shades", "tile"]

# Column and row of each tile, so that neighbours stay near one another.
TILES = {
    "CA-YT": (0, 0),
    "CA-NT": (1, 0),
    "CA-NU": (2, 0),
    "CA-BC": (0, 1),
    "CA-AB": (1, 1),
    "CA-SK": (2, 1),
    "CA-MB": (3, 1),
    "CA-ON": (4, 1),
    "CA-QC": (5, 1),
    "CA-NL": (6, 1),
    "CA-NB": (5, 2),
    "CA-PE": (6, 2),
    "CA-NS": (6, 3),
    "CA": (0, 3),
}
_SIDE = 50
_STEPS = (1, 3, 6, 10)
"""Fewest projects of each shade."""


@kept_for_a_while
def jurisdictions(request: HttpRequest, lang: str) -> HttpResponse:  # noqa: ARG001
    """Show how many projects each jurisdiction has, by order of government."""
    rows = Record.objects.current().order_by().values_list("jurisdiction", "order_of_government")
    found = Counter({(place, order): many for place, order, many in rows.annotate(Count("pk"))})
    totals: Counter[str] = Counter()
    for (place, _order), many in found.items():
        totals[place] += many
    orders = [each for each in codes(ORDERS) if any(order == each for _place, order in found)]
    context = {
        "tiles": [tile(place, totals[place]) for place in TILES],
        "orders": [label_of(ORDERS, each) for each in orders],
        "rows": [
            {
                "code": place,
                "name": label_of(JURISDICTIONS, place),
                "total": totals[place],
                "counts": [(each, found[place, each]) for each in orders],
            }
            for place in sorted(codes(JURISDICTIONS), key=_place)
        ],
        "elsewhere": totals[""],
        "total": sum(totals.values()),
        "shades": shades(),
    }
    return render(request, "guide/map.html", context)


def _place(code: str) -> tuple[bool, str]:
    """Give the place of a jurisdiction in the table: Canada, then the others by name."""
    return code != "CA", alphabetical(label_of(JURISDICTIONS, code))


def tile(place: str, many: int) -> dict[str, Any]:
    """Give the tile of a jurisdiction: where it stands, how many it tells, in which shade."""
    column, row = TILES[place]
    # Canada as a whole stands apart, two tiles wide.
    width = 2 * _SIDE if place == "CA" else _SIDE
    return {
        "code": place,
        "short": place.removeprefix("CA-"),
        "name": label_of(JURISDICTIONS, place),
        "count": many,
        "shade": sum(many >= each for each in _STEPS),
        "x": column * _SIDE + 1,
        "y": row * _SIDE + 1,
        "width": width - 2,
        "side": _SIDE - 2,
        "middle": column * _SIDE + width // 2,
        "upper": row * _SIDE + 20,
        "lower": row * _SIDE + 39,
    }


def shades() -> list[tuple[int, str]]:
    """Name the shades of the map: how many projects each stands for."""
    ends = (*(each - 1 for each in _STEPS[1:]), None)
    told = [(0, "0")]
    for shade, (low, high) in enumerate(zip(_STEPS, ends, strict=True), start=1):
        told.append((shade, f"{low}+" if high is None else f"{low}–{high}"))
    return told
