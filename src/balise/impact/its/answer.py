"""What an interrupted time series answers: change, counterfactual, checks and verdict."""

from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import t as student

from balise.impact.answers import Answer, Check, Estimate, Verdict
from balise.impact.columns import FloatArray
from balise.impact.did.sentences import figure
from balise.impact.digests import digest_of_code
from balise.impact.its import checks
from balise.impact.its.model import (
    Fitted,
    average,
    choose_season,
    estimate,
    fit_ar1,
    fit_hac,
    lags,
    terms,
)
from balise.impact.its.series import Series, read_series
from balise.impact.roles import Roles
from balise.impact.verdicts import decide

__all__ = ["DECIDING", "NEEDED", "estimate_its", "estimate_series"]

DECIDING = frozenset({"constant_outcome", "few_units", "panel"})
"""Without these the design does not hold: a failure ends in ``cannot``."""

NEEDED = frozenset(
    {"autocorrelation", "few_units", "panel", "placebo_date", "placebo_group", "pre_trends"}
    | {"regression_to_mean", "seasonality"}
)
"""All of these must pass for ``attributable``; ``placebo_group`` needs a comparison series."""

WHY_PROBABLY = (
    "Without a comparison series the verdict is at most probable: anything else that changed at "
    "that date would look the same.",
    "Sans série de comparaison, le verdict est au mieux probable\u00a0: tout ce qui aurait changé "
    "à cette date aurait le même aspect.",
)


def estimate_its(
    path: Path,
    roles: Roles,
    start: str,
    *,
    comparison: str | None = None,
    season: int | None = None,
) -> Answer:
    """Estimate what changed in one series when a program began.

    Parameters
    ----------
    path : Path
        A table with one row for each period.
    roles : Roles
        Columns of outcome and time; guessed if left out.
    start : str
        First period with the program.
    comparison : str, optional
        Column of a series that the program did not touch: its change is taken away.
    season : int, optional
        Periods of a cycle.

    Returns
    -------
    Answer
        ``estimates``: ``simple``, the mean effect from the start on, with the wider of the
        intervals ``newey_west`` and ``prais_winsten``; ``level`` and ``slope``.
    """
    return estimate_series(read_series(path, roles, start, comparison, season))


def estimate_series(series: Series) -> Answer:
    """Estimate what changed in a series that was read; as :func:`estimate_its`."""
    slope = len(series.times) - series.before >= 3
    told = choose_season(series.studied, series.steps, series.season, slope=slope)
    design = terms(series.steps, told, slope=slope)
    prais, newey = fit_ar1(series.studied, design), fit_hac(series.studied, design)
    direction = average(design, series.steps, slope=slope)
    one, other = estimate(prais, direction), estimate(newey, direction)
    chosen, wider = (one, prais) if _width(one) >= _width(other) else (other, newey)
    estimates = {
        "simple": chosen,
        "prais_winsten": one,
        "newey_west": other,
        "level": estimate(wider, np.eye(design.shape[1])[2]),
    }
    if slope:
        estimates["slope"] = estimate(wider, np.eye(design.shape[1])[3])
    made: tuple[Check, ...] = (
        checks.constant(series),
        checks.few_points(series, prais),
        checks.lost_periods(series),
        checks.seasonality(series, told),
        checks.autocorrelation(prais),
        checks.pre_trend(series),
        checks.other_dates(series, told, chosen),
        checks.regression_to_mean(series, told, chosen),
        checks.comparison_series(series, told, chosen),
    )
    verdict, reasons = _decided(series, chosen, made)
    rows = _rows(series, design, prais, slope=slope)
    return Answer(
        design="its",
        roles=series.roles,
        headline="simple",
        estimates=estimates,
        checks=made,
        verdict=verdict,
        reasons=reasons,
        gaps=[{name: row[name] for name in ("time", "gap", "low", "high")} for row in rows],
        series={"outcome": [{k: v for k, v in row.items() if k not in _GAPS} for row in rows]},
        counts={
            "periods": len(series.times),
            "periods_before": series.before,
            "periods_after": len(series.times) - series.before,
            "missing": list(series.missing),
            "season": told.kind,
            "lags": lags(len(series.times)),
            "autocorrelation": prais.rho,
        },
        notes=_notes(series, one, other),
        digests={**series.digests, "code": digest_of_code()},
    )


