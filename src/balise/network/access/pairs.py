"""Every office with the origins that may be in its reach: travel, and where they lie."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from balise.network.distances import offsets_km
from balise.network.travel import Cutoff, Engine, Places, Status

__all__ = ["Pairs", "pairs_within"]

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of an office and an origin, sorted by office, then origin.

    Attributes
    ----------
    office, origin : array of int, shape (m,)
        Their rows.
    km, minutes : array of float, shape (m,)
        Travel to the office.
    east_km, north_km : array of float, shape (m,)
        Where the origin lies from the office, as a straight line [km].
    measured : array of bool, shape (m,)
        Whether travel follows a network; otherwise it is estimated.
    starts : array of int, shape (s + 1,)
        Where the pairs of each office begin.
    """

    office: Rows
    origin: Rows
    km: Floats
    minutes: Floats
    east_km: Floats
    north_km: Floats
    measured: npt.NDArray[np.bool_]
    starts: Rows

    def of(self, office: int) -> slice:
        """Where the pairs of one office are."""
        return slice(int(self.starts[office]), int(self.starts[office + 1]))

    def travel(self, unit: str) -> Floats:
        """Travel in a unit of reach: ``km`` or ``min``."""
        return self.km if unit == "km" else self.minutes


def pairs_within(
    engine: Engine,
    offices: Places,
    origins: Places,
    cutoff_km: float | None,
    cutoff_min: float | None,
) -> Pairs:
    """Find the origins within a distance, or within a time, of each office.

    Parameters
    ----------
    engine : Engine
    offices, origins : Places
    cutoff_km, cutoff_min : float, optional
        A pair within either is kept.

    Raises
    ------
    NetworkError
        If the engine cannot be asked, or answers what it should not.
    """
    asked = [Cutoff(km=cutoff_km)] if cutoff_km is not None else []
    asked += [Cutoff(minutes=cutoff_min)] if cutoff_min is not None else []
    found = [engine.catchment(offices, each, origins) for each in asked]
    office = np.concatenate([each.site for each in found]).astype(np.int64)
    origin = np.concatenate([each.origin for each in found]).astype(np.int64)
    _, first = np.unique(office * max(len(origins), 1) + origin, return_index=True)
    office, origin = office[first], origin[first]
    east, north = offsets_km(
        offices.lon[office], offices.lat[office], origins.lon[origin], origins.lat[origin]
    )
    statuses = np.concatenate([each.status for each in found])[first]
    return Pairs(
        office,
        origin,
        np.concatenate([each.km for each in found])[first].astype(np.float64),
        np.concatenate([each.minutes for each in found])[first].astype(np.float64),
        east,
        north,
        statuses == Status.OK,
        np.searchsorted(office, np.arange(len(offices) + 1)),
    )
