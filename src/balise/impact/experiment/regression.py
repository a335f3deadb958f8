"""Linear regressions of an outcome on a treatment, with errors that trust no model of noise.

The error is the bias-reduced one of Bell and McCaffrey (2002), "CR2"; where every row is
its own cluster it is the HC2 of MacKinnon and White (1985), which for a difference of two
means is the variance of Neyman (1923).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from balise.impact.answers import Estimate
from balise.impact.columns import FloatArray

__all__ = ["Fitted", "fit_effect", "independent", "with_interval"]

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Fitted:
    """An effect, its standard error [both in units of the outcome] and degrees of freedom."""

    value: float
    se: float
    df: float


def with_interval(fitted: Fitted) -> Estimate:
    """Give the effect with its 95 % interval from Student's t; none without degrees of freedom.

    Examples
    --------
    >>> round(with_interval(Fitted(2.0, 1.0, 1e9)).low, 2)
    0.04
    """
    if not np.isfinite(fitted.se) or fitted.df < 1:
        return Estimate(fitted.value)
    wide = float(stats.t.ppf(0.975, fitted.df)) * fitted.se
    return Estimate(fitted.value, fitted.se, fitted.value - wide, fitted.value + wide)


def independent(columns: FloatArray, treated: npt.NDArray[np.bool_]) -> list[int]:
    """Choose columns that neither arm can do without: each adds something within both arms.

    Examples
    --------
    >>> columns = np.array([[1.0, 2.0, 0.0], [2, 4, 0], [3, 6, 0], [5, 10, 1]])
    >>> independent(columns, np.array([True, True, False, False]))
    [0]
    """
    kept: list[int] = []
    arms = [arm for arm in (treated, ~treated) if arm.any()]
    bases: list[list[FloatArray]] = [[] for _ in arms]
    for place in range(columns.shape[1]):
        rests = []
        for arm, basis in zip(arms, bases, strict=True):
            rest = columns[arm, place] - columns[arm, place].mean()
            size = float(np.linalg.norm(rest))
            for _ in range(2):  # twice is enough (Kahan)
                for each in basis:
                    rest = rest - each * float(each @ rest)
            left = float(np.linalg.norm(rest))
            rests.append(rest / left if left > 1e-7 * max(size, 1e-300) and size > 1e-12 else None)
        if all(each is not None for each in rests):
            kept.append(place)
            for rest, basis in zip(rests, bases, strict=True):
                if rest is not None:
                    basis.append(rest)
    return kept


def fit_effect(
    outcome: FloatArray,
    treated: npt.NDArray[np.bool_],
    columns: FloatArray,
    clusters: IntArray | None,
    *,
    interact: bool = True,
) -> Fitted:
    """Regress an outcome on treatment, centred columns and, by default, their products.

    Parameters
    ----------
    outcome : array of float, shape (n,)
    treated : array of bool, shape (n,)
    columns : array of float, shape (n, k)
        Centred here: with the products, the coefficient of treatment is the average effect.
    clusters : array of int, shape (n,), or None
    interact : bool

    Returns
    -------
    Fitted
        Degrees of freedom: rows less coefficients, or clusters less two.

    References
    ----------
    Lin, W. (2013), Agnostic notes on regression adjustments to experimental data.
    Bell, R. M. and McCaffrey, D. F. (2002), Bias reduction in standard errors.
    """
    arm = treated.astype(float)
    centred = columns - columns.mean(axis=0)
    parts = [np.ones((len(arm), 1)), arm[:, None], centred]
    if interact:
        parts.append(centred * arm[:, None])
    design = np.hstack(parts)
    inverse = np.linalg.pinv(design.T @ design)
    coefficients = inverse @ (design.T @ outcome)
    rest = outcome - design @ coefficients
    root = np.linalg.cholesky(inverse + 1e-15 * np.trace(inverse) * np.eye(len(inverse)))
    turned = design @ root
    pull = design @ inverse[1]
    if clusters is None:
        lever = np.minimum((turned**2).sum(axis=1), 1.0)
        left = np.where(lever < 1 - 1e-9, 1 - lever, np.inf)
        variance = float(((pull * rest) ** 2 / left).sum())
        return Fitted(float(coefficients[1]), variance**0.5, float(len(arm) - design.shape[1]))
    variance = 0.0
    order = np.argsort(clusters, kind="stable")
    edges = np.flatnonzero(np.diff(clusters[order])) + 1
    groups = np.split(order, edges)
    for rows in groups:
        left_side, sizes, _ = np.linalg.svd(turned[rows], full_matrices=False)
        room = 1 - np.minimum(sizes**2, 1.0)
        factor = np.where(room > 1e-9, 1 / np.sqrt(np.where(room > 1e-9, room, 1.0)), 0.0) - 1
        mended = rest[rows] + left_side @ (factor * (left_side.T @ rest[rows]))
        variance += float(pull[rows] @ mended) ** 2
    return Fitted(float(coefficients[1]), variance**0.5, float(len(groups) - 2))
