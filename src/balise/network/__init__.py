"""Boundaries, travel, service points and catchments: who is within reach of an office."""

from balise.network.boundaries import Boundaries, boundary_tiles
from balise.network.distances import distance_km, offset_position, offsets_km
from balise.network.overlay import Inside, members_by_centroid, overlap_shares
from balise.network.road_graphs import make_roads
from balise.network.shapes import Limits
from balise.network.travel import Cutoff, Places, engine_of
from balise.network.upload_faults import UploadError, few
from balise.network.uploads import ENDINGS, LARGEST, BusyError, Upload, read_upload, sweep_uploads

__all__ = [
    "ENDINGS",
    "LARGEST",
    "Boundaries",
    "BusyError",
    "Cutoff",
    "Inside",
    "Limits",
    "Places",
    "Upload",
    "UploadError",
    "boundary_tiles",
    "distance_km",
    "engine_of",
    "few",
    "make_roads",
    "members_by_centroid",
    "offset_position",
    "offsets_km",
    "overlap_shares",
    "read_upload",
    "sweep_uploads",
]
