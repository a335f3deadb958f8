"""Fit a logit to published cells, with a prior for every coefficient.

A published cell is the average of a probability over the people it covers. The
coefficients minimise squared misfits over errors plus squared distances from the prior
(mixed estimation: Theil and Goldberger 1961), by damped Gauss-Newton, and
by Newton's own steps where those overshoot or are slow.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from balise.vocabulary import SurveyError, sample

__all__ = ["CellFit", "Cells", "Prior", "fit_cells", "predict_cells"]

Array = npt.NDArray[np.float64]

_STEPS: Final = 100

_PATIENCE: Final = 20
"""Steps after which Gauss-Newton, slow where misfits are large, gives way to Newton."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Published averages over person types.

    Attributes
    ----------
    weights : array of float, shape (c, n)
        People of each type behind each cell; rows are normalised by the fit [people].
    shares : array of float, shape (c,)
        What is published [share].
    errors : array of float, shape (c,)
        Standard errors [share].
    """

    weights: Array
    shares: Array
    errors: Array

    def rows(self, places: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> "Cells":
        """Keep some of the cells."""
        return Cells(self.weights[places], self.shares[places], self.errors[places])

    def join(self, other: "Cells") -> "Cells":
        """Put other cells, over the same person types, below these."""
        return Cells(
            np.concatenate([self.weights, other.weights]),
            np.concatenate([self.shares, other.shares]),
            np.concatenate([self.errors, other.errors]),
        )


@dataclass(frozen=True, slots=True)
class Prior:
    """Normal prior of every coefficient.

    Attributes
    ----------
    means, deviations : array of float, shape (k,)
        Mean and standard deviation [logit].
    """

    means: Array
    deviations: Array


@dataclass(frozen=True, slots=True)
class CellFit:
    """A fitted logit.

    Attributes
    ----------
    coefficients : array of float, shape (k,)
        Most likely values under data and prior [logit].
    covariance : array of float, shape (k, k)
        Of the coefficients: data and prior together [logit squared].
    fitted : array of float, shape (c,)
        The cells rebuilt [share].
    directions : int
        Directions of coefficient space that the data fixed more than the prior did.
    iterations : int
        Steps taken.
    """

    coefficients: Array
    covariance: Array
    fitted: Array
    directions: int
    iterations: int


def predict_cells(weights: Array, rates: Array) -> Array:
    """Average rates over the people behind each cell.

    Parameters
    ----------
    weights : array of float, shape (c, n)
        People of each type [people].
    rates : array of float, shape (n,)
        Probability of each type.

    Returns
    -------
    array of float, shape (c,)
        Averages [share].

    Examples
    --------
    Three people at 0.2 and one at 0.6: (3 x 0.2 + 0.6) / 4 = 0.3.

    >>> predict_cells(np.array([[3.0, 1.0]]), np.array([0.2, 0.6])).round(6).tolist()
    [0.3]
    """
    return np.asarray(weights @ rates / weights.sum(axis=1))


def fit_cells(design: Array, cells: Cells, prior: Prior, offset: Array | None = None) -> CellFit:
    """Fit a logit whose averages over people reproduce published cells.

    Parameters
    ----------
    design : array of float, shape (n, k)
        Terms of each person type.
    cells : Cells
        At least one; weights over the same ``n`` types.
    prior : Prior
        Of the ``k`` coefficients.
    offset : array of float, shape (n,), optional
        Added to the linear predictor; what an earlier step has settled [logit].

    Returns
    -------
    CellFit
        The covariance is that of a quadratic around the answer.

    Raises
    ------
    SurveyError
        If a cell is not a number or has nobody behind it, or the steps do not settle.

    References
    ----------
    Theil, H. and Goldberger, A. S. (1961), On pure and mixed statistical estimation in
    economics, International Economic Review 2.

    Examples
    --------
    One cell of 0.75 and a prior too wide to matter: log(0.75 / 0.25) is 1.099.

    >>> cells = Cells(np.ones((1, 2)), np.array([0.75]), np.array([0.01]))
    >>> fit = fit_cells(np.ones((2, 1)), cells, Prior(np.zeros(1), np.array([1e3])))
    >>> fit.coefficients.round(3).tolist(), fit.directions
    ([1.099], 1)
    """
    _refuse_cells(cells)
    base = np.zeros(len(design)) if offset is None else offset
    weights = cells.weights / cells.weights.sum(axis=1)[:, None]
    coefficients = prior.means.copy()
    precision = prior.deviations**-2.0

    def objective(values: Array) -> float:
        misfit = (cells.shares - weights @ expit(base + design @ values)) / cells.errors
        return float(misfit @ misfit + ((values - prior.means) ** 2) @ precision)

    value, iterations, overshot = objective(coefficients), 0, False
    while iterations < _STEPS:
        iterations += 1
        rates = expit(base + design @ coefficients)
        slopes = (weights * (rates * (1 - rates))) @ design / cells.errors[:, None]
        misfit = (cells.shares - weights @ rates) / cells.errors
        information = slopes.T @ slopes
        hessian = information + np.diag(precision)
        if overshot or iterations > _PATIENCE:
            pull = (misfit / cells.errors) @ weights
            hessian = _bent(hessian, design, pull * rates * (1 - rates) * (1 - 2 * rates))
        score = slopes.T @ misfit - precision * (coefficients - prior.means)
        step = np.linalg.solve(hessian, score)
        size = 1.0
        while objective(coefficients + size * step) > value and size > 1e-6:
            size /= 2
        overshot = overshot or size < 1
        coefficients = coefficients + size * step
        before, value = value, objective(coefficients)
        if before - value < 1e-9 * (1 + value):
            break
    else:
        raise SurveyError(
            f"The logit of {len(cells.shares)} cells has not settled after {_STEPS} steps. "
            f"Expected the misfit, now {value:.3f}, to stop moving. "
            "Narrow the priors of the recipe: one of them leaves a direction free."
        )
    scale = prior.deviations[:, None] * information * prior.deviations[None, :]
    return CellFit(
        coefficients=coefficients,
        covariance=np.linalg.inv(information + np.diag(precision)),
        fitted=weights @ expit(base + design @ coefficients),
        directions=int((np.linalg.eigvalsh(scale) > 1).sum()),
        iterations=iterations,
    )


def _bent(hessian: Array, design: Array, bend: Array) -> Array:
    """Add the curvature that large misfits cause, unless that leaves no descent.

    Gauss-Newton leaves it out, and swings around the answer where cells contradict each
    other.
    """
    whole = hessian - design.T @ (design * bend[:, None])
    return whole if np.linalg.eigvalsh(whole)[0] > 0 else hessian


def _refuse_cells(cells: Cells) -> None:
    """Raise on cells that are not numbers or cover nobody."""
    count = len(cells.shares)
    known = np.isfinite(cells.shares) & np.isfinite(cells.weights).all(axis=1)
    usable = known & np.isfinite(cells.errors) & (cells.errors > 0)
    if not usable.all():
        places = sample(np.flatnonzero(~usable).tolist())
        raise SurveyError(
            f"{int((~usable).sum())} of {count} published cells are not numbers: rows {places}. "
            "Expected a share, people and a standard error above zero for each. "
            "Leave suppressed cells out of the table before fitting it."
        )
    empty = (cells.weights.sum(axis=1) <= 0) | (cells.weights < 0).any(axis=1)
    if empty.any() or not count:
        raise SurveyError(
            f"{int(empty.sum())} of {count} published cells cover nobody. "
            "Expected at least one cell, and people behind each. "
            "Leave out the cells of provinces that are not in the people table."
        )
