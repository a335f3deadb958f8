"""Checks of the time before: trends, their power, moved dates, bad years, how much may differ."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import stats

from balise.impact.answers import Check, State
from balise.impact.columns import FloatArray
from balise.impact.did.event_study import EventStudy
from balise.impact.did.group_time import GroupTime
from balise.impact.did.honest import FAR, Honest, breakdown, interval, is_rejected
from balise.impact.did.pre_trends import PreTrends, joint_wald, pre_trends
from balise.impact.did.sentences import chance, figure, percent, plural

__all__ = [
    "Before",
    "check_dip",
    "check_placebo_dates",
    "check_power",
    "check_sensitivity",
    "check_trends",
    "look_before",
    "sensitivity_rows",
]

HALF = 0.5  # of the effect: what a flaw must explain to count as an explanation of it
MULTIPLES = (0.0, 0.5, 1.0, 1.5, 2.0)
ENOUGH = 1.0  # breakdown value: trends may part after as much as they did before


@dataclass(frozen=True, slots=True)
class Before:
    """The event study, its tests, and the effect that is at stake."""

    study: EventStudy
    trends: PreTrends | None
    effect: float
    joint: tuple[float, float] | None = None


def look_before(study: EventStudy, effect: float, effects: GroupTime) -> Before:
    """Run the tests of the periods before treatment once for all checks."""
    return Before(study, pre_trends(study), effect, joint_wald(effects))


def _not_done(code: str) -> Check:
    return Check(
        code,
        "not_done",
        "Not done: there is only one period before the start, so that nobody can see whether "
        "treated units already moved apart. Add earlier periods.",
        "Non faite\u00a0: il n’y a qu’une période avant le début, et nul ne peut voir si les "
        "unités traitées s’écartaient déjà des autres. Ajoutez des périodes antérieures.",
    )


def check_trends(before: Before) -> Check:
    """Tell whether treated units moved apart before: half of the effect explained fails."""
    found = before.trends
    if found is None:
        return _not_done("pre_trends")
    k = before.study.before
    explained = found.bias / before.effect if before.effect else float("inf")
    largest = float(np.abs(before.study.effect[:k]).max())
    moves = found.trend_p < 0.10 and explained >= HALF
    differs = found.wald_p < 0.01 and largest >= HALF * abs(before.effect)
    doubt = found.wald_p < 0.05 or found.trend_p < 0.10 or explained >= HALF
    state: State = "fail" if moves or differs else "caution" if doubt else "pass"
    numbers = {
        "periods": float(found.periods),
        "wald": found.wald,
        "wald_p": found.wald_p,
        "slope": found.slope,
        "slope_se": found.slope_se,
        "trend_p": found.trend_p,
        "bias": found.bias,
        "explained": explained,
    }
    if before.joint:
        numbers |= {"group_time_wald": before.joint[0], "group_time_wald_p": before.joint[1]}
    periods_en = plural(found.periods, "comparison", "comparisons")
    periods_fr = plural(found.periods, "comparaison", "comparaisons", "fr")
    en = (
        f"Before the start the treated units and the others did not move apart more than chance "
        f"does ({periods_en} of earlier periods: p {chance(found.wald_p)}; straight trend: p "
        f"{chance(found.trend_p)})."
    )
    fr = (
        "Avant le début, les unités traitées et les autres ne s’écartaient pas plus que le hasard "
        f"ne le fait ({periods_fr} de périodes antérieures\u00a0: p {chance(found.wald_p, 'fr')}"
        f"\u00a0; tendance droite\u00a0: p {chance(found.trend_p, 'fr')})."
    )
    if state != "pass":
        en = (
            f"Before the start the treated units already moved apart from the others "
            f"({periods_en} of earlier periods: p {chance(found.wald_p)}; straight trend of "
            f"{figure(found.slope)} a period: p {chance(found.trend_p)}). Gone on, that trend "
            f"alone would make {figure(found.bias)}; {figure(before.effect)} was found."
        )
        fr = (
            "Avant le début, les unités traitées s’écartaient déjà des autres "
            f"({periods_fr} de périodes antérieures\u00a0: p {chance(found.wald_p, 'fr')}\u00a0; "
            f"tendance droite de {figure(found.slope, 'fr')} par période\u00a0: p "
            f"{chance(found.trend_p, 'fr')}). Poursuivie, cette tendance ferait à elle seule "
            f"{figure(found.bias, 'fr')}\u00a0; on a trouvé {figure(before.effect, 'fr')}."
        )
    if state == "caution" and found.wald_p >= 0.05 and found.trend_p >= 0.10:
        en = (
            f"Before the start a trend of {figure(found.slope)} a period is no more than chance "
            f"makes (p {chance(found.trend_p)}), but gone on it would make "
            f"{figure(found.bias)}; {figure(before.effect)} was found."
        )
        fr = (
            f"Avant le début, une tendance de {figure(found.slope, 'fr')} par période n’excède pas "
            f"ce que fait le hasard (p {chance(found.trend_p, 'fr')}), mais poursuivie elle ferait "
            f"{figure(found.bias, 'fr')}\u00a0; on a trouvé {figure(before.effect, 'fr')}."
        )
    return Check("pre_trends", state, en, fr, numbers)


def check_power(before: Before) -> Check:
    """Tell whether these data would have shown a trend that explains the effect."""
    found = before.trends
    if found is None:
        return _not_done("pre_trends_power")
    slopes = {power: found.slope_at_power(power / 100) for power in (50, 80, 90)}
    biases = {power: abs(slope * found.lever) for power, slope in slopes.items()}
    state: State = "pass" if biases[80] < abs(before.effect) else "caution"
    numbers = {"effect": before.effect}
    for power, slope in slopes.items():
        numbers |= {f"slope_{power}": slope, f"bias_{power}": biases[power]}
    told_en = ", ".join(f"{power} % ({figure(slope)})" for power, slope in slopes.items())
    each_fr = [f"{power}\u00a0% ({figure(slope, 'fr')})" for power, slope in slopes.items()]
    told_fr = "\u00a0; ".join(each_fr)
    large = state != "pass"
    hidden_en = ", so that a trend that explains it all could have stayed hidden"
    hidden_fr = "\u00a0: une tendance qui l’explique en entier a pu rester cachée"
    en = (
        f"The periods before would show a straight trend of this slope a period with a "
        f"probability of {told_en}. The trend shown with 80 % would make {figure(biases[80])} of "
        f"effect: {'at least as much as' if large else 'less than'} the "
        f"{figure(abs(before.effect))} found{hidden_en if large else ''}."
    )
    fr = (
        "Les périodes d’avant révéleraient une tendance droite de cette pente par période avec une "
        f"probabilité de {told_fr}. Celle qui est révélée à 80\u00a0% ferait un effet de "
        f"{figure(biases[80], 'fr')}, soit {'au moins autant que' if large else 'moins que'} les "
        f"{figure(abs(before.effect), 'fr')} trouvés"
        f"{hidden_fr if large else ''}."
    )
    return Check("pre_trends_power", state, en, fr, numbers)


def _placebos(study: EventStudy) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give effects of starts moved earlier, with covariance, from earlier periods only."""
    k = study.before
    at = np.append(study.at[:k], study.reference)
    contrasts = []
    for fake in range(1, k + 1):
        row = np.zeros(k + 1)
        row[fake:] = 1 / (k + 1 - fake)
        row[fake - 1] = -1
        contrasts.append(row[:k])  # the period compared with is zero by construction
    rows = np.array(contrasts)
    return at[1:], rows @ study.effect[:k], rows @ study.covariance[:k, :k] @ rows.T


