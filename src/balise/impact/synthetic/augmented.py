"""The augmented synthetic control: ridge regression takes away what the weights leave."""

from dataclasses import dataclass

import numpy as np

from balise.impact.answers import Estimate
from balise.impact.columns import FloatArray
from balise.impact.synthetic.comparison import Comparison
from balise.impact.synthetic.intervals import LEVEL
from balise.impact.synthetic.weights import simplex_weights

__all__ = ["Augmented", "augment", "penalties", "ridge_weights"]


@dataclass(frozen=True, slots=True)
class Augmented:
    """An augmented synthetic control.

    Attributes
    ----------
    weights : array of float, shape (donors,)
        Sum to one; may be below zero.
    penalty : float
        Of the ridge regression [outcome squared].
    effect : Estimate
        Mean effect after the start, with its jackknife+ interval where there are enough
        periods before.
    below : float
        Sum of the weights below zero: how far it reaches beyond the donors.
    """

    weights: FloatArray
    penalty: float
    effect: Estimate
    below: float


def penalties(centred: FloatArray) -> FloatArray:
    """Give the penalties that are tried, from the largest down to 1e-8 of it."""
    largest = float(np.linalg.svd(centred, compute_uv=False)[0]) ** 2
    return (largest or 1.0) * 1e-8 ** (np.arange(21) / 20)


def ridge_weights(own: FloatArray, others: FloatArray, penalty: float) -> FloatArray:
    """Correct the weights of a synthetic control by a ridge regression.

    Parameters
    ----------
    own, others : array of float, shapes (periods,), (donors, periods)
        Outcomes before the start.
    penalty : float
        The larger, the nearer to the plain synthetic control.

    References
    ----------
    Ben-Michael, E., Feller, A., and Rothstein, J. (2021), Journal of the American
    Statistical Association 116, 1789-1803: equation 14, outcomes less the mean of donors.
    """
    weights = simplex_weights(others.T - own[:, None])
    mean = others.mean(axis=0)
    centred, target = others - mean, own - mean
    left = target - weights @ centred
    square = centred.T @ centred + penalty * np.eye(len(own))
    return np.asarray(weights + centred @ np.linalg.solve(square, left))


def _choose(own: FloatArray, others: FloatArray) -> float:
    """Choose the largest penalty whose error is within one standard error of the least.

    Each period before the start is left out in turn and told from the others.
    """
    candidates = penalties(others - others.mean(axis=0))
    periods = np.arange(len(own))
    errors = np.empty((len(candidates), len(own)))
    for period in periods:
        kept = periods != period
        for place, penalty in enumerate(candidates):
            weights = ridge_weights(own[kept], others[:, kept], float(penalty))
            errors[place, period] = (own[period] - weights @ others[:, period]) ** 2
    means = errors.mean(axis=1)
    spread = errors.std(axis=1, ddof=1) / np.sqrt(len(own))
    best = int(means.argmin())
    return float(candidates[means <= means[best] + spread[best]].max())


def augment(comparison: Comparison) -> Augmented:
    """Fit the augmented synthetic control to all outcomes before the start.

    The interval is that of the jackknife+ over periods (Barber, Candes, Ramdas and
    Tibshirani 2021, Annals of Statistics 49, 486-507): the error of one period left out is
    taken for that of the mean effect. It needs 19 periods before the start.
    """
    start = comparison.start
    own, others = comparison.own[:start], comparison.others[:, :start]
    penalty = _choose(own, others)
    weights = ridge_weights(own, others, penalty)
    effect = _mean_effect(comparison, weights)
    periods = np.arange(start)
    low, high = np.empty(start), np.empty(start)
    for period in periods:
        kept = periods != period
        without = ridge_weights(own[kept], others[:, kept], penalty)
        error = abs(own[period] - without @ others[:, period])
        mean = _mean_effect(comparison, without)
        low[period], high[period] = mean - error, mean + error
    rank = int(np.floor((1 - LEVEL) * (start + 1) + 1e-9))
    found = Estimate(effect)
    if rank >= 1:
        found = Estimate(
            effect, None, float(np.sort(low)[rank - 1]), float(np.sort(high)[start - rank])
        )
    return Augmented(weights, penalty, found, float(-np.minimum(weights, 0.0).sum()))


def _mean_effect(comparison: Comparison, weights: FloatArray) -> float:
    after = slice(comparison.start, None)
    return float(np.mean(comparison.own[after] - weights @ comparison.others[:, after]))
