"""Checks of a synthetic control against what had no effect: other units, dates, donors."""

from collections.abc import Mapping, Sequence

import numpy as np

from balise.impact.answers import Check, Estimate, State
from balise.impact.did.sentences import figure, percent, plural
from balise.impact.faults import listed
from balise.impact.synthetic.placebos import WELL, Dated, Placebo

__all__ = ["influence", "permutation", "placebo_date", "spillovers", "weighting"]

RARE, UNUSUAL = 0.05, 0.10
SMALL, HALF = 0.25, 0.5
"""A placebo date may show a quarter of the effect; more than half is a failure."""


def permutation(found: Placebo, others: Sequence[Placebo]) -> Check:
    """Rank the treated unit among donors that were treated as if they had been.

    The statistic is the root mean squared gap after over that before; beside it stands the
    gap after alone, among placebos whose squared gap before is at most five times ours.
    """
    total = len(others) + 1
    rank = 1 + sum(each.ratio >= found.ratio for each in others)
    well = [each for each in others if each.before**2 <= WELL * found.before**2]
    rank_well = 1 + sum(each.after >= found.after for each in well)
    p, p_well = rank / total, rank_well / (len(well) + 1)
    numbers = {
        "ratio": found.ratio,
        "rank": float(rank),
        "units": float(total),
        "p": p,
        "well_fitting": float(len(well)),
        "rank_well": float(rank_well),
        "p_well": p_well,
    }
    state: State = "pass" if p <= RARE else "caution" if p <= UNUSUAL or rank == 1 else "fail"
    en = (
        f"Treated as if each had the program, {rank - 1} of {len(others)} donors show a change as "
        f"large as that of {found.unit} (p = {figure(p, digits=2)})"
    )
    fr = (
        "Traités comme si chacun avait eu le programme, "
        f"{plural(rank - 1, 'donneur', 'donneurs', 'fr')} sur {len(others)} "
        f"{'montrent' if rank > 2 else 'montre'} un changement aussi grand que celui de "
        f"{found.unit} (p\u00a0=\u00a0{figure(p, 'fr', digits=2)})"
    )
    if well:
        en += (
            f"; among the {len(well)} that fit well before, {rank_well - 1} "
            f"(p = {figure(p_well, digits=2)})"
        )
        fr += (
            f"\u00a0; parmi les {len(well)} bien ajustés avant le début, {rank_well - 1} "
            f"(p\u00a0=\u00a0{figure(p_well, 'fr', digits=2)})"
        )
    if state == "caution" and rank == 1:
        en += f". With {len(others)} donors p cannot be smaller"
        fr += f". Avec {len(others)} donneurs, p ne peut être plus petit"
    return Check("permutation", state, en + ".", fr + ".", numbers)


def placebo_date(effect: float, dates: Sequence[Dated], names: Sequence[str]) -> Check:
    """Tell what the method finds where nothing happened: before the start."""
    if not dates:
        return Check(
            "placebo_date",
            "not_done",
            "No earlier date could be tried: it needs eight periods before the start.",
            "Aucune date antérieure n’a pu être essayée\u00a0: il faut huit périodes avant le "
            "début.",
        )
    worst = max(range(len(dates)), key=lambda each: abs(dates[each].effect))
    share = abs(dates[worst].effect / effect) if effect else float("inf")
    state: State = "pass" if share <= SMALL else "caution" if share <= HALF else "fail"
    numbers = {f"effect_{n + 1}": each.effect for n, each in enumerate(dates)}
    numbers |= {f"start_{n + 1}": each.start for n, each in enumerate(dates)}
    numbers["share"] = share
    value = dates[worst].effect
    en = (
        f"With the start moved back to {' and '.join(names)}, when nothing had "
        f"happened, the method finds at most {figure(value)}, {percent(share)} of the effect"
    )
    fr = (
        f"Si l’on recule le début à {' et à '.join(names)}, alors que rien n’avait eu lieu, la "
        f"méthode trouve au plus {figure(value, 'fr')}, soit {percent(share, 'fr')} de l’effet"
    )
    if state == "pass":
        return Check("placebo_date", state, en + ".", fr + ".", numbers)
    return Check(
        "placebo_date",
        state,
        f"{en}: part of the gap may have been there before.",
        f"{fr}\u00a0: une partie de l’écart existait peut-être déjà.",
        numbers,
    )


