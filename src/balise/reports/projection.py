"""Places on paper: Lambert's conformal conic projection, fitted to the area shown."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Lambert", "fit_projection"]

Floats = npt.NDArray[np.float64]

_RADIUS_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Lambert:
    """A conformal conic projection of the sphere [degrees]."""

    lon: float
    lat: float
    south: float
    north: float

    def project(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> tuple[Floats, Floats]:
        """Project longitudes and latitudes [degrees] to the plane [km].

        References
        ----------
        Snyder, J. P. (1987), Map Projections: A Working Manual, U.S. Geological
        Survey Professional Paper 1395, p. 106-107 (formulas for the sphere).

        Examples
        --------
        >>> x, y = Lambert(-66.0, 46.5, 45.5, 47.5).project([-66.0], [46.5])
        >>> float(x[0]), float(y[0])
        (0.0, 0.0)
        """
        south, north = np.radians([self.south, self.north])
        if abs(north - south) < 1e-6:
            n = np.sin(south)
        else:
            n = np.log(np.cos(south) / np.cos(north)) / np.log(_tangent(north) / _tangent(south))
        scale = np.cos(south) * _tangent(south) ** n / n
        rho = _RADIUS_KM * scale / _tangent(np.radians(np.asarray(lat, dtype=np.float64))) ** n
        rho_0 = _RADIUS_KM * scale / _tangent(np.radians(self.lat)) ** n
        angle = n * np.radians(np.asarray(lon, dtype=np.float64) - self.lon)
        return rho * np.sin(angle), rho_0 - rho * np.cos(angle)


def _tangent(latitude: npt.ArrayLike) -> Floats:
    return np.asarray(np.tan(np.pi / 4 + np.asarray(latitude) / 2))


def fit_projection(lon: Floats, lat: Floats) -> Lambert:
    """Choose the projection that bends least over some places [degrees].

    Examples
    --------
    >>> fit_projection(np.array([-69.0, -64.0]), np.array([44.5, 48.0])).lon
    -66.5
    """
    south, north = float(lat.min()), float(lat.max())
    sixth = (north - south) / 6
    return Lambert(
        float(lon.min() + lon.max()) / 2, (south + north) / 2, south + sixth, north - sixth
    )
