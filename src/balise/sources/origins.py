"""Where people leave from: dissemination areas, or cells of a grid of their people."""

from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from balise.sources.areas import read_dissemination_areas
from balise.sources.census_2016 import read_area_margins
from balise.sources.figures import read_figure

__all__ = [
    "CELL_KM",
    "PEOPLE_CELLS",
    "gather_cells",
    "read_area_origins",
    "read_people_cells",
]

PEOPLE_CELLS: dict[str, type[pl.DataType]] = {
    "csduid": pl.String,
    **dict.fromkeys(["lon", "lat"], pl.Float64),
    "people": pl.Int64,
    "spread_km": pl.Float64,
}
CELL_KM: Final = 2.5
"""Side of a cell of people [km]."""

_FURTHEST_KM: Final = 10.0
"""Largest spread of the people of one area [km]: in a vast one they live in few places."""

_DEGREE_KM: Final = 111.2  # of latitude


def read_area_origins(data: Path) -> pl.DataFrame:
    """Read the dissemination areas of Canada as places that people leave from.

    Parameters
    ----------
    data : Path
        The data folder.

    Returns
    -------
    polars.DataFrame
        Sorted by ``code`` (dissemination area): ``pruid``, ``csduid``, ``lon``, ``lat`` of the
        centroid weighted by people [degrees], ``people`` (null where the census published
        none), ``spread_km``: root mean square distance of the people from the centroid,
        were they spread evenly over a disc as large as the land of the area, and at most
        10 km [km]. The census does not publish it: assumed.
    """
    areas = read_dissemination_areas(data)
    density = read_area_margins(data).select("code", "density_per_km2")
    land_km2 = pl.col("population") / pl.col("density_per_km2")
    spread = (land_km2 / (2 * np.pi)).sqrt()
    known = pl.when(pl.col("density_per_km2") > 0).then(spread).otherwise(None)
    return (
        areas.join(density, on="code", how="left", maintain_order="left")
        .select(
            "code",
            "pruid",
            "csduid",
            "lon",
            "lat",
            people="population",
            spread_km=known.fill_null(_FURTHEST_KM).clip(0, _FURTHEST_KM).round(2),
        )
        .sort("code")
    )


def gather_cells(origins: pl.DataFrame, cell_km: float = CELL_KM) -> pl.DataFrame:
    """Gather the people of areas into the cells of a grid, within each census subdivision.

    Parameters
    ----------
    origins : polars.DataFrame
        ``csduid``, ``lon``, ``lat`` [degrees], ``people``, ``spread_km``.
    cell_km : float
        Side of a cell [km]. Rows of cells follow parallels; in each, cells are as wide as
        they are high.

    Returns
    -------
    polars.DataFrame
        Sorted by ``csduid``, then from south to north and west to east, the columns of
        :data:`PEOPLE_CELLS`: ``lon``, ``lat`` the mean of the people, ``spread_km`` the
        root mean square distance of the people from there: between the areas of the cell
        and inside each [km]. Nobody is lost: people add up exactly.

    Examples
    --------
    Two areas 0.2 km apart, of as many people, spread 0.1 km from their mean, and each over
    0.1 km: the root of 0.01 + 0.01 is 0.14.

    >>> areas = pl.DataFrame({"csduid": "1", "lon": 0.0, "lat": [0.0, 0.2 / 111.2]})
    >>> areas = areas.with_columns(people=5, spread_km=0.1)
    >>> gather_cells(areas).select("people", "spread_km").row(0)
    (10, 0.14)
    """
    people = pl.col("people")
    step = cell_km / _DEGREE_KM
    row = (pl.col("lat") / step).floor()
    narrowing = ((row + 0.5) * step).radians().cos()
    placed = origins.filter(people > 0, pl.col("lon").is_not_null()).with_columns(
        row=row, column=(pl.col("lon") * narrowing / step).floor()
    )
    cell = ["csduid", "row", "column"]
    mean = [((pl.col(each) * people).sum() / people.sum()).alias(f"mean_{each}") for each in _AXES]
    east = (pl.col("lon") - pl.col("mean_lon")) * pl.col("lat").radians().cos() * _DEGREE_KM
    north = (pl.col("lat") - pl.col("mean_lat")) * _DEGREE_KM
    square = east**2 + north**2 + pl.col("spread_km") ** 2
    return (
        placed.join(placed.group_by(cell).agg(mean), on=cell, how="left", maintain_order="left")
        .with_columns(square=square)
        .group_by(cell)
        .agg(
            pl.col("mean_lon").first().round(5).alias("lon"),
            pl.col("mean_lat").first().round(5).alias("lat"),
            spread_km=((pl.col("square") * people).sum() / people.sum()).sqrt().round(2),
            people=people.sum(),
        )
        .sort(cell)
        .select(pl.col(each).cast(kind) for each, kind in PEOPLE_CELLS.items())
    )


_AXES: Final = ("lon", "lat")


def read_people_cells() -> pl.DataFrame:
    """Read the people of the pilot by cells of a grid, as bundled.

    Returns
    -------
    polars.DataFrame
        Sorted by ``csduid``, then from south to north and west to east: ``lon``, ``lat``
        (mean of the people of 2016 in the cell) [degrees], ``people``, ``spread_km`` (root
        mean square distance of the people from there) [km]. Cells of 2.5 km, cut by census
        subdivisions.

    Examples
    --------
    >>> read_people_cells()["people"].sum()
    747101
    """
    return read_figure("people_cells", PEOPLE_CELLS)
