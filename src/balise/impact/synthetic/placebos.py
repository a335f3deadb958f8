"""Placebos: donors treated as if they had been, dates before the start, one donor less."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from balise.impact.columns import FloatArray
from balise.impact.synthetic.comparison import Comparison
from balise.impact.synthetic.weights import Fit, Thoroughness, fit_nested, fit_outcomes

__all__ = [
    "Dated",
    "Placebo",
    "fit",
    "gaps",
    "in_space",
    "in_time",
    "judged",
    "leave_one_out",
    "ratio",
]

T = TypeVar("T")

LIGHTER = Thoroughness(points=2000, descents=8, turns=4)
"""How hard placebos are searched."""

WELL = 5.0
"""A placebo fits well if its mean squared gap before is at most this many times ours."""


@dataclass(frozen=True, slots=True)
class Placebo:
    """A unit treated as if it had been: its gaps, with root mean squares before and after."""

    unit: str
    gaps: FloatArray
    before: float
    after: float

    @property
    def ratio(self) -> float:
        """Root mean squared gap after, over that before."""
        return ratio(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Dated:
    """A start moved back: the mean gap from then to the true start."""

    start: float
    effect: float
    before: float


def ratio(before: float, after: float) -> float:
    """Divide what came after by what was before, which may be nothing."""
    if before > 1e-12 * max(after, 1e-300):
        return after / before
    return float("inf") if after > 0 else 1.0


def fit(comparison: Comparison, seed: int, effort: Thoroughness | None = None) -> Fit:
    """Fit one comparison: by predictors if there are any, else by outcomes before the start."""
    before = comparison.start
    fitted = np.flatnonzero(comparison.fitted)
    outcomes = (comparison.own[:before][fitted], comparison.others[:, :before][:, fitted])
    if not comparison.predictors:
        return fit_outcomes(*outcomes)
    traits = (comparison.own_traits, comparison.other_traits)
    return fit_nested(traits, outcomes, np.random.default_rng(seed), effort)


def gaps(comparison: Comparison, weights: FloatArray) -> FloatArray:
    """Give the outcome of the treated unit less that of its synthetic control."""
    return np.asarray(comparison.own - weights @ comparison.others)


def judged(comparison: Comparison, weights: FloatArray) -> Placebo:
    """Give gaps and their root mean squares before and after."""
    found = gaps(comparison, weights)
    before = found[: comparison.start][comparison.fitted]
    after = found[comparison.start :]
    return Placebo(
        comparison.treated,
        found,
        float(np.sqrt(np.mean(before**2))),
        float(np.sqrt(np.mean(after**2))),
    )


def in_space(comparison: Comparison, seed: int, workers: int) -> tuple[Placebo, ...]:
    """Treat every donor as if it had been treated, with the other donors as its donors."""

    def one(donor: int) -> Placebo:
        changed = comparison.placebo(donor)
        return judged(changed, fit(changed, seed + 1 + donor, LIGHTER).weights)

    return _all(one, len(comparison.donors), workers)


def leave_one_out(
    comparison: Comparison, weights: FloatArray, seed: int, workers: int
) -> dict[str, float]:
    """Give the mean effect without each donor that has a weight of one percent or more."""
    heavy = [int(each) for each in np.flatnonzero(weights >= 0.01)]
    if len(comparison.donors) < 3:
        return {}

    def one(place: int) -> tuple[str, float]:
        changed = comparison.without(heavy[place])
        found = gaps(changed, fit(changed, seed + 1001 + heavy[place], LIGHTER).weights)
        return comparison.donors[heavy[place]], float(found[comparison.start :].mean())

    return dict(_all(one, len(heavy), workers))


def in_time(comparison: Comparison) -> tuple[Dated, ...]:
    """Move the start back, to half and to two thirds of the periods before it.

    Outcomes alone are matched, of the periods before the date: predictors may hold later ones.
    """
    found = []
    for share in (1 / 2, 2 / 3):
        date = round(share * comparison.start)
        if date < 4 or comparison.start - date < 2:
            continue
        weights = fit_outcomes(comparison.own[:date], comparison.others[:, :date]).weights
        all_gaps = gaps(comparison, weights)
        found.append(
            Dated(
                float(comparison.times[date]),
                float(all_gaps[date : comparison.start].mean()),
                float(np.sqrt(np.mean(all_gaps[:date] ** 2))),
            )
        )
    return tuple(found)


def _all(one: Callable[[int], T], count: int, workers: int) -> tuple[T, ...]:
    """Do the same for each; compiled loops let go of the interpreter."""
    with ThreadPoolExecutor(max(1, workers)) as pool:
        return tuple(pool.map(one, range(count)))
