"""How far is within reach, by distance or by time, and how well that is known."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from balise.vocabulary import NetworkError

__all__ = ["KILOMETRES", "MINUTES", "SURE", "Reach", "Travel", "margin_km"]

Floats = npt.NDArray[np.float64]

KILOMETRES: Final = "km"
MINUTES: Final = "min"

SURE: Final = 2.0
"""Root mean squares beyond which nobody is: all of an even disc, 98 in 100 of a Gaussian."""

_QUARTER: Final = 0.25


@dataclass(frozen=True, slots=True, order=True)
class Reach:
    """A distance [km] or a time [min] within which an office is reached.

    Examples
    --------
    >>> Reach("km", 25.0).code, Reach("min", 30.0).code
    ('25km', '30min')
    """

    unit: str
    value: float

    @property
    def code(self) -> str:
        """Its name in tables: ``25km``."""
        return f"{self.value:g}{self.unit}"


@dataclass(frozen=True, slots=True)
class Travel:
    """Reaches, and what turns a straight line into a road.

    Attributes
    ----------
    reaches : tuple of Reach
    detour : float
        Road over straight-line distance: turns errors of position into errors of travel.
    speed_kmh : float
        Turns them into minutes.
    draws : int
        Moves of every office; may be 0.
    """

    reaches: tuple[Reach, ...]
    detour: float
    speed_kmh: float
    draws: int

    def __post_init__(self) -> None:
        """Refuse travel that cannot be."""
        sound = self.reaches and min(each.value for each in self.reaches) > 0
        if not (sound and self.detour >= 1 and self.speed_kmh > 0 and self.draws >= 0):
            told = ", ".join(each.code for each in self.reaches) or "no reach"
            raise NetworkError(
                f"Travel: found {told}, detour {self.detour:g}, {self.speed_kmh:g} km/h, "
                f"{self.draws} draws. Expected reaches above 0, a detour of at least 1, a speed "
                "above 0 and no fewer than 0 draws. Correct them under [network] in the recipe."
            )

    def per_km(self, reach: Reach) -> float:
        """How much travel a kilometre of straight line is [km or minutes]."""
        minutes = 60.0 / self.speed_kmh if reach.unit == MINUTES else 1.0
        return self.detour * minutes

    def furthest(self, unit: str, margin: float) -> float | None:
        """Travel that may count in a unit, with a margin [km, straight]; None if none does."""
        own = [each for each in self.reaches if each.unit == unit]
        if not own:
            return None
        return max(each.value for each in own) + self.per_km(own[0]) * margin

    def is_range(self, reach: Reach, spread_km: float) -> bool:
        """Tell whether people are too spread for one number: more than a quarter of the radius.

        Parameters
        ----------
        reach : Reach
        spread_km : float
            Root mean square of the spread of origins and the error of offices together
            [km, straight].

        Examples
        --------
        5 km of error are 6.5 km of road: more than a quarter of 25 km, less than of 50 km.

        >>> travel = Travel((Reach("km", 25.0), Reach("km", 50.0)), 1.3, 60.0, 0)
        >>> [travel.is_range(each, 5.0) for each in travel.reaches]
        [True, False]
        """
        return spread_km * self.per_km(reach) > _QUARTER * reach.value

    def moves_km(self, error_km: Floats, rng: np.random.Generator) -> Floats:
        """Draw where each office may stand, east and north of its position [km].

        Parameters
        ----------
        error_km : array of float, shape (s,)
            Root mean square error of each position [km].
        rng : numpy.random.Generator

        Returns
        -------
        array of float, shape (s, draws, 2)
        """
        drawn = rng.normal(0.0, 1.0, size=(len(error_km), self.draws, 2))
        return np.asarray(drawn * (np.asarray(error_km) / np.sqrt(2))[:, None, None])


def margin_km(spread_km: Floats, error_km: Floats | float) -> Floats:
    """Distance by which an origin may be nearer or further than its point [km, straight].

    Twice the root of the squared spread of its people and the squared error of the office.
    """
    return np.asarray(SURE * np.hypot(spread_km, error_km))
