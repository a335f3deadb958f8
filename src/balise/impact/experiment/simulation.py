"""Invented trials with a known effect, for tests, examples and power."""

import numpy as np

from balise.impact.experiment.sample import Trial
from balise.impact.roles import Roles

__all__ = ["invent_trial"]


def invent_trial(
    seed: int,
    *,
    units: int = 200,
    effect: float = 0.5,
    cluster_size: int = 0,
    strata: int = 1,
    icc: float = 0.1,
) -> Trial:
    """Invent a trial: outcome of spread 1 of which two covariates explain a third.

    Parameters
    ----------
    seed : int
    units : int
        People.
    effect : float
        In units of the outcome.
    cluster_size : int
        People in a cluster; 0 if each is assigned alone.
    strata : int
    icc : float
        Share of the variance that lies between clusters.

    Examples
    --------
    >>> trial = invent_trial(3, units=40)
    >>> int(trial.treated.sum()), trial.columns.shape
    (20, (40, 2))
    """
    rng = np.random.default_rng([seed, 7])
    columns = rng.normal(size=(units, 2))
    blocks = np.arange(units) // max(cluster_size, 1)
    count = int(blocks.max()) + 1
    stratum = np.arange(count) % strata
    treated = np.zeros(count, dtype=bool)
    for each in range(strata):
        members = rng.permutation(np.flatnonzero(stratum == each))
        treated[members[: len(members) // 2]] = True
    shared = rng.normal(size=count) * np.sqrt(icc if cluster_size else 0.0)
    own = np.sqrt(2 / 3 - (icc if cluster_size else 0.0))
    noise = shared[blocks] + own * rng.normal(size=units)
    outcome = 10 + effect * treated[blocks] + columns @ [0.5, 0.2887] + noise
    return Trial(
        outcome=outcome + 0.3 * stratum[blocks],
        treated=treated[blocks],
        columns=columns,
        names=("before", "age"),
        named=True,
        strata=stratum[blocks].astype(np.int64),
        clusters=blocks.astype(np.int64) if cluster_size else None,
        roles=Roles(outcome="outcome", treated="treated", covariates=("before", "age")),
        notes=(),
        digests={},
    )
