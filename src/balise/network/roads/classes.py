"""Classes of roads: which cars may use, how fast they are taken to be, and what is seasonal.

Speeds are assumed: averages of a trip outside the rush hour, stops included, and below the
limit. A limit that is mapped counts for more than the class.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["CLASSES", "CODES", "RoadClass", "access", "class_of", "minutes_of", "speed_of"]

SHARE_OF_LIMIT = 0.85
"""Average speed of a trip over the limit: assumed."""
WINTER_KMH = 30.0
"""On ice and packed snow, whatever the class: assumed."""
SLOWEST_KMH, FASTEST_KMH = 5.0, 130.0
MILE_KM = 1.609344


@dataclass(frozen=True, slots=True)
class RoadClass:
    """A class of road.

    ``kmh`` is the speed assumed [km/h]. ``has_cars`` says whether cars may use it where nothing
    else is mapped. ``is_entered`` says whether a place beside it has access to it: nobody leaves
    home onto a ferry or a motorway.
    """

    name: str
    kmh: float
    has_cars: bool = True
    is_entered: bool = True


CLASSES = (
    RoadClass("motorway", 95, is_entered=False),
    RoadClass("motorway_link", 50, is_entered=False),
    RoadClass("trunk", 85),
    RoadClass("trunk_link", 45),
    RoadClass("primary", 70),
    RoadClass("primary_link", 40),
    RoadClass("secondary", 60),
    RoadClass("secondary_link", 35),
    RoadClass("tertiary", 50),
    RoadClass("tertiary_link", 30),
    RoadClass("unclassified", 40),
    RoadClass("residential", 30),
    RoadClass("living_street", 10),
    RoadClass("service", 15),
    RoadClass("road", 30),
    RoadClass("track", 15, has_cars=False),
    RoadClass("ferry", 20, is_entered=False),
    RoadClass("winter_road", WINTER_KMH),
    RoadClass("seasonal", 30),
)
"""In the order of their codes; a code is a row of this table. Others are not for cars."""

CODES: Mapping[str, int] = {each.name: code for code, each in enumerate(CLASSES)}

_ICE = ("winter_road", "ice_road")
_DENIED = frozenset(("no", "private", "agricultural", "forestry", "emergency", "military", "bus"))
_GIVEN = frozenset(("yes", "designated", "permissive", "destination", "official"))
_LIMIT = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(km/h|kmh|kph|mph)?\s*$")
_CLOCK = re.compile(r"^(?:(\d+):)?(\d+)(?::(\d\d))?$")
_PERIOD = re.compile(r"^PT(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$", re.IGNORECASE)

Tags = Mapping[str, str]


def access(tags: Tags) -> bool | None:
    """Tell whether cars may pass: yes, no, or None where nothing is mapped.

    The tag that says most counts: ``motorcar``, ``motor_vehicle``, ``vehicle``, ``access``.
    """
    for key in ("motorcar", "motor_vehicle", "vehicle", "access"):
        value = tags.get(key)
        if value in _DENIED:
            return False
        if value in _GIVEN:
            return True
    return None


def class_of(tags: Tags) -> RoadClass | None:
    """Give the class of a way, or None if it is not for cars.

    Examples
    --------
    >>> class_of({"highway": "primary"}).name
    'primary'
    >>> class_of({"highway": "unclassified", "ice_road": "yes"}).name
    'winter_road'
    >>> class_of({"highway": "footway"}), class_of({"highway": "service", "access": "private"})
    (None, None)
    """
    allowed = access(tags)
    highway = tags.get("highway")
    if allowed is False or tags.get("area") == "yes":
        return None
    if tags.get("route") == "ferry" and highway is None:
        return CLASSES[CODES["ferry"]]
    if highway is None:
        return None
    known = highway in CODES and highway not in {"ferry", "seasonal"}
    if highway in _ICE or (known and _is_winter(tags)):
        return CLASSES[CODES["winter_road"]]
    if not known or not (CLASSES[CODES[highway]].has_cars or allowed):
        return None
    season = tags.get("seasonal", "no")
    return CLASSES[CODES[highway if season == "no" else "seasonal"]]


def _is_winter(tags: Tags) -> bool:
    return any(tags.get(key) == "yes" for key in _ICE) or tags.get("seasonal") == "winter"


def speed_of(tags: Tags) -> float:
    """Give the speed taken on a way for cars [km/h].

    The limit, where it is mapped in km/h or mph, x 0.85; else what is assumed of its class.

    Examples
    --------
    >>> speed_of({"highway": "primary"}), speed_of({"highway": "primary", "maxspeed": "100"})
    (70.0, 85.0)
    >>> round(speed_of({"highway": "primary", "maxspeed": "50 mph"}), 1)
    68.4
    """
    given = _LIMIT.match(tags.get("maxspeed", ""))
    if given and float(given[1]) > 0:
        limit = float(given[1]) * (MILE_KM if given[2] == "mph" else 1)
        return min(max(limit * SHARE_OF_LIMIT, SLOWEST_KMH), FASTEST_KMH)
    road = class_of(tags)
    highway = tags.get("highway", "")
    own = CLASSES[CODES[highway]].kmh if highway in CODES else WINTER_KMH
    if road is None or road.name == "ferry":
        return CLASSES[CODES["ferry"]].kmh if road else own
    return min(own, WINTER_KMH) if road.name == "winter_road" else float(own)


def minutes_of(duration: str | None) -> float | None:
    """Read how long a crossing takes [minutes]: ``00:25``, ``25``, ``1:05:00``, ``PT1H5M``.

    Examples
    --------
    >>> minutes_of("00:25"), minutes_of("90"), minutes_of("PT1H5M"), minutes_of("a while")
    (25.0, 90.0, 65.0, None)
    """
    clock = _CLOCK.match(duration or "")
    if clock:
        hours, minutes, seconds = (float(part or 0) for part in clock.groups())
    else:
        period = _PERIOD.match(duration or "")
        if not period:
            return None
        hours, minutes, seconds = (float(part or 0) for part in period.groups())
    return 60 * hours + minutes + seconds / 60 or None
