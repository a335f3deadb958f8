"""Published tables of the Internet use survey as arrays, with the error of each cell.

The error of a published share is taken as ``sqrt(p (1 - p) D / n)``: respondents of
the cycle spread over provinces as the square root of population, as that survey's
allocation does, a design effect ``D`` of 1.8, doubled where the cell is marked "use
with caution", never under 0.4 point.
"""

from collections.abc import Hashable, Mapping
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.vocabulary import PROVINCES, SurveyError, nearest, sample

__all__ = [
    "REGIONS",
    "RESPONDENTS",
    "SERVICES",
    "SURVEYED",
    "SURVEY_AGES",
    "cell_errors",
    "outside_surveys",
    "province_use",
    "published_people",
    "service_table",
    "survey_people",
]

Array = npt.NDArray[np.float64]
K = TypeVar("K", bound=Hashable)

REGIONS: Final = ("atlantic", "quebec", "ontario", "prairies", "british_columbia")
"""Regions of the survey; the territories are outside it."""

SURVEYED: Final = np.array([not each.territory for each in PROVINCES])
"""Which provinces and territories the survey covers, shape (13,)."""

SURVEY_AGES: Final[tuple[tuple[int, int | None], ...]] = ((15, 24), (25, 44), (45, 64), (65, None))
"""Age groups of the published tables [years]."""

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

OF_PERSONS: Final = np.array([name == "home_access" for name in SERVICES])
"""Services whose universe is persons, shape (8,): what the universe test finds in the 2018
table (each total against its age rows); the other seven are of Internet users."""

RESPONDENTS: Final = 13_810
"""Respondents of the 2018 cycle."""

DESIGN_EFFECT: Final = 1.8
"""Variance of a share against that of a simple random sample (declared)."""

ERROR_FLOOR: Final = 0.004
"""Smallest standard error of a published share (declared) [share]."""

HIGHEST_SHARE: Final = 0.995
"""A published 100.0 is read as this: certainty in a sample is rounding [share]."""

_PLACES: Final = {code: place for place, code in enumerate(["01", *(x.code for x in PROVINCES)])}
_REGIONS: Final = {name: place for place, name in enumerate(("canada", *REGIONS))}
_SERVICES: Final = {name: place for place, name in enumerate(SERVICES)}
_AGES: Final[Mapping[tuple[int, int | None], int]] = {(15, None): 0} | {
    band: place + 1 for place, band in enumerate(SURVEY_AGES)
}


def _position(known: Mapping[K, int], key: K, table: str, what: str) -> int:
    """Find where a row of a table goes, or raise with the nearest place it could go."""
    if key not in known:
        offer = nearest(str(key), [str(each) for each in known])
        raise SurveyError(
            f"Table {table}: a row is about the {what} {key!r}. "
            f"Expected one of the {len(known)} of the survey. {offer}"
        )
    return known[key]


def service_table(services: pl.DataFrame) -> tuple[Array, npt.NDArray[np.bool_]]:
    """Lay the table by age, income and region out as an array.

    Parameters
    ----------
    services : DataFrame
        ``region, service, low, high, quartile, share, status``.

    Returns
    -------
    shares : array of float, shape (6, 8, 5, 5)
        Region (``canada`` first), service, age (total first), quartile (total first)
        [share]; NaN where suppressed.
    caution : array of bool, same shape
        Cells to be used with caution.

    Raises
    ------
    SurveyError
        If a row is about a region, service or age that the survey does not have.

    Examples
    --------
    >>> row = {"region": "quebec", "service": "smartphone", "low": 65, "high": None}
    >>> shares, caution = service_table(
    ...     pl.DataFrame([row | {"quartile": 1, "share": 0.4, "status": "E"}])
    ... )
    >>> float(shares[2, 1, 4, 1]), bool(caution[2, 1, 4, 1])
    (0.4, True)
    """
    shares = np.full((len(_REGIONS), len(_SERVICES), len(_AGES), 5), np.nan)
    caution = np.zeros(shares.shape, dtype=bool)
    for row in services.iter_rows(named=True):
        place = (
            _position(_REGIONS, row["region"], "services", "region"),
            _position(_SERVICES, row["service"], "services", "service"),
            _position(_AGES, (row["low"], row["high"]), "services", "age group"),
            row["quartile"],
        )
        shares[place] = np.nan if row["share"] is None else row["share"]
        caution[place] = row["status"] == "E"
    return shares, caution


