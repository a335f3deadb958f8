"""The Canadian Index of Multiple Deprivation of 2021: used only to check, never to fit."""

from pathlib import Path

import polars as pl

from balise.sources.published import numbers, read_columns, unique_codes

__all__ = ["read_deprivation"]

_SOURCE = "deprivation_2021"
_COLUMNS = {
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
    text = read_columns(data, _SOURCE, _COLUMNS)
    scores = numbers(text, _SOURCE, "code", text.columns[1:], signed=True)
    return unique_codes(scores, _SOURCE, "code").sort("code")
