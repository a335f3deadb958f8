"""Checks of who is compared: chance, single units, few units, gaps, weights, neighbours."""

from dataclasses import dataclass, replace

import numpy as np

from balise.impact.answers import Check, State
from balise.impact.columns import FloatArray
from balise.impact.did.aggregate import aggregate
from balise.impact.did.group_time import group_time
from balise.impact.did.influence import Z95, covariance
from balise.impact.did.permutation import fake_groups, permuted_effects
from balise.impact.did.sample import Sample
from balise.impact.did.scores import BoolArray
from balise.impact.did.sentences import chance, figure, percent, plural

__all__ = [
    "Choices",
    "Effect",
    "check_few_units",
    "check_influence",
    "check_permutation",
    "check_placebo_groups",
    "check_spillovers",
    "check_weighting",
    "simple_effect",
]

PERMUTATIONS = 499
FAKES = 199
TOP = 5  # units left out exactly


@dataclass(frozen=True, slots=True)
class Choices:
    """How the effect is estimated, for all who estimate it again."""

    control: str = "never"
    base: str = "varying"
    anticipation: int = 0


@dataclass(frozen=True, slots=True)
class Effect:
    """The simple average with its error and the influence of each unit, shape (n,)."""

    value: float
    se: float
    influence: FloatArray

    @property
    def is_clear(self) -> bool:
        """Tell whether the 95 % interval leaves zero out."""
        return bool(self.se > 0 and abs(self.value) > Z95 * self.se)


def simple_effect(sample: Sample, choices: Choices) -> Effect:
    """Estimate the simple average again, for another sample or other weights."""
    effects = group_time(
        sample,
        control=choices.control,
        base=choices.base,
        anticipation=choices.anticipation,
    )
    found = aggregate(effects, "simple")
    spread = covariance(found.overall_influence[:, None], sample.clusters)[0, 0]
    return Effect(found.overall, float(np.sqrt(spread)), found.overall_influence)


def _sharing(sample: Sample) -> str:
    """Tell whether units stand alone, or clusters start together, or hold both sides."""
    codes, places = np.unique(sample.clusters, return_inverse=True)
    if len(codes) == sample.size:
        return "units"
    first = np.full(len(codes), np.nan)
    first[places] = sample.group
    return "clusters" if bool((first[places] == sample.group).all()) else "within"


def check_permutation(sample: Sample, choices: Choices, rng: np.random.Generator) -> Check:
    """Deal the dates of treatment out at random: tell how often so large an effect is found."""
    whole: BoolArray = np.asarray(np.isfinite(sample.outcome).all(axis=1))
    if not whole.all():
        sample = sample.of(whole)
    found, drawn = permuted_effects(sample, choices.control, PERMUTATIONS, rng)
    p = float((1 + np.sum(np.abs(drawn) >= abs(found) * (1 - 1e-12))) / (1 + len(drawn)))
    state: State = "pass" if p <= 0.05 else "caution" if p <= 0.10 else "fail"
    among = {
        "units": ("among units", "entre les unités"),
        "clusters": ("among clusters", "entre les grappes"),
        "within": ("among units of the same cluster", "entre unités d’une même grappe"),
    }[_sharing(sample)]
    plain_en = " (without covariates)" if sample.covariates.shape[2] else ""
    plain_fr = " (sans covariables)" if sample.covariates.shape[2] else ""
    numbers = {"p": p, "draws": float(len(drawn)), "effect": found}
    en = (
        f"With the dates of treatment dealt out at random {among[0]} {len(drawn)} times"
        f"{plain_en}, a difference as large as {figure(found)} came up with a probability of "
        f"{chance(p)}."
    )
    fr = (
        f"Les dates de traitement distribuées au hasard {among[1]}, {len(drawn)} fois"
        f"{plain_fr}, un écart aussi grand que {figure(found, 'fr')} est apparu avec une "
        f"probabilité de {chance(p, 'fr')}."
    )
    return Check("permutation", state, en, fr, numbers)


def check_placebo_groups(sample: Sample, rng: np.random.Generator) -> Check:
    """Treat untreated units on paper: the method should find nothing, but once in twenty."""
    outside = (sample.group > sample.times[-1]) & np.isfinite(sample.outcome).all(axis=1)
    idle = sample.of(outside)
    blocks = len(np.unique(idle.clusters))
    if blocks < 10:
        return Check(
            "placebo_group",
            "not_done",
            "Not done: it takes ten untreated units (or clusters) or more to treat some on paper.",
            "Non faite\u00a0: il faut au moins dix unités (ou grappes) non traitées pour en "
            "traiter certaines sur papier.",
            {"units": float(blocks)},
        )
    share = fake_groups(idle, sample, FAKES, rng)
    state: State = "pass" if share <= 0.10 else "caution" if share <= 0.20 else "fail"
    numbers = {"share": share, "draws": float(FAKES), "units": float(idle.size)}
    said = round(100 * share)
    told = (
        ("less than the 5 % that chance makes", "moins que les 5\u00a0% que fait le hasard")
        if said < 4
        else ("near the 5 % that chance makes", "près des 5\u00a0% que fait le hasard")
        if said <= 6
        else ("more than the 5 % that chance makes", "plus que les 5\u00a0% que fait le hasard")
    )
    en = (
        f"Among {plural(idle.size, 'untreated unit', 'untreated units')}, half were "
        f"treated on paper {FAKES} times: an effect was found in {percent(share)} of them, "
        f"{told[0]}."
    )
    fr = (
        f"Parmi {plural(idle.size, 'unité non traitée', 'unités non traitées', 'fr')}, la "
        f"moitié a été traitée sur papier {FAKES} fois\u00a0: un effet a été trouvé dans "
        f"{percent(share, 'fr')} des cas, {told[1]}."
    )
    return Check("placebo_group", state, en, fr, numbers)


