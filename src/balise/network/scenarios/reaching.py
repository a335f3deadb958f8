"""Who is within reach of a network: surely, possibly; which site is nearest."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from balise.network.scenarios.networks import Network
from balise.network.scenarios.people import People
from balise.network.travel import Cutoff, Engine, Places, Reached, Status
from balise.vocabulary import NetworkError

__all__ = ["NEAREST_KM", "Reach", "Within", "measure"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

NEAREST_KM = 200.0
"""The nearest site is looked for as far as this [km], or as the furthest reach."""

_FASTEST_KM_MIN = 2.0
"""No road is faster: 120 km/h [km a minute]."""

_RANGE_FROM = 0.25
"""Part of the radius from which errors of position make reach a range."""


@dataclass(frozen=True, slots=True, order=True)
class Reach:
    """How far counts as within reach: a distance [km] or a time [min]."""

    unit: str
    radius: float

    def __post_init__(self) -> None:
        """Refuse a reach that is none."""
        if self.unit not in {"km", "min"} or not 0 < self.radius < 10_000:
            raise NetworkError(
                f"Reach: found {self.radius:g} {self.unit}. Expected a distance or a time above 0 "
                "and under 10,000. Give --reach-km or --reach-min another number."
            )

    @property
    def label(self) -> str:
        """Its name in tables: ``50 km``, ``30 min``."""
        return f"{self.radius:g} {self.unit}"


@dataclass(frozen=True, slots=True)
class Within:
    """What a network reaches, by origin.

    Attributes
    ----------
    surely, possibly : mapping of reach to array of bool, shape (n,)
        Whether the people of an origin are within reach whatever the errors of position,
        or may be. The same where the errors are small beside the radius.
    hours : mapping of reach to array of float, shape (n,)
        Hours open a week of all the sites within reach; those not stated count as none.
    nearest : array of int, shape (n,)
        Row of the nearest site; -1 if none is near.
    km, minutes : array of float, shape (n,)
        To the nearest site; nan if none is near.
    reached : array of bool, shape (s,)
        Whether anybody is near each site at all.
    is_estimated : bool
        Whether a distance was estimated, and not measured along a network.
    """

    surely: dict[Reach, Flags]
    possibly: dict[Reach, Flags]
    hours: dict[Reach, Floats]
    nearest: npt.NDArray[np.intp]
    km: Floats
    minutes: Floats
    reached: Flags
    is_estimated: bool


def measure(network: Network, people: People, engine: Engine, reaches: tuple[Reach, ...]) -> Within:
    """Measure who is within reach of the sites of a network.

    The distance between an origin and a site is off by the spread of its people and the
    error of position of the site: e = sqrt(spread^2 + error^2). Where e exceeds a quarter of
    the radius, people are surely within reach if distance + e is, and possibly if distance - e
    is; else both are whether the distance is. A time is off by e at the speed of that trip.

    Raises
    ------
    NetworkError
        If the engine cannot be asked.
    """
    sites = network.sites
    lon, lat, error, hours = (
        np.array(sites[each].fill_null(empty).to_numpy(), dtype=np.float64)
        for each, empty in (
            ("lon", np.nan),
            ("lat", np.nan),
            ("position_error_km", 0.0),
            ("hours_week", 0.0),
        )
    )
    away = float(np.hypot(people.spread_km.max(initial=0), error.max(initial=0)))
    furthest = max(NEAREST_KM, *(_furthest_km(each) for each in reaches)) + away
    found = engine.catchment(
        Places(tuple(sites["site"]), lon, lat), Cutoff(km=furthest), people.places
    )
    km, minutes = found.km.astype(np.float64), found.minutes.astype(np.float64)
    off_km = np.hypot(people.spread_km[found.origin], error[found.site])
    nearest, best = _nearest(found, km, len(people.people))
    surely: dict[Reach, Flags] = {}
    possibly: dict[Reach, Flags] = {}
    open_week: dict[Reach, Floats] = {}
    for reach in reaches:
        away_by, off = (
            (km, off_km) if reach.unit == "km" else (minutes, off_km * _pace(km, minutes))
        )
        off = np.where(off > _RANGE_FROM * reach.radius, off, 0.0)
        sure, may = away_by + off <= reach.radius, away_by - off <= reach.radius
        surely[reach] = _any(found.origin[sure], len(people.people))
        possibly[reach] = _any(found.origin[may], len(people.people))
        open_week[reach] = np.bincount(
            found.origin[sure], hours[found.site[sure]], len(people.people)
        ).astype(np.float64)
    return Within(
        surely,
        possibly,
        open_week,
        nearest,
        np.where(best >= 0, km[best], np.nan) if len(km) else np.full(len(best), np.nan),
        np.where(best >= 0, minutes[best], np.nan) if len(km) else np.full(len(best), np.nan),
        _any(found.site, sites.height),
        bool((found.status == Status.ESTIMATED).any()),
    )


def _furthest_km(reach: Reach) -> float:
    return reach.radius * (1.0 if reach.unit == "km" else _FASTEST_KM_MIN)


def _pace(km: Floats, minutes: Floats) -> Floats:
    """Minutes a kilometre of each trip; one where there is none."""
    moving = km > 0
    return np.where(moving, minutes / np.where(moving, km, 1.0), 1.0)


def _any(rows: npt.NDArray[np.int32], size: int) -> Flags:
    flags = np.zeros(size, dtype=np.bool_)
    flags[rows] = True
    return flags


def _nearest(
    found: Reached, km: Floats, origins: int
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Find the site nearest to each origin and the pair it stands in; -1 without one."""
    order = np.lexsort((found.site, km, found.origin))
    rows, first = np.unique(found.origin[order], return_index=True)
    best = np.full(origins, -1, dtype=np.intp)
    best[rows] = order[first]
    nearest = np.full(origins, -1, dtype=np.intp)
    nearest[rows] = found.site[order[first]]
    return nearest, best
