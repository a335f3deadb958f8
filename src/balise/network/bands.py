"""Catchments from people counted by distance band, where areas are too large to be points.

In a band people are spread evenly, in cells of one kilometre. Each office has bands of
its own, so its catchment owes nothing to the others. For the union, the people of an
area are placed as its nearest office sees them, and the result is held between the two
bounds that the offices' own bands prove: no fewer than one office reaches alone, no more
than all of them together.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.network.catchments import (
    ANY_OFFICE,
    Catchment,
    Travel,
    check_points,
    column,
    measured,
    moved_distance_km,
    unlocated,
)
from balise.network.distances import offset_position, offsets_within
from balise.vocabulary import NetworkError

__all__ = ["banded_catchments"]

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

_CELL_KM = 1.0
_DIRECTIONS = 8  # people of the innermost band live all around, whatever their mean bearing


@dataclass(frozen=True, slots=True)
class _Cells:
    """People in cells: the origin they belong to, and where they are from an office."""

    rows: Rows
    people: Floats
    away_km: Floats
    bearing_deg: Floats

    def of(self, row: int) -> "_Cells":
        """Take those of one origin."""
        mine = self.rows == row
        return _Cells(
            self.rows[mine], self.people[mine], self.away_km[mine], self.bearing_deg[mine]
        )

    def east_north_km(self) -> tuple[Floats, Floats]:
        turn = np.radians(self.bearing_deg)
        return self.away_km * np.sin(turn), self.away_km * np.cos(turn)


def banded_catchments(
    points: pl.DataFrame,
    bands: pl.DataFrame,
    origins: pl.DataFrame,
    travel: Travel,
    rng: np.random.Generator,
) -> Iterator[Catchment]:
    """Find who is within reach of each office, from people by distance band.

    Parameters
    ----------
    points : polars.DataFrame
        ``service_point``, ``lon``, ``lat`` [degrees], null where unlocated.
    bands : polars.DataFrame
        ``service_point``, ``csduid``, ``band_km_low``, ``band_km_high`` (straight line
        [km]), ``people``, ``bearing_deg`` (from the office to them, clockwise from north).
    origins : polars.DataFrame
        ``code`` (census subdivision) and ``people``.
    travel : Travel
        Reaches, detour, position error and number of draws.
    rng : numpy.random.Generator
        Moves offices; not read where there are no draws.

    Yields
    ------
    Catchment
        In the order of :func:`balise.network.catchments`, with shares of origins between
        0 and 1. An office without a position or without bands stays, with its reason.

    Raises
    ------
    NetworkError
        If an office is listed twice, or the bands end short of the furthest reach.
    """
    located = check_points(points)
    _check_bands(bands, travel)
    people = np.nan_to_num(column(origins, "people"))
    cells = _cells_by_office(bands, origins)
    moves = travel.moves_km(points.height, rng)
    union = _Union.of(cells, located, people, travel)
    for place, (name, lon, lat) in enumerate(located.iter_rows()):
        if lon is None or name not in cells:
            yield from unlocated(name, travel)
            continue
        own = cells[name]
        distance = moved_distance_km(*own.east_north_km(), moves[place])
        for reach, straight in enumerate(travel.straight_km):
            rows, shares = _shares(own, _partly_inside(distance, straight), people)
            union.bound(reach, rows, shares)
            yield measured(name, travel.reach_km[reach], rows, shares, people)
        union.reach((lon, lat), moves[place], travel)
    everyone = np.arange(origins.height)
    for reach, reach_km in enumerate(travel.reach_km):
        yield measured(ANY_OFFICE, reach_km, everyone, union.shares(reach), people)


@dataclass(frozen=True, slots=True)
class _Union:
    """Running union of offices: people placed once, and the bounds of each area.

    ``most`` and ``total`` hold the largest and the summed share of each origin over
    offices, shape (reaches, n, 1 + draws); ``inside`` the part of each cell in reach of
    any office, shape (reaches, cells, 1 + draws).
    """

    cells: _Cells
    lon: Floats
    lat: Floats
    people: Floats
    most: Floats
    total: Floats
    inside: Floats

    @classmethod
    def of(
        cls, cells: dict[str, _Cells], located: pl.DataFrame, people: Floats, travel: Travel
    ) -> "_Union":
        placed, lon, lat = _placed_by_nearest(cells, located)
        shape = (len(travel.reach_km), len(people), 1 + travel.draws)
        inside = np.zeros((shape[0], len(placed.rows), shape[2]))
        return cls(placed, lon, lat, people, np.zeros(shape), np.zeros(shape), inside)

    def bound(self, reach: int, rows: Rows, shares: Floats) -> None:
        """Take the shares one office reaches into the bounds."""
        self.most[reach, rows] = np.maximum(self.most[reach, rows], shares)
        self.total[reach, rows] += shares

    def reach(self, position: tuple[float, float], moves: Floats, travel: Travel) -> None:
        """Add what one office reaches of the people placed once."""
        near = offsets_within(position, self.lon, self.lat, travel.furthest_km(moves) + _CELL_KM)
        distance = moved_distance_km(near.east_km, near.north_km, moves)
        for reach, straight in enumerate(travel.straight_km):
            reached = _partly_inside(distance, straight)
            self.inside[reach, near.rows] = np.maximum(self.inside[reach, near.rows], reached)

    def shares(self, reach: int) -> Floats:
        """Give the share of each origin in reach of any office, shape (n, 1 + draws)."""
        rows, placed = _shares(self.cells, self.inside[reach], self.people)
        everyone = np.zeros(self.most[reach].shape)
        everyone[rows] = placed
        highest = np.minimum(self.total[reach], 1.0)
        return np.clip(everyone, self.most[reach], highest)


def _check_bands(bands: pl.DataFrame, travel: Travel) -> None:
    ends = float(column(bands, "band_km_high").max(initial=0.0))
    furthest = float(travel.straight_km.max())
    if furthest > ends:
        raise NetworkError(
            f"Distance bands: found bands up to {ends:g} km. Expected at least {furthest:.0f} km, "
            f"the straight line of {max(travel.reach_km):g} km by road. "
            'Shorten reach_km, or build from areas with base = "da" and --data.'
        )


def _cells_by_office(bands: pl.DataFrame, origins: pl.DataFrame) -> dict[str, _Cells]:
    places = origins.select("code", row=pl.int_range(pl.len()))
    kept = bands.filter(pl.col("people") > 0).join(
        places, left_on="csduid", right_on="code", how="inner"
    )
    by_office = kept.sort("service_point", "row", "band_km_low").partition_by(
        "service_point", as_dict=True
    )
    return {str(name): _cells(table) for (name,), table in by_office.items()}


def _cells(table: pl.DataFrame) -> _Cells:
    """Cut each band into cells; the innermost also into directions."""
    low, high, people, bearing = (
        column(table, name) for name in ("band_km_low", "band_km_high", "people", "bearing_deg")
    )
    rows = table["row"].to_numpy().astype(np.intp)
    steps = np.maximum(np.round((high - low) / _CELL_KM), 1).astype(np.intp)
    around = np.where(low == 0, _DIRECTIONS, 1)
    copies = steps * around
    band = np.repeat(np.arange(len(rows)), copies)
    number = np.arange(copies.sum()) - np.repeat(copies.cumsum() - copies, copies)
    step, turn = number % steps[band], number // steps[band]
    away = low[band] + (step + 0.5) * (high - low)[band] / steps[band]
    turned = np.nan_to_num(bearing)[band] + turn * 360.0 / _DIRECTIONS
    return _Cells(rows[band], (people / copies)[band], away, turned)


def _partly_inside(distance: Floats, straight_km: float) -> Floats:
    """Give the part of each cell nearer than the reach, shape of the distances."""
    return np.clip((straight_km - distance) / _CELL_KM + 0.5, 0.0, 1.0)


def _shares(cells: _Cells, inside: Floats, people: Floats) -> tuple[Rows, Floats]:
    """Sum cells to the share of each origin in reach; cells are in the order of origins."""
    rows, starts = np.unique(cells.rows, return_index=True)
    if not len(rows):
        return rows, np.zeros((0, inside.shape[1]))
    counted = np.add.reduceat(inside * cells.people[:, None], starts, axis=0)
    whole = np.maximum(people[rows], 1.0)[:, None]
    return rows, np.minimum(counted / whole, 1.0)


def _placed_by_nearest(
    cells: dict[str, _Cells], located: pl.DataFrame
) -> tuple[_Cells, Floats, Floats]:
    """Place the people of each origin once, as the office nearest to them sees them."""
    nearest: dict[int, tuple[float, str]] = {}
    for name, own in cells.items():
        for row in np.unique(own.rows):
            part = own.of(int(row))
            mean = float(np.average(part.away_km, weights=part.people))
            nearest[int(row)] = min(nearest.get(int(row), (np.inf, "")), (mean, name))
    if not nearest:
        nothing = np.zeros(0)
        return _Cells(np.zeros(0, dtype=np.intp), nothing, nothing, nothing), nothing, nothing
    positions = {name: (lon, lat) for name, lon, lat in located.iter_rows()}
    parts, places = [], []
    for row, (_, name) in sorted(nearest.items()):
        part = cells[name].of(row)
        parts.append((part.rows, part.people, part.away_km, part.bearing_deg))
        places.append(offset_position(positions[name], part.bearing_deg, part.away_km))
    rows, people, away, bearing = (np.concatenate(each) for each in zip(*parts, strict=True))
    lon, lat = (np.concatenate(each) for each in zip(*places, strict=True))
    return _Cells(rows, people, away, bearing), lon, lat
