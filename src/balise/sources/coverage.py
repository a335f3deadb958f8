"""Where 50/10 Mbps is offered, by province, urban and rural (CRTC)."""

import polars as pl

from balise.sources.figures import read_figure
from balise.sources.labels import geography_codes, recode, share
from balise.sources.provenance import Data
from balise.sources.published import numbers, read_columns

__all__ = ["COVERAGE", "read_coverage"]

COVERAGE: dict[str, type[pl.DataType]] = {
    "year": pl.Int64,
    "pruid": pl.String,
    "area": pl.String,
    "share": pl.Float64,
}
_SOURCE = "coverage"
_SERIES = (
    "Proportion of households that have access to broadband Internet service at speeds of "
    "50/10 Mbps"
)
# The publisher's "Total population centre" is the figure of the whole province.
_AREAS = {
    "Urban centres": "urban",
    "Rural areas": "rural",
    "Total population centre": "total",
    "First Nations reserves": "reserves",
    "First Nations reserves Urban centres": "reserves",
    "First Nations reserves Rural areas": "reserves",
}


def read_coverage(data: Data = None) -> pl.DataFrame:
    """Read the share of households with access to 50/10 Mbps.

    Parameters
    ----------
    data : Path, optional
        The data folder; the bundled figures if left out.

    Returns
    -------
    polars.DataFrame
        ``year``, ``pruid`` ("01" is Canada), ``area`` (urban, rural, total), ``share``
        (0 to 1). Availability, not subscription. Yukon and the Northwest Territories are
        known from 2020, Nunavut never; years not published have no row.

    Examples
    --------
    >>> read_coverage().filter(year=2018, pruid="13")["share"].to_list()
    [0.634, 0.811, 0.997]
    """
    if data is None:
        return read_figure("coverage", COVERAGE)
    columns = {
        "Year": "year",
        "Series": "series",
        "Geography": "geography",
        "Population centres": "area",
        "Value": "percent",
    }
    # The headline series of the data hub is the one without geography: Canada, total.
    rows = read_columns(data, _SOURCE, columns).filter(pl.col("series") == _SERIES)
    table = numbers(rows, _SOURCE, "geography", ["percent"]).with_columns(
        pl.col("geography").fill_null("Canada"),
        pl.col("area").fill_null("Total population centre"),
    )
    return (
        geography_codes(recode(table, _SOURCE, "area", _AREAS), _SOURCE)
        .filter(pl.col("area") != "reserves", pl.col("percent").is_not_null())
        .with_columns(share("percent"))
        .select(pl.col(each).cast(kind) for each, kind in COVERAGE.items())
        .sort("year", "pruid", "area")
    )
