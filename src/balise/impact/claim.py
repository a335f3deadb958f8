"""A typed claim from an answer, as a record of the Guide takes it, with its evidence."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from balise.impact.answers import Answer
from balise.impact.verdicts import WORDS

__all__ = ["METHODS", "claim", "method_of"]

METHODS = ("described", "before_after", "compared", "random", "replicated")
"""Codes of how a claim is known, the same as those of the Guide."""

_BY_DESIGN = {
    "did": "compared",
    "synth": "compared",
    "match": "compared",
    "experiment": "random",
    "its": "before_after",
}
_DESIGNS = {
    "did": ("difference-in-differences", "différence de différences"),
    "synth": ("synthetic control", "témoin synthétique"),
    "its": ("interrupted time series", "série chronologique interrompue"),
    "experiment": ("randomised trial", "essai à répartition aléatoire"),
    "match": ("matching and weighting", "appariement et pondération"),
}
_MEASURES = {
    "attributable": ("Change because of the program in", "Changement dû au programme dans"),
    "probably": (
        "Change probably because of the program in",
        "Changement probablement dû au programme dans",
    ),
    "contributes": (
        "Difference to which the program contributes, its part not separated, in",
        "Écart auquel le programme contribue, sans que sa part soit isolée, dans",
    ),
}
_PARTIAL_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def method_of(answer: Answer) -> str:
    """Give the code of the evidence: a series alone is before and after, with another compared.

    Examples
    --------
    >>> method_of(Answer("did", {}, "simple", {}, (), "cannot", ()))
    'compared'
    """
    if answer.design == "its" and answer.roles.get("comparison"):
        return "compared"
    return _BY_DESIGN[answer.design]


def claim(
    answer: Answer,
    *,
    unit: tuple[str, str] | None = None,
    period: tuple[str, str] | None = None,
    claimed_by: str = "organisation",
    publisher: str = "",
    today: date | None = None,
) -> dict[str, Any]:
    """Write a result claim with its source and evidence, or the reason why there is none.

    Parameters
    ----------
    answer : Answer
    unit : tuple of str, optional
        Of the value, in English and French; the column of the outcome if left out.
    period : tuple of str, optional
        First and last, as 2024, 2024-05 or 2024-05-31; those of the answer if left out.
    claimed_by : str
        Code of who says so, as in the Guide.
    publisher : str
        Of the source: who made the analysis.
    today : date, optional
        When it was made; today's in UTC if left out.

    Returns
    -------
    dict
        ``claims`` and ``sources``, as a record of the Guide has them (no claim where the
        verdict is ``no_evidence`` or ``cannot``), ``reason`` and ``evidence``.
    """
    today = today or datetime.now(UTC).date()
    effect = answer.estimates[answer.headline]
    evidence = {
        "design": answer.design,
        "verdict": answer.verdict,
        "headline": answer.headline,
        **effect.to_json(),
        "checks": {each.code: each.state for each in answer.checks},
        "notes": [{"en": en, "fr": fr} for en, fr in answer.notes],
        "digests": dict(answer.digests),
    }
    if answer.verdict not in _MEASURES:
        en, fr = WORDS[answer.verdict]
        return {
            "claims": [],
            "sources": [],
            "reason": {
                "en": f"No result is claimed: the verdict is “{en}”.",
                "fr": f"Aucun résultat n’est affirmé\u00a0: le verdict est «\u00a0{fr}\u00a0».",
            },
            "evidence": evidence,
        }
    outcome = answer.roles.get("outcome", "outcome")
    measure = _MEASURES[answer.verdict]
    design = _DESIGNS[answer.design]
    unit = unit or (
        f"unit of the column “{outcome}”",
        f"unité de la colonne «\u00a0{outcome}\u00a0»",
    )
    start, end = period or _period(answer)
    made: dict[str, Any] = {
        "kind": "result",
        "measure_en": f"{measure[0]} “{outcome}”",
        "measure_fr": f"{measure[1]} «\u00a0{outcome}\u00a0»",
        "value": round(effect.estimate, 6),
        "bound": "about",
        "unit_en": unit[0],
        "unit_fr": unit[1],
        **_dated(start, end),
        "method": method_of(answer),
        "claimed_by": claimed_by,
        **_note(answer, design),
        "source_key": "impact",
    }
    data = answer.digests.get("data", "")[:12]
    source = {
        "key": "impact",
        "title_en": f"Attribution by {design[0]}, data {data}",
        "title_fr": f"Attribution par {design[1]}, données {data}",
        "publisher": publisher or "Balise",
        "year": today.year,
        "language": "both",
        "accessed": today.isoformat(),
    }
    return {"claims": [made], "sources": [source], "reason": None, "evidence": evidence}


def _dated(start: str, end: str) -> Mapping[str, Any]:
    if not (start or end):
        return {"period_stated": False}
    return {"period_start": start, "period_end": end}


def _period(answer: Answer) -> tuple[str, str]:
    """Find the treated periods of an answer; empty where its rows do not tell."""
    rows = [row for row in answer.group_time if row.get("is_treated")]
    if not rows and answer.design in {"its", "synth"}:
        rows = [row for row in answer.gaps if row.get("low") is not None]
    times = sorted({str(row["time"]).removesuffix(".0") for row in rows})
    if not times or not all(_PARTIAL_DATE.fullmatch(each) for each in times):
        return "", ""
    return times[0], times[-1]


def _note(answer: Answer, design: tuple[str, str]) -> dict[str, str]:
    effect = answer.estimates[answer.headline]
    word = WORDS[answer.verdict]
    en = f"By {design[0]}; verdict: {word[0]}."
    fr = f"Par {design[1]}\u00a0; verdict\u00a0: {word[1]}."
    if effect.low is not None and effect.high is not None:
        low, high = f"{effect.low:.4g}", f"{effect.high:.4g}"
        en += f" 95 % interval from {low} to {high}."
        fr += f" Intervalle à 95\u00a0% de {low.replace('.', ',')} à {high.replace('.', ',')}."
    else:
        en += " No interval."
        fr += " Sans intervalle."
    return {"note_en": en, "note_fr": fr}
