"""Columns of a user's table, as text and as numbers, whatever wrote it."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.vocabulary import TableError, nearest, sample, tables

__all__ = ["has_decimal_comma", "number_column", "refuse_missing", "text_column"]


def has_decimal_comma(path: Path) -> bool:
    """Tell whether a lone comma in a number of this table is that of decimals."""
    return path.suffix.lower() != ".parquet" and (
        tables.is_windows_1252(path) or tables.has_semicolons(path)
    )


def refuse_missing(table: pl.DataFrame, names: Sequence[str], where: str) -> None:
    """Raise on columns that are not there.

    Raises
    ------
    TableError
        With the nearest name, or what the table seems to be parted by.
    """
    missing = [name for name in names if name not in table.columns]
    if not missing:
        return
    if table.width == 1:
        raise TableError(
            f"{where}: found one column only, {table.columns[0][:40]!r}. Expected "
            f"{sample(names)}, parted by commas, semicolons or tabs. Save the table again with "
            "one of these."
        )
    raise TableError(
        f"{where}: found no column {sample(map(repr, missing))}. Expected "
        f"{sample(names)}. {nearest(missing[0], table.columns)}"
    )


def text_column(table: pl.DataFrame, name: str, where: str) -> pl.Series:
    """Give a column as text, what is missing as nothing; whole numbers have no point.

    Examples
    --------
    >>> text_column(pl.DataFrame({"code": [1.0, None]}), "code", "Table").to_list()
    ['1', '']
    """
    column = table[name]
    if column.dtype.is_nested():
        raise TableError(
            f"{where}, column {name}: found {column.dtype}. Expected text or numbers, one value "
            "in each row. Write the column again as text."
        )
    if column.dtype.is_float() and bool((column.drop_nulls() % 1 == 0).all()):
        column = column.cast(pl.Int64)
    return column.cast(pl.String).str.strip_chars().fill_null("")


def number_column(
    table: pl.DataFrame, name: str, *, comma: bool = False
) -> npt.NDArray[np.float64]:
    """Give a column as numbers; NaN where there is none.

    Parameters
    ----------
    table : DataFrame
    name : str
    comma : bool
        Whether a comma is that of decimals.

    Examples
    --------
    >>> number_column(pl.DataFrame({"w": ["1 010,5", ""]}), "w", comma=True).tolist()
    [1010.5, nan]
    """
    column = table[name]
    if column.dtype == pl.String:
        bare = column.str.replace_all(r"[\s\u00a0\u202f]", "")
        if comma:
            bare = bare.str.replace(",", ".", literal=True)
        column = bare.cast(pl.Float64, strict=False)
    values = column.cast(pl.Float64, strict=False).fill_null(math.nan)
    return values.to_numpy().astype(np.float64)
