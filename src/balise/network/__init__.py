"""Boundaries, travel, service points and catchments: who is within reach of an office."""

from balise.network.bands import banded_catchments
from balise.network.boundaries import Boundaries, boundary_tiles
from balise.network.catchments import ANY_OFFICE, Catchment, Travel, catchments
from balise.network.distances import Offsets, distance_km, offset_position, offsets_within
from balise.network.overlay import Inside, members_by_centroid, overlap_shares
from balise.network.road_graphs import make_roads
from balise.network.shapes import Limits
from balise.network.travel import Cutoff, Places, engine_of
from balise.network.units import (
    CatchmentUnits,
    Denominator,
    catchment_keys,
    catchment_table,
    catchment_units,
    point_table,
    position_noise,
)
from balise.network.upload_faults import UploadError, few
from balise.network.uploads import ENDINGS, LARGEST, BusyError, Upload, read_upload, sweep_uploads

__all__ = [
    "ANY_OFFICE",
    "ENDINGS",
    "LARGEST",
    "Boundaries",
    "BusyError",
    "Catchment",
    "CatchmentUnits",
    "Cutoff",
    "Denominator",
    "Inside",
    "Limits",
    "Offsets",
    "Places",
    "Travel",
    "Upload",
    "UploadError",
    "banded_catchments",
    "boundary_tiles",
    "catchment_keys",
    "catchment_table",
    "catchment_units",
    "catchments",
    "distance_km",
    "engine_of",
    "few",
    "make_roads",
    "members_by_centroid",
    "offset_position",
    "offsets_within",
    "overlap_shares",
    "point_table",
    "position_noise",
    "read_upload",
    "sweep_uploads",
]
