"""Invented boundaries: the ground nearest to each centroid, and what is hard to draw."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import polars as pl
import shapely

__all__ = ["cells_around", "outlined"]


def cells_around(areas: pl.DataFrame, level: str) -> gpd.GeoDataFrame:
    """Give each area of a level the ground nearest to its centroid, within a frame."""
    placed = areas.filter(pl.col("level") == level, pl.col("lon").is_not_null())
    # No two areas in one place: otherwise one of them has no ground.
    placed = placed.unique(["lon", "lat"], keep="first", maintain_order=True)
    points = shapely.points(placed["lon"].to_numpy(), placed["lat"].to_numpy())
    frame = shapely.box(*shapely.total_bounds(points)).buffer(0.2)
    ground = shapely.voronoi_polygons(shapely.multipoints(points), extend_to=frame)
    polygons = np.array(shapely.get_parts(ground), dtype=object)
    inside = shapely.STRtree(polygons).query(points, predicate="within")
    of = np.zeros(len(points), dtype=int)
    of[inside[0]] = inside[1]
    shapes = shapely.intersection(polygons[of], frame)
    return gpd.GeoDataFrame({"DGUID": placed["dguid"].to_list()}, geometry=shapes, crs=4326)


def outlined(areas: pl.DataFrame, path: Path, levels: tuple[str, ...] = ("csd",)) -> Path:
    """Write invented boundaries, a layer for each level, in the projection of the census."""
    for level in levels:
        cells_around(areas, level).to_crs(3347).to_file(path, layer=level, driver="GPKG")
    return path
