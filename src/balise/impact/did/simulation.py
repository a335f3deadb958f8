"""Invented programs with a known truth: what the verdicts are held to.

200 units over 8 periods, half of them treated from the fifth on. The outcome of a unit is
its own level, plus what happens to all in a period, plus noise that remembers: an
autoregressive process of order one with coefficient 0.4 and innovations of variance 1.
Three kinds: ``none`` (the program does nothing), ``trend`` (it does nothing, and treated
units drift away in a straight line from the first period), ``effect`` (it works).

The size of effect is the one found nine times out of ten by a test at 5 %; the drift is such
that its mean distance from the last period before the program equals that effect.
"""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from balise.impact.columns import FloatArray
from balise.impact.frame import Panel
from balise.impact.periods import Periods
from balise.impact.roles import Roles

__all__ = ["KINDS", "Program", "detectable_effect", "invent"]

KINDS = ("none", "trend", "effect")


@dataclass(frozen=True, slots=True)
class Program:
    """Size of an invented program; the default is the one that is published."""

    units: int = 200
    periods: int = 8
    start: int = 5
    memory: float = 0.4
    treated_share: float = 0.5

    @property
    def treated(self) -> int:
        """Count treated units."""
        return round(self.units * self.treated_share)


def _contrast(program: Program) -> FloatArray:
    """Mean of treated periods less the last period before, shape (periods,)."""
    weights = np.zeros(program.periods)
    weights[program.start - 1 :] = 1 / (program.periods - program.start + 1)
    weights[program.start - 2] = -1
    return weights


def detectable_effect(program: Program, power: float = 0.9) -> float:
    """Give the effect found with some power by a two-sided test at 5 %.

    Examples
    --------
    >>> round(detectable_effect(Program()), 3)
    0.53
    """
    lags = np.abs(np.subtract.outer(np.arange(program.periods), np.arange(program.periods)))
    noise = program.memory**lags / (1 - program.memory**2)
    contrast = _contrast(program)
    variance = contrast @ noise @ contrast
    se = np.sqrt(variance * (1 / program.treated + 1 / (program.units - program.treated)))
    return float((stats.norm.ppf(0.975) + stats.norm.ppf(power)) * se)


def invent(kind: str, seed: int, program: Program | None = None) -> Panel:
    """Invent a program of one of :data:`KINDS`.

    Examples
    --------
    >>> panel = invent("effect", 1)
    >>> len(panel.units), len(panel.times)
    (200, 8)
    """
    program = program or Program()
    rng = np.random.default_rng([KINDS.index(kind), seed])
    n, t = program.units, program.periods
    treated = np.arange(n) < program.treated
    noise = np.empty((n, t))
    noise[:, 0] = rng.normal(0, 1 / np.sqrt(1 - program.memory**2), n)
    for each in range(1, t):
        noise[:, each] = program.memory * noise[:, each - 1] + rng.normal(0, 1, n)
    outcome = 10 + rng.normal(0, 1, (n, 1)) + rng.normal(0, 1, (1, t)) + noise
    size = detectable_effect(program)
    times = np.arange(1, t + 1, dtype=float)
    if kind == "effect":
        outcome += size * (treated[:, None] & (times >= program.start))
    elif kind == "trend":
        outcome += size / float(_contrast(program) @ times) * treated[:, None] * (times - 1)
    unit, time = np.repeat(np.arange(n), t), np.tile(np.arange(t), n)
    return Panel(
        units=tuple(f"{each + 1:03d}" for each in range(n)),
        times=times,
        periods=Periods("number", times),
        unit=unit.astype(np.int64),
        time=time.astype(np.int64),
        outcome=outcome.ravel(),
        first_treated=np.where(treated, float(program.start), np.inf),
        weights=np.ones(n * t),
        covariates=np.empty((n * t, 0)),
        clusters=np.arange(n, dtype=np.int64),
        roles=Roles(outcome="outcome", unit="unit", time="time", first_treated="first_treated"),
    )
