"""Census divisions of 2016: published medians and counts, never sums of areas."""

from pathlib import Path

import polars as pl

from balise.sources.areas import read_dissemination_areas
from balise.sources.census_2016 import MARGINS, read_division_margins
from balise.sources.figures import read_figure
from balise.sources.place_names import read_place_names
from balise.sources.provenance import Data

__all__ = ["DIVISIONS", "read_divisions"]

DIVISIONS: dict[str, type[pl.DataType]] = {
    **dict.fromkeys(["cduid", "pruid", "eruid", "name_en", "name_fr"], pl.String),
    "population": pl.Int64,
    **dict.fromkeys(MARGINS, pl.Float64),
}


def _region_of_most_people(data: Path) -> pl.DataFrame:
    return (
        read_dissemination_areas(data)
        .group_by("cduid", "eruid")
        .agg(pl.col("population").sum())
        .sort("cduid", "population", "eruid", descending=[False, True, False])
        .unique("cduid", keep="first", maintain_order=True)
        .select("cduid", "eruid")
    )


def read_divisions(data: Data = None) -> pl.DataFrame:
    """Read the 293 census divisions of Canada as the census of 2016 published them.

    Parameters
    ----------
    data : Path, optional
        The data folder; the bundled figures if left out.

    Returns
    -------
    polars.DataFrame
        Sorted by ``cduid``: ``cduid``, ``pruid``, ``eruid`` (the economic region of most of
        its people), ``name_en``, ``name_fr``, ``population``, ``mean_age`` [years],
        ``income_cad`` (median total income of 2015), ``postsecondary_15plus``,
        ``postsecondary_25_64``, ``non_immigrants`` [people in private households].

    Examples
    --------
    >>> divisions = read_divisions()
    >>> divisions.height, divisions["population"].sum()
    (293, 35151728)
    """
    if data is None:
        return read_figure("divisions", DIVISIONS)
    names = read_place_names(data).filter(pl.col("level") == "cd")
    return (
        read_division_margins(data)
        .join(names.select("code", "name_en", "name_fr"), on="code", how="left")
        .rename({"code": "cduid"})
        .with_columns(pruid=pl.col("cduid").str.head(2))
        .join(_region_of_most_people(data), on="cduid", how="left")
        .sort("cduid")
        .select(*DIVISIONS)
    )