def check_influence(sample: Sample, choices: Choices, effect: Effect) -> Check:
    """Leave out the units that pull most, one at a time, and estimate again."""
    order = np.argsort(-np.abs(effect.influence))[:TOP]
    without = []
    for place in order.tolist():
        kept = np.arange(sample.size) != place
        rest = sample.of(kept)
        idle = rest.group > rest.times[-1]
        if idle.all() or not idle.any():
            continue
        without.append((place, simple_effect(rest, choices)))
    if not without:
        return Check(
            "influence",
            "not_done",
            "Not done: no unit can be left out.",
            "Non faite\u00a0: aucune unité ne peut être écartée.",
        )
    place, far = max(without, key=lambda each: abs(each[1].value - effect.value))
    turned = any(each.value * effect.value < 0 for _, each in without)
    lost = effect.is_clear and any(not each.is_clear for _, each in without)
    state: State = "fail" if turned else "caution" if lost else "pass"
    name = sample.panel.units[int(sample.units[place])]
    numbers = {"effect": effect.value, "without": far.value, "tried": float(len(without))}
    end = {
        "pass": (
            "No single unit makes the finding.",
            "Aucune unité ne fait à elle seule le résultat.",
        ),
        "caution": (
            "Without one of them the interval holds zero.",
            "Sans l’une d’elles, l’intervalle contient zéro.",
        ),
        "fail": (
            "Without one of them the effect changes its sign.",
            "Sans l’une d’elles, l’effet change de signe.",
        ),
    }[state]
    en = (
        f"The {len(without)} units that pull most were left out one at a time. The largest move "
        f"is without {name}: {figure(far.value)} instead of {figure(effect.value)}. {end[0]}"
    )
    fr = (
        f"Les {len(without)} unités qui pèsent le plus ont été écartées une à une. Le plus grand "
        f"écart est sans {name}\u00a0: {figure(far.value, 'fr')} au lieu de "
        f"{figure(effect.value, 'fr')}. {end[1]}"
    )
    return Check("influence", state, en, fr, numbers)


def check_few_units(sample: Sample) -> Check:
    """Tell whether there are enough units on both sides for errors that mean something."""
    treated = np.isfinite(sample.group) & (sample.group <= sample.times[-1])
    sharing = _sharing(sample)
    each = np.arange(sample.size) if sharing == "within" else sample.clusters
    counts = [len(np.unique(each[who])) for who in (treated, ~treated)]
    groups, sizes = np.unique(sample.group[treated], return_counts=True)
    alone = [sample.panel.time_name(float(each)) for each in groups[sizes == 1]]
    few = min(*counts, len(np.unique(sample.clusters)))
    in_all = min(sum(counts), len(np.unique(sample.clusters)))
    state: State = "fail" if few < 2 or in_all < 8 else "pass"
    if state == "pass" and (few < 10 or alone):
        state = "caution"
    what = ("clusters", "grappes") if sharing == "clusters" else ("units", "unités")
    numbers = {
        "treated": float(counts[0]),
        "comparison": float(counts[1]),
        "groups_of_one": float(len(alone)),
    }
    en = f"Treated {what[0]}: {counts[0]}; others that they are compared with: {counts[1]}"
    fr = (
        f"{what[1].capitalize()} traitées\u00a0: {counts[0]}\u00a0; autres, auxquelles elles sont "
        f"comparées\u00a0: {counts[1]}"
    )
    if sharing == "within":
        numbers["clusters"] = float(len(np.unique(sample.clusters)))
        en += f", in {len(np.unique(sample.clusters))} clusters"
        fr += f", dans {len(np.unique(sample.clusters))} grappes"
    en, fr = en + ".", fr + "."
    if state == "fail":
        en += (
            " That is too few to tell an effect from what happens to single units. A synthetic "
            "control (balise impact synth) can study one treated unit over many periods."
        )
        fr += (
            " C’est trop peu pour distinguer un effet de ce qui arrive à des unités isolées. Un "
            "contrôle synthétique (balise impact synth) peut étudier une seule unité traitée sur "
            "de nombreuses périodes."
        )
    elif few < 10:
        en += " With so few the errors are rough: they are often too small."
        fr += " Avec si peu, les erreurs types sont approximatives\u00a0: souvent trop petites."
    if alone:
        en += f" One unit alone starts in {', '.join(alone)}: its own luck cannot be told apart."
        fr += (
            f" Une seule unité commence en {', '.join(alone)}\u00a0: son propre hasard ne peut "
            "être isolé."
        )
    return Check("few_units", state, en, fr, numbers)


