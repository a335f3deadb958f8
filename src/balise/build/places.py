"""The areas, service regions and catchments of a release, as units of base areas."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.sparse import csr_matrix, vstack

from balise import index, network, sources, synthesis
from balise.build.inputs import Inputs
from balise.recipes import Recipe
from balise.vocabulary import RecipeError, sample

__all__ = ["Places", "find_catchments", "find_places"]


@dataclass(frozen=True, slots=True)
class Places:
    """Every unit of a release in one stack, and its catchments.

    Attributes
    ----------
    table : DataFrame
        One row for each of ``u`` units: see :class:`balise.index.Units`; catchments last.
    members : csr_matrix, shape (u, n)
        Weight of each base area in each unit, 0 to 1.
    catchments : network.CatchmentUnits, optional
        Those that somebody lives in.
    found : tuple of network.Catchment
        All of them.
    points : DataFrame
        Offices of the jurisdiction's provinces.
    """

    table: pl.DataFrame
    members: csr_matrix
    catchments: network.CatchmentUnits | None
    found: tuple[network.Catchment, ...]
    points: pl.DataFrame


def find_places(recipe: Recipe, inputs: Inputs, people: synthesis.People) -> Places:
    """Gather base areas into the areas of every level, service regions and catchments."""
    areas = people.areas
    inside = np.array([recipe.covers(code) for code in areas["code"]])
    units = [
        index.level_units(level, areas, inputs.names, recipe.levels, inside)
        for level in index.NESTED_LEVELS
        if level in recipe.levels
    ]
    if inputs.regions is not None:
        units.append(index.region_units(inputs.regions, areas))
    points = inputs.points.filter(pl.col("pruid").is_in(recipe.provinces))
    found: tuple[network.Catchment, ...] = ()
    catchments = None
    if "catchment" in recipe.levels:
        found = tuple(find_catchments(recipe, points, areas, inside))
        catchments = network.catchment_units(found, points, areas.height)
        units.append(
            index.weighted_units("catchment", catchments.identity, catchments.members, areas)
        )
    columns = units[0].table.columns
    return Places(
        pl.concat([each.table.select(columns) for each in units]),
        vstack([each.members for each in units]).tocsr(),
        catchments,
        found,
        points,
    )


def find_catchments(
    recipe: Recipe, points: pl.DataFrame, areas: pl.DataFrame, inside: npt.NDArray[np.bool_]
) -> list[network.Catchment]:
    """People within reach of each office, from points of areas or from distance bands."""
    travel = network.Travel(
        recipe.reach_km, recipe.detour.value, recipe.position_error_km, recipe.draws
    )
    rng = index.stream(recipe.random_seed, "positions")
    people = pl.when(pl.Series(inside)).then(pl.col("population").fill_null(0)).otherwise(0)
    origins = areas.select("code", "lon", "lat", people.alias("people"))
    if recipe.base == "da":
        return list(network.catchments(points, origins, travel, rng))
    bands = sources.read_distance_bands()
    known = bands["service_point"].unique().to_list()
    unknown = points.filter(pl.col("lon").is_not_null() & ~pl.col("service_point").is_in(known))
    if unknown.height or not points.height:
        raise RecipeError(
            f"Recipe {recipe.name}, levels: found catchment, but the package holds people by "
            f"distance for the pilot alone, not for {unknown.height} offices "
            f"({sample(unknown['service_point'])}). Expected the offices of New Brunswick. "
            'Take catchment out of levels, or set base = "da" and build with --data DIR.'
        )
    return list(network.banded_catchments(points, bands, origins, travel, rng))
