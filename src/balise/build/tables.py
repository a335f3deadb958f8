"""Scores of every unit, published by rule as the tables of a release."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import polars as pl

from balise import index
from balise.build.draws import Work, draw_places
from balise.build.groups import (
    GroupScores,
    group_asks,
    group_scores,
    move_offices,
    publish_groups,
)
from balise.build.inputs import Inputs
from balise.build.model import Model, draw_indicators, place_effects, weight_tuple
from balise.build.places import Places
from balise.build.reach import reach_tables
from balise.recipes import Recipe
from balise.vocabulary import PROVINCES

__all__ = ["Scores", "delta_ratios", "publish", "score_places"]

# No group has such a name.
_EVERYBODY, _RATES, _OTHERS = "all:dimensions", "all:indicators", "all:others"


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of everybody, of each group, and the indicators.

    Attributes
    ----------
    everybody : index.Scored
        In the order of the places.
    groups : mapping of str to GroupScores
    rates : index.Scored
        Indicators of the units in ``coarse``.
    coarse : array of int
        Units down to the subdivision: draws and indicators stop there.
    others : index.Scored
        Scores of the subdivisions under every other aggregation.
    subdivisions : array of int
    """

    everybody: index.Scored
    groups: Mapping[str, GroupScores]
    rates: index.Scored
    coarse: npt.NDArray[np.int64]
    others: index.Scored
    subdivisions: npt.NDArray[np.int64]


def score_places(
    recipe: Recipe, model: Model, places: Places, *, full_draws: bool, work: Work
) -> Scores:
    """Score every unit, every group that can be known, and the indicators.

    Parameters
    ----------
    recipe : Recipe
    model : Model
    places : Places
    full_draws : bool
        Fit every area again under each draw of its margins.
    work : Work
        Where blocks of areas are drawn.
    """
    noise = index.NoiseChoices(
        recipe.random_seed, place_effects(recipe), full_draws, recipe.unsurveyed_factor
    )
    people, level = model.people, places.table["level"]
    coarse = np.flatnonzero(~level.is_in(["ada", "da"]).to_numpy())
    fine = np.flatnonzero((level == "csd").to_numpy())
    asks = {
        _EVERYBODY: index.Ask(model.dimensions, np.arange(places.table.height)),
        _RATES: index.Ask(model.rates, coarse),
        _OTHERS: index.Ask(_other_scores(recipe, model), fine),
    }
    groups = group_asks(recipe, model, places)
    drawn = frozenset(row for row, part in enumerate(people.parts) if part.code in recipe.provinces)
    results = draw_places(people, (places.members, drawn), asks | groups, noise, work)
    scored = index.score(places.members, people, asks | groups, results)
    for name, types in ((_EVERYBODY, model.dimensions), (_RATES, model.rates)):
        means = index.base_means(people, types)
        move_offices(places, asks[name].units, scored[name].draws, people.adults, means)
    everybody = scored[_EVERYBODY]
    elsewhere = ~np.isin(people.province, list(drawn))
    known = np.asarray(places.members @ elsewhere.astype(np.float64)) == 0
    own = group_scores(model, places, groups, scored, everybody, known)
    return Scores(everybody, own, scored[_RATES], coarse, scored[_OTHERS], fine)


def _other_scores(recipe: Recipe, model: Model) -> index.Types:
    """Score archetypes and their draws under the aggregations that are no weighted mean."""
    points = [partial(index.cell_scores, method=model.method, how=how) for how in index.OTHERS]
    drawn = draw_indicators(model.behaviour, model.coverage, recipe)
    return index.score_types(model.indicators, drawn, points)


def delta_ratios(
    model: Model, scored: Scores, areas: pl.DataFrame
) -> list[tuple[str, npt.NDArray[np.float64]]]:
    """Divide errors of subdivisions by the delta method by those of draws, by aggregation."""
    own = areas[scored.subdivisions]
    ratios = []
    for at, how in enumerate(index.OTHERS):
        slopes = index.score_slopes(model.indicators, model.method, how)
        mean = index.unit_means(scored.others, slopes)
        errors = index.delta_errors(mean, own)
        ratios.append((how, index.delta_ratios(errors, 100 * scored.others.draws[:, :, at])))
    return ratios


def publish(
    recipe: Recipe, inputs: Inputs, model: Model, places: Places, scored: Scores
) -> dict[str, pl.DataFrame]:
    """Publish scores by rule: areas, groups, archetypes and their shares, draws."""
    rules = index.Rules(
        np.array(weight_tuple(recipe.weights)), recipe.thresholds.people, recipe.thresholds.income
    )
    territories = [each.code for each in PROVINCES if each.territory]
    everybody, coarse = scored.everybody, scored.coarse
    high = index.unit_means(everybody, index.at_least_50(model.indicators, model.method))
    people_high = high[:, 0] * everybody.people
    areas = index.area_table(places.table, everybody, people_high, rules, territories)
    published = areas["evi"].is_not_null().to_numpy()
    groups, group_shares = publish_groups(
        recipe,
        areas.with_columns(places.table["missing"]),
        everybody.people,
        scored.groups,
        rules,
    )
    drawn = coarse[published[coarse]]
    tables = {
        "areas": areas,
        "groups": groups,
        "archetypes": index.archetype_table(
            model.indicators, model.method, model.people.archetypes()
        ),
        "area_archetypes": index.share_table(areas.select("dguid"), everybody, published),
        "group_archetypes": group_shares,
        "draws": index.draw_table(areas["dguid"][drawn], everybody.draws[drawn]),
        "indicators": index.indicator_table(
            areas[coarse], scored.rates, inputs.coverage.measured, territories
        ),
    }
    return tables | reach_tables(recipe, model, places, tables)
