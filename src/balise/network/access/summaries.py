"""The nearest offices and the access of every area, summed up from its origins."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from balise.network.access.nearest import Nearest
from balise.network.access.origins import Origins

__all__ = ["AreaAccess", "sum_up"]

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class AreaAccess:
    """Access of units to offices, all arrays of shape (u,).

    ``first`` is the office nearest to most of the people (a row, -1 where there is none) and
    ``first_share`` the share of people it is nearest to; ``second`` is the office that is
    second nearest to most. Travel is the mean over people, each to their own nearest and
    second nearest office [km, minutes]. ``no_path`` are people without a way to any office.
    ``floating`` is access [capacity per person], the mean over people. ``measured`` tells
    where travel of all follows a network. Unknown is nan.
    """

    first: Rows
    first_share: Floats
    first_km: Floats
    first_min: Floats
    second: Rows
    second_km: Floats
    second_min: Floats
    no_path: Floats
    floating: Floats
    measured: npt.NDArray[np.bool_]
    people: Floats


def sum_up(
    members: csr_matrix, origins: Origins, nearest: Nearest, floating: Floats, offices: int
) -> AreaAccess:
    """Sum the origins of every unit up.

    Parameters
    ----------
    members : csr_matrix, shape (u, n)
        Which origins lie in which unit.
    origins : Origins
    nearest : Nearest
    floating : array of float, shape (n,)
        Access of each origin.
    offices : int
        Their number.
    """
    own = csr_matrix(members.multiply(origins.people[None, :]))
    people: Floats = np.asarray(own.sum(axis=1), dtype=np.float64).ravel()
    first, share = _most(own, nearest.office[:, 0], offices, None)
    second, _ = _most(own, nearest.office[:, 1], offices, first)
    reached = (nearest.office[:, 0] >= 0).astype(np.float64)
    return AreaAccess(
        first,
        share,
        _mean(own, nearest.km[:, 0]),
        _mean(own, nearest.minutes[:, 0]),
        second,
        _mean(own, nearest.km[:, 1]),
        _mean(own, nearest.minutes[:, 1]),
        np.asarray(people - own @ reached, dtype=np.float64),
        _mean(own, floating),
        (own @ (~nearest.measured).astype(np.float64) == 0) & (people > 0),
        people,
    )


def _mean(own: csr_matrix, values: Floats) -> Floats:
    """Mean over the people for whom the value is known; nan where it is for nobody."""
    known = np.isfinite(values)
    people = own @ known.astype(np.float64)
    total = own @ np.where(known, values, 0.0)
    return np.asarray(np.where(people > 0, total / np.where(people > 0, people, 1.0), np.nan))


def _most(own: csr_matrix, choice: Rows, offices: int, but: Rows | None) -> tuple[Rows, Floats]:
    """Find the office chosen by most people of each unit, and their share; ties go first."""
    some = np.flatnonzero(choice >= 0)
    places = csr_matrix(
        (np.ones(len(some)), (some, choice[some])), shape=(len(choice), max(offices, 1))
    )
    counts = csr_matrix(own @ places)
    best = np.full(own.shape[0], -1, dtype=np.int64)
    share = np.full(own.shape[0], np.nan)
    for row in range(own.shape[0]):
        part = slice(counts.indptr[row], counts.indptr[row + 1])
        people, columns = counts.data[part].copy(), counts.indices[part]
        if but is not None:
            people[columns == but[row]] = 0.0
        if people.sum() <= 0:
            continue
        top = columns[people == people.max()].min()
        best[row] = top
        share[row] = people.max() / counts.data[part].sum()
    return best, share
