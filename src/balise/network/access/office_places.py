"""Where offices are: by their coordinates, or by their town."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from balise.network.access.office_columns import plain, read_number
from balise.vocabulary import PROVINCES, sample

__all__ = ["Located", "locate_offices"]

_APPROXIMATE: Final = ("approximate", "approximatif", "approximative", "approx", "estimated")
_CANADA: Final = (-142.0, -52.0, 41.0, 84.0)
"""Longitudes and latitudes between which Canada lies [degrees]."""

_PROVINCES: Final = {
    plain(each): province.code
    for province in PROVINCES
    for each in (province.code, province.abbreviation, province.en, province.fr)
}


@dataclass(frozen=True, slots=True)
class Located:
    """Where an office is, how surely, or why it is not known."""

    lon: float | None = None
    lat: float | None = None
    position: str = "unlocated"
    error_km: float | None = None
    province: str | None = None
    csduid: str | None = None
    reason: str | None = None


def locate_offices(
    rows: Sequence[Mapping[str, str]],
    names: Sequence[str],
    places: pl.DataFrame,
    position_error_km: float,
) -> tuple[list[Located], list[str]]:
    """Locate every office; nothing is guessed in silence.

    Parameters
    ----------
    rows : sequence of mapping
        Texts of the table: ``lon``, ``lat``, ``place``, ``place_code``, ``province``,
        ``position``, where it has them.
    names : sequence of str
        Identifiers of the offices, for notices.
    places : polars.DataFrame
        ``code``, ``name_en``, ``name_fr``, ``province``, ``lon``, ``lat``, ``population``.
    position_error_km : float
        Root mean square error of an office placed by its town, or approximately [km].

    Returns
    -------
    located : list of Located
    notices : list of str
    """
    towns = _by_name(places)
    located, told = [], dict[str, list[str]]()
    for name, row in zip(names, rows, strict=True):
        found, doubt = _one(row, towns, position_error_km)
        located.append(found)
        if doubt:
            told.setdefault(doubt, []).append(name)
    notices = [
        _SAID[doubt].format(count=len(each), names=sample(each)) for doubt, each in told.items()
    ]
    return located, notices


_SAID: Final = {
    "swapped": "Longitude and latitude look exchanged in {count} row(s) ({names}): these points "
    "are kept without a position. Exchange the two columns.",
    "not_a_position": "{count} row(s) hold no pair of coordinates on the Earth ({names}): these "
    "points are kept without a position. Correct them.",
    "no_position": "{count} row(s) say nothing of where the point is ({names}): they are kept "
    "without a position.",
    "unknown_place": "{count} row(s) name a town that is not known here ({names}): these points "
    "are kept without a position. Give their coordinates, or the code of the census subdivision.",
    "several_places": "{count} row(s) name a town that several places are called by ({names}): the "
    "most populous was taken. Give coordinates, or the code of the census subdivision.",
    "by_town": "{count} point(s) were placed at the centre of their town ({names}): their position "
    "is approximate.",
}


def _by_name(places: pl.DataFrame) -> dict[str, list[dict[str, object]]]:
    """Gather towns by code and by name, the most populous first."""
    found: dict[str, list[dict[str, object]]] = {}
    ordered = places.filter(pl.col("lon").is_not_null()).sort(
        pl.col("population").fill_null(0), "code", descending=[True, False]
    )
    for row in ordered.iter_rows(named=True):
        for key in {str(row["code"]), plain(row["name_en"] or ""), plain(row["name_fr"] or "")}:
            if key:
                found.setdefault(key, []).append(row)
    return found


def _one(
    row: Mapping[str, str], towns: Mapping[str, list[dict[str, object]]], error_km: float
) -> tuple[Located, str]:
    """Locate one office, with what has to be said of it."""
    province = _PROVINCES.get(plain(row.get("province", "")))
    lon, lat = row.get("lon", ""), row.get("lat", "")
    if lon or lat:
        return _by_coordinates(row, province, error_km)
    code, place = row.get("place_code", ""), row.get("place", "")
    if not (code or place):
        return Located(province=province, reason="no_source"), "no_position"
    known = towns.get(code) or towns.get(plain(place)) or []
    own = [each for each in known if province is None or each["province"] == province]
    if not own:
        return Located(province=province, reason="no_source"), "unknown_place"
    town = own[0]
    found = Located(
        _float(town["lon"]),
        _float(town["lat"]),
        "town_centroid",
        error_km,
        str(town["province"]),
        str(town["code"]),
    )
    return found, "several_places" if len(own) > 1 and not code else "by_town"


def _float(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _by_coordinates(
    row: Mapping[str, str], province: str | None, error_km: float
) -> tuple[Located, str]:
    lon, lat = read_number(row.get("lon")), read_number(row.get("lat"))
    csduid = row.get("place_code") or None
    if lon is None or lat is None:
        return Located(province=province, reason="no_source"), "not_a_position"
    west, east, south, north = _CANADA
    if west <= lat <= east and south <= lon <= north:
        return Located(province=province, reason="swapped"), "swapped"
    if abs(lon) > 180 or abs(lat) > 90 or (lon == 0 and lat == 0):
        return Located(province=province, reason="no_source"), "not_a_position"
    vague = plain(row.get("position", "")) in _APPROXIMATE
    position, error = ("approximate", error_km) if vague else ("exact", 0.0)
    return Located(lon, lat, position, error, province, csduid), ""
