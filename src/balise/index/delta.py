"""Errors of other aggregations from the published covariances of the dimensions.

Whoever weighs or aggregates anew has no draws of the new score: its standard error is taken
from those of the three dimensions by their slopes (delta method). How far this is from the
draws, which the build has, is printed beside it.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.index.aggregation import AGGREGATIONS, any_barrier
from balise.index.archetypes import Method, cell_scores
from balise.index.dimensions import Indicators, dimension_slopes, dimensions
from balise.index.rows import Row
from balise.vocabulary import DIMENSIONS

__all__ = ["OTHERS", "delta_errors", "delta_ratios", "delta_rows", "score_slopes"]

Array = npt.NDArray[np.float64]

OTHERS: Final = tuple(how for how in AGGREGATIONS if how != "mean")
"""Aggregations that are no weighted mean of the dimensions."""

_TINY: Final = 1e-9
_QUANTILES: Final = ((0.5, "median"), (0.05, "5 %"), (0.95, "95 %"))


def score_slopes(indicators: Indicators, method: Method, how: str) -> Array:
    """Derive a score of archetypes in each dimension.

    Any barrier follows from five indicators, and three dimensions do not say which of them
    moved: of all moves of the indicators that move the dimensions so, the smallest on the logit
    scale is taken (least squares).

    Parameters
    ----------
    indicators : Indicators
        Of every archetype, arrays of shape (...) [share].
    method : Method
    how : str
        One of :data:`balise.index.AGGREGATIONS`.

    Returns
    -------
    array of float, shape (..., 3)
        By means, willingness, abilities [share per share].

    Examples
    --------
    Geometric, dimensions 0.2125, 0.6 and 0.4 in equal parts: 0.3708 / (3 x 0.2125) in means.

    >>> from balise.index import Assumptions
    >>> one = Indicators(*(np.array(p) for p in (0.8, 0.9, 0.5, 0.75, 0.5)))
    >>> method = Method(Assumptions(k=0.25, n=0.0), (1 / 3, 1 / 3, 1 / 3), 2.0)
    >>> score_slopes(one, method, "geometric").round(4).tolist()
    [0.5817, 0.206, 0.309]
    """
    if how == "any_barrier":
        return _barrier_slopes(indicators, method)
    values, weights = dimensions(indicators, method.assumptions), np.array(method.weights)
    score = cell_scores(indicators, method, how)[..., None] / 100
    if how == "geometric":
        return np.asarray(weights * score / np.maximum(values, _TINY))
    if how == "power":
        return np.asarray(weights * (values / np.maximum(score, _TINY)) ** (method.power - 1))
    if how == "worst":
        return np.asarray(np.eye(3)[values.argmax(axis=-1)])
    return np.array(np.broadcast_to(weights, values.shape))


def _barrier_slopes(indicators: Indicators, method: Method) -> Array:
    k, n = method.assumptions.k, method.assumptions.n
    stack = np.clip(indicators.stack(), _TINY, 1 - _TINY)
    indicators = Indicators(*np.moveaxis(stack, -1, 0))
    use, home, services, skills, coverage = np.moveaxis(stack, -1, 0)
    clear = 1 - any_barrier(indicators, method.assumptions) / 100
    scarce = use < home
    # Use at home counts only where fewer use the Internet than have it; else home alone does.
    chain = -clear[..., None] * np.stack(
        [
            np.where(scarce, 1 / use, 0.0),
            np.where(scarce, 0.0, 1 / home),
            (1 - n) / np.maximum(1 - (1 - n) * (1 - services), _TINY),
            1 / skills,
            k / np.maximum(1 - k * (1 - coverage), _TINY),
        ],
        axis=-1,
    )
    rows = dimension_slopes(indicators, method.assumptions)
    moved = rows @ (chain * stack * (1 - stack))[..., None]
    return np.asarray(np.linalg.solve(rows @ np.swapaxes(rows, -1, -2), moved)[..., 0])


def delta_errors(slopes: Array, areas: pl.DataFrame) -> Array:
    """Give standard errors of scores from the published errors of the dimensions.

    Parameters
    ----------
    slopes : array of float, shape (u, 3)
        Of each area: the mean of its archetypes' [share per share].
    areas : DataFrame
        Rows of the ``areas`` table.

    Returns
    -------
    array of float, shape (u,)
        [points].

    Examples
    --------
    By hand: (1/3)^2 x (3 x 0.09 + 2 x 0.03) = 0.0367, its root times 100.

    >>> names = ("means", "willingness", "abilities")
    >>> row = {f"{name}_se": 0.3 for name in names} | {"cov_means_willingness": 0.03}
    >>> row |= {"cov_means_abilities": 0.0, "cov_willingness_abilities": 0.0}
    >>> delta_errors(np.full((1, 3), 1 / 3), pl.DataFrame([row])).round(2).tolist()
    [19.15]
    """
    names = [each.code for each in DIMENSIONS]
    covariances = np.empty((areas.height, 3, 3))
    for first in range(3):
        covariances[:, first, first] = areas[f"{names[first]}_se"].to_numpy() ** 2
        for second in range(first + 1, 3):
            column = areas[f"cov_{names[first]}_{names[second]}"].to_numpy()
            covariances[:, first, second] = covariances[:, second, first] = column
    variance = np.einsum("ui,uij,uj->u", slopes, covariances, slopes)
    return np.asarray(100 * np.sqrt(np.maximum(variance, 0.0)))


def delta_ratios(errors: Array, draws: Array) -> Array:
    """Divide errors by the delta method by the spread of the draws, where both are known.

    Parameters
    ----------
    errors : array of float, shape (u,)
        [points].
    draws : array of float, shape (u, r)
        Of the same score [points].

    Examples
    --------
    >>> delta_ratios(np.array([1.0, np.nan]), np.array([[0.0, 2.0], [0.0, 2.0]])).round(3).tolist()
    [0.707]
    """
    spread = draws.std(axis=1, ddof=1)
    known = np.isfinite(errors) & np.isfinite(spread) & (spread > 0)
    return np.asarray(errors[known] / spread[known])


def delta_rows(ratios: Sequence[tuple[str, Array]], level: str) -> Iterator[Row]:
    """Lay out how far the delta method is from the draws, for the validation table.

    Parameters
    ----------
    ratios : sequence of (str, array of float)
        Of each aggregation, error by the delta method over that of the draws, by area.
    level : str
        Of these areas.

    Examples
    --------
    >>> [row.rebuilt for row in delta_rows([("worst", np.array([0.9, 1.0, 1.1]))], "csd")]
    [1.0, 0.91, 1.09]
    """
    for how, found in ratios:
        areas = len(found)
        for share, name in _QUANTILES if areas else ():
            yield Row(
                "delta_method",
                "draws of the release",
                "method",
                f"{how}, {level}, {name}",
                published=None,
                rebuilt=round(float(np.quantile(found, share)), 4),
                notes=(
                    f"standard error by the delta method over that of the draws, {areas} areas",
                    f"erreur type par la méthode delta sur celle des tirages, {areas} régions",
                ),
            )
