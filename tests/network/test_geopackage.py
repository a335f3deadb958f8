from pathlib import Path
from typing import Any

import pytest
import shapely

from balise.network import Limits, UploadError
from balise.network.geopackage import geopackage_shapes
from balise.network.upload_faults import Notices
from tests.network.files import box, geopackage


def read(path: Path, limits: Limits | None = None) -> dict[str, Any]:
    found = geopackage_shapes(path, limits or Limits(), Notices())
    return {each.name: each.shape for each in found}


def code_of(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(UploadError) as raised:
        read(path, limits)
    return raised.value.code


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "regions.gpkg"


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:4269", "EPSG:3347", "EPSG:3857", "EPSG:2953"])
def test_regions_come_in_degrees_whatever_their_projection(path: Path, crs: str) -> None:
    geopackage(path, {"North": box(-66.8, 45.8), "South": box(-66, 45)}, crs)
    found = read(path)
    assert list(found) == ["North", "South"]
    west, south, east, north = shapely.bounds(found["North"])
    assert (west, south, east, north) == pytest.approx((-66.8, 45.8, -66.4, 46.2), abs=1e-4)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 a zip", "zipped"),
        (b"not a database at all", "not_geopackage"),
        (b"SQLite format 3\0" + b"\x01" * 4096, "damaged_geopackage"),
    ],
)
def test_another_file_under_its_name_is_refused(path: Path, content: bytes, code: str) -> None:
    path.write_bytes(content)
    assert code_of(path) == code


def test_a_file_cut_short_is_refused(path: Path) -> None:
    whole = geopackage(path, {"North": box(-66, 45)}).getvalue()
    path.write_bytes(whole[: len(whole) // 3])
    assert code_of(path) == "damaged_geopackage"


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("UPDATE regions SET geom = NULL", "empty_region"),
        ("UPDATE regions SET geom = 'text'", "coordinates"),
        ("UPDATE regions SET geom = x'4750'", "coordinates"),
        ("UPDATE regions SET geom = x'47500001E6100000'", "coordinates"),
        # A polygon that says it has 4,294,967,295 rings.
        ("UPDATE regions SET geom = x'47500001E61000000103000000FFFFFFFF'", "coordinates"),
        # A point.
        (
            "UPDATE regions SET geom = x'47500001E6100000" + "0101000000" + "00" * 16 + "'",
            "not_polygon",
        ),
        ("DELETE FROM gpkg_geometry_columns", "no_regions"),
        ("DROP TABLE gpkg_geometry_columns", "damaged_geopackage"),
        ("UPDATE gpkg_geometry_columns SET srs_id = -1", "unknown_projection"),
        ("UPDATE gpkg_geometry_columns SET srs_id = 0", "unknown_projection"),
    ],
)
def test_a_geopackage_that_lies_is_refused(path: Path, sql: str, code: str) -> None:
    triggers = "DROP TRIGGER IF EXISTS rtree_regions_geom_update%d;"
    free = "".join(triggers.replace("%d", str(n)) for n in ("", 1, 2, 3, 4, 5, 6, 7))
    free += "PRAGMA foreign_keys = OFF; DROP TABLE IF EXISTS rtree_regions_geom;"
    geopackage(path, {"North": box(-66, 45)}, sql=f"{free} {sql};")
    assert code_of(path) == code


def test_a_view_in_the_file_is_not_run(path: Path) -> None:
    endless = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
        "SELECT i AS fid, 'x' AS name, zeroblob(1000000) AS geom FROM n"
    )
    sql = f"DROP TABLE regions; CREATE VIEW regions AS {endless};"
    geopackage(path, {"North": box(-66, 45)}, sql=sql)
    assert code_of(path) == "no_regions"


def test_one_layer_is_asked_for(path: Path) -> None:
    sql = (
        "CREATE TABLE more (fid INTEGER PRIMARY KEY, geom BLOB); "
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) "
        "VALUES ('more', 'features', 'more', 4326); "
        "INSERT INTO gpkg_geometry_columns VALUES ('more', 'geom', 'POLYGON', 4326, 0, 0);"
    )
    geopackage(path, {"North": box(-66, 45)}, sql=sql)
    assert code_of(path) == "several_layers"


def test_regions_without_a_name_are_numbered(path: Path) -> None:
    geopackage(path, {None: box(-66, 45), "South": box(-65, 45)})
    assert list(read(path)) == ["#1", "South"]


def test_regions_and_corners_are_bounded(path: Path) -> None:
    geopackage(path, {name: box(-66, 45) for name in "ABC"})
    assert code_of(path, Limits(regions=2)) == "too_many_regions"
    assert code_of(path, Limits(vertices=14)) == "too_many_vertices"


def test_a_multipolygon_and_a_collection_are_told_apart(path: Path) -> None:
    both = shapely.MultiPolygon([box(-66, 45), box(-65, 45)])
    geopackage(path, {"Two": both})
    assert shapely.get_num_geometries(read(path)["Two"]) == 2
    path.unlink()
    geopackage(path, {"Both": shapely.GeometryCollection([box(-66, 45), shapely.Point(-66, 45)])})
    assert code_of(path) == "collection"
