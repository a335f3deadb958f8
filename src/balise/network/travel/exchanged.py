"""Places whose longitude and latitude were exchanged, told from places that are far away."""

import numpy as np
import numpy.typing as npt

from balise.network.travel.places import Places
from balise.vocabulary import NetworkError, sample

__all__ = ["refuse_exchanged"]

Floats = npt.NDArray[np.float64]

_MARGIN = 5.0
"""A place so far outside of the box of the others stands elsewhere [degrees]."""


def refuse_exchanged(places: Places, lon: Floats, lat: Floats, others: str) -> None:
    """Refuse places that lie far from others, and among them once they are exchanged.

    Parameters
    ----------
    places : Places
    lon, lat : array of float, shape (n,)
        What they should be near [degrees]: other places, or nodes of a network; nan is none.
    others : str
        What those are, as told to the user.

    Raises
    ------
    NetworkError
        If there are such places; it names them.
    """
    known = np.isfinite(lon) & np.isfinite(lat)
    if not known.any():
        return
    west, east = float(lon[known].min()), float(lon[known].max())
    south, north = float(lat[known].min()), float(lat[known].max())
    far = (places.lon < west - _MARGIN) | (places.lon > east + _MARGIN)
    far |= (places.lat < south - _MARGIN) | (places.lat > north + _MARGIN)
    inside = (places.lat >= west - _MARGIN) & (places.lat <= east + _MARGIN)
    inside &= (places.lon >= south - _MARGIN) & (places.lon <= north + _MARGIN)
    named = [places.ids[row] for row in np.flatnonzero(far & inside)]
    if named:
        raise NetworkError(
            f"Places: {sample(named)} stand far from {others}, and would be among them if "
            "longitude and latitude were exchanged. Expected longitudes as lon, latitudes as lat. "
            "Exchange the two columns."
        )
