"""Service regions of a user: which areas each one is made of."""

from pathlib import Path

import polars as pl

from balise.vocabulary import TableError, own_identifier, sample, tables

__all__ = ["read_regions"]

_COLUMNS = ("region", "name_en", "name_fr", "csduid|dauid")
_OUTPUT = ("region", "name_en", "name_fr", "code")


def read_regions(path: Path, areas: pl.DataFrame) -> pl.DataFrame:
    """Read which base areas make up each service region.

    Parameters
    ----------
    path : Path
        A table with the columns region, name_en, name_fr and either csduid (census
        subdivisions of 2021) or dauid (dissemination areas of 2016), one row per area.
    areas : polars.DataFrame
        The base areas of the jurisdiction, with ``code`` and ``csduid``.

    Returns
    -------
    polars.DataFrame
        region, name_en, name_fr, code (of a base area), one row per base area, sorted.

    Raises
    ------
    TableError
        If an area is unknown or listed twice, a value is empty, or a region has two names.
    """
    table = tables.read_table(path, _COLUMNS)
    key = "csduid" if "csduid" in table.columns else "dauid"
    table = table.select(pl.col("region", "name_en", "name_fr", key).cast(pl.String))
    _refuse_blanks(table, path.name)
    _refuse_two_names(table, path.name)
    _refuse_same_identifier(table, path.name)
    _refuse_twice(table, key, path.name)
    known = _known(areas, key, path.name)
    unknown = [code for code in table[key] if code not in set(known[key])]
    if unknown:
        raise TableError(
            f"Table {path.name}, column {key}: found {len(unknown):,} unknown: {sample(unknown)}. "
            f"Expected codes of the jurisdiction, such as {sample(known[key].sort(), 2)}. "
            "Correct them, or widen the jurisdiction of the recipe."
        )
    return table.join(known, on=key).select(_OUTPUT).sort("region", "code")


def _known(areas: pl.DataFrame, key: str, where: str) -> pl.DataFrame:
    """Match the codes a user may write with base areas."""
    if key == "csduid":
        return areas.select("csduid", "code").drop_nulls()
    if areas["code"].str.len_chars().max() == 7:
        raise TableError(
            f"Table {where}: found the column dauid, but the recipe is built from census "
            'subdivisions. Expected csduid. Name census subdivisions, or set base = "da".'
        )
    return areas.select(pl.col("code").alias("dauid"), "code")


def _refuse_blanks(table: pl.DataFrame, where: str) -> None:
    for column in table.columns:
        rows = table.with_row_index("row", offset=2).filter(pl.col(column).is_null())["row"]
        if len(rows):
            raise TableError(
                f"Table {where}, column {column}: found no value in the rows on lines "
                f"{sample(rows)}. Expected a value in each row; regions have a name in both "
                "languages. Fill them."
            )


def _refuse_two_names(table: pl.DataFrame, where: str) -> None:
    for column in ("name_en", "name_fr"):
        names = table.group_by("region").agg(pl.col(column).unique().sort()).sort("region")
        several = names.filter(pl.col(column).list.len() > 1)
        if several.height:
            region, found = several.row(0)
            raise TableError(
                f"Table {where}, region {region!r}: found {len(found)} different {column}: "
                f"{sample(map(repr, found))}. Expected one name for each region. "
                "Write the same name in all its rows."
            )


def _refuse_same_identifier(table: pl.DataFrame, where: str) -> None:
    seen: dict[str, str] = {}
    for region in table["region"].unique().sort():
        identifier = own_identifier("region", region)
        if identifier in seen:
            raise TableError(
                f"Table {where}: found the regions {seen[identifier]!r} and {region!r}, which "
                f"would both be called {identifier}. Expected names that differ by a letter or a "
                "digit. Rename one, or write both alike if they are the same region."
            )
        seen[identifier] = region


def _refuse_twice(table: pl.DataFrame, key: str, where: str) -> None:
    lines = table.with_row_index("row", offset=2).group_by(key).agg("row", "region").sort(key)
    twice = lines.filter(pl.col("row").list.len() > 1)
    if twice.height:
        listed = [
            f"{code} (lines {', '.join(map(str, rows))})" for code, rows, _ in twice.iter_rows()
        ]
        raise TableError(
            f"Table {where}, column {key}: found {twice.height:,} listed twice: {sample(listed)}. "
            "Expected each area in one region only, so that nobody counts twice. "
            "Keep one row for each."
        )
