"""Boundaries, travel, service points and catchments: who is within reach of an office."""

from balise.network.bands import banded_catchments
from balise.network.boundaries import Boundaries, boundary_tiles
from balise.network.catchments import ANY_OFFICE, Catchment, Travel, catchments
from balise.network.distances import Offsets, distance_km, offset_position, offsets_within
from balise.network.units import (
    CatchmentUnits,
    Denominator,
    catchment_keys,
    catchment_table,
    catchment_units,
    point_table,
    position_noise,
)

__all__ = [
    "ANY_OFFICE",
    "Boundaries",
    "Catchment",
    "CatchmentUnits",
    "Denominator",
    "Offsets",
    "Travel",
    "banded_catchments",
    "boundary_tiles",
    "catchment_keys",
    "catchment_table",
    "catchment_units",
    "catchments",
    "distance_km",
    "offset_position",
    "offsets_within",
    "point_table",
    "position_noise",
]