def check_placebo_dates(before: Before) -> Check:
    """Move the start earlier, among periods before it: nothing should be found there."""
    study = before.study
    if study.before < 1:
        return _not_done("placebo_date")
    at, effect, spread = _placebos(study)
    se = np.sqrt(np.diag(spread))
    z = np.abs(effect) / se
    p = 2 * stats.norm.sf(z)
    adjusted = np.minimum(1, p * len(p))
    worst = int(np.argmin(p))
    found = adjusted[worst] < 0.05
    same = effect[worst] * before.effect > 0 and abs(effect[worst]) >= HALF * abs(before.effect)
    state: State = "fail" if found and same else "caution" if found else "pass"
    step = study.step if np.isfinite(study.step) else 1.0
    earlier = round((study.reference - at[worst]) / step) + 1
    numbers = {
        "dates": float(len(at)),
        "earlier": float(earlier),
        "effect": float(effect[worst]),
        "se": float(se[worst]),
        "p": float(adjusted[worst]),
    }
    en = (
        f"Had the program started earlier (tried: {plural(len(at), 'date', 'dates')} before its "
        f"start), {'something' if found else 'nothing beyond chance'} would have been found; the "
        f"clearest: {figure(float(effect[worst]))}, with a start {earlier} earlier (p "
        f"{chance(float(adjusted[worst]))}, allowing for the number of dates)."
    )
    fr = (
        f"Si le programme avait commencé plus tôt (essai de "
        f"{plural(len(at), 'date', 'dates', 'fr')} avant son début), "
        f"{'on aurait trouvé un écart' if found else 'on n’aurait trouvé que du hasard'}"
        f"\u00a0; le plus net\u00a0: {figure(float(effect[worst]), 'fr')}, avec un début "
        f"avancé de {earlier} (p {chance(float(adjusted[worst]), 'fr')}, compte tenu du "
        "nombre de dates)."
    )
    return Check("placebo_date", state, en, fr, numbers)


