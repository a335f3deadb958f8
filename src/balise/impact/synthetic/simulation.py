"""Invented regions whose truth is known: for benches and tests."""

import numpy as np

from balise.impact.columns import FloatArray
from balise.impact.frame import Panel
from balise.impact.periods import Periods
from balise.impact.roles import Roles
from balise.impact.synthetic.comparison import Asked, Comparison

__all__ = ["invent_comparison"]

RHO = 0.4


def invent_comparison(
    seed: int, *, donors: int = 20, before: int = 20, after: int = 10, effect: float = 0.0
) -> tuple[Comparison, Panel, Asked]:
    """Invent a comparison: two common factors that wander, loadings, noise that lingers.

    The treated unit has the loadings of a mixture of five donors, so that a synthetic
    control exists. Noise has a standard deviation of 1.09 and an autocorrelation of 0.4.

    Parameters
    ----------
    seed : int
    donors, before, after : int
        Units without the program, periods before and from the start on.
    effect : float
        What the program adds in each period.

    References
    ----------
    Abadie, Diamond and Hainmueller (2010), appendix B: a factor model.
    """
    rng = np.random.default_rng(seed)
    periods = before + after
    factors = rng.normal(size=(periods, 2)).cumsum(axis=0)
    loadings = rng.uniform(0, 1, (donors + 1, 2))
    level = rng.normal(0, 2, donors + 1)
    loadings[0], level[0] = loadings[1:6].mean(axis=0), level[1:6].mean()
    noise = np.empty((donors + 1, periods))
    noise[:, 0] = rng.normal(size=donors + 1) / np.sqrt(1 - RHO**2)
    for period in range(1, periods):
        noise[:, period] = RHO * noise[:, period - 1] + rng.normal(size=donors + 1)
    outcome = 50 + 3 * level[:, None] + 3 * loadings @ factors.T + noise
    outcome[0, before:] += effect
    units = tuple(f"Region {unit:02d}" for unit in range(donors + 1))
    times = np.arange(1.0, periods + 1)
    comparison = Comparison(
        treated=units[0],
        donors=units[1:],
        times=times,
        start=before,
        own=outcome[0],
        others=outcome[1:],
        predictors=(),
        own_traits=np.empty(0),
        other_traits=np.empty((donors, 0)),
        fitted=np.ones(before, dtype=bool),
    )
    return comparison, _panel(units, times, outcome), Asked(units[0], str(before + 1))


def _panel(units: tuple[str, ...], times: FloatArray, outcome: FloatArray) -> Panel:
    count, periods = outcome.shape
    return Panel(
        units=units,
        times=times,
        periods=Periods("number", times),
        unit=np.repeat(np.arange(count), periods),
        time=np.tile(np.arange(periods), count),
        outcome=outcome.ravel(),
        first_treated=np.full(count, np.inf),
        weights=np.ones(count * periods),
        covariates=np.empty((count * periods, 0)),
        clusters=np.arange(count),
        roles=Roles(outcome="outcome", unit="unit", time="time"),
    )
