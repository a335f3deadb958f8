"""What a decision note says, as texts: every number is that of the scenario."""

from collections.abc import Mapping, Sequence

import polars as pl

from balise import __version__
from balise.release import EVERYBODY, Release, Scenario
from balise.reports.decision_map import decision_map
from balise.reports.decision_words import HEADINGS, told
from balise.reports.figures import in_language, title_of, years_line
from balise.reports.numerals import numeral, signed
from balise.reports.scenario_figures import (
    Changes,
    changed,
    labels_of,
    main_reach,
    names_apart,
    network_names,
    people_changes,
    reached,
    sites_by_state,
)
from balise.reports.scenario_words import (
    asked_words,
    between,
    change_words,
    engine_words,
    gap_words,
    kind_words,
    network_words,
    reach_words,
    share_words,
    state_words,
)
from balise.reports.words import say

__all__ = ["note_figures"]

Json = dict[str, object]
Row = Mapping[str, object]

_NAMES = 6
_AREAS = 12
_SITES = 18
_ORDER = ("opened", "moved", "closed", "kept")
_FINEST = ("csd", "cd", "er", "pr")


def note_figures(release: Release, scenario: Scenario, language: str) -> Json:
    """Put together what the decision note of a scenario says.

    The first network is compared with the second; with one network nothing is compared.
    """
    changes = Changes(scenario)
    names, reaches = network_names(scenario), labels_of(scenario)
    pair = (names[0], names[1]) if len(names) > 1 else None
    reach = main_reach(changes, pair, reaches)
    title = in_language(scenario.titles, language)
    named = title_of(release.record, language)
    states = sites_by_state(scenario, names[-1] if pair is None else pair[1])
    note = told("note", language)
    record = release.record
    return {
        "lang": language,
        "title": told("title", language, note=note, title=title, release=named),
        "note": note,
        "name": title,
        "release": named,
        "below": kind_words(scenario.kind, language),
        "years": years_line(record, language),
        "higher": say("higher", language),
        "decided": _decided(scenario, states, language),
        "changes": _changes(changes, pair, reach, language),
        "caption": _caption(pair, scenario.kind, reach, language),
        "who": [_line(row) for row in people_changes(changes, pair, reach, language)]
        if pair
        else [],
        "where": _where(release, changes, pair, reach, language),
        "reaches": _reaches(changes, names, reaches, language)
        | {"networks": [network_words(name, scenario.kind, language) for name in names]},
        "rests": _rests(scenario, changes, pair, reach, language),
        "answer": _answer(scenario, changes, pair, reaches, reach, language),
        "map": decision_map(release.table("areas"), states, language),
        "sites": _sites(states, language),
        "licence": in_language(record.get("licence"), language),
        "licence_word": say("licence", language),
        "seal": told(
            "seal",
            language,
            version=__version__,
            seal=scenario.seal[:12],
            release=str(record.get("seal", ""))[:12],
        ),
        "words": {key: told(key, language) for key in HEADINGS},
    }


def _decided(scenario: Scenario, states: Mapping[str, Sequence[Row]], language: str) -> Json:
    count = sum(len(rows) for state, rows in states.items() if state != "closed")
    lines = []
    for state in _ORDER:
        rows = states.get(state, ())
        if not rows:
            continue
        words = state_words(state, language)
        values = {
            "mark": words["mark"],
            "count": numeral(len(rows), language),
            "state": words["several"],
        }
        key = "state_only" if state == "kept" else "state_line"
        lines.append(told(key, language, **values, names=_named(rows, language)))
    answer = scenario.answer
    lines += [asked_words(answer.get("model"), language), gap_words(answer, language)]
    return {
        "value": told("sites_count", language, count=numeral(count, language)),
        "lines": [line for line in lines if line],
    }


def _named(rows: Sequence[Row], language: str) -> str:
    names = ", ".join(str(row["name"]) for row in rows[:_NAMES])
    left = len(rows) - _NAMES
    return names if left <= 0 else told("and_more", language, names=names, count=left)


def _changes(changes: Changes, pair: tuple[str, str] | None, reach: str, language: str) -> Json:
    if pair is None:
        return {"value": "", "lines": [told("one_network", language)]}
    everybody = people_changes(changes, pair, reach, language)[0]
    both = changes.of(pair, reach, EVERYBODY)[EVERYBODY]
    people = changes.reach[(pair[1], reach, EVERYBODY, EVERYBODY)]["people"]
    shown = people if isinstance(people, int) else None
    lines = [
        told("net_line", language, reach=reach_words(reach, language)),
        told("gain_line", language, gaining=everybody["gaining"], losing=everybody["losing"]),
        told(
            "from_to",
            language,
            before=everybody["before"],
            after=everybody["after"],
            people=numeral(shown, language),
        ),
    ]
    worst = changes.of(pair, reach, "quintile").get("5")
    if worst and worst[0]["reason"] is None:
        sure, may = worst[0]["net"], worst[1]["net"]
        net = between(sure, may, language, sign=True)
        words = change_words(sure, may, language)["words"]
        lines.append(told("most_vulnerable", language, net=net, words=words))
    value = between(both[0]["net"], both[1]["net"], language, sign=True)
    return {"value": value, "lines": lines}


def _caption(pair: tuple[str, str] | None, kind: str, reach: str, language: str) -> str:
    if pair is None:
        return ""
    one, two = (network_words(name, kind, language) for name in pair)
    return told("caption", language, one=one, two=two, reach=reach_words(reach, language))


