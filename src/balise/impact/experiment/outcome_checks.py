"""Checks of what came out: lost outcomes, single units, clusters, chance, two ways to reckon."""

from dataclasses import replace

import numpy as np

from balise.impact.answers import Check, Estimate, State
from balise.impact.columns import FloatArray
from balise.impact.did.sentences import chance, figure, percent, plural
from balise.impact.experiment.effects import Bounds, simple_effect
from balise.impact.experiment.regression import with_interval
from balise.impact.experiment.sample import Trial
from balise.impact.faults import listed

__all__ = [
    "check_attrition",
    "check_both_ways",
    "check_clusters",
    "check_constant",
    "check_influence",
    "check_permutation",
]

LOST, LOST_APART, LOST_MANY = 0.05, 0.05, 0.40  # shares
TRIED = 10  # units left out one by one


def check_constant(trial: Trial) -> Check:
    """Tell whether the outcome takes more than one value."""
    seen = trial.outcome[trial.seen]
    low, high = float(seen.min()), float(seen.max())
    numbers = {"low": low, "high": high}
    if high > low:
        return Check(
            "constant_outcome",
            "pass",
            f"The outcome goes from {figure(low)} to {figure(high)}.",
            f"Le résultat va de {figure(low, 'fr')} à {figure(high, 'fr')}.",
            numbers,
        )
    return Check(
        "constant_outcome",
        "fail",
        f"The outcome is {figure(low)} for everybody: there is nothing to compare. Choose a column "
        "that measures something.",
        f"Le résultat est {figure(low, 'fr')} pour tous\u00a0: il n’y a rien à comparer. "
        "Choisissez une colonne qui mesure quelque chose.",
        numbers,
    )


def check_attrition(trial: Trial, bounds: Bounds) -> Check:
    """Tell how many outcomes were lost in each arm, and what they could hide."""
    lost = float((~trial.seen).mean())
    apart = abs(bounds.lost_treated - bounds.lost_others)
    numbers = {
        "lost": lost,
        "lost_treated": bounds.lost_treated,
        "lost_others": bounds.lost_others,
        "lee_low": bounds.low,
        "lee_high": bounds.high,
    }
    if lost == 0:
        return Check(
            "attrition",
            "pass",
            "No outcome is missing.",
            "Aucun résultat ne manque.",
            numbers,
        )
    sure = bounds.low * bounds.high > 0
    small = lost <= LOST and apart <= LOST / 2
    state: State = "pass" if small else "caution"
    if lost > LOST_MANY or (apart > LOST_APART and not sure):
        state = "fail"
    en = (
        f"The outcome is missing for {percent(bounds.lost_treated)} of the treated and "
        f"{percent(bounds.lost_others)} of the others. If those lost from the fuller arm were its "
        f"best or its worst, the effect would lie between {figure(bounds.low)} and "
        f"{figure(bounds.high)} (bounds of Lee)"
    )
    fr = (
        f"Le résultat manque pour {percent(bounds.lost_treated, 'fr')} des unités traitées et "
        f"{percent(bounds.lost_others, 'fr')} des autres. Si les unités en trop du groupe le plus "
        "complet étaient les meilleures ou les pires, l’effet se situerait entre "
        f"{figure(bounds.low, 'fr')} et {figure(bounds.high, 'fr')} (bornes de Lee)"
    )
    en += "." if sure else ", on either side of zero."
    fr += "." if sure else ", de part et d’autre de zéro."
    if apart == 0:
        en = f"The outcome is missing for {percent(lost)} of the units, alike in both arms."
        fr = (
            f"Le résultat manque pour {percent(lost, 'fr')} des unités, à parts égales dans les "
            "deux groupes."
        )
    if lost > LOST_MANY:
        en += " So many are lost that those left may be a group apart."
        fr += " Tant de résultats manquent que ceux qui restent forment peut-être un groupe à part."
    return Check("attrition", state, en, fr, numbers)


