"""People fitted to areas, behaviour fitted to published cells, and both as outcomes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from balise import index, survey, synthesis
from balise.build.inputs import Inputs
from balise.recipes import Recipe, Weights
from balise.vocabulary import INDICATORS, PROVINCES

__all__ = [
    "Model",
    "draw_indicators",
    "find_regions",
    "fit_model",
    "make_seeds",
    "model_priors",
    "place_effects",
    "skills_spread",
    "weight_tuple",
]


Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Model:
    """People of every base area, their behaviour, and both as outcomes of archetypes.

    ``regions`` are household income quartiles by survey age, shape (4, 4), by region.
    """

    regions: Mapping[str, Array]
    seeds: Mapping[str, synthesis.Seed]
    people: synthesis.People
    behaviour: survey.Behaviour
    coverage: survey.Coverage
    indicators: index.Indicators
    method: index.Method
    dimensions: index.Types
    rates: index.Types


def fit_model(inputs: Inputs, recipe: Recipe, workers: int = 1) -> Model:
    """Fit people to areas and behaviour to published cells.

    The whole country is fitted whatever the jurisdiction: the tables of behaviour are
    national.

    Parameters
    ----------
    inputs : Inputs
    recipe : Recipe
    workers : int
        Threads; no number depends on it.

    Returns
    -------
    Model
    """
    regions = find_regions(inputs)
    seeds = make_seeds(inputs, recipe, recipe.income_slope, regions)
    choices = synthesis.FitChoices(recipe.income_slope, workers=workers)
    people = synthesis.fit_people(seeds, inputs.areas, inputs.divisions, choices)
    behaviour = survey.fit_behaviour(
        inputs.tables, people.archetypes(), model_priors(recipe), _skills_priors(recipe)
    )
    covered = inputs.coverage.to_totals(people.archetypes().sum(axis=2))
    indicators = index.Indicators(*behaviour.rates(), covered.shares[:, :, None])
    method = index.Method(
        index.Assumptions(recipe.k, recipe.n),
        weight_tuple(recipe.weights),
        recipe.power,
        recipe.aggregation,
    )
    drawn = draw_indicators(behaviour, covered, recipe)
    return Model(
        regions,
        seeds,
        people,
        behaviour,
        covered,
        indicators,
        method,
        index.dimension_types(indicators, drawn, method.assumptions, _own_score(method)),
        index.rate_types(indicators, drawn),
    )


def find_regions(inputs: Inputs) -> dict[str, Array]:
    """Find household income quartiles by survey age, shape (4, 4), of each region."""
    found = survey.region_quartiles(inputs.tables, survey.published_people(inputs.population))
    return {name: each.quartile_by_age for name, each in found.items()}


def make_seeds(
    inputs: Inputs, recipe: Recipe, slope: float, regions: Mapping[str, Array]
) -> dict[str, synthesis.Seed]:
    """Rake the people of every province by type, under one slope of the income link.

    With microdata, what the published tables alone would give spreads what they do not tell.
    """
    people_by_age = survey.published_people(inputs.population)
    quartiles = synthesis.province_quartiles(
        regions,
        synthesis.province_incomes(inputs.areas),
        {
            each.code: float(count)
            for each, count in zip(PROVINCES, people_by_age.sum(axis=1), strict=True)
        },
        slope,
    )
    counts = synthesis.province_counts(
        inputs.population, inputs.attainment, inputs.divisions, quartiles
    )

    def seeds(starts: Mapping[str, Array]) -> dict[str, synthesis.Seed]:
        return {
            code: synthesis.make_seed(
                each,
                association=recipe.education_income_association,
                soft=code in recipe.soft_margins,
                start=starts.get(code),
            )
            for code, each in counts.items()
        }

    published = seeds({})
    if inputs.respondents is None:
        return published
    return seeds(synthesis.province_starts(inputs.respondents, published))


def _own_score(method: index.Method) -> Callable[[index.Indicators], Array] | None:
    """Score of archetypes, where it is no weighted mean of their dimensions."""
    if method.aggregation == "mean":
        return None
    return lambda indicators: index.cell_scores(indicators, method, method.aggregation)


def model_priors(recipe: Recipe) -> dict[str, dict[str, tuple[float, float]]]:
    """Priors of every model; the province term takes its spread from the effects."""
    spread = {name: each.province for name, each in recipe.effects.items()}
    return {
        model: {name: (prior.mean, prior.sd) for name, prior in terms.items()}
        | {"province": (0.0, spread.get(model, spread["home_access"]))}
        for model, terms in recipe.priors.items()
    }


def _skills_priors(recipe: Recipe) -> survey.SkillsPriors:
    declared = recipe.skills
    return survey.SkillsPriors(
        no_diploma=(declared["no_diploma"].mean, declared["no_diploma"].sd),
        oldest=(declared["oldest"].mean, declared["oldest"].sd),
        anchors=(declared["anchor_total"].sd, declared["anchor_65plus"].sd),
    )


def weight_tuple(weights: Weights) -> tuple[float, float, float]:
    """Weights of means, willingness and abilities, adding up to 1 exactly.

    Examples
    --------
    >>> weight_tuple(Weights(0.5, 0.25, 0.25))
    (0.5, 0.25, 0.25)
    """
    scaled = weights.scaled()
    return scaled.means, scaled.willingness, scaled.abilities


def draw_indicators(
    behaviour: survey.Behaviour, coverage: survey.Coverage, recipe: Recipe
) -> index.Indicators:
    """Draw the indicators of every archetype, shape (r, 13, 3, 112)."""
    seed = recipe.random_seed
    rates = behaviour.draw(
        recipe.draws,
        index.stream(seed, "coefficients"),
        index.stream(seed, "skills"),
        skills_spread(recipe),
    )
    return index.Indicators(*rates, coverage.draw(index.stream(seed, "coverage"), recipe.draws))


def skills_spread(recipe: Recipe) -> Array:
    """Spread of provinces in basic skills, wider where no survey goes, shape (13,) [logit]."""
    outside = np.array([each.territory for each in PROVINCES])
    return recipe.effects["basic_skills"].province * np.where(outside, recipe.unsurveyed_factor, 1)


def place_effects(recipe: Recipe) -> index.PlaceEffects:
    """Take the spread of what is particular to a place from the recipe [logit].

    Examples
    --------
    >>> from balise.recipes import read_recipe
    >>> place_effects(read_recipe("new-brunswick")).area.shape
    (5,)
    """
    each = [recipe.effects[term.code] for term in INDICATORS]
    return index.PlaceEffects(
        np.array([effect.subdivision for effect in each]),
        np.array([effect.area for effect in each]),
    )
