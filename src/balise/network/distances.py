"""Geodesic distances on the ellipsoid, vectorised."""

import numpy as np
import numpy.typing as npt
from pyproj import Geod

__all__ = ["distance_km", "offset_position", "offsets_km"]

Floats = npt.NDArray[np.float64]

_EARTH = Geod(ellps="GRS80")
_METRES = 1000.0


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


def offsets_km(
    lon: npt.ArrayLike, lat: npt.ArrayLike, to_lon: npt.ArrayLike, to_lat: npt.ArrayLike
) -> tuple[Floats, Floats]:
    """Give where places lie as seen from others, pair by pair.

    Parameters
    ----------
    lon, lat, to_lon, to_lat : array of float
        Positions seen from, and seen [degrees]; shapes broadcast.

    Returns
    -------
    tuple of array
        East and north [km]; the geodesic distance and the bearing are kept exactly.

    Examples
    --------
    >>> [round(float(each), 1) for each in offsets_km(0, 0, 0.1, 0)]
    [11.1, 0.0]
    """
    start_lon, start_lat, end_lon, end_lat = _broadcast(lon, lat, to_lon, to_lat)
    bearing, _, metres = _EARTH.inv(start_lon, start_lat, end_lon, end_lat)
    turn, away = np.radians(np.asarray(bearing)), np.asarray(metres) / _METRES
    return away * np.sin(turn), away * np.cos(turn)


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
