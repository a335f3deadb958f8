"""The same power by drawing: studies invented with a seed, and how many find the effect."""

import numpy as np
from scipy import stats

from balise.impact.columns import FloatArray
from balise.impact.power.setup import Setup, rollout_contrasts

__all__ = ["DRAWS", "simulated_power"]

DRAWS = 1000
CELLS = 2_000_000


def simulated_power(setup: Setup, effect: float, *, draws: int = DRAWS, seed: int = 1) -> float:
    """Tell in what share of invented roll-outs the effect is found by a test at 5 %.

    Units follow an autoregressive process; the estimate is that of Callaway and Sant'Anna
    with never-treated units, its error is reckoned from the units of each draw.

    Examples
    --------
    >>> setup = Setup("rollout", units=100)
    >>> 0.7 < simulated_power(setup, 0.7, draws=200) < 1.0
    True
    """
    rng = np.random.default_rng([seed, 11])
    one = max(setup.waves, round(setup.units * setup.treated_share))
    wave = np.concatenate(
        [np.zeros(setup.units - one, dtype=int), 1 + np.arange(one) % setup.waves]
    )
    contrasts = np.array(rollout_contrasts(setup))[wave]
    sizes = np.bincount(wave, minlength=setup.waves + 1).astype(float)
    starts = setup.start - 1 + np.arange(setup.waves)
    treated = np.zeros((setup.units, setup.periods), dtype=bool)
    for each, start in enumerate(starts, 1):
        treated[wave == each, start:] = True
    block = max(1, CELLS // (setup.units * setup.periods))
    limit = stats.t.ppf(0.975, setup.units - 2)
    found = done = 0
    while done < draws:
        now = min(block, draws - done)
        noise = _memory(rng.normal(size=(now, setup.units, setup.periods)), setup.memory)
        values = ((setup.sd * noise + effect * treated) * contrasts).sum(axis=2)
        estimate, variance = np.zeros(now), np.zeros(now)
        for each, size in enumerate(sizes):
            part = values[:, wave == each]
            estimate += part.mean(axis=1)
            variance += part.var(axis=1, ddof=1) / size
        found += int((np.abs(estimate) > limit * np.sqrt(variance)).sum())
        done += now
    return found / draws


def _memory(noise: FloatArray, memory: float) -> FloatArray:
    """Let each period remember the one before; the variance stays 1."""
    fresh = np.sqrt(1 - memory**2)
    for period in range(1, noise.shape[2]):
        noise[:, :, period] = memory * noise[:, :, period - 1] + fresh * noise[:, :, period]
    return noise
