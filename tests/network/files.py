"""Files that somebody might send, made for tests."""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import geopandas
import shapely

__all__ = ["BOW_TIE", "Json", "box", "collection", "geopackage", "square", "unnamed"]

Json = dict[str, Any]

BOW_TIE: Json = {
    "type": "Polygon",
    "coordinates": [[[-66, 45], [-65, 46], [-65, 45], [-66, 46], [-66, 45]]],
}


def square(west: float, south: float, side: float = 0.4) -> Json:
    """A square, as GeoJSON."""
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def collection(named: Mapping[str, Json]) -> bytes:
    """A collection of named regions."""
    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": geometry}
        for name, geometry in named.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def unnamed(geometry: Json) -> bytes:
    """A bare geometry."""
    return json.dumps(geometry).encode()


def geopackage(
    path: Path, named: Mapping[str | None, Any], crs: str = "EPSG:4326", sql: str = ""
) -> BytesIO:
    """A GeoPackage of named shapes in a projection, altered by some SQL."""
    frame = geopandas.GeoDataFrame(
        {"name": list(named)}, geometry=list(named.values()), crs="EPSG:4326"
    )
    frame.to_crs(crs).to_file(path, layer="regions", driver="GPKG")
    if sql:
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(sql)
    return BytesIO(path.read_bytes())


def box(west: float, south: float, side: float = 0.4) -> Any:
    """A square, as a shape."""
    return shapely.box(west, south, west + side, south + side)
