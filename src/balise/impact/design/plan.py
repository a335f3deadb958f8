"""The registered plan: what was going to be done, with its date and its digest."""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from balise.impact.answers import Answer
from balise.vocabulary import ImpactError

__all__ = ["PLANNED", "Plan", "departures", "digest_of_plan", "read_plan", "register", "write_toml"]

Pair = tuple[str, str]

PLANNED: Mapping[str, Pair] = {
    "design": ("design", "méthode"),
    "outcome": ("outcome", "résultat mesuré"),
    "treated": ("treatment", "traitement"),
    "first_treated": ("first period treated", "première période traitée"),
    "unit": ("unit", "unité"),
    "time": ("period", "période"),
    "start": ("start", "début"),
    "comparison": ("comparison series", "série de comparaison"),
    "covariates": ("covariates", "covariables"),
    "predictors": ("predictors", "prédicteurs"),
    "weights": ("weights", "poids"),
    "cluster": ("clusters", "grappes"),
    "strata": ("strata", "strates"),
    "method": ("method", "procédé"),
}
"""What a plan may fix, with its names: keys of its table ``plan``."""

_LISTS = {"covariates", "predictors"}
_BARE = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as registered; ``is_whole`` says that it has not changed since."""

    content: Mapping[str, Mapping[str, Any]]
    day: str
    sha256: str
    is_whole: bool

    @property
    def fixed(self) -> dict[str, str]:
        """What it fixes, as text."""
        table = self.content.get("plan", {})
        return {name: _text(table[name]) for name in PLANNED if name in table}


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ",".join(str(each).strip() for each in value)
    return str(value).strip()


def digest_of_plan(content: Mapping[str, Any], day: str) -> str:
    """Give the SHA-256 of a plan: its canonical JSON (sorted, no spaces, UTF-8) and its date.

    Examples
    --------
    >>> digest_of_plan({"plan": {"outcome": "y"}}, "2026-01-15")[:12]
    '5445810d485d'
    """
    whole = {"content": content, "registered": day}
    text = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def register(content: Mapping[str, Any], day: date) -> Plan:
    """Register a plan on a day.

    Raises
    ------
    ImpactError
        If its table ``plan`` fixes something that is not known.
    """
    kept = {name: table for name, table in content.items() if name != "registered" and table}
    for name in kept.get("plan", {}):
        if name not in PLANNED:
            raise ImpactError(
                f"Plan: found plan.{name}. Expected {', '.join(PLANNED)}. Correct it, or take it "
                "away."
            )
    return Plan(kept, day.isoformat(), digest_of_plan(kept, day.isoformat()), is_whole=True)


def write_toml(plan: Plan) -> str:
    """Write a plan as TOML, with the table ``registered`` at its end.

    Examples
    --------
    >>> print(write_toml(register({"plan": {"outcome": "y"}}, date(2026, 1, 15))).split("sha")[0])
    [plan]
    outcome = "y"
    <BLANKLINE>
    [registered]
    day = "2026-01-15"
    <BLANKLINE>
    """
    tables = {**plan.content, "registered": {"day": plan.day, "sha256": plan.sha256}}
    parts = []
    for name, table in tables.items():
        lines = [f"[{name}]", *(f"{_key(key)} = {_value(value)}" for key, value in table.items())]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    return json.dumps(str(value), ensure_ascii=False)


def read_plan(path: Path) -> Plan:
    """Read a registered plan, and tell whether it is still what was registered.

    Raises
    ------
    ImpactError
        If it is no TOML, or was never registered.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ImpactError(
            f"Plan {path.name}: found a file that is no TOML ({error}). Expected a plan that "
            "'balise impact design --out' wrote. Name another file."
        ) from error
    mark = found.pop("registered", None)
    if not isinstance(mark, dict) or not {"day", "sha256"} <= set(mark):
        raise ImpactError(
            f"Plan {path.name}: found no table [registered] with a day and a digest. Expected a "
            f"registered plan. Register it with 'balise impact design {path.name} --out plan.toml'."
        )
    day, sha256 = str(mark["day"]), str(mark["sha256"])
    return Plan(found, day, sha256, digest_of_plan(found, day) == sha256)


def departures(plan: Plan, answer: Answer) -> tuple[Pair, ...]:
    """Tell every departure of an answer from its plan; one sentence if there is none.

    Parameters
    ----------
    plan : Plan
    answer : Answer

    Returns
    -------
    tuple of (en, fr)
        The first sentence names the plan.
    """
    told: list[Pair] = []
    if not plan.is_whole:
        told.append(
            (
                "The plan was changed after it was registered: its digest is not that of its text.",
                "Le plan a été modifié après son enregistrement\u00a0: son empreinte n’est pas "
                "celle de son texte.",
            )
        )
    done = {**answer.roles, "design": answer.design}
    for name, labels in PLANNED.items():
        planned, found = plan.fixed.get(name, ""), str(done.get(name, ""))
        if not planned and (name not in _LISTS or not found or not plan.fixed):
            continue
        if _same(name, planned, found):
            continue
        nothing = ("none", "aucun")
        told.append(
            (
                f"Departure from the plan, {labels[0]}: planned {planned or nothing[0]}, done "
                f"{found or nothing[0]}.",
                f"Écart par rapport au plan, {labels[1]}\u00a0: prévu {planned or nothing[1]}, "
                f"fait {found or nothing[1]}.",
            )
        )
    told += _smaller(plan, answer)
    first = plan.sha256[:12]
    count = len(told)
    if not count:
        return (
            (
                f"Done as planned: plan registered on {plan.day}, digest {first}.",
                f"Fait comme prévu\u00a0: plan enregistré le {plan.day}, empreinte {first}.",
            ),
        )
    lead = (
        f"Plan registered on {plan.day}, digest {first}; departures: {count}.",
        f"Plan enregistré le {plan.day}, empreinte {first}\u00a0; écarts\u00a0: {count}.",
    )
    return (lead, *told)


def _same(name: str, planned: str, found: str) -> bool:
    if name in _LISTS:
        return {*planned.split(",")} == {*found.split(",")}
    return planned == found


def _smaller(plan: Plan, answer: Answer) -> list[Pair]:
    """Tell where fewer treated units than planned were found: less than nine tenths."""
    planned = plan.content.get("data", {}).get("treated_units")
    found = answer.counts.get("treated_units")
    if not isinstance(planned, int) or not isinstance(found, int) or 10 * found >= 9 * planned:
        return []
    return [
        (
            f"Departure from the plan, treated units: planned {planned}, found {found}.",
            f"Écart par rapport au plan, unités traitées\u00a0: prévu {planned}, trouvé {found}.",
        )
    ]
