"""The page of moves: the areas of a level between two releases, and the same as CSV."""

from collections.abc import Mapping, Sequence

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from balise.reports import guard_text, name_of, numeral, say, term
from balise.site.explorer.citing import written_on
from balise.site.explorer.listing import PAGE
from balise.site.explorer.moves import Moves, in_time, introduced, moves_between, points
from balise.site.explorer.names import fold
from balise.site.explorer.releases import Loaded, Row, library

__all__ = ["moved"]

_PARTS = ("move", "people", "behaviour", "remainder")
_NUMBERS = ("evi_old", "evi_new", *_PARTS)
_MOST_CHANGES = 40


def moved(request: HttpRequest, lang: str) -> HttpResponse:
    """Show the moves of a level between two releases, as a page or as CSV."""
    by_name = library().by_name
    if len(by_name) < 2:
        raise Http404("moved")
    moves = moves_between(*_asked(request))
    levels = [each for each in moves.new.levels if each in moves.old.levels]
    level = request.GET.get("level") or _first(moves, levels)
    if level not in levels:
        raise Http404("level")
    query = request.GET.get("q", "").strip()[:80]
    every = [row for row in moves.scored.values() if row["level"] == level]
    rows = [row for row in every if fold(query) in fold(f"{name_of(row, lang)} {row['dguid']}")]
    column, rows = _sorted(rows, request.GET.get("sort", ""), lang)
    if request.GET.get("format") == "csv":
        return _csv(moves, rows, level, lang)
    kept = {"from": moves.old.name, "to": moves.new.name, "level": level, "q": query}
    page, pages = _page(request, len(rows))
    context = {
        **introduced(moves, lang),
        **_frame(moves, lang),
        "releases_known": [(each.name, each.title(lang)) for each in by_name.values()],
        "level": level,
        "level_name": term(level, lang),
        "levels": [(each, term(each, lang)) for each in levels],
        "search": query,
        "heads": _heads(moves, column, kept),
        "rows": [
            _line(row, moves.new.areas[str(row["dguid"])]["code"], lang)
            for row in rows[(page - 1) * PAGE : page * PAGE]
        ],
        "found": len(rows),
        "total": len(every),
        "page": page,
        "pages": pages,
        "previous": _address(kept, sort=column, page=page - 1) if page > 1 else "",
        "following": _address(kept, sort=column, page=page + 1) if page < pages else "",
        "csv": _address(kept, sort=column, format="csv"),
        "left_out": _left_out(moves, level, lang),
        "changes": _changes(moves, lang),
        "more_changes": max(0, len(moves.changes) - _MOST_CHANGES),
    }
    return render(request, "explorer/moved.html", context)


def _asked(request: HttpRequest) -> tuple[Loaded, Loaded]:
    """Find the two releases asked for; the first two of the site if none is named."""
    names = [request.GET.get(each) for each in ("from", "to")]
    found = [library().find(each) if each else None for each in names]
    first, second = found
    others = list(library().by_name.values())
    if first is None and second is None:
        return in_time(others[1], others[0])
    if first is None:
        first = next(each for each in others if each is not second)
    if second is None:
        second = next(each for each in others if each is not first)
    return first, second


def _first(moves: Moves, levels: Sequence[str]) -> str:
    main = moves.new.main_level()
    if not levels:
        raise Http404("level")
    return main if main in levels else levels[0]


def _frame(moves: Moves, lang: str) -> Row:
    """Let the frame of the page speak of the later release."""
    new = moves.new
    return {
        "release": new,
        "release_title": new.title(lang),
        "release_name": new.name,
        "release_query": f"?release={new.name}",
        "years": new.record.get("years") or {},
        "seal": str(new.record.get("seal", ""))[:12],
        "modified": written_on(new),
    }