def check_permutation(p: float, draws: int) -> Check:
    """Tell how often treatment dealt out again makes as large a difference."""
    state: State = "pass" if p <= 0.05 else "caution" if p <= 0.10 else "fail"
    en = (
        f"With treatment dealt out again at random {draws:,} times, as it was dealt, a difference "
        f"as large as was found came up with a probability of {chance(p)}."
    )
    fr = (
        f"Le traitement redistribué au hasard {f'{draws:,}'.replace(',', chr(160))} fois, comme il "
        "l’avait été, un écart aussi grand que celui qui a été trouvé est apparu avec une "
        f"probabilité de {chance(p, 'fr')}."
    )
    return Check("permutation", state, en, fr, {"p": p, "draws": float(draws)})


def check_clusters(trial: Trial) -> Check | None:
    """Tell whether there are clusters enough; None if units were assigned one by one."""
    if trial.clusters is None:
        return None
    seen = trial.of(trial.seen)
    if not trial.is_clustered:
        count = len(np.unique(trial.clusters))
        state: State = "pass" if count >= 20 else "caution"
        return Check(
            "clusters",
            state,
            f"{plural(count, 'cluster holds', 'clusters hold')} treated and untreated units: units "
            "were taken as assigned within clusters, and errors allow for what a cluster shares.",
            f"{plural(count, 'grappe contient', 'grappes contiennent', 'fr')} des unités traitées "
            "et d’autres qui ne le sont pas\u00a0: on tient les unités pour réparties au sein des "
            "grappes, et les erreurs tiennent compte de ce qu’une grappe partage.",
            {"clusters": float(count)},
        )
    assert seen.clusters is not None  # noqa: S101  narrowed for the type checker
    one = len(np.unique(seen.clusters[seen.treated]))
    zero = len(np.unique(seen.clusters[~seen.treated]))
    few = min(one, zero)
    state = "fail" if few < 4 else "caution" if few < 10 else "pass"
    told_en = {
        "pass": "enough for errors that allow for what a cluster shares.",
        "caution": "few: intervals are wide, and rest on few values.",
        "fail": "too few to tell what is the program from what is the cluster.",
    }[state]
    told_fr = {
        "pass": "assez pour des erreurs qui tiennent compte de ce qu’une grappe partage.",
        "caution": "c’est peu\u00a0: les intervalles sont larges et reposent sur peu de valeurs.",
        "fail": "trop peu pour distinguer le programme de la grappe.",
    }[state]
    return Check(
        "clusters",
        state,
        f"{plural(one, 'cluster', 'clusters')} with the program and {zero} without: {told_en}",
        f"{plural(one, 'grappe', 'grappes', 'fr')} avec le programme et {zero} sans\u00a0: "
        f"{told_fr}",
        {"treated": float(one), "others": float(zero)},
    )


def check_influence(trial: Trial, effect: Estimate) -> Check:
    """Leave out, one by one, the units or clusters that weigh most, and cut off extremes."""
    seen = trial.of(trial.seen)
    found = _left_out(seen)
    ends = np.quantile(seen.outcome, [0.01, 0.99])
    cut = _clipped(seen, ends)
    if not found:
        return Check(
            "influence",
            "not_done",
            "Not done: no unit can be left out of so few.",
            "Non faite\u00a0: aucune unité ne peut être écartée d’un si petit nombre.",
        )
    values = [each.estimate for each in found]
    flips = any(value * effect.estimate < 0 for value in values)
    loses = _leaves_zero_out(effect) and not all(_leaves_zero_out(each) for each in found)
    shrinks = cut * effect.estimate < 0 or abs(cut) < 0.5 * abs(effect.estimate)
    state: State = "fail" if flips else "caution" if loses or shrinks else "pass"
    numbers = {"low": min(values), "high": max(values), "without_extremes": cut}
    what = ("units", "unités") if seen.clusters is None else ("clusters", "grappes")
    en = (
        f"With each of the {len(found)} {what[0]} that pull most left out in turn, the plain "
        f"difference lies between {figure(min(values))} and {figure(max(values))}; with the "
        f"highest and lowest hundredth of outcomes cut off it is {figure(cut)}."
    )
    fr = (
        f"Les {len(found)} {what[1]} qui pèsent le plus écartées une à une, l’écart simple se "
        "situe entre "
        f"{figure(min(values), 'fr')} et {figure(max(values), 'fr')}\u00a0; en rabotant le "
        "centième des résultats les plus hauts "
        f"et les plus bas, il est de {figure(cut, 'fr')}."
    )
    if flips:
        en += " Its sign hangs on one of them."
        fr += " Son signe tient à une seule d’entre elles."
    elif loses:
        en += " Without one of them the interval holds zero."
        fr += " Sans l’une d’elles, l’intervalle contient zéro."
    elif shrinks:
        en += " Most of it comes from extreme outcomes."
        fr += " Il vient pour l’essentiel de résultats extrêmes."
    return Check("influence", state, en, fr, numbers)


