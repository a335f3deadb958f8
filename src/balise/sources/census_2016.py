"""The Census Profile extract of 2016: margins of dissemination areas and census divisions.

Facts about the file that the readers below rest on: rows of census divisions (four
digits) stand among those of dissemination areas (eight digits) and are never summed
with them; a blank is suppressed; counts of origin and schooling are estimated from a
25 % sample of private households.
"""

from pathlib import Path

import polars as pl

from balise.sources.published import numbers, read_columns, unique_codes

__all__ = ["MARGINS", "read_area_margins", "read_division_margins"]

_NAME = "census_areas_2016"
_COLUMNS = {
    "COL0": "code",
    "COL1": "population",
    "COL2": "density_per_km2",
    "COL4": "mean_age",
    "COL5": "income_cad",
    "COL6": "non_immigrants",
    "COL7": "not_visible_minority",
    "COL8": "postsecondary_25_64",
    "COL9": "postsecondary_15plus",
}
_AREA_DIGITS = 8
_DIVISION_DIGITS = 4

MARGINS = (
    "mean_age",
    "income_cad",
    "postsecondary_15plus",
    "postsecondary_25_64",
    "non_immigrants",
)


def _read_profile(data: Path, digits: int) -> pl.DataFrame:
    profile = read_columns(data, _NAME, _COLUMNS)
    rows = profile.filter(pl.col("code").str.len_chars() == digits)
    return unique_codes(numbers(rows, _NAME, "code", rows.columns[1:]), _NAME, "code").with_columns(
        pl.col("population").cast(pl.Int64)
    )


def _blank_false_zeros(areas: pl.DataFrame) -> pl.DataFrame:
    """Make null the zeros of non-immigrants that stand beside positive counts.

    871 areas, most of them reserves and colonies, count zero non-immigrants beside as
    many people who are not a visible minority as live there: the value is missing. A
    zero of postsecondary certificates is kept: those areas are small or house seniors.
    """
    siblings = ("not_visible_minority", "postsecondary_25_64", "postsecondary_15plus")
    false_zero = (pl.col("non_immigrants") == 0) & pl.any_horizontal(
        pl.col(each) > 0 for each in siblings
    )
    return areas.with_columns(
        pl.when(false_zero).then(None).otherwise("non_immigrants").alias("non_immigrants")
    )


def read_area_margins(data: Path) -> pl.DataFrame:
    """Read the margins of every dissemination area of 2016.

    Parameters
    ----------
    data : Path
        The data folder.

    Returns
    -------
    polars.DataFrame
        Sorted by ``code`` (dissemination area): ``population`` [people] (null in 37 areas
        not fully enumerated), ``density_per_km2``, ``mean_age`` [years], ``income_cad``
        (median total income of 2015, people 15 and over), ``non_immigrants`` (false zeros
        null), ``not_visible_minority``, ``postsecondary_25_64``, ``postsecondary_15plus``
        [people in private households].
    """
    return _blank_false_zeros(_read_profile(data, _AREA_DIGITS)).sort("code")


def read_division_margins(data: Path) -> pl.DataFrame:
    """Read the margins of every census division of 2016: true medians, never sums of areas.

    Parameters
    ----------
    data : Path
        The data folder.

    Returns
    -------
    polars.DataFrame
        Sorted by ``code`` (census division); the columns of :func:`read_area_margins`.
    """
    return _read_profile(data, _DIVISION_DIGITS).sort("code")
