"""The offices of a release, and the places that people leave from."""

from pathlib import Path

import polars as pl

from balise import sources
from balise.network import access
from balise.recipes import Recipe
from balise.vocabulary import RecipeError

__all__ = ["read_offices", "read_origins"]

_UNKNOWN = ("hours_week", "services", "capacity", "cost_year")


def read_origins(recipe: Recipe, data: Path | None) -> pl.DataFrame:
    """Read the places that the people of the jurisdiction leave from.

    Returns
    -------
    DataFrame
        ``origin``, ``code`` (base area), ``lon``, ``lat`` [degrees], ``people``,
        ``spread_km`` [km]; in order of origin.

    Raises
    ------
    RecipeError
        If the package holds none for the jurisdiction.
    """
    if data is not None:
        areas = sources.read_area_origins(data)
        origins = areas.with_columns(pl.col("people").fill_null(0), origin=pl.col("code"))
    else:
        cells = sources.read_people_cells().rename({"csduid": "code"})
        number = (pl.int_range(pl.len()) + 1).over("code").cast(pl.String).str.zfill(3)
        origins = cells.with_columns(origin=pl.concat_str("code", number, separator="-"))
    inside = [recipe.covers(code) for code in origins["code"]]
    own = origins.filter(pl.Series(inside, dtype=pl.Boolean))
    covered = set(own["code"].str.slice(0, 2))
    lost = [code for code in recipe.provinces if code not in covered]
    if lost:
        raise RecipeError(
            f"Recipe {recipe.name}, levels: found catchment, but the package holds the places that "
            f"people leave from for the pilot alone, not for {', '.join(lost)}. Expected New "
            'Brunswick (13). Take catchment out of levels, or set base = "da" and build with '
            "--data DIR."
        )
    return own.select("origin", "code", "lon", "lat", "people", "spread_km").sort("origin")


def read_offices(
    recipe: Recipe,
    areas: pl.DataFrame,
    names: pl.DataFrame,
    origins: pl.DataFrame | None,
    data: Path | None,
) -> access.Offices:
    """Read the points of service: those the recipe names, else the public list.

    Parameters
    ----------
    recipe : Recipe
    areas : DataFrame
        Base areas: towns stand at the mean of their people.
    names : DataFrame
        ``level, code, name_en, name_fr``.
    origins : DataFrame, optional
        Where people live: points far from all of them are named.
    data : Path, optional
        Folder of published files.
    """
    error_km = recipe.network.position_error_km
    if recipe.network.points is None:
        table = _public_list(recipe, data)
        return access.Offices(table)
    found = access.read_offices(recipe.network.points, _towns(areas, names), error_km)
    notices = found.notices
    if origins is not None:
        placed = origins.drop_nulls(["lon", "lat"]).filter(pl.col("people") > 0)
        lon, lat = placed["lon"].to_numpy(), placed["lat"].to_numpy()
        notices = (*notices, *access.far_from_people(found.table, lon, lat))
    only = recipe.provinces[0] if len(recipe.provinces) == 1 else None
    table = found.table.with_columns(pl.col("province").fill_null(pl.lit(only, pl.String)))
    return access.Offices(table.sort("service_point"), notices)


def _public_list(recipe: Recipe, data: Path | None) -> pl.DataFrame:
    """Lay the public list of points of service out as any other."""
    points = sources.read_service_points(data).filter(pl.col("pruid").is_in(recipe.provinces))
    located = pl.col("lon").is_not_null()
    return points.select(
        "service_point",
        pl.col("name").alias("name_en"),
        pl.col("name").alias("name_fr"),
        "kind",
        pl.col("pruid").alias("province"),
        "csduid",
        "lon",
        "lat",
        "position",
        pl.when(located)
        .then(recipe.network.position_error_km)
        .otherwise(None)
        .alias("position_error_km"),
        "languages",
        *[pl.lit(None).alias(name) for name in _UNKNOWN],
        pl.when(located).then(None).otherwise(pl.lit("no_source")).alias("reason"),
    ).select(pl.col(name).cast(kind) for name, kind in access.OFFICES.items())


def _towns(areas: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Census subdivisions, at the mean of their people."""
    people = pl.col("population").fill_null(0) * pl.col("lon").is_not_null()
    mean = [
        ((pl.col(each) * people).sum() / people.sum()).fill_nan(None).alias(each)
        for each in ("lon", "lat")
    ]
    placed = areas.group_by("csduid").agg(*mean, pl.col("population").sum())
    own = names.filter(pl.col("level") == "csd").select("code", "name_en", "name_fr")
    joined = own.join(placed, left_on="code", right_on="csduid", how="left")
    return joined.with_columns(province=pl.col("code").str.slice(0, 2)).sort("code")
