"""Sources to release, on one page: every step of a build, in order."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import polars as pl
from threadpoolctl import threadpool_limits

from balise import index, network, release, sources, survey
from balise.build.alternatives import listed_alternatives, refits
from balise.build.blocks import refuse_unusable
from balise.build.draws import ALONE, HERE, Work
from balise.build.inputs import Inputs, read_inputs
from balise.build.jobs import How
from balise.build.model import Model, fit_model, model_priors
from balise.build.person_blocks import Drawing
from balise.build.persons import prepare_persons, refuse_people, write_persons
from balise.build.places import find_places
from balise.build.tables import delta_ratios, publish, score_places
from balise.recipes import Recipe, recipe_record, seed_record

__all__ = ["build", "make_release"]

Progress = Callable[[str], None]


def _silent(message: str) -> None:
    """Tell nobody."""


def _unused(model: Model) -> None:
    """Do nothing with a model."""


def make_release(
    recipe: Recipe,
    data: Path | None = None,
    *,
    work: Work = HERE,
    full_draws: bool = False,
    fitted: Callable[[Model], None] = _unused,
) -> tuple[dict[str, pl.DataFrame], dict[str, object]]:
    """Compute every table of a release and its record.

    Parameters
    ----------
    recipe : Recipe
    data : Path, optional
        Folder of published files.
    work : Work
        Where blocks of areas are worked and kept, and who is told what is being done; no
        number depends on it.
    full_draws : bool
        Fit every area again under each draw of its margins.
    fitted : callable
        Given the model as soon as it is fitted.

    Returns
    -------
    tables : dict of str to DataFrame
        By name, as :data:`balise.release.SCHEMA` lays them out.
    record : dict
        What they rest on.
    """
    progress = work.tell
    with threadpool_limits(limits=1):
        progress("reading sources")
        inputs = read_inputs(recipe, data)
        progress(f"fitting the people of {inputs.areas.height:,} areas and their behaviour")
        model = fit_model(inputs, recipe, work.how.workers)
        fitted(model)
        places = find_places(recipe, inputs, model.people)
        progress(f"scoring {places.table.height:,} areas under {recipe.draws} draws")
        scored = score_places(recipe, model, places, full_draws=full_draws, work=work)
        tables = publish(recipe, inputs, model, places, scored)
        progress("changing one assumption at a time")
        tables["sensitivity"] = index.sensitivity_table(
            tables["areas"],
            scored.everybody,
            model.indicators,
            listed_alternatives(recipe, model.method),
            refits(recipe, inputs, model, places, work.how.workers),
        )
        progress("checking against published figures")
        tables["validation"] = index.validation_table(
            index.Evidence(
                inputs.tables,
                inputs.internet_use,
                inputs.statements,
                inputs.population,
                model.seeds,
                model.coverage,
                inputs.deprivation if "da" in recipe.levels else None,
            ),
            model.people,
            model.behaviour,
            model.indicators,
            index.ValidationChoices(
                model_priors(recipe),
                model.method,
                model.dimensions.draws,
                tables["areas"],
                delta_ratios(model, scored, tables["areas"]),
            ),
        )
        margins = "fitted_again" if full_draws else "one_step"
        record = _record(recipe, inputs, model)
        return tables, record | {"draws": {"number": recipe.draws, "margins": margins}}


def _record(recipe: Recipe, inputs: Inputs, model: Model) -> dict[str, object]:
    """State what the release rests on."""
    models = model.behaviour.models()
    record = recipe_record(
        recipe,
        sources.fingerprints(inputs.data),
        {
            name: {"directions": each.fit.directions, "total": len(each.fit.coefficients)}
            for name, each in models.items()
        },
        {name: _terms(each) for name, each in models.items()},
        index.STREAMS,
    )
    return {**record, "seed": seed_record(recipe.seed, inputs.respondents)}


def _terms(model: survey.IndicatorModel) -> dict[str, tuple[float, float]]:
    """Coefficients of the logit with their standard errors, by term."""
    fit = model.fit
    errors = np.sqrt(np.diag(fit.covariance))
    return {
        name: (float(value), float(error))
        for name, value, error in zip(model.names, fit.coefficients, errors, strict=False)
    }


def build(  # noqa: PLR0913 - one argument for each flag of the command
    recipe: Recipe,
    out: Path,
    data: Path | None = None,
    *,
    replace: bool = False,
    how: How = ALONE,
    full_draws: bool = False,
    people: Path | None = None,
    progress: Progress = _silent,
) -> Path:
    """Compute a release and write it, whole or not at all.

    With ``people``, synthetic persons are written to that folder: both or neither.

    Raises
    ------
    BaliseError
        Named after what has to be put right.
    """
    release.refuse_occupied(out, replace=replace)
    if people is not None:
        refuse_people(people, out, replace=replace)
    refuse_unusable(how)
    persons: list[tuple[Drawing, Path]] = []

    def prepare(model: Model) -> None:
        if people is not None:
            persons.append((prepare_persons(recipe, model, people, progress), people))

    with release.block_store(out) as store, ExitStack() as beside:
        work = Work(how, store, progress)
        tables, record = make_release(
            recipe, data, work=work, full_draws=full_draws, fitted=prepare
        )
        outlines = None
        if recipe.boundaries is not None:
            progress(f"cutting the boundaries of {recipe.boundaries.file.name} into tiles")
            file, column = recipe.boundaries.file, recipe.boundaries.id
            outlines = network.boundary_tiles(file, column, tables["areas"])
            record["boundaries"] = outlines.to_record()
        for drawing, folder in persons:
            beside.enter_context(
                write_persons(drawing, record, folder, how, progress, replace=replace)
            )
        progress(f"writing {out}")
        tiles = outlines.content if outlines else None
        return release.write_release(out, tables, record, boundaries=tiles, replace=replace)
