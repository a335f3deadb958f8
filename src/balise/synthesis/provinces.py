"""The published tables of a province, sorted into the classes of the seed."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.special import ndtr, ndtri

from balise.synthesis.seed import ProvinceCounts
from balise.vocabulary import AGES, PROVINCES, MarginError, province, sample

__all__ = ["division_areas", "province_counts", "province_incomes", "province_quartiles"]

Array = npt.NDArray[np.float64]

_OPEN_AGE: Final = 102.0
"""Mean age of people of 100 and over (declared) [years]."""

_DIVISION_COLUMNS: Final = (
    "mean_age",
    "postsecondary_15plus",
    "postsecondary_25_64",
    "non_immigrants",
)

_YOUNGEST: Final = 7.3
"""Mean age of people under 15 before it absorbs the published mean age [years]."""


def _ages(table: pl.DataFrame) -> tuple[Array, Array]:
    """People and mean age of the nine age classes, from five-year groups.

    A five-year group is taken at its middle; 85 and over thins out by group.
    """
    people, years = np.zeros(9), np.zeros(9)
    lows = [each.low for each in AGES]
    for low, high, count in table.select("low", "high", "people").iter_rows():
        if high is not None and high <= 15:
            place = 7 if low == 0 else 8
        else:
            place = max(index for index, first in enumerate(lows) if low >= first)
        middle = _OPEN_AGE if high is None else (low + high + 1) / 2
        people[place] += count
        years[place] += count * (_YOUNGEST if place == 7 else middle)
    return people, years / np.maximum(people, 1)


def _shares(table: pl.DataFrame, measure: str, bands: list[tuple[int, int | None]]) -> Array:
    """Shares of one measure, one for each band, in order."""
    rows = {
        (low, high): share
        for low, high, share in table.filter(pl.col("measure") == measure)
        .select("low", "high", "share")
        .iter_rows()
    }
    return np.array([rows.get(band, np.nan) for band in bands], dtype=np.float64)


def province_quartiles(
    regions: Mapping[str, Array],
    incomes: Mapping[str, float],
    people: Mapping[str, float],
    slope: float,
) -> dict[str, Array]:
    """Household income quartiles by age of each province, from those of its region.

    A province starts from its region's quartiles, shifted on the probit scale by its
    income gap times the slope of the income link; the territories start from the nation.

    Parameters
    ----------
    regions : mapping of str to array of float, shape (4, 4)
        Quartiles by survey age (15-24, 25-44, 45-64, 65+), by region and ``canada``.
    incomes : mapping of str to float
        People-weighted mean income by province code [dollars].
    people : mapping of str to float
        Population by province code [people].
    slope : float
        See :class:`balise.synthesis.IncomeLink`.

    Returns
    -------
    dict of str to array of float, shape (7, 4)
        By province code; the survey's ages spread over ours.

    Raises
    ------
    MarginError
        If no area of a province or territory has a known income.

    Examples
    --------
    Where all provinces earn the same, each keeps the quartiles of its region:

    >>> codes = [each.code for each in PROVINCES]
    >>> regions = {each.region: np.full((4, 4), 0.25) for each in PROVINCES}
    >>> regions |= {"canada": np.full((4, 4), 0.25)}
    >>> incomes, people = dict.fromkeys(codes, 30e3), dict.fromkeys(codes, 1e6)
    >>> province_quartiles(regions, incomes, people, 1.2)["13"][0].round(6).tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    missing = [each.code for each in PROVINCES if each.code not in incomes]
    if missing:
        raise MarginError(
            f"Income is known in no area of {len(missing)} provinces: {sample(missing)}. "
            "Expected at least one median income in each. "
            "Read the areas of the whole country: quartiles are national."
        )
    survey_age = [0, 1, 1, 2, 2, 3, 3]
    answer = {}
    for each in PROVINCES:
        near = [
            other.code
            for other in PROVINCES
            if other.code in incomes and (each.territory or other.region == each.region)
        ]
        weights = np.array([people[code] for code in near])
        logs = np.log([incomes[code] for code in near])
        gap = np.log(incomes[each.code]) - float(weights @ logs / weights.sum())
        base = regions["canada" if each.territory else each.region][survey_age]
        below = np.clip(np.cumsum(base, axis=1)[:, :3], 1e-6, 1 - 1e-6)
        moved = ndtr(ndtri(below) - slope * gap)
        answer[each.code] = np.diff(moved, axis=1, prepend=0.0, append=1.0)
    return answer


