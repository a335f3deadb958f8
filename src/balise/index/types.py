"""Outcomes of every archetype, with their slopes and draws: what scores are averaged from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit

from balise.index.dimensions import Assumptions, Indicators, dimension_slopes, dimensions

__all__ = ["Types", "dimension_types", "evi_points", "rate_types", "score_types"]

Array = npt.NDArray[np.float64]

_STEP: Final = 1e-4
"""Half of the step of a numerical derivative [logit]."""

_INSIDE: Final = 1e-9
"""Least distance of a probability from 0 and 1 where its logit is taken."""


@dataclass(frozen=True, slots=True)
class Types:
    """Outcomes of every archetype: the dimensions, or the five indicators.

    A score that is no weighted mean of the dimensions stands after them, as a fourth
    outcome [share of 100 points]: what a person scores does not follow from averages.

    Attributes
    ----------
    values : array of float, shape (p, 3, 112, d)
        At zero effect; for dimensions means, willingness, abilities [share].
    slopes : array of float, shape (p, 3, 112, d, 5)
        Their derivative in the logit of each indicator [share per unit of logit].
    draws : array of float, shape (p, 3, 112, r, d)
        Under draws of coefficients, benchmarks and effects of provinces [share].
    """

    values: Array
    slopes: Array
    draws: Array

    @property
    def count(self) -> int:
        """Number of draws."""
        return int(self.draws.shape[3])


def dimension_types(
    indicators: Indicators,
    drawn: Indicators,
    assumptions: Assumptions,
    points: Callable[[Indicators], Array] | None = None,
) -> Types:
    """Make the three dimensions of every archetype, with their draws.

    Parameters
    ----------
    indicators : Indicators
        Arrays of shape (p, 3, 112) [share].
    drawn : Indicators
        The same under draws, which come first: (r, p, 3, 112).
    assumptions : Assumptions
        ``k`` and ``n``.
    points : callable, optional
        Score of archetypes [points], where it is no weighted mean of the dimensions.

    Returns
    -------
    Types
        Of three outcomes, or four with ``points``.

    Examples
    --------
    >>> one = Indicators(*(np.full((1, 3, 112), p) for p in (0.8, 0.9, 0.5, 0.75, 0.5)))
    >>> two = Indicators(*(np.full((2, 1, 3, 112), p) for p in (0.8, 0.9, 0.5, 0.75, 0.5)))
    >>> types = dimension_types(one, two, Assumptions(k=0.25, n=0.0))
    >>> types.values.shape, types.slopes.shape, types.draws.shape
    ((1, 3, 112, 3), (1, 3, 112, 3, 5), (1, 3, 112, 2, 3))
    """
    values = dimensions(indicators, assumptions)
    slopes = dimension_slopes(indicators, assumptions)
    draws = np.moveaxis(dimensions(drawn, assumptions), 0, 3)
    found = Types(values, slopes, _centred(draws, values))
    if points is None:
        return found
    own = score_types(indicators, drawn, [points])
    return Types(
        np.concatenate([found.values, own.values], axis=-1),
        np.concatenate([found.slopes, own.slopes], axis=-2),
        np.concatenate([found.draws, own.draws], axis=-1),
    )


def score_types(
    indicators: Indicators, drawn: Indicators, points: Sequence[Callable[[Indicators], Array]]
) -> Types:
    """Make scores of every archetype, with their draws.

    Parameters
    ----------
    indicators, drawn : Indicators
        As in :func:`dimension_types` [share].
    points : sequence of callable
        Scores of archetypes [points].

    Returns
    -------
    Types
        Of one outcome for each score [share of 100 points].

    Examples
    --------
    >>> one = Indicators(*(np.full((1, 3, 112), p) for p in (0.8, 0.9, 0.5, 0.75, 0.5)))
    >>> two = Indicators(*(np.full((2, 1, 3, 112), p) for p in (0.8, 0.9, 0.5, 0.75, 0.5)))
    >>> score_types(one, two, [lambda each: 100 * each.coverage]).values.shape
    (1, 3, 112, 1)
    """
    values = np.stack([each(indicators) / 100 for each in points], axis=-1)
    slopes = np.stack([_slopes(each, indicators) / 100 for each in points], axis=-2)
    draws = np.stack([np.moveaxis(each(drawn) / 100, 0, 3) for each in points], axis=-1)
    return Types(values, slopes, _centred(draws, values))


def _centred(draws: Array, values: Array) -> Array:
    """Centre draws on the values: along wide priors the mean of a logit's draws drifts off."""
    moved = draws + (values - draws.mean(axis=3))[..., None, :]
    return np.ascontiguousarray(np.clip(moved, 0.0, 1.0))


def _slopes(points: Callable[[Indicators], Array], indicators: Indicators) -> Array:
    """Derive a score in the logit of each indicator by central differences, shape (..., 5)."""
    stack = np.clip(indicators.stack(), _INSIDE, 1 - _INSIDE)
    logits = logit(stack)
    columns = []
    for place in range(stack.shape[-1]):
        move = _STEP * np.eye(stack.shape[-1])[place]
        above, below = (
            points(Indicators(*np.moveaxis(expit(logits + sign * move), -1, 0))) for sign in (1, -1)
        )
        columns.append((above - below) / (2 * _STEP))
    return np.stack(columns, axis=-1)


def rate_types(indicators: Indicators, drawn: Indicators) -> Types:
    """Make the five indicators of every archetype, with their draws.

    Parameters
    ----------
    indicators, drawn : Indicators
        As in :func:`dimension_types` [share].

    Returns
    -------
    Types
        Of five outcomes.

    Examples
    --------
    >>> one = Indicators(*(np.full((1, 3, 112), p) for p in (0.8, 0.9, 0.5, 0.75, 0.5)))
    >>> two = Indicators(*(np.full((2, 1, 3, 112), p) for p in (0.8, 0.9, 0.5, 0.75, 0.5)))
    >>> rate_types(one, two).values.shape
    (1, 3, 112, 5)
    """
    stack = indicators.stack()
    return Types(
        stack,
        (stack * (1 - stack))[..., None] * np.eye(stack.shape[-1]),
        _centred(np.moveaxis(drawn.stack(), 0, 3), stack),
    )


def evi_points(outcomes: Array, weights: Array) -> Array:
    """Score of mean outcomes: their weighted mean, or the fourth of them [points].

    Parameters
    ----------
    outcomes : array of float, shape (..., 3) or (..., 4)
        Dimensions, and the score itself where it is no weighted mean of them [share].
    weights : array of float, shape (3,)
        Of the dimensions, adding up to 1; not read where the score is given.

    Returns
    -------
    array of float, shape (...)
        0 to 100; draws may pass these bounds a little, as effects enter by derivative.

    Examples
    --------
    >>> thirds = np.full(3, 1 / 3)
    >>> float(evi_points(np.array([0.1, 0.2, 0.6]), thirds).round(6))
    30.0
    >>> float(evi_points(np.array([0.1, 0.2, 0.6, 0.229]), thirds).round(6))
    22.9
    """
    own = outcomes[..., 3] if outcomes.shape[-1] > 3 else outcomes @ weights
    return np.asarray(100 * own)
