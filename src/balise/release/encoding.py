"""Tables as bytes: one Parquet and one CSV for the same rows, wherever they are written."""

import io
from typing import Final

import polars as pl

__all__ = ["ROW_GROUP", "csv_bytes", "parquet_bytes"]

ROW_GROUP: Final = 65_536
"""Rows of a row group of Parquet: fixed, so that the same rows give the same bytes."""


def parquet_bytes(rows: pl.DataFrame, *, level: int = 9, row_group: int = ROW_GROUP) -> bytes:
    """Encode a table as Parquet, compressed with Zstandard.

    Parameters
    ----------
    rows : DataFrame
    level : int
        Of compression, 1 to 22.
    row_group : int
        Rows of a row group.
    """
    buffer = io.BytesIO()
    rows.write_parquet(
        buffer,
        compression="zstd",
        compression_level=level,
        statistics=True,
        row_group_size=row_group,
    )
    return buffer.getvalue()


def csv_bytes(rows: pl.DataFrame) -> bytes:
    r"""Encode a table as CSV in UTF-8, empty where there is no value.

    Examples
    --------
    >>> csv_bytes(pl.DataFrame({"code": ["13", None], "people": [5, 10]}))
    b'code,people\n13,5\n,10\n'
    """
    buffer = io.BytesIO()
    rows.write_csv(buffer, line_terminator="\n", quote_style="necessary", null_value="")
    return buffer.getvalue()
