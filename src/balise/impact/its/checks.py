"""Checks of an interrupted time series."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2
from scipy.stats import t as student

from balise.impact.answers import Check, Estimate, State
from balise.impact.columns import FloatArray
from balise.impact.did.sentences import figure, percent, plural
from balise.impact.faults import listed
from balise.impact.its.model import (
    Fitted,
    Season,
    average,
    choose_season,
    estimate,
    fit_ar1,
    terms,
)
from balise.impact.its.series import Series

__all__ = [
    "autocorrelation",
    "comparison_series",
    "constant",
    "few_points",
    "lost_periods",
    "other_dates",
    "pre_trend",
    "regression_to_mean",
    "seasonality",
]

FEWEST_BEFORE, FEW_BEFORE, FEW_AFTER = 8, 30, 4
DOUBT, CLEAR = 0.05, 0.01


@dataclass(frozen=True, slots=True)
class Break:
    """A change of mean at a date: its size, how many errors that is, and its p-value."""

    effect: float
    t: float
    p: float


def break_at(series: Series, values: FloatArray, date: float, season: Season) -> Break:
    """Estimate a change of level and slope at some date, as at the true one."""
    steps = series.steps - date
    slope = int(np.sum(steps >= 0)) >= 3
    design = terms(steps, season, slope=slope)
    fitted = fit_ar1(values, design)
    found = estimate(fitted, average(design, steps, slope=slope))
    error = found.se or 0.0
    t = found.estimate / error if error > 0 else 0.0
    return Break(found.estimate, t, float(2 * student.sf(abs(t), fitted.freedom)))


def constant(series: Series) -> Check:
    """Tell whether the outcome moves at all before the start."""
    still = float(np.ptp(series.outcome[series.steps < 0])) == 0
    if still:
        return Check(
            "constant_outcome",
            "fail",
            "The outcome is the same in all periods before the start: its noise is not known, and "
            "no change can be judged.",
            "La valeur est la même à toutes les périodes avant le début\u00a0: on n’en connaît pas "
            "le bruit, et aucun changement ne peut être jugé.",
        )
    return Check(
        "constant_outcome",
        "pass",
        "The outcome moves before the start.",
        "La valeur varie avant le début.",
    )


def few_points(series: Series, fitted: Fitted) -> Check:
    """Count periods before and after the start."""
    before, after = series.before, len(series.times) - series.before
    state: State = "caution" if before < FEW_BEFORE or after < FEW_AFTER else "pass"
    if before < FEWEST_BEFORE or len(fitted.residuals) - len(fitted.coefficients) < 4:
        state = "fail"
    en = f"There are {before} periods before the start and {after} from then on"
    fr = f"Il y a {before} périodes avant le début et {after} à partir de là"
    told = {
        "pass": (": enough to tell a trend.", "\u00a0: assez pour dire une tendance."),
        "caution": (
            f": few. With fewer than {FEW_BEFORE} before or {FEW_AFTER} after, intervals hold the "
            "truth less often than they say.",
            f"\u00a0: c’est peu. À moins de {FEW_BEFORE} avant ou de {FEW_AFTER} après, les "
            "intervalles contiennent la vérité moins souvent qu’ils ne le disent.",
        ),
        "fail": (
            f": too few to tell a trend. Expected at least {FEWEST_BEFORE} before.",
            f"\u00a0: trop peu pour dire une tendance. Il en faut au moins {FEWEST_BEFORE} avant.",
        ),
    }[state]
    return Check("few_units", state, en + told[0], fr + told[1], {"before": before, "after": after})


def lost_periods(series: Series) -> Check:
    """Name periods without a value."""
    count, whole = len(series.missing), len(series.missing) + len(series.times)
    numbers = {"missing": float(count), "periods": float(whole)}
    if not count:
        return Check(
            "panel",
            "pass",
            "No period is missing between the first and the last.",
            "Aucune période ne manque entre la première et la dernière.",
            numbers,
        )
    state: State = "fail" if count > 0.25 * whole else "caution"
    return Check(
        "panel",
        state,
        f"{plural(count, 'period', 'periods')} of {whole} without a value "
        f"({listed(series.missing, 'en')}): neighbours are taken to follow each other.",
        f"{plural(count, 'période', 'périodes', 'fr')} sur {whole} sans valeur "
        f"({listed(series.missing, 'fr')})\u00a0: les voisines sont prises comme se suivant.",
        numbers,
    )


def autocorrelation(fitted: Fitted) -> Check:
    """Tell what is left of autocorrelation once that of first order is taken away.

    Ljung and Box (1978), over up to ten lags and a fifth of the periods.
    """
    shocks = fitted.shocks - fitted.shocks.mean()
    count = len(shocks)
    most = max(2, min(10, count // 5))
    whole = float(shocks @ shocks)
    squared = [
        float(shocks[lag:] @ shocks[:-lag] / whole) ** 2 / (count - lag)
        for lag in range(1, most + 1)
        if whole > 0
    ]
    statistic = count * (count + 2) * sum(squared)
    p = float(chi2.sf(statistic, most - 1))
    state: State = "pass" if p > DOUBT else "caution" if p > 0.001 else "fail"
    rho = {lang: figure(fitted.rho, lang, digits=2) for lang in ("en", "fr")}
    en = f"The autocorrelation of neighbouring periods is {rho['en']}, which the errors hold; "
    fr = (
        f"L’autocorrélation de périodes voisines est de {rho['fr']}, ce que les erreurs prennent "
        "en compte\u00a0; "
    )
    if state == "pass":
        en += f"no more is left (p = {figure(p, digits=2)})."
        fr += f"il n’en reste pas davantage (p\u00a0=\u00a0{figure(p, 'fr', digits=2)})."
    else:
        en += f"more is left (p = {figure(p, digits=2)}): the interval may be too narrow."
        fr += (
            f"il en reste davantage (p\u00a0=\u00a0{figure(p, 'fr', digits=2)})\u00a0: "
            "l’intervalle peut être trop étroit."
        )
    return Check(
        "autocorrelation",
        state,
        en,
        fr,
        {"rho": fitted.rho, "statistic": statistic, "lags": float(most), "p": p},
    )


def seasonality(series: Series, season: Season) -> Check:
    """Tell how the season was told, and whether it could be."""
    cycle, before = series.season, series.before
    numbers = {"cycle": float(cycle), "pairs": float(season.pairs)}
    if cycle < 2:
        return Check(
            "seasonality",
            "pass",
            "The periods have no season, as they were read; --season says otherwise.",
            "Les périodes n’ont pas de saison, telles qu’elles sont lues\u00a0; --season dit autre "
            "chose.",
            numbers,
        )
    if before < 2 * cycle:
        return Check(
            "seasonality",
            "caution",
            f"A season of {cycle} periods cannot be told from {before} periods before the start: "
            f"it needs {2 * cycle}. A change may be the season.",
            f"Une saison de {cycle} périodes ne peut être connue par {before} périodes avant le "
            f"début\u00a0: il en faut {2 * cycle}. Un changement peut être celui de la saison.",
            numbers,
        )
    how = {
        "none": (
            "no season makes the fit better (AICc)",
            "aucune saison n’améliore l’ajustement (AICc)",
        ),
        "harmonics": (
            f"{plural(season.pairs, 'pair', 'pairs')} of harmonics, the best by AICc",
            f"{plural(season.pairs, 'paire', 'paires', 'fr')} d’harmoniques, le meilleur choix "
            "selon l’AICc",
        ),
        "effects": (
            "an effect for each period of the cycle, the best by AICc",
            "un effet pour chaque période du cycle, le meilleur choix selon l’AICc",
        ),
    }[season.kind]
    return Check(
        "seasonality",
        "pass",
        f"Season of {cycle} periods: {how[0]}.",
        f"Saison de {cycle} périodes\u00a0: {how[1]}.",
        numbers,
    )


def pre_trend(series: Series) -> Check:
    """Look for a bend of the trend halfway before the start."""
    before = series.steps < 0
    steps, values = series.steps[before], series.studied[before]
    if len(steps) < FEWEST_BEFORE:
        return Check(
            "pre_trends",
            "not_done",
            f"Whether the trend bent before the start cannot be seen in {len(steps)} periods.",
            f"On ne peut voir en {len(steps)} périodes si la tendance a changé avant le début.",
        )
    season = choose_season(values, steps, series.season, slope=False)
    middle = float(np.median(steps))
    design = np.column_stack(
        [np.ones(len(steps)), steps, np.maximum(steps - middle, 0.0), season.columns(steps)]
    )
    fitted = fit_ar1(values, design)
    bend = estimate(fitted, np.eye(design.shape[1])[2])
    error = bend.se or 0.0
    t = bend.estimate / error if error > 0 else 0.0
    p = float(2 * student.sf(abs(t), max(fitted.freedom, 1)))
    state: State = "pass" if p > DOUBT else "caution" if p > CLEAR else "fail"
    numbers = {"bend": bend.estimate, "p": p}
    if state == "pass":
        en = f"The trend before the start is straight (p of a bend = {figure(p, digits=2)})."
        fr = (
            "La tendance avant le début est droite (p d’un changement\u00a0=\u00a0"
            f"{figure(p, 'fr', digits=2)})."
        )
    else:
        en = (
            f"The trend bent before the start already (p = {figure(p, digits=2)}): to draw it on "
            "as a straight line is doubtful."
        )
        fr = (
            "La tendance avait déjà changé avant le début "
            f"(p\u00a0=\u00a0{figure(p, 'fr', digits=2)})\u00a0: il est douteux de la prolonger en "
            "ligne droite."
        )
    return Check("pre_trends", state, en, fr, numbers)


def other_dates(series: Series, season: Season, effect: Estimate) -> Check:
    """Place the start at each date before it, in the periods before it alone."""
    before = series.before
    margin = max(4, before // 5)
    dates = np.unique(series.steps[series.steps < 0])[margin:-margin]
    if len(dates) < 3:
        return Check(
            "placebo_date",
            "not_done",
            f"Other dates could not be tried in {before} periods before the start.",
            f"D’autres dates n’ont pu être essayées en {before} périodes avant le début.",
        )
    inside = series.steps < 0
    values = series.studied[inside]
    sizes = []
    for date in dates:
        steps = series.steps[inside] - date
        design = terms(steps, season, slope=False)
        found = estimate(fit_ar1(values, design), np.eye(design.shape[1])[2])
        sizes.append(abs(found.estimate))
    larger = int(np.sum(np.array(sizes) >= abs(effect.estimate)))
    share = larger / len(dates)
    state: State = "pass" if larger == 0 else "caution" if share <= 0.1 else "fail"
    numbers = {"dates": float(len(dates)), "larger": float(larger), "largest": max(sizes)}
    en = f"At {len(dates)} dates before the start, when nothing had happened, "
    fr = f"À {len(dates)} dates avant le début, alors que rien n’avait eu lieu, "
    if larger:
        en += f"the level changes {plural(larger, 'time', 'times')} by as much as the effect."
        fr += f"le niveau change {larger} fois autant que l’effet."
    else:
        en += "the level never changes by as much as the effect."
        fr += "le niveau ne change jamais autant que l’effet."
    return Check("placebo_date", state, en, fr, numbers)


def regression_to_mean(series: Series, season: Season, effect: Estimate) -> Check:
    """Tell whether the start follows periods that were unusual in the other direction."""
    inside = series.steps < 0
    steps, values = series.steps[inside], series.studied[inside]
    last = max(1, min(3, len(steps) // 8))
    kept, design = slice(None, -last), np.column_stack([np.ones(len(steps)), steps])
    design = np.hstack([design, season.columns(steps)])
    if len(steps) - last <= design.shape[1] + 2:
        return Check(
            "regression_to_mean",
            "not_done",
            "Too few periods to tell whether the program began after an unusual time.",
            "Trop peu de périodes pour dire si le programme a commencé après un moment inhabituel.",
        )
    found = np.linalg.lstsq(design[kept], values[kept], rcond=None)[0]
    left = values - design @ found
    freedom = len(steps) - last - design.shape[1]
    spread = float(np.sqrt(np.sum(left[kept] ** 2) / freedom))
    away = float(left[-last:].mean())
    z = away / (spread / np.sqrt(last)) if spread > 0 else 0.0
    opposite = away * effect.estimate < 0
    state: State = "caution" if opposite and abs(z) > 3 else "pass"
    numbers = {"periods": float(last), "away": away, "z": z}
    if state == "pass":
        return Check(
            "regression_to_mean",
            "pass",
            "The program did not begin after an unusual time that would have mended by itself.",
            "Le programme n’a pas commencé après un moment inhabituel qui se serait corrigé de "
            "lui-même.",
            numbers,
        )
    en = "period was" if last == 1 else f"{last} periods were"
    fr = "la dernière période était" if last == 1 else f"les {last} dernières périodes étaient"
    return Check(
        "regression_to_mean",
        "caution",
        f"The last {en} {figure(abs(away))} {'below' if away < 0 else 'above'} the trend before "
        "the start: part of the change may be a return to what is usual.",
        f"Avant le début, {fr} à {figure(abs(away), 'fr')} "
        f"{'sous' if away < 0 else 'au-dessus de'} la tendance\u00a0: une partie du changement "
        "peut être un retour à l’habitude.",
        numbers,
    )


def comparison_series(series: Series, season: Season, effect: Estimate) -> Check:
    """Tell whether the comparison changed at the date too."""
    if series.comparison is None:
        return Check(
            "placebo_group",
            "not_done",
            "There is no comparison series: anything else that changed at that date would look "
            "like an effect.",
            "Il n’y a pas de série de comparaison\u00a0: tout ce qui a changé à cette date aurait "
            "l’air d’un effet.",
        )
    found = break_at(series, series.comparison, 0.0, season)
    share = abs(found.effect / effect.estimate) if effect.estimate else float("inf")
    state: State = "pass" if found.p > DOUBT or share <= 0.25 else "caution"
    numbers = {"effect": found.effect, "p": found.p, "share": share, "scale": series.scale}
    en = (
        f"At the start the comparison series changed by {figure(found.effect)} "
        f"(p = {figure(found.p, digits=2)})"
    )
    fr = (
        f"Au début, la série de comparaison a changé de {figure(found.effect, 'fr')} "
        f"(p\u00a0=\u00a0{figure(found.p, 'fr', digits=2)})"
    )
    if state == "pass":
        return Check("placebo_group", state, en + ".", fr + ".", numbers)
    return Check(
        "placebo_group",
        state,
        f"{en}, {percent(share)} of the effect: something else happened, and it is taken to have "
        "touched both alike.",
        f"{fr}, soit {percent(share, 'fr')} de l’effet\u00a0: autre chose a eu lieu, et on suppose "
        "que cela a touché les deux de la même façon.",
        numbers,
    )
