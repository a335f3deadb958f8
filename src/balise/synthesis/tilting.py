"""Compositions at a tilt, and the moments of their margins."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from balise.synthesis.classes import Array, collapse, seed_logs
from balise.synthesis.dual import LOWER_INCOME, N_FEATURES, N_MARGINS, in_rows

__all__ = ["Moments", "class_moments", "class_shares", "feature_tilts", "moments"]

_ADULTS: Final = 5
_PAIRS: Final = np.triu_indices(N_FEATURES)


@dataclass(frozen=True, slots=True)
class Moments:
    """Compositions of some areas and their first two moments over the five margins.

    Attributes
    ----------
    shares : array of float, shape (n, c)
        Composition of each area by cell or class; rows sum to 1.
    means : array of float, shape (n, 5)
        Mean of each margin [feature].
    covariances : array of float, shape (n, 5, 5)
        Their covariances over the people of the area [feature squared].
    """

    shares: Array
    means: Array
    covariances: Array


def _projection(targets: Array) -> Array:
    """Map the six features to the five margins; income counts adults against its target."""
    matrix = np.zeros((len(targets), N_MARGINS, N_FEATURES))
    matrix[:, np.arange(N_MARGINS), np.arange(N_MARGINS)] = 1
    matrix[:, LOWER_INCOME, _ADULTS] = -np.nan_to_num(targets[:, LOWER_INCOME])
    return matrix


def feature_tilts(tilts: Array, targets: Array) -> Array:
    """Write tilts by margin as tilts by feature, which other areas can start from.

    Parameters
    ----------
    tilts, targets : array of float, shape (n, 5)
        As in :func:`moments`.

    Returns
    -------
    array of float, shape (n, 6)
        In the order of ``FEATURES``: an income tilt of one area means the same to another
        only once its target is written out.
    """
    income = np.nan_to_num(targets[:, LOWER_INCOME])
    return np.column_stack([tilts, -income * tilts[:, LOWER_INCOME]])


def moments(
    seed: Array, features: Array, tilts: Array, targets: Array, starts: Array | None = None
) -> Moments:
    """Tilt the seed to each area and take the moments of its margins.

    Parameters
    ----------
    seed : array of float, shape (c,)
        Share of each cell in the province; 228 cells in a build.
    features : array of float, shape (c, 6)
        See :data:`balise.synthesis.FEATURES`.
    tilts : array of float, shape (n, 5)
        Tilt of each area by margin.
    targets : array of float, shape (n, 5)
        Only the income target is read: its margin is linear once the target is known.
    starts : array of float, shape (n, 6), optional
        Tilt by feature each area starts from.

    Returns
    -------
    Moments
        Of each area, in order.

    Examples
    --------
    Two cells in equal parts, the second aged 1; a tilt of log 3 leaves 1 to 3:

    >>> features = np.array([[0.0, 0, 0, 0, 0, 1], [1, 0, 0, 0, 0, 1]])
    >>> tilts, targets = np.array([[np.log(3), 0, 0, 0, 0]]), np.zeros((1, 5))
    >>> moments(np.array([0.5, 0.5]), features, tilts, targets).shares.round(6).tolist()
    [[0.25, 0.75]]
    """
    classes = collapse(seed, features)
    found = class_moments(classes.seed, classes.features, tilts, targets, starts)
    return Moments(classes.cells(found.shares), found.means, found.covariances)


def class_moments(
    seed: Array, features: Array, tilts: Array, targets: Array, starts: Array | None = None
) -> Moments:
    """Tilt the classes of a seed to each area and take the moments of its margins.

    Parameters
    ----------
    seed : array of float, shape (k,)
        Share of each class, see :func:`balise.synthesis.collapse`.
    features : array of float, shape (k, 6)
    tilts, targets, starts
        As in :func:`moments`.

    Returns
    -------
    Moments
        With shares of classes, shape (n, k); their means and covariances are those of cells.
    """
    shares = class_shares(seed, features, tilts, targets, starts)
    squares = features[:, _PAIRS[0]] * features[:, _PAIRS[1]]
    first = shares @ features
    second = np.empty((len(tilts), N_FEATURES, N_FEATURES))
    second[:, _PAIRS[0], _PAIRS[1]] = second[:, _PAIRS[1], _PAIRS[0]] = shares @ squares
    second -= first[:, :, None] * first[:, None, :]
    projection = _projection(targets)
    return Moments(
        shares=shares,
        means=np.einsum("nmf,nf->nm", projection, first),
        covariances=projection @ second @ projection.transpose(0, 2, 1),
    )


def class_shares(  # noqa: PLR0913 - the tilt, and where the answer goes
    seed: Array,
    features: Array,
    tilts: Array,
    targets: Array,
    starts: Array | None = None,
    *,
    threads: int = 1,
    out: Array | None = None,
) -> Array:
    """Tilt the classes of a seed to each area.

    Parameters
    ----------
    seed : array of float, shape (k,)
        Share of each class, see :func:`balise.synthesis.collapse`.
    features : array of float, shape (k, 6)
    tilts, targets, starts
        As in :func:`moments`.
    threads : int
        Shares do not depend on it.
    out : array of float, shape (n, k), optional
        Written to and returned, so that nothing is allocated.

    Returns
    -------
    array of float, shape (n, k)
        Rows sum to 1.

    Examples
    --------
    >>> features = np.array([[0.0, 0, 0, 0, 0, 1], [1, 0, 0, 0, 0, 1]])
    >>> tilts, targets = np.array([[np.log(3), 0, 0, 0, 0]]), np.zeros((1, 5))
    >>> class_shares(np.array([0.5, 0.5]), features, tilts, targets).round(6).tolist()
    [[0.25, 0.75]]
    """
    from balise.synthesis.dual_loops import shares_of  # compiles: only if asked

    logs, x = seed_logs(seed, features), np.array(features, dtype=np.float64, order="C")
    answer = np.empty((len(tilts), len(seed))) if out is None else out
    by_feature = feature_tilts(tilts, targets)
    if starts is not None:
        by_feature += starts
    in_rows(lambda rows: shares_of(logs, x, by_feature[rows], answer[rows]), len(tilts), threads)
    return answer
