"""Tables asked of a server in blocks: what is asked, and what an answer means."""

from collections.abc import Iterator
from typing import Protocol

import numpy as np
import numpy.typing as npt

from balise.network.travel.answers import Matrix, Reached, Status
from balise.network.travel.exchanged import refuse_exchanged
from balise.network.travel.geodesic import Geodesic
from balise.network.travel.places import Cutoff, Places

__all__ = ["ACCESS_KMH", "FASTEST_KMH", "Block", "SplitError", "TableServer", "catch", "tabulate"]

Floats = npt.NDArray[np.float64]
Intps = npt.NDArray[np.intp]
Singles = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Block = tuple[Floats, Floats]

FASTEST_KMH = 150.0
"""Nobody drives faster: what this leaves out is surely beyond a cutoff by time."""
ACCESS_KMH = 20.0
"""Speed from a place to the road that it enters: assumed."""
_SITES = 50  # sites at a time: bounds the memory of a catchment
_DENSE = 0.5


class SplitError(Exception):
    """A server that refuses a block as a whole, and may answer its parts."""


class TableServer(Protocol):
    """A server of tables.

    ``at_once`` is how many places it may be asked about at once, origins and destinations
    together; ``snap_limit_km`` how far a place may lie from the road.
    """

    @property
    def at_once(self) -> int:
        """Places in one question."""
        ...

    @property
    def snap_limit_km(self) -> float:
        """Beyond it, a place has no road access [km]."""
        ...

    def snaps(self, places: Places, rows: Intps) -> Floats:
        """Give how far places lie from the road [km], nan where it knows none."""
        ...

    def block(self, origins: Places, destinations: Places, rows: tuple[Intps, Intps]) -> Block:
        """Give km and minutes, nan where the server says null.

        Raises
        ------
        SplitError
            If the block is to be asked in parts. One pair that is refused has no path.
        """
        ...


def tabulate(server: TableServer, origins: Places, destinations: Places, cutoff: Cutoff) -> Matrix:
    """Measure every pair that may be within the cutoff.

    Pairs farther apart than the cutoff as the crow flies are not asked about: they are beyond
    it whatever the roads. A null never means that: it is ``NO_PATH``, or ``NO_ROAD_ACCESS``
    where an end lies off the road.
    """
    return _tabulated(server, origins, destinations, cutoff, _snapped(server, origins))


def _tabulated(
    server: TableServer, origins: Places, destinations: Places, cutoff: Cutoff, snap: Floats
) -> Matrix:
    refuse_exchanged(origins, destinations.lon, destinations.lat, "the destinations")
    refuse_exchanged(destinations, origins.lon, origins.lat, "the origins")
    near = Geodesic(1.0, FASTEST_KMH).matrix(origins, destinations, cutoff).status
    snaps = [snap, _snapped(server, destinations)]
    entered = [np.isfinite(each) for each in snaps]
    wanted = (near == Status.ESTIMATED) & entered[0][:, None] & entered[1]
    shape = (len(origins), len(destinations))
    km, minutes = (np.full(shape, np.nan) for _ in range(2))
    for rows in _blocks(wanted, server.at_once):
        where = np.ix_(*rows)
        km[where], minutes[where] = _asked(server, origins, destinations, rows)
    beside = np.nan_to_num(snaps[0])[:, None] + np.nan_to_num(snaps[1])
    km += beside
    minutes += beside / ACCESS_KMH * 60
    return _matrix(km, minutes, wanted, (snaps[0], snaps[1]), cutoff)