def check_dip(before: Before) -> Check:
    """Tell whether the last period before was a bad (or good) one for treated units alone."""
    study = before.study
    k = study.before
    if k < 2:
        return _few_before()
    mean = np.full(k, 1 / k)
    dip = -float(mean @ study.effect[:k])  # of the last period, against those before it
    se = float(np.sqrt(mean @ study.covariance[:k, :k] @ mean))
    against = dip * before.effect < 0
    large = abs(dip) >= HALF * abs(before.effect)
    marked = abs(dip) > 1.96 * se
    state: State = "fail" if against and large and marked else "caution"
    if not (against and abs(dip) > 1.645 * se):
        state = "pass"
    p = float(2 * stats.norm.sf(abs(dip) / se))
    numbers = {"dip": dip, "se": se, "p": p, "share": abs(dip) / max(abs(before.effect), 1e-300)}
    if state == "pass":
        en = (
            "The last period before the start was no exception that would have passed by itself: "
            f"treated units were {figure(dip)} from where earlier periods had them, against the "
            f"others (p {chance(p)})."
        )
        fr = (
            "La dernière période avant le début n’était pas une exception qui se serait corrigée "
            f"d’elle-même\u00a0: les unités traitées étaient à {figure(dip, 'fr')} de leur place "
            f"antérieure par rapport aux autres (p {chance(p, 'fr')})."
        )
    else:
        en = (
            f"Right before the start treated units were {figure(dip)} from where earlier periods "
            f"had them, against the others (p {chance(p)}): "
            f"{percent(numbers['share'])} of the effect, the other way. If they were chosen after "
            "an unusual period, they would have come back by themselves (regression to the mean)."
        )
        fr = (
            f"Juste avant le début, les unités traitées étaient à {figure(dip, 'fr')} de leur "
            f"place antérieure par rapport aux autres (p {chance(p, 'fr')})\u00a0: "
            f"{percent(numbers['share'], 'fr')} de l’effet, en sens contraire. Si elles ont été "
            "choisies après une période inhabituelle, elles seraient revenues d’elles-mêmes "
            "(régression vers la moyenne)."
        )
    return Check("regression_to_mean", state, en, fr, numbers)


