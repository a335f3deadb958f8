"""Every check against a published figure: used in the fit or held out, met or not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.stats import spearmanr

from balise.index.archetypes import Method
from balise.index.dimensions import Indicators, dimensions
from balise.index.orderings import order_rows
from balise.index.rows import Row, compared
from balise.survey import (
    REGIONS,
    SERVICES,
    Behaviour,
    BehaviourTables,
    IndicatorModel,
    leave_out,
    roll_forward,
    universe_test,
)
from balise.synthesis import People, Seed, seed_cells
from balise.vocabulary import CELLS, PROVINCES

__all__ = ["Evidence", "ValidationChoices", "validation_table"]

Array = npt.NDArray[np.float64]

_AGE: Final = np.array([cell.age for cell in CELLS])
_EDUCATION: Final = np.array([cell.education for cell in CELLS])
_SURVEYED: Final = np.array([not each.territory for each in PROVINCES])
_TABLE_2018: Final = "Canadian Internet Use Survey 2018, by age, household income and region"
_CENSUS: Final = "98-400-X2016001"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Published figures, those of the fit and others."""

    tables: BehaviourTables
    internet_use: pl.DataFrame
    statements: Mapping[str, float]
    population: pl.DataFrame
    seeds: Mapping[str, Seed]
    deprivation: pl.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class ValidationChoices:
    """Priors for the fits that leave something out, method, draws, published areas."""

    priors: Mapping[str, Mapping[str, tuple[float, float]]]
    method: Method
    draws: Array
    areas: pl.DataFrame


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
        *_universes(evidence.tables, behaviour, counts),
        *_fits(evidence.tables, behaviour, counts),
        *_skills(evidence.statements, behaviour, counts),
        *_statements(evidence.statements, behaviour, counts),
        *_roll_forward(evidence, behaviour, counts),
        *_left_out(evidence.tables, behaviour, counts, choices),
        *order_rows(counts, choices.draws, indicators, choices.method),
        *_people(evidence, people),
        *_provinces(evidence.seeds, people, indicators, choices.method),
    ]
    if evidence.deprivation is not None:
        rows += list(_deprivation(evidence.deprivation, people, choices.areas))
    return pl.DataFrame([row.plain() for row in rows], infer_schema_length=None)


def _by_age(counts: Array) -> Array:
    """People of the surveyed provinces by survey age, shape (4,)."""
    band = np.array([0, 1, 1, 2, 2, 3, 3])[_AGE]
    return np.bincount(band, weights=counts[_SURVEYED].sum(axis=(0, 1)))


