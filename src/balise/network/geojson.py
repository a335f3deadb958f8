"""Regions out of a GeoJSON file."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from balise.network.delimited import decoded
from balise.network.shapes import Limits, NamedShape
from balise.network.upload_faults import Notices, UploadError, clean_name

__all__ = ["NAMES", "geojson_shapes", "refuse_kind"]

NAMES = ("name", "nom", "name_en", "name_fr", "region", "région", "title", "titre", "id")
"""Properties that may hold the name of a region, the first present wins."""

_SURFACES = ("Polygon", "MultiPolygon")  # no set: what a file says is a kind may be a list
_WORLD = ("CRS84", "EPSG::4326", "EPSG:4326", "EPSG::4269", "EPSG:4269", "CRS83")


def geojson_shapes(path: Path, limits: Limits, notices: Notices) -> list[NamedShape]:
    """Read the regions of a GeoJSON file.

    Raises
    ------
    UploadError
        If it is no GeoJSON, holds something else than polygons, or too many of them.
    """
    document = _parsed(decoded(path, notices))
    _refuse_projection(document)
    found: list[NamedShape] = []
    vertices = 0
    for number, (properties, geometry) in enumerate(_features(document), 1):
        if number > limits.regions:
            raise UploadError("too_many_regions", limit=limits.regions)
        name = _name(properties, notices) or f"#{number}"
        shape = _polygons(geometry, name, limits.vertices - vertices, limits)
        vertices += int(shapely.get_num_coordinates(shape))
        found.append(NamedShape(name, shape))
    return found


def _parsed(text: str) -> Mapping[str, Any]:
    try:
        document = json.loads(text, parse_constant=_refuse_constant)
    except RecursionError:
        raise UploadError("nested") from None
    except ValueError as problem:
        row = getattr(problem, "lineno", 0)
        raise UploadError("not_json", row=row) from None
    if not isinstance(document, dict) or "type" not in document:
        raise UploadError("not_geojson")
    return document


def _refuse_constant(name: str) -> float:
    raise UploadError("not_finite", region=name)


def _refuse_projection(document: Mapping[str, Any]) -> None:
    """Refuse the old member that names another projection than longitudes and latitudes."""
    crs = document.get("crs")
    if not isinstance(crs, dict):
        return
    properties = crs.get("properties")
    name = properties.get("name") if isinstance(properties, dict) else None
    if isinstance(name, str) and not name.upper().endswith(_WORLD):
        raise UploadError("named_projection", found=" ".join(name.split())[:60])


def _features(document: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], object]]:
    kind = document["type"]
    if kind == "FeatureCollection":
        features = document.get("features")
        if not isinstance(features, list):
            raise UploadError("not_geojson")
        for each in features:
            if not isinstance(each, dict):
                raise UploadError("not_geojson")
            yield _properties(each), each.get("geometry")
    elif kind == "Feature":
        yield _properties(document), document.get("geometry")
    else:
        yield {}, document


def _properties(feature: Mapping[str, Any]) -> Mapping[str, Any]:
    own = feature.get("properties")
    identifier = {"id": feature["id"]} if "id" in feature else {}
    return identifier | (own if isinstance(own, dict) else {})


def _name(properties: Mapping[str, Any], notices: Notices) -> str:
    folded = {str(key).lower(): value for key, value in properties.items()}
    for name in NAMES:
        value = folded.get(name)
        if isinstance(value, str | int | float) and str(value).strip():
            return clean_name(value, notices)
    return ""


def refuse_kind(kind: object, name: str) -> None:
    """Refuse what is not a surface."""
    if kind == "GeometryCollection":
        raise UploadError("collection", region=name)
    if kind not in _SURFACES:
        raise UploadError("not_polygon", region=name, found=str(kind)[:30])


def _polygons(geometry: object, name: str, room: int, limits: Limits) -> Any:
    if not isinstance(geometry, dict):
        raise UploadError("empty_region", region=name)
    refuse_kind(geometry.get("type"), name)
    coordinates = geometry.get("coordinates")
    parts = [coordinates] if geometry["type"] == "Polygon" else coordinates
    if not isinstance(parts, list) or not all(isinstance(part, list) for part in parts):
        raise UploadError("coordinates", region=name)
    vertices = sum(len(ring) for part in parts for ring in part if isinstance(ring, list))
    if vertices > room:
        raise UploadError("too_many_vertices", limit=limits.vertices)
    if not vertices:
        raise UploadError("empty_region", region=name)
    shapes = [_polygon([_ring(ring, name) for ring in part], name) for part in parts if part]
    return shapes[0] if len(shapes) == 1 else shapely.multipolygons(shapes)


def _polygon(rings: list[Any], name: str) -> Any:
    try:
        return shapely.polygons(rings[0], holes=rings[1:] or None)
    except (shapely.errors.GEOSException, ValueError):
        raise UploadError("coordinates", region=name) from None


def _ring(ring: object, name: str) -> Any:
    """Make a closed ring of positions; heights are left aside."""
    if not isinstance(ring, list) or len(ring) < 3:
        raise UploadError("coordinates", region=name)
    for each in ring:
        is_position = isinstance(each, list) and len(each) >= 2
        if not (is_position and all(type(side) in {int, float} for side in each[:2])):
            raise UploadError("coordinates", region=name)
    try:
        positions = np.array([each[:2] for each in ring], dtype=np.float64)
    except OverflowError:
        raise UploadError("not_finite", region=name) from None
    if not np.isfinite(positions).all():
        raise UploadError("not_finite", region=name)
    return shapely.linearrings(positions)
