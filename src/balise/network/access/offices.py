"""Points of service read from any table: where they are, when open, for whom, at what cost.

Nothing is dropped: a point without a position stays, with its reason; what was doubted or
assumed is told as a notice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.network.access.office_columns import (
    LANGUAGES,
    find_columns,
    has_doubtful_comma,
    plain,
    read_number,
)
from balise.network.access.office_places import Located, locate_offices
from balise.network.distances import distance_km
from balise.vocabulary import NetworkError, sample, tables

__all__ = ["OFFICES", "Offices", "far_from_people", "read_offices"]

OFFICES: Final[Mapping[str, type[pl.DataType]]] = {
    **dict.fromkeys(["service_point", "name_en", "name_fr", "kind"], pl.String),
    **dict.fromkeys(["province", "csduid"], pl.String),
    **dict.fromkeys(["lon", "lat"], pl.Float64),
    "position": pl.String,
    "position_error_km": pl.Float64,
    "hours_week": pl.Float64,
    **dict.fromkeys(["languages", "services"], pl.String),
    **dict.fromkeys(["capacity", "cost_year"], pl.Float64),
    "reason": pl.String,
}

_FAR_KM: Final = 25.0
_COUNTS: Final = ("position_error_km", "hours_week", "capacity", "cost_year")

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Offices:
    """Points of service, and what has to be said of them.

    Attributes
    ----------
    table : polars.DataFrame
        Columns of :data:`OFFICES`, in the order of the file. ``position``: exact, approximate
        or town_centroid, unlocated; ``reason`` why a point has no position.
    notices : tuple of str
        One sentence each.
    """

    table: pl.DataFrame
    notices: tuple[str, ...] = field(default=())


def read_offices(path: Path, places: pl.DataFrame, position_error_km: float) -> Offices:
    """Read points of service from a CSV or Parquet table.

    Parameters
    ----------
    path : Path
        UTF-8, commas or semicolons, decimals with a point or a comma; columns are known by
        their usual names in English and in French. Only between semicolons is ``1,250`` a
        decimal.
    places : polars.DataFrame
        Towns by which a point may be placed: ``code``, ``name_en``, ``name_fr``,
        ``province``, ``lon``, ``lat`` [degrees], ``population``.
    position_error_km : float
        Root mean square error of a point placed by its town, or marked approximate [km].

    Raises
    ------
    TableError
        If the file cannot be read.
    NetworkError
        If nothing says where the points are, an identifier comes twice, or a count is
        negative, no number, or a number that can be read in two ways; or if longitudes and
        latitudes are exchanged, so that no point has a position.
    """
    raw = tables.read_table(path, ())
    columns = find_columns(raw.columns, path.name)
    rows = [
        {holds: str(row[name] or "").strip() for holds, name in columns.items()}
        for row in raw.iter_rows(named=True)
    ]
    names, notices = _identifiers(rows, path.name)
    located, told = locate_offices(rows, names, places, position_error_km)
    _refuse_exchanged(located, names, path.name)
    notices += told
    if not tables.has_semicolons(path):
        _refuse_doubtful(rows, names, path.name)
    counts = [_counts(row, name, path.name) for row, name in zip(rows, names, strict=True)]
    listed = [
        _row(name, row, place, count)
        for name, row, place, count in zip(names, rows, located, counts, strict=True)
    ]
    table = pl.DataFrame(listed, schema=dict(OFFICES))
    return Offices(table, (*notices, *_same_place(table)))


def _identifiers(rows: Sequence[Mapping[str, str]], where: str) -> tuple[list[str], list[str]]:
    """Give every point a name of its own: that of the file, or one made of its words."""
    given = [row.get("service_point", "") for row in rows]
    twice = sorted({each for each in given if each and given.count(each) > 1})
    if twice:
        raise NetworkError(
            f"Table {where}: found the identifiers {sample(twice)} more than once. Expected one "
            "row for each point of service. Keep one row of each, or give them other identifiers."
        )
    names: list[str] = []
    for number, row in enumerate(rows, 1):
        words = row.get("name_en") or row.get("name_fr") or row.get("place") or f"point {number}"
        name = given[number - 1] or plain(words).replace("_", "-") or f"point-{number}"
        names.append(f"{name}-{number}" if name in names or name in given[number:] else name)
    made = [name for name, own in zip(names, given, strict=True) if not own]
    told = f"{len(made)} points had no identifier and were given one: {sample(made)}."
    return names, [told] if made and any(given) else []


def _refuse_exchanged(located: Sequence[Located], names: Sequence[str], where: str) -> None:
    """Refuse a table that places nothing since its columns of coordinates are exchanged."""
    swapped = [name for name, each in zip(names, located, strict=True) if each.reason == "swapped"]
    if swapped and all(each.lon is None for each in located):
        raise NetworkError(
            f"Table {where}: found longitude and latitude exchanged for {sample(swapped)}. "
            "Expected longitudes, below 0 in Canada, as lon, and latitudes as lat. Exchange the "
            "two columns."
        )


def _refuse_doubtful(rows: Sequence[Mapping[str, str]], names: Sequence[str], where: str) -> None:
    """Refuse counts whose comma may part thousands or decimals."""
    for name, row in zip(names, rows, strict=True):
        for holds in _COUNTS:
            text = row.get(holds, "")
            if has_doubtful_comma(text):
                whole, decimals = text.replace(",", ""), text.replace(",", ".")
                raise NetworkError(
                    f"Table {where}, {holds} of {name}: found {text!r}, which may be {whole} or "
                    f"{decimals}. Expected a point before decimals, and no comma between "
                    f"thousands. Write {whole} or {decimals}."
                )


def _counts(row: Mapping[str, str], name: str, where: str) -> dict[str, float | None]:
    found: dict[str, float | None] = {}
    for holds in _COUNTS:
        text = row.get(holds, "")
        value = read_number(text)
        if text and (value is None or value < 0):
            raise NetworkError(
                f"Table {where}, {holds} of {name}: found {text!r}. Expected a number of 0 or "
                "more, or nothing where it is not known. Correct it."
            )
        found[holds] = value
    return found


def _row(
    name: str, row: Mapping[str, str], place: Located, counts: Mapping[str, float | None]
) -> dict[str, object]:
    english = row.get("name_en") or row.get("name_fr") or row.get("place") or name
    stated = counts["position_error_km"]
    return {
        "service_point": name,
        "name_en": english,
        "name_fr": row.get("name_fr") or english,
        "kind": row.get("kind") or None,
        "province": place.province,
        "csduid": place.csduid,
        "lon": place.lon,
        "lat": place.lat,
        "position": place.position,
        "position_error_km": place.error_km if stated is None else stated,
        "hours_week": counts["hours_week"],
        "languages": LANGUAGES.get(
            plain(row.get("languages", "")).removeprefix("services_offered_in_")
        ),
        "services": row.get("services") or None,
        "capacity": counts["capacity"],
        "cost_year": counts["cost_year"],
        "reason": place.reason,
    }


def _same_place(table: pl.DataFrame) -> list[str]:
    """Name the points that have the name and the position of another."""
    key = ("name_en", "lon", "lat")
    twice = table.filter(pl.col("lon").is_not_null() & pl.struct(key).is_duplicated())
    if not twice.height:
        return []
    names = sample(twice["service_point"])
    return [f"{twice.height} points share their name and their position with another: {names}."]


def far_from_people(table: pl.DataFrame, lon: Floats, lat: Floats) -> list[str]:
    """Name the points further than 25 km, as a straight line, from where anybody lives.

    Parameters
    ----------
    table : polars.DataFrame
        ``service_point``, ``lon``, ``lat`` [degrees].
    lon, lat : array of float, shape (n,)
        Where people live [degrees].

    Examples
    --------
    >>> at_sea = pl.DataFrame({"service_point": ["buoy"], "lon": [-50.0], "lat": [43.0]})
    >>> far_from_people(at_sea, np.array([-66.6]), np.array([45.9]))[0][:37]
    '1 point stands further than 25 km fro'
    """
    far = []
    for name, east, north in table.select("service_point", "lon", "lat").drop_nulls().iter_rows():
        near = np.abs(lat - north) < 1.0
        if not near.any() or np.nanmin(distance_km(east, north, lon[near], lat[near])) > _FAR_KM:
            far.append(name)
    if not far:
        return []
    count = f"{len(far)} points stand" if len(far) > 1 else "1 point stands"
    return [
        f"{count} further than {_FAR_KM:g} km from where anybody lives, in the sea perhaps: "
        f"{sample(far)}. Check the coordinates."
    ]