def _matrix(
    km: Floats, minutes: Floats, wanted: Flags, snaps: tuple[Floats, Floats], cutoff: Cutoff
) -> Matrix:
    known = wanted & np.isfinite(km) & np.isfinite(minutes)
    within = known.copy()
    if cutoff.km is not None:
        within &= km <= cutoff.km
    if cutoff.minutes is not None:
        within &= minutes <= cutoff.minutes
    status = np.full(km.shape, Status.BEYOND_CUTOFF, dtype=np.uint8)
    status[wanted & ~known] = Status.NO_PATH
    status[within] = Status.OK
    status[np.isnan(snaps[0]), :] = Status.NO_ROAD_ACCESS
    status[:, np.isnan(snaps[1])] = Status.NO_ROAD_ACCESS
    km, minutes = (np.where(within, each, np.nan) for each in (km, minutes))
    return Matrix(km.astype(np.float32), minutes.astype(np.float32), status, *snaps)


def catch(server: TableServer, sites: Places, cutoff: Cutoff, origins: Places) -> Reached:
    """Find the origins within the cutoff of each site, some sites at a time."""
    found: list[tuple[Intps, Intps, Singles, Singles]] = []
    site_snaps, origin_snap = np.full(len(sites), np.nan), _snapped(server, origins)
    for first in range(0, len(sites), _SITES):
        last = first + _SITES
        some = Places(sites.ids[first:last], sites.lon[first:last], sites.lat[first:last])
        table = _tabulated(server, origins, some, cutoff, origin_snap)
        site, row = np.nonzero(table.status.T == Status.OK)
        found.append((site + first, row, table.km[row, site], table.minutes[row, site]))
        site_snaps[first:last] = table.destination_snap_km
    rows = [each[1].astype(np.int32) for each in found]
    origin = np.concatenate([np.zeros(0, dtype=np.int32), *rows])
    return Reached(
        np.concatenate([np.zeros(0), *(each[0] for each in found)]).astype(np.int32),
        origin,
        np.concatenate([np.zeros(0), *(each[2] for each in found)]).astype(np.float32),
        np.concatenate([np.zeros(0), *(each[3] for each in found)]).astype(np.float32),
        np.full(len(origin), Status.OK, dtype=np.uint8),
        site_snaps,
        origin_snap,
    )


def _snapped(server: TableServer, places: Places) -> Floats:
    """Ask how far places lie from the road; nan where that is too far."""
    snap = np.full(len(places), np.nan)
    rows = np.flatnonzero(places.is_located)
    for first in range(0, len(rows), server.at_once - 1):
        some = rows[first : first + server.at_once - 1]
        snap[some] = server.snaps(places, some)
    snap[~(snap <= server.snap_limit_km)] = np.nan
    return snap


def _blocks(wanted: Flags, at_once: int) -> Iterator[tuple[Intps, Intps]]:
    """Cut the pairs wanted into blocks of at most so many places."""
    half = at_once // 2
    for first in range(0, wanted.shape[1], half):
        columns = np.arange(first, min(first + half, wanted.shape[1]))
        columns = columns[wanted[:, columns].any(axis=0)]
        rows = np.flatnonzero(wanted[:, columns].any(axis=1))
        if not len(rows):
            continue
        if wanted[np.ix_(rows, columns)].mean() >= _DENSE:
            yield from ((rows[at : at + half], columns) for at in range(0, len(rows), half))
            continue
        for column in columns:
            own = np.flatnonzero(wanted[:, column])
            for at in range(0, len(own), at_once - 1):
                yield own[at : at + at_once - 1], np.array([column])


def _asked(
    server: TableServer, origins: Places, destinations: Places, rows: tuple[Intps, Intps]
) -> Block:
    """Ask a block; if it is refused as a whole, its halves."""
    try:
        return server.block(origins, destinations, rows)
    except SplitError:
        side = 0 if len(rows[0]) >= len(rows[1]) else 1
        if len(rows[side]) == 1:
            return np.full((1, 1), np.nan), np.full((1, 1), np.nan)
    middle = len(rows[side]) // 2
    parts = []
    for half in (rows[side][:middle], rows[side][middle:]):
        own = (half, rows[1]) if side == 0 else (rows[0], half)
        parts.append(_asked(server, origins, destinations, own))
    km, minutes = (np.concatenate([part[at] for part in parts], axis=side) for at in (0, 1))
    return km, minutes
