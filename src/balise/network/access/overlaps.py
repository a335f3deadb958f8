"""Overlaps: the people whom two offices both reach."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, triu

from balise.network.access.catchments import ANY_OFFICE, Catchment, Served
from balise.network.access.reaches import Reach

__all__ = ["Overlap", "find_overlaps"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Overlap:
    """People within reach of two offices.

    ``people`` at the positions known, ``low`` surely and ``high`` possibly in reach of both;
    ``share`` of those in reach of the office that reaches fewer, 0 to 1; ``is_range`` where
    people of either office are a range.
    """

    service_point: str
    other: str
    reach: Reach
    people: float
    low: float
    high: float
    share: float
    is_range: bool


def find_overlaps(served: Served, people: Floats) -> Iterator[Overlap]:
    """Count the people in reach of each two offices, where there may be some.

    Parameters
    ----------
    served : Served
    people : array of float, shape (n,)
        Of each origin.

    Yields
    ------
    Overlap
        By reach, then by the offices in the order of their identifiers.
    """
    for reach in served.travel.reaches:
        own = [
            each
            for each in served.catchments
            if each.reach == reach and each.service_point != ANY_OFFICE and len(each.members)
        ]
        own.sort(key=lambda each: each.service_point)
        yield from _pairwise(own, people)


def _pairwise(own: list[Catchment], people: Floats) -> Iterator[Overlap]:
    possibly = _shared(own, "possibly", people)
    counts = {name: _shared(own, name, people) for name in ("central", "surely")}
    alone = [each.central or 0.0 for each in own]
    above = triu(possibly, k=1).tocoo()
    for one, two, high in zip(above.row, above.col, above.data, strict=True):
        both = float(counts["central"][one, two])
        fewer = min(alone[one], alone[two])
        yield Overlap(
            own[one].service_point,
            own[two].service_point,
            own[one].reach,
            both,
            min(float(counts["surely"][one, two]), both),
            max(float(high), both),
            both / fewer if fewer else 0.0,
            bool(own[one].reason or own[two].reason),
        )


def _shared(own: list[Catchment], how: str, people: Floats) -> csr_matrix:
    """People in both of each two catchments, shape (k, k)."""
    flags = [getattr(each.inside, how) for each in own]
    columns = [each.members[inside] for each, inside in zip(own, flags, strict=True)]
    rows = np.repeat(np.arange(len(own)), [len(each) for each in columns])
    places = np.concatenate(columns) if columns else np.zeros(0, np.int64)
    inside = csr_matrix((np.ones(len(rows)), (rows, places)), shape=(len(own), len(people)))
    return csr_matrix(inside.multiply(people[None, :]) @ inside.T)
