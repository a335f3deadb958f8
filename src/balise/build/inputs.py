"""Everything a build reads, before any model."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from balise import sources, survey, synthesis
from balise.build.offices import read_offices, read_origins
from balise.recipes import Recipe, read_regions, read_seed
from balise.vocabulary import RecipeError, SourceError

__all__ = ["Inputs", "read_inputs"]


_YEARS = {"people": 2016, "behaviour": 2018}
"""The year the tables of people are of, and the one all tables of behaviour share."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything a build reads, before any model."""

    areas: pl.DataFrame
    divisions: pl.DataFrame
    names: pl.DataFrame
    population: pl.DataFrame
    attainment: pl.DataFrame
    tables: survey.BehaviourTables
    internet_use: pl.DataFrame
    coverage: survey.Coverage
    statements: Mapping[str, float]
    points: pl.DataFrame
    notices: tuple[str, ...]
    origins: pl.DataFrame | None
    deprivation: pl.DataFrame | None
    regions: pl.DataFrame | None
    data: Path | None
    respondents: synthesis.CodedRespondents | None = None


def read_inputs(recipe: Recipe, data: Path | None) -> Inputs:
    """Read what a recipe names: bundled figures, or the published files themselves.

    Raises
    ------
    SourceError
        If the recipe is built from dissemination areas and no data folder is given.
    RecipeError
        If a year of the recipe is not that of the tables.
    TableError
        If the service regions of the recipe cannot be followed, or its microdata cannot be read.
    SurveyError
        If its respondents cannot carry the seeds.
    """
    if recipe.base == "da" and data is None:
        raise SourceError(
            f"Recipe {recipe.name} is built from dissemination areas: no data folder was given. "
            "Expected the published files, which the package does not hold. "
            f"Name their folder: balise build {recipe.name} --data DIR --out DIR."
        )
    _refuse_years(recipe)
    respondents = None if recipe.seed is None else read_seed(recipe.seed)
    if recipe.base == "csd":
        data = None
    divisions = sources.read_divisions(data)
    areas = sources.read_subdivisions() if data is None else sources.read_dissemination_areas(data)
    # an economic region holds whole divisions
    areas = areas.drop("eruid").join(divisions.select("cduid", "eruid"), on="cduid", how="left")
    names = sources.read_place_names(data)
    types = names.filter(pl.col("level") == "csd").select(csduid="code", csd_type="csd_type")
    areas = areas.drop("csd_type").join(types, on="csduid", how="left").sort("code")
    areas = areas.with_columns(unsurveyed=survey.outside_surveys(areas))
    inside = pl.Series([recipe.covers(code) for code in areas["code"]], dtype=pl.Boolean)
    regions = None if recipe.regions is None else read_regions(recipe.regions, areas.filter(inside))
    statements = dict(sources.read_statements(data).select("key", "value").iter_rows())
    internet_use = sources.read_internet_use(data)
    origins = read_origins(recipe, data) if "catchment" in recipe.levels else None
    offices = read_offices(recipe, areas, names, origins, data)
    return Inputs(
        areas=areas,
        divisions=synthesis.division_areas(divisions),
        names=names,
        population=sources.read_population_by_age(data),
        attainment=sources.read_attainment(data),
        tables=survey.behaviour_tables(
            internet_use,
            sources.read_services(data),
            sources.read_skills(data),
            statements,
            recipe.years.behaviour,
        ),
        internet_use=internet_use,
        coverage=survey.coverage_table(sources.read_coverage(data), recipe.years.coverage),
        statements=statements,
        points=offices.table,
        notices=offices.notices,
        origins=origins,
        deprivation=None if data is None else sources.read_deprivation(data),
        regions=regions,
        data=data,
        respondents=respondents,
    )


def _refuse_years(recipe: Recipe) -> None:
    """Raise on years that the sources do not describe."""
    for name, held in _YEARS.items():
        asked = getattr(recipe.years, name)
        if asked != held:
            raise RecipeError(
                f"Recipe {recipe.name}, years.{name}: found {asked}. Expected {held}: no other "
                f"year has all the tables of {name}. Write {held}; a later year needs its own "
                "tables first."
            )
