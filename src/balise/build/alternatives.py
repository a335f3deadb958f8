"""One assumption changed at a time: without a new fit where that is possible."""

import numpy as np
import numpy.typing as npt
import polars as pl

from balise import index, synthesis
from balise.build.inputs import Inputs
from balise.build.model import Model, make_seeds, weight_tuple
from balise.build.places import Places, find_served, travel_engine
from balise.recipes import Recipe, Weights
from balise.vocabulary import PROVINCES

__all__ = ["listed_alternatives", "refits"]

Array = npt.NDArray[np.float64]


def listed_alternatives(recipe: Recipe, method: index.Method) -> tuple[index.Alternative, ...]:
    """Alternatives of the recipe that need no new fit."""
    listed = recipe.sensitivity
    return index.alternatives(
        method,
        recipe.aggregation,
        k=listed.k,
        n=listed.n,
        weights=[(ratio, weight_tuple(Weights.from_ratio(ratio))) for ratio in listed.weights],
        aggregations=listed.aggregation,
    )


def refits(
    recipe: Recipe, inputs: Inputs, model: Model, places: Places, workers: int
) -> list[tuple[str, Array]]:
    """Scores under other slopes of income, people fitted again; and under other detours."""
    weights = np.array(model.method.weights)
    outside = ~inputs.areas["pruid"].is_in(recipe.provinces).to_numpy()
    abroad = np.asarray(places.members @ outside.astype(np.float64)) > 0
    own = inputs.areas.filter(pl.col("pruid").is_in(recipe.provinces))
    members = places.members[:, np.flatnonzero(~outside)]
    answer = []
    for factor in recipe.sensitivity.income_slope:
        slope = recipe.income_slope * factor
        choices = synthesis.FitChoices(slope, workers=workers)
        seeds = make_seeds(inputs, recipe, slope, model.regions)
        people = synthesis.fit_people(seeds, own, inputs.divisions, choices)
        order = [place for place, each in enumerate(PROVINCES) if each.code in recipe.provinces]
        values = index.unit_values(members, people, model.dimensions.values[order])
        scores = index.evi_points(values, weights)
        answer.append((f"b={factor:g}", np.where(abroad, np.nan, scores)))
    if places.network is not None and recipe.network.engine == "geodesic":
        answer += _travel(recipe, model, places)
    return answer


def _travel(recipe: Recipe, model: Model, places: Places) -> list[tuple[str, Array]]:
    """Scores of catchments were roads straighter or more winding, or people slower or faster."""
    means = index.base_means(model.people, model.dimensions)
    values = index.evi_points(means, np.array(model.method.weights))
    own = recipe.network
    detour, speed = own.detour.value, own.speed_kmh.value
    others = [(f"detour={each:g}", each, speed) for each in (own.detour.low, own.detour.high)]
    if own.reach_min:
        others += [
            (f"speed_kmh={each:g}", detour, each)
            for each in (own.speed_kmh.low, own.speed_kmh.high)
        ]
    return [
        (name, _catchment_scores(recipe.with_travel(*changed), model, places, values))
        for name, *changed in others
    ]


def _catchment_scores(recipe: Recipe, model: Model, places: Places, values: Array) -> Array:
    """Score the catchments under other travel, offices where they are."""
    scores = np.full(places.table.height, np.nan)
    network = places.network
    if network is None:
        return scores
    rows = {code: row for row, code in enumerate(places.table["code"])}
    adults = network.origins.shared_out(model.people.adults)
    own = values[network.origins.base]
    served = find_served(recipe, network.points, network.origins, travel_engine(recipe))
    for each in served.catchments:
        row = rows.get(each.code)
        inside = each.members[each.inside.central]
        people = adults[inside]
        if row is not None and people.sum() > 0:
            scores[row] = (people @ own[inside]) / people.sum()
    return scores
