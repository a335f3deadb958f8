"""Regions out of a GeoPackage: a SQLite file, read without running anything it brings."""

import sqlite3
import struct
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError

from balise.network.geojson import NAMES, refuse_kind
from balise.network.shapes import Limits, NamedShape
from balise.network.upload_faults import Notices, UploadError, clean_name, few

__all__ = ["geopackage_shapes"]

_HEAD: Final = b"SQLite format 3\0"
_ENVELOPES: Final = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
"""Bytes of the box around a geometry, by its kind."""
_KINDS: Final = {
    0: "Point",
    1: "LineString",
    2: "LinearRing",
    3: "Polygon",
    4: "MultiPoint",
    5: "MultiLineString",
    6: "MultiPolygon",
    7: "GeometryCollection",
}
_FEWEST: Final = 8


def geopackage_shapes(path: Path, limits: Limits, notices: Notices) -> list[NamedShape]:
    """Read the regions of a GeoPackage, in longitudes and latitudes whatever its projection.

    Raises
    ------
    UploadError
        If it is no GeoPackage, or is damaged; holds no polygons, several layers, or too many
        regions; or names a projection that is not known.
    """
    _refuse_other_files(path)
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
            rows, crs = _layer(connection, limits)
    except (sqlite3.Error, UnicodeDecodeError, OverflowError):
        raise UploadError("damaged_geopackage") from None
    given = ("" if row[0] is None else row[0] for row in rows)
    names = [clean_name(name, notices) or f"#{at}" for at, name in enumerate(given, 1)]
    shapes = _decoded_shapes(names, [row[1] for row in rows], limits)
    degrees = _degrees(shapes, crs)
    return [NamedShape(name, shape) for name, shape in zip(names, degrees, strict=True)]


def _refuse_other_files(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(16)
    if not head:
        raise UploadError("empty")
    if head.startswith((b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")):
        raise UploadError("zipped")
    if head != _HEAD:
        raise UploadError("not_geopackage")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _layer(
    connection: sqlite3.Connection, limits: Limits
) -> tuple[list[tuple[Any, Any]], tuple[object, ...]]:
    """Give names and geometries of the one layer of surfaces, and its projection."""
    # Views of the file are not read: they are programs.
    layers = connection.execute(
        "SELECT g.table_name, g.column_name, g.srs_id FROM gpkg_geometry_columns g "
        "JOIN sqlite_master m ON m.name = g.table_name AND m.type = 'table' "
        "AND upper(m.sql) NOT LIKE 'CREATE VIRTUAL%' LIMIT 20"
    ).fetchall()
    if not layers:
        raise UploadError("no_regions")
    if len(layers) > 1:
        names = few([" ".join(str(each[0]).split())[:40] for each in layers])
        raise UploadError("several_layers", found=names)
    table, geometry, srs = (str(each) for each in layers[0])
    named = _name_column(connection, table)
    column = _quoted(named) if named else "NULL"
    rows = connection.execute(
        f"SELECT {column}, {_quoted(geometry)} FROM {_quoted(table)} LIMIT ?",
        (limits.regions + 1,),
    ).fetchall()
    if len(rows) > limits.regions:
        raise UploadError("too_many_regions", limit=limits.regions)
    crs = connection.execute(
        "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys "
        "WHERE srs_id = ? LIMIT 1",
        (srs,),
    ).fetchone()
    return rows, crs or (srs, None, None)


def _name_column(connection: sqlite3.Connection, table: str) -> str | None:
    columns = connection.execute(f"PRAGMA table_info({_quoted(table)})").fetchall()
    folded = {str(each[1]).lower(): str(each[1]) for each in columns}
    known = next((folded[name] for name in NAMES[:-1] if name in folded), None)
    texts = (str(each[1]) for each in columns if str(each[2]).upper().startswith("TEXT"))
    return known or next(texts, folded.get("id"))


def _decoded_shapes(
    names: Sequence[str], blobs: Sequence[object], limits: Limits
) -> npt.NDArray[np.object_]:
    """Read geometries: a small header of the format, then well-known binary."""
    found = np.empty(len(blobs), dtype=object)
    vertices = 0
    for place, (name, blob) in enumerate(zip(names, blobs, strict=True)):
        shape = _shape(name, blob)
        kind = int(shapely.get_type_id(shape))
        refuse_kind(_KINDS.get(kind, "curve"), name)
        if shapely.is_empty(shape):
            raise UploadError("empty_region", region=name)
        vertices += int(shapely.get_num_coordinates(shape))
        if vertices > limits.vertices:
            raise UploadError("too_many_vertices", limit=limits.vertices)
        found[place] = shapely.force_2d(shape)
    return found


def _shape(name: str, blob: object) -> Any:
    if blob is None:
        raise UploadError("empty_region", region=name)
    if not isinstance(blob, bytes) or len(blob) < _FEWEST or blob[:2] != b"GP":
        raise UploadError("coordinates", region=name)
    (flags,) = struct.unpack_from("B", blob, 3)
    envelope = _ENVELOPES.get((flags >> 1) & 7)
    if envelope is None:
        raise UploadError("coordinates", region=name)
    try:
        return shapely.from_wkb(blob[_FEWEST + envelope :])
    except (shapely.errors.GEOSException, ValueError):
        raise UploadError("coordinates", region=name) from None


def _degrees(shapes: npt.NDArray[np.object_], crs: tuple[object, ...]) -> npt.NDArray[np.object_]:
    """Bring shapes to longitudes and latitudes."""
    organization, code, definition = crs
    try:
        own = CRS.from_user_input(
            f"{organization}:{code}" if str(organization).upper() == "EPSG" else str(definition)
        )
        if own.is_geographic and own.to_epsg() in {4326, 4269}:
            return shapes
        transformer = Transformer.from_crs(own, "EPSG:4326", always_xy=True)
        return np.asarray(
            shapely.transform(
                shapes, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))
            )
        )
    except (ProjError, ValueError):
        shown = " ".join(f"{organization} {code or ''}".split())[:40]
        raise UploadError("unknown_projection", found=shown) from None
