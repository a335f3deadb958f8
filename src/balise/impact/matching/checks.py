"""Checks of a comparison that was made alike: overlap, balance, what may stay hidden."""

import numpy as np
import numpy.typing as npt

from balise.impact.answers import Check, Estimate, State
from balise.impact.balance import differences, variance_ratios
from balise.impact.columns import FloatArray
from balise.impact.did.sentences import figure, percent, plural
from balise.impact.evalues import EValue
from balise.impact.matching.effects import Found
from balise.impact.matching.propensity import Propensity
from balise.impact.matching.weighting import effective_number

__all__ = [
    "check_balance_after",
    "check_e_value",
    "check_few",
    "check_methods",
    "check_overlap",
    "check_weighing",
]

BoolArray = npt.NDArray[np.bool_]
ALIKE, UNLIKE = 0.10, 0.25  # standardised differences
OUTSIDE, OUTSIDE_MOST = 0.05, 0.25  # shares of the treated
FEW, VERY_FEW = 30, 5  # comparison units, as if of equal weight


def check_few(treated: BoolArray) -> Check:
    """Tell whether both groups have units enough."""
    one, zero = int(treated.sum()), int((~treated).sum())
    few = min(one, zero)
    state: State = "fail" if few < 5 else "caution" if few < 20 else "pass"
    en = f"{plural(one, 'unit', 'units')} treated and {zero:,} not, with an outcome."
    fr = (
        f"{plural(one, 'unité traitée', 'unités traitées', 'fr')} et "
        f"{f'{zero:,}'.replace(',', chr(160))} non traitée{'s' if zero > 1 else ''}, dont le "
        "résultat est connu."
    )
    if state != "pass":
        en += " That is few: single units weigh much."
        fr += " C’est peu\u00a0: chaque unité pèse beaucoup."
    return Check("few_units", state, en, fr, {"treated": float(one), "others": float(zero)})


def check_overlap(treated: BoolArray, propensity: Propensity, found: Found | None) -> Check:
    """Tell whether the treated have anybody like them among the others."""
    ends = propensity.logit[~treated].min(), propensity.logit[~treated].max()
    one = propensity.logit[treated]
    outside = float(((one < ends[0]) | (one > ends[1])).mean())
    lost = 1.0 if found is None else float((~found.kept).mean())
    number = 0.0 if found is None else effective_number(found.weights)
    none = found is None or propensity.separated
    is_bad = none or outside > OUTSIDE_MOST or lost > OUTSIDE_MOST or number < VERY_FEW
    is_odd = outside > OUTSIDE or lost > OUTSIDE or number < FEW
    state: State = "fail" if is_bad else "caution" if is_odd else "pass"
    numbers = {"outside": outside, "unmatched": lost, "effective_number": number}
    if none:
        return Check(
            "overlap",
            "fail",
            "Covariates tell the treated from the others so well that nobody can be compared: no "
            "weights make the others look like the treated.",
            "Les covariables distinguent si bien les unités traitées des autres que personne n’est "
            "comparable\u00a0: aucune pondération ne rend les autres semblables aux premières.",
            numbers,
        )
    en = (
        f"{percent(outside)} of the treated lie outside the range of the others, "
        f"{percent(lost)} have no match, and the comparison tells as much as "
        f"{number:,.0f} untreated units would."
    )
    fr = (
        f"{percent(outside, 'fr')} des unités traitées sont hors de l’étendue des autres, "
        f"{percent(lost, 'fr')} sont sans semblable, et la comparaison vaut "
        f"{f'{number:,.0f}'.replace(',', chr(160))} unité{'s' if number >= 1.5 else ''} non "
        f"traitée{'s' if number >= 1.5 else ''}."
    )
    if state == "fail":
        en += " Too few of the others are like the treated."
        fr += " Trop peu des autres unités ressemblent à celles qui sont traitées."
    return Check("overlap", state, en, fr, numbers)


def check_balance_after(
    names: tuple[str, ...], columns: FloatArray, treated: BoolArray, weights: FloatArray
) -> Check:
    """Tell how alike the groups are after matching or weighting, and how unlike before."""
    before = np.abs(differences(columns, treated))
    after = np.abs(differences(columns, treated, weights))
    ratios = variance_ratios(columns, treated, weights)
    ratios = np.where(np.isfinite(ratios) & (ratios > 0), ratios, 1.0)
    first, last = int(before.argmax()), int(after.argmax())
    stretched = float(np.exp(np.abs(np.log(ratios)).max()))
    state: State = "pass" if after[last] <= ALIKE and stretched <= 2 else "caution"
    if after[last] > UNLIKE:
        state = "fail"
    numbers = {
        "largest_before": float(before[first]),
        "largest_after": float(after[last]),
        "largest_variance_ratio": stretched,
    }
    b, a = min(float(before[first]), 99.0), min(float(after[last]), 99.0)
    en = (
        f"The largest difference between the groups was {figure(b, 'en', 2)} standard deviations "
        f"({names[first]!r}) before and is {_small(a, 'en')} after ({names[last]!r})."
    )
    fr = (
        f"Le plus grand écart entre les groupes était de {figure(b, 'fr', 2)} écart-type "
        f"(«\u00a0{names[first]}\u00a0») avant et est de {_small(a, 'fr')} après "
        f"(«\u00a0{names[last]}\u00a0»)."
    )
    if state == "fail":
        en += " They are not alike: what differs may be what made the difference."
        fr += " Ils ne sont pas semblables\u00a0: ce qui diffère peut avoir fait l’écart."
    elif stretched > 2:
        en += f" Some columns are spread {figure(stretched, 'en', 2)} times as much in one group."
        fr += (
            " Certaines colonnes sont dispersées "
            f"{figure(stretched, 'fr', 2)} fois plus dans un groupe."
        )
    return Check("balance", state, en, fr, numbers)