def _few_before() -> Check:
    return Check(
        "regression_to_mean",
        "not_done",
        "Not done: it takes three periods before the start to tell a bad year from a usual one. "
        "If units were chosen because of a bad year, part of the effect is a return to normal.",
        "Non faite\u00a0: il faut trois périodes avant le début pour distinguer une mauvaise année "
        "d’une année habituelle. Si des unités ont été choisies pour une mauvaise année, une part "
        "de l’effet est un retour à la normale.",
    )


def check_sensitivity(before: Before) -> Check:
    """Tell how far trends may part after, set against before, until zero is in doubt."""
    study = before.study
    if study.before < 1 or not np.isfinite(study.step) or not _evenly(study):
        return Check(
            "sensitivity",
            "not_done",
            "Not done: the method of Rambachan and Roth needs evenly spaced periods and at least "
            "two before the start.",
            "Non faite\u00a0: la méthode de Rambachan et Roth demande des périodes à intervalles "
            "égaux, dont au moins deux avant le début.",
        )
    case = Honest(study.effect, study.covariance, study.before, study.mean_after)
    value = breakdown(case)
    low, high = interval(case, ENOUGH)
    enough = is_rejected(case, ENOUGH)
    state: State = "pass" if enough else "caution"
    # Sought by halves: what is said of one time is what was tested there.
    value = max(value, ENOUGH) if enough else min(value, ENOUGH - 0.01)
    numbers = {
        "breakdown": max(value, 0.0),
        "low_at_1": low,
        "high_at_1": high,
        "mean_effect": study.mean_effect,
    }
    times_en = (
        f"more than {FAR:g}" if value >= FAR else f"{np.floor(100 * max(value, 0)) / 100:.2f}"
    )
    times_fr = times_en.replace("more than", "plus de").replace(".", ",")
    if value < 0:
        en = (
            "This test does not rule out zero even if trends stay parallel after the start "
            f"(Rambachan and Roth). If they part by as much from period to period as the most seen "
            f"before, the mean effect lies from {figure(low)} to {figure(high)}."
        )
        fr = (
            "Ce test n’exclut pas zéro, même si les tendances restent parallèles après le début "
            "(Rambachan et Roth). Si elles s’écartent d’une période à l’autre autant qu’au plus "
            f"auparavant, l’effet moyen va de {figure(low, 'fr')} à {figure(high, 'fr')}."
        )
        return Check("sensitivity", state, en, fr, numbers)
    en = (
        f"Zero stays ruled out as long as trends part after the start, from period to period, by "
        f"at most {times_en} times the most seen before (Rambachan and Roth). At 1 time, the mean "
        f"effect lies from {figure(low)} to {figure(high)}."
    )
    fr = (
        "Zéro reste exclu tant que les tendances s’écartent après le début, d’une période à "
        f"l’autre, d’au plus {times_fr} fois l’écart le plus grand d’avant (Rambachan et Roth). À "
        f"1 fois, l’effet moyen va de {figure(low, 'fr')} à {figure(high, 'fr')}."
    )
    return Check("sensitivity", state, en, fr, numbers)


def _evenly(study: EventStudy) -> bool:
    whole = np.sort(np.append(study.at, study.reference))
    return all(np.isclose(later - earlier, study.step) for earlier, later in pairwise(whole))


def sensitivity_rows(study: EventStudy) -> list[dict[str, float | str]]:
    """Give intervals by how far trends may part: the mean effect, and that of the first period."""
    if study.before < 1 or not np.isfinite(study.step) or not _evenly(study):
        return []
    first = np.zeros(study.after)
    first[np.flatnonzero(study.at[study.before :] >= 0)[0]] = 1
    rows: list[dict[str, float | str]] = []
    for name, target in (("mean", study.mean_after), ("first", first)):
        case = Honest(study.effect, study.covariance, study.before, target)
        for mbar in MULTIPLES:
            low, high = interval(case, mbar)
            rows.append({"effect": name, "mbar": mbar, "low": low, "high": high})
    return rows
