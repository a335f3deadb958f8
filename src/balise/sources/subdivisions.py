"""Census subdivisions of 2021 as base areas: made of dissemination areas, or as bundled."""

from pathlib import Path

import polars as pl

from balise.sources.areas import (
    AREA_TYPES_OF_PEOPLE,
    BASE_AREAS,
    COVERAGES,
    read_dissemination_areas,
)
from balise.sources.census_2016 import MARGINS
from balise.sources.figures import read_figure
from balise.sources.place_names import read_place_names
from balise.sources.provenance import Data
from balise.sources.relationships import read_relationships

__all__ = ["FIGURE", "aggregate_subdivisions", "read_subdivisions", "store_subdivisions"]

_AVERAGES = {"mean_age": 3, "income_cad": 0}  # decimals kept
_COUNTS = tuple(each for each in MARGINS if each not in _AVERAGES)
_COVERAGE_DECIMALS = 4
_DEGREE_DECIMALS = 4
_VINTAGE = 2021

# What the bundle stores; the rest follows from these.
_DERIVED = ("vintage", "pruid", "cduid", "csduid", "adauid", "rural", "name_fr")
FIGURE: dict[str, type[pl.DataType]] = {
    each: kind for each, kind in BASE_AREAS.items() if each not in _DERIVED
} | {"name_fr": pl.String}


def _mean(value: str) -> pl.Expr:
    """Average over people, of the areas where the value is known."""
    people = pl.col("population").fill_null(0)
    known = pl.col(value).is_not_null()
    total = people.filter(known).sum()
    return pl.when(total > 0).then((pl.col(value) * people).filter(known).sum() / total)


def _sum_known(value: str) -> pl.Expr:
    """Add up where known; null where it is known nowhere."""
    return pl.when(pl.col(value).is_not_null().any()).then(pl.col(value).sum())


def _coverage(margin: str) -> pl.Expr:
    people = pl.col("population").fill_null(0)
    share = people.filter(pl.col(margin).is_not_null()).sum() / people.sum()
    return pl.when(people.sum() > 0).then(share).otherwise(0.0).round(_COVERAGE_DECIMALS)


def aggregate_subdivisions(areas: pl.DataFrame) -> pl.DataFrame:
    """Add dissemination areas up to the census subdivisions that hold them.

    Parameters
    ----------
    areas : polars.DataFrame
        Base areas of one level below, as :func:`read_dissemination_areas` gives them.

    Returns
    -------
    polars.DataFrame
        One row per census subdivision of 2021 that holds an area, sorted by ``code``, with
        the columns of :data:`BASE_AREAS`; names and type null. ``mean_age`` and
        ``income_cad`` are means weighted by people of the areas' values where known, to
        0.001 year and one dollar; the mean of medians is not a median. Counts are summed where
        known. Coverages are shares of people, to 4 decimals. The centroid is the mean of
        the areas' centroids weighted by people, to 0.0001 degree.

    Examples
    --------
    >>> import polars as pl
    >>> aggregate_subdivisions(pl.DataFrame(schema=BASE_AREAS)).height
    0
    """
    added = ["population", *AREA_TYPES_OF_PEOPLE, *_COUNTS]
    higher = ["pruid", "eruid", "cduid"]
    weighed = [_mean(each).round(places).alias(each) for each, places in _AVERAGES.items()]
    placed = [
        pl.coalesce(_mean(each), pl.col(each).mean()).round(_DEGREE_DECIMALS).alias(each)
        for each in ("lon", "lat")
    ]
    return (
        areas.group_by("csduid")
        .agg(
            *[pl.col(each).sort_by("code").first() for each in higher],
            *placed,
            *[_sum_known(each).alias(each) for each in added],
            *weighed,
            *[_coverage(margin).alias(name) for margin, name in COVERAGES.items()],
            pl.col("n_areas", "n_suppressed", "n_reassigned").sum(),
        )
        .with_columns(
            code=pl.col("csduid"),
            vintage=pl.lit(_VINTAGE, pl.Int64),
            adauid=pl.lit(None, pl.String),
            name_en=pl.lit(None, pl.String),
            name_fr=pl.lit(None, pl.String),
            csd_type=pl.lit(None, pl.String),
        )
        .select(pl.col(each).cast(kind) for each, kind in BASE_AREAS.items())
        .sort("code")
    )


def _from_files(data: Path) -> pl.DataFrame:
    """Give every subdivision of 2021 a row, with its name; those without areas stay empty."""
    made = aggregate_subdivisions(read_dissemination_areas(data))
    names = read_place_names(data).filter(pl.col("level") == "csd")
    higher = read_relationships(data).group_by("csduid").agg(pl.col("eruid").min())
    empty = ["n_areas", "n_suppressed", "n_reassigned", *COVERAGES.values()]
    return (
        made.drop("name_en", "name_fr", "csd_type", "eruid")
        .join(names.drop("level"), on="code", how="right")
        .join(higher.rename({"csduid": "code"}), on="code", how="left")
        .with_columns(pl.col(each).fill_null(0) for each in empty)
        .sort("code")
    )


def store_subdivisions(areas: pl.DataFrame) -> pl.DataFrame:
    """Keep the columns of base areas that the bundle stores; the rest follow from them.

    Examples
    --------
    >>> store_subdivisions(read_subdivisions()).height
    5161
    """
    french = pl.when(pl.col("name_fr") != pl.col("name_en")).then("name_fr").alias("name_fr")
    whole = pl.col("income_cad", *_COUNTS).cast(pl.Int64)
    return areas.with_columns(french, whole).select(*FIGURE)


def _complete(stored: pl.DataFrame) -> pl.DataFrame:
    return stored.with_columns(
        vintage=pl.lit(_VINTAGE, pl.Int64),
        name_fr=pl.coalesce("name_fr", "name_en"),
        pruid=pl.col("code").str.head(2),
        cduid=pl.col("code").str.head(4),
        csduid=pl.col("code"),
        adauid=pl.lit(None, pl.String),
        rural=pl.col("population") - pl.col("other_urban") - pl.col("large_metropolitan"),
    ).select(pl.col(each).cast(kind) for each, kind in BASE_AREAS.items())


def read_subdivisions(data: Data = None) -> pl.DataFrame:
    """Read the census subdivisions of Canada, 2021, as base areas.

    Parameters
    ----------
    data : Path, optional
        The data folder; the bundled figures if left out.

    Returns
    -------
    polars.DataFrame
        5,161 rows sorted by ``code``, with the columns of :data:`BASE_AREAS`. A
        subdivision without an area of 2016 stays as a row: ``population``, margins and
        centroid null, ``n_areas`` 0. Names are null where the publisher's list has none.

    Examples
    --------
    >>> areas = read_subdivisions()
    >>> areas.height, areas["population"].sum()
    (5161, 35151728)
    """
    if data is None:
        return _complete(read_figure("subdivisions", FIGURE))
    return _complete(store_subdivisions(_from_files(data)))
