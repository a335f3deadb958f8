"""Published tables of the Internet use survey as arrays, with the error of each cell.

The error of a published share is taken as ``sqrt(p (1 - p) D / n)``: respondents of
the cycle spread over provinces as the square root of population, as that survey's
allocation does, a design effect ``D`` of 1.8, doubled where the cell is marked "use
with caution", never under 0.4 point.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.vocabulary import PROVINCES

__all__ = [
    "REGIONS",
    "RESPONDENTS",
    "SERVICES",
    "SURVEY_AGES",
    "SurveyCells",
    "cell_errors",
    "province_use",
    "published_people",
    "service_table",
    "survey_people",
]

Array = npt.NDArray[np.float64]

REGIONS: Final = ("atlantic", "quebec", "ontario", "prairies", "british_columbia")
"""Regions of the survey; the territories are outside it."""

SURVEY_AGES: Final[tuple[tuple[int, int | None], ...]] = ((15, 24), (25, 44), (45, 64), (65, None))
"""Age groups of the published tables."""

SURVEY_AGE_OF_BAND: Final = np.array([0, 1, 1, 2, 2, 3, 3])
"""Which survey age each of our seven bands belongs to; 15 to 24 is read as 16 to 24."""

SERVICES: Final = (
    "home_access",
    "smartphone",
    "government_services",
    "social_networks",
    "online_shopping",
    "smart_home",
    "music_streaming",
    "video_streaming",
)

RESPONDENTS: Final = 13_810
"""Respondents of the 2018 cycle."""

DESIGN_EFFECT: Final = 1.8
ERROR_FLOOR: Final = 0.004
HIGHEST_SHARE: Final = 0.995
"""A published 100.0 is read as this: certainty in a sample is rounding."""


@dataclass(frozen=True, slots=True)
class SurveyCells:
    """Published shares of one table and their standard errors, same shape; NaN suppressed."""

    shares: Array
    errors: Array


def service_table(services: pl.DataFrame) -> tuple[Array, npt.NDArray[np.bool_]]:
    """Lay the table by age, income and region out as an array.

    Parameters
    ----------
    services : DataFrame
        ``region, service, low, high, quartile, share, status``.

    Returns
    -------
    shares : array of float, shape (6, 8, 5, 5)
        Region (``canada`` first), service, age (total first), quartile (total first).
    caution : array of bool, same shape
        Cells to be used with caution.
    """
    regions = {name: place for place, name in enumerate(("canada", *REGIONS))}
    names = {name: place for place, name in enumerate(SERVICES)}
    ages: Mapping[tuple[int, int | None], int] = {(15, None): 0} | {
        band: place + 1 for place, band in enumerate(SURVEY_AGES)
    }
    shares = np.full((len(regions), len(names), 5, 5), np.nan)
    caution = np.zeros(shares.shape, dtype=bool)
    for row in services.iter_rows(named=True):
        place = (
            regions[row["region"]],
            names[row["service"]],
            ages[(row["low"], row["high"])],
            row["quartile"],
        )
        shares[place] = np.nan if row["share"] is None else row["share"]
        caution[place] = row["status"] == "E"
    return shares, caution


def province_use(internet_use: pl.DataFrame, year: int) -> Array:
    """Internet use by province and survey age, shape (14, 5): Canada first, total first.

    Territories, outside the survey, are NaN.
    """
    codes = ["01", *(each.code for each in PROVINCES)]
    ages: Mapping[tuple[int, int | None], int] = {(15, None): 0} | {
        band: place + 1 for place, band in enumerate(SURVEY_AGES)
    }
    shares = np.full((len(codes), 5), np.nan)
    for row in internet_use.filter(pl.col("year") == year).iter_rows(named=True):
        if row["share"] is not None:
            shares[codes.index(row["pruid"]), ages[(row["low"], row["high"])]] = row["share"]
    return shares


def survey_people(archetypes: Array) -> Array:
    """People by province and survey age, from archetypes of shape (p, 3, 112)."""
    by_band = archetypes.sum(axis=1).reshape(len(archetypes), 7, 16).sum(axis=2)
    people = np.zeros((len(archetypes), len(SURVEY_AGES)))
    np.add.at(people.T, SURVEY_AGE_OF_BAND, by_band.T)
    return people


def published_people(population: pl.DataFrame) -> Array:
    """People aged 15 and over by province and survey age, as published, shape (13, 4)."""
    people = np.zeros((len(PROVINCES), len(SURVEY_AGES)))
    for row, each in enumerate(PROVINCES):
        own = population.filter(pl.col("pruid") == each.code)
        for column, (low, high) in enumerate(SURVEY_AGES):
            inside = (pl.col("low") >= low) & (pl.col("low") <= (200 if high is None else high))
            people[row, column] = own.filter(inside)["people"].sum()
    return people


def cell_errors(
    shares: Array,
    sample: Array,
    caution: npt.NDArray[np.bool_] | None = None,
) -> Array:
    """Standard error of published shares.

    Parameters
    ----------
    shares : array of float
        Published shares.
    sample : array of float, same shape
        Respondents behind each cell.
    caution : array of bool, same shape, optional
        Cells whose error is doubled.

    Examples
    --------
    A tenth of 1,800 respondents: root of .1 x .9 x 1.8 / 1800 is 0.95 point.

    >>> cell_errors(np.array([0.1]), np.array([1800.0])).round(4).tolist()
    [0.0095]
    """
    inside = np.clip(shares, 1 - HIGHEST_SHARE, HIGHEST_SHARE)
    errors = np.sqrt(inside * (1 - inside) * DESIGN_EFFECT / np.maximum(sample, 1.0))
    if caution is not None:
        errors = np.where(caution, 2 * errors, errors)
    return np.asarray(np.maximum(errors, ERROR_FLOOR))


def sample_shares(people: Array, groups: Sequence[Sequence[int]]) -> Array:
    """Respondents by group of provinces: the sample spreads as the root of population.

    Parameters
    ----------
    people : array of float, shape (p,)
        People aged 15 and over by province; zero outside the survey.
    groups : sequence of sequences of int
        Provinces of each group.

    Returns
    -------
    array of float, shape (g,)
        Respondents of each group.
    """
    roots = np.sqrt(people)
    spread = RESPONDENTS * roots / roots.sum()
    return np.array([spread[list(group)].sum() for group in groups])
