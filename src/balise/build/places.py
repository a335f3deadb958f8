"""The areas, service regions and catchments of a release, as units of base areas."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.sparse import csr_matrix, vstack

from balise import index, synthesis
from balise.build.inputs import Inputs
from balise.network import access, travel
from balise.recipes import Recipe

__all__ = ["Network", "Places", "find_places", "find_served", "travel_engine"]


@dataclass(frozen=True, slots=True)
class Network:
    """Offices, the origins of their people, and who reaches whom.

    Attributes
    ----------
    table : DataFrame
        Origins as they are published.
    origins : access.Origins
    points : access.Points
    engine : travel.Engine
    served : access.Served
    units : access.CatchmentUnits
        Catchments that somebody lives in.
    """

    table: pl.DataFrame
    origins: access.Origins
    points: access.Points
    engine: travel.Engine
    served: access.Served
    units: access.CatchmentUnits


@dataclass(frozen=True, slots=True)
class Places:
    """Every unit of a release in one stack, and its network of offices.

    Attributes
    ----------
    table : DataFrame
        One row for each of ``u`` units: see :class:`balise.index.Units`; catchments last.
    members : csr_matrix, shape (u, n)
        Weight of each base area in each unit, 0 to 1.
    network : Network, optional
        Where the recipe asks for catchments.
    points : DataFrame
        Offices of the jurisdiction's provinces.
    """

    table: pl.DataFrame
    members: csr_matrix
    network: Network | None
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
    network = None
    if inputs.origins is not None:
        network = _network(recipe, inputs.points, inputs.origins, areas)
        found = network.units
        units.append(index.weighted_units("catchment", found.identity, found.members, areas))
    columns = units[0].table.columns
    return Places(
        pl.concat([each.table.select(columns) for each in units]),
        vstack([each.members for each in units]).tocsr(),
        network,
        inputs.points,
    )


def _network(
    recipe: Recipe, points: pl.DataFrame, table: pl.DataFrame, areas: pl.DataFrame
) -> Network:
    origins = access.make_origins(table, areas["code"])
    offices = access.make_points(points, access.ANY_OFFICE)
    engine = travel_engine(recipe)
    served = find_served(recipe, offices, origins, engine)
    names = points.select("service_point", "name_en", "name_fr")
    units = access.catchment_units(served, origins, names)
    return Network(table, origins, offices, engine, served, units)


def travel_engine(recipe: Recipe) -> travel.Engine:
    """Make the engine that the recipe names."""
    own = recipe.network
    if own.engine != "geodesic":
        return travel.engine_of(own.engine)
    return travel.engine_of("geodesic", detour=own.detour.value, speed_kmh=own.speed_kmh.value)


def find_served(
    recipe: Recipe, points: access.Points, origins: access.Origins, engine: travel.Engine
) -> access.Served:
    """Find who is within each reach of the recipe."""
    own = recipe.network
    reaches = [access.Reach(access.KILOMETRES, each) for each in own.reach_km]
    reaches += [access.Reach(access.MINUTES, each) for each in own.reach_min]
    how = access.Travel(tuple(reaches), own.detour.value, own.speed_kmh.value, recipe.draws)
    rng = index.stream(recipe.random_seed, "positions")
    return access.find_catchments(points, origins, how, engine, rng)
