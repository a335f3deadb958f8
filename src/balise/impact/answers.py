"""What every design answers: estimates with their errors, checks, and a verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

__all__ = ["STATES", "VERDICTS", "Answer", "Check", "Estimate", "State", "Verdict"]

State = Literal["pass", "caution", "fail", "not_done"]
STATES: tuple[State, ...] = ("pass", "caution", "fail", "not_done")

Verdict = Literal["attributable", "probably", "contributes", "no_evidence", "cannot"]
VERDICTS: tuple[Verdict, ...] = (
    "attributable",
    "probably",
    "contributes",
    "no_evidence",
    "cannot",
)


@dataclass(frozen=True, slots=True)
class Estimate:
    """An effect in units of the outcome, with its standard error and 95 % interval.

    ``se``, ``low`` and ``high`` are None where the design has none.
    """

    estimate: float
    se: float | None = None
    low: float | None = None
    high: float | None = None

    def to_json(self) -> dict[str, float | None]:
        """Give the four numbers by name."""
        return {
            "estimate": _number(self.estimate),
            "se": _number(self.se),
            "low": _number(self.low),
            "high": _number(self.high),
        }


@dataclass(frozen=True, slots=True)
class Check:
    """Something that was looked at, and what it says of the estimate.

    ``en`` and ``fr`` are whole sentences for somebody who is no econometrician; every
    number in them stands in ``numbers`` too. ``not_done`` is never a pass: the sentence
    says why it could not be done.
    """

    code: str
    state: State
    en: str
    fr: str
    numbers: Mapping[str, float] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Give its code, state, sentences and numbers."""
        return {
            "code": self.code,
            "state": self.state,
            "en": self.en,
            "fr": self.fr,
            "numbers": {name: _number(value) for name, value in self.numbers.items()},
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """What a design answers.

    Attributes
    ----------
    design : str
        ``did``, ``synth``, ``its``, ``experiment`` or ``match``.
    roles : mapping
        Column of the file for each role: ``outcome``, ``unit``, ``time``...
    headline : str
        The key of ``estimates`` that the verdict is about.
    estimates : mapping
        By name: ``simple``, ``group``, ``dynamic``, ``calendar``...
    group_time : sequence of mapping
        Rows ``group, time, estimate, se, low, high``; empty for other designs.
    weights, gaps : mapping or sequence
        Of a synthetic control: unit -> weight; rows ``time, gap``.
    series : mapping
        What charts draw: name -> rows.
    checks : tuple of Check
    verdict : str
        Of :data:`VERDICTS`; ``reasons`` name the rules it follows from.
    counts : mapping
        Units, periods, treated units, rows left out with their reason.
    notes : tuple of (en, fr)
        Warnings: no number goes without them.
    digests : mapping
        Of the data and of the code.
    """

    design: str
    roles: Mapping[str, str]
    headline: str
    estimates: Mapping[str, Estimate]
    checks: tuple[Check, ...]
    verdict: Verdict
    reasons: tuple[tuple[str, str], ...]
    group_time: Sequence[Mapping[str, Any]] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    gaps: Sequence[Mapping[str, Any]] = ()
    series: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    counts: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[tuple[str, str], ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Give everything as plain values; numbers that are none become null."""
        return {
            "design": self.design,
            "roles": dict(self.roles),
            "headline": self.headline,
            "estimates": {name: each.to_json() for name, each in self.estimates.items()},
            "group_time": _plain(self.group_time),
            "weights": _plain(self.weights),
            "gaps": _plain(self.gaps),
            "series": _plain(self.series),
            "checks": [each.to_json() for each in self.checks],
            "verdict": self.verdict,
            "reasons": [{"en": en, "fr": fr} for en, fr in self.reasons],
            "counts": _plain(self.counts),
            "notes": [{"en": en, "fr": fr} for en, fr in self.notes],
            "digests": dict(self.digests),
        }


def _number(value: float | None) -> float | None:
    return float(value) if value is not None and np.isfinite(value) else None


def _plain(value: Any) -> Any:
    """Turn numbers of numpy and what is none into plain values of JSON."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, np.generic):
        value = value.item()
    return _number(value) if isinstance(value, float) else value
