"""Boundaries in tiles: every area at every zoom, as another program reads them."""

import math
from pathlib import Path

import geopandas as gpd
import numpy as np
import polars as pl
import pytest
import shapely

from balise.network import boundary_tiles
from balise.vocabulary import NetworkError

AREAS = pl.DataFrame(
    {
        "dguid": ["a", "b", "c", "speck", "flat", "lost", "pr"],
        "level": ["csd"] * 6 + ["pr"],
    }
)
WHOLE = shapely.box(-67, 46, -66, 47)
HOLE = shapely.box(-66.6, 46.4, -66.4, 46.6)
SHAPES = {
    "a": WHOLE.difference(HOLE),
    "b": HOLE,
    "speck": shapely.box(-66, 46, -65.99999, 46.00001),
    "flat": shapely.Polygon([(-65, 46), (-64.9, 46), (-65, 46)]),
    "elsewhere": shapely.box(-100, 50, -99, 51),
    "pr": WHOLE,
}
# An area of two parts, each in its own row.
PARTS = [("c", shapely.box(-66, 46, -65, 46.5)), ("c", shapely.box(-64, 46, -63.9, 46.1))]


def frame() -> gpd.GeoDataFrame:
    rows = [*SHAPES.items(), *PARTS]
    return gpd.GeoDataFrame(
        {"DGUID": [name for name, _ in rows]}, geometry=[shape for _, shape in rows], crs=4326
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "areas.gpkg"
    frame().to_crs(3347).to_file(path, driver="GPKG")
    return path


def drawn(content: bytes, folder: Path, zoom: int, layer: str = "csd") -> gpd.GeoDataFrame:
    """Read a zoom with GDAL, which knows nothing of how we write."""
    path = folder / "kept.pmtiles"
    path.write_bytes(content)
    return gpd.read_file(path, layer=layer, ZOOM_LEVEL=zoom)


def zooms(content: bytes) -> range:
    return range(content[100], content[101] + 1)


def test_every_area_is_drawn_at_every_zoom_and_no_other(file: Path, tmp_path: Path) -> None:
    made = boundary_tiles(file, "DGUID", AREAS)
    assert made.levels == {"csd": 5, "pr": 1}
    assert made.without == ["lost"]
    assert zooms(made.content).start == 0
    for zoom in zooms(made.content):
        assert set(drawn(made.content, tmp_path, zoom)["dguid"]) == {
            "a", "b", "c", "speck", "flat",
        }  # fmt: skip
        assert set(drawn(made.content, tmp_path, zoom, "pr")["dguid"]) == {"pr"}


def test_tiles_hold_identifiers_and_levels_only(file: Path, tmp_path: Path) -> None:
    found = drawn(boundary_tiles(file, "DGUID", AREAS).content, tmp_path, 0)
    assert set(found.columns) - {"geometry", "mvt_id"} == {"dguid", "level"}
    assert set(found["level"]) == {"csd"}


def test_the_ground_of_an_area_is_that_of_its_polygon(tmp_path: Path) -> None:
    path = tmp_path / "areas.gpkg"
    ground = frame()
    # Corners close to each other: an edge is straight in one projection only.
    ground.set_geometry(ground.segmentize(0.005)).to_crs(3347).to_file(path, driver="GPKG")
    content = boundary_tiles(path, "DGUID", AREAS).content
    last = zooms(content)[-1]
    step = 2 * 20_037_508 / 2**last / 4096 + 5
    found = drawn(content, tmp_path, last)
    for dguid in ("a", "b", "c"):
        pieces = found[found["dguid"] == dguid].make_valid().union_all()
        own = ground[ground["DGUID"] == dguid].to_crs(3857).union_all()
        assert math.isclose(pieces.area, own.area, rel_tol=1e-3)
        assert pieces.difference(own.buffer(step)).area < 1e-6 * own.area


def test_neighbours_keep_their_common_edge(tmp_path: Path) -> None:
    ragged = [(0.5 + 0.1 * math.sin(9 * y), 45 + y) for y in np.linspace(0, 1, 80)]
    west = shapely.Polygon([(0, 45), *ragged, (0, 46)])
    east = shapely.Polygon([(1, 45), *ragged, (1, 46)])
    path = tmp_path / "two.geojson"
    gpd.GeoDataFrame({"DGUID": ["a", "b"]}, geometry=[west, east], crs=4326).to_file(path)
    content = boundary_tiles(path, "DGUID", AREAS).content
    found = drawn(content, tmp_path, 4).dissolve("dguid")
    a, b = found.loc["a"].geometry, found.loc["b"].geometry
    assert a.intersection(b).area == 0
    assert a.union(b).area == pytest.approx(a.area + b.area)
    assert len(shapely.get_parts(a.union(b))) == 1


def test_the_same_file_gives_the_same_bytes(file: Path) -> None:
    first, second = (boundary_tiles(file, "DGUID", AREAS) for _ in range(2))
    assert first == second


def test_layers_of_one_file_hold_several_levels(tmp_path: Path) -> None:
    path = tmp_path / "levels.gpkg"
    everything = frame()
    of_pr = everything["DGUID"] == "pr"
    everything[of_pr].to_file(path, layer="provinces", driver="GPKG")
    everything[~of_pr].to_crs(3347).to_file(path, layer="subdivisions", driver="GPKG")
    points = gpd.GeoDataFrame({"office": ["x"]}, geometry=[shapely.Point(0, 0)], crs=4326)
    points.to_file(path, layer="offices", driver="GPKG")
    assert boundary_tiles(path, "DGUID", AREAS).levels == {"csd": 5, "pr": 1}


def test_parquet_of_polygons_is_read(tmp_path: Path) -> None:
    path = tmp_path / "areas.parquet"
    frame().rename_geometry("outline").to_parquet(path)
    assert boundary_tiles(path, "DGUID", AREAS).levels == {"csd": 5, "pr": 1}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda made: made.rename(columns={"DGUID": "dguide"}), "no column 'DGUID'"),
        (lambda made: made.set_crs(None, allow_override=True), "no projection"),
        (lambda made: made.set_geometry(made.centroid), "shapes of type"),
        (lambda made: made[made["DGUID"] == "elsewhere"], "no area of the release"),
    ],
)
@pytest.mark.filterwarnings("ignore:Geometry is in a geographic CRS", "ignore:'crs' was not")
def test_a_file_that_cannot_be_followed_is_refused(
    tmp_path: Path, change: object, said: str
) -> None:
    path = tmp_path / "areas.gpkg"
    change(frame()).to_file(path, driver="GPKG")  # type: ignore[operator]
    with pytest.raises(NetworkError, match=said):
        boundary_tiles(path, "DGUID", AREAS)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    for name in ("areas.csv", "areas.gpkg", "areas.geojson", "areas.parquet"):
        path = tmp_path / name
        path.write_text("no polygons")
        with pytest.raises(NetworkError, match="Boundaries areas"):
            boundary_tiles(path, "DGUID", AREAS)
