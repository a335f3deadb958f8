"""Every check against a published figure: used in the fit or held out, met or not."""

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.index.archetypes import Method, cell_scores
from balise.index.delta import delta_rows
from balise.index.dimensions import Indicators
from balise.index.held_out import (
    RMSE_LIMITS,
    SURVEYED,
    Evidence,
    ValidationChoices,
    deprivation_rows,
    held_out_rows,
)
from balise.index.orderings import order_rows
from balise.index.rows import Row, compared
from balise.survey import (
    OF_PERSONS,
    SERVICES,
    Behaviour,
    BehaviourTables,
    Coverage,
    IndicatorModel,
    predict_cells,
    published_people,
    universe_test,
)
from balise.synthesis import People, Seed, seed_cells
from balise.vocabulary import CELLS, PROVINCES

__all__ = ["Evidence", "ValidationChoices", "validation_table"]

Array = npt.NDArray[np.float64]

_AGE: Final = np.array([cell.age for cell in CELLS])
_EDUCATION: Final = np.array([cell.education for cell in CELLS])
_TABLE_2018: Final = "Canadian Internet Use Survey 2018, by age, household income and region"
_CENSUS: Final = "98-400-X2016001"


def validation_table(
    evidence: Evidence,
    people: People,
    behaviour: Behaviour,
    indicators: Indicators,
    choices: ValidationChoices,
) -> pl.DataFrame:
    """Compare everything that can be compared.

    Parameters
    ----------
    evidence : Evidence
    people : People
    behaviour : Behaviour
    indicators : Indicators
        Of every archetype.
    choices : ValidationChoices

    Returns
    -------
    DataFrame
        ``check, source, use, place, published, rebuilt, difference, threshold, verdict,
        note_en, note_fr``; shares in percent, differences in points.
    """
    counts = people.archetypes()
    rows = [
        *_universes(evidence.tables, evidence.population),
        *_fits(evidence.tables, behaviour, counts),
        *_skills(evidence.statements, behaviour, counts),
        *held_out_rows(evidence, behaviour, counts, choices),
        *order_rows(counts, choices.draws, indicators, choices.method),
        *delta_rows(choices.delta, "csd"),
        *_people(evidence, people),
        *_coverage(evidence.coverage, counts),
        *_provinces(evidence.seeds, people, indicators, choices.method),
    ]
    if evidence.deprivation is not None:
        rows += list(deprivation_rows(evidence.deprivation, people, choices.areas))
    return pl.DataFrame([row.plain() for row in rows], infer_schema_length=None)


def _universes(tables: BehaviourTables, population: pl.DataFrame) -> Iterator[Row]:
    """Rebuild the total of each row under both universes."""
    people = published_people(population)[SURVEYED].sum(axis=0)
    use = tables.use[0, 1:]
    for place, name in enumerate(SERVICES):
        test = universe_test(
            float(tables.services[0, place, 0, 0]), tables.services[0, place, 1:, 0], people, use
        )
        pair = {"persons": test.rebuilt_persons, "users": test.rebuilt_users}
        right = "persons" if OF_PERSONS[place] else "users"  # what the fit takes it to be
        other = "users" if right == "persons" else "persons"
        yield compared(
            "universe_right",
            _TABLE_2018,
            name,
            100 * test.published,
            100 * pair[right],
            threshold=0.25,
            use="method",
            notes=(f"universe: {right}", _universe_fr(right)),
        )
        yield compared(
            "universe_wrong",
            _TABLE_2018,
            name,
            100 * test.published,
            100 * pair[other],
            threshold=0.8,
            use="method",
            beyond=True,
            notes=(f"universe: {other}", _universe_fr(other)),
        )


def _coverage(coverage: Coverage, counts: Array) -> Iterator[Row]:
    """Rebuild the published coverage of each province from its area types."""
    people = counts.sum(axis=2)
    for place, each in enumerate(PROVINCES):
        if not np.isnan(coverage.totals[place]):
            rebuilt = float(people[place] @ coverage.shares[place] / people[place].sum())
            yield compared(
                "coverage_total",
                "CRTC, high-speed broadband",
                each.en,
                100 * float(coverage.totals[place]),
                100 * rebuilt,
                threshold=0.1,
                use="fit",
            )


def _universe_fr(universe: str) -> str:
    return "univers : personnes" if universe == "persons" else "univers : internautes"


