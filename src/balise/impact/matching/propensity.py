"""The chance of being treated, as columns tell it: a logit."""

import warnings
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import statsmodels.api as sm
from scipy.special import expit
from statsmodels.tools.sm_exceptions import PerfectSeparationError

from balise.impact.columns import FloatArray

__all__ = ["Propensity", "fit_propensity"]

RIDGE = 1e-6  # where groups are told apart wholly, for chances that stay numbers
STEPS = 60


@dataclass(frozen=True, slots=True)
class Propensity:
    """Chances of being treated, shape (n,), their logits, and the design behind them.

    ``separated`` says that columns tell the groups apart wholly, or nearly so.
    """

    chance: FloatArray
    logit: FloatArray
    design: FloatArray
    separated: bool


def fit_propensity(columns: FloatArray, treated: npt.NDArray[np.bool_]) -> Propensity:
    """Fit the chance of being treated on standardised columns.

    Parameters
    ----------
    columns : array of float, shape (n, k)
        Independent of each other.
    treated : array of bool, shape (n,)

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> ages = rng.normal(size=(400, 1))
    >>> fitted = fit_propensity(ages, rng.random(400) < expit(ages[:, 0]))
    >>> bool(np.corrcoef(fitted.logit, ages[:, 0])[0, 1] > 0.99), fitted.separated
    (True, False)
    """
    spread = columns.std(axis=0)
    design = np.column_stack(
        [np.ones(len(columns)), (columns - columns.mean(axis=0)) / np.where(spread > 0, spread, 1)]
    )
    arm = treated.astype(float)
    separated = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            fitted = sm.Logit(arm, design).fit(disp=0, maxiter=STEPS)
        slopes = np.asarray(fitted.params, dtype=float)
        separated = bool(np.abs(slopes).max() > 30)
    except (PerfectSeparationError, np.linalg.LinAlgError, Warning):
        separated = True
        slopes = _ridge(design, arm)
    logit = np.clip(design @ slopes, -30, 30)
    if separated:
        separated = bool(logit[treated].min() > logit[~treated].max())
    return Propensity(expit(logit), logit, design, separated)


def _ridge(design: FloatArray, arm: FloatArray) -> FloatArray:
    """Fit with a small penalty by Newton's steps, halved where they go too far."""
    slopes = np.zeros(design.shape[1])
    penalty = RIDGE * len(arm) * np.eye(design.shape[1])
    for _ in range(STEPS):
        p = expit(np.clip(design @ slopes, -30, 30))
        slope = design.T @ (arm - p) - penalty @ slopes
        bend = (design * (p * (1 - p))[:, None]).T @ design + penalty
        step = np.linalg.solve(bend, slope)
        size = float(np.abs(step).max())
        slopes = slopes + step * min(1.0, 5.0 / max(size, 1e-300))
        if size < 1e-8:
            break
    return slopes
