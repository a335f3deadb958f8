"""Access by enhanced two-step floating catchments: what offices can do, for whom is near."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from balise.network.access.pairs import Pairs
from balise.vocabulary import NetworkError

__all__ = ["Zones", "floating_access", "known_capacity"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Zones:
    """Zones of travel time, each with the weight of what lies in it.

    Attributes
    ----------
    minutes : tuple of float
        Where each zone ends [min], growing.
    weights : tuple of float
        Of each zone, 1 or less, not growing.
    """

    minutes: tuple[float, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        """Refuse zones that are none."""
        rising = (
            list(self.minutes) == sorted(set(self.minutes)) and min(self.minutes, default=0) > 0
        )
        falling = list(self.weights) == sorted(self.weights, reverse=True)
        sound = rising and falling and len(self.minutes) == len(self.weights)
        if not (sound and all(0 < each <= 1 for each in self.weights)):
            raise NetworkError(
                f"Floating catchments: found minutes {list(self.minutes)} and weights "
                f"{list(self.weights)}. Expected as many of each, minutes growing from above 0, "
                "weights from 1 downward and above 0. Correct them."
            )

    def weigh(self, minutes: Floats) -> Floats:
        """Give the weight of each travel time; 0 beyond the last zone.

        Examples
        --------
        >>> Zones((10.0, 20.0), (1.0, 0.68)).weigh(np.array([10.0, 10.5, 30.0])).tolist()
        [1.0, 0.68, 0.0]
        """
        zone = np.searchsorted(np.array(self.minutes), minutes, side="left")
        return np.append(np.array(self.weights), 0.0)[zone]


def known_capacity(capacity: Floats) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Fill capacities that are not known, and tell which these are.

    With the median of those known; 1 each, offices alike, where none is.

    Examples
    --------
    >>> [each.tolist() for each in known_capacity(np.array([4.0, np.nan, 8.0]))]
    [[4.0, 6.0, 8.0], [False, True, False]]
    """
    assumed = np.isnan(capacity)
    usual = 1.0 if assumed.all() else float(np.median(capacity[~assumed]))
    return np.where(assumed, usual, capacity), assumed


def floating_access(pairs: Pairs, people: Floats, capacity: Floats, zones: Zones) -> Floats:
    """Measure the access of every origin to offices.

    Step one: each office shares its capacity among the people around it, those in further
    zones counting less. Step two: an origin sums the shares of the offices around it, those
    in further zones again counting less. Summed over people, access gives the capacity of
    every office that has somebody in its zones.

    Parameters
    ----------
    pairs : Pairs
        All pairs within the last zone, at least.
    people : array of float, shape (n,)
        Of each origin.
    capacity : array of float, shape (s,)
        Of each office.
    zones : Zones

    Returns
    -------
    array of float, shape (n,)
        Capacity per person.

    References
    ----------
    Luo, W. and Qi, Y. (2009), An enhanced two-step floating catchment area (E2SFCA) method
    for measuring spatial accessibility to primary care physicians, Health & Place 15:
    1100-1107: zones of 10 minutes up to 30, weights 1, 0.68 and 0.22 (slow decay).
    """
    weights = zones.weigh(pairs.minutes)
    demand = np.bincount(
        pairs.office, weights=weights * people[pairs.origin], minlength=len(capacity)
    )
    shares = capacity / np.where(demand > 0, demand, np.inf)
    reached = weights * shares[pairs.office]
    return np.asarray(
        np.bincount(pairs.origin, weights=reached, minlength=len(people)), dtype=np.float64
    )
