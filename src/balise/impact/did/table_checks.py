"""Checks of the table itself: gaps, always-treated units, an outcome that does not move."""

import numpy as np

from balise.impact.answers import Check, State
from balise.impact.did.sample import Sample
from balise.impact.did.sentences import figure, percent, plural
from balise.impact.did.unit_checks import Choices, Effect, simple_effect
from balise.impact.faults import listed
from balise.impact.frame import Panel

__all__ = ["check_always_treated", "check_constant", "check_panel"]

MANY = 0.10  # share of values: more than that missing on one side only is a fault
DROPPED = 1 / 3  # share of units: where more are left out for gaps, those left are a group apart


def check_constant(sample: Sample, effect: Effect) -> Check:
    """Tell whether the outcome moves at all."""
    seen = sample.outcome[np.isfinite(sample.outcome)]
    spread = float(seen.max() - seen.min()) if seen.size else 0.0
    state: State = "pass" if spread > 0 and effect.se > 0 else "fail"
    if state == "pass":
        return Check(
            "constant_outcome",
            "pass",
            f"The outcome moves from {figure(float(seen.min()))} to {figure(float(seen.max()))}.",
            f"Le résultat va de {figure(float(seen.min()), 'fr')} à "
            f"{figure(float(seen.max()), 'fr')}.",
            {"low": float(seen.min()), "high": float(seen.max())},
        )
    return Check(
        "constant_outcome",
        "fail",
        "The outcome does not vary from unit to unit in any way that could be compared: the same "
        "change everywhere, or one value. Choose a column that measures something.",
        "Le résultat ne varie pas d’une unité à l’autre de façon comparable\u00a0: même changement "
        "partout, ou une seule valeur. Choisissez une colonne qui mesure quelque chose.",
        {"spread": spread},
    )


def check_always_treated(sample: Sample) -> Check:
    """Name units treated in all periods: they were left out."""
    left = sample.counts["left_out"]
    names = list(left["always_treated"]) if isinstance(left, dict) else []
    treated = int(str(sample.counts["treated_units"]))
    if not names:
        return Check(
            "always_treated",
            "pass",
            "No unit is treated from the first period on.",
            "Aucune unité n’est traitée dès la première période.",
            {"units": 0.0},
        )
    state: State = "fail" if len(names) > treated else "caution"
    verb = "was" if len(names) == 1 else "were"
    en = (
        f"{plural(len(names), 'unit', 'units')} ({listed(names, 'en')}) {verb} treated from the "
        f"first period on and left out: the effect is that of the {treated} others."
    )
    fr = (
        f"{plural(len(names), 'unité traitée', 'unités traitées', 'fr')} dès la première période "
        f"({listed(names, 'fr')}) {'a été écartée' if len(names) == 1 else 'ont été écartées'}"
        f"\u00a0: l’effet est celui des {treated} autres."
    )
    numbers = {"units": float(len(names)), "treated": float(treated)}
    return Check("always_treated", state, en, fr, numbers)


def _missing_after(panel: Panel) -> tuple[float, float]:
    """Give shares of values missing of treated units: after their start, before it.

    Each less the share of never-treated units in the same periods.
    """
    shape = (len(panel.units), len(panel.times))
    seen = np.zeros(shape, dtype=bool)
    seen[panel.unit, panel.time] = np.isfinite(panel.outcome) & np.isfinite(panel.covariates).all(
        axis=1
    )
    first = panel.first_treated
    treated = np.isfinite(first) & (first > panel.times[0]) & (first <= panel.times[-1])
    never = np.isinf(first)
    idle = (~seen[never]).mean(axis=0) if never.any() else np.zeros(shape[1])
    gap = (~seen[treated]) - idle
    after = panel.times[None, :] >= first[treated][:, None]
    return (
        float(gap[after].mean()) if after.any() else 0.0,
        float(gap[~after].mean()) if (~after).any() else 0.0,
    )


def check_panel(sample: Sample, other: Sample | None, choices: Choices, effect: Effect) -> Check:
    """Tell whether values are missing, more after the start than before, and what that moves.

    ``other`` is the sample made the other way: with gaps, or without.
    """
    panel = sample.panel
    cells = len(panel.units) * len(panel.times)
    missing = 1 - float(np.isfinite(panel.outcome).sum()) / cells
    after, before = _missing_after(panel)
    uneven = after - before
    numbers = {
        "missing": missing,
        "missing_after": after,
        "missing_before": before,
        "units": float(sample.size),
        "units_in_file": float(len(panel.units)),
    }
    if missing <= 0:
        return Check(
            "panel",
            "pass",
            f"Each of the {len(panel.units):,} units has a value in each of the "
            f"{len(panel.times)} periods.",
            f"Chacune des {plural(len(panel.units), 'unité', 'unités', 'fr')} a une valeur dans "
            f"chacune des {len(panel.times)} périodes.",
            numbers | {"periods": float(len(panel.times))},
        )
    en = f"{percent(missing)} of the values are missing."
    fr = f"{percent(missing, 'fr')} des valeurs manquent."
    state: State = "caution" if missing > 0.01 else "pass"
    if uneven > MANY:
        state = "fail"
        en += (
            f" After the start the share missing is {100 * after:.0f} percentage points higher "
            f"among treated units than among the others (before: {100 * before:.0f}): who is no "
            "longer seen may be who fared differently."
        )
        fr += (
            f" Après le début, la part manquante est de {100 * after:.0f} points de pourcentage "
            "plus élevée chez les unités traitées que chez les autres (avant\u00a0: "
            f"{100 * before:.0f})\u00a0: ce qu’on ne voit plus est peut-être ce qui a évolué "
            "autrement."
        )
    if other is not None:
        again = simple_effect(other, choices)
        numbers |= {"effect": effect.value, "other_way": again.value}
        here, there = (sample.size, other.size)
        en += (
            f" With {plural(here, 'unit', 'units')} the effect is {figure(effect.value)}; "
            f"{'with gaps kept' if there > here else 'with whole units only'}, over {there:,} "
            f"units, {figure(again.value)}."
        )
        fr += (
            f" Avec {plural(here, 'unité', 'unités', 'fr')}, l’effet est de "
            f"{figure(effect.value, 'fr')}\u00a0; "
            f"{'lacunes comprises' if there > here else 'unités complètes seulement'}, sur {there} "
            f"unités, de {figure(again.value, 'fr')}."
        )
        if again.value * effect.value < 0:
            state = "fail"
    left = sample.counts["left_out"]
    dropped = len(left["incomplete"]) if isinstance(left, dict) else 0
    if dropped > DROPPED * len(panel.units):
        state = "fail"
        numbers |= {"left_out": float(dropped)}
        en += (
            f" {dropped:,} of {plural(len(panel.units), 'unit', 'units')} were left out for their "
            "gaps: those left may be a group apart. Add --unbalanced to keep them."
        )
        fr += (
            f" {plural(dropped, 'unité', 'unités', 'fr')} sur {len(panel.units)} ont été écartées "
            "pour leurs lacunes\u00a0: celles qui restent forment peut-être un groupe à part. "
            "Ajoutez --unbalanced pour les garder."
        )
    return Check("panel", state, en, fr, numbers)
