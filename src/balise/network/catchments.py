"""Catchments: the people within reach of each office, and of any office.

Road distance is estimated: straight line x detour. An office stands at the centroid of
its town, off by an isotropic Gaussian error; each draw moves every office once, so that
all reaches and the union of offices share the same moves. The central value is at no error.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.network.distances import offsets_within
from balise.vocabulary import NetworkError, sample

__all__ = ["ANY_OFFICE", "Catchment", "Travel", "catchments"]

Floats = npt.NDArray[np.float64]
Shares = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]

ANY_OFFICE = "all"
_INTERVAL = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Travel:
    """How far people come, and how well distances are known.

    ``reach_km`` is by road [km]; ``detour`` is road over straight-line distance;
    ``position_error_km`` is root mean square [km]; ``draws`` may be 0.
    """

    reach_km: tuple[float, ...]
    detour: float
    position_error_km: float
    draws: int

    def __post_init__(self) -> None:
        """Refuse distances that cannot be."""
        sound = self.reach_km and min(self.reach_km) > 0 and self.detour >= 1
        if not (sound and self.position_error_km >= 0 and self.draws >= 0):
            raise NetworkError(
                f"Travel: found reach {self.reach_km} km, detour {self.detour}, position error "
                f"{self.position_error_km} km, {self.draws} draws. Expected reaches above 0, a "
                "detour of at least 1, and neither of the others below 0. "
                "Correct them in the recipe."
            )

    @property
    def straight_km(self) -> Floats:
        """Each reach as a straight line [km], shape (number of reaches,)."""
        return np.array(self.reach_km) / self.detour

    def moves_km(self, offices: int, rng: np.random.Generator) -> Floats:
        """Draw where each office may stand, east and north of its centroid [km].

        Returns
        -------
        array of float, shape (offices, 1 + draws, 2)
            The first move of each office is none.
        """
        moves = np.zeros((offices, 1 + self.draws, 2))
        spread = self.position_error_km / np.sqrt(2)
        moves[:, 1:] = rng.normal(0.0, spread, size=(offices, self.draws, 2))
        return moves

    def furthest_km(self, moves: Floats) -> float:
        """Straight line beyond which nobody is within reach of an office so moved [km]."""
        return float(self.straight_km.max() + np.hypot(moves[:, 0], moves[:, 1]).max())


@dataclass(frozen=True, slots=True)
class Catchment:
    """The people within reach of one office, or of any (``service_point`` is ``all``).

    ``members`` are rows of the origins, shape (m,); ``share`` the share of each origin's
    people in reach, 0 to 1, shape (m,); ``share_draws`` the same in each draw, shape
    (m, draws). ``people`` and its interval are None where the office has no position
    (``reason`` says so); the interval is None without draws, and always holds ``people``.
    """

    service_point: str
    reach_km: float
    members: Rows
    share: Floats
    share_draws: Shares
    people: float | None
    people_low: float | None
    people_high: float | None
    reason: str | None = None


def catchments(
    points: pl.DataFrame, origins: pl.DataFrame, travel: Travel, rng: np.random.Generator
) -> Iterator[Catchment]:
    """Find who is within reach of each office, people standing at a point of each area.

    Parameters
    ----------
    points : polars.DataFrame
        ``service_point``, ``lon``, ``lat`` [degrees], null where unlocated.
    origins : polars.DataFrame
        ``code``, ``lon``, ``lat`` [degrees], ``people``: areas small enough to be points.
        An area without a position or people is in no catchment.
    travel : Travel
        Reaches, detour, position error and number of draws.
    rng : numpy.random.Generator
        Moves offices; not read where there are no draws.

    Yields
    ------
    Catchment
        For each office in the order given, each reach in turn; then, for each reach, the
        union of all offices, in which nobody counts twice.

    Raises
    ------
    NetworkError
        If an office is listed twice.
    """
    located = check_points(points)
    lon, lat, people = (column(origins, name) for name in ("lon", "lat", "people"))
    people = np.nan_to_num(people)
    moves = travel.moves_km(points.height, rng)
    anyone = np.zeros((len(travel.reach_km), origins.height, 1 + travel.draws), dtype=np.bool_)
    for place, (name, *position) in enumerate(located.iter_rows()):
        if position[0] is None:
            yield from unlocated(name, travel)
            continue
        furthest = travel.furthest_km(moves[place])
        near = offsets_within((position[0], position[1]), lon, lat, furthest)
        distance = moved_distance_km(near.east_km, near.north_km, moves[place])
        for reach, straight in enumerate(travel.straight_km):
            inside = distance <= straight
            anyone[reach, near.rows] |= inside
            yield measured(name, travel.reach_km[reach], near.rows, inside, people)
    everyone = np.arange(origins.height)
    for reach, reach_km in enumerate(travel.reach_km):
        yield measured(ANY_OFFICE, reach_km, everyone, anyone[reach], people)


def check_points(points: pl.DataFrame) -> pl.DataFrame:
    """Take identifier and position of each office; refuse an office listed twice."""
    names = points["service_point"]
    twice = names.filter(names.is_duplicated()).unique().sort()
    if len(twice) or ANY_OFFICE in names:
        found = f"{sample(twice)} listed twice" if len(twice) else f"one called {ANY_OFFICE!r}"
        raise NetworkError(
            f"Service points: found {found}. Expected one row for each office, under a name of "
            "its own. Keep one row, or rename it."
        )
    return points.select("service_point", "lon", "lat")


def column(table: pl.DataFrame, name: str) -> Floats:
    """Take a column as floats, nan where null."""
    return table[name].cast(pl.Float64).fill_null(np.nan).to_numpy().astype(np.float64)


def moved_distance_km(east_km: Floats, north_km: Floats, moves: Floats) -> Floats:
    """Measure distances to an office in each place it may stand, shape (m, 1 + draws)."""
    return np.hypot(east_km[:, None] - moves[:, 0], north_km[:, None] - moves[:, 1])


def unlocated(name: str, travel: Travel) -> Iterator[Catchment]:
    """Keep a row for an office whose position is not known."""
    nobody = np.zeros(0, dtype=np.intp)
    shares = np.zeros((0, travel.draws), dtype=np.float32)
    for reach_km in travel.reach_km:
        yield Catchment(
            name, reach_km, nobody, np.zeros(0), shares, None, None, None, reason="no_source"
        )


def measured(
    name: str, reach_km: float, rows: Rows, inside: npt.NDArray[np.generic], people: Floats
) -> Catchment:
    """Count people from the share of each origin in reach, first central, then drawn.

    Parameters
    ----------
    name, reach_km
        Office and reach [km].
    rows : array of int, shape (m,)
        Origins that may be in reach.
    inside : array of bool or float, shape (m, 1 + draws)
        Share of each in reach, 0 to 1.
    people : array of float, shape (n,)
        People of every origin.
    """
    kept = inside.any(axis=1) & (people[rows] > 0)
    rows, shares = rows[kept], inside[kept].astype(np.float32)
    central = inside[kept, 0].astype(np.float64)
    count = float(people[rows] @ central)
    low = high = None
    if shares.shape[1] > 1:
        drawn = people[rows] @ shares[:, 1:]
        low, high = (float(each) for each in np.percentile(drawn, _INTERVAL))
        low, high = min(low, count), max(high, count)
    return Catchment(name, reach_km, rows, central, shares[:, 1:], count, low, high)
