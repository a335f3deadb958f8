"""The effect on the treated, by each method, with its error."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from balise.impact.columns import FloatArray
from balise.impact.matching.neighbours import CALIPER, Pairs, nearest_neighbours, whitened
from balise.impact.matching.propensity import Propensity
from balise.impact.matching.weighting import entropy_weights, odds_weights

__all__ = ["METHODS", "Found", "doubly_robust", "estimate_by"]

METHODS = ("entropy", "ps", "mahalanobis", "ipw")
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Found:
    """An effect on the treated, its error, and what each unit adds to it.

    ``weights`` are those of the comparison units, summing to 1; ``kept`` says which treated
    units have a match; ``influence`` sums to about 0, shape (n,).
    """

    value: float
    se: float
    weights: FloatArray
    kept: BoolArray
    influence: FloatArray


def estimate_by(
    method: str,
    outcome: FloatArray,
    treated: BoolArray,
    columns: FloatArray,
    propensity: Propensity,
) -> Found | None:
    """Estimate the effect on the treated by one method; None where it cannot be done.

    References
    ----------
    Abadie, A. and Imbens, G. W. (2006, 2011), for matching with replacement, its error and
    the correction by regression of what matching leaves; Hainmueller (2012) and Zhao and
    Percival (2017) for entropy balancing; Hirano, Imbens and Ridder (2003) for the odds.
    """
    if method == "entropy":
        weights = entropy_weights(columns, treated)
        return None if weights is None else _balanced(outcome, treated, columns, weights)
    if method == "ipw":
        return _weighted(outcome, treated, propensity)
    if method == "ps":
        logit = propensity.logit[:, None]
        caliper = CALIPER * float(np.sqrt(_pooled(propensity.logit, treated)))
        pairs = nearest_neighbours(logit, treated, caliper)
        places = logit
    else:
        places = whitened(columns)
        pairs = nearest_neighbours(places, treated, None)
    if len(pairs.treated) < 2:
        return None
    return _matched(outcome, treated, columns, pairs, places)


def _pooled(values: FloatArray, treated: BoolArray) -> float:
    return float((values[treated].var(ddof=1) + values[~treated].var(ddof=1)) / 2)


def _slopes(outcome: FloatArray, columns: FloatArray, weights: FloatArray) -> FloatArray:
    design = np.column_stack([np.ones(len(outcome)), columns])
    root = np.sqrt(weights)[:, None]
    slopes = np.linalg.lstsq(design * root, outcome * root[:, 0], rcond=None)[0]
    return np.asarray(slopes)


def _left(outcome: FloatArray, columns: FloatArray, slopes: FloatArray) -> FloatArray:
    return np.asarray(outcome - slopes[0] - columns @ slopes[1:])


def _gathered(treated: BoolArray, one: FloatArray, zero: FloatArray) -> FloatArray:
    influence = np.zeros(len(treated))
    influence[treated], influence[~treated] = one, zero
    return influence


def _balanced(
    outcome: FloatArray, treated: BoolArray, columns: FloatArray, weights: FloatArray
) -> Found:
    value = float(outcome[treated].mean() - weights @ outcome[~treated])
    slopes = _slopes(outcome[~treated], columns[~treated], weights)
    rest = _left(outcome, columns, slopes)
    shift = float(rest[treated].mean())
    influence = _gathered(
        treated, (rest[treated] - shift) / treated.sum(), -weights * rest[~treated]
    )
    kept = np.ones(int(treated.sum()), dtype=bool)
    return Found(value, float(np.sqrt((influence**2).sum())), weights, kept, influence)


def _weighted(outcome: FloatArray, treated: BoolArray, propensity: Propensity) -> Found:
    weights = odds_weights(propensity.chance, treated)
    one, zero = float(outcome[treated].mean()), float(weights @ outcome[~treated])
    p, design = propensity.chance, propensity.design
    slope = (weights * (outcome[~treated] - zero)) @ design[~treated]
    bend = (design * (p * (1 - p))[:, None]).T @ design
    scores = design * (treated - p)[:, None]
    influence = _gathered(
        treated,
        (outcome[treated] - one) / treated.sum(),
        -weights * (outcome[~treated] - zero),
    )
    influence = influence - scores @ (np.linalg.pinv(bend) @ slope)
    kept = np.ones(int(treated.sum()), dtype=bool)
    return Found(one - zero, float(np.sqrt((influence**2).sum())), weights, kept, influence)


def _matched(
    outcome: FloatArray,
    treated: BoolArray,
    columns: FloatArray,
    pairs: Pairs,
    places: FloatArray,
) -> Found:
    one, zero = outcome[treated][pairs.treated], outcome[~treated]
    times = np.bincount(pairs.neighbour, minlength=len(zero)).astype(float)
    slopes = _slopes(zero[times > 0], columns[~treated][times > 0], times[times > 0])
    apart = columns[treated][pairs.treated] - columns[~treated][pairs.neighbour]
    gaps = one - zero[pairs.neighbour] - apart @ slopes[1:]
    value, n = float(gaps.mean()), len(gaps)
    near = np.asarray(cKDTree(places[~treated]).query(places[~treated], k=2)[1])
    own = np.arange(len(zero))
    other = np.where(near[:, 0] == own, near[:, 1], near[:, 0])
    noise = (zero - zero[other]) ** 2 / 2
    variance = float(((gaps - value) ** 2).sum() + (times * (times - 1) * noise).sum()) / n**2
    added = np.zeros(int(treated.sum()))
    added[pairs.treated] = (gaps - value) / n
    shares = -times * _left(zero, columns[~treated], slopes) / n
    kept = np.zeros(int(treated.sum()), dtype=bool)
    kept[pairs.treated] = True
    influence = _gathered(treated, added, shares)
    return Found(value, float(np.sqrt(variance)), pairs.weights, kept, influence)


def doubly_robust(
    outcome: FloatArray, treated: BoolArray, columns: FloatArray, propensity: Propensity
) -> Found:
    """Estimate the effect on the treated from a regression and the odds: right if one is.

    References
    ----------
    Robins, Rotnitzky and Zhao (1994); Sant'Anna and Zhao (2020) for the treated.
    """
    weights = odds_weights(propensity.chance, treated)
    slopes = _slopes(outcome[~treated], columns[~treated], np.ones(int((~treated).sum())))
    rest = _left(outcome, columns, slopes)
    other = float(weights @ rest[~treated])
    value = float(rest[treated].mean()) - other
    influence = _gathered(
        treated,
        (rest[treated] - other - value) / treated.sum(),
        -weights * (rest[~treated] - other),
    )
    kept = np.ones(int(treated.sum()), dtype=bool)
    return Found(value, float(np.sqrt((influence**2).sum())), weights, kept, influence)
