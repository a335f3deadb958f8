"""Scores of every unit, published by rule as the tables of a release."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from balise import index, network
from balise.build.inputs import Inputs
from balise.build.model import Model, place_effects, weight_tuple
from balise.build.places import Places
from balise.recipes import STANDARD_GROUPS, Group, Recipe, cells
from balise.vocabulary import PROVINCES

__all__ = ["Scores", "publish", "score_places"]


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of everybody, of each group, and the indicators, in the order of the units."""

    everybody: index.Scored
    groups: Mapping[str, index.Scored]
    rates: index.Scored
    coarse: npt.NDArray[np.int64]
    """Units down to the subdivision: groups, draws and indicators stop there."""


def _groups(recipe: Recipe) -> dict[str, Group]:
    """List standard groups, then the recipe's own, which are unions of archetypes."""
    own = {
        name: Group(name, name, name, expression=expression)
        for name, expression in recipe.groups.items()
    }
    return {each.code: each for each in STANDARD_GROUPS} | own


def score_places(recipe: Recipe, model: Model, places: Places, *, full_draws: bool) -> Scores:
    """Score every unit, every group that can be known, and the indicators."""
    choices = index.NoiseChoices(recipe.random_seed, place_effects(recipe), full_draws)
    noises = {
        row: index.place_noise(model.people, row, recipe.draws, choices)
        for row, part in enumerate(model.people.parts)
        if part.code in recipe.provinces
    }
    people = model.people
    everybody = index.score(places.members, people, model.dimensions, noises)
    fine = places.table["level"].is_in(["ada", "da"]).to_numpy()
    coarse = np.flatnonzero(~fine)
    upper = places.members[coarse]
    rates = index.score(upper, people, model.rates, noises)
    groups = {
        name: index.score(upper, people, model.dimensions, noises, cells(group.expression))
        for name, group in _groups(recipe).items()
        if group.expression is not None
    }
    if places.catchments is not None:
        rows = np.flatnonzero((places.table["level"] == "catchment").to_numpy())
        own = index.base_means(people, model.dimensions)
        moved = network.position_noise(places.catchments, people.adults, own, recipe.draws)
        everybody.draws[rows] += moved
    return Scores(everybody, groups, rates, coarse)


def publish(
    recipe: Recipe, inputs: Inputs, model: Model, places: Places, scored: Scores
) -> dict[str, pl.DataFrame]:
    """Publish scores by rule: areas, groups, archetypes and their shares, draws."""
    rules = index.Rules(
        np.array(weight_tuple(recipe.weights)), recipe.thresholds.people, recipe.thresholds.income
    )
    territories = [each.code for each in PROVINCES if each.territory]
    high = index.unit_means(scored.everybody, index.at_least_50(model.indicators, model.method))
    areas = index.area_table(
        places.table,
        scored.everybody,
        high[:, 0] * scored.everybody.people,
        rules,
        territories,
    )
    published = areas["evi"].is_not_null().to_numpy()
    upper = areas[scored.coarse]
    adults = scored.everybody.people[scored.coarse]
    groups, group_shares = [], []
    for name, group in _groups(recipe).items():
        if name not in scored.groups:
            groups.append(index.waiting_group(upper, group.code, group.reason, group.missing_table))
            continue
        rule = index.GroupRule(name, "income" in (group.expression or ""), group.finest)
        rows = index.group_table(upper, rule, scored.groups[name], adults, rules)
        groups.append(rows)
        keys = upper.select("dguid", pl.lit(name).alias("group"))
        shown = rows["evi"].is_not_null().to_numpy()
        group_shares.append(index.share_table(keys, scored.groups[name], shown))
    coarse = scored.coarse[published[scored.coarse]]
    tables = {
        "areas": areas,
        "groups": pl.concat(groups),
        "archetypes": index.archetype_table(
            model.indicators, model.method, model.people.archetypes()
        ),
        "area_archetypes": index.share_table(areas.select("dguid"), scored.everybody, published),
        "group_archetypes": pl.concat(group_shares),
        "draws": index.draw_table(areas["dguid"][coarse], scored.everybody.draws[coarse]),
        "indicators": index.indicator_table(
            upper, scored.rates, inputs.coverage.measured, territories
        ),
    }
    return tables | _catchment_tables(recipe, places, areas, tables["area_archetypes"])


def _catchment_tables(
    recipe: Recipe, places: Places, areas: pl.DataFrame, shares: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """Offices, their catchments, and the archetypes of these."""
    if places.catchments is None:
        return {}
    totals = dict(areas.filter(pl.col("level") == "pr").select("code", "population").iter_rows())
    whole = sum(totals[code] for code in recipe.provinces)
    published = network.catchment_table(
        places.found, places.points, areas, network.Denominator(totals, whole, recipe.detour.value)
    )
    keys = network.catchment_keys(places.catchments)
    return {
        "service_points": network.point_table(places.points, places.found),
        "catchments": published,
        "catchment_archetypes": keys.join(shares, on="dguid").drop("dguid"),
    }
