"""Provincial inputs of the seed: people by age, and education by age, in 2016."""

from pathlib import Path

import polars as pl

from balise.sources.figures import read_figure
from balise.sources.labels import age_range, geography_codes, share
from balise.sources.provenance import Data
from balise.sources.published import numbers, read_columns

__all__ = ["ATTAINMENT", "POPULATION_BY_AGE", "read_attainment", "read_population_by_age"]

POPULATION_BY_AGE: dict[str, type[pl.DataType]] = {
    "pruid": pl.String,
    "low": pl.Int64,
    "high": pl.Int64,
    "people": pl.Int64,
}
ATTAINMENT: dict[str, type[pl.DataType]] = {
    "pruid": pl.String,
    "measure": pl.String,
    "low": pl.Int64,
    "high": pl.Int64,
    "share": pl.Float64,
}

_MEASURES = {
    "Tertiary education": "tertiary",
    "Short-cycle tertiary": "short_cycle",
    "Bachelor's level": "bachelor",
    "Master's or Doctoral level": "graduate",
}
_YEAR = "2016"


def _census_ages(data: Path) -> pl.DataFrame:
    name = "population_by_age_2016"
    columns = {
        "table": "table",
        "geo_code": "pruid",
        "geo_level": "level",
        "age_group": "age_group",
        "value": "people",
    }
    text = read_columns(data, name, columns).filter(
        pl.col("level").is_in(["0", "1"]), pl.col("table") == "98-400-X2016001"
    )
    return numbers(text, name, "age_group", ["people"]).with_columns(
        age_range("low", "age_group"), age_range("high", "age_group")
    )


def _split_age_15(ages: pl.DataFrame) -> pl.DataFrame:
    """Separate age 15 from the band of 15 to 19, with the published count of 16 and over.

    Age 15 = total - (0 to 14) - (16 and over); 16 to 19 = (15 to 19) - age 15.
    """
    wide = ages.pivot("age_group", index="pruid", values="people")
    age_15 = pl.col("Total - Age") - pl.col("0 to 14 years") - pl.col("16 years and over")
    split = wide.select(
        "pruid", age_15.alias("15"), (pl.col("15 to 19 years") - age_15).alias("16")
    )
    return split.unpivot(index="pruid", variable_name="low", value_name="people").select(
        "pruid",
        pl.col("low").cast(pl.Int64),
        pl.when(pl.col("low") == "15").then(15).otherwise(19).cast(pl.Int64).alias("high"),
        "people",
    )


def read_population_by_age(data: Data = None) -> pl.DataFrame:
    """Read people by age in Canada and each province and territory, Census of 2016.

    Parameters
    ----------
    data : Path, optional
        The data folder; the bundled figures if left out.

    Returns
    -------
    polars.DataFrame
        ``pruid`` ("01" is Canada), ``low``, ``high`` [years, both included; null is open],
        ``people``. Bands do not overlap: 0-14, 15, 16-19, 20-24, ... 95-99, 100 and over.
        Counts are randomly rounded to base 5, so bands add up to totals within rounding.

    Examples
    --------
    >>> ages = read_population_by_age()
    >>> ages.filter(pruid="13", low=15).rows()
    [('13', 15, 15, 7810)]
    """
    if data is None:
        return read_figure("population_by_age", POPULATION_BY_AGE)
    ages = _census_ages(data)
    own = (
        pl.col("low").is_not_null()
        & ~pl.col("age_group").is_in(["15 to 19 years", "16 years and over", "15 to 64 years"])
        & ~pl.col("age_group").is_in(["65 years and over", "85 years and over"])
    )
    bands = ages.filter(own).select("pruid", "low", "high", "people")
    return (
        pl.concat([bands, _split_age_15(ages)])
        .sort("pruid", "low")
        .select(pl.col(each).cast(kind) for each, kind in POPULATION_BY_AGE.items())
    )


def _high_school(data: Path) -> pl.DataFrame:
    name = "high_school_2016"
    columns = {
        "table": "table",
        "geography": "geography",
        "gender": "gender",
        "age_group": "age_group",
        "population_group": "population_group",
        "value": "share",
    }
    text = read_columns(data, name, columns).filter(
        pl.col("table") == "37-10-0170-01",
        pl.col("gender") == "Total",
        pl.col("population_group") == "Total",
    )
    return (
        numbers(text, name, "geography", ["share"])
        .with_columns(
            age_range("low", "age_group").fill_null(15),
            age_range("high", "age_group"),
            measure=pl.lit("high_school"),
        )
        .select("geography", "measure", "low", "high", "share")
    )


def _labour_force(data: Path) -> pl.DataFrame:
    name = "attainment_2016"
    columns = {
        "table": "table",
        "year": "year",
        "geography": "geography",
        "attainment": "attainment",
        "age_group": "age_group",
        "population_group": "population_group",
        "value": "share",
    }
    text = read_columns(data, name, columns).filter(
        pl.col("table") == "37-10-0130-01",
        pl.col("year") == _YEAR,
        pl.col("population_group") == "Total population",
    )
    return (
        numbers(text, name, "geography", ["share"])
        .with_columns(
            age_range("low", "age_group"),
            age_range("high", "age_group"),
            measure=pl.col("attainment").replace_strict(_MEASURES),
        )
        .select("geography", "measure", "low", "high", "share")
    )


def read_attainment(data: Data = None) -> pl.DataFrame:
    """Read education by age in Canada and each province and territory, 2016.

    Parameters
    ----------
    data : Path, optional
        The data folder; the bundled figures if left out.

    Returns
    -------
    polars.DataFrame
        ``pruid`` ("01" is Canada), ``measure``, ``low``, ``high`` [years, both included;
        null is open], ``share`` (0 to 1) of all people of that age. ``high_school`` (a
        diploma or more) is from the census, 15 and over; ``tertiary``, ``short_cycle``,
        ``bachelor`` and ``graduate`` are of the Labour Force Survey, 25 to 64, without
        trades certificates and reserves. Bands overlap (30-34 lies within 25-34).

    Examples
    --------
    >>> table = read_attainment()
    >>> table.filter(pruid="13", measure="high_school", low=75)["share"].to_list()
    [0.458]
    """
    if data is None:
        return read_figure("attainment", ATTAINMENT)
    both = pl.concat([_high_school(data), _labour_force(data)])
    return (
        geography_codes(both, "attainment_2016")
        .with_columns(share("share"))
        .filter(pl.col("share").is_not_null())
        .sort("pruid", "measure", "low", "high", nulls_last=True)
        .select(pl.col(each).cast(kind) for each, kind in ATTAINMENT.items())
    )
