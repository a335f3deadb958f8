"""The power of a study in plain words, in both languages, and as JSON."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from balise.impact.did.sentences import figure, percent, plural
from balise.impact.power.setup import (
    Setup,
    design_effect,
    detectable,
    power_of,
    resized,
    spread_of,
    units_needed,
)
from balise.impact.power.simulation import DRAWS, simulated_power

__all__ = ["Power", "reckon"]


@dataclass(frozen=True, slots=True)
class Power:
    """What a study can find.

    Attributes
    ----------
    asked : str
        ``effect`` (the smallest that would be found), ``units`` (how many find an effect)
        or ``power`` (how often an effect would be found).
    simulated : float, optional
        The power of the same study by drawing; roll-outs alone.
    """

    asked: str
    setup: Setup
    effect: float
    power: float
    se: float
    design_effect: float
    simulated: float | None
    sentences: tuple[tuple[str, str], ...]

    def to_json(self) -> dict[str, Any]:
        """Give everything as plain values; an effect that nothing finds is null."""
        return {
            "asked": self.asked,
            "setup": asdict(self.setup),
            "units": self.setup.periods if self.setup.kind == "its" else self.setup.units,
            "effect": self.effect if np.isfinite(self.effect) else None,
            "power": self.power,
            "se": self.se,
            "design_effect": self.design_effect,
            "simulation": None
            if self.simulated is None
            else {"power": self.simulated, "draws": DRAWS},
            "sentences": [{"en": en, "fr": fr} for en, fr in self.sentences],
        }


def reckon(
    setup: Setup,
    *,
    effect: float | None = None,
    power: float = 0.8,
    find_units: bool = False,
    seed: int = 1,
) -> Power:
    """Reckon the smallest effect, the units needed, or the power, according to what is given.

    Parameters
    ----------
    setup : Setup
    effect : float, optional
        With ``find_units``, how many units find it; without, how often it would be found.
    power : float
        How often an effect is to be found.
    find_units : bool
    seed : int
        Of what is drawn.

    Examples
    --------
    >>> found = reckon(Setup(units=126))
    >>> round(found.effect, 2), found.sentences[0][0]  # doctest: +ELLIPSIS
    (0.5, 'With 126 units, 50 % of them treated, ...
    """
    asked = "effect" if effect is None else "units" if find_units else "power"
    if effect is None:
        effect = detectable(setup, power)
    elif find_units:
        setup = resized(setup, units_needed(setup, effect, power))
    else:
        power = power_of(setup, effect)
    simulated = None
    if setup.kind == "rollout" and np.isfinite(effect) and setup.units <= 20_000:
        simulated = simulated_power(setup, effect, seed=seed)
    told = [_lead(setup, effect, power, asked), *_more(setup, simulated)]
    return Power(
        asked=asked,
        setup=setup,
        effect=effect,
        power=power,
        se=spread_of(setup, effect if np.isfinite(effect) else 0.0)[0],
        design_effect=design_effect(setup),
        simulated=simulated,
        sentences=tuple(told),
    )


def _who(setup: Setup) -> tuple[str, str]:
    n, share = setup.units, setup.treated_share
    if setup.kind == "its":
        before = setup.start - 1
        after = setup.periods - before
        return (
            f"With one series of {before} periods before the start and {after} after",
            f"Avec une seule série de {before} périodes avant le début et {after} après",
        )
    half_en, half_fr = percent(share), percent(share, "fr")
    if setup.kind == "clusters":
        m_en, m_fr = figure(setup.cluster_size), figure(setup.cluster_size, "fr")
        if float(setup.cluster_size).is_integer():
            m_en = m_fr = f"{setup.cluster_size:.0f}"
        return (
            f"With {plural(n, 'cluster', 'clusters')} of {m_en} people, {half_en} of them treated",
            f"Avec {plural(n, 'grappe', 'grappes', 'fr')} de {m_fr} personnes, dont {half_fr} "
            "traitées",
        )
    en = f"With {plural(n, 'unit', 'units')}, {half_en} of them treated"
    fr = f"Avec {plural(n, 'unité', 'unités', 'fr')}, dont {half_fr} traitées"
    if setup.kind == "rollout":
        at = setup.start
        en += f", followed for {setup.periods} periods, "
        fr += f", suivies pendant {setup.periods} périodes, "
        if setup.waves == 1:
            en += f"with the start in the {at}{_th(at)}"
            fr += f"avec le début à la {at}ᵉ"
        else:
            en += f"with starts in {setup.waves} periods from the {at}{_th(at)} on"
            fr += f"avec des débuts dans {setup.waves} périodes à partir de la {at}ᵉ"
    return en, fr


def _th(number: int) -> str:
    if number % 100 in {11, 12, 13}:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _lead(setup: Setup, effect: float, power: float, asked: str) -> tuple[str, str]:
    who = _who(setup)
    if not np.isfinite(effect):
        return (
            f"{who[0]}, no effect that is possible would be found in {percent(power)} of cases: "
            "the study is too small.",
            f"{who[1]}, aucun effet possible ne serait décelé dans {percent(power, 'fr')} des "
            "cas\u00a0: l’étude est trop petite.",
        )
    size = _size(setup, effect)
    if asked == "effect":
        return (
            f"{who[0]}, an effect of {size[0]} or more would be found in {percent(power)} of cases "
            "(test at 5 %). A smaller one may be there and not be found.",
            f"{who[1]}, un effet de {size[1]} ou plus serait décelé dans {percent(power, 'fr')} "
            "des cas (test à 5\u00a0%). Un effet plus petit peut exister sans être décelé.",
        )
    if asked == "units":
        return (
            f"{who[0]}, an effect of {size[0]} would be found in {percent(power)} of cases or more "
            "(test at 5 %): that is the least it takes.",
            f"{who[1]}, un effet de {size[1]} serait décelé dans au moins {percent(power, 'fr')} "
            "des cas (test à 5\u00a0%)\u00a0: c’est le minimum requis.",
        )
    return (
        f"{who[0]}, an effect of {size[0]} would be found in {percent(power)} of cases (test at "
        "5 %).",
        f"{who[1]}, un effet de {size[1]} serait décelé dans {percent(power, 'fr')} des cas (test "
        "à 5\u00a0%).",
    )


def _size(setup: Setup, effect: float) -> tuple[str, str]:
    if setup.share is not None:
        return (
            f"{figure(100 * effect)} percentage points (from {percent(setup.share)})",
            f"{figure(100 * effect, 'fr')} points de pourcentage (à partir de "
            f"{percent(setup.share, 'fr')})",
        )
    if setup.sd == 1.0:
        return (
            f"{figure(effect)} standard deviations of the outcome",
            f"{figure(effect, 'fr')} {'écarts-types' if abs(effect) >= 2 else 'écart-type'} du "
            "résultat",
        )
    return (
        f"{figure(effect)} in the unit of the outcome",
        f"{figure(effect, 'fr')} dans l’unité du résultat",
    )


def _more(setup: Setup, simulated: float | None) -> list[tuple[str, str]]:
    told: list[tuple[str, str]] = []
    if setup.kind == "clusters":
        times = design_effect(setup)
        told.append(
            (
                f"People of one cluster are alike (share of variance between clusters: "
                f"{figure(setup.icc)}): it takes {figure(times)} times as many people as if each "
                "were assigned alone. More clusters help more than larger ones.",
                "Les personnes d’une grappe se ressemblent (part de la variance entre "
                f"grappes\u00a0: {figure(setup.icc, 'fr')})\u00a0: il faut {figure(times, 'fr')} "
                "fois plus de personnes que si chacune était répartie seule. Plus de grappes "
                "aident davantage que des grappes plus grandes.",
            )
        )
    if setup.explained:
        told.append(
            (
                f"Strata or covariates are taken to explain {percent(setup.explained)} of the "
                "variance.",
                "On suppose que les strates ou covariables expliquent "
                f"{percent(setup.explained, 'fr')} de la variance.",
            )
        )
    if setup.kind in {"rollout", "its"}:
        told.append(
            (
                f"One period is taken to go with the next by a correlation of "
                f"{figure(setup.memory)}.",
                "On suppose une corrélation de "
                f"{figure(setup.memory, 'fr')} d’une période à la suivante.",
            )
        )
    if simulated is not None:
        drawn_fr = f"{DRAWS:,}".replace(",", "\u00a0")
        told.append(
            (
                f"In {DRAWS:,} invented studies of that kind the effect was found in "
                f"{percent(simulated)}.",
                f"Dans {drawn_fr} études inventées de ce genre, l’effet a été décelé dans "
                f"{percent(simulated, 'fr')} des cas.",
            )
        )
    return told
