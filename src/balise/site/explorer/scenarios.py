"""Pages of scenarios: which there are, and one of them, its networks side by side."""

import json
from itertools import combinations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from balise.reports import (
    asked_words,
    engine_words,
    gap_words,
    kind_words,
    main_reach,
    numeral,
    people_changes,
    reach_words,
    term,
)
from balise.site.explorer.citing import written_on
from balise.site.explorer.front_words import map_words
from balise.site.explorer.releases import Row
from balise.site.explorer.scenario_tables import (
    area_changes,
    map_content,
    reach_side_by_side,
    sites_side_by_side,
)
from balise.site.explorer.shelf import Opened, opened, shelf

__all__ = ["FILES", "scenario", "scenarios"]

FILES = (
    "scenario.json",
    "sites.csv",
    "reach.csv",
    "reach_by_area.csv",
    "changes.csv",
    "data-dictionary.csv",
)


def scenarios(request: HttpRequest, lang: str) -> HttpResponse:
    """Show which scenarios there are."""
    rows = [
        {
            "name": each.name,
            "title": each.title(lang),
            "kind": kind_words(each.scenario.kind, lang),
            "networks": ", ".join(each.network_title(name, lang) for name in each.networks),
            "release": each.loaded.title(lang),
            "gap": gap_words(each.scenario.answer, lang),
        }
        for each in shelf().values()
    ]
    return render(request, "explorer/scenarios.html", {"scenarios": rows})


def scenario(request: HttpRequest, lang: str, name: str) -> HttpResponse:
    """Show one scenario: its sites, who is within reach, who gains and who loses."""
    found = opened(name)
    pairs = list(combinations(found.networks, 2))
    pair = _pair(request, pairs)
    usual = main_reach(found.changes, pair, found.reaches)
    reach = _chosen(request, "reach", found.reaches, usual)
    levels = _levels(found)
    level = _chosen(request, "level", levels, "csd") if levels else ""
    areas, count = area_changes(found, pair, reach, level, lang) if pair else ([], 0)
    made = found.scenario
    engine = engine_words(made.engine, lang)
    context = {
        **_frame(found, lang),
        "found": found,
        "title": found.title(lang),
        "kind": kind_words(made.kind, lang),
        "asked": asked_words(made.answer.get("model"), lang),
        "gap": gap_words(made.answer, lang),
        "engine": engine,
        "engine_name": made.engine.get("name"),
        "engine_digest": str(made.engine.get("digest", ""))[:16],
        "notes": [note for note in _notes(found, lang) if note != engine],
        "networks": [_network(each, found, lang) for each in made.networks],
        "side_by_side": reach_side_by_side(found, lang),
        "sites": sites_side_by_side(found, lang),
        "map": json.dumps(map_content(found, pair, lang), ensure_ascii=False),
        "map_words": json.dumps(map_words(lang), ensure_ascii=False),
        "has_hours": any(each.get("hours") for each in made.networks),
        "pair": [found.network_title(each, lang) for each in pair or ()],
        "pairs": [
            {
                "value": f"{at}",
                "one": found.network_title(each[0], lang),
                "two": found.network_title(each[1], lang),
                "is_chosen": each == pair,
            }
            for at, each in enumerate(pairs)
        ],
        "reach": reach,
        "reach_words": reach_words(reach, lang),
        "reaches": [(each, reach_words(each, lang)) for each in found.reaches],
        "level": level,
        "level_name": term(level, lang) if level else "",
        "levels": [(each, term(each, lang)) for each in levels],
        "people_changes": people_changes(found.changes, pair, reach, lang) if pair else [],
        "area_changes": areas,
        "areas_left": max(0, count - len(areas)),
        "files": FILES,
    }
    return render(request, "explorer/scenario.html", context)


def _notes(found: Opened, lang: str) -> list[str]:
    return [str(note.get(lang, "")) for note in found.scenario.notes]


def _chosen(request: HttpRequest, name: str, known: tuple[str, ...], usual: str) -> str:
    """Take what is asked for, else what is usual, else the first there is."""
    asked = request.GET.get(name, "")
    if asked and asked not in known:
        raise Http404("scenario")
    return asked or (usual if usual in known else known[0])


def _pair(request: HttpRequest, pairs: list[tuple[str, str]]) -> tuple[str, str] | None:
    asked = request.GET.get("pair", "0")
    if not pairs:
        return None
    if not asked.isdecimal() or len(asked) > 4 or int(asked) >= len(pairs):
        raise Http404("scenario")
    return pairs[int(asked)]


def _levels(found: Opened) -> tuple[str, ...]:
    codes = found.scenario.tables["reach_by_area"]["dguid"].unique()
    areas = found.loaded.areas
    known = {areas[code]["level"] for code in codes if code in areas}
    return tuple(each for each in found.loaded.levels if each in known)


def _frame(found: Opened, lang: str) -> Row:
    """Let the frame of the page speak of the release the scenario was made from."""
    loaded = found.loaded
    return {
        "release": loaded,
        "release_title": loaded.title(lang),
        "release_name": loaded.name,
        "release_query": f"?release={loaded.name}",
        "years": loaded.record.get("years") or {},
        "seal": str(loaded.record.get("seal", ""))[:12],
        "modified": written_on(loaded),
    }


def _network(network: object, found: Opened, lang: str) -> Row:
    stated = network if isinstance(network, dict) else {}
    told = stated.get("hours")
    hours = told if isinstance(told, dict) else {}
    km, minutes = stated.get("mean_km"), stated.get("mean_minutes")
    return {
        "name": found.network_title(str(stated.get("name", "")), lang),
        "sites": numeral(stated.get("sites"), lang),
        "unlocated": numeral(stated.get("unlocated"), lang),
        "km": numeral(km, lang, 1),
        "minutes": numeral(minutes, lang, 0),
        "hours": [numeral(hours.get(each), lang, 1) for each in found.reaches] if hours else [],
    }
