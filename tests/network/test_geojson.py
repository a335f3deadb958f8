import json
from pathlib import Path

import pytest
import shapely

from balise.network import Limits, UploadError
from balise.network.geojson import geojson_shapes
from balise.network.upload_faults import Notices
from tests.network.files import Json, collection, square, unnamed


def read(folder: Path, content: bytes, limits: Limits | None = None) -> dict[str, object]:
    path = folder / "upload.bin"
    path.write_bytes(content)
    found = geojson_shapes(path, limits or Limits(), Notices())
    return {each.name: each.shape for each in found}


def code_of(folder: Path, content: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(UploadError) as raised:
        read(folder, content, limits)
    return raised.value.code


def feature(properties: Json, **more: object) -> bytes:
    whole = {"type": "Feature", "properties": properties, "geometry": square(-66, 45), **more}
    return json.dumps(whole).encode()


def test_polygons_are_read_with_their_names_and_holes(tmp_path: Path) -> None:
    hole = square(-65.9, 45.1, 0.1)["coordinates"][0]
    ring = square(-66, 45)["coordinates"][0]
    both = {"type": "Polygon", "coordinates": [ring, hole]}
    found = read(tmp_path, collection({"North": both, "South": square(-66, 44)}))
    assert list(found) == ["North", "South"]
    assert shapely.area(found["North"]) == pytest.approx(0.16 - 0.01)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (feature({"NOM": "Côte"}), "Côte"),
        (feature({"id": 7}), "7"),
        (feature({}, id="north"), "north"),
        (feature({"people": 4}), "#1"),
        (feature({"name": "  "}), "#1"),
        (unnamed(square(-66, 45)), "#1"),
        (b"\xef\xbb\xbf" + unnamed(square(-66, 45)), "#1"),
    ],
)
def test_a_name_is_looked_for_where_people_put_it(
    tmp_path: Path, content: bytes, name: str
) -> None:
    assert list(read(tmp_path, content)) == [name]


def test_heights_are_left_aside(tmp_path: Path) -> None:
    ring = [[*each, 12.5] for each in square(-66, 45)["coordinates"][0]]
    (shape,) = read(tmp_path, unnamed({"type": "Polygon", "coordinates": [ring]})).values()
    assert not shapely.has_z(shape)


def test_parts_of_a_region_are_one(tmp_path: Path) -> None:
    parts = [square(-66, 45)["coordinates"], square(-65, 45)["coordinates"]]
    found = read(tmp_path, unnamed({"type": "MultiPolygon", "coordinates": parts}))
    assert shapely.get_num_geometries(found["#1"]) == 2


def polygon(*ring: object) -> bytes:
    return unnamed({"type": "Polygon", "coordinates": [list(ring)]})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"PK\x03\x04", "zipped"),
        (b"name,lon,lat", "not_json"),
        (b"[1, 2]", "not_geojson"),
        (b'{"a": 1}', "not_geojson"),
        (b'{"type": "FeatureCollection"}', "not_geojson"),
        (b'{"type": "FeatureCollection", "features": [3]}', "not_geojson"),
        (b"[" * 200_000, "nested"),
        (b'{"type":"Polygon","coordinates":' + b"[" * 900 + b"]" * 900 + b"}", "coordinates"),
        (unnamed({"type": "Point", "coordinates": [-66, 45]}), "not_polygon"),
        (unnamed({"type": "LineString", "coordinates": [[-66, 45], [-65, 45]]}), "not_polygon"),
        (unnamed({"type": "Topology"}), "not_polygon"),
        (collection({"A": {"type": ["Polygon"], "coordinates": []}}), "not_polygon"),
        (unnamed({"type": "GeometryCollection", "geometries": []}), "collection"),
        (collection({"A": {"type": "Polygon", "coordinates": []}}), "empty_region"),
        (b'{"type": "Feature", "geometry": null}', "empty_region"),
        (polygon([-66, 45], [-65, 45]), "coordinates"),
        (polygon([-66, 45], [-65, 45], ["-65", 46], [-66, 45]), "coordinates"),
        (polygon([-66, 45], [-65, 45], [True, 46], [-66, 45]), "coordinates"),
        (polygon([-66], [-65], [-65], [-66]), "coordinates"),
        (polygon([-66, 45], [-65, 45], [10**400, 46], [-66, 45]), "not_finite"),
        (polygon([-66, 45], [-65, 45], [-65, 46]).replace(b"46", b"NaN"), "not_finite"),
        (polygon([-66, 45], [-65, 45], [-65, 46]).replace(b"46", b"-Infinity"), "not_finite"),
        (polygon([-66, 45], [-65, 45], [-65, 46]).replace(b"46", b"1e999"), "not_finite"),
    ],
)
def test_what_is_no_region_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    assert code_of(tmp_path, content) == code


def test_a_stated_projection_that_is_not_of_degrees_is_refused(tmp_path: Path) -> None:
    def stated(name: str) -> bytes:
        whole = square(-66, 45) | {"crs": {"type": "name", "properties": {"name": name}}}
        return json.dumps(whole).encode()

    assert code_of(tmp_path, stated("urn:ogc:def:crs:EPSG::3347")) == "named_projection"
    assert list(read(tmp_path, stated("urn:ogc:def:crs:OGC:1.3:CRS84"))) == ["#1"]


def test_regions_and_corners_are_bounded(tmp_path: Path) -> None:
    three = collection({name: square(-66, 45) for name in "ABC"})
    assert code_of(tmp_path, three, Limits(regions=2)) == "too_many_regions"
    assert code_of(tmp_path, three, Limits(vertices=14)) == "too_many_vertices"
    assert len(read(tmp_path, three, Limits(regions=3, vertices=15))) == 3