def _universes(tables: BehaviourTables, behaviour: Behaviour, counts: Array) -> Iterator[Row]:
    """Rebuild the total of each row under both universes."""
    people, use = _by_age(counts), tables.use[0, 1:]
    for place, name in enumerate(SERVICES):
        test = universe_test(
            float(tables.services[0, place, 0, 0]), tables.services[0, place, 1:, 0], people, use
        )
        pair = {"persons": test.rebuilt_persons, "users": test.rebuilt_users}
        other = "users" if test.universe == "persons" else "persons"
        yield compared(
            "universe_right",
            _TABLE_2018,
            name,
            100 * test.published,
            100 * pair[test.universe],
            threshold=0.25,
            use="method",
            notes=(f"universe: {test.universe}", _universe_fr(test.universe)),
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


def _universe_fr(universe: str) -> str:
    return "univers : personnes" if universe == "persons" else "univers : internautes"


_RMSE: Final = {"home_access": 2.5, "government_services": 4.5, "smartphone": 3.0}


def _fits(tables: BehaviourTables, behaviour: Behaviour, counts: Array) -> Iterator[Row]:
    """National totals after the benchmark, and the misfit of the inner cells."""
    use = behaviour.use.rates()
    surveyed = counts * _SURVEYED[:, None, None]
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
        misfit = model.fit.fitted - model.cells.shares
        yield Row(
            "inner_cells_rmse",
            _TABLE_2018 if name != "internet_use" else "22-10-0135-01",
            "fit",
            name,
            published=None,
            rebuilt=100 * float(np.sqrt(np.mean(misfit**2))),
            threshold=_RMSE.get(name),
            met=None
            if name not in _RMSE
            else bool(100 * np.sqrt(np.mean(misfit**2)) < _RMSE[name]),
            notes=(
                f"{len(misfit)} cells, root mean square in points",
                f"{len(misfit)} cases, moyenne quadratique en points",
            ),
        )
        inside = 100 * float(np.mean(np.abs(misfit) <= 2 * model.cells.errors))
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


def _skills(
    statements: Mapping[str, float], behaviour: Behaviour, counts: Array
) -> Iterator[Row]:
    """Non-users or basic users: the two anchors, and one figure the fit never saw."""
    use, _, _, skills = behaviour.rates()
    surveyed = counts * _SURVEYED[:, None, None]
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


def _statements(
    statements: Mapping[str, float], behaviour: Behaviour, counts: Array
) -> Iterator[Row]:
    """Published statements of other years and classes, printed without a threshold."""
    use, home, _, _ = behaviour.rates()
    surveyed = counts * _SURVEYED[:, None, None]
    senior = _AGE >= 5
    other_year = (
        "another year than the fit: read the gap between groups, not the level",
        "autre année que l'ajustement : lire l'écart entre groupes, non le niveau",
    )
    proxy = (
        "urban areas stand for inside a CMA, rural ones for outside; 2020 against 2018",
        "l'urbain tient lieu de RMR, le rural du reste; 2020 par rapport à 2018",
    )
    for key, rates, columns, cells, notes in (
        ("home_access_inside_cma", home, [1, 2], None, proxy),
        ("home_access_outside_cma", home, [0], None, proxy),
        ("internet_65plus_no_diploma", use, [0, 1, 2], senior & (_EDUCATION == 0), other_year),
        ("internet_65plus_university", use, [0, 1, 2], senior & (_EDUCATION == 3), other_year),
    ):
        mask = np.ones(len(CELLS), bool) if cells is None else cells
        people = surveyed[:, columns][..., mask]
        rebuilt = float((people * rates[:, columns][..., mask]).sum() / people.sum())
        yield compared(
            "statement",
            "published statement",
            key,
            100 * statements[key],
            100 * rebuilt,
            use="held_out",
            notes=notes,
        )


def _roll_forward(evidence: Evidence, behaviour: Behaviour, counts: Array) -> Iterator[Row]:
    """Internet use of later years by province, from 2018 and national age totals."""
    for year in (2020, 2022):
        rolled = roll_forward(behaviour, counts, evidence.internet_use, year)
        for place, rmse, limit, national in (
            ("15+", rolled.rmse_total, 1.8, rolled.national_rmse_total),
            ("65+", rolled.rmse_65plus, 4.5, rolled.national_rmse_65plus),
        ):
            met = 100 * rmse < limit and (place == "15+" or rmse < national)
            yield Row(
                "roll_forward_rmse",
                "22-10-0135-01",
                "held_out",
                f"{year} {place}",
                published=100 * national,
                rebuilt=100 * rmse,
                threshold=limit,
                met=bool(met),
                notes=(
                    "published column: the same error using the national figure everywhere",
                    "colonne publiée : la même erreur avec le chiffre national partout",
                ),
            )


def _left_out(
    tables: BehaviourTables, behaviour: Behaviour, counts: Array, choices: ValidationChoices
) -> Iterator[Row]:
    """Cells of a region, or of one age of it, predicted without them."""
    use = behaviour.use.rates()
    for service in _RMSE:
        for age in (None, 0, 1, 2, 3):
            left = leave_out(
                tables,
                counts,
                choices.priors,
                None if service == "home_access" else use,
                (service, REGIONS[0], age),
                behaviour.use.fit,
            )
            name = "all ages" if age is None else ("15-24", "25-44", "45-64", "65+")[age]
            yield Row(
                "left_out_rmse",
                _TABLE_2018,
                "held_out",
                f"{service}, {REGIONS[0]}, {name}",
                published=100 * left.rmse_national,
                rebuilt=100 * left.rmse_model,
                threshold=0.5,
                met=bool(100 * (left.rmse_model - left.rmse_national) <= 0.5),
                notes=(
                    "published column: the same error using the national cells",
                    "colonne publiée : la même erreur avec les cases nationales",
                ),
            )


def _people(evidence: Evidence, people: People) -> Iterator[Row]:
    """People aged 16 and over, convergence, and the totals that were raked back to."""
    open_, areas = 0, 0
    for each, part, rows in zip(PROVINCES, people.parts, people.rows, strict=True):
        own = evidence.population.filter(
            (pl.col("pruid") == part.code) & (pl.col("low") >= 16)
        )
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
    scores = 100 * dimensions(indicators, method.assumptions) @ np.array(method.weights)
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


def _deprivation(deprivation: pl.DataFrame, people: People, areas: pl.DataFrame) -> Iterator[Row]:
    """Rank correlation of the score of dissemination areas with figures outside the fit."""
    own = areas.filter((pl.col("level") == "da") & pl.col("evi").is_not_null())
    joined = own.select("code", "province", "evi").join(deprivation, on="code", how="inner").join(
        people.areas.select("code", "mean_age", "income_cad", "postsecondary_15plus", "population"),
        on="code",
        how="left",
    )
    for each in PROVINCES:
        rows = joined.filter(pl.col("province") == each.code)
        if rows.height < 30:
            continue
        columns = {
            "economic_dependency": rows["economic_dependency"],
            "situational_vulnerability": rows["situational_vulnerability"],
            "mean_age": rows["mean_age"],
            "income_cad": rows["income_cad"],
            "postsecondary_15plus": rows["postsecondary_15plus"] / rows["population"],
        }
        for name, column in columns.items():
            known = column.is_not_null().to_numpy()
            result = spearmanr(rows["evi"].to_numpy()[known], column.to_numpy()[known])
            value = float(result.statistic)
            checked = name == "economic_dependency" and each.code == "13"
            yield Row(
                "rank_correlation",
                "45-20-0001" if name in deprivation.columns else "98-401-X2016044",
                "held_out" if name in deprivation.columns else "fit",
                f"{each.en}, {name}",
                published=None,
                rebuilt=value,
                threshold=0.55 if checked else None,
                met=value > 0.55 if checked else None,
                notes=(
                    f"Spearman, {int(known.sum())} areas",
                    f"Spearman, {int(known.sum())} régions",
                ),
            )

