"""The people of every area who are beyond reach of all offices, and the gaps they make."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from balise.network.access.catchments import Served
from balise.network.access.inside import Inside
from balise.network.access.origins import Origins
from balise.network.access.reaches import Reach

__all__ = ["Beyond", "Counts", "Far", "find_beyond", "gap_ranks"]

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_INTERVAL = (2.5, 97.5)
_FEWEST = 2  # areas that are ranked among themselves


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of units: at the positions known, and the ends of range or interval, (u,)."""

    central: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class Beyond:
    """Who of each unit is beyond one reach.

    Attributes
    ----------
    reach : Reach
    counts : mapping of str to Counts
        ``people``, and whatever else was counted of origins.
    is_range : array of bool, shape (u,)
        Where the central count is not to be published.
    offices : array of int, shape (u,)
        Offices that reach somebody of the unit.
    """

    reach: Reach
    counts: Mapping[str, Counts]
    is_range: Bools
    offices: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Far:
    """What beyond reach is counted of: units of origins, and figures of each origin.

    Attributes
    ----------
    members : csr_matrix, shape (u, n)
        Which origins lie in which unit.
    figures : mapping of str to array of float, shape (n,)
        ``people`` and others, of each origin.
    """

    members: csr_matrix
    figures: Mapping[str, Floats]


def find_beyond(served: Served, origins: Origins, far: Far) -> Iterator[Beyond]:
    """Count, for each reach, the people of every unit who are beyond it.

    Parameters
    ----------
    served : Served
    origins : Origins
    far : Far

    Yields
    ------
    Beyond
        In the order of the reaches.
    """
    people = far.members @ origins.people
    square = origins.people * (origins.spread_km**2 + served.error_km**2)
    spread = np.sqrt(far.members @ square / np.where(people > 0, people, 1.0))
    for reach, inside in served.anyone.items():
        ranges = np.array([served.travel.is_range(reach, each) for each in spread], dtype=np.bool_)
        counts = {
            name: _outside(far.members, figures, inside, served.travel.draws, ranges)
            for name, figures in far.figures.items()
        }
        # Ends that meet are a number.
        wide = np.any([each.low != each.high for each in counts.values()], axis=0)
        yield Beyond(reach, counts, ranges & wide, _offices(served, reach, far.members))


def _outside(
    members: csr_matrix, figures: Floats, inside: Inside, draws: int, ranges: Bools
) -> Counts:
    """Count whom no office reaches: those surely inside are the fewest who are not."""
    own = csr_matrix(members.multiply(figures[None, :]))
    total = np.asarray(own.sum(axis=1)).ravel()
    central, surely, possibly = (
        total - own @ each.astype(np.float64)
        for each in (inside.central, inside.surely, inside.possibly)
    )
    low, high = possibly, surely
    if draws:
        drawn = total[:, None] - own @ inside.drawn(draws).astype(np.float64)
        ends = np.percentile(drawn, _INTERVAL, axis=1)
        low, high = np.where(ranges, low, ends[0]), np.where(ranges, high, ends[1])
    low, high = np.minimum(low, central), np.maximum(high, central)
    return Counts(*(np.maximum(each, 0.0) for each in (central, low, high)))


def _offices(served: Served, reach: Reach, members: csr_matrix) -> npt.NDArray[np.int64]:
    """Count the offices that reach somebody of each unit."""
    pairs = served.pairs
    near = pairs.travel(reach.unit) <= reach.value
    shape = (members.shape[1], len(pairs.starts) - 1)
    ones = np.ones(int(near.sum()))
    reached = csr_matrix((ones, (pairs.origin[near], pairs.office[near])), shape=shape)
    whole = csr_matrix((members > 0).astype(np.float64) @ reached)
    return np.diff(whole.indptr).astype(np.int64)


def gap_ranks(figures: Floats, families: npt.NDArray[np.str_]) -> Floats:
    """Rank units by people in vulnerable situations beyond reach: 1 has most.

    Parameters
    ----------
    figures : array of float, shape (u,)
        People in vulnerable situations beyond reach; nan where they are not published.
    families : array of str, shape (u,)
        Units that are ranked among themselves.

    Returns
    -------
    array of float, shape (u,)
        Ties share the best rank; nan where there is nobody, nothing is published, or
        no other unit to be compared with.

    Examples
    --------
    >>> gap_ranks(np.array([5, 9, 5, 0, np.nan]), np.array(["csd"] * 5)).tolist()
    [2.0, 1.0, 2.0, nan, nan]
    """
    ranks = np.full(len(figures), np.nan)
    ranked = np.nan_to_num(figures) > 0
    for family in np.unique(families[ranked]):
        rows = np.flatnonzero(ranked & (families == family))
        if (families == family).sum() < _FEWEST:
            continue
        order = np.sort(-figures[rows])
        ranks[rows] = np.searchsorted(order, -figures[rows], side="left") + 1
    return ranks
