"""The country as the bundled figures describe it: people, priors and behaviour, fitted once."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl
from threadpoolctl import threadpool_limits

from balise import sources, survey, synthesis
from balise.recipes import read_recipe
from balise.vocabulary import PROVINCES

Array = npt.NDArray[np.float64]
Priors = dict[str, dict[str, tuple[float, float]]]


@dataclass(frozen=True)
class Published:
    """Bundled figures and the priors of the pilot."""

    areas: pl.DataFrame
    divisions: pl.DataFrame
    internet_use: pl.DataFrame
    tables: survey.BehaviourTables
    counts: dict[str, synthesis.ProvinceCounts]
    association: float
    soft: tuple[str, ...]
    income_slope: float
    priors: Priors
    skills: survey.SkillsPriors
    statements: dict[str, float]


@dataclass(frozen=True)
class Country:
    """People and behaviour fitted to the bundled figures."""

    people: synthesis.People
    archetypes: Array
    behaviour: survey.Behaviour


@cache
def published() -> Published:
    recipe = read_recipe("new-brunswick")
    areas = sources.read_subdivisions()
    divisions = synthesis.division_areas(sources.read_divisions())
    population, internet_use = sources.read_population_by_age(), sources.read_internet_use()
    statements = dict(sources.read_statements().select("key", "value").iter_rows())
    tables = survey.behaviour_tables(
        internet_use, sources.read_services(), sources.read_skills(), statements, 2018
    )
    ages = survey.published_people(population)
    quartiles = synthesis.province_quartiles(
        {
            name: each.quartile_by_age
            for name, each in survey.region_quartiles(tables, ages).items()
        },
        synthesis.province_incomes(areas),
        {each.code: float(row.sum()) for each, row in zip(PROVINCES, ages, strict=True)},
        recipe.income_slope,
    )
    spread = {name: each.province for name, each in recipe.effects.items()}
    declared = recipe.skills
    return Published(
        areas=areas,
        divisions=divisions,
        internet_use=internet_use,
        tables=tables,
        counts=synthesis.province_counts(
            population, sources.read_attainment(), divisions, quartiles
        ),
        association=recipe.education_income_association,
        soft=tuple(recipe.soft_margins),
        income_slope=recipe.income_slope,
        priors={
            model: {name: (prior.mean, prior.sd) for name, prior in terms.items()}
            | {"province": (0.0, spread.get(model, spread["home_access"]))}
            for model, terms in recipe.priors.items()
        },
        skills=survey.SkillsPriors(
            no_diploma=(declared["no_diploma"].mean, declared["no_diploma"].sd),
            oldest=(declared["oldest"].mean, declared["oldest"].sd),
            anchors=(declared["anchor_total"].sd, declared["anchor_65plus"].sd),
        ),
        statements=statements,
    )


@cache
def seeds() -> dict[str, synthesis.Seed]:
    figures = published()
    return {
        code: synthesis.make_seed(each, association=figures.association, soft=code in figures.soft)
        for code, each in figures.counts.items()
    }


@cache
def country() -> Country:
    figures = published()
    choices = synthesis.FitChoices(figures.income_slope)
    with threadpool_limits(limits=1):
        people = synthesis.fit_people(seeds(), figures.areas, figures.divisions, choices)
        archetypes = people.archetypes()
        behaviour = survey.fit_behaviour(figures.tables, archetypes, figures.priors, figures.skills)
    return Country(people, archetypes, behaviour)