_GAPS = ("gap", "low", "high")


def _width(found: Estimate) -> float:
    return (found.high or 0.0) - (found.low or 0.0)


def _decided(
    series: Series, effect: Estimate, made: tuple[Check, ...]
) -> tuple[Verdict, tuple[tuple[str, str], ...]]:
    """Decide; without a comparison series the best verdict is ``probably``, and says why."""
    if series.comparison is not None:
        return decide(effect, made, deciding=DECIDING, needed=NEEDED)
    verdict, reasons = decide(
        effect, made, deciding=DECIDING, needed=NEEDED - {"placebo_group"}, at_most="probably"
    )
    if verdict == "probably":
        kept = tuple(each for each in reasons if each[0] in {check.en for check in made})
        reasons = (*kept, WHY_PROBABLY)
    return verdict, reasons


def _rows(
    series: Series, design: FloatArray, fitted: Fitted, *, slope: bool
) -> list[dict[str, Any]]:
    """Give what was seen, and what would have been without the program, period by period.

    The interval of a gap holds the doubt about the trend drawn on, and the noise of one period.
    """
    without = design.copy()
    without[:, 2 : 4 if slope else 3] = 0.0
    counterfactual = without @ fitted.coefficients
    doubt = np.einsum("ij,jk,ik->i", without, fitted.covariance, without)
    count, free = design.shape
    noise = float(fitted.shocks @ fitted.shocks) / max(count - free, 1) / (1 - fitted.rho**2)
    reach = float(student.ppf(0.975, fitted.freedom)) * np.sqrt(np.maximum(doubt, 0.0) + noise)
    whole = design @ fitted.coefficients
    taken = np.zeros(len(whole)) if series.comparison is None else series.comparison
    rows = []
    for n, value in enumerate(series.outcome):
        after = bool(series.steps[n] >= 0)
        expected = float(counterfactual[n] + taken[n])
        gap = float(value) - expected
        rows.append(
            {
                "time": _when(series, float(series.times[n])),
                "observed": float(value),
                "fitted": float(whole[n] + taken[n]),
                "counterfactual": expected,
                "counterfactual_low": expected - float(reach[n]),
                "counterfactual_high": expected + float(reach[n]),
                "comparison": None if series.comparison is None else float(taken[n]),
                "after": after,
                "gap": gap,
                "low": gap - float(reach[n]) if after else None,
                "high": gap + float(reach[n]) if after else None,
            }
        )
    return rows


def _when(series: Series, value: float) -> int | float | str:
    if series.periods.kind != "number":
        return series.name(value)
    return int(value) if value == int(value) else value


def _notes(series: Series, prais: Estimate, newey: Estimate) -> tuple[tuple[str, str], ...]:
    shown = {
        lang: [
            figure(float(each or 0.0), lang)
            for found in (prais, newey)
            for each in (found.low, found.high)
        ]
        for lang in ("en", "fr")
    }
    en, fr = shown["en"], shown["fr"]
    notes = [
        (
            "The interval of the effect is the wider of two: "
            f"{en[0]} to {en[1]} with errors of first order (Prais and Winsten), and {en[2]} to "
            f"{en[3]} with those of Newey and West.",
            "L’intervalle de l’effet est le plus large de deux\u00a0: "
            f"de {fr[0]} à {fr[1]} avec des erreurs du premier ordre (Prais et Winsten), et de "
            f"{fr[2]} à {fr[3]} avec celles de Newey et West.",
        )
    ]
    if series.comparison is not None and series.scale != 1.0:
        notes.append(
            (
                f"The comparison series was multiplied by {figure(series.scale)}, so that both "
                "have the same mean before the start.",
                f"La série de comparaison a été multipliée par {figure(series.scale, 'fr')}, pour "
                "que les deux aient la même moyenne avant le début.",
            )
        )
    if series.season >= 2 and series.before < 2 * series.season:
        notes.append(
            (
                "No season was told: there are fewer than two whole cycles before the start.",
                "Aucune saison n’a été prise en compte\u00a0: il y a moins de deux cycles entiers "
                "avant le début.",
            )
        )
    return tuple(notes)