def _small(value: float, lang: str) -> str:
    if value < 0.01:
        return "less than 0.01" if lang == "en" else "moins de 0,01"
    return figure(value, lang, 2)


def check_e_value(found: EValue, *, is_share: bool) -> Check:
    """Tell how strong something that was not measured would have to be to explain it all."""
    limit = found.limit
    state: State = "pass" if limit >= 1.5 else "caution" if limit >= 1.2 else "fail"
    numbers = {"estimate": found.estimate, "limit": limit, "ratio": found.ratio}
    about_en = "" if is_share else " (by the usual approximation for measures)"
    about_fr = "" if is_share else " (selon l’approximation d’usage pour les mesures)"
    en = (
        "To explain the whole effect away, something that was not measured would have to go with "
        f"both the treatment and the outcome by a risk ratio of {figure(found.estimate)}; for the "
        f"interval to reach zero, {figure(limit)}{about_en}."
    )
    fr = (
        "Pour expliquer tout l’effet, un facteur non mesuré devrait être lié au traitement et au "
        f"résultat par un rapport de risques de {figure(found.estimate, 'fr')}\u00a0; pour que "
        f"l’intervalle touche zéro, de {figure(limit, 'fr')}{about_fr}."
    )
    if limit <= 1:
        en += " None is needed: the interval holds zero."
        fr += " Il n’en faut aucun\u00a0: l’intervalle contient zéro."
    elif state == "fail":
        en += " A weak one would do."
        fr += " Un facteur faible suffirait."
    return Check("e_value", state, en, fr, numbers)


def check_methods(chosen: Estimate, others: dict[str, Estimate]) -> Check:
    """Compare what other methods say."""
    every = [chosen, *others.values()]
    values = [each.estimate for each in every]
    sure = [
        each.low is not None and each.high is not None and each.low * each.high > 0
        for each in every
    ]
    state: State = "pass" if all(sure) or not any(sure) else "caution"
    if min(values) * max(values) < 0 and any(sure):
        state = "fail"
    numbers = {"low": min(values), "high": max(values), "methods": float(len(values))}
    en = (
        f"By {len(values)} methods the effect lies between {figure(min(values))} and "
        f"{figure(max(values))}"
    )
    fr = (
        f"Selon {len(values)} méthodes, l’effet se situe entre {figure(min(values), 'fr')} et "
        f"{figure(max(values), 'fr')}"
    )
    if state == "fail":
        en, fr = en + ": they do not agree on its sign.", fr + "\u00a0: le signe en dépend."
    elif state == "caution":
        en += f"; {sum(sure)} of them leave zero out of the interval."
        fr += f"\u00a0; {sum(sure)} d’entre elles excluent zéro de l’intervalle."
    elif any(sure):
        en += ": all leave zero out, on the same side."
        fr += "\u00a0: toutes excluent zéro, du même côté."
    else:
        en += ": zero lies in the interval of each."
        fr += "\u00a0: zéro est dans l’intervalle de chacune."
    return Check("sensitivity", state, en, fr, numbers)


def check_weighing(found: Found, effect: Estimate) -> Check:
    """Tell how far single units move the effect."""
    n = len(found.influence)
    without = effect.estimate - found.influence * n / max(n - 1, 1)
    low, high = float(without.min()), float(without.max())
    heaviest = float(found.weights.max())
    flips = low * effect.estimate < 0 or high * effect.estimate < 0
    wide = 0.0 if effect.low is None else effect.estimate - effect.low
    sure = effect.low is not None and effect.high is not None and effect.low * effect.high > 0
    loses = sure and min(abs(low), abs(high)) < wide
    state: State = "fail" if flips else "caution" if loses or heaviest > 0.10 else "pass"
    numbers = {"low": low, "high": high, "heaviest": heaviest}
    en = (
        f"Without one unit or another the effect lies between {figure(low)} and {figure(high)}; "
        f"the heaviest comparison unit counts for {percent(heaviest)}."
    )
    fr = (
        f"Sans l’une ou l’autre unité, l’effet se situe entre {figure(low, 'fr')} et "
        f"{figure(high, 'fr')}\u00a0; l’unité de comparaison la plus lourde compte pour "
        f"{percent(heaviest, 'fr')}."
    )
    return Check("influence", state, en, fr, numbers)
