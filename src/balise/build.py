"""Sources to release, on one page: the only place where layers meet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.sparse import csr_matrix, vstack
from threadpoolctl import threadpool_limits

from balise import index, network, release, sources, survey, synthesis
from balise.recipes import (
    STANDARD_GROUPS,
    Group,
    Recipe,
    Weights,
    cells,
    read_regions,
    recipe_record,
)
from balise.vocabulary import INDICATORS, PROVINCES, SourceError

__all__ = ["Inputs", "Model", "build", "fit_model", "make_release", "read_inputs"]

Array = npt.NDArray[np.float64]
Progress = Callable[[str], None]


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
    deprivation: pl.DataFrame | None
    data: Path | None


@dataclass(frozen=True, slots=True)
class Model:
    """People of every base area, their behaviour, and both as outcomes of archetypes."""

    seeds: Mapping[str, synthesis.Seed]
    people: synthesis.People
    behaviour: survey.Behaviour
    indicators: index.Indicators
    method: index.Method
    dimensions: index.Types
    rates: index.Types


def read_inputs(recipe: Recipe, data: Path | None) -> Inputs:
    """Read what a recipe names: bundled figures, or the published files themselves.

    Raises
    ------
    SourceError
        If the recipe is built from dissemination areas and no data folder is given.
    """
    if recipe.base == "da" and data is None:
        raise SourceError(
            f"Recipe {recipe.name} is built from dissemination areas: no data folder was given. "
            "Expected the published files, which the package does not hold. "
            f"Name their folder: balise build {recipe.name} --data DIR --out DIR."
        )
    if recipe.base == "csd":
        data = None
    divisions = sources.read_divisions(data)
    areas = (
        sources.read_subdivisions()
        if data is None
        else sources.read_dissemination_areas(data)
    )
    # an economic region holds whole divisions
    areas = areas.drop("eruid").join(divisions.select("cduid", "eruid"), on="cduid", how="left")
    statements = dict(sources.read_statements(data).select("key", "value").iter_rows())
    internet_use = sources.read_internet_use(data)
    return Inputs(
        areas=areas.sort("code"),
        divisions=synthesis.division_areas(divisions),
        names=sources.read_place_names(data),
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
        points=sources.read_service_points(data),
        deprivation=None if data is None else sources.read_deprivation(data),
        data=data,
    )


def fit_model(inputs: Inputs, recipe: Recipe, workers: int = 1) -> Model:
    """Fit people to areas and behaviour to published cells.

    The whole country is fitted whatever the jurisdiction: the tables of behaviour are
    national.
    """
    people_by_age = survey.published_people(inputs.population)
    regions = survey.region_quartiles(inputs.tables, people_by_age)
    quartiles = synthesis.province_quartiles(
        {name: each.quartile_by_age for name, each in regions.items()},
        synthesis.province_incomes(inputs.areas),
        {
            each.code: float(count)
            for each, count in zip(PROVINCES, people_by_age.sum(axis=1), strict=True)
        },
        recipe.income_slope,
    )
    counts = synthesis.province_counts(
        inputs.population, inputs.attainment, inputs.divisions, quartiles
    )
    seeds = {
        code: synthesis.make_seed(
            each,
            association=recipe.education_income_association,
            soft=code in recipe.soft_margins,
        )
        for code, each in counts.items()
    }
    choices = synthesis.FitChoices(recipe.income_slope, workers=workers)
    people = synthesis.fit_people(seeds, inputs.areas, inputs.divisions, choices)
    behaviour = survey.fit_behaviour(
        inputs.tables, people.archetypes(), _priors(recipe), _skills_priors(recipe)
    )
    coverage = inputs.coverage.shares[:, :, None]
    indicators = index.Indicators(*behaviour.rates(), coverage)
    method = index.Method(
        index.Assumptions(recipe.k, recipe.n), _weights(recipe.weights), recipe.power
    )
    drawn = _draw_indicators(behaviour, inputs.coverage, recipe)
    return Model(
        seeds,
        people,
        behaviour,
        indicators,
        method,
        index.dimension_types(indicators, drawn, method.assumptions),
        index.rate_types(indicators, drawn),
    )


def _priors(recipe: Recipe) -> dict[str, dict[str, tuple[float, float]]]:
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


def _weights(weights: Weights) -> tuple[float, float, float]:
    scaled = weights.scaled()
    return scaled.means, scaled.willingness, scaled.abilities


def _draw_indicators(
    behaviour: survey.Behaviour, coverage: survey.Coverage, recipe: Recipe
) -> index.Indicators:
    """Indicators of every archetype under draws, shape (r, 13, 3, 112)."""
    seed = recipe.random_seed
    rates = behaviour.draw(
        recipe.draws,
        index.stream(seed, "coefficients"),
        index.stream(seed, "skills"),
        recipe.effects["basic_skills"].province,
    )
    return index.Indicators(
        *rates, coverage.draw(index.stream(seed, "coverage"), recipe.draws)
    )


def _effects(recipe: Recipe) -> index.PlaceEffects:
    each = [recipe.effects[term.code] for term in INDICATORS]
    return index.PlaceEffects(
        np.array([effect.subdivision for effect in each]),
        np.array([effect.area for effect in each]),
    )


@dataclass(frozen=True, slots=True)
class _Places:
    """Every unit of a release in one stack, and its catchments."""

    table: pl.DataFrame
    members: csr_matrix
    catchments: network.CatchmentUnits | None
    found: tuple[network.Catchment, ...]
    points: pl.DataFrame


def _places(recipe: Recipe, inputs: Inputs, people: synthesis.People) -> _Places:
    """Gather base areas into the areas of every level, service regions and catchments."""
    areas = people.areas
    inside = np.array([recipe.covers(code) for code in areas["code"]])
    units = [
        index.level_units(level, areas, inputs.names, recipe.levels, inside)
        for level in index.NESTED_LEVELS
        if level in recipe.levels
    ]
    if recipe.regions is not None:
        own = read_regions(recipe.regions, areas.filter(pl.Series(inside)))
        units.append(index.region_units(own, areas))
    points = inputs.points.filter(pl.col("pruid").is_in(recipe.provinces))
    found: tuple[network.Catchment, ...] = ()
    catchments = None
    if "catchment" in recipe.levels:
        found = tuple(_catchments(recipe, points, areas, inside))
        catchments = network.catchment_units(found, points, areas.height)
        units.append(
            index.weighted_units("catchment", catchments.identity, catchments.members, areas)
        )
    columns = units[0].table.columns
    return _Places(
        pl.concat([each.table.select(columns) for each in units]),
        vstack([each.members for each in units]).tocsr(),
        catchments,
        found,
        points,
    )


def _catchments(
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
    banded = points.filter(
        pl.col("service_point").is_in(bands["service_point"].unique().to_list())
        | pl.col("lon").is_null()
    )
    return list(network.banded_catchments(banded, bands, origins, travel, rng))


def make_release(
    recipe: Recipe,
    data: Path | None = None,
    *,
    workers: int = 1,
    full_draws: bool = False,
    progress: Progress = lambda message: None,
) -> tuple[dict[str, pl.DataFrame], dict[str, object]]:
    """Compute every table of a release and its record.

    Parameters
    ----------
    recipe : Recipe
    data : Path, optional
        Folder of published files.
    workers : int
        Threads; no number depends on it.
    full_draws : bool
        Fit every area again under each draw of its margins.
    progress : callable
        Told what is being done.
    """
    with threadpool_limits(limits=1):
        progress("reading sources")
        inputs = read_inputs(recipe, data)
        progress(f"fitting the people of {inputs.areas.height:,} areas and their behaviour")
        model = fit_model(inputs, recipe, workers)
        places = _places(recipe, inputs, model.people)
        progress(f"scoring {places.table.height:,} areas under {recipe.draws} draws")
        scored = _score(recipe, model, places, full_draws=full_draws)
        tables = _tables(recipe, inputs, model, places, scored)
        progress("changing one assumption at a time")
        tables["sensitivity"] = index.sensitivity_table(
            tables["areas"],
            scored.everybody,
            model.indicators,
            _alternatives(recipe, model.method),
            _refits(recipe, inputs, model, places, workers),
        )
        progress("checking against published figures")
        tables["validation"] = index.validation_table(
            index.Evidence(
                inputs.tables,
                inputs.internet_use,
                inputs.statements,
                inputs.population,
                model.seeds,
                inputs.deprivation if "da" in recipe.levels else None,
            ),
            model.people,
            model.behaviour,
            model.indicators,
            index.ValidationChoices(
                _priors(recipe), model.method, model.dimensions.draws, tables["areas"]
            ),
        )
        return tables, _record(recipe, inputs, model)


@dataclass(frozen=True, slots=True)
class _Scores:
    """Scores of everybody, of each group, and the indicators, in the order of the units."""

    everybody: index.Scored
    groups: Mapping[str, index.Scored]
    rates: index.Scored
    coarse: npt.NDArray[np.int64]
    """Units down to the subdivision: groups, draws and indicators stop there."""


def _groups(recipe: Recipe) -> dict[str, Group]:
    """Standard groups, then the recipe's own, which are unions of archetypes."""
    own = {
        name: Group(name, name, name, expression=expression)
        for name, expression in recipe.groups.items()
    }
    return {each.code: each for each in STANDARD_GROUPS} | own


