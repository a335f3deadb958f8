"""The layout of the first inventory, read into ours.

Its numbers state no period, its sources belong to the whole project, and a few values are
words. What cannot be known from the file is not made up: it is left empty, and notes say so.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from balise.site.guide.parsing import Problem
from balise.site.guide.seed_codes import (
    SEED_ANALYSES,
    SEED_EVIDENCE,
    SEED_GROUPS,
    SEED_SOURCES,
    SEED_STATES,
    SEED_THEMES,
)
from balise.vocabulary import nearest

__all__ = ["from_seed"]

Json = dict[str, Any]

_BOUNDS = {
    "more than": "at_least",
    "over": "at_least",
    "at least": "at_least",
    "up to": "at_most",
    "no more than": "at_most",
    "or fewer": "at_most",
    "about": "about",
    "approximate": "about",
    "close to": "about",
    "almost": "about",
}
_QUALIFIED = re.compile(rf"(.*?) \(({'|'.join(_BOUNDS)})\)")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_RANGE = re.compile(r"(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)")
_OF = re.compile(r"(\d+) of (\d+)")
# Sources that speak for the organisation come first where several are named.
_OFFICIAL = ("government_page", "organisation_page", "report", "council_report", "news_release")
# Method is said of what was measured; the rest is described.
_MEASURED = ("result", "finding", "accuracy")


class _Reading(NamedTuple):
    value: str
    bound: str = "exact"
    unit: str = ""
    baseline: str = ""


# Values in words that state a number without doubt, read by a person.
_READ = {
    "72000 to 84000": _Reading("84000", baseline="72000 boardings per day"),
    "14 to 1": _Reading("1", baseline="14 minutes"),
    "daily": _Reading("1", unit="per day"),
}
_SEVERAL_EN = "The inventory names several sources for the project, not the one of this statement."
_SEVERAL_FR = (
    "Le répertoire nomme plusieurs sources pour le projet, et non celle de cet énoncé en "
    "particulier."
)
_KNOWN = {
    *("id", "title_en", "title_fr", "title_fr_origin", "organisation_en", "organisation_fr"),
    *("partners", "jurisdiction_level", "jurisdiction_code", "municipality", "year_start"),
    *("year_end", "status", "theme", "client_groups", "analytics_type", "data_used"),
    *("summary_en", "summary_fr", "outcomes", "evidence_basis", "cautions", "contact", "sources"),
}


def from_seed(project: Mapping[str, Any]) -> tuple[Json, list[Problem]]:
    """Lay out a project of the first inventory as our files do.

    Parameters
    ----------
    project : mapping
        Names to texts, as the file has them.

    Returns
    -------
    tuple
        The texts of a record, and words that the reviewed table does not know.
    """
    problems = [
        Problem(each, each, "a field of the first inventory", nearest(each, _KNOWN))
        for each in project
        if each not in _KNOWN
    ]

    def coded(name: str, table: Mapping[Any, Any], found: Any, otherwise: Any = "") -> Any:
        if found not in table:
            known = [each for each in table if each]
            problems.append(
                Problem(
                    name, str(found), "a word of the first inventory", nearest(str(found), known)
                )
            )
        return table.get(found, otherwise)

    sources = [_source(number, each, coded) for number, each in _rows(project, "sources")]
    evidence = coded("evidence_basis", SEED_EVIDENCE, project.get("evidence_basis"), ("", ""))
    key, is_only = _key(sources)
    said_by = {"claimed_by": evidence[1], "source_key": key, "is_only": is_only}
    told: Json = {
        "id": project.get("id"),
        "status": "listed",
        "verification": "unverified_seed",
        "lead_name_en": project.get("organisation_en"),
        "lead_name_fr": project.get("organisation_fr"),
        "title_en": project.get("title_en"),
        "title_fr": project.get("title_fr"),
        "title_fr_is_working": "true" if project.get("title_fr_origin") == "working" else "false",
        "state_en": "original" if project.get("summary_en") else "missing",
        "state_fr": "original" if project.get("summary_fr") else "missing",
        "summary_en": project.get("summary_en"),
        "summary_fr": project.get("summary_fr"),
        "order_of_government": project.get("jurisdiction_level"),
        "jurisdiction": project.get("jurisdiction_code"),
        "municipality": project.get("municipality"),
        "analysis": coded("analytics_type", SEED_ANALYSES, project.get("analytics_type")),
        "project_state": coded("status", SEED_STATES, project.get("status")),
        "start": project.get("year_start"),
        "end": project.get("year_end"),
        "limits_en": project.get("cautions"),
        "themes": [coded("theme", SEED_THEMES, project.get("theme"))],
        "client_groups": [
            coded("client_groups", SEED_GROUPS, each) for each in project.get("client_groups") or ()
        ],
        "partners": [{"name": each} for each in project.get("partners") or ()],
        "sources": sources,
        "claims": [
            _claim(each, evidence[0], said_by) for _number, each in _rows(project, "outcomes")
        ],
    }
    if project.get("data_used"):
        told["data_used"] = [{"name_en": project["data_used"]}]
    return told, problems


def _rows(project: Mapping[str, Any], name: str) -> list[tuple[int, Json]]:
    listed = project.get(name)
    rows = listed if isinstance(listed, list) else []
    return [(number, each) for number, each in enumerate(rows, start=1) if isinstance(each, dict)]


def _source(number: int, source: Json, coded: Any) -> Json:
    return {
        "key": f"s{number}",
        "publisher": source.get("publisher"),
        "year": source.get("year"),
        "language": source.get("language"),
        "link": source.get("url"),
        "kind": coded(f"sources.{number}.type", SEED_SOURCES, source.get("type")),
    }


def _key(sources: list[Json]) -> tuple[str, bool]:
    """Choose the source of every statement, and say whether there was a choice."""
    official = [each["key"] for each in sources if each["kind"] in _OFFICIAL]
    keys = official + [each["key"] for each in sources]
    return (keys[0] if keys else ""), len(sources) < 2


def _claim(outcome: Json, method: str, said_by: Json) -> Json:
    value, unit, note = (str(outcome.get(each) or "") for each in ("value", "unit", "note"))
    reading, unit = _read(value, unit)
    notes_en, notes_fr = [note] if note else [], []
    if value and not _NUMBER.fullmatch(value):
        notes_en.append(f"The source says: {' '.join(filter(None, (value, unit)))}.")
    if value and not said_by["is_only"]:
        notes_en.append(_SEVERAL_EN)
        notes_fr.append(_SEVERAL_FR)
    kind = outcome.get("kind")
    return {
        "kind": kind,
        "measure_en": outcome.get("metric"),
        "value": reading.value,
        "bound": reading.bound,
        "unit_en": reading.unit or unit,
        "baseline_en": reading.baseline,
        "period_stated": "false" if reading.value else "true",
        "method": method if kind in _MEASURED else "described",
        "claimed_by": said_by["claimed_by"],
        "note_en": "\n\n".join(_sentence(each) for each in notes_en),
        "note_fr": "\n\n".join(notes_fr),
        "source_key": said_by["source_key"],
    }


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _read(value: str, unit: str) -> tuple[_Reading, str]:
    """Read a value in the words of the first inventory, with how exact it is.

    Examples
    --------
    >>> _read("1000000", "applications (more than)")[0]
    _Reading(value='1000000', bound='at_least', unit='applications', baseline='')
    >>> _read("70-80", "percent")[0][:2], _read("1 in 5", "people")[0].value
    (('70', 'at_least'), '')
    """
    if value in _READ:
        return _READ[value], unit
    if found := _RANGE.fullmatch(value):
        return _Reading(found[1], "at_least"), unit
    if found := _OF.fullmatch(value):
        return _Reading(found[1], unit=f"of {found[2]} {unit}".strip()), unit
    if not _NUMBER.fullmatch(value):
        return _Reading(""), unit
    if found := _QUALIFIED.fullmatch(unit):
        return _Reading(value, _BOUNDS[found[2]], found[1]), unit
    return _Reading(value), unit