def _left_out(seen: Trial) -> list[Estimate]:
    """Estimate without each of the units, or clusters, that weigh most."""
    who = np.arange(len(seen.outcome)) if seen.clusters is None else seen.clusters
    pull = np.zeros(int(who.max()) + 1)
    for sign, arm in ((1, seen.treated), (-1, ~seen.treated)):
        rest = (seen.outcome[arm] - seen.outcome[arm].mean()) / arm.sum()
        np.add.at(pull, who[arm], sign * rest)
    found: list[Estimate] = []
    for each in np.argsort(-np.abs(pull), kind="stable")[:TRIED]:
        left = _whole(seen.of(np.asarray(who != each)))
        if left is not None:
            found.append(with_interval(simple_effect(left)))
    return found


def _whole(trial: Trial) -> Trial | None:
    """Leave out strata that have lost an arm; None if nothing is left to compare."""
    count = int(trial.strata.max()) + 1
    ones = np.bincount(trial.strata[trial.treated], minlength=count) > 0
    zeros = np.bincount(trial.strata[~trial.treated], minlength=count) > 0
    rows = (ones & zeros)[trial.strata]
    kept = trial.of(rows) if rows.any() else None
    return kept if kept is not None and 1 < kept.treated.sum() < len(kept.treated) - 1 else None


def _clipped(trial: Trial, ends: FloatArray) -> float:
    return simple_effect(replace(trial, outcome=np.clip(trial.outcome, *ends))).value


def _leaves_zero_out(effect: Estimate) -> bool:
    return effect.low is not None and effect.high is not None and effect.low * effect.high > 0


def check_both_ways(
    simple: Estimate, adjusted: Estimate | None, names: tuple[str, ...]
) -> Check | None:
    """Compare the difference of means with the estimate that covariates make sharper."""
    if adjusted is None:
        return None
    same = _leaves_zero_out(simple) == _leaves_zero_out(adjusted)
    state: State = "pass" if same and simple.estimate * adjusted.estimate > 0 else "caution"
    numbers = {"simple": simple.estimate, "adjusted": adjusted.estimate}
    en = (
        f"The plain difference of means is {figure(simple.estimate)}; with {listed(names, 'en')} "
        f"taken into account it is {figure(adjusted.estimate)}"
    )
    fr = (
        f"L’écart simple des moyennes est de {figure(simple.estimate, 'fr')}\u00a0; compte tenu de "
        f"{listed(names, 'fr')}, il est de {figure(adjusted.estimate, 'fr')}"
    )
    if state == "pass":
        told = (
            (" both leave zero out, on the same side.", " les deux excluent zéro, du même côté.")
            if _leaves_zero_out(simple)
            else (" zero lies in both intervals.", " zéro est dans les deux intervalles.")
        )
        en, fr = f"{en}:{told[0]}", f"{fr}\u00a0:{told[1]}"
    else:
        en += ": only one of them can be told from chance, or their signs differ."
        fr += "\u00a0: un seul des deux se distingue du hasard, ou leurs signes diffèrent."
    return Check("sensitivity", state, en, fr, numbers)
