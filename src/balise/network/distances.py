"""Geodesic distances on the ellipsoid, vectorised, and bounded where only near places count."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from pyproj import Geod

__all__ = ["Offsets", "distance_km", "offset_position", "offsets_within"]

Floats = npt.NDArray[np.float64]

_EARTH = Geod(ellps="GRS80")
_METRES = 1000.0
_DEGREE_KM = 110.5  # a degree of latitude is never shorter
_SLACK = 1.01  # boxes are drawn a little too wide, never too narrow


@dataclass(frozen=True, slots=True)
class Offsets:
    """Where places lie as seen from a point.

    ``rows`` are their positions in the table given, shape (m,); ``east_km`` and
    ``north_km`` [km], shape (m,), keep the geodesic distance and the bearing exactly.
    """

    rows: npt.NDArray[np.intp]
    east_km: Floats
    north_km: Floats


def distance_km(
    lon: npt.ArrayLike, lat: npt.ArrayLike, to_lon: npt.ArrayLike, to_lat: npt.ArrayLike
) -> Floats:
    """Measure straight-line distances on the ellipsoid.

    Parameters
    ----------
    lon, lat, to_lon, to_lat : array of float
        Positions [degrees]; shapes broadcast.

    Returns
    -------
    array of float
        Geodesic distance [km] on GRS80.

    References
    ----------
    Karney, C. F. F. (2013), Algorithms for geodesics, Journal of Geodesy 87: 43-55.

    Examples
    --------
    A degree of longitude on the equator is 6,378.137 km x pi / 180:

    >>> round(float(distance_km(0, 0, 1, 0)), 3)
    111.319
    """
    start_lon, start_lat, end_lon, end_lat = _broadcast(lon, lat, to_lon, to_lat)
    _, _, metres = _EARTH.inv(start_lon, start_lat, end_lon, end_lat)
    return np.asarray(metres) / _METRES


def offsets_within(
    position: tuple[float, float], lon: Floats, lat: Floats, within_km: float
) -> Offsets:
    """Find the places within a distance of a point, and where they lie from it.

    Parameters
    ----------
    position : tuple of float
        Longitude and latitude of the point [degrees].
    lon, lat : array of float, shape (n,)
        Positions of the places [degrees]; a place without one (nan) is never near.
    within_km : float
        Straight-line distance [km].

    Returns
    -------
    Offsets
        Of the m places within the distance, in the order given.

    Examples
    --------
    >>> near = offsets_within((0.0, 0.0), np.array([0.0, 1.0]), np.array([0.1, 0.0]), 20.0)
    >>> near.rows.tolist(), near.north_km.round(1).tolist()
    ([0], [11.1])
    """
    rows = _boxed(position, lon, lat, within_km)
    start_lon, start_lat, end_lon, end_lat = _broadcast(*position, lon[rows], lat[rows])
    bearing, _, metres = _EARTH.inv(start_lon, start_lat, end_lon, end_lat)
    distance = np.asarray(metres) / _METRES
    near = distance <= within_km
    turn = np.radians(np.asarray(bearing)[near])
    return Offsets(rows[near], distance[near] * np.sin(turn), distance[near] * np.cos(turn))


def offset_position(
    position: tuple[float, float], bearing_deg: Floats, away_km: Floats
) -> tuple[Floats, Floats]:
    """Find the places at given bearings and distances from a point.

    Parameters
    ----------
    position : tuple of float
        Longitude and latitude of the point [degrees].
    bearing_deg, away_km : array of float, shape (n,)
        Bearing clockwise from north [degrees] and straight-line distance [km].

    Returns
    -------
    tuple of array
        Longitudes and latitudes [degrees], each of shape (n,).
    """
    start_lon, start_lat, bearing, away = _broadcast(*position, bearing_deg, away_km)
    lon, lat, _ = _EARTH.fwd(start_lon, start_lat, bearing, away * _METRES)
    return np.asarray(lon), np.asarray(lat)


def _broadcast(*values: npt.ArrayLike) -> list[Floats]:
    arrays = np.broadcast_arrays(*(np.asarray(each, dtype=np.float64) for each in values))
    return [np.array(each) for each in arrays]


def _boxed(
    position: tuple[float, float], lon: Floats, lat: Floats, within_km: float
) -> npt.NDArray[np.intp]:
    """Keep the places of a box around the point, across the 180th meridian too."""
    reach_lat = within_km / _DEGREE_KM * _SLACK
    highest = min(abs(position[1]) + reach_lat, 90.0)
    narrowing = np.cos(np.radians(highest))
    reach_lon = 180.0 if narrowing < reach_lat / 180.0 else reach_lat / narrowing
    apart = np.abs((lon - position[0] + 180.0) % 360.0 - 180.0)
    return np.flatnonzero((np.abs(lat - position[1]) <= reach_lat) & (apart <= reach_lon))
