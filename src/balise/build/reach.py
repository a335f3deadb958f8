"""Who is within reach of offices, who is not, as the tables of a release."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.sparse import csr_matrix, eye_array

from balise import index
from balise.build.model import Model
from balise.build.places import Network, Places
from balise.network import access
from balise.recipes import Recipe

__all__ = ["reach_tables"]

Array = npt.NDArray[np.float64]

_COUNTED = ("population", "population_16plus", "people_high")


def reach_tables(
    recipe: Recipe, model: Model, places: Places, tables: Mapping[str, pl.DataFrame]
) -> dict[str, pl.DataFrame]:
    """Publish offices, origins, catchments, overlaps, access, and the people beyond reach.

    Parameters
    ----------
    recipe : Recipe
    model : Model
    places : Places
    tables : mapping of str to DataFrame
        ``areas``, ``groups`` and ``area_archetypes`` as published so far; people of catchments
        that are ranges are taken out of the first two.

    Returns
    -------
    dict of str to DataFrame
        Those that changed, and the new ones.
    """
    network = places.network
    if network is None:
        return {}
    vulnerable = network.origins.shared_out(_vulnerable(model))
    published = access.catchment_table(
        network.served,
        places.points,
        tables["areas"],
        _vulnerable_inside(network, vulnerable, recipe.draws),
        _denominator(recipe, model),
    )
    keys = pl.DataFrame(
        [
            {
                "dguid": dguid,
                "service_point": each.service_point,
                **access.reach_columns(each.reach),
            }
            for (dguid, *_), each in zip(network.units.identity, network.units.found, strict=True)
        ],
        infer_schema_length=None,
    )
    return {
        **_without_ranges(network, tables),
        "service_points": access.point_table(places.points),
        "origins": access.origin_table(network.table),
        "catchments": published,
        "catchment_archetypes": keys.join(tables["area_archetypes"], on="dguid").drop("dguid"),
        "overlaps": access.overlap_table(
            access.find_overlaps(network.served, network.origins.people)
        ),
        **_by_area(recipe, places, network, tables["areas"], vulnerable),
    }


def _vulnerable(model: Model) -> Array:
    """Count people 16+ whose expected score is 50 or more in every base area, shape (n,)."""
    high = index.at_least_50(model.indicators, model.method)
    each = csr_matrix(eye_array(len(model.people.adults), format="csr"))
    shares = index.unit_values(each, model.people, high)[:, 0]
    return np.nan_to_num(shares) * model.people.adults


def _vulnerable_inside(
    network: Network, vulnerable: Array, draws: int
) -> list[tuple[float, float, float] | None]:
    return [
        None
        if each.central is None
        else each.inside.count(
            vulnerable[each.members], draws, is_range=each.reason == access.RANGE
        )
        for each in network.served.catchments
    ]


def _denominator(recipe: Recipe, model: Model) -> access.Denominator:
    """Count the people of the jurisdiction, by province."""
    base = model.people.areas
    inside = pl.Series([recipe.covers(code) for code in base["code"]], dtype=pl.Boolean)
    own = base.filter(inside)
    totals = dict(own.group_by("pruid").agg(pl.col("population").sum()).iter_rows())
    used = recipe.network
    return access.Denominator(totals, sum(totals.values()), used.detour.value, used.speed_kmh.value)


def _without_ranges(
    network: Network, tables: Mapping[str, pl.DataFrame]
) -> dict[str, pl.DataFrame]:
    """Take the counts of catchments out that are told as ranges; scores stay."""
    identity = zip(network.units.identity, network.units.is_range, strict=True)
    ranges = [dguid for (dguid, *_), is_range in identity if is_range]
    is_range = pl.col("dguid").is_in(ranges)

    def emptied(name: str) -> pl.Expr:
        return pl.when(is_range).then(None).otherwise(pl.col(name)).alias(name)

    return {
        "areas": tables["areas"].with_columns(emptied(name) for name in _COUNTED),
        "groups": tables["groups"].with_columns(emptied("people")),
    }


def _by_area(
    recipe: Recipe, places: Places, network: Network, areas: pl.DataFrame, vulnerable: Array
) -> dict[str, pl.DataFrame]:
    """Nearest offices, access, and people beyond reach, for every area but catchments."""
    own = np.flatnonzero((areas["level"] != "catchment").to_numpy())
    units = areas[own].select("dguid", "level", "population", "reason")
    origins, served = network.origins, network.served
    members = origins.membership(places.members[own])
    nearest = access.find_nearest(
        served.pairs, network.engine, network.points.places, origins.places
    )
    capacity, assumed = access.known_capacity(network.points.capacity)
    zones = access.Zones(recipe.network.floating.minutes, recipe.network.floating.weights)
    near = access.pairs_within(
        network.engine, network.points.places, origins.places, None, max(zones.minutes)
    )
    floating = access.floating_access(near, origins.people, capacity, zones)
    found = access.sum_up(members, origins, nearest, floating, len(capacity))
    far = access.Far(members, {"people": origins.people, "vulnerable": vulnerable})
    beyond = tuple(access.find_beyond(served, origins, far))
    return {
        "access": access.access_table(units, found, places.points, assumed),
        "beyond": access.beyond_table(units, beyond, found.people),
    }