def _sorted(rows: list[Row], asked: str, lang: str) -> tuple[str, list[Row]]:
    """Order rows by a column; without one, those that moved most come first."""
    column, falls = asked.lstrip("-"), asked.startswith("-")
    if column == "name":
        key = {str(row["dguid"]): (fold(name_of(row, lang)), row["dguid"]) for row in rows}
        return asked, sorted(rows, key=lambda row: key[str(row["dguid"])], reverse=falls)
    if column in _NUMBERS:
        return asked, sorted(rows, key=lambda row: float(str(row[column])), reverse=falls)
    return "", sorted(rows, key=lambda row: (-abs(float(str(row["move"]))), row["dguid"]))


def _page(request: HttpRequest, count: int) -> tuple[int, int]:
    asked = request.GET.get("page", "")
    pages = max(1, -(-count // PAGE))
    page = int(asked) if asked.isdecimal() and len(asked) < 6 else 1
    return min(max(1, page), pages), pages


def _address(kept: Mapping[str, str], **more: object) -> str:
    return "?" + urlencode({key: value for key, value in {**kept, **more}.items() if value})


def _heads(moves: Moves, asked: str, kept: Mapping[str, str]) -> list[Row]:
    titles = {
        "name": _("Area"),
        "evi_old": moves.old.name,
        "evi_new": moves.new.name,
        "move": _("Move"),
        "people": _("People"),
        "behaviour": _("Behaviour and method") if moves.has_new_method else _("Behaviour"),
        "remainder": _("Rounding"),
    }
    heads: list[Row] = []
    for name, title in titles.items():
        is_this, falls = asked.lstrip("-") == name, asked.startswith("-")
        turned = name if (is_this and falls) or (not is_this and name == "name") else f"-{name}"
        heads.append(
            {
                "title": title,
                "name": name,
                "aria": ("descending" if falls else "ascending") if is_this else "",
                "mark": ("▼" if falls else "▲") if is_this else "",
                "href": _address(kept, sort=turned),
            }
        )
    return heads


def _line(row: Row, code: object, lang: str) -> Row:
    scores = [row[each] for each in ("evi_old", "evi_new")]
    return {
        "dguid": row["dguid"],
        "name": name_of(row, lang),
        "code": code,
        "scores": [numeral(each if isinstance(each, float) else None, lang, 1) for each in scores],
        "move": points(row["move"], lang),
        "parts": [points(row[each], lang) for each in _PARTS[1:]],
    }


def _left_out(moves: Moves, level: str, lang: str) -> list[str]:
    """Count the areas of a level that cannot be compared."""
    counts = {
        "only_old": moves.gone,
        "only_new": moves.come,
        "unscored": tuple(moves.unscored.values()),
    }
    return [
        say(name, lang, count=numeral(sum(row["level"] == level for row in rows), lang))
        for name, rows in counts.items()
    ]


def _changes(moves: Moves, lang: str) -> list[Row]:
    """Give what is stated differently, the recipe first; titles follow their digest."""
    order = ("recipe", "source", "version")
    changes = sorted(moves.changes, key=lambda each: order.index(each.kind))
    return [
        {
            "kind": say(f"changed_{each.kind}", lang),
            "what": each.what,
            "old": _short(each.old),
            "new": _short(each.new),
        }
        for each in changes[:_MOST_CHANGES]
    ]


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _csv(moves: Moves, rows: Sequence[Row], level: str, lang: str) -> HttpResponse:
    columns = ("dguid", "level", "name_en", "name_fr", *_NUMBERS)
    listed = [{name: row[name] for name in columns} for row in rows]
    kinds = {name: pl.Float64 if name in _NUMBERS else pl.String for name in columns}
    table = guard_text(pl.DataFrame(listed, schema=kinds))
    table = table.rename({"evi_old": "evi_from", "evi_new": "evi_to"})
    response = HttpResponse(
        table.write_csv(include_bom=True), content_type="text/csv; charset=utf-8"
    )
    name = f"{moves.old.name}-{moves.new.name}-{level}.csv"
    safe = "".join(each if each.isalnum() or each in "-._" else "_" for each in name)
    response.headers["Content-Disposition"] = f'attachment; filename="{safe}"'
    response.headers["Content-Language"] = lang
    return response