def influence(effect: float, without: Mapping[str, float]) -> Check:
    """Tell what the effect is without each donor that counts."""
    if not without:
        return Check(
            "influence",
            "not_done",
            "No donor could be left out: too few would be left.",
            "Aucun donneur n’a pu être écarté\u00a0: il en resterait trop peu.",
        )
    name = min(without, key=lambda each: without[each] * np.sign(effect))
    values = list(without.values())
    weakest = without[name] * float(np.sign(effect))
    state: State = "pass" if weakest >= 0.5 * abs(effect) else "caution"
    state = "fail" if weakest <= 0 else state
    numbers = {"low": min(values), "high": max(values), "left_out": float(len(values))}
    en = (
        f"With each of the {plural(len(values), 'donor', 'donors')} that count left out in turn, "
        f"the effect lies between {figure(min(values))} and {figure(max(values))}"
    )
    fr = (
        f"Si l’on écarte tour à tour chacun des donneurs qui comptent ({len(values)}), l’effet se "
        f"situe entre {figure(min(values), 'fr')} et {figure(max(values), 'fr')}"
    )
    if state == "caution":
        en += f": without {name} less than half of it is left"
        fr += f"\u00a0: sans {name}, il en reste moins de la moitié"
    elif state == "fail":
        en += f": it hangs on {name} alone"
        fr += f"\u00a0: il ne tient qu’à {name}"
    return Check("influence", state, en + ".", fr + ".", numbers)


def weighting(effect: float, others: Mapping[str, Estimate]) -> Check:
    """Tell what other ways of weighing the donors would say."""
    values = {name: each.estimate for name, each in others.items()}
    sign = float(np.sign(effect))
    off = max((abs(value - effect) for value in values.values()), default=0.0)
    state: State = "pass" if off <= 0.5 * abs(effect) else "caution"
    if any(value * sign <= 0 for value in values.values()):
        state = "fail"
    labels = {
        "debiased": (
            "on outcomes alone, less the bias before the start",
            "sur les seuls résultats, biais d’avant le début ôté",
        ),
        "augmented": (
            "on outcomes alone, augmented by ridge regression",
            "sur les seuls résultats, augmenté par régression ridge",
        ),
        "outcomes_only": ("on outcomes alone", "sur les seuls résultats"),
    }
    shown = {
        lang: ", ".join(
            f"{figure(value, lang)} ({labels[name][lang == 'fr']})"
            for name, value in values.items()
        )
        for lang in ("en", "fr")
    }
    en = f"The effect is {figure(effect)}; weighed otherwise, {shown['en']}"
    fr = f"L’effet est de {figure(effect, 'fr')}\u00a0; pondéré autrement, {shown['fr']}"
    if state == "caution":
        en += ": they differ by more than half of it"
        fr += "\u00a0: l’écart dépasse la moitié de l’effet"
    elif state == "fail":
        en += ": they do not agree on its direction"
        fr += "\u00a0: ils ne s’accordent pas sur son sens"
    return Check("weighting", state, en + ".", fr + ".", values)


def spillovers(found: Placebo, weights: Mapping[str, float], placebos: Sequence[Placebo]) -> Check:
    """Look for donors that count and that changed at the same time themselves.

    A donor counts with a weight of 5 % or more; it changed if its own ratio is among the
    5 % largest of all placebos (with few donors, the largest), and half of ours or more.
    """
    ranked = sorted(placebos, key=lambda each: -each.ratio)
    changed = {
        each.unit
        for each in ranked[: max(1, int(RARE * len(ranked)))]
        if each.ratio >= max(2.0, HALF * found.ratio)
    }
    moved = [name for name, weight in weights.items() if weight >= RARE and name in changed]
    numbers = {"donors": float(sum(w >= RARE for w in weights.values())), "changed": len(moved)}
    if moved:
        share = sum(weights[name] for name in moved)
        return Check(
            "spillovers",
            "caution",
            f"{listed(moved, 'en')}, with {percent(share)} of the weight, changed at the same time "
            "as well. If the program or one like it reached there, leave it out with --leave-out.",
            f"{listed(moved, 'fr')}, avec {percent(share, 'fr')} du poids, a aussi changé au même "
            "moment. Si le programme ou un autre semblable y est arrivé, écartez ce donneur avec "
            "--leave-out.",
            numbers | {"share": share},
        )
    return Check(
        "spillovers",
        "pass",
        "No donor that counts changed at the same time in an unusual way. Whether one had a "
        "program like it cannot be read from the data: you have to know.",
        "Aucun donneur qui compte n’a changé de façon inhabituelle au même moment. Les données ne "
        "disent pas si l’un d’eux a eu un programme semblable\u00a0: il faut le savoir.",
        numbers,
    )
