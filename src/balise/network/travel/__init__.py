"""Travel: how far, and how long, from where people live to where they are served."""

from balise.network.travel.agreement import Agreement, agreement, sampled
from balise.network.travel.answers import Matrix, Reached, Status
from balise.network.travel.asking import EngineError, Failure
from balise.network.travel.choosing import DETOUR, engine_of
from balise.network.travel.engine import Engine
from balise.network.travel.geodesic import Geodesic, detour_by_region
from balise.network.travel.osrm import Osrm
from balise.network.travel.places import Cutoff, Places
from balise.network.travel.valhalla import Valhalla

__all__ = [
    "DETOUR",
    "Agreement",
    "Cutoff",
    "Engine",
    "EngineError",
    "Failure",
    "Geodesic",
    "Matrix",
    "Osrm",
    "Places",
    "Reached",
    "Status",
    "Valhalla",
    "agreement",
    "detour_by_region",
    "engine_of",
    "sampled",
]
