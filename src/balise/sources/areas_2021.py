"""Dissemination areas of 2021: their people, and the deprivation index used only to check."""

from pathlib import Path

import polars as pl

from balise.sources.published import numbers, read_columns, unique_codes

__all__ = ["read_deprivation", "read_population_2021"]

_POPULATION = "population_2021"
_DEPRIVATION = "deprivation_2021"
_POPULATION_COLUMNS = {
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
    rows = read_columns(data, _POPULATION, _POPULATION_COLUMNS).filter(
        pl.col("code").str.len_chars() == _AREA_DIGITS
    )
    areas = numbers(rows, _POPULATION, "code", rows.columns[1:])
    return (
        unique_codes(areas, _POPULATION, "code")
        .with_columns(pl.col("population").cast(pl.Int64))
        .sort("code")
    )


_DEPRIVATION_COLUMNS = {
    "DAUID": "code",
    "Residential instability Scores": "residential_instability",
    "Ethno-cultural composition Scores": "ethnocultural_composition",
    "Economic dependency Scores": "economic_dependency",
    "Situational vulnerability Scores": "situational_vulnerability",
}


def read_deprivation(data: Path) -> pl.DataFrame:
    """Read the deprivation scores of dissemination areas of four provinces.

    Parameters
    ----------
    data : Path
        The data folder.

    Returns
    -------
    polars.DataFrame
        Sorted by ``code`` (dissemination area of 2021, in NS, NB, MB and SK):
        ``residential_instability``, ``ethnocultural_composition``,
        ``economic_dependency``, ``situational_vulnerability`` (standardised scores, higher
        is more deprived; null where not published).
    """
    text = read_columns(data, _DEPRIVATION, _DEPRIVATION_COLUMNS)
    scores = numbers(text, _DEPRIVATION, "code", text.columns[1:], signed=True)
    return unique_codes(scores, _DEPRIVATION, "code").sort("code")
