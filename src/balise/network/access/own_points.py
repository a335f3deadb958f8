"""The reach of points of one's own, counted on a release from its origins."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.network.access.catchments import RANGE, Catchment, Served, find_catchments
from balise.network.access.offices import far_from_people, read_offices
from balise.network.access.origins import Origins, make_origins
from balise.network.access.points import make_points
from balise.network.access.reaches import KILOMETRES, MINUTES, Reach, Travel
from balise.network.access.tables import reach_columns
from balise.network.travel import Engine, engine_of
from balise.release import Release
from balise.vocabulary import NetworkError

__all__ = ["OwnReach", "own_reach"]

Floats = npt.NDArray[np.float64]

_DETOUR: Final = 1.3  # these three: of releases that do not state theirs
_SPEED: Final = 60.0  # kilometres per hour
_ERROR: Final = 5.0  # kilometres


@dataclass(frozen=True, slots=True)
class OwnReach:
    """People within reach of each point, and of any.

    Attributes
    ----------
    table : polars.DataFrame
        ``service_point``, ``name``, ``reach``, ``reach_km``, ``reach_min``, ``people`` (null
        where they are a range), ``people_low`` and ``people_high`` (surely and possibly
        inside), the same of ``vulnerable``, ``share`` of the people of the release's
        origins, ``travel``, ``reason``. Counts are rounded to base 5.
    notices : tuple of str
        What has to be said of the points.
    engine : str
        What measured travel.
    """

    table: pl.DataFrame
    notices: tuple[str, ...]
    engine: str


def own_reach(
    release: Release,
    points: Path | None = None,
    reach_km: Sequence[float] | None = None,
    reach_min: Sequence[float] | None = None,
    engine: str | None = None,
) -> OwnReach:
    """Count who is within reach of points of one's own.

    Parameters
    ----------
    release : Release
    points : Path, optional
        Table of points of service; those of the release if left out.
    reach_km, reach_min : sequence of float, optional
        Distances [km] and times [min]; those of the release if both are left out.
    engine : str, optional
        As :func:`balise.network.travel.engine_of` takes it; geodesic, with the detour and
        the speed of the release, if left out.

    Raises
    ------
    NetworkError
        If the release has no origins, or travel cannot be measured.
    TableError
        If the points cannot be read.
    """
    table = release.table("origins")
    if not table.height:
        raise NetworkError(
            f"Release {release.path} holds no origins, the places that people leave from. Expected "
            "a release with catchments. Add the level catchment to its recipe and build it again."
        )
    areas = release.table("areas").filter(pl.col("code").is_in(table["code"].unique().to_list()))
    areas = areas.filter(pl.col("level").is_in(["csd", "da"])).sort("code")
    origins = make_origins(table, areas["code"])
    stated = _network(release)
    listed, notices = _points(release, points, stated, origins)
    how = Travel(_reaches(stated, reach_km, reach_min), _detour(stated), _speed(stated), 0)
    measure = _engine(engine, how)
    served = find_catchments(make_points(listed), origins, how, measure, np.random.default_rng(0))
    names = dict(listed.select("service_point", "name_en").iter_rows())
    high = origins.shared_out(areas["people_high"].fill_null(0).to_numpy().astype(np.float64))
    why = dict(listed.select("service_point", "reason").iter_rows()) if points else {}
    rows = [
        {**each, "reason": why.get(each["service_point"]) or each["reason"]}
        for each in _rows(served, names, origins, high)
    ]
    return OwnReach(pl.DataFrame(rows, infer_schema_length=None), notices, measure.name)


def _network(release: Release) -> Mapping[str, object]:
    recipe = release.record.get("recipe")
    stated = recipe.get("network") if isinstance(recipe, Mapping) else None
    return stated if isinstance(stated, Mapping) else {}


def _value(stated: Mapping[str, object], name: str, usual: float) -> float:
    value = stated.get(name, usual)
    value = value.get("value", usual) if isinstance(value, Mapping) else value
    return float(value) if isinstance(value, int | float) else usual


def _detour(stated: Mapping[str, object]) -> float:
    return _value(stated, "detour", _DETOUR)


def _speed(stated: Mapping[str, object]) -> float:
    return _value(stated, "speed_kmh", _SPEED)


def _engine(engine: str | None, how: Travel) -> Engine:
    if engine is None or engine == "geodesic":
        return engine_of("geodesic", detour=how.detour, speed_kmh=how.speed_kmh)
    return engine_of(engine)


def _reaches(
    stated: Mapping[str, object],
    reach_km: Sequence[float] | None,
    reach_min: Sequence[float] | None,
) -> tuple[Reach, ...]:
    """Take the reaches asked for; those of the release where none is."""
    if not (reach_km or reach_min):
        listed = [stated.get(each) for each in ("reach_km", "reach_min")]
        reach_km, reach_min = (each if isinstance(each, list) else [] for each in listed)
    found = [Reach(KILOMETRES, float(each)) for each in dict.fromkeys(reach_km or ())]
    return (*found, *(Reach(MINUTES, float(each)) for each in dict.fromkeys(reach_min or ())))


def _points(
    release: Release, points: Path | None, stated: Mapping[str, object], origins: Origins
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    if points is None:
        return release.table("service_points"), ()
    towns = release.table("areas").filter(pl.col("level") == "csd")
    error = _value(stated, "position_error_km", _ERROR)
    found = read_offices(points, towns, error)
    alive = origins.places.is_located & (origins.people > 0)
    far = far_from_people(found.table, origins.places.lon[alive], origins.places.lat[alive])
    return found.table, (*found.notices, *far)


def _rows(
    served: Served, names: Mapping[str, str], origins: Origins, high: Floats
) -> Iterator[dict[str, object]]:
    total = float(origins.people.sum())
    measured = len(served.pairs.measured) > 0 and bool(served.pairs.measured.all())
    for each in served.catchments:
        people = each.low, each.high
        vulnerable = _counts(each, high)
        yield {
            "service_point": each.service_point,
            "name": names.get(each.service_point),
            **reach_columns(each.reach),
            "people": _base_5(each.people),
            "people_low": _base_5(people[0]),
            "people_high": _base_5(people[1]),
            "vulnerable": None if each.reason else _base_5(vulnerable[0]),
            "vulnerable_low": _base_5(vulnerable[1]),
            "vulnerable_high": _base_5(vulnerable[2]),
            "share": None if each.people is None else round(each.people / total, 5),
            "travel": "measured" if measured else "estimated",
            "reason": each.reason,
        }


def _counts(each: Catchment, high: Floats) -> tuple[float | None, float | None, float | None]:
    if each.reason not in {None, RANGE}:
        return None, None, None
    return each.inside.count(high[each.members], 0, is_range=True)


def _base_5(people: float | None) -> int | None:
    return None if people is None else int(np.floor(people / 5 + 0.5) * 5)