def _fits(tables: BehaviourTables, behaviour: Behaviour, counts: Array) -> Iterator[Row]:
    """National totals after the benchmark, and the misfit of the inner cells."""
    use = behaviour.use.rates()
    surveyed = counts * SURVEYED[:, None, None]
    totals: dict[str, tuple[IndicatorModel, float, Array]] = {
        "internet_use": (behaviour.use, float(tables.use[0, 0]), surveyed),
        "home_access": (behaviour.home, _total(tables, "home_access"), surveyed),
        "government_services": (
            behaviour.services,
            _total(tables, "government_services"),
            surveyed * use,
        ),
        "smartphone": (behaviour.smartphone, _total(tables, "smartphone"), surveyed * use),
    }
    for name, (model, published, weights) in totals.items():
        published_use = name == "internet_use"
        rebuilt = float((weights * model.rates()).sum() / weights.sum())
        yield compared(
            "national_total",
            _TABLE_2018 if name != "internet_use" else "22-10-0135-01",
            name,
            100 * published,
            100 * rebuilt,
            threshold=0.3 if name != "smartphone" else None,
            use="fit",
        )
        # use by quartile, the last four cells of use, is derived: no table prints it
        cells = model.cells.rows(np.arange(len(model.cells.shares) - (4 if published_use else 0)))
        misfit = predict_cells(cells.weights, model.rates().ravel()) - cells.shares
        rmse, limit = 100 * float(np.sqrt(np.mean(misfit**2))), RMSE_LIMITS.get(name)
        yield Row(
            "inner_cells_rmse",
            _TABLE_2018 if name != "internet_use" else "22-10-0135-01",
            "fit",
            name,
            published=None,
            rebuilt=rmse,
            threshold=limit,
            met=None if limit is None else rmse < limit,
            notes=(
                f"{len(misfit)} cells, root mean square in points",
                f"{len(misfit)} cases, moyenne quadratique en points",
            ),
        )
        inside = 100 * float(np.mean(np.abs(misfit) <= 2 * cells.errors))
        yield Row(
            "inner_cells_within_two_errors",
            _TABLE_2018 if name != "internet_use" else "22-10-0135-01",
            "fit",
            name,
            published=None,
            rebuilt=inside,
            threshold=95.0,
            met=inside >= 95,
            notes=("percent of cells", "pourcentage des cases"),
        )


def _total(tables: BehaviourTables, name: str) -> float:
    return float(tables.services[0, SERVICES.index(name), 0, 0])


def _skills(statements: Mapping[str, float], behaviour: Behaviour, counts: Array) -> Iterator[Row]:
    """Non-users or basic users: the two anchors, and one figure the fit never saw."""
    use, _, _, skills = behaviour.rates()
    surveyed = counts * SURVEYED[:, None, None]
    lacking = surveyed * (1 - use * skills)
    masks = {
        "nonusers_or_basic_total": (np.ones(len(CELLS), bool), "fit", 1e-6),
        "nonusers_or_basic_65plus": (_AGE >= 5, "fit", 1e-6),
        "nonusers_or_basic_secondary_or_less": (_EDUCATION <= 1, "held_out", 3.0),
    }
    for key, (mask, used, threshold) in masks.items():
        rebuilt = float(lacking[..., mask].sum() / surveyed[..., mask].sum())
        yield compared(
            "abilities",
            "Internet-use Typology of Canadians, 2018",
            key,
            100 * statements[key],
            100 * rebuilt,
            threshold=threshold,
            use=used,
        )


def _people(evidence: Evidence, people: People) -> Iterator[Row]:
    """People aged 16 and over, convergence, and the totals that were raked back to."""
    open_, areas = 0, 0
    for each, part, rows in zip(PROVINCES, people.parts, people.rows, strict=True):
        own = evidence.population.filter((pl.col("pruid") == part.code) & (pl.col("low") >= 16))
        published, rebuilt = float(own["people"].sum()), float(people.adults[rows].sum())
        limit = 1.5 if part.code in ("47", "48") else 1.0
        yield compared(
            "people_16plus_percent",
            _CENSUS,
            each.en,
            100.0,
            100 * rebuilt / published,
            threshold=None if each.territory else limit,
            use="method",
            notes=("percent of the published count", "pourcentage du nombre publié"),
        )
        populated = part.population > 0
        open_ += int((part.tilts.residuals[populated] > 1e-6).sum())
        areas += int(populated.sum())
        for name, gap in part.total_gaps.items():
            yield Row(
                "province_total_gap",
                "seed",
                "method",
                f"{each.en}, {name}",
                published=None,
                rebuilt=100 * gap,
                notes=(
                    "largest gap of a class, points of the people",
                    "plus grand écart d'une classe, en points de la population",
                ),
            )
    share = 100 * (1 - open_ / max(areas, 1))
    yield Row(
        "areas_converged",
        "dual residual under 1e-6 of people",
        "method",
        f"{areas} areas",
        published=100.0,
        rebuilt=share,
        threshold=99.9,
        met=share >= 99.9,
        notes=("percent of areas", "pourcentage des régions"),
    )


def _provinces(
    seeds: Mapping[str, Seed], people: People, indicators: Indicators, method: Method
) -> Iterator[Row]:
    """Score of each province from its areas against that of its seed."""
    scores = cell_scores(indicators, method, method.aggregation)
    cells = seed_cells()
    counts = people.archetypes()
    for place, each in enumerate(PROVINCES):
        seed = np.bincount(
            cells.cell[cells.adult], weights=seeds[each.code].shares[cells.adult], minlength=112
        )
        by_type = counts[place].sum(axis=1) / counts[place].sum()
        expected = float(by_type @ (scores[place] @ (seed / seed.sum())))
        rebuilt = float((counts[place] * scores[place]).sum() / counts[place].sum())
        yield compared(
            "province_evi_against_seed",
            "seed raked from published tables",
            each.en,
            expected,
            rebuilt,
            threshold=None if each.territory else 0.3,
            use="method",
        )
