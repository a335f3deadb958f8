"""One small invented town: three areas and forty people, the same for every layer.

It lies in Newfoundland and Labrador, the first province of our lists. North is rural,
South urban, and Bridge half of each; North is the oldest, South the best schooled.
"""

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.special import expit

from balise.index import Indicators
from balise.synthesis import FitChoices, People, Seed, fit_people, seed_cells
from balise.vocabulary import AREA_TYPES, CELLS

__all__ = ["AGE", "AREAS", "EDUCATION", "QUARTILE", "behaviour", "town_areas", "town_people"]

Array = npt.NDArray[np.float64]

AREAS = ("1001001", "1001002", "1001003")
AGE = np.array([cell.age for cell in CELLS])
EDUCATION = np.array([cell.education for cell in CELLS])
QUARTILE = np.array([cell.quartile for cell in CELLS])

_CHILDREN = {"share": 0.15, "fifteen": 0.1}
_AGES = np.array([0.12, 0.13, 0.14, 0.15, 0.18, 0.16, 0.12])
_EDUCATIONS = np.array([0.25, 0.30, 0.27, 0.18])
_QUARTILES = np.array([0.30, 0.27, 0.23, 0.20])
_MEAN_AGES = np.array([20.0, 29.7, 39.6, 49.7, 59.4, 69.1, 82.0, 7.5, 15.5])
_IMMIGRANTS = 0.05


def town_areas(times: int = 1) -> pl.DataFrame:
    """Base areas: North 20 people, South 12, Bridge 8, or that many times more."""
    people = np.array([20, 12, 8]) * times
    rural = np.array([20, 0, 4]) * times
    table = pl.DataFrame(
        {
            "code": AREAS,
            "vintage": [2021] * 3,
            "csd_type": ["T"] * 3,
            "pruid": ["10"] * 3,
            "eruid": ["1010"] * 3,
            "cduid": ["1001"] * 3,
            "csduid": AREAS,
            "adauid": [None] * 3,
            "lon": [-52.0, -52.5, -53.0],
            "lat": [47.0, 47.5, 48.0],
            "population": people,
            "rural": rural,
            "other_urban": people - rural,
            "large_metropolitan": [0] * 3,
            "mean_age": [49.0, 41.0, 45.0],
            "income_cad": [52_000.0, 68_000.0, 60_000.0],
            "postsecondary_15plus": people * [0.32, 0.46, 0.38],
            "postsecondary_25_64": people * [0.22, 0.34, 0.27],
            "non_immigrants": people * [0.95, 0.92, 0.93],
            "n_areas": [1, 1, 1],
            "n_suppressed": [0, 0, 1],
            "n_reassigned": [0, 1, 0],
            "unsurveyed": [False, False, False],
        },
        schema_overrides={"adauid": pl.String, "population": pl.Int64},
    )
    margins = (
        "mean_age",
        "income",
        "postsecondary_15plus",
        "postsecondary_25_64",
        "non_immigrants",
    )
    return table.with_columns(pl.lit(1.0).alias(f"{name}_coverage") for name in margins)


def town_seed() -> Seed:
    """People of the province by cell: independent classes, the young a little better schooled."""
    cells = seed_cells()
    tilt = np.exp(0.15 * (3 - AGE) * (EDUCATION - 1))
    adults = _AGES[AGE] * _EDUCATIONS[EDUCATION] * _QUARTILES[QUARTILE] * tilt
    adults *= (1 - _CHILDREN["share"]) / adults.sum()
    shares = np.zeros(len(cells.cell))
    shares[cells.adult] = adults[cells.cell[cells.adult]]
    shares[cells.age == 7] = _CHILDREN["share"] * (1 - _CHILDREN["fifteen"])
    shares[cells.age == 8] = _CHILDREN["share"] * _CHILDREN["fifteen"]
    shares *= np.where(cells.immigrant, _IMMIGRANTS, 1 - _IMMIGRANTS)
    return Seed("10", shares, cells.features(_MEAN_AGES), 40.0, 1, 0.0)


def town_people(times: int = 1) -> People:
    """Everybody aged 16 and over, fitted to the margins of their area."""
    areas = town_areas(times)
    total = int(areas["population"].sum())

    def mean(name: str) -> float:
        return float(np.average(areas[name], weights=areas["population"]))

    division = areas.head(1).with_columns(
        code=pl.lit("1001"),
        population=pl.lit(total),
        mean_age=pl.lit(mean("mean_age")),
        income_cad=pl.lit(mean("income_cad")),
        **{
            name: pl.lit(areas[name].sum())
            for name in ("postsecondary_15plus", "postsecondary_25_64", "non_immigrants")
        },
    )
    return fit_people({"10": town_seed()}, areas, division, FitChoices(income_slope=1.2))


def behaviour(shift: Array | float = 0.0) -> Indicators:
    """Indicators of every archetype of the town, shape (1, 3, 112).

    ``shift`` moves the logit of each of the five; shape (5,), or (r, 5) for draws, which
    then come first.
    """
    moves = np.asarray(shift, dtype=np.float64) * np.ones(5)
    lead = moves.shape[:-1]
    rural = np.array([each.code == "rural" for each in AREA_TYPES])[:, None]
    person = -0.6 * (AGE - 2) + 0.5 * EDUCATION + 0.4 * QUARTILE - 0.4 * rural
    levels = (2.0, 2.6, 0.6, 0.9, 1.2)
    slopes = (1.0, 0.7, 0.6, 0.8, 0.0)
    offered = -2.0 * rural + 0.0 * AGE
    return Indicators(
        *(
            expit(
                level
                + slope * person
                + (offered if place == 4 else 0.0)
                + moves[..., place].reshape(*lead, 1, 1)
            ).reshape(*lead, 1, 3, len(CELLS))
            for place, (level, slope) in enumerate(zip(levels, slopes, strict=True))
        )
    )
