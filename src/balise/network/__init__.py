"""Travel, service points and catchments: who is within reach of an office."""

from balise.network.bands import banded_catchments
from balise.network.catchments import ANY_OFFICE, Catchment, Travel, catchments
from balise.network.distances import Offsets, distance_km, offset_position, offsets_within

__all__ = [
    "ANY_OFFICE",
    "Catchment",
    "Offsets",
    "Travel",
    "banded_catchments",
    "catchments",
    "distance_km",
    "offset_position",
    "offsets_within",
]