def _score(recipe: Recipe, model: Model, places: _Places, *, full_draws: bool) -> _Scores:
    """Score every unit, every group that can be known, and the indicators."""
    choices = index.NoiseChoices(recipe.random_seed, _effects(recipe), full_draws)
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
    return _Scores(everybody, groups, rates, coarse)


def _tables(
    recipe: Recipe, inputs: Inputs, model: Model, places: _Places, scored: _Scores
) -> dict[str, pl.DataFrame]:
    """Publish scores by rule: areas, groups, archetypes and their shares, draws."""
    rules = index.Rules(
        np.array(_weights(recipe.weights)), recipe.thresholds.people, recipe.thresholds.income
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
    recipe: Recipe, places: _Places, areas: pl.DataFrame, shares: pl.DataFrame
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


def _alternatives(recipe: Recipe, method: index.Method) -> tuple[index.Alternative, ...]:
    """Alternatives of the recipe that need no new fit."""
    listed = recipe.sensitivity
    return index.alternatives(
        method,
        recipe.aggregation,
        k=listed.k,
        n=listed.n,
        weights=[(ratio, _weights(Weights.from_ratio(ratio))) for ratio in listed.weights],
        aggregations=listed.aggregation,
    )


def _refits(
    recipe: Recipe, inputs: Inputs, model: Model, places: _Places, workers: int
) -> list[tuple[str, Array]]:
    """Scores under other slopes of income, people fitted again; and under other detours."""
    weights = np.array(model.method.weights)
    own = inputs.areas.filter(pl.col("pruid").is_in(recipe.provinces))
    members = places.members[:, np.flatnonzero(inputs.areas["pruid"].is_in(recipe.provinces))]
    answer = []
    for factor in recipe.sensitivity.income_slope:
        choices = synthesis.FitChoices(recipe.income_slope * factor, workers=workers)
        people = synthesis.fit_people(model.seeds, own, inputs.divisions, choices)
        order = [place for place, each in enumerate(PROVINCES) if each.code in recipe.provinces]
        values = index.unit_values(members, people, model.dimensions.values[order])
        scores = 100 * values @ weights
        outside = ~(places.table["province"].is_in(recipe.provinces).fill_null(value=False))
        answer.append((f"b={factor:g}", np.where(outside.to_numpy(), np.nan, scores)))
    if places.catchments is not None:
        answer += _detours(recipe, model, places)
    return answer


def _detours(recipe: Recipe, model: Model, places: _Places) -> list[tuple[str, Array]]:
    """Scores of catchments were roads straighter or more winding."""
    inside = np.array([recipe.covers(code) for code in model.people.areas["code"]])
    values = 100 * index.base_means(model.people, model.dimensions) @ model.method.weights
    place = {code: row for row, code in enumerate(places.table["code"])}
    answer = []
    for detour in (recipe.detour.low, recipe.detour.high):
        other = recipe.with_detour(detour)
        scores = np.full(places.table.height, np.nan)
        for each in _catchments(other, places.points, model.people.areas, inside):
            row = place.get(f"{each.service_point}-{each.reach_km:g}km")
            people = model.people.adults[each.members] * each.share
            if row is not None and people.sum() > 0:
                scores[row] = np.nansum(people * values[each.members]) / people.sum()
        answer.append((f"detour={detour:g}", scores))
    return answer


def _record(recipe: Recipe, inputs: Inputs, model: Model) -> dict[str, object]:
    """What the release rests on."""
    behaviour = model.behaviour
    return recipe_record(
        recipe,
        sources.fingerprints(inputs.data),
        {
            name: {"from_data": each.fit.directions, "coefficients": len(each.fit.coefficients)}
            for name, each in behaviour.models().items()
        },
        index.STREAMS,
    )


def build(
    recipe: Recipe,
    out: Path,
    data: Path | None = None,
    *,
    replace: bool = False,
    workers: int = 1,
    full_draws: bool = False,
    progress: Progress = lambda message: None,
) -> Path:
    """Compute a release and write it, whole or not at all.

    Raises
    ------
    BaliseError
        Named after what has to be put right.
    """
    release.refuse_occupied(out, replace=replace)
    tables, record = make_release(
        recipe, data, workers=workers, full_draws=full_draws, progress=progress
    )
    progress(f"writing {out}")
    return release.write_release(out, tables, record, replace=replace)
