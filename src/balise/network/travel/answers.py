"""What an engine answers: distance, time, and a status for every pair of places."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

__all__ = ["Matrix", "Reached", "Status"]

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int32]
Codes = npt.NDArray[np.uint8]


class Status(IntEnum):
    """How a distance is known, or why there is none."""

    OK = 0
    """Measured along a network."""
    BEYOND_CUTOFF = 1
    """There is a path, or may be one, and it is longer than was asked for."""
    NO_PATH = 2
    """Both ends lie on the network, and nothing joins them."""
    NO_ROAD_ACCESS = 3
    """An end has no position, or lies too far from any road."""
    ESTIMATED = 4
    """Straight line x detour: no network was followed."""

    @property
    def code(self) -> str:
        """Its name in tables: ``beyond_cutoff``."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Matrix:
    """Travel from every origin to every destination.

    Attributes
    ----------
    km, minutes : array of float32, shape (o, d)
        nan wherever ``status`` is neither ``OK`` nor ``ESTIMATED``.
    status : array of uint8, shape (o, d)
        Codes of :class:`Status`.
    origin_snap_km, destination_snap_km : array of float, shapes (o,) and (d,)
        From each place to where it enters the network; 0 without a network, nan where it
        does not enter. Part of ``km``.
    """

    km: Singles
    minutes: Singles
    status: Codes
    origin_snap_km: Floats
    destination_snap_km: Floats


@dataclass(frozen=True, slots=True)
class Reached:
    """The origins within a cutoff of each site: the pairs in reach alone.

    Attributes
    ----------
    site, origin : array of int32, shape (m,)
        Rows of the sites and of the origins; sorted by site, then origin.
    km, minutes : array of float32, shape (m,)
    status : array of uint8, shape (m,)
        ``OK`` or ``ESTIMATED``.
    site_snap_km, origin_snap_km : array of float, shapes (s,) and (o,)
        As in :class:`Matrix`; nan says that a place is on no road, so that nobody mistakes
        it for one that is too far.
    """

    site: Rows
    origin: Rows
    km: Singles
    minutes: Singles
    status: Codes
    site_snap_km: Floats
    origin_snap_km: Floats
