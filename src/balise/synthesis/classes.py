"""Cells that areas cannot tell apart, taken together.

A tilt moves all cells of equal features alike, so the 228 cells of a seed act as some 60
classes. What part of its class a cell holds is fixed by the seed.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from balise.vocabulary import MarginError, sample

__all__ = ["Classes", "Sums", "collapse", "feature_sums", "seed_logs"]

Array = npt.NDArray[np.float64]

_UNROLLED = 4


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of a seed.

    Attributes
    ----------
    seed : array of float, shape (k,)
        Share of each class.
    features : array of float, shape (k, 6)
        See :data:`balise.synthesis.FEATURES`.
    of : array of int, shape (c,)
        Class of each cell.
    within : array of float, shape (c,)
        Share each cell has of its class; zero where a class is empty.
    """

    seed: Array
    features: Array
    of: npt.NDArray[np.int64]
    within: Array

    def spread(self, values: Array) -> Array:
        """Take what each cell counts for over to the classes.

        Parameters
        ----------
        values : array of float, shape (c, d)
            Something of each cell.

        Returns
        -------
        array of float, shape (k, d)
            Its mean in each class: shares of classes times it are shares of cells times
            ``values``.
        """
        answer = np.zeros((len(self.seed), values.shape[1]))
        np.add.at(answer, self.of, self.within[:, None] * values)
        return answer

    def cells(self, shares: Array) -> Array:
        """Split shares of classes, shape (n, k), over the cells, shape (n, c)."""
        return np.asarray(shares[:, self.of] * self.within)


def collapse(seed: Array, features: Array) -> Classes:
    """Merge the cells of a seed whose features are equal.

    Parameters
    ----------
    seed : array of float, shape (c,)
        Share of each cell; 228 cells in a build.
    features : array of float, shape (c, 6)
        See :data:`balise.synthesis.FEATURES`.

    Returns
    -------
    Classes
        In the order of their features.

    Examples
    --------
    Three cells, the last two alike:

    >>> features = np.array([[0.2, 0, 0, 0, 0, 1], [0.4, 1, 0, 0, 0, 1], [0.4, 1, 0, 0, 0, 1]])
    >>> classes = collapse(np.array([0.5, 0.2, 0.3]), features)
    >>> classes.seed.tolist(), classes.within.tolist()
    ([0.5, 0.5], [1.0, 0.4, 0.6])
    """
    rows, found = np.unique(features, axis=0, return_inverse=True)
    of: npt.NDArray[np.int64] = found.reshape(-1).astype(np.int64)
    total = np.bincount(of, weights=seed, minlength=len(rows))
    within = np.divide(seed, total[of], out=np.zeros(len(seed)), where=total[of] > 0)
    return Classes(
        np.asarray(total, dtype=np.float64), np.asarray(rows, dtype=np.float64), of, within
    )


class Sums(NamedTuple):
    """Classes as the compiled loops read them.

    Attributes
    ----------
    logs : array of float, shape (k,)
        Log of the share of each class.
    features : array of float, shape (k, 6)
    first : array of int, shape (u + 1,)
        Where the terms of each of ``u`` sums over classes begin.
    cell : array of int
        Class of each term; four terms are read at once.
    value : array of float
        What its weight is multiplied by.
    column : array of int, shape (28,)
        The sum that gives the weight, each feature, and each product of two, in the order
        of the upper triangle; ``u`` stands for nothing.
    """

    logs: Array
    features: Array
    first: npt.NDArray[np.int64]
    cell: npt.NDArray[np.uint64]
    value: Array
    column: npt.NDArray[np.int64]


def feature_sums(seed: Array, features: Array) -> Sums:
    """Prepare the sums that moments are made of: many of the 28 are the same, or empty.

    Parameters
    ----------
    seed : array of float, shape (k,)
    features : array of float, shape (k, 6)

    Returns
    -------
    Sums

    Raises
    ------
    MarginError
        If a share or a feature cannot be used.
    """
    logs = seed_logs(seed, features)
    one, two = np.triu_indices(features.shape[1])
    table = np.column_stack([np.ones(len(seed)), features, features[:, one] * features[:, two]])
    found: dict[bytes, int] = {}
    first, index, value, column = [0], [], [], []
    for each in table.T:
        places = np.flatnonzero(each)
        key = np.ascontiguousarray(each + 0.0).tobytes()
        if len(places) and key not in found:
            found[key] = len(first) - 1
            empty = -len(places) % _UNROLLED
            index += [*places, *[0] * empty]
            value += [*each[places], *[0.0] * empty]
            first.append(len(index))
        column.append(found.get(key, -1))
    columns = np.array(column)
    return Sums(
        logs,
        np.array(features, dtype=np.float64, order="C"),
        np.array(first, dtype=np.int64),
        np.array(index, dtype=np.uint64),
        np.array(value, dtype=np.float64),
        np.where(columns < 0, len(first) - 1, columns),
    )


def seed_logs(seed: Array, features: Array) -> Array:
    """Give the log of the share of each class, shape (k,), once seed and features are looked at.

    Raises
    ------
    MarginError
        If a share or a feature cannot be used.
    """
    _refuse_seed(seed, features)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(seed), dtype=np.float64)


def _refuse_seed(seed: Array, features: Array) -> None:
    """Raise on a seed that no area can be drawn to."""
    wrong = ~(np.isfinite(seed) & (seed >= 0))
    if wrong.any() or not seed.sum() > 0:
        shown = sample(f"class {place}: {seed[place]}" for place in np.flatnonzero(wrong))
        raise MarginError(
            f"Seed of {len(seed):,} classes: {shown or 'nobody in any'}. "
            "Expected shares of people of zero or more, with somebody in one of them. "
            "Correct the counts the seed was made from."
        )
    if not np.isfinite(features).all():
        rows = np.flatnonzero(~np.isfinite(features).all(axis=1))
        raise MarginError(
            f"Features of {len(rows)} of {len(seed):,} classes are not numbers: {sample(rows)}. "
            "Expected a finite number for each. "
            "Check the mean ages the features were made from."
        )
