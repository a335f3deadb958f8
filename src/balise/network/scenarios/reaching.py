"""Who is within reach of a network: surely, possibly; which site is nearest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from balise.network import access
from balise.network.access.reaches import margin_km
from balise.network.scenarios.networks import Network
from balise.network.scenarios.people import People
from balise.network.travel import Cutoff, Engine, Places, Reached, Status
from balise.vocabulary import NetworkError

__all__ = ["NEAREST_KM", "Measured", "Reach", "Within", "measure", "range_rule", "within"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

NEAREST_KM = 200.0
"""The nearest site is looked for as far as this [km], or as the furthest reach."""

_FASTEST_KM_MIN = 2.0
"""No road is faster: 120 km/h [km a minute]."""


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
class Measured:
    """The way from origins to the sites of a network near them, pair by pair, shape (m,).

    Attributes
    ----------
    found : Reached
        The pairs, with distances [km] and times [min].
    error_km : array
        Error of the position of the site of each pair [km].
    hours : array
        Hours a week of the site of each pair; 0 where not stated.
    nearest : array of int, shape (n,)
        Row of the site nearest to each origin; -1 if none is near.
    best : array of int, shape (n,)
        The pair of each origin with its nearest site; -1 if none is near.
    """

    found: Reached
    error_km: Floats
    hours: Floats
    nearest: npt.NDArray[np.intp]
    best: npt.NDArray[np.intp]

    def spread_km(self, people: People) -> float:
        """Root mean square, over people, of their spread and the error of their nearest site."""
        near = self.best >= 0
        weights = people.people * near
        if not weights.sum():
            return 0.0
        error = np.where(near, self.error_km[self.best], 0.0) if len(self.error_km) else 0.0
        square = people.spread_km**2 + np.asarray(error) ** 2
        return float(np.sqrt(weights @ square / weights.sum()))


@dataclass(frozen=True, slots=True)
class Within:
    """What a network reaches, by origin.

    Attributes
    ----------
    surely, possibly : mapping of reach to array of bool, shape (n,)
        Whether the people of an origin are within reach wherever they and the site may be,
        or may be. The same where the errors of position are small beside the radius.
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


def measure(network: Network, people: People, engine: Engine, reaches: Sequence[Reach]) -> Measured:
    """Measure the way to every site that may be within reach, or is the nearest.

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
    margin = margin_km(people.spread_km, error.max(initial=0.0)).max(initial=0.0)
    furthest = max(NEAREST_KM, *(_furthest_km(each) for each in reaches))
    found = engine.catchment(
        Places(tuple(sites["site"]), lon, lat),
        Cutoff(km=furthest + people.detour * float(margin)),
        people.places,
    )
    nearest, best = _nearest(found, len(people.people))
    return Measured(found, error[found.site], hours[found.site], nearest, best)


def within(measured: Measured, people: People, ranges: Mapping[Reach, bool], sites: int) -> Within:
    """Find who is within reach: as one number, or where it must be as a range.

    Where reach is a range, an origin is off by twice the root of the squared spread of its
    people and the squared error of the site, along the road: people are surely within reach if
    they are with all of it, and possibly if they are without.

    Parameters
    ----------
    measured : Measured
    people : People
    ranges : mapping of Reach to bool
        Whether each reach is a range: see :func:`range_rule`.
    sites : int
        Sites of the network.
    """
    found, size = measured.found, len(people.people)
    travel = {"km": found.km.astype(np.float64), "min": found.minutes.astype(np.float64)}
    off = people.detour * margin_km(people.spread_km[found.origin], measured.error_km)
    surely: dict[Reach, Flags] = {}
    possibly: dict[Reach, Flags] = {}
    hours: dict[Reach, Floats] = {}
    for reach, is_range in ranges.items():
        away = travel[reach.unit]
        by = off * is_range * (1.0 if reach.unit == "km" else 60.0 / people.speed_kmh)
        sure, may = away + by <= reach.radius, away - by <= reach.radius
        surely[reach] = _any(found.origin[sure], size)
        possibly[reach] = _any(found.origin[may], size)
        near = away <= reach.radius
        weighed = np.bincount(found.origin[near], measured.hours[near], size)
        hours[reach] = weighed.astype(np.float64)
    is_near = measured.best >= 0
    km, minutes = (
        np.where(is_near, each[measured.best], np.nan) if len(each) else np.full(size, np.nan)
        for each in (travel["km"], travel["min"])
    )
    return Within(
        surely,
        possibly,
        hours,
        measured.nearest,
        km,
        minutes,
        _any(found.site, sites),
        bool((found.status == Status.ESTIMATED).any()),
    )


def range_rule(
    every: Sequence[Measured], people: People, reaches: Sequence[Reach]
) -> dict[Reach, bool]:
    """Tell at which reach people are too spread for one number, in one network at least.

    The rule of a release: where the spread of people and the error of sites, along the road,
    exceed a quarter of the radius. It is one for all networks, so that they compare.
    """
    spread = max(each.spread_km(people) for each in every)
    asked = {each: access.Reach(each.unit, each.radius) for each in reaches}
    travel = access.Travel(tuple(asked.values()), people.detour, people.speed_kmh, 0)
    return {each: travel.is_range(own, spread) for each, own in asked.items()}


def _furthest_km(reach: Reach) -> float:
    return reach.radius * (1.0 if reach.unit == "km" else _FASTEST_KM_MIN)


def _any(rows: npt.NDArray[np.int32], size: int) -> Flags:
    flags = np.zeros(size, dtype=np.bool_)
    flags[rows] = True
    return flags


def _nearest(found: Reached, origins: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Find the site nearest to each origin and the pair it stands in; -1 without one."""
    order = np.lexsort((found.site, found.km, found.origin))
    rows, first = np.unique(found.origin[order], return_index=True)
    best = np.full(origins, -1, dtype=np.intp)
    best[rows] = order[first]
    nearest = np.full(origins, -1, dtype=np.intp)
    nearest[rows] = found.site[order[first]]
    return nearest, best
