"""Internet use of 2009: an extract of microdata, and the logit fitted on it once.

The extract has no weights and no income, and Prince Edward Island no rural code. It
never leaves the data folder: the package bundles only coefficients and covariance.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.sources.figures import read_figure
from balise.sources.labels import recode
from balise.sources.published import read_columns

__all__ = ["LOGIT_TERMS", "FittedLogit", "read_logit_2009", "read_microdata_2009"]

_SOURCE = "internet_2009"
_CODES = {
    "age": {
        "1": "16-24",
        "2": "25-34",
        "3": "35-44",
        "4": "45-54",
        "5": "55-64",
        "6": "65+",
    },
    "education": {"1": "secondary_or_less", "2": "college", "3": "university"},
    "area_type": {
        "1": "large_metropolitan",
        "2": "large_metropolitan",
        "3": "large_metropolitan",
        "4": "other_urban",
        "5": "rural",
        "6": "unknown",
    },
    "region": {
        "1": "atlantic",
        "2": "quebec",
        "3": "ontario",
        "4": "prairies",
        "5": "prairies",
        "6": "british_columbia",
    },
    "internet_use": {"1": "yes", "2": "no", "6": "no"},
}
# Against 16-24, secondary or less, other urban, Atlantic.
LOGIT_TERMS: tuple[tuple[str, str], ...] = (
    *[("age", each) for each in ("25-34", "35-44", "45-54", "55-64", "65+")],
    *[("education", each) for each in ("college", "university")],
    *[("area_type", each) for each in ("rural", "large_metropolitan")],
    *[("region", each) for each in ("quebec", "ontario", "prairies", "british_columbia")],
)


@dataclass(frozen=True, slots=True, eq=False)
class FittedLogit:
    """Coefficients of a logit with their covariance, in the order of ``names``.

    ``coefficients`` has shape (k,) and ``covariance`` (k, k), on the logit scale.
    """

    names: tuple[str, ...]
    coefficients: npt.NDArray[np.float64]
    covariance: npt.NDArray[np.float64]


def read_microdata_2009(data: Path) -> pl.DataFrame:
    """Read the respondents of 2009, coded as here.

    Parameters
    ----------
    data : Path
        The data folder.

    Returns
    -------
    polars.DataFrame
        One row per respondent aged 16 and over: ``pruid``, ``region``, ``area_type``
        (null in Prince Edward Island), ``age``, ``education``, ``internet_use`` (in the
        past twelve months; people who never used it did not).
    """
    columns = {
        "PROVINCE": "pruid",
        "REGION": "region",
        "G_URBRUR": "area_type",
        "GCAGEGR6": "age",
        "G_CEDUC": "education",
        "PU_Q01": "internet_use",
    }
    table = read_columns(data, _SOURCE, columns)
    for column, codes in _CODES.items():
        table = recode(table, _SOURCE, column, codes)
    return table.with_columns(
        pl.col("area_type").replace({"unknown": None}), pl.col("internet_use") == "yes"
    )


def read_logit_2009() -> FittedLogit:
    """Read the logit of Internet use in 2009 bundled with the package.

    Returns
    -------
    FittedLogit
        ``names``: intercept, then ``age_25-34``, ... ``region_british_columbia``;
        coefficients and covariance on the logit scale. The reference is a person of 16
        to 24, secondary or less, other urban, Atlantic. Unweighted; respondents of Prince
        Edward Island left out.

    Examples
    --------
    >>> logit = read_logit_2009()
    >>> round(float(logit.coefficients[logit.names.index("education_college")]), 2)
    1.11
    """
    names = ("intercept", *[f"{column}_{value}" for column, value in LOGIT_TERMS])
    table = read_figure(
        "logit_2009", {"name": pl.String} | dict.fromkeys(["coefficient", *names], pl.Float64)
    )
    return FittedLogit(
        tuple(table["name"]), table["coefficient"].to_numpy(), table.select(names).to_numpy()
    )
