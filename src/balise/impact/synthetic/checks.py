"""Checks of a synthetic control on the data themselves: units, periods, fit, starts."""

from collections.abc import Sequence

import numpy as np

from balise.impact.answers import Check, State
from balise.impact.columns import FloatArray
from balise.impact.did.sentences import figure, percent, plural
from balise.impact.faults import listed
from balise.impact.synthetic.comparison import Comparison
from balise.impact.synthetic.placebos import Placebo
from balise.impact.synthetic.weights import Fit, Start

__all__ = ["constant", "few_units", "fit_before", "late_predictors", "lost_data", "starts"]

FEWEST_DONORS, FEW_DONORS = 5, 10
FEWEST_BEFORE, FEW_BEFORE = 5, 10
CLOSE, FAR = 0.25, 1.0
"""Gap before the start, as a share of the spread between donors: close, and far."""

ONE_SIDED = 0.6
"""Share of the squared gap that a mean and a trend explain: more is no chance."""


def constant(comparison: Comparison) -> Check:
    """Tell whether outcomes move at all."""
    still = np.flatnonzero(np.ptp(comparison.others, axis=1) == 0)
    own = float(np.ptp(comparison.own)) == 0
    numbers = {"constant_donors": float(len(still)), "donors": float(len(comparison.donors))}
    if own or len(still) == len(comparison.donors):
        return Check(
            "constant_outcome",
            "fail",
            f"The outcome of {comparison.treated if own else 'every donor'} is the same in all "
            "periods: nothing can be learned from it.",
            f"La valeur de {comparison.treated if own else 'chaque donneur'} est la même à toutes "
            "les périodes\u00a0: on ne peut rien en apprendre.",
            numbers,
        )
    if len(still):
        names = [comparison.donors[each] for each in still]
        return Check(
            "constant_outcome",
            "caution",
            f"The outcome never changes for {plural(len(still), 'donor', 'donors')} of "
            f"{len(comparison.donors)} ({listed(names, 'en')}): are these values real?",
            f"La valeur ne change jamais pour {plural(len(still), 'donneur', 'donneurs', 'fr')} "
            f"sur {len(comparison.donors)} ({listed(names, 'fr')})\u00a0: ces valeurs sont-elles "
            "réelles?",
            numbers,
        )
    return Check(
        "constant_outcome",
        "pass",
        "Outcomes change over time for the treated unit and for every donor.",
        "Les valeurs varient dans le temps pour l’unité traitée et pour chaque donneur.",
        numbers,
    )


def few_units(comparison: Comparison) -> Check:
    """Count donors, and periods before the start."""
    donors, before = len(comparison.donors), comparison.start
    state: State = "pass"
    if donors < FEW_DONORS or before < FEW_BEFORE:
        state = "caution"
    if donors < FEWEST_DONORS or before < FEWEST_BEFORE:
        state = "fail"
    en = f"There are {plural(donors, 'donor', 'donors')} and {before} periods before the start"
    fr = f"Il y a {plural(donors, 'donneur', 'donneurs', 'fr')} et {before} périodes avant le début"
    told = {
        "pass": (": enough for this design.", "\u00a0: assez pour ce devis."),
        "caution": (
            f": few. Fewer than {FEW_DONORS} donors or {FEW_BEFORE} periods leave little to tell "
            "chance from an effect.",
            f"\u00a0: c’est peu. Moins de {FEW_DONORS} donneurs ou de {FEW_BEFORE} périodes "
            "laissent peu de quoi distinguer le hasard d’un effet.",
        ),
        "fail": (
            f": too few. Expected at least {FEWEST_DONORS} donors and {FEWEST_BEFORE} periods "
            "before the start.",
            f"\u00a0: trop peu. Il faut au moins {FEWEST_DONORS} donneurs et {FEWEST_BEFORE} "
            "périodes avant le début.",
        ),
    }[state]
    return Check(
        "few_units", state, en + told[0], fr + told[1], {"donors": donors, "before": before}
    )


