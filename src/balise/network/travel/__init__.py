"""Travel: how far, and how long, from where people live to where they are served."""

from balise.network.travel.answers import Matrix, Reached, Status
from balise.network.travel.engine import Engine
from balise.network.travel.geodesic import Geodesic, detour_by_region
from balise.network.travel.places import Cutoff, Places

__all__ = [
    "Cutoff",
    "Engine",
    "Geodesic",
    "Matrix",
    "Places",
    "Reached",
    "Status",
    "detour_by_region",
]
