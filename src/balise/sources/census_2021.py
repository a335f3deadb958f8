"""Population of dissemination areas in 2021, eight provinces."""

from pathlib import Path

import polars as pl

from balise.sources.published import numbers, read_columns, unique_codes

__all__ = ["read_population_2021"]

_SOURCE = "population_2021"
_COLUMNS = {
    "DAUID": "code",
    "Population": "population",
    "Population Density per Square Kilometre": "density_per_km2",
    "Land Area in Square Kilometre": "land_km2",
}
_AREA_DIGITS = 8


def read_population_2021(data: Path) -> pl.DataFrame:
    """Read the people of each dissemination area of 2021.

    Parameters
    ----------
    data : Path
        The data folder.

    Returns
    -------
    polars.DataFrame
        Sorted by ``code``: ``population`` [people], ``density_per_km2``, ``land_km2``.
        Provinces 12, 13, 24, 35, 46, 47, 48 and 59 only; rows of census divisions, which
        the file mixes in, are left out.
    """
    rows = read_columns(data, _SOURCE, _COLUMNS).filter(
        pl.col("code").str.len_chars() == _AREA_DIGITS
    )
    areas = numbers(rows, _SOURCE, "code", rows.columns[1:])
    return (
        unique_codes(areas, _SOURCE, "code")
        .with_columns(pl.col("population").cast(pl.Int64))
        .sort("code")
    )
