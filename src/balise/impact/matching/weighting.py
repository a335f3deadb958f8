"""Weights for those not treated, so that they look like the treated."""

import numpy as np
import numpy.typing as npt
from scipy import optimize

from balise.impact.columns import FloatArray

__all__ = ["effective_number", "entropy_weights", "odds_weights"]


def entropy_weights(columns: FloatArray, treated: npt.NDArray[np.bool_]) -> FloatArray | None:
    """Weigh comparison units so that their means are those of the treated, changing least.

    Parameters
    ----------
    columns : array of float, shape (n, k)
        Independent of each other.
    treated : array of bool, shape (n,)

    Returns
    -------
    array of float, shape (comparison units,), or None
        They sum to 1. None where no weights can do it: the treated lie outside.

    References
    ----------
    Hainmueller, J. (2012), Entropy balancing for causal effects, Political Analysis 20(1).

    Examples
    --------
    >>> ages = np.array([[40.0], [50], [30], [40], [60]])
    >>> weights = entropy_weights(ages, np.array([True, True, False, False, False]))
    >>> round(float(weights @ ages[2:, 0]), 4)
    45.0
    """
    spread = columns.std(axis=0)
    scaled = columns / np.where(spread > 0, spread, 1)
    away = scaled[~treated] - scaled[treated].mean(axis=0)

    def dual(slopes: FloatArray) -> tuple[float, FloatArray]:
        powers = away @ slopes
        top = float(powers.max())
        raised = np.exp(powers - top)
        total = float(raised.sum())
        return top + float(np.log(total)), raised @ away / total

    found = optimize.minimize(
        dual,
        np.zeros(columns.shape[1]),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": 5000, "ftol": 1e-15, "gtol": 1e-9, "maxcor": 30},
    )
    powers = away @ found.x
    weights = np.exp(powers - powers.max())
    weights /= weights.sum()
    if float(np.abs(weights @ away).max(initial=0.0)) > 1e-3:
        return None
    return np.asarray(weights)


def odds_weights(chance: FloatArray, treated: npt.NDArray[np.bool_]) -> FloatArray:
    """Weigh comparison units by their odds of being treated, stabilised: they sum to 1.

    Examples
    --------
    >>> odds_weights(np.array([0.5, 0.5, 0.2]), np.array([True, False, False])).round(2)
    array([0.8, 0.2])
    """
    p = np.clip(chance[~treated], 1e-12, 1 - 1e-12)
    odds = p / (1 - p)
    return np.asarray(odds / odds.sum())


def effective_number(weights: FloatArray) -> float:
    """Tell how many units of equal weight would tell as much (Kish).

    Examples
    --------
    >>> effective_number(np.array([0.5, 0.5, 0.0]))
    2.0
    """
    return float(weights.sum() ** 2 / (weights**2).sum())
