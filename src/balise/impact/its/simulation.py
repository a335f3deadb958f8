"""Invented series whose truth is known: for benches and tests."""

import numpy as np

from balise.impact.columns import FloatArray
from balise.impact.its.series import Series
from balise.impact.periods import Periods

__all__ = ["invent_series"]

RHO, NOISE, SEASON = 0.4, 8.0, 15.0


def invent_series(
    seed: int, *, before: int = 48, after: int = 24, effect: float = 0.0, compared: bool = False
) -> Series:
    """Invent a monthly series: a trend, a season, and noise that lingers (0.4).

    Parameters
    ----------
    seed : int
    before, after : int
        Months before and from the start on.
    effect : float
        What the program adds in each month, in standard deviations of a shock.
    compared : bool
        Whether there is a comparison series, with a trend of its own and the same season.
    """
    rng = np.random.default_rng(seed)
    months = np.arange(before + after)
    season = SEASON * np.sin(2 * np.pi * months / 12)
    outcome = 300 + 0.5 * months + season + NOISE * _noise(rng, len(months))
    outcome[before:] += effect * NOISE
    other = 290 + 0.3 * months + season + NOISE * _noise(rng, len(months))
    times = np.arange(24240.0, 24240.0 + before + after)  # from January 2020
    return Series(
        times=times,
        steps=(months - before).astype(float),
        outcome=outcome,
        comparison=other if compared else None,
        scale=1.0,
        season=12,
        periods=Periods("month", times),
        start=float(times[before]),
        roles={"outcome": "outcome", "time": "month"},
        missing=(),
        digests={},
    )


def _noise(rng: np.random.Generator, count: int) -> FloatArray:
    noise = np.empty(count)
    noise[0] = rng.normal() / np.sqrt(1 - RHO**2)
    for period in range(1, count):
        noise[period] = RHO * noise[period - 1] + rng.normal()
    return noise
