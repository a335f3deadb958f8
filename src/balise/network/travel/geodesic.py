"""The engine that needs no network: straight line x detour, at an assumed speed."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from balise.network.distances import distance_km
from balise.network.travel.answers import Matrix, Reached, Status
from balise.network.travel.exchanged import refuse_exchanged
from balise.network.travel.places import Cutoff, Places
from balise.vocabulary import NetworkError, sample

__all__ = ["Geodesic", "detour_by_region"]

Floats = npt.NDArray[np.float64]
Intps = npt.NDArray[np.intp]

_RADIUS_KM = 6371.0
_SLACK = 1.006
"""The sphere is at most so much wrong: what it leaves out is surely too far."""
_BLOCK = 64  # sites at a time: memory is bounded by what lies near them


def detour_by_region(regions: Sequence[str], detours: Mapping[str, float]) -> Floats:
    """Give each origin the detour of its region.

    Parameters
    ----------
    regions : sequence of str, n
        The region of each origin.
    detours : mapping
        Road over straight-line distance, of each region.

    Returns
    -------
    array of float, shape (n,)

    Raises
    ------
    NetworkError
        If a region has none.

    Examples
    --------
    >>> detour_by_region(["13", "12", "13"], {"12": 1.4, "13": 1.3}).tolist()
    [1.3, 1.4, 1.3]
    """
    missing = sorted({each for each in regions if each not in detours})
    if missing:
        raise NetworkError(
            f"Detours: found none for {sample(missing)}. Expected one for the region of each "
            "origin. Add them, or give one detour for all."
        )
    return np.array([detours[each] for each in regions], dtype=np.float64)


@dataclass(frozen=True)
class Geodesic:
    """Travel estimated from straight lines.

    Parameters
    ----------
    detour : float or array of float, shape (number of origins,)
        Road over straight-line distance, at least 1: assumed. An array has one for each origin,
        as :func:`detour_by_region` gives; the engine then answers for those origins alone.
    speed_kmh : float
        Of the whole trip [km/h]: assumed.

    Notes
    -----
    Every distance is the geodesic on the ellipsoid x detour, and ``ESTIMATED``: there may be
    water, or no road at all, in between.
    """

    detour: float | Floats
    speed_kmh: float = 60.0

    def __post_init__(self) -> None:
        """Refuse settings that cannot be."""
        values = np.atleast_1d(np.asarray(self.detour, dtype=np.float64))
        sound = len(values) > 0 and bool((np.isfinite(values) & (values >= 1)).all())
        if not sound or not (np.isfinite(self.speed_kmh) and self.speed_kmh > 0):
            low = float(values.min()) if len(values) else None
            raise NetworkError(
                f"Geodesic: found detours from {low}, and {self.speed_kmh} km/h. Expected detours "
                "of 1 or more: no road is shorter than a straight line; and a speed above 0. "
                "Correct them."
            )

    @property
    def name(self) -> str:
        """``geodesic``."""
        return "geodesic"

    @property
    def digest(self) -> str:
        """Digest of the detours and the speed."""
        values = np.atleast_1d(np.asarray(self.detour, dtype=np.float64))
        text = f"geodesic {len(values)} {self.speed_kmh!r} ".encode()
        return hashlib.sha256(text + values.tobytes()).hexdigest()

    def matrix(self, origins: Places, destinations: Places, cutoff: Cutoff) -> Matrix:
        """Estimate every pair within the cutoff."""
        shape = (len(origins), len(destinations))
        km, minutes = (np.full(shape, np.nan, dtype=np.float32) for _ in range(2))
        status = np.full(shape, Status.BEYOND_CUTOFF, dtype=np.uint8)
        for site, origin, far in self._near(destinations, cutoff, origins):
            km[origin, site] = far
            minutes[origin, site] = far / self.speed_kmh * 60
            status[origin, site] = Status.ESTIMATED
        status[~origins.is_located, :] = Status.NO_ROAD_ACCESS
        status[:, ~destinations.is_located] = Status.NO_ROAD_ACCESS
        return Matrix(km, minutes, status, _snaps(origins), _snaps(destinations))

    def catchment(self, sites: Places, cutoff: Cutoff, origins: Places) -> Reached:
        """Estimate which origins are within the cutoff of each site."""
        found = list(self._near(sites, cutoff, origins))
        none = np.zeros(0, dtype=np.intp)
        site, origin = (
            np.concatenate([none, *(each[column] for each in found)]).astype(np.int32)
            for column in (0, 1)
        )
        km = np.concatenate([np.zeros(0), *(each[2] for each in found)])
        return Reached(
            site,
            origin,
            km.astype(np.float32),
            (km / self.speed_kmh * 60).astype(np.float32),
            np.full(len(site), Status.ESTIMATED, dtype=np.uint8),
            _snaps(sites),
            _snaps(origins),
        )

    def _near(
        self, sites: Places, cutoff: Cutoff, origins: Places
    ) -> Iterator[tuple[Intps, Intps, Floats]]:
        """Give pairs within the cutoff, sorted by site, then origin; and their km."""
        detour = self._detours(origins)
        refuse_exchanged(sites, origins.lon, origins.lat, "the origins")
        refuse_exchanged(origins, sites.lon, sites.lat, "the sites")
        of_time = np.inf if cutoff.minutes is None else cutoff.minutes / 60 * self.speed_kmh
        limit = min(np.inf if cutoff.km is None else cutoff.km, of_time)
        there, here = np.flatnonzero(origins.is_located), np.flatnonzero(sites.is_located)
        if not len(there):
            return
        tree = cKDTree(_vectors(origins.lon[there], origins.lat[there]))
        reach = _chord(limit / detour[there].min() * _SLACK)
        for first in range(0, len(here), _BLOCK):
            block = here[first : first + _BLOCK]
            vectors = _vectors(sites.lon[block], sites.lat[block])
            near = [tree.query_ball_point(each, reach, return_sorted=True) for each in vectors]
            site = np.repeat(block, [np.size(each) for each in near])
            origin = there[np.concatenate([np.zeros(0), *map(np.asarray, near)]).astype(np.intp)]
            straight = distance_km(
                origins.lon[origin], origins.lat[origin], sites.lon[site], sites.lat[site]
            )
            km = straight * detour[origin]
            within = km <= limit
            yield site[within], origin[within], km[within]

    def _detours(self, origins: Places) -> Floats:
        values = np.atleast_1d(np.asarray(self.detour, dtype=np.float64))
        if np.ndim(self.detour) and len(values) != len(origins):
            raise NetworkError(
                f"Geodesic: found {len(values):,} detours for {len(origins):,} origins. Expected "
                "one for each origin, in their order. Give those of these origins, or one for all."
            )
        return np.broadcast_to(values, len(origins))


def _vectors(lon: Floats, lat: Floats) -> Floats:
    """Give positions as vectors of length 1, shape (n, 3)."""
    east, north = np.radians(lon), np.radians(lat)
    return np.column_stack(
        [np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)]
    )


def _chord(km: float) -> float:
    """Give the straight line through the sphere below an arc, in radii."""
    return float(2 * np.sin(min(km / _RADIUS_KM / 2, np.pi / 2)))


def _snaps(places: Places) -> Floats:
    return np.where(places.is_located, 0.0, np.nan)