def province_counts(
    population: pl.DataFrame,
    attainment: pl.DataFrame,
    divisions: pl.DataFrame,
    quartiles: Mapping[str, Array],
) -> dict[str, ProvinceCounts]:
    """Sort the published tables of every province into the classes of the seed.

    Parameters
    ----------
    population : DataFrame
        ``pruid, low, high, people``: five-year groups, with 0-14, 15 and 16-19.
    attainment : DataFrame
        ``pruid, measure, low, high, share``.
    divisions : DataFrame
        Census divisions: their counts add up to those of the province.
    quartiles : mapping of str to array of float, shape (7, 4)
        See :func:`province_quartiles`.

    Returns
    -------
    dict of str to ProvinceCounts
        By province code.

    Raises
    ------
    MarginError
        If a table lacks a province, or a census division a count.
    """
    answer = {}
    bachelor_bands: list[tuple[int, int | None]] = [(25, 34), (35, 44), (45, 54), (55, 64)]
    for code in quartiles:
        ages, mean_ages = _ages(population.filter(pl.col("pruid") == code))
        own = attainment.filter(pl.col("pruid") == code)
        rows = divisions.filter(pl.col("pruid") == code)
        diploma = _shares(own, "high_school", [(15, 24), (25, 64), (65, 74), (75, None)])
        bachelor = _shares(own, "bachelor", bachelor_bands) + np.nan_to_num(
            _shares(own, "graduate", bachelor_bands)
        )
        if rows.select(_DIVISION_COLUMNS).null_count().sum_horizontal().item():
            raise MarginError(
                f"Census divisions of {province(code).en}: a count or a mean age is missing. "
                f"Expected all of {', '.join(_DIVISION_COLUMNS)} in {rows.height} divisions. "
                "Regenerate the figures: make figures DATA=DIR."
            )
        if not ages.sum() or np.isnan(diploma).any() or not rows.height:
            raise MarginError(
                f"Province {code} ({province(code).en}) lacks a table: people by age "
                f"{ages.sum():,.0f}, shares with a diploma {diploma.round(3).tolist()}, "
                f"census divisions {rows.height}. Expected all three. "
                "Regenerate the figures: make figures DATA=DIR."
            )
        weights = rows["population"].to_numpy()
        answer[code] = ProvinceCounts(
            code=code,
            ages=ages,
            mean_ages=mean_ages,
            diploma=diploma,
            bachelor=bachelor,
            postsecondary_15plus=float(rows["postsecondary_15plus"].sum()),
            postsecondary_25_64=float(rows["postsecondary_25_64"].sum()),
            non_immigrants=float(rows["non_immigrants"].sum()),
            mean_age=float(np.average(rows["mean_age"].to_numpy(), weights=weights)),
            quartiles=quartiles[code],
        )
    return answer


def division_areas(divisions: pl.DataFrame) -> pl.DataFrame:
    """Lay census divisions out as base areas: their own rows, all margins known.

    Parameters
    ----------
    divisions : DataFrame
        ``cduid`` and the margins of base areas.

    Returns
    -------
    DataFrame
        The same with ``code`` and a coverage of 1 for each margin [share].

    Examples
    --------
    >>> division_areas(pl.DataFrame({"cduid": ["1301"]}))["mean_age_coverage"].to_list()
    [1.0]
    """
    names = (
        "mean_age",
        "income",
        "postsecondary_15plus",
        "postsecondary_25_64",
        "non_immigrants",
    )
    return divisions.with_columns(
        pl.col("cduid").alias("code"), *[pl.lit(1.0).alias(f"{name}_coverage") for name in names]
    )


def province_incomes(areas: pl.DataFrame) -> dict[str, float]:
    """Average incomes over the areas of each province.

    Parameters
    ----------
    areas : DataFrame
        ``pruid, population, income_cad`` (null where suppressed).

    Returns
    -------
    dict of str to float
        People-weighted geometric mean by province code [dollars].

    Examples
    --------
    Root of 20,000 x 45,000, where as many people live in each:

    >>> rows = [{"pruid": "13", "population": 9, "income_cad": cad} for cad in (20e3, 45e3)]
    >>> {code: round(mean) for code, mean in province_incomes(pl.DataFrame(rows)).items()}
    {'13': 30000}
    """
    known = areas.filter(pl.col("income_cad").is_not_null() & (pl.col("population") > 0))
    weighted = (pl.col("income_cad").log() * pl.col("population")).sum()
    rows = known.group_by("pruid").agg((weighted / pl.col("population").sum()).exp().alias("mean"))
    return dict(rows.select("pruid", "mean").iter_rows())
