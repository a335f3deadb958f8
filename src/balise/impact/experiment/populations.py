"""Invented job trainees beside an invented general population: a comparison that is no trial.

The shape is that of a well-known case (LaLonde 1986): trainees are younger, poorer and
less often married than people at large, and earn less whatever the training does.
"""

from dataclasses import replace

import numpy as np

from balise.impact.columns import FloatArray
from balise.impact.experiment.sample import Trial
from balise.impact.experiment.simulation import invent_trial
from balise.impact.roles import Roles

__all__ = ["invent_trainees"]

NAMES = ("age", "educ", "black", "hispan", "married", "nodegree", "re74", "re75")


def invent_trainees(
    seed: int, *, naive: bool, trainees: int = 185, others: int = 260, effect: float = 1800.0
) -> Trial:
    """Invent trainees and those they are compared with.

    Parameters
    ----------
    seed : int
    naive : bool
        True: the others are the general population. False: they were drawn by lot among
        the same people as the trainees.
    trainees, others : int
    effect : float
        Of training, on yearly earnings [dollars].

    Examples
    --------
    >>> trial = invent_trainees(1, naive=True, others=2000)
    >>> float(trial.outcome[trial.treated].mean()) < float(trial.outcome[~trial.treated].mean())
    True
    """
    rng = np.random.default_rng([seed, int(naive), 13])
    poor = _people(rng, trainees + (0 if naive else others), general=False)
    rich = _people(rng, others if naive else 0, general=True)
    columns = np.vstack([poor, rich])
    treated = np.arange(len(columns)) < trainees
    expected = 4500 + 0.35 * columns[:, 6] + 0.45 * columns[:, 7] + 350 * (columns[:, 1] - 10)
    earned = expected * rng.gamma(2.0, 0.5, len(columns)) + effect * treated
    works = rng.random(len(columns)) < 0.78
    base = invent_trial(seed, units=4)
    return replace(
        base,
        outcome=np.where(works, np.maximum(earned, 0.0), 0.0),
        treated=treated,
        columns=columns,
        names=NAMES,
        strata=np.zeros(len(columns), dtype=np.int64),
        roles=Roles(outcome="re78", treated="treat", covariates=NAMES),
    )


def _people(rng: np.random.Generator, count: int, *, general: bool) -> FloatArray:
    middle, apart, years, spread = (34, 10, 12.0, 3) if general else (25, 7, 10.3, 2)
    age = np.clip(rng.normal(middle, apart, count).round(), 17, 60)
    educ = np.clip(rng.normal(years, spread, count).round(), 0, 17)
    shares = (0.25, 0.03, 0.85) if general else (0.84, 0.06, 0.18)
    black, hispan, married = (rng.random((3, count)) < np.array(shares)[:, None]).astype(float)
    mean, idle = (19_000, 0.08) if general else (6_500, 0.7)
    past = rng.gamma(3.0, mean / 3, count) * (rng.random(count) > idle)
    last = np.maximum(0.0, 0.9 * past + rng.normal(0, 1500, count)) * (rng.random(count) > idle / 3)
    return np.column_stack(
        [age, educ, black, hispan, married, (educ < 12).astype(float), past, last]
    )
