"""Types of people with too few respondents, merged upward until each has enough.

Variables are in a declared order. A type under the least number of respondents lets go of
the last variable, and joins the other such types that are alike in the others; where these
together are still too few, the least answered of the types alike joins them; where there is
none, the variable before is let go too.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from balise.vocabulary import SurveyError

__all__ = ["FEWEST", "MERGED", "Merged", "merge_types", "shared_out"]

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

FEWEST: Final = 5
"""Fewest respondents of a type."""

MERGED: Final = -1
"""Code of a variable that a merged type has let go of."""


@dataclass(frozen=True, slots=True)
class Merged:
    """Types after merging.

    Attributes
    ----------
    codes : array of int, shape (g, d)
        Category of each type by variable; -1 where the variable was let go.
    types : array of int, shape (t,)
        The type each type given went to.
    respondents : array of int, shape (g,)
        Respondents of each type.
    """

    codes: Ints
    types: Ints
    respondents: Ints


def merge_types(codes: Ints, respondents: Ints, *, fewest: int = FEWEST) -> Merged:
    """Merge types upward until each has enough respondents.

    Parameters
    ----------
    codes : array of int, shape (t, d)
        Category of each type by variable, from 0; the last variable is let go first.
    respondents : array of int, shape (t,)
        Respondents of each; may be zero.
    fewest : int
        Fewest respondents of a type.

    Returns
    -------
    Merged
        Types in the order of their codes.

    Raises
    ------
    SurveyError
        If all the respondents together are too few.

    Examples
    --------
    The two types of age 0 with 2 and 4 respondents become one; that of age 1 stays:

    >>> codes = np.array([[0, 0], [0, 1], [0, 2], [1, 0]])
    >>> merged = merge_types(codes, np.array([9, 2, 4, 5]))
    >>> merged.codes.tolist(), merged.respondents.tolist()
    ([[0, -1], [0, 0], [1, 0]], [6, 9, 5])
    """
    if int(respondents.sum()) < fewest:
        raise SurveyError(
            f"Seed: found {int(respondents.sum())} respondents. Expected {fewest} at least, as "
            f"no type of people may rest on fewer than {fewest}. Take a larger sample, or a file "
            "of the whole country."
        )
    labels = codes.astype(np.int64).copy()
    groups, of, counts = _grouped(labels, respondents)
    for variable in range(codes.shape[1] - 1, -1, -1):
        small = counts < fewest
        if not small.any():
            break
        labels[small[of], variable:] = MERGED
        groups, of, counts = _grouped(labels, respondents)
        joined = _least_alike(groups[:, :variable], counts, fewest)
        labels[joined[of], variable:] = MERGED
        groups, of, counts = _grouped(labels, respondents)
    return Merged(groups, of, counts)


def _grouped(labels: Ints, respondents: Ints) -> tuple[Ints, Ints, Ints]:
    groups, of = np.unique(labels, axis=0, return_inverse=True)
    of = of.reshape(-1).astype(np.int64)
    counts = np.bincount(of, weights=respondents, minlength=len(groups)).astype(np.int64)
    return groups, of, counts


def _least_alike(held: Ints, counts: Ints, fewest: int) -> npt.NDArray[np.bool_]:
    """Flag, for each type still too small, the least answered one alike that has enough."""
    alike = np.zeros(len(held), dtype=np.int64)
    if held.shape[1]:
        alike = np.unique(held, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)
    enough = np.flatnonzero(counts >= fewest)
    order = enough[np.lexsort((enough, counts[enough], alike[enough]))]
    first = np.unique(alike[order], return_index=True)[1]
    least = order[first]
    joined = np.zeros(len(held), dtype=np.bool_)
    joined[least[np.isin(alike[least], alike[counts < fewest])]] = True
    return joined


def shared_out(people: Array, respondents: Ints, above: Array, *, fewest: int = FEWEST) -> Array:
    """Give shares of cells from respondents, and from a larger place where these are too few.

    Cells with enough respondents keep their share. The others, taken together, keep theirs
    too, but inside it follow the larger place; where even together they have too few, the
    least answered of the cells kept joins them.

    Parameters
    ----------
    people : array of float, shape (c,)
        Weighted people by cell [people].
    respondents : array of int, shape (c,)
        Respondents by cell.
    above : array of float, shape (c,)
        Shares of the larger place.
    fewest : int
        Fewest respondents a number may rest on.

    Returns
    -------
    array of float, shape (c,)
        Sums to 1; those of the larger place where there are too few respondents in all.

    Examples
    --------
    By hand: 60 of 100 people stay; the other 40 are shared as 1 to 3.

    >>> counts = np.array([20, 4, 2])
    >>> shared_out(np.array([60.0, 30.0, 10.0]), counts, np.array([0.2, 0.2, 0.6])).tolist()
    [0.6, 0.1, 0.3]
    """
    kept = respondents >= fewest
    if kept.all():
        return np.asarray(people / people.sum())
    while kept.any() and int(respondents[~kept].sum()) < fewest:
        kept[np.flatnonzero(kept)[respondents[kept].argmin()]] = False
    inside = float(above[~kept].sum())
    if not kept.any() or inside <= 0:
        return above
    own = people / people.sum()
    return np.asarray(np.where(kept, own, above * (float(own[~kept].sum()) / inside)))
