"""One score from three dimensions: EVI = 100 x an aggregate, person by person.

Anchors are fixed (nobody shut out is 0, everybody on every count is 100), so scores of
years and jurisdictions compare. The site aggregates again with these functions alone.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from balise.index.dimensions import Assumptions, Indicators
from balise.vocabulary import RecipeError, nearest

__all__ = ["AGGREGATIONS", "aggregate", "any_barrier", "any_barrier_bounds"]

Array = npt.NDArray[np.float64]

AGGREGATIONS: Final = ("mean", "geometric", "power", "worst", "any_barrier")


def aggregate(dimensions: Array, weights: npt.ArrayLike, how: str, power: float = 2.0) -> Array:
    """Aggregate the dimensions of a person type.

    Parameters
    ----------
    dimensions : array of float, shape (..., 3)
        Means, willingness, abilities; 0 to 1.
    weights : array-like of float, shape (3,)
        Adding up to 1.
    how : str
        ``mean``, ``geometric``, ``power`` or ``worst``; ``any_barrier`` needs the
        indicators, see :func:`any_barrier`.
    power : float
        Exponent of the power mean.

    Returns
    -------
    array of float, shape (...)
        Score [points, 0 to 100].

    Raises
    ------
    RecipeError
        If the aggregation is unknown, or needs more than the dimensions.

    References
    ----------
    OECD and JRC (2008), Handbook on Constructing Composite Indicators, ch. 6.

    Examples
    --------
    >>> thirds = [1 / 3, 1 / 3, 1 / 3]
    >>> [
    ...     round(float(aggregate(np.array([0.1, 0.2, 0.6]), thirds, how)), 1)
    ...     for how in ("mean", "geometric", "power", "worst")
    ... ]
    [30.0, 22.9, 37.0, 60.0]
    """
    share = np.asarray(weights, dtype=np.float64)
    if how == "mean":
        return np.asarray(100 * (dimensions @ share))
    if how == "geometric":
        return np.asarray(100 * np.prod(dimensions**share, axis=-1))
    if how == "power":
        return np.asarray(100 * ((dimensions**power) @ share) ** (1 / power))
    if how == "worst":
        return np.asarray(100 * dimensions.max(axis=-1))
    known = [name for name in AGGREGATIONS if name != "any_barrier"]
    raise RecipeError(
        f"Aggregation of the dimensions: found {how!r}. Expected one of {', '.join(known)}. "
        f"{nearest(how, known)} Any barrier needs the indicators: call any_barrier()."
    )


def any_barrier(indicators: Indicators, assumptions: Assumptions) -> Array:
    """Chance of meeting at least one barrier, chained [points, 0 to 100].

    One minus the chance of adequate access at home, use given access, government
    services and basic skills given use. The dimensions share Internet use, so
    1 - (1 - m)(1 - w)(1 - a) would count it twice.

    Parameters
    ----------
    indicators : Indicators
        Arrays that broadcast together [share].
    assumptions : Assumptions

    Returns
    -------
    array of float
        Of their common shape, 0 to 100.

    Examples
    --------
    Adequate home 0.9 (1 - 0.25 x 0.5) = 0.7875, use given it 0.8 / 0.9, services 0.5, skills
    0.75: 1 - 0.7875 x 0.8889 x 0.5 x 0.75 = 0.7375.

    >>> one = Indicators(*(np.array(p) for p in (0.8, 0.9, 0.5, 0.75, 0.5)))
    >>> round(float(any_barrier(one, Assumptions(k=0.25, n=0.0))), 6)
    73.75
    """
    adequate = indicators.home_access * (1 - assumptions.k * (1 - indicators.coverage))
    use_at_home = np.minimum(1.0, indicators.internet_use / indicators.home_access)
    served = 1 - (1 - assumptions.n) * (1 - indicators.government_services)
    return np.asarray(100 * (1 - adequate * use_at_home * served * indicators.basic_skills))


def any_barrier_bounds(dimensions: Array) -> tuple[Array, Array]:
    """Least and most that any barrier can be, whatever the overlap [points, 0 to 100].

    Parameters
    ----------
    dimensions : array of float, shape (..., 3)

    Returns
    -------
    pair of arrays of float, shape (...)

    Examples
    --------
    >>> low, high = any_barrier_bounds(np.array([0.1, 0.2, 0.6]))
    >>> round(float(low), 6), round(float(high), 6)
    (60.0, 90.0)
    """
    return (
        np.asarray(100 * dimensions.max(axis=-1)),
        np.asarray(100 * np.minimum(1.0, dimensions.sum(axis=-1))),
    )
