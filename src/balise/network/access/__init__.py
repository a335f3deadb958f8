"""Access: who is within reach of which office, who is not, and what offices can do for them."""

from balise.network.access.area_tables import LANGUAGE_TABLE, access_table, beyond_table
from balise.network.access.beyond import Beyond, Counts, Far, find_beyond, gap_ranks
from balise.network.access.catchments import (
    ANY_OFFICE,
    RANGE,
    Catchment,
    Served,
    find_catchments,
)
from balise.network.access.floating import Zones, floating_access, known_capacity
from balise.network.access.inside import Inside
from balise.network.access.nearest import Nearest, find_nearest
from balise.network.access.offices import OFFICES, Offices, far_from_people, read_offices
from balise.network.access.origins import Origins, make_origins
from balise.network.access.overlaps import Overlap, find_overlaps
from balise.network.access.own_points import OwnReach, own_reach
from balise.network.access.pairs import Pairs, pairs_within
from balise.network.access.points import Points, make_points
from balise.network.access.reaches import KILOMETRES, MINUTES, Reach, Travel
from balise.network.access.summaries import AreaAccess, sum_up
from balise.network.access.tables import (
    Denominator,
    catchment_table,
    origin_table,
    overlap_table,
    point_table,
    reach_columns,
)
from balise.network.access.units import CatchmentUnits, catchment_units, position_noise

__all__ = [
    "ANY_OFFICE",
    "KILOMETRES",
    "LANGUAGE_TABLE",
    "MINUTES",
    "OFFICES",
    "RANGE",
    "AreaAccess",
    "Beyond",
    "Catchment",
    "CatchmentUnits",
    "Counts",
    "Denominator",
    "Far",
    "Inside",
    "Nearest",
    "Offices",
    "Origins",
    "Overlap",
    "OwnReach",
    "Pairs",
    "Points",
    "Reach",
    "Served",
    "Travel",
    "Zones",
    "access_table",
    "beyond_table",
    "catchment_table",
    "catchment_units",
    "far_from_people",
    "find_beyond",
    "find_catchments",
    "find_nearest",
    "find_overlaps",
    "floating_access",
    "gap_ranks",
    "known_capacity",
    "make_origins",
    "make_points",
    "origin_table",
    "overlap_table",
    "own_reach",
    "pairs_within",
    "point_table",
    "position_noise",
    "reach_columns",
    "read_offices",
    "sum_up",
]
