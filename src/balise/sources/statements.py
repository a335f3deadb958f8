"""Single figures that publishers stated in words: anchors of the fit, and checks outside it."""

from typing import NamedTuple

import polars as pl

from balise.sources.figures import read_figure
from balise.sources.labels import PERCENT
from balise.sources.provenance import Data
from balise.sources.published import numbers, read_columns
from balise.vocabulary import SourceError

__all__ = ["STATEMENTS", "read_statements"]

STATEMENTS: dict[str, type[pl.DataType]] = {
    "key": pl.String,
    "value": pl.Float64,
    "year": pl.Int64,
    "publisher": pl.String,
    "table": pl.String,
    "status": pl.String,
}
_SOURCE = "statements"


class _Statement(NamedTuple):
    key: str
    year: str
    group: str
    indicator: str
    table: str  # how the publisher's table number begins


_TYPOLOGY, _PANDEMIC = "11F0019M2021008", "36-28-0001"
_SENIORS, _CENSUS = "11F0019M2019015", "census 2021"
_LOW = "Non-users or Basic users"
_HOME = "has home Internet access"
_USED = "used the Internet"
_OF_PEOPLE = "share of population"

_READ = (
    _Statement("nonusers_or_basic_total", "2018", "15 years and over", _LOW, _PANDEMIC),
    _Statement("nonusers_or_basic_total_2020", "2020", "15 years and over", _LOW, _PANDEMIC),
    _Statement("nonusers_or_basic_65plus", "2018", "65 years and over", _LOW, _TYPOLOGY),
    _Statement(
        "nonusers_or_basic_secondary_or_less", "2018", "High school diploma", _LOW, _TYPOLOGY
    ),
    _Statement("home_access_inside_cma", "2020", "inside a CMA", _HOME, "CIUS 2020"),
    _Statement("home_access_outside_cma", "2020", "outside a CMA", _HOME, "CIUS 2020"),
    _Statement("internet_75plus_2020", "2020", "75 years and over", _USED, "198"),
    _Statement("internet_75plus_2022", "2022", "75 years and over", _USED, "CIUS 2022"),
    _Statement("internet_65plus_2016", "2016", "65 and over", _USED, _SENIORS),
    _Statement("internet_65plus_no_diploma", "2016", "No high school diploma", _USED, _SENIORS),
    _Statement("internet_65plus_university", "2016", "University education", _USED, _SENIORS),
    _Statement("rural_share_2016", "2016", "rural areas", _OF_PEOPLE, _CENSUS),
    _Statement("rural_share_2021", "2021", "rural areas", _OF_PEOPLE, _CENSUS),
    _Statement("immigrant_share_2016", "2016", "immigrants", _OF_PEOPLE, _CENSUS),
)


def _find(table: pl.DataFrame, statement: _Statement) -> pl.DataFrame:
    found = table.filter(
        pl.col("year") == statement.year,
        pl.col("group") == statement.group,
        pl.col("indicator") == statement.indicator,
        pl.col("table").str.starts_with(statement.table),
        pl.col("geography").str.starts_with("Canada"),
    )
    if found.height != 1:
        raise SourceError(
            f"Source '{_SOURCE}' holds {found.height} statements on {statement.indicator!r}, "
            f"{statement.group!r}, {statement.year}. Expected exactly one. Put the published "
            "file back ('balise sources check --data DIR' lists what was altered)."
        )
    return found.with_columns(key=pl.lit(statement.key))


def read_statements(data: Data = None) -> pl.DataFrame:
    """Read the published statements used as anchors or checks.

    Parameters
    ----------
    data : Path, optional
        The data folder; the bundled figures if left out.

    Returns
    -------
    polars.DataFrame
        ``key``, ``value`` (share, 0 to 1), ``year`` it refers to, ``publisher``, ``table``,
        ``status`` (published, or seen in a secondary report).

    Examples
    --------
    >>> read_statements().filter(key="nonusers_or_basic_total")["value"].to_list()
    [0.238]
    """
    if data is None:
        return read_figure("statements", STATEMENTS)
    columns = {
        "source": "publisher",
        "table": "table",
        "year": "year",
        "geography": "geography",
        "group": "group",
        "indicator": "indicator",
        "value": "value",
        "unit": "unit",
        "status": "status",
    }
    text = read_columns(data, _SOURCE, columns).filter(pl.col("unit") == "percent")
    table = numbers(text, _SOURCE, "indicator", ["value"], signed=True)
    found = pl.concat([_find(table, each) for each in _READ])
    return (
        found.with_columns((pl.col("value") / PERCENT).round(4))
        .sort("key")
        .select(pl.col(each).cast(kind) for each, kind in STATEMENTS.items())
    )
