"""What a synthetic control answers: effect, weights, gaps, checks and verdict."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from balise.impact.answers import Answer, Check, Estimate
from balise.impact.columns import FloatArray
from balise.impact.digests import digest_of_code
from balise.impact.frame import Panel
from balise.impact.roles import Roles
from balise.impact.synthetic import checks, robustness
from balise.impact.synthetic.augmented import augment
from balise.impact.synthetic.comparison import Asked, Comparison, read_comparison
from balise.impact.synthetic.intervals import conformal, debiased
from balise.impact.synthetic.placebos import (
    Placebo,
    fit,
    gaps,
    in_space,
    in_time,
    judged,
    leave_one_out,
)
from balise.impact.synthetic.weights import Fit
from balise.impact.verdicts import decide

__all__ = ["DECIDING", "NEEDED", "estimate_comparison", "estimate_synthetic"]

DECIDING = frozenset({"constant_outcome", "few_units", "fit", "panel"})
"""Without these the design does not hold: a failure ends in ``cannot``."""

NEEDED = frozenset(
    {"few_units", "fit", "influence", "panel", "permutation", "placebo_date", "predictors"}
    | {"spillovers", "starts", "weighting"}
)
"""All of these must pass for ``attributable``."""


def estimate_synthetic(
    path: Path, roles: Roles, asked: Asked, *, seed: int = 1, workers: int = 1
) -> Answer:
    """Estimate the effect on one treated unit from a mixture of donors.

    Parameters
    ----------
    path : Path
        A table with one row for each unit and period.
    roles : Roles
        Columns of outcome, unit and time.
    asked : Asked
        Treated unit, start, predictors.
    seed : int
        Of the starts.
    workers : int
        Threads for placebos; results do not depend on it.

    Returns
    -------
    Answer
        ``estimates``: ``simple``, the mean gap from the start on, whose interval is that of
        the t-test, widened to hold it if need be; ``debiased``, the t-test itself;
        ``augmented``, with its jackknife+ interval; ``outcomes_only``.
    """
    comparison, panel = read_comparison(path, roles, asked)
    return estimate_comparison(comparison, panel, asked, seed=seed, workers=workers)


def estimate_comparison(
    comparison: Comparison, panel: Panel, asked: Asked, *, seed: int = 1, workers: int = 1
) -> Answer:
    """Estimate the effect in a comparison that was read; as :func:`estimate_synthetic`."""
    with threadpool_limits(limits=1):
        return _answer(comparison, panel, asked, seed, workers)


def _answer(comparison: Comparison, panel: Panel, asked: Asked, seed: int, workers: int) -> Answer:
    own = fit(comparison, seed)
    found = judged(comparison, own.weights)
    estimates = _estimates(comparison, found)
    others = {name: each for name, each in estimates.items() if name != "simple"}
    effect = estimates["simple"].estimate
    placebos = in_space(comparison, seed, workers) if len(comparison.donors) > 2 else ()
    dates = in_time(comparison)
    weights = {
        comparison.donors[place]: float(own.weights[place])
        for place in np.argsort(-own.weights, kind="stable")
    }
    made: tuple[Check, ...] = (
        checks.constant(comparison),
        checks.few_units(comparison),
        checks.lost_data(comparison),
        checks.late_predictors(comparison),
        checks.fit_before(comparison, found),
        checks.starts(comparison, own),
        robustness.permutation(found, placebos),
        robustness.placebo_date(effect, dates, [panel.time_name(each.start) for each in dates]),
        robustness.influence(effect, leave_one_out(comparison, own.weights, seed, workers)),
        robustness.weighting(effect, others),
        robustness.spillovers(found, weights, placebos),
    )
    verdict, reasons = decide(estimates["simple"], made, deciding=DECIDING, needed=NEEDED)
    return Answer(
        design="synth",
        roles=_roles(panel, asked),
        headline="simple",
        estimates=estimates,
        checks=made,
        verdict=verdict,
        reasons=reasons,
        weights=weights,
        gaps=_gap_rows(comparison, panel, found.gaps),
        series=_series(comparison, panel, own, found, placebos),
        counts=_counts(comparison, own, panel),
        notes=(*_notes(comparison, asked, estimates["simple"]), *comparison.notes),
        digests={**panel.digests, "code": digest_of_code()},
    )


def _estimates(comparison: Comparison, found: Placebo) -> dict[str, Estimate]:
    effect = float(found.gaps[comparison.start :].mean())
    estimates = {"simple": Estimate(effect)}
    tested = debiased(comparison)
    if tested is not None and tested.low is not None and tested.high is not None:
        estimates["simple"] = Estimate(
            effect, tested.se, min(tested.low, effect), max(tested.high, effect)
        )
        estimates["debiased"] = tested
    estimates["augmented"] = augment(comparison).effect
    if comparison.predictors:
        plain = replace(comparison, predictors=(), fitted=np.ones(comparison.start, dtype=bool))
        alone = gaps(plain, fit(plain, 0).weights)
        estimates["outcomes_only"] = Estimate(float(alone[comparison.start :].mean()))
    return estimates


def _roles(panel: Panel, asked: Asked) -> dict[str, str]:
    roles = panel.roles.to_json()
    roles.pop("covariates", None)
    return (
        roles
        | {"treated": asked.treated, "start": asked.start}
        | ({"predictors": asked.predictors} if asked.predictors else {})
    )


def _when(panel: Panel, value: float) -> int | float | str:
    """Write a period as a number where it is one, else as text."""
    if panel.periods.kind != "number":
        return panel.time_name(value)
    return int(value) if value == int(value) else value


def _gap_rows(comparison: Comparison, panel: Panel, found: FloatArray) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"time": _when(panel, time), "gap": float(gap), "low": None, "high": None}
        for time, gap in zip(comparison.times, found, strict=True)
    ]
    for row, (low, high) in zip(
        rows[comparison.start :], conformal(comparison) or [], strict=False
    ):
        row |= {"low": low, "high": high}
    return rows


def _series(
    comparison: Comparison, panel: Panel, own: Fit, found: Placebo, placebos: tuple[Placebo, ...]
) -> Mapping[str, list[dict[str, Any]]]:
    times = [_when(panel, each) for each in comparison.times]
    rows = _gap_rows(comparison, panel, found.gaps)
    return {
        "outcome": [
            {"time": time, "treated": float(value), "synthetic": float(value - gap)}
            for time, value, gap in zip(times, comparison.own, found.gaps, strict=True)
        ],
        "dynamic": [
            {
                "time": row["time"],
                "relative": place - comparison.start,
                "estimate": row["gap"],
                "low": row["low"],
                "high": row["high"],
            }
            for place, row in enumerate(rows)
        ],
        "placebos": [
            {
                "unit": each.unit,
                "rmspe_before": each.before,
                "rmspe_after": each.after,
                "ratio": each.ratio,
                "gaps": each.gaps.tolist(),
            }
            for each in (found, *placebos)
        ],
        "predictors": [
            {
                "predictor": each.column,
                "first": panel.time_name(each.first),
                "last": panel.time_name(each.last),
                "importance": float(own.importance[place]),
                "treated": float(comparison.own_traits[place]),
                "synthetic": float(own.weights @ comparison.other_traits[:, place]),
                "donors": float(comparison.other_traits[:, place].mean()),
            }
            for place, each in enumerate(comparison.predictors)
        ],
        "starts": [{"kind": each.kind, "mspe": each.mspe} for each in own.starts],
    }


def _counts(comparison: Comparison, own: Fit, panel: Panel) -> dict[str, Any]:
    return {
        "donors": len(comparison.donors),
        "periods": len(comparison.times),
        "periods_before": comparison.start,
        "periods_after": len(comparison.times) - comparison.start,
        "mspe_before": own.mspe,
        "left_out": {name: list(each) for name, each in (comparison.lost or {}).items()},
        "first": panel.time_name(float(comparison.times[0])),
        "last": panel.time_name(float(comparison.times[-1])),
    }


def _notes(comparison: Comparison, asked: Asked, effect: Estimate) -> list[tuple[str, str]]:
    if effect.low is None:
        notes = [
            (
                "The effect has no interval: the t-test needs six periods before the start.",
                "L’effet n’a pas d’intervalle\u00a0: le test t demande six périodes avant le "
                "début.",
            )
        ]
    else:
        notes = [
            (
                "The interval of the effect comes from the t-test for synthetic controls of "
                "Chernozhukov, Wüthrich and Zhu: blocks of periods before the start are left out "
                "in turn.",
                "L’intervalle de l’effet vient du test t pour témoins synthétiques de "
                "Chernozhukov, Wüthrich et Zhu\u00a0: des blocs de périodes d’avant le début sont "
                "écartés tour à tour.",
            )
        ]
    if asked.predictors or asked.fit_over:
        notes.append(
            (
                "Predictors and the span of --fit-over choose the weights behind the effect. Its "
                "interval, and what is debiased or augmented, take weights on outcomes in all "
                "periods before the start: neither option changes them.",
                "Les prédicteurs et les périodes de --fit-over choisissent les poids dont vient "
                "l’effet. Son intervalle, et ce qui est débiaisé ou augmenté, prennent des poids "
                "sur les résultats de toutes les périodes d’avant le début\u00a0: aucune de ces "
                "options ne les change.",
            )
        )
    if comparison.start < 19:
        notes.append(
            (
                f"Effects of single periods have no interval: it needs 19 periods before the "
                f"start, and there are {comparison.start}.",
                "Les effets par période n’ont pas d’intervalle\u00a0: il faut 19 périodes avant le "
                f"début, et il y en a {comparison.start}.",
            )
        )
    return notes