def province_use(internet_use: pl.DataFrame, year: int) -> Array:
    """Lay Internet use out by province and survey age.

    Parameters
    ----------
    internet_use : DataFrame
        ``year, pruid, low, high, share``; ``01`` is the ten provinces together.
    year : int
        Cycle of the survey.

    Returns
    -------
    array of float, shape (14, 5)
        Canada first, all ages first [share]. Territories, outside the survey, are NaN.

    Raises
    ------
    SurveyError
        If the table lacks the year, or a row is about a place or age it should not have.

    Examples
    --------
    >>> row = {"year": 2018, "pruid": "13", "low": 65, "high": None, "share": 0.62}
    >>> float(province_use(pl.DataFrame([row]), 2018)[4, 4])
    0.62
    """
    rows = internet_use.filter(pl.col("year") == year)
    if not rows.height:
        years = sample(internet_use["year"].unique().sort())
        raise SurveyError(
            f"Table internet_use: no row of {year}. Expected one of its cycles: {years}. "
            "Choose one of them as the year of behaviour in the recipe."
        )
    shares = np.full((len(_PLACES), len(_AGES)), np.nan)
    for row in rows.iter_rows(named=True):
        if row["share"] is not None:
            place = _position(_PLACES, row["pruid"], "internet_use", "province")
            age = _position(_AGES, (row["low"], row["high"]), "internet_use", "age group")
            shares[place, age] = row["share"]
    return shares


def survey_people(archetypes: Array) -> Array:
    """Count people by province and survey age.

    Parameters
    ----------
    archetypes : array of float, shape (p, 3, 112)
        People aged 16 and over by province, area type and cell [people].

    Returns
    -------
    array of float, shape (p, 4)
        People by province and survey age [people].

    Examples
    --------
    One person in each archetype: 16 cells an age band, 3 area types, 1 or 2 bands.

    >>> survey_people(np.ones((1, 3, 112))).tolist()
    [[48.0, 96.0, 96.0, 96.0]]
    """
    by_band = archetypes.sum(axis=1).reshape(len(archetypes), 7, 16).sum(axis=2)
    people = np.zeros((len(archetypes), len(SURVEY_AGES)))
    np.add.at(people.T, SURVEY_AGE_OF_BAND, by_band.T)
    return people


def published_people(population: pl.DataFrame) -> Array:
    """Count people aged 15 and over by province and survey age, as published.

    Parameters
    ----------
    population : DataFrame
        ``pruid, low, high, people``: five-year groups, with 15 and 16-19 apart.

    Returns
    -------
    array of float, shape (13, 4)
        People by province and survey age [people].

    Examples
    --------
    >>> rows = [{"pruid": "13", "low": low, "people": 10} for low in (0, 15, 16, 20, 25)]
    >>> published_people(pl.DataFrame(rows))[3].tolist()
    [30.0, 10.0, 0.0, 0.0]
    """
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
    """Estimate the standard error of published shares.

    Parameters
    ----------
    shares : array of float
        Published shares.
    sample : array of float, same shape
        Respondents behind each cell [people].
    caution : array of bool, same shape, optional
        Cells whose error is doubled.

    Returns
    -------
    array of float, same shape
        Standard errors [share].

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


RESERVE_TYPES: Final = ("IRI", "S-É", "IGD", "NL", "TC", "TK")
"""Types of census subdivision that are on reserve, by the census definition."""


def outside_surveys(areas: pl.DataFrame) -> pl.Series:
    """Tell which areas the surveys of behaviour leave out: territories and reserves.

    Parameters
    ----------
    areas : DataFrame
        ``pruid, csd_type``.

    Returns
    -------
    Series of bool
        In the order of the areas.

    Examples
    --------
    >>> rows = {"pruid": ["13", "13", "60"], "csd_type": ["IRI", "CY", None]}
    >>> outside_surveys(pl.DataFrame(rows)).to_list()
    [True, False, True]
    """
    territories = [each.code for each in PROVINCES if each.territory]
    outside = pl.col("pruid").is_in(territories) | pl.col("csd_type").is_in(RESERVE_TYPES)
    return areas.select(outside.fill_null(value=False).alias("unsurveyed")).to_series()
