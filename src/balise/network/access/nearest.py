"""The nearest and the second nearest office of every origin, however far."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from balise.network.access.pairs import Pairs
from balise.network.travel import Cutoff, Engine, Places, Status

__all__ = ["Nearest", "find_nearest"]

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]

_ANYWHERE = Cutoff(km=20_000.0)
_BLOCK = 2_000  # origins asked at once


@dataclass(frozen=True, slots=True)
class Nearest:
    """The two offices nearest to each origin.

    Attributes
    ----------
    office : array of int, shape (n, 2)
        Their rows; -1 where there is none, or no way to it.
    km, minutes : array of float, shape (n, 2)
        Travel; nan where there is none.
    measured : array of bool, shape (n,)
        Whether travel to the nearest follows a network.
    """

    office: Rows
    km: Floats
    minutes: Floats
    measured: npt.NDArray[np.bool_]


def find_nearest(pairs: Pairs, engine: Engine, offices: Places, origins: Places) -> Nearest:
    """Find the two offices nearest by distance; ties go to the office listed first.

    Parameters
    ----------
    pairs : Pairs
        Origins with two offices among them are answered from there; the engine is asked
        about the others alone.
    engine : Engine
    offices, origins : Places

    Raises
    ------
    NetworkError
        If the engine cannot be asked, or answers what it should not.
    """
    count = len(origins)
    found = Nearest(
        np.full((count, 2), -1, dtype=np.int64),
        np.full((count, 2), np.nan),
        np.full((count, 2), np.nan),
        np.zeros(count, dtype=np.bool_),
    )
    order = np.lexsort((pairs.office, pairs.km, pairs.origin))
    starts = np.searchsorted(pairs.origin[order], np.arange(count + 1))
    for place in (0, 1):
        rows = np.flatnonzero(np.diff(starts) > place)
        own = order[starts[rows] + place]
        found.office[rows, place] = pairs.office[own]
        found.km[rows, place] = pairs.km[own]
        found.minutes[rows, place] = pairs.minutes[own]
        if place == 0:
            found.measured[rows] = pairs.measured[own]
    lonely = np.flatnonzero((np.diff(starts) < min(2, len(offices))) & origins.is_located)
    located = np.flatnonzero(offices.is_located)
    for start in range(0, len(lonely) if len(located) else 0, _BLOCK):
        _ask(found, engine, (offices, located), origins, lonely[start : start + _BLOCK])
    return found


def _ask(
    found: Nearest, engine: Engine, known: tuple[Places, Rows], origins: Places, rows: Rows
) -> None:
    """Ask the engine about some origins, and write what it answers into ``found``."""
    offices, located = known
    matrix = engine.matrix(_some(origins, rows), _some(offices, located), _ANYWHERE)
    km = np.where(np.isnan(matrix.km), np.inf, matrix.km.astype(np.float64))
    order = np.argsort(km, axis=1, kind="stable")[:, :2]
    for place in range(order.shape[1]):
        own = np.arange(len(rows)), order[:, place]
        there = np.isfinite(km[own])
        found.office[rows, place] = np.where(there, located[order[:, place]], -1)
        found.km[rows, place] = np.where(there, km[own], np.nan)
        found.minutes[rows, place] = np.where(there, matrix.minutes[own], np.nan)
    found.measured[rows] = matrix.status[np.arange(len(rows)), order[:, 0]] == Status.OK


def _some(places: Places, rows: Rows) -> Places:
    return Places(tuple(places.ids[row] for row in rows), places.lon[rows], places.lat[rows])
