"""The published tables of a province, sorted into the classes of the seed."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.special import ndtr, ndtri

from balise.synthesis.seed import ProvinceCounts
from balise.vocabulary import AGES, PROVINCES, MarginError, province

__all__ = ["division_areas", "province_counts", "province_incomes", "province_quartiles"]

Array = npt.NDArray[np.float64]

_OPEN_AGE: Final = 102.0
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
    regions: Mapping[str, Array], incomes: Mapping[str, float], people: Mapping[str, float],
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
        Population by province code.
    slope : float
        See :class:`balise.synthesis.IncomeLink`.

    Returns
    -------
    dict of str to array of float, shape (7, 4)
        By province code; the survey's ages spread over ours.
    """
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

    Raises
    ------
    MarginError
        If a table lacks a province.
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
    """Census divisions in the layout of base areas: their own rows, all margins known."""
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
    """People-weighted geometric mean income of the areas of each province [dollars]."""
    known = areas.filter(pl.col("income_cad").is_not_null() & (pl.col("population") > 0))
    weighted = (pl.col("income_cad").log() * pl.col("population")).sum()
    rows = known.group_by("pruid").agg((weighted / pl.col("population").sum()).exp().alias("mean"))
    return dict(rows.select("pruid", "mean").iter_rows())
