"""Figures the fit never saw: later years, cells left out, other surveys, other indices."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.stats import spearmanr

from balise.index.archetypes import Method
from balise.index.rows import Row, compared
from balise.survey import (
    REGIONS,
    Behaviour,
    BehaviourTables,
    Coverage,
    leave_out,
    roll_forward,
)
from balise.synthesis import People, Seed
from balise.vocabulary import CELLS, PROVINCES

__all__ = [
    "RMSE_LIMITS",
    "SURVEYED",
    "Evidence",
    "ValidationChoices",
    "deprivation_rows",
    "held_out_rows",
]

Array = npt.NDArray[np.float64]

SURVEYED: Final = np.array([not each.territory for each in PROVINCES])
"""Provinces inside the surveys; the territories are outside."""

RMSE_LIMITS: Final = {"home_access": 2.5, "government_services": 4.5, "smartphone": 3.0}
"""Largest root mean square error of inner cells accepted [points]."""

_AGE: Final = np.array([cell.age for cell in CELLS])
_EDUCATION: Final = np.array([cell.education for cell in CELLS])
_TABLE_2018: Final = "Canadian Internet Use Survey 2018, by age, household income and region"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Published figures, those of the fit and others."""

    tables: BehaviourTables
    internet_use: pl.DataFrame
    statements: Mapping[str, float]
    population: pl.DataFrame
    seeds: Mapping[str, Seed]
    coverage: Coverage
    deprivation: pl.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class ValidationChoices:
    """Priors for the fits that leave something out, method, draws, published areas.

    ``delta`` holds, for each aggregation, errors of subdivisions by the delta method over
    those of draws.
    """

    priors: Mapping[str, Mapping[str, tuple[float, float]]]
    method: Method
    draws: Array
    areas: pl.DataFrame
    delta: Sequence[tuple[str, Array]] = ()


def held_out_rows(
    evidence: Evidence, behaviour: Behaviour, counts: Array, choices: ValidationChoices
) -> Iterator[Row]:
    """Compare with published statements, later years, and cells left out of the fit.

    Parameters
    ----------
    evidence : Evidence
    behaviour : Behaviour
    counts : array of float, shape (13, 3, 112)
        People aged 16 and over by archetype.
    choices : ValidationChoices
    """
    yield from _statements(evidence.statements, behaviour, counts)
    yield from _roll_forward(evidence, behaviour, counts)
    yield from _left_out(evidence.tables, behaviour, counts, choices)


def _statements(
    statements: Mapping[str, float], behaviour: Behaviour, counts: Array
) -> Iterator[Row]:
    """Compare published statements of other years and classes, printed without a threshold."""
    use, home, _, _ = behaviour.rates()
    surveyed = counts * SURVEYED[:, None, None]
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
    for service in RMSE_LIMITS:
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


def deprivation_rows(
    deprivation: pl.DataFrame, people: People, areas: pl.DataFrame
) -> Iterator[Row]:
    """Correlate the ranks of dissemination areas with figures outside the fit.

    Parameters
    ----------
    deprivation : DataFrame
        ``code`` and the four scores of the deprivation index.
    people : People
    areas : DataFrame
        Published areas.
    """
    own = areas.filter((pl.col("level") == "da") & pl.col("evi").is_not_null())
    joined = (
        own.select("code", "province", "evi")
        .join(deprivation, on="code", how="inner")
        .join(
            people.areas.select(
                "code", "mean_age", "income_cad", "postsecondary_15plus", "population"
            ),
            on="code",
            how="left",
        )
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