def lost_data(comparison: Comparison) -> Check:
    """Tell who and what was left out for want of data."""
    lost = comparison.lost or {}
    units = [*lost.get("missing_outcome", ()), *lost.get("missing_predictor", ())]
    periods = lost.get("periods", ())
    whole = len(comparison.donors) + len(units)
    numbers = {"donors_left_out": float(len(units)), "periods_left_out": float(len(periods))}
    if not units and not periods:
        return Check(
            "panel",
            "pass",
            "No donor and no period was lost for want of data.",
            "Aucun donneur ni aucune période n’a été perdu faute de données.",
            numbers,
        )
    after = lost.get("periods_after", ())
    numbers["periods_after"] = float(len(after))
    heavy = len(units) > whole / 2 or len(periods) > len(comparison.times)
    en = (
        f"For want of data {plural(len(units), 'donor', 'donors')} of {whole} and "
        f"{plural(len(periods), 'period', 'periods')} were left out"
    )
    fr = (
        f"Faute de données, {plural(len(units), 'donneur', 'donneurs', 'fr')} sur {whole} et "
        f"{plural(len(periods), 'période', 'périodes', 'fr')} ont été écartés"
    )
    if heavy:
        en, fr = f"{en}: more than half.", f"{fr}\u00a0: plus de la moitié."
    else:
        en, fr = f"{en}; the notes name them.", f"{fr}\u00a0; les remarques les nomment."
    if after and len(after) == len(periods):
        en += (
            f" Outcomes of {comparison.treated} are missing only once the program began: if they "
            "are missing because of it, the effect is not what is left."
        )
        fr += (
            f" Les valeurs de {comparison.treated} ne manquent qu’une fois le programme commencé"
            "\u00a0: si elles manquent à cause de lui, ce qui reste n’est pas l’effet."
        )
    return Check("panel", "fail" if heavy else "caution", en, fr, numbers)


def _systematic(gaps: FloatArray) -> float:
    """Give the share of the squared gaps that a mean and a trend explain."""
    if len(gaps) < 4 or not np.any(gaps):
        return 0.0
    design = np.c_[np.ones(len(gaps)), np.arange(len(gaps))]
    explained = design @ np.linalg.lstsq(design, gaps, rcond=None)[0]
    return float(np.sum(explained**2) / np.sum(gaps**2))


def fit_before(comparison: Comparison, found: Placebo) -> Check:
    """Tell how near the synthetic control is before the start.

    The measure is the root mean squared gap over the spread between donors (the standard
    deviation across donors, averaged over periods before the start).
    """
    before = comparison.others[:, : comparison.start]
    spread = float(np.sqrt(np.mean(before.var(axis=0, ddof=1))))
    share = found.before / spread if spread > 0 else float(found.before > 0)
    systematic = _systematic(found.gaps[: comparison.start])
    numbers = {
        "rmspe": found.before,
        "spread": spread,
        "share": share,
        "systematic": systematic,
        "mean_gap": float(found.gaps[: comparison.start].mean()),
    }
    en = (
        f"Before the start, {comparison.treated} and its synthetic control differ by "
        f"{figure(found.before)} (root mean square), {percent(share)} of what donors differ by"
    )
    fr = (
        f"Avant le début, l’écart entre {comparison.treated} et son témoin synthétique est de "
        f"{figure(found.before, 'fr')} (moyenne quadratique), soit {percent(share, 'fr')} de "
        "l’écart entre donneurs"
    )
    state: State = "pass"
    if share > CLOSE:
        state = "fail" if share > FAR or systematic > ONE_SIDED else "caution"
    told = {
        "pass": (": close.", "\u00a0: c’est proche."),
        "caution": (
            ": not close, though to both sides.",
            "\u00a0: ce n’est pas proche, mais des deux côtés.",
        ),
        "fail": (
            ": no mixture of donors resembles it. It lies outside what they span, and gaps after "
            "the start say nothing.",
            "\u00a0: aucun mélange de donneurs ne lui ressemble. Elle se trouve hors de ce qu’ils "
            "couvrent, et les écarts après le début ne disent rien.",
        ),
    }[state]
    return Check("fit", state, en + told[0], fr + told[1], numbers)


