"""Gains and losses of a scenario as rows of a report: every number as the language writes it."""

from collections.abc import Mapping, Sequence

import polars as pl

from balise.release import EVERYBODY, READINGS, Scenario
from balise.reports.scenario_words import (
    between,
    change_words,
    code_words,
    reach_words,
    share_words,
)
from balise.reports.words import name_of, term

__all__ = [
    "Changes",
    "changed",
    "labels_of",
    "main_reach",
    "names_apart",
    "network_names",
    "people_changes",
    "reached",
    "sites_by_state",
]

Row = dict[str, object]
_AT_REST: Row = {"people_gaining": 0, "people_losing": 0, "net": 0, "reason": None}


class Changes:
    """The tables of a scenario, their rows found by what they are of."""

    def __init__(self, scenario: Scenario) -> None:
        """Index people within reach, and gains and losses."""
        reach = scenario.tables["reach"].iter_rows(named=True)
        keys = ("network", "reach", "dimension", "code")
        self.reach = {tuple(row[each] for each in keys): row for row in reach}
        self._changes: dict[tuple[object, ...], dict[str, dict[str, Row]]] = {}
        for row in scenario.tables["changes"].iter_rows(named=True):
            key = (row["from"], row["to"], row["reach"], row["dimension"])
            by_code = self._changes.setdefault(key, {})
            by_code.setdefault(str(row["code"]), {})[str(row["reading"])] = row

    def of(self, pair: tuple[str, str], reach: str, dimension: str) -> dict[str, tuple[Row, Row]]:
        """Give both readings of each code: surely, then possibly; one without a row is at rest."""
        found = self._changes.get((*pair, reach, dimension), {})
        return {
            code: (both.get(READINGS[0], _AT_REST), both.get(READINGS[1], _AT_REST))
            for code, both in found.items()
        }


def network_names(scenario: Scenario) -> tuple[str, ...]:
    """Give the names of the networks, in order."""
    return tuple(str(each["name"]) for each in scenario.networks)


def labels_of(scenario: Scenario) -> tuple[str, ...]:
    """Give the reaches of a scenario: distances first, the shorter before the longer."""
    labels = []
    for unit in ("km", "min"):
        stated = scenario.parameters.get(f"reach_{unit}")
        labels += [f"{radius:g} {unit}" for radius in (stated if isinstance(stated, list) else [])]
    known = set(scenario.tables["reach"].get_column("reach").to_list())
    return tuple(each for each in labels if each in known)


def main_reach(changes: Changes, pair: tuple[str, str] | None, reaches: Sequence[str]) -> str:
    """Choose the reach told of first: 50 km, unless nobody gains or loses there but elsewhere."""
    usual = "50 km" if "50 km" in reaches else reaches[0]
    if pair is None:
        return usual
    moving = {
        reach: sum(
            int(str(row[each]))
            for row in changes.of(pair, reach, EVERYBODY)[EVERYBODY]
            for each in ("people_gaining", "people_losing")
            if row[each] is not None
        )
        for reach in reaches
    }
    return usual if moving[usual] else max(moving, key=lambda each: moving[each])


def changed(both: Sequence[Mapping[str, object]], language: str) -> Row:
    """Write gains, losses and net under both readings, or why they are not published."""
    reasons = [str(row["reason"]) for row in both if row["reason"]]
    if reasons:
        return {"reason": term(reasons[0], language)}
    sure, may = both
    return {
        "gaining": between(sure["people_gaining"], may["people_gaining"], language),
        "losing": between(sure["people_losing"], may["people_losing"], language),
        "net": between(sure["net"], may["net"], language, sign=True),
        "change": change_words(sure["net"], may["net"], language),
        "reason": "",
    }


def people_changes(changes: Changes, pair: tuple[str, str], reach: str, language: str) -> list[Row]:
    """Give gains and losses of everybody, of each quintile and of each group."""
    rows: list[Row] = []
    for dimension in (EVERYBODY, "quintile", "group"):
        for code, both in changes.of(pair, reach, dimension).items():
            before, after = (changes.reach[(network, reach, dimension, code)] for network in pair)
            rows.append(
                {
                    "dimension": dimension,
                    "name": code_words(dimension, code, language),
                    "before": _in(before, language),
                    "after": _in(after, language),
                    **changed(both, language),
                }
            )
    return rows


def _in(row: Mapping[str, object], language: str) -> str:
    return between(row["people_in_low"], row["people_in_high"], language)


def reached(changes: Changes, network: str, reach: str, language: str) -> Row:
    """Give the people a network reaches, and their share."""
    row = changes.reach[(network, reach, EVERYBODY, EVERYBODY)]
    low, high, people = row["people_in_low"], row["people_in_high"], row["people"]
    if not (isinstance(low, int) and isinstance(high, int) and isinstance(people, int) and people):
        reason = row["reason"]
        return {"people": "–", "share": "", "reason": term(str(reason), language) if reason else ""}
    share = share_words(low / people, language)
    if low != high:
        share = f"{share} – {share_words(high / people, language)}"
    words = reach_words(reach, language)
    return {"people": between(low, high, language), "share": share, "reason": "", "words": words}


def names_apart(areas: Mapping[str, Row], dguid: str, language: str) -> str:
    """Name an area, with its code where another bears the same name."""
    own = areas[dguid]
    name = name_of(own, language)
    alike = sum(
        row["level"] == own["level"] and name_of(row, language) == name for row in areas.values()
    )
    return f"{name} ({own['code']})" if alike > 1 else name


def sites_by_state(scenario: Scenario, network: str) -> dict[str, list[Row]]:
    """Give the sites of a network by what becomes of them."""
    rows = scenario.tables["sites"].filter(pl.col("network") == network).to_dicts()
    found: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda each: str(each["name"]).casefold()):
        found.setdefault(str(row["state"]), []).append(row)
    return found
