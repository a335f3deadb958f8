"""Places that people leave from or come to, and how far is too far."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from balise.vocabulary import NetworkError, sample

__all__ = ["Cutoff", "Places"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Places:
    """Places in an order that every answer keeps.

    Attributes
    ----------
    ids : tuple of str, n
        Names of the places, each once.
    lon, lat : array of float, shape (n,)
        WGS 84 [degrees]; nan where the place has no position.

    Raises
    ------
    NetworkError
        If lengths differ, an identifier comes twice, or a position is none.
    """

    ids: tuple[str, ...]
    lon: Floats
    lat: Floats

    def __post_init__(self) -> None:
        """Refuse what cannot be places."""
        if not (len(self.ids) == len(self.lon) == len(self.lat)):
            raise NetworkError(
                f"Places: found {len(self.ids)} identifiers, {len(self.lon)} longitudes and "
                f"{len(self.lat)} latitudes. Expected as many of each. Give one row to a place."
            )
        if len(set(self.ids)) < len(self.ids):
            twice = sorted(each for each, count in Counter(self.ids).items() if count > 1)
            raise NetworkError(
                f"Places: found {sample(twice)} more than once. Expected an identifier of its own "
                "for each place. Keep one row of each, or rename them."
            )
        outside = (np.abs(self.lon) > 180) | (np.abs(self.lat) > 90)
        if outside.any():
            named = [self.ids[row] for row in np.flatnonzero(outside)]
            raise NetworkError(
                f"Places: {sample(named)} stand outside the Earth. Expected longitudes from -180 "
                "to 180 and latitudes from -90 to 90. Are longitude and latitude exchanged?"
            )

    def __len__(self) -> int:
        """Count the places."""
        return len(self.ids)

    @property
    def is_located(self) -> npt.NDArray[np.bool_]:
        """Whether each has a position, shape (n,)."""
        return np.isfinite(self.lon) & np.isfinite(self.lat)


@dataclass(frozen=True, slots=True)
class Cutoff:
    """The furthest that counts: by distance [km], by time [minutes], or by both.

    What is beyond either is beyond the cutoff.
    """

    km: float | None = None
    minutes: float | None = None

    def __post_init__(self) -> None:
        """Refuse a cutoff that is none."""
        given = [each for each in (self.km, self.minutes) if each is not None]
        if not given or not all(np.isfinite(each) and each > 0 for each in given):
            raise NetworkError(
                f"Cutoff: found {self.km} km and {self.minutes} minutes. Expected one of them at "
                "least, above 0. Give a distance, a time or both."
            )
