"""What every engine of travel can be asked."""

from typing import Protocol

from balise.network.travel.answers import Matrix, Reached
from balise.network.travel.places import Cutoff, Places

__all__ = ["Engine"]


class Engine(Protocol):
    """Distances and times between places.

    People travel from origins to destinations: on one-way roads the direction counts.
    """

    @property
    def name(self) -> str:
        """``geodesic``, ``roads``, ``osrm`` or ``valhalla``."""
        ...

    @property
    def digest(self) -> str:
        """What tells one network, and its settings, from another; a cache is kept by it."""
        ...

    def matrix(self, origins: Places, destinations: Places, cutoff: Cutoff) -> Matrix:
        """Measure every pair.

        Raises
        ------
        NetworkError
            If the engine cannot be asked, or answers what it should not.
        """
        ...

    def catchment(self, sites: Places, cutoff: Cutoff, origins: Places) -> Reached:
        """Find the origins within the cutoff of each site; in bounded memory.

        Raises
        ------
        NetworkError
            As :meth:`matrix` does.
        """
        ...
