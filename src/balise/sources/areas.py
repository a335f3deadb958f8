"""Base areas from the files: dissemination areas of 2016 placed in the boundaries of 2021.

A *base area* is a row of people whose margins are published; its columns are
:data:`BASE_AREAS`. Counts of origin and schooling are as published: none is scaled up.
"""

from pathlib import Path

import numpy as np
import polars as pl

from balise.sources.census_2016 import MARGINS, read_area_margins
from balise.sources.published import numbers, read_columns, unique_codes
from balise.sources.relationships import read_relationships
from balise.vocabulary import SourceError, sample

__all__ = ["AREA_TYPES_OF_PEOPLE", "BASE_AREAS", "COVERAGES", "read_dissemination_areas"]

AREA_TYPES_OF_PEOPLE = ("rural", "other_urban", "large_metropolitan")
COVERAGES = {margin: f"{margin.removesuffix('_cad')}_coverage" for margin in MARGINS}

BASE_AREAS: dict[str, type[pl.DataType]] = {
    **dict.fromkeys(["code"], pl.String),
    "vintage": pl.Int64,
    **dict.fromkeys(["name_en", "name_fr", "csd_type"], pl.String),
    **dict.fromkeys(["pruid", "eruid", "cduid", "csduid", "adauid"], pl.String),
    **dict.fromkeys(["lon", "lat"], pl.Float64),
    **dict.fromkeys(["population", *AREA_TYPES_OF_PEOPLE], pl.Int64),
    **dict.fromkeys([*MARGINS, *COVERAGES.values()], pl.Float64),
    **dict.fromkeys(["n_areas", "n_suppressed", "n_reassigned"], pl.Int64),
}

_CENTROIDS = "area_centroids_2016"
_HIGHER = ("adauid", "csduid", "cduid", "eruid", "pruid", "cmauid")
_RURAL_BELOW_PER_KM2 = 150
_LARGE_METROPOLITAN = ("462", "535", "933")  # Montréal, Toronto, Vancouver
_DIVISION_DIGITS = 4


def _read_centroids(data: Path) -> pl.DataFrame:
    columns = {"DAUID": "code", "lon": "lon", "lat": "lat"}
    text = read_columns(data, _CENTROIDS, columns)
    placed = numbers(text, _CENTROIDS, "code", ["lon", "lat"], signed=True)
    return unique_codes(placed, _CENTROIDS, "code")


def _nearest_matched(areas: pl.DataFrame) -> pl.DataFrame:
    """Pair each area without a match with the nearest matched centroid of its division.

    Distance is on a plane tangent at the area; ties go to the lower code.
    """
    lonely = areas.filter(pl.col("csduid").is_null()).select("code", "division", "lon", "lat")
    matched = areas.filter(pl.col("csduid").is_not_null())
    east = (pl.col("lon_right") - pl.col("lon")) * (pl.col("lat") * np.pi / 180).cos()
    north = pl.col("lat_right") - pl.col("lat")
    return (
        lonely.join(matched.select("division", "lon", "lat", donor="code"), on="division")
        .select("code", "donor", square=east**2 + north**2)
        .filter(pl.col("square").is_not_null())
        .sort("code", "square", "donor")
        .unique("code", keep="first", maintain_order=True)
        .join(matched.select(*_HIGHER, donor="code"), on="donor", maintain_order="left")
        .select("code", *_HIGHER)
    )


def _place(areas: pl.DataFrame, relationships: pl.DataFrame) -> pl.DataFrame:
    """Give each area its higher areas of 2021, from its own row or from its nearest neighbour."""
    placed = areas.with_columns(division=pl.col("code").str.head(_DIVISION_DIGITS)).join(
        relationships.rename({"dauid": "code"}), on="code", how="left", maintain_order="left"
    )
    donors = _nearest_matched(placed)
    lonely = placed.filter(pl.col("csduid").is_null())
    lost = lonely.join(donors, on="code", how="anti")["code"].to_list()
    if lost:
        raise SourceError(
            f"Source 'census_areas_2016': {len(lost):,} areas are absent from the relationship "
            f"file and have no neighbour in their census division ({sample(lost)}). Expected each "
            "area of 2016 in 'relationship_2021', or a centroid near one that is. Remove the rows "
            "named, or use the relationship file they belong to "
            "('balise sources check --data DIR' lists what was altered)."
        )
    reassigned = pl.col("csduid").is_null()
    return (
        placed.with_columns(n_reassigned=reassigned.cast(pl.Int64))
        .join(donors, on="code", how="left", suffix="_donor", maintain_order="left")
        .with_columns(
            pl.when(reassigned).then(f"{each}_donor").otherwise(each).alias(each)
            for each in _HIGHER
        )
    )


def _area_type() -> pl.Expr:
    return (
        pl.when(pl.col("density_per_km2").fill_null(0) < _RURAL_BELOW_PER_KM2)
        .then(pl.lit("rural"))
        .when(pl.col("cmauid").is_in(_LARGE_METROPOLITAN))
        .then(pl.lit("large_metropolitan"))
        .otherwise(pl.lit("other_urban"))
    )


def _suppressed() -> pl.Expr:
    """Tell whether income, age or education is blank although people live there."""
    known = [pl.col(each).is_not_null() for each in MARGINS if each != "non_immigrants"]
    return (pl.col("population").fill_null(1) > 0) & ~pl.all_horizontal(known)


def read_dissemination_areas(data: Path) -> pl.DataFrame:
    """Read the dissemination areas of Canada as base areas.

    Parameters
    ----------
    data : Path
        The data folder.

    Returns
    -------
    polars.DataFrame
        One row per dissemination area of 2016, sorted by ``code``, with the columns of
        :data:`BASE_AREAS`: names and type null; ``population`` and people by area type
        [people], null where the census published none; ``mean_age`` [years],
        ``income_cad`` (median total income of 2015), counts [people in private
        households]; coverages 0 or 1; ``n_areas`` 1; ``n_suppressed`` and
        ``n_reassigned`` 0 or 1.

    Notes
    -----
    Rural: under 150 people per km2. Large metropolitan: not rural, in the metropolitan
    area of Montréal, Toronto or Vancouver. An area of 2016 without a match in the
    relationship file of 2021 takes every higher area of the nearest matched centroid
    within its census division (the first four digits of its code).

    Raises
    ------
    SourceError
        If a file is missing, altered or unreadable, a count is negative or not a number,
        an area is listed twice, or cannot be placed.
    """
    areas = read_area_margins(data).join(
        _read_centroids(data), on="code", how="left", maintain_order="left"
    )
    placed = _place(areas, read_relationships(data)).with_columns(area_type=_area_type())
    people = [
        pl.when(pl.col("population").is_null())
        .then(None)
        .when(pl.col("area_type") == each)
        .then("population")
        .otherwise(0)
        .alias(each)
        for each in AREA_TYPES_OF_PEOPLE
    ]
    known = [
        pl.col(margin).is_not_null().cast(pl.Float64).alias(coverage)
        for margin, coverage in COVERAGES.items()
    ]
    return (
        placed.with_columns(
            *people,
            *known,
            vintage=pl.lit(2016, pl.Int64),
            name_en=pl.lit(None, pl.String),
            name_fr=pl.lit(None, pl.String),
            csd_type=pl.lit(None, pl.String),
            n_areas=pl.lit(1, pl.Int64),
            n_suppressed=_suppressed().cast(pl.Int64),
        )
        .select(*BASE_AREAS)
        .sort("code")
    )
