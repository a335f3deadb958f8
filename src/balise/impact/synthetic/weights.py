"""Weights of donors: one convex problem, or two nested ones searched from many starts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import nnls

from balise.impact.columns import FloatArray
from balise.impact.synthetic.kernels import descend, nearest, screen
from balise.vocabulary import ImpactError

__all__ = ["Fit", "Start", "Thoroughness", "fit_nested", "fit_outcomes", "simplex_weights"]

LEAST = 1e-6
"""Least importance of a predictor, as a share of the most important one."""


@dataclass(frozen=True, slots=True)
class Thoroughness:
    """How hard the search tries: points looked at, descents made, turns of each at most."""

    points: int = 4000
    descents: int = 14
    turns: int = 12


@dataclass(frozen=True, slots=True)
class Start:
    """Where one descent ended: its kind, the mean squared gap before, its weights."""

    kind: str
    mspe: float
    weights: FloatArray


@dataclass(frozen=True, slots=True)
class Fit:
    """A synthetic control.

    Attributes
    ----------
    weights : array of float, shape (donors,)
        At least zero, sum to one.
    importance : array of float, shape (predictors,)
        What each predictor counts; sums to one; empty where outcomes alone are matched.
    mspe : float
        Mean squared gap of the outcome over the periods of the fit [outcome squared].
    starts : tuple of Start
        Where each descent ended, the best first; empty where there is one solution.
    exact : bool
        Whether predictors are matched exactly, so that their importance does not matter.
    """

    weights: FloatArray
    importance: FloatArray
    mspe: float
    starts: tuple[Start, ...] = ()
    exact: bool = False


def simplex_weights(gaps: FloatArray) -> FloatArray:
    """Find the weights, at least zero and of sum one, that bring ``gaps @ weights`` nearest zero.

    Parameters
    ----------
    gaps : array of float, shape (rows, donors)
        Donors less the treated unit.

    Examples
    --------
    >>> simplex_weights(np.array([[-1.0, 3.0]])).round(6)
    array([0.75, 0.25])
    """
    scale = float(np.sqrt((gaps**2).sum() / gaps.shape[1])) or 1.0
    rows = np.vstack([gaps / scale, np.ones(gaps.shape[1])])
    try:
        found, _ = nnls(rows, np.r_[np.zeros(len(gaps)), 1.0], maxiter=50 * gaps.shape[1] + 100)
    except RuntimeError as error:
        raise ImpactError(
            f"Weights of {gaps.shape[1]} donors: found none after many steps. Expected outcomes "
            "that differ between donors. Leave out donors that have the same outcomes."
        ) from error
    return np.asarray(found / found.sum())


def fit_outcomes(treated: FloatArray, donors: FloatArray) -> Fit:
    """Match the outcome of every period before treatment: a convex problem, one solution.

    Parameters
    ----------
    treated : array of float, shape (periods,)
    donors : array of float, shape (donors, periods)
    """
    gaps = donors.T - treated[:, None]
    weights = simplex_weights(gaps)
    return Fit(weights, np.empty(0), float(np.mean((gaps @ weights) ** 2)))


def fit_nested(
    predictors: tuple[FloatArray, FloatArray],
    outcomes: tuple[FloatArray, FloatArray],
    rng: np.random.Generator,
    effort: Thoroughness | None = None,
) -> Fit:
    """Find importance of predictors and weights of donors, from many starts.

    Weights bring the predictors nearest at a given importance; the importance is that
    which brings outcomes before treatment nearest. The outer problem has many valleys:
    thousands of points are looked at (equal importance; that of a regression; Dirichlet;
    uniform in logarithms), and descents are made from the first two and the best ones.

    Parameters
    ----------
    predictors : tuple of array
        Of the treated unit, shape (k,); of donors, shape (donors, k). Any units.
    outcomes : tuple of array
        Of the treated unit, shape (periods,); of donors, shape (donors, periods).
    rng : numpy.random.Generator
        Draws the starts.
    effort : Thoroughness, optional

    References
    ----------
    Abadie, A., Diamond, A., and Hainmueller, J. (2010), Journal of the American
    Statistical Association 105, 493-505; Becker, M., and Kloessner, S. (2018), Econometrics
    and Statistics 5, 1-19, on starts that fail.
    """
    effort = effort or Thoroughness()
    own, others = predictors
    spread = np.vstack([own, others]).std(axis=0, ddof=1)
    spread = np.where(spread > 0, spread, 1.0)
    gaps = np.ascontiguousarray(((others - own) / spread).T)
    paths = np.ascontiguousarray((outcomes[1] - outcomes[0]).T)
    if _matched(gaps):
        return _fit_matched(gaps, paths)
    kinds, points = _starts(gaps, others / spread, outcomes[1], rng, effort.points)
    floor = float(np.log(LEAST))
    chosen = _chosen(screen(points, gaps, paths), points, effort.descents)
    ends = []
    for place in chosen:
        value, point = _descended(points[place], gaps, paths, floor, effort.turns)
        ends.append((value, kinds[place], point))
    ends.sort(key=lambda each: each[0])
    best = np.exp(ends[0][2])
    weights = simplex_weights(np.sqrt(best)[:, None] * gaps)
    return Fit(
        weights,
        best / best.sum(),
        float(np.mean((paths @ weights) ** 2)),
        tuple(Start(kind, value, nearest(gaps, np.exp(point))) for value, kind, point in ends),
    )


def _descended(
    point: FloatArray, gaps: FloatArray, paths: FloatArray, floor: float, turns: int
) -> tuple[float, FloatArray]:
    """Go down again from where a descent ended, until it gains no more."""
    value = np.inf
    for _ in range(turns):
        point, found = descend(point, gaps, paths, floor, 250 * len(point))
        if found >= value * (1 - 1e-4):
            return float(min(found, value)), point
        value = found
    return float(value), point


def _matched(gaps: FloatArray) -> bool:
    """Tell whether some weights match all predictors exactly."""
    weights = simplex_weights(gaps)
    return bool(np.abs(gaps @ weights).max() <= 1e-7)


def _fit_matched(gaps: FloatArray, paths: FloatArray) -> Fit:
    """Of all exact matches of predictors take the one whose outcomes come nearest."""
    scale = float(np.sqrt(np.mean(paths**2))) or 1.0
    weights = simplex_weights(np.vstack([1e4 * gaps, paths / scale]))
    k = len(gaps)
    return Fit(weights, np.full(k, 1 / k), float(np.mean((paths @ weights) ** 2)), exact=True)


def _starts(
    gaps: FloatArray,
    scaled: FloatArray,
    outcomes: FloatArray,
    rng: np.random.Generator,
    points: int,
) -> tuple[Sequence[str], FloatArray]:
    """Give the points looked at, as logarithms of importance whose largest is zero."""
    k = len(gaps)
    slopes = np.linalg.lstsq(np.c_[np.ones(len(scaled)), scaled], outcomes, rcond=None)[0][1:]
    regression = (slopes**2).sum(axis=1)
    quarter = points // 4
    drawn = [
        np.ones((1, k)),
        regression[None, :] / (regression.max() or 1.0),
        rng.dirichlet(np.ones(k), quarter),
        np.exp(rng.uniform(np.log(LEAST), 0.0, (points - quarter, k))),
    ]
    kinds = ["equal", "regression", *["dirichlet"] * quarter]
    kinds += ["logarithmic"] * (points - quarter)
    importance = np.vstack(drawn)
    importance = np.maximum(importance / importance.max(axis=1, keepdims=True), LEAST)
    return kinds, np.log(importance)


def _chosen(losses: FloatArray, points: FloatArray, descents: int) -> list[int]:
    """Choose where to descend: the first two, then the best that are not neighbours."""
    chosen = [0, 1]
    for place in np.argsort(losses, kind="stable"):
        if len(chosen) >= descents:
            break
        apart = np.abs(points[chosen] - points[place]).max(axis=1)
        if apart.min() > 1.0:
            chosen.append(int(place))
    return chosen
