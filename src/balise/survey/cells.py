"""Fit a logit to published cells, with a prior for every coefficient.

A published cell is the average of a probability over the people it covers. The
coefficients minimise squared misfits over errors plus squared distances from the prior
(mixed estimation: Theil and Goldberger 1961), by damped Gauss-Newton.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from balise.vocabulary import SurveyError

__all__ = ["CellFit", "Cells", "Prior", "fit_cells", "predict_cells"]

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cells:
    """Published averages over person types.

    Attributes
    ----------
    weights : array of float, shape (c, n)
        People of each type behind each cell; rows are normalised by the fit.
    shares : array of float, shape (c,)
    errors : array of float, shape (c,)
        Standard errors.
    """

    weights: Array
    shares: Array
    errors: Array

    def rows(self, places: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> "Cells":
        """Some of the cells."""
        return Cells(self.weights[places], self.shares[places], self.errors[places])


@dataclass(frozen=True, slots=True)
class Prior:
    """Mean and standard deviation of every coefficient, shape (k,) each."""

    means: Array
    deviations: Array


@dataclass(frozen=True, slots=True)
class CellFit:
    """A fitted logit.

    Attributes
    ----------
    coefficients : array of float, shape (k,)
    covariance : array of float, shape (k, k)
        Of the coefficients: data and prior together.
    fitted : array of float, shape (c,)
        The cells rebuilt.
    directions : int
        Directions of coefficient space that the data fixed more than the prior did.
    iterations : int
    """

    coefficients: Array
    covariance: Array
    fitted: Array
    directions: int
    iterations: int


def predict_cells(weights: Array, rates: Array) -> Array:
    """Average rates over people; weights (c, n), rates (n,)."""
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
    offset : array of float, shape (n,), optional
        Added to the linear predictor; what an earlier step has settled.

    Raises
    ------
    SurveyError
        If a cell has nobody behind it, or the steps do not settle.

    References
    ----------
    Theil, H. and Goldberger, A. S. (1961), On pure and mixed statistical estimation in
    economics, International Economic Review 2.
    """
    base = np.zeros(len(design)) if offset is None else offset
    total = cells.weights.sum(axis=1)
    if (total <= 0).any():
        raise SurveyError(
            f"{int((total <= 0).sum())} of {len(total)} published cells cover nobody. "
            "Expected people behind each cell. "
            "Leave out the cells of provinces that are not in the people table."
        )
    weights = cells.weights / total[:, None]
    coefficients = prior.means.copy()
    precision = prior.deviations**-2.0

    def objective(values: Array) -> float:
        misfit = (cells.shares - weights @ expit(base + design @ values)) / cells.errors
        return float(misfit @ misfit + ((values - prior.means) ** 2) @ precision)

    value = objective(coefficients)
    for iteration in range(1, 101):
        rates = expit(base + design @ coefficients)
        slopes = (weights * (rates * (1 - rates))) @ design / cells.errors[:, None]
        misfit = (cells.shares - weights @ rates) / cells.errors
        information = slopes.T @ slopes
        score = slopes.T @ misfit - precision * (coefficients - prior.means)
        step = np.linalg.solve(information + np.diag(precision), score)
        size = 1.0
        while objective(coefficients + size * step) > value and size > 1e-6:
            size /= 2
        coefficients = coefficients + size * step
        before, value = value, objective(coefficients)
        if before - value < 1e-9 * (1 + value):
            break
    else:
        raise SurveyError(
            f"The logit of {len(cells.shares)} cells has not settled after 100 steps. "
            f"Expected the misfit, now {value:.3f}, to stop moving. "
            "Narrow the priors of the recipe: one of them leaves a direction free."
        )
    scale = prior.deviations[:, None] * information * prior.deviations[None, :]
    return CellFit(
        coefficients=coefficients,
        covariance=np.linalg.inv(information + np.diag(precision)),
        fitted=weights @ expit(base + design @ coefficients),
        directions=int((np.linalg.eigvalsh(scale) > 1).sum()),
        iterations=iteration,
    )
