"""Catchments: the people within reach of each office, and of any office.

An office may stand off its position by an isotropic Gaussian error; each draw moves every
office once, so that all reaches and the union of offices share the same moves. A move changes
travel by the detour times the change of the straight line. The central value is at no error.
Where spread and error together exceed a quarter of the radius, people are a range.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from balise.network.access.inside import Inside, nobody, within
from balise.network.access.origins import Origins
from balise.network.access.pairs import Pairs, pairs_within
from balise.network.access.points import Points
from balise.network.access.reaches import KILOMETRES, MINUTES, Reach, Travel, margin_km
from balise.network.travel import Engine

__all__ = ["ANY_OFFICE", "RANGE", "Catchment", "Served", "find_catchments", "spread_with_error"]

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]

ANY_OFFICE: Final = "all"
RANGE: Final = "range"


@dataclass(frozen=True, slots=True)
class Catchment:
    """The people within reach of one office, or of any (``service_point`` is ``all``).

    Attributes
    ----------
    service_point : str
    reach : Reach
    members : array of int, shape (m,)
        Rows of the origins that may be inside.
    inside : Inside
        Of the members.
    central, low, high : float or None
        People: at the positions known, and the ends of the range, or of the interval of
        draws; None where the office has no position.
    reason : str or None
        ``range`` where the central count is not to be published, ``no_source`` where the
        office has no position.
    """

    service_point: str
    reach: Reach
    members: Rows
    inside: Inside
    central: float | None
    low: float | None
    high: float | None
    reason: str | None

    @property
    def code(self) -> str:
        """Office and reach: ``nb-fredericton-25km``."""
        return f"{self.service_point}-{self.reach.code}"

    @property
    def people(self) -> float | None:
        """People inside, where one number can tell them."""
        return None if self.reason else self.central


@dataclass(frozen=True, slots=True)
class Served:
    """Everything that reach was found of: catchments, their union, the pairs.

    Attributes
    ----------
    catchments : tuple of Catchment
        Of each office in the order given, each reach in turn; then of any office.
    anyone : mapping of Reach to Inside
        All origins, in reach of at least one office.
    pairs : Pairs
    error_km : array of float, shape (n,)
        Error of the position of the office nearest to each origin [km].
    travel : Travel
    """

    catchments: tuple[Catchment, ...]
    anyone: Mapping[Reach, Inside]
    pairs: Pairs
    error_km: Floats
    travel: Travel


def find_catchments(
    points: Points, origins: Origins, travel: Travel, engine: Engine, rng: np.random.Generator
) -> Served:
    """Find who is within reach of each office, and of any.

    Parameters
    ----------
    points : Points
    origins : Origins
        One without a position or people is in no catchment.
    travel : Travel
        Reaches, detour, speed and number of draws.
    engine : Engine
        Measures travel.
    rng : numpy.random.Generator
        Moves offices; not read where there are no draws.

    Raises
    ------
    NetworkError
        If the engine cannot be asked, or answers what it should not.
    """
    moves = travel.moves_km(points.error_km, rng)
    pairs = _pairs(points, origins, travel, engine, moves)
    union = {each: nobody(len(origins.people), travel.draws) for each in travel.reaches}
    found: list[Catchment] = []
    for row, name in enumerate(points.places.ids):
        if not points.places.is_located[row]:
            found += [_unlocated(name, each, travel.draws) for each in travel.reaches]
            continue
        own = pairs.of(row)
        rows = pairs.origin[own]
        error = np.full(len(rows), points.error_km[row])
        drawn = _moved_km(pairs.east_km[own], pairs.north_km[own], moves[row])
        margin = margin_km(origins.spread_km[rows], error)
        for reach in travel.reaches:
            far = pairs.travel(reach.unit)[own]
            inside = within(far, reach.value, margin, drawn, travel.per_km(reach))
            union[reach].join(rows, inside)
            lived = origins.people[rows[inside.central]].any()
            near = inside.central if lived else inside.possibly
            spread = spread_with_error(origins, rows[near], error[near])
            found.append(_counted(name, reach, (rows, inside), origins, (travel, spread)))
    errors = _nearest_errors(pairs, points, len(origins.people))
    everyone = np.arange(len(origins.people))
    spread = spread_with_error(origins, everyone, errors)
    for reach, inside in union.items():
        found.append(_counted(ANY_OFFICE, reach, (everyone, inside), origins, (travel, spread)))
    return Served(tuple(found), union, pairs, errors, travel)


def spread_with_error(origins: Origins, rows: Rows, error_km: Floats) -> float:
    """Root mean square, over people, of the spread of origins and the error of offices [km].

    Parameters
    ----------
    origins : Origins
    rows : array of int, shape (m,)
    error_km : array of float, shape (m,)
        Of the position of the office each goes to [km].
    """
    people = origins.people[rows]
    if not people.sum():
        return 0.0
    square = origins.spread_km[rows] ** 2 + error_km**2
    return float(np.sqrt(people @ square / people.sum()))


def _pairs(
    points: Points, origins: Origins, travel: Travel, engine: Engine, moves: Floats
) -> Pairs:
    """Pairs that may be in reach wherever people and offices may be."""
    wander = float(np.hypot(moves[..., 0], moves[..., 1]).max(initial=0.0))
    worst = np.array([origins.spread_km.max(initial=0.0)]), points.error_km.max(initial=0.0)
    margin = max(wander, float(margin_km(*worst)[0]))
    kilometres, minutes = travel.furthest(KILOMETRES, margin), travel.furthest(MINUTES, margin)
    return pairs_within(engine, points.places, origins.places, kilometres, minutes)


def _moved_km(east_km: Floats, north_km: Floats, moves: Floats) -> Floats:
    """Change of the straight line to each origin in each draw [km], shape (m, draws)."""
    straight = np.hypot(east_km, north_km)[:, None]
    moved = np.hypot(east_km[:, None] - moves[:, 0], north_km[:, None] - moves[:, 1])
    return np.asarray(moved - straight)


def _unlocated(name: str, reach: Reach, draws: int) -> Catchment:
    """Keep a row for an office whose position is not known."""
    nowhere = np.zeros(0, dtype=np.int64)
    return Catchment(name, reach, nowhere, nobody(0, draws), None, None, None, "no_source")


def _counted(
    name: str,
    reach: Reach,
    found: tuple[Rows, Inside],
    origins: Origins,
    known: tuple[Travel, float],
) -> Catchment:
    """Count the people of a catchment, as one number or as a range."""
    rows, inside = found
    travel, spread_km = known
    maybe = inside.possibly | inside.central | inside.moved.any(axis=1)
    maybe &= origins.people[rows] > 0
    members, kept = rows[maybe], inside.kept(maybe)
    is_range = travel.is_range(reach, spread_km)
    central, low, high = kept.count(origins.people[members], travel.draws, is_range=is_range)
    reason = RANGE if is_range and low != high else None  # ends that meet are a number
    return Catchment(name, reach, members, kept, central, low, high, reason)


def _nearest_errors(pairs: Pairs, points: Points, origins: int) -> Floats:
    """Error of the office nearest to each origin; the largest of all where none is near."""
    errors = np.full(origins, points.error_km.max(initial=0.0))
    order = np.lexsort((pairs.office, pairs.km, pairs.origin))
    _, first = np.unique(pairs.origin[order], return_index=True)
    nearest = order[first]
    errors[pairs.origin[nearest]] = points.error_km[pairs.office[nearest]]
    return errors