def check_weighting(
    sample: Sample, choices: Choices, effect: Effect, others: dict[str, float]
) -> Check:
    """Tell whether the finding depends on how units, groups and periods are weighed."""
    low, high = effect.value - Z95 * effect.se, effect.value + Z95 * effect.se
    numbers = {"effect": effect.value} | others
    en_parts = [f"{name} {figure(value)}" for name, value in others.items()]
    names = {"group": "par groupe", "dynamic": "par ancienneté", "calendar": "par période"}
    fr_parts = [f"{names[name]} {figure(value, 'fr')}" for name, value in others.items()]
    en = f"Averaged in other ways the effect is: {', '.join(en_parts)}."
    fr = f"Selon d’autres moyennes, l’effet est\u00a0: {', '.join(fr_parts)}."
    values = list(others.values())
    if sample.panel.roles.weights:
        even = simple_effect(replace(sample, weights=np.ones_like(sample.weights)), choices)
        values.append(even.value)
        numbers |= {"weighted": effect.value, "unweighted": even.value}
        en += f" With weights it is {figure(effect.value)}, without {figure(even.value)}."
        fr += (
            f" Avec les poids, il est de {figure(effect.value, 'fr')}\u00a0; sans, de "
            f"{figure(even.value, 'fr')}."
        )
    turned = any(value * effect.value < 0 for value in values)
    outside = any(not low <= value <= high for value in values)
    state: State = "fail" if turned else "caution" if outside else "pass"
    if state != "pass":
        en += " The answer depends on the weighing."
        fr += " La réponse dépend de la pondération."
    return Check("weighting", state, en, fr, numbers)


def check_spillovers(sample: Sample, choices: Choices, effect: Effect) -> Check:
    """Tell whether the program reaches units it is compared with, as far as the user says."""
    exposed = sample.panel.exposed
    if exposed is None:
        return Check(
            "spillovers",
            "not_done",
            "Not done: nothing says which untreated units may have felt the program too. Collect "
            "a column with 1 for neighbours, or for units that share clients or staff with treated "
            "ones, and name it with --exposed.",
            "Non faite\u00a0: rien ne dit quelles unités non traitées ont pu ressentir aussi le "
            "programme. Recueillez une colonne valant 1 pour les voisines, ou pour les unités qui "
            "partagent clients ou personnel avec les unités traitées, et nommez-la par --exposed.",
        )
    touched = exposed[sample.units] & np.isinf(sample.group)
    count = int(touched.sum())
    left = int((np.isinf(sample.group) & ~touched).sum())
    if not count or left < 2:
        return Check(
            "spillovers",
            "not_done",
            f"Not done: {count} comparison units are marked as touched by the program and {left} "
            "as not; both are needed.",
            f"Non faite\u00a0: {count} unités de comparaison sont marquées comme touchées par le "
            f"programme et {left} comme non touchées\u00a0; il faut des deux.",
            {"exposed": float(count), "others": float(left)},
        )
    apart = simple_effect(sample.of(~touched), choices)
    idle = sample.of(np.isinf(sample.group))
    start = float(sample.groups[0])
    fake = replace(idle, group=np.where(touched[np.isinf(sample.group)], start, np.inf))
    on_them = simple_effect(fake, choices)
    turned = apart.value * effect.value < 0 or (effect.is_clear and not apart.is_clear)
    state: State = "fail" if turned else "caution" if on_them.is_clear else "pass"
    numbers = {
        "exposed": float(count),
        "effect": effect.value,
        "without_exposed": apart.value,
        "on_exposed": on_them.value,
        "on_exposed_se": on_them.se,
    }
    without = "l’unité de comparaison" if count == 1 else f"les {count} unités de comparaison"
    en = (
        f"Without the {plural(count, 'comparison unit', 'comparison units')} that may have felt "
        f"the program the effect is {figure(apart.value)} instead of {figure(effect.value)}. Those "
        f"units themselves moved by {figure(on_them.value)} against the others"
        f"{', more than chance does' if on_them.is_clear else ', no more than chance does'}."
    )
    fr = (
        f"Sans {without} ayant pu ressentir le programme, l’effet est de "
        f"{figure(apart.value, 'fr')} au lieu de "
        f"{figure(effect.value, 'fr')}. Ces unités elles-mêmes ont bougé de "
        f"{figure(on_them.value, 'fr')} par rapport aux autres, "
        f"{'plus' if on_them.is_clear else 'pas plus'} que le hasard ne le fait."
    )
    return Check("spillovers", state, en, fr, numbers)