def late_predictors(comparison: Comparison) -> Check:
    """Name predictors whose span goes on once the program has begun."""
    began = float(comparison.times[comparison.start])
    late = [each.column for each in comparison.predictors if each.last >= began]
    numbers = {"predictors": float(len(comparison.predictors)), "late": float(len(late))}
    if late:
        return Check(
            "predictors",
            "caution",
            f"Predictors hold periods from the start on ({listed(late, 'en')}): what the program "
            "changed may be among them. End their spans before the start.",
            f"Des prédicteurs contiennent des périodes à partir du début ({listed(late, 'fr')})"
            "\u00a0: ce que le programme a changé peut s’y trouver. Arrêtez-les avant le début.",
            numbers,
        )
    return Check(
        "predictors",
        "pass",
        "Everything that is matched was there before the start.",
        "Tout ce qui est rapproché date d’avant le début.",
        numbers,
    )


def _effects(comparison: Comparison, ends: Sequence[Start]) -> FloatArray:
    after = slice(comparison.start, None)
    return np.array(
        [
            np.mean(comparison.own[after] - each.weights @ comparison.others[:, after])
            for each in ends
        ]
    )


def starts(comparison: Comparison, fit: Fit) -> Check:
    """Tell how many descents ended at the best place, and what the others would have said."""
    if not fit.starts:
        why = (
            (
                "all predictors are matched exactly",
                "tous les prédicteurs sont reproduits exactement",
            )
            if fit.exact
            else ("outcomes alone are matched", "seules les valeurs sont rapprochées")
        )
        return Check(
            "starts",
            "pass",
            f"The weights are the solution of a problem that has no other: {why[0]}.",
            f"Les poids sont la solution d’un problème qui n’en a pas d’autre\u00a0: {why[1]}.",
            {"starts": 1.0, "reached": 1.0},
        )
    losses = np.array([each.mspe for each in fit.starts])
    effects = _effects(comparison, fit.starts)
    reached = losses <= losses[0] * 1.01
    nearly = losses <= losses[0] * 1.1
    apart = max(
        float(np.abs(each.weights - fit.starts[0].weights).max())
        for each, kept in zip(fit.starts, nearly, strict=True)
        if kept
    )
    low, high = float(effects[nearly].min()), float(effects[nearly].max())
    apart_by = (high - low) / abs(effects[0]) if effects[0] else 0.0
    alone = reached.sum() < 2 and apart_by > 0.1
    state: State = "caution" if alone or apart_by > 0.25 else "pass"
    numbers = {
        "starts": float(len(losses)),
        "reached": float(reached.sum()),
        "nearly": float(nearly.sum()),
        "effect_low": low,
        "effect_high": high,
        "weights_apart": apart,
        "effect_low_all": float(effects.min()),
        "effect_high_all": float(effects.max()),
    }
    en = (
        f"{int(reached.sum())} of {len(losses)} starts ended at the best weights. Among the "
        f"{int(nearly.sum())} that fit nearly as well (within 10 %), the effect lies between "
        f"{figure(low)} and {figure(high)}, and no weight differs by more than {percent(apart)}"
    )
    fr = (
        f"{int(reached.sum())} des {len(losses)} départs ont mené aux meilleurs poids. Parmi les "
        f"{int(nearly.sum())} presque aussi bons (à 10\u00a0% près), l’effet se situe entre "
        f"{figure(low, 'fr')} et {figure(high, 'fr')}, et aucun poids ne diffère de plus de "
        f"{percent(apart, 'fr')}"
    )
    if state == "caution":
        en += ": the answer depends on where the search starts."
        fr += "\u00a0: la réponse dépend du point de départ de la recherche."
    else:
        en, fr = en + ".", fr + "."
    return Check("starts", state, en, fr, numbers)
