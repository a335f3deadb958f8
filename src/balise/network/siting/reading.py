"""Tables of a problem of siting: communities, candidates, costs, and what is fixed."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.network.siting.problem import SiteState
from balise.vocabulary import NetworkError, nearest, sample, tables

__all__ = ["Listed", "read_costs", "read_demand", "read_fixed", "read_places"]

Floats = npt.NDArray[np.float64]

# Land of Canada lies within: used only to recognise exchanged coordinates.
_WEST, _EAST, _SOUTH, _NORTH = -141.1, -52.5, 41.6, 83.2


@dataclass(frozen=True, slots=True)
class Listed:
    """Rows of a table of places.

    ``ids`` are n names, each once; ``lon`` and ``lat`` [degrees] have shape (n,), nan where the
    table has none; ``numbers`` are its other columns of numbers by name, shape (n,) each.
    """

    ids: tuple[str, ...]
    lon: Floats
    lat: Floats
    numbers: dict[str, Floats]


def read_demand(path: Path, weight: str, located: bool) -> Listed:
    """Read communities: ``id, lon, lat, people[, need]``.

    Parameters
    ----------
    path : Path
    weight : str
        The column that says how much each counts: ``people``, ``need`` or another.
    located : bool
        Whether positions must be there; without them costs come from a table.

    Raises
    ------
    NetworkError, TableError
        That name what is wrong and where.
    """
    columns = ["id", weight, *(("lon", "lat") if located else ())]
    numbers = [weight, *(("people",) if weight != "people" else ())]
    return _read(path, columns, numbers, located)


def read_places(path: Path, located: bool) -> Listed:
    """Read candidates: ``id, lon, lat[, capacity, cost]``; errors as :func:`read_demand`."""
    columns = ["id", *(("lon", "lat") if located else ())]
    return _read(path, columns, ["capacity", "cost"], located)


def _read(path: Path, columns: list[str], numbers: list[str], located: bool) -> Listed:
    table = tables.read_table(path, columns)
    ids = _identifiers(table["id"].cast(pl.String), path)
    held = {name: _column(table, name, ids, path) for name in numbers if name in table.columns}
    for name, values in held.items():
        below = [ids[row] for row in np.flatnonzero(values < 0)]
        if below:
            raise NetworkError(
                f"Table {path.name}: found {name} below 0 for {sample(below)}. Expected 0 or "
                "more. Correct the table."
            )
    none = np.full(len(ids), np.nan)
    if not located:
        return Listed(ids, none, none, held)
    lon, lat = (_column(table, name, ids, path) for name in ("lon", "lat"))
    _check_positions(ids, lon, lat, path)
    return Listed(ids, lon, lat, held)


def _identifiers(column: pl.Series, path: Path) -> tuple[str, ...]:
    ids = tuple(column.fill_null("").to_list())
    empty = [str(row + 2) for row, each in enumerate(ids) if not each]
    if empty:
        raise NetworkError(
            f"Table {path.name}: found no id on line {sample(empty)}. Expected one on each row. "
            "Fill them in."
        )
    twice = sorted(each for each, count in Counter(ids).items() if count > 1)
    if twice:
        raise NetworkError(
            f"Table {path.name}: found {sample(twice)} more than once. Expected an identifier "
            "of its own for each row. Keep one row of each, or rename them."
        )
    return ids


def _column(table: pl.DataFrame, name: str, ids: tuple[str, ...], path: Path) -> Floats:
    """Read a column of numbers; every row must have one."""
    values = table[name].cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy()
    wrong = np.flatnonzero(~np.isfinite(values))
    if len(wrong):
        told = sample(f"{ids[row]} ({table[name][int(row)]!r})" for row in wrong)
        raise NetworkError(
            f"Table {path.name}, column {name}: found no number for {told}. Expected one on each "
            "row, with a point before decimals. Correct the table, or leave these rows out."
        )
    return np.asarray(values, dtype=np.float64)


def _check_positions(ids: tuple[str, ...], lon: Floats, lat: Floats, path: Path) -> None:
    """Refuse positions that cannot be, and those that are exchanged or were never found."""
    outside = (np.abs(lon) > 180) | (np.abs(lat) > 90)
    swapped = _is_in_canada(lat, lon) & ~_is_in_canada(lon, lat)
    nowhere = (lon == 0) & (lat == 0)
    for bad, found in (
        (swapped, "longitude and latitude exchanged"),
        (outside, "positions outside the Earth"),
        (nowhere, "positions of 0, 0, in the Gulf of Guinea,"),
    ):
        named = [f"{ids[row]} ({lon[row]:g}, {lat[row]:g})" for row in np.flatnonzero(bad)]
        if named:
            raise NetworkError(
                f"Table {path.name}: found {found} for {sample(named)}. Expected degrees, lon "
                "from -180 to 180 and lat from -90 to 90. Correct these rows."
            )


def _is_in_canada(lon: Floats, lat: Floats) -> npt.NDArray[np.bool_]:
    return (lon >= _WEST) & (lon <= _EAST) & (lat >= _SOUTH) & (lat <= _NORTH)


def read_costs(path: Path, demand: tuple[str, ...], candidates: tuple[str, ...]) -> Floats:
    """Read costs, long: ``demand, candidate, cost``.

    Returns
    -------
    array of float, shape (n, m)
        nan for the pairs that the table does not have: there is no way between them.

    Raises
    ------
    NetworkError, TableError
        If it names places that are not known, a pair twice, or costs that are none.
    """
    table = tables.read_table(path, ["demand", "candidate", "cost"])
    table = table.with_columns(pl.col("demand", "candidate").cast(pl.String).fill_null(""))
    rows = _places(table["demand"], demand, path)
    columns = _places(table["candidate"], candidates, path)
    values = table["cost"].cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy()
    wrong = np.flatnonzero(~(np.isfinite(values) & (values >= 0)))
    if len(wrong):
        told = sample(
            f"{demand[rows[row]]} to {candidates[columns[row]]} ({table['cost'][int(row)]!r})"
            for row in wrong
        )
        raise NetworkError(
            f"Table {path.name}: found costs that are negative or no number: {told}. Expected 0 "
            "or more. Correct them; leave out pairs without a way."
        )
    pairs, counts = np.unique(rows * len(candidates) + columns, return_counts=True)
    twice = pairs[counts > 1]
    if len(twice):
        told = sample(
            f"{demand[i]} to {candidates[j]}"
            for i, j in (divmod(int(each), len(candidates)) for each in twice)
        )
        raise NetworkError(
            f"Table {path.name}: found {told} more than once. Expected one row to a pair. "
            "Keep one of each."
        )
    cost = np.full((len(demand), len(candidates)), np.nan)
    cost[rows, columns] = values
    return cost


def _places(column: pl.Series, known: tuple[str, ...], path: Path) -> npt.NDArray[np.int64]:
    """Find the rows of identifiers."""
    place = {each: row for row, each in enumerate(known)}
    unknown = sorted({each for each in column if each not in place})
    if unknown:
        raise NetworkError(
            f"Table {path.name}: found {column.name} {sample(unknown)}, not in the table of "
            f"places. Expected one of its {len(known):,} ids. {_offer(unknown[0], known)}"
        )
    return np.array([place[each] for each in column], dtype=np.int64)


def _offer(name: str, known: tuple[str, ...]) -> str:
    close = nearest(name, known)
    return close if close.startswith("Did") else "Correct the identifiers, or add the places."


def read_fixed(path: Path, candidates: tuple[str, ...]) -> tuple[SiteState, ...]:
    """Read what may happen to sites: ``id[, state]``; ``open`` where there is no state.

    Returns
    -------
    tuple of SiteState, m
        Free for those that the table does not name.

    Raises
    ------
    NetworkError, TableError
        If it names candidates or states that are not known, or one twice.
    """
    table = tables.read_table(path, ["id"])
    ids = _identifiers(table["id"].cast(pl.String), path)
    rows = _places(pl.Series("id", ids), candidates, path)
    words = table["state"].to_list() if "state" in table.columns else [None] * len(ids)
    states = [SiteState.FREE] * len(candidates)
    for row, word in zip(rows, words, strict=True):
        name = str(word or SiteState.OPEN).lower()
        if name not in set(SiteState):
            raise NetworkError(
                f"Table {path.name}: found the state {name!r} of {candidates[row]}. Expected "
                f"{', '.join(SiteState)}. {nearest(name, [each.value for each in SiteState])}"
            )
        states[row] = SiteState(name)
    return tuple(states)
