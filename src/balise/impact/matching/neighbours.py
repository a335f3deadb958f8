"""Nearest neighbours, with replacement: who of the others is most like each treated unit."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from balise.impact.columns import FloatArray

__all__ = ["Pairs", "nearest_neighbours", "whitened"]

CALIPER = 0.2  # standard deviations of the logit (Austin 2011)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Places of matched treated units among the treated, and of their neighbours."""

    treated: npt.NDArray[np.int64]
    neighbour: npt.NDArray[np.int64]
    weights: FloatArray
    lost: int


def whitened(columns: FloatArray) -> FloatArray:
    """Turn columns so that distances are those of Mahalanobis.

    Examples
    --------
    >>> turned = whitened(np.array([[1.0, 2.0], [2, 1], [3, 5], [4, 3]]))
    >>> bool(np.allclose(np.cov(turned.T), np.eye(2)))
    True
    """
    spread = np.atleast_2d(np.cov(columns.T))
    values, vectors = np.linalg.eigh(spread)
    kept = values > 1e-10 * max(float(values.max()), 1e-300)
    turned = (columns - columns.mean(axis=0)) @ (vectors[:, kept] / np.sqrt(values[kept]))
    return np.asarray(turned)


def nearest_neighbours(
    places: FloatArray, treated: npt.NDArray[np.bool_], caliper: float | None
) -> Pairs:
    """Find, for each treated unit, its nearest other; none beyond the caliper.

    Parameters
    ----------
    places : array of float, shape (n, k)
        Distances are straight lines here.
    treated : array of bool, shape (n,)
    caliper : float, optional
        The longest distance.

    Examples
    --------
    >>> pairs = nearest_neighbours(
    ...     np.array([[0.0], [5], [0.1], [9]]), np.array([True, True, False, False]), 1.0
    ... )
    >>> pairs.treated.tolist(), pairs.neighbour.tolist(), pairs.lost
    ([0], [0], 1)
    """
    near = cKDTree(places[~treated]).query(places[treated])
    distance, found = np.asarray(near[0]), np.asarray(near[1])
    kept = distance <= (np.inf if caliper is None else caliper)
    others = int((~treated).sum())
    weights = np.bincount(found[kept], minlength=others).astype(float)
    return Pairs(
        treated=np.flatnonzero(kept).astype(np.int64),
        neighbour=found[kept].astype(np.int64),
        weights=weights / max(weights.sum(), 1.0),
        lost=int((~kept).sum()),
    )