def _line(row: Row) -> Json:
    """Write a row of gains and losses; the mark tells the sign without colour."""
    name = str(row["name"])
    if row["reason"]:
        return {"name": name[:1].upper() + name[1:], "reason": row["reason"], "cells": []}
    mark = row["change"]["mark"] if isinstance(row["change"], dict) else ""
    cells = [row.get("before"), row["gaining"], row["losing"], row.get("after")]
    kept = [each for each in cells if each is not None]
    return {
        "name": name[:1].upper() + name[1:],
        "reason": "",
        "cells": [*kept, f"{row['net']} {mark}"],
    }


def _where(
    release: Release,
    changes: Changes,
    pair: tuple[str, str] | None,
    reach: str,
    language: str,
) -> Json:
    """Name the communities where most change, of the finest level that has names."""
    if pair is None:
        return {"note": "", "rows": []}
    found = changes.of(pair, reach, "area")
    areas = {
        row["dguid"]: row for row in release.table("areas").to_dicts() if row["dguid"] in found
    }
    present = {row["level"] for row in areas.values()}
    level = next((each for each in _FINEST if each in present), None)
    rows = [(code, both) for code, both in found.items() if _is_told(areas, code, level, both)]
    rows.sort(key=lambda each: (-max(abs(_net(row)) for row in each[1]), each[0]))
    shown = [
        _line({"name": names_apart(areas, code, language), **changed(both, language)})
        for code, both in rows[:_AREAS]
    ]
    key = "where_none" if not rows else "where_all" if len(rows) <= _AREAS else "where_some"
    values = {"shown": _AREAS, "count": numeral(len(rows), language)}
    return {"note": told(key, language, **values), "rows": shown}


def _is_told(areas: Mapping[str, Row], code: str, level: str | None, both: Sequence[Row]) -> bool:
    return (
        code in areas and areas[code]["level"] == level and not any(row["reason"] for row in both)
    )


def _net(row: Row) -> int:
    return row["net"] if isinstance(row["net"], int) else 0


def _reaches(changes: Changes, names: Sequence[str], reaches: Sequence[str], language: str) -> Json:
    rows = []
    for reach in reaches:
        words = reach_words(reach, language)
        cells = [reached(changes, name, reach, language) for name in names]
        rows.append(
            [
                words[:1].upper() + words[1:],
                *(f"{each['people']} ({each['share']})" for each in cells),
            ]
        )
    return {"rows": rows}


def _rests(
    scenario: Scenario,
    changes: Changes,
    pair: tuple[str, str] | None,
    reach: str,
    language: str,
) -> list[str]:
    engine = scenario.engine
    estimated = engine_words(engine, language)
    lines = [
        estimated,
        told(
            "engine",
            language,
            name=engine.get("name"),
            digest=str(engine.get("digest", ""))[:16],
        ),
        told("ranges" if _is_range(changes, pair, reach) else "no_ranges", language),
        told("reads", language),
    ]
    notes = [str(note.get(language, "")) for note in scenario.notes]
    return [*lines, *(note for note in notes if note and note != estimated)]


def _is_range(changes: Changes, pair: tuple[str, str] | None, reach: str) -> bool:
    names = pair or ()
    rows = [changes.reach[(name, reach, EVERYBODY, EVERYBODY)] for name in names]
    return any(row["people_in_low"] != row["people_in_high"] for row in rows)


def _answer(
    scenario: Scenario,
    changes: Changes,
    pair: tuple[str, str] | None,
    reaches: Sequence[str],
    reach: str,
    language: str,
) -> list[str]:
    """Say what would change the answer: how far, how measured, positions, the solver, the data."""
    lines = []
    if pair is not None:
        lines.append(_by_reach(changes, pair, reaches, language))
        sure, may = changes.of(pair, reach, EVERYBODY)[EVERYBODY]
        if sure["net"] != may["net"]:
            net = signed(_net(may), language, 0)
            lines.append(told("positions", language, net=net))
    if scenario.engine.get("is_estimated"):
        lines.append(told("measured", language))
    unlocated = scenario.tables["sites"].filter(pl.col("reason").is_not_null())["site"].n_unique()
    if unlocated:
        lines.append(told("located", language, count=numeral(unlocated, language)))
    gap = scenario.answer.get("gap")
    if isinstance(gap, int | float) and gap >= 5e-7:
        share = share_words(gap, language, 2 if gap < 0.01 else 1)
        lines.append(told("gap", language, share=share))
    return [*lines, told("newer", language)]


def _by_reach(
    changes: Changes, pair: tuple[str, str], reaches: Sequence[str], language: str
) -> str:
    nets = {
        reach: [_net(row) for row in changes.of(pair, reach, EVERYBODY)[EVERYBODY]]
        for reach in reaches
    }
    every = [net for both in nets.values() for net in both]
    if not any(every):
        return told("no_change", language)
    if min(every) >= 0 or max(every) <= 0:
        low, high = (signed(each, language, 0) for each in (min(every), max(every)))
        return told("same_sign", language, low=low, high=high)
    listed = "; ".join(
        f"{reach_words(reach, language)} {between(both[0], both[1], language, sign=True)}"
        for reach, both in nets.items()
    )
    return told("other_sign", language, list=listed)


def _sites(states: Mapping[str, Sequence[Row]], language: str) -> Json:
    rows = [row for state in _ORDER for row in states.get(state, ())]
    shown = [
        [
            str(row["name"]),
            "{mark} {words}".format(**state_words(row["state"], language)),
            numeral(row["people_nearest"], language)
            if isinstance(row["people_nearest"], int)
            else "–",
        ]
        for row in rows[:_SITES]
    ]
    left = (
        ""
        if len(rows) <= _SITES
        else told("sites_some", language, shown=_SITES, count=numeral(len(rows), language))
    )
    return {"note": left, "rows": shown}
