"""Boundaries of areas, read from a file of polygons."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import polars as pl
import pyogrio
import shapely

from balise.network.tiling import cut_tiles
from balise.release import LAYERS_ARE, Bounds, tile_archive
from balise.vocabulary import NetworkError, nearest, sample

__all__ = ["Boundaries", "boundary_tiles"]

_WEB_MERCATOR = 3857
_HALF_WORLD_M = 20_037_508.342789244
_ENDINGS = (".gpkg", ".geojson", ".json", ".shp", ".zip", ".parquet")
_POLYGONS = ("Polygon", "MultiPolygon")


class Boundaries(NamedTuple):
    """Tiles of the boundaries of a release, and what is said of them.

    ``levels`` counts the areas that have a boundary, by level; ``without`` names those of
    these levels that have none.
    """

    content: bytes
    file: str
    digest: str
    levels: dict[str, int]
    without: list[str]

    def to_record(self) -> dict[str, object]:
        """Say what the boundaries are, for the record of the release."""
        return {
            "file": self.file,
            "sha256": self.digest,
            "levels": self.levels,
            "without": self.without,
        }


def boundary_tiles(path: Path, column: str, areas: pl.DataFrame) -> Boundaries:
    """Cut the boundaries of areas into tiles, none of them dropped or merged at any zoom.

    Parameters
    ----------
    path : Path
        Polygons of areas: GeoPackage (every layer that has the column is read), GeoJSON,
        shapefile or GeoParquet, in any known projection. An area may have several rows: they
        are its parts. Areas that are not in the release are left aside.
    column : str
        The column that holds the identifiers (``dguid`` of the release).
    areas : polars.DataFrame
        dguid, level of the areas of the release.

    Returns
    -------
    Boundaries

    Raises
    ------
    NetworkError
        If the file cannot be read, has no such column or projection, or holds no polygon of
        an area of the release.
    """
    frame = _read(path, column)
    levels = dict(areas.select("dguid", "level").iter_rows())
    frame = frame[frame[column].isin(levels.keys())]
    if frame.empty:
        raise NetworkError(
            f"Boundaries {path.name}, column {column}: found no area of the release. "
            f"Expected identifiers such as {sample(list(levels)[-2:])}. "
            "Name the column that holds them, or the file of this jurisdiction and vintage."
        )
    dguids, shapes = _whole(frame, column, path)
    corners = frame.to_crs(4326).total_bounds
    bounds: Bounds = tuple(float(each) for each in corners)  # type: ignore[assignment]
    of = [levels[dguid] for dguid in dguids]
    counts = {level: of.count(level) for level in sorted(set(of))}
    content = tile_archive(
        cut_tiles(dguids, of, shapes), bounds, {LAYERS_ARE: _layers(counts), "format": "pbf"}
    )
    present = set(dguids)
    lacking = [dguid for dguid, level in levels.items() if level in counts]
    return Boundaries(
        content,
        path.name,
        hashlib.sha256(path.read_bytes()).hexdigest(),
        counts,
        sorted(dguid for dguid in lacking if dguid not in present),
    )


def _layers(counts: dict[str, int]) -> list[dict[str, object]]:
    fields = {"dguid": "String", "level": "String"}
    return [{"id": level, "fields": fields} for level in counts]


def _read(path: Path, column: str) -> gpd.GeoDataFrame:
    if path.suffix.lower() not in _ENDINGS:
        raise NetworkError(
            f"Boundaries {path.name}: found the ending {path.suffix!r}. "
            f"Expected one of {', '.join(_ENDINGS)}. Export the polygons to GeoPackage."
        )
    try:
        frames = [gpd.read_parquet(path)] if path.suffix == ".parquet" else _layers_of(path)
    except (pyogrio.errors.DataSourceError, OSError, ValueError) as problem:
        raise NetworkError(
            f"Boundaries {path.name} cannot be read: {str(problem).splitlines()[0]}. "
            "Expected a file of polygons. Open it in a mapping program and export it again."
        ) from problem
    holding = [
        each for each in frames if column in each.columns and isinstance(each, gpd.GeoDataFrame)
    ]
    if not holding:
        known = sorted({str(name) for each in frames for name in each.columns} - {"geometry"})
        raise NetworkError(
            f"Boundaries {path.name}: found no column {column!r}. {nearest(column, known)} "
            "Write its name in the recipe: [boundaries] id."
        )
    shapes = [shape for each in holding for shape in _in_metres(each.geometry, path)]
    names = [str(name) for each in holding for name in each[column]]
    frame = gpd.GeoDataFrame({column: names}, geometry=shapes, crs=_WEB_MERCATOR)
    found = frame.geometry.to_numpy()
    return frame[~shapely.is_missing(found) & ~shapely.is_empty(found)]


def _layers_of(path: Path) -> list[gpd.GeoDataFrame]:
    return [
        gpd.read_file(path, layer=name)
        for name, kind in pyogrio.list_layers(path)
        if kind is not None
    ]


def _in_metres(polygons: gpd.GeoSeries, path: Path) -> gpd.GeoSeries:
    """Bring polygons to the projection of the map (Mercator)."""
    if polygons.crs is None:
        raise NetworkError(
            f"Boundaries {path.name}: found no projection. "
            "Expected a file that says which one its coordinates are in. "
            "Set it in a mapping program, or keep the .prj file of a shapefile beside it."
        )
    strange = sorted(set(polygons.geom_type.dropna()) - set(_POLYGONS))
    if strange:
        raise NetworkError(
            f"Boundaries {path.name}: found shapes of type {sample(strange)}. "
            "Expected polygons. Name the file that holds the boundaries of areas."
        )
    return polygons.to_crs(_WEB_MERCATOR)


def _whole(
    frame: gpd.GeoDataFrame, column: str, path: Path
) -> tuple[list[str], npt.NDArray[np.object_]]:
    """Put the parts of each area together, in units of the world, in order of identifiers."""
    shapes = shapely.transform(frame.geometry.to_numpy(), _to_world)
    corners = shapely.bounds(shapes)
    if not np.isfinite(corners).all() or corners.min() < 0 or corners.max() > 1:
        raise NetworkError(
            f"Boundaries {path.name}: found coordinates that are nowhere on the map. "
            "Expected places between 85 degrees south and north. "
            "Check the projection that the file names."
        )
    parts: dict[str, list[shapely.Geometry]] = {}
    for dguid, shape in zip(frame[column], shapes, strict=True):
        parts.setdefault(dguid, []).append(shape)
    dguids = sorted(parts)
    return dguids, np.array([_sound(parts[dguid]) for dguid in dguids], dtype=object)


def _to_world(metres: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """From metres to a square of side 1, x to the east and y to the south."""
    x, y = metres[:, 0], metres[:, 1]
    return np.column_stack([x / _HALF_WORLD_M + 1, 1 - y / _HALF_WORLD_M]) / 2


def _sound(parts: Sequence[shapely.Geometry]) -> shapely.Geometry:
    """Make one valid shape of the polygons of an area."""
    polygons = [
        each
        for part in parts
        for each in shapely.get_parts(shapely.make_valid(part, method="structure"))
        if each.geom_type in _POLYGONS
    ]
    return shapely.multipolygons(
        [each for some in polygons for each in shapely.get_parts(some) if each.area > 0]
        or [shapely.box(*_speck(parts[0]))]
    )


def _speck(shape: shapely.Geometry) -> tuple[float, float, float, float]:
    """Give a speck of ground to a polygon without surface: its area stays on the map."""
    x, y = shapely.get_coordinates(shape)[0]
    return x, y, x + 1e-9, y + 1e-9
