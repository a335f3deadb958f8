"""Invented respondents of a survey of the whole country, in codes of their own."""

from functools import cache
from pathlib import Path

import numpy as np
import polars as pl

from balise.synthesis import make_seed, seed_cells
from balise.vocabulary import PROVINCES
from tests.survey.country import published

__all__ = ["ASSOCIATION", "RECIPE", "invented_survey", "write_survey"]

ASSOCIATION = 0.9
"""How far education goes with income among the invented: the declared one is 0.25."""

RECIPE = """
extends = "common"
title_en = "Test"
title_fr = "Essai"
jurisdiction = "13"
base = "csd"
levels = ["pr", "csd"]

[seed]
file = "survey.csv"
weight = "WTPG"

[seed.age]
column = "AGEYRS"

[seed.education]
column = "EDUC"
codes = { 1 = "none", 2 = "secondary", 3 = "college", 4 = "bachelor", 9 = "left_out" }

[seed.income_quartile]
column = "HINC"
codes = { 01 = "q1", 02 = "q2", 03 = "q3", 04 = "q4" }

[seed.immigrant]
column = "IMM"
codes = { 1 = "yes", 2 = "no" }

[seed.province]
column = "PROV"
"""


@cache
def invented_survey(size: int = 12_000) -> pl.DataFrame:
    """Draw people of ten provinces, and some whose education is not stated."""
    rng = np.random.default_rng(8)
    figures, cells = published(), seed_cells()
    surveyed = [each.code for each in PROVINCES if not each.territory]
    parts = []
    for code in surveyed:
        seed = make_seed(figures.counts[code], association=ASSOCIATION)
        shares = np.where(cells.adult, seed.shares, 0.0)
        drawn = rng.choice(len(shares), size // len(surveyed), p=shares / shares.sum())
        weight = seed.population * shares.sum() / len(drawn)
        lows = np.array([16, 25, 35, 45, 55, 65, 75])[cells.age[drawn]]
        parts.append(
            pl.DataFrame(
                {
                    "PROV": code,
                    "AGEYRS": lows + rng.integers(0, 9, len(drawn)),
                    "EDUC": cells.education[drawn] + 1,
                    "HINC": [f"{each + 1:02d}" for each in cells.quartile[drawn]],
                    "IMM": np.where(cells.immigrant[drawn], 1, 2),
                    "WTPG": weight * rng.uniform(0.8, 1.2, len(drawn)),
                }
            )
        )
    people = pl.concat(parts)
    unstated = pl.Series(rng.random(people.height) < 0.02)
    people = people.with_columns(EDUC=pl.when(unstated).then(9).otherwise(pl.col("EDUC")))
    return people.with_row_index("PUMFID", offset=1)


def write_survey(folder: Path, table: pl.DataFrame | None = None, recipe: str = RECIPE) -> Path:
    """Write the survey and a recipe beside it; give the recipe."""
    (invented_survey() if table is None else table).write_csv(folder / "survey.csv")
    path = folder / "mine.toml"
    path.write_text(recipe, encoding="utf-8")
    return path
