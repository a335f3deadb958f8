"""One comparison of two groups over two periods, plain or doubly robust, with its influence.

The influence of a unit is what it adds to the estimate, times the number of units: the
mean of its square over n is the variance of the estimate.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from balise.impact.columns import FloatArray

__all__ = ["Cell", "doubly_robust", "plain"]

BoolArray = npt.NDArray[np.bool_]

TRIM = 0.995  # comparison units as likely as this to be treated are not compared with
CLOSEST = 1 - 1e-6


@dataclass(frozen=True, slots=True)
class Cell:
    """An effect in units of the outcome, and the influence of each unit, shape (n,)."""

    effect: float
    influence: FloatArray


def plain(
    late: FloatArray, early: FloatArray, treated: BoolArray, control: BoolArray, weights: FloatArray
) -> Cell:
    """Compare the change of treated units with that of the comparison units.

    A unit that misses a period counts in the other (repeated cross-sections); where none
    does, this is the difference of mean changes.

    Parameters
    ----------
    late, early : array of float, shape (n,)
        The outcome in the later and the earlier period.
    treated, control : array of bool, shape (n,)
    weights : array of float, shape (n,)
    """
    effect, influence = 0.0, np.zeros(len(late))
    for who, side in ((treated, 1.0), (control, -1.0)):
        for values, sign in ((late, side), (early, -side)):
            seen = who & np.isfinite(values)
            total = float(weights[seen].sum())
            if total <= 0:
                return Cell(float("nan"), np.full(len(late), np.nan))
            mean = float(weights[seen] @ values[seen]) / total
            effect += sign * mean
            share = sign * len(late) / total
            influence[seen] += share * weights[seen] * (values[seen] - mean)
    return Cell(effect, influence)


def _logit(design: FloatArray, treated: FloatArray, weights: FloatArray) -> FloatArray | None:
    """Fit the probability of being treated; None if it does not settle."""
    beta = np.zeros(design.shape[1])
    share = float(weights @ treated / weights.sum())
    beta[0] = np.log(share / (1 - share))
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(design @ beta, -500, 500)))
        curve = (weights * chance * (1 - chance))[:, None] * design
        try:
            step = np.linalg.solve(design.T @ curve, design.T @ (weights * (treated - chance)))
        except np.linalg.LinAlgError:
            return None
        beta += step
        if np.abs(step).max() < 1e-10 * (1 + np.abs(beta).max()):
            return beta
    return None


def doubly_robust(
    change: FloatArray, treated: BoolArray, design: FloatArray, weights: FloatArray
) -> Cell:
    """Compare changes among units alike in their covariates.

    Parameters
    ----------
    change : array of float, shape (m,)
        Later less earlier outcome.
    treated : array of bool, shape (m,)
        Treated units; the others are the comparison.
    design : array of float, shape (m, k)
        A column of ones, then covariates.
    weights : array of float, shape (m,)

    Returns
    -------
    Cell
        NaN if covariates tell the groups apart wholly, or repeat each other.

    References
    ----------
    Sant'Anna, P. H. C. and Zhao, J. (2020), Doubly robust difference-in-differences
    estimators, Journal of Econometrics 219: the estimator of equation 2.6, logit and least
    squares by maximum likelihood, with the influence of both first steps.
    """
    m = len(change)
    weights = weights / weights.mean()
    d = treated.astype(float)
    empty = Cell(float("nan"), np.full(m, np.nan))
    if not treated.any() or treated.all():
        return empty
    beta = _logit(design, d, weights)
    outside = weights * (1 - d)
    moments = design.T @ (outside[:, None] * design) / m
    if beta is None or np.linalg.cond(moments) > 1e12:
        return empty
    chance = np.minimum(1 / (1 + np.exp(-np.clip(design @ beta, -500, 500))), CLOSEST)
    kept = np.where(treated, 1.0, chance < TRIM)
    gamma = np.linalg.solve(moments, design.T @ (outside * change) / m)
    rest = change - design @ gamma
    w_treated = kept * weights * d
    w_control = kept * weights * chance * (1 - d) / (1 - chance)
    if w_control.mean() <= 0:
        return empty
    eta_treated = (w_treated @ rest) / w_treated.sum()
    eta_control = (w_control @ rest) / w_control.sum()
    of_outcome = (outside * rest)[:, None] * design @ np.linalg.inv(moments)
    hessian = np.linalg.inv(design.T @ ((weights * chance * (1 - chance))[:, None] * design)) * m
    of_chance = (weights * (d - chance))[:, None] * design @ hessian
    among_treated = w_treated * (rest - eta_treated) - of_outcome @ (w_treated @ design / m)
    among_control = (
        w_control * (rest - eta_control)
        + of_chance @ ((w_control * (rest - eta_control)) @ design / m)
        - of_outcome @ (w_control @ design / m)
    )
    influence = among_treated / w_treated.mean() - among_control / w_control.mean()
    return Cell(float(eta_treated - eta_control), influence)
