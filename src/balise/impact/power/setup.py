"""The size of a study: what would be measured, on how many, and how it varies."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy import optimize, stats

from balise.impact.columns import FloatArray
from balise.vocabulary import ImpactError

__all__ = [
    "KINDS",
    "Setup",
    "design_effect",
    "detectable",
    "power_of",
    "resized",
    "rollout_contrasts",
    "spread_of",
    "units_needed",
]

KINDS = ("means", "shares", "clusters", "stratified", "rollout", "its")
MOST = 10_000_000
LARGE = 1000  # degrees of freedom at which Student is normal to all that is printed


@dataclass(frozen=True, slots=True)
class Setup:
    """A study that is planned.

    Attributes
    ----------
    kind : str
        One of :data:`KINDS`.
    units : int
        People for ``means``, ``shares`` and ``stratified``; clusters for ``clusters``;
        units followed over time for ``rollout``; 1 for ``its``.
    sd : float
        Standard deviation of the outcome [its unit]; within strata, of what a season and a
        trend leave, or from one period to another for a unit, according to the kind.
    share : float, optional
        Share of those not treated with the outcome, 0 to 1; it gives ``sd``.
    treated_share : float
        Share of the units that are treated.
    explained : float
        Share of the variance that covariates or strata explain, 0 to 1.
    cluster_size, cluster_cv, icc : float
        People in a cluster, the spread of that number over its mean, and the share of the
        variance that lies between clusters.
    periods, start, waves : int
        Periods in all; the first with the program (from 1); in how many periods units start.
    memory : float
        Correlation of one period with the next.
    """

    kind: str = "means"
    units: int = 200
    sd: float = 1.0
    share: float | None = None
    treated_share: float = 0.5
    explained: float = 0.0
    cluster_size: float = 20.0
    cluster_cv: float = 0.0
    icc: float = 0.05
    periods: int = 8
    start: int = 5
    waves: int = 1
    memory: float = 0.4

    def __post_init__(self) -> None:
        """Refuse a study that cannot be."""
        inside = {
            "kind": (self.kind in KINDS, ", ".join(KINDS)),
            "units": (self.kind == "its" or self.units >= 2, "two or more"),
            "sd": (self.sd > 0, "above zero"),
            "share": (self.share is None or 0 < self.share < 1, "between 0 and 1"),
            "treated_share": (0 < self.treated_share < 1, "between 0 and 1"),
            "explained": (0 <= self.explained < 1, "0 or more and below 1"),
            "cluster_size": (self.cluster_size >= 1, "one or more"),
            "cluster_cv": (self.cluster_cv >= 0, "0 or more"),
            "icc": (0 <= self.icc <= 1, "0 to 1"),
            "periods": (self.periods >= 2, "two or more"),
            "start": (1 < self.start <= self.periods, f"from 2 to {self.periods}"),
            "waves": (
                1 <= self.waves <= self.periods - self.start + 1,
                f"from 1 to {max(1, self.periods - self.start + 1)}",
            ),
            "memory": (-1 < self.memory < 1, "above -1 and below 1"),
        }
        if self.kind == "shares" and self.share is None:
            raise ImpactError(
                "Size of a study: found no share of those not treated. Expected the share that has "
                "the outcome today, 0 to 1. Give it with --share."
            )
        for name, (is_good, expected) in inside.items():
            if not is_good:
                raise ImpactError(
                    f"Size of a study: found {name.replace('_', ' ')} {getattr(self, name)}. "
                    f"Expected {expected}. Correct it."
                )


def design_effect(setup: Setup) -> float:
    """Tell how many times more people clusters need than people assigned one by one.

    References
    ----------
    Kish (1965); Eldridge, Ashby and Kerry (2006) for clusters of unequal size:
    1 + ((1 + cv^2) m - 1) icc.

    Examples
    --------
    >>> round(design_effect(Setup("clusters", cluster_size=20, icc=0.05)), 2)
    1.95
    """
    if setup.kind != "clusters":
        return 1.0
    return float(1 + ((1 + setup.cluster_cv**2) * setup.cluster_size - 1) * setup.icc)


def spread_of(setup: Setup, effect: float = 0.0) -> tuple[float, float]:
    """Give the standard error of the estimate [unit of the outcome] and degrees of freedom.

    Examples
    --------
    By hand: 1 times the root of 1/100 + 1/100.

    >>> [round(each, 4) for each in spread_of(Setup(units=200))]
    [0.1414, 198.0]
    """
    if setup.kind == "its":
        return _of_series(setup)
    one = setup.units * setup.treated_share
    zero = setup.units - one
    if setup.kind == "rollout":
        contrast = rollout_contrasts(setup)
        noise = _noise(setup)
        sizes = [zero, *[one / setup.waves] * setup.waves]
        variance = sum(float(c @ noise @ c) / n for c, n in zip(contrast, sizes, strict=True))
        return float(np.sqrt(variance)), float(setup.units - 2)
    variances = [setup.sd**2, setup.sd**2]
    if setup.share is not None:
        other = min(max(setup.share + effect, 0.0), 1.0)
        variances = [each * (1 - each) for each in (other, setup.share)]
    left = (1 - setup.explained) * design_effect(setup)
    left /= setup.cluster_size if setup.kind == "clusters" else 1
    variance = left * (variances[0] / one + variances[1] / zero)
    return float(np.sqrt(variance)), float(max(setup.units - 2, 1))


def _noise(setup: Setup) -> FloatArray:
    lags = np.abs(np.subtract.outer(np.arange(setup.periods), np.arange(setup.periods)))
    return np.asarray(setup.sd**2 * setup.memory ** lags.astype(float))


def rollout_contrasts(setup: Setup) -> list[FloatArray]:
    """Give what each period counts for: never treated first, then each wave.

    The estimate is that of Callaway and Sant'Anna with never-treated units: each treated
    period of a wave less its last period before, less the same of the never-treated, all
    treated unit-periods alike. Its variance follows, for an autoregressive process.
    """
    never = np.zeros(setup.periods)
    waves = [np.zeros(setup.periods) for _ in range(setup.waves)]
    starts = [setup.start - 1 + wave for wave in range(setup.waves)]
    total = sum(setup.periods - start for start in starts)
    for own, start in zip(waves, starts, strict=True):
        for period in range(start, setup.periods):
            own[period] += 1 / total
            own[start - 1] -= 1 / total
            never[period] -= 1 / total
            never[start - 1] += 1 / total
    return [never, *waves]


def _of_series(setup: Setup) -> tuple[float, float]:
    """Give the error of the mean change after the start: level and slope, by least squares."""
    at = np.arange(setup.periods, dtype=float)
    after = (at >= setup.start - 1).astype(float)
    since = after * (at - (setup.start - 1))
    columns = [np.ones(setup.periods), at, after]
    if setup.periods - setup.start > 0:
        columns.append(since)
    if setup.periods <= len(columns):
        raise ImpactError(
            f"Size of a study: found {setup.periods} periods in one series. Expected five or more: "
            "a level and a slope before and after. Add periods, or a comparison."
        )
    design = np.column_stack(columns)
    inverse = np.linalg.inv(design.T @ design) @ design.T
    spread = inverse @ _noise(setup) @ inverse.T
    contrast = np.array([0.0, 0.0, 1.0, float(since[after > 0].mean())][: len(columns)])
    return float(np.sqrt(contrast @ spread @ contrast)), float(setup.periods - len(columns))


def power_of(setup: Setup, effect: float) -> float:
    """Tell how often an effect would be found by a two-sided test at 5 %.

    Examples
    --------
    The textbook case: 63 in each arm find half a standard deviation eight times in ten.

    >>> round(power_of(Setup(units=126), 0.5), 2)
    0.8
    """
    se, df = spread_of(setup, effect)
    return _power(effect / se, df)


def _power(ratio: float, df: float) -> float:
    if df > LARGE:
        limit = stats.norm.ppf(0.975)
        return float(stats.norm.sf(limit - ratio) + stats.norm.cdf(-limit - ratio))
    limit = float(stats.t.ppf(0.975, df))
    ratio = abs(ratio)
    if ratio > 3 * limit + 8:  # beyond what the noncentral law can be reckoned for: sure
        return 1.0
    above, below = stats.nct.sf(limit, df, ratio), stats.nct.cdf(-limit, df, ratio)
    return float(np.nan_to_num(above, nan=1.0) + np.nan_to_num(below, nan=0.0))


def detectable(setup: Setup, power: float = 0.8) -> float:
    """Give the smallest effect that would be found so often; NaN where none can be.

    Examples
    --------
    >>> round(detectable(Setup(units=126)), 2)
    0.5
    """
    _ask_power(power)
    se, df = spread_of(setup)
    top = 1 - setup.share - 1e-9 if setup.share is not None else se * (50 + 1e4 / df**2)

    def short(effect: float) -> float:
        return power_of(setup, effect) - power

    if not short(top) > 0:
        return float("nan")
    return float(optimize.brentq(short, 1e-12, top, xtol=1e-10))


def units_needed(setup: Setup, effect: float, power: float = 0.8) -> int:
    """Give how many units would find an effect so often; of periods for one series.

    Examples
    --------
    >>> units_needed(Setup(), 0.5)
    128
    """
    _ask_power(power)
    if effect == 0:
        raise ImpactError(
            "Size of a study: found an effect of 0. Expected the smallest effect that would "
            "matter, "
            "above or below zero. Correct it."
        )
    if setup.share is not None and not 0 < setup.share + effect < 1:
        raise ImpactError(
            f"Size of a study: found a share of {setup.share} and an effect of {effect}. Expected "
            "a sum between 0 and 1. Correct one of them."
        )

    def enough(units: int) -> bool:
        return power_of(resized(setup, units), effect) >= power

    least = 4
    high = least
    while not enough(high):
        high *= 2
        if high > MOST:
            raise ImpactError(
                f"Size of a study: an effect of {effect:g} needs more than {MOST:,} units. "
                "Expected an effect that can be found. Choose a larger effect or another outcome."
            )
    return _halve(enough, max(least, high // 2), high)


def _halve(enough: Callable[[int], bool], low: int, high: int) -> int:
    while low < high:
        middle = (low + high) // 2
        if enough(middle):
            high = middle
        else:
            low = middle + 1
    return high


def resized(setup: Setup, units: int) -> Setup:
    """Give a study of another size; a series keeps its share of periods before the start."""
    if setup.kind != "its":
        return replace(setup, units=units)
    periods = max(units, 6)
    before = max(3, round(periods * (setup.start - 1) / setup.periods))
    return replace(setup, periods=periods, start=min(before + 1, periods - 1))


def _ask_power(power: float) -> None:
    if not 0.05 < power < 1:
        raise ImpactError(
            f"Size of a study: found a power of {power}. Expected a share above 0.05 and below 1, "
            "as 0.8. Correct it."
        )
