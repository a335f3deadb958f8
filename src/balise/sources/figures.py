"""Bundled figures: small tables in our own layout, read as they were written."""

from collections.abc import Mapping

import polars as pl

from balise.sources.provenance import figure_bytes

__all__ = ["figure_text", "read_figure"]

Schema = Mapping[str, type[pl.DataType]]


def read_figure(name: str, schema: Schema) -> pl.DataFrame:
    """Read one bundled table.

    Parameters
    ----------
    name : str
        The name of the figure's record.
    schema : mapping of str to polars data type
        Its columns, in the order they are returned.

    Returns
    -------
    polars.DataFrame
        The table; blanks are null.

    Examples
    --------
    >>> import polars as pl
    >>> read_figure("skills", {"activity": pl.String, "share": pl.Float64}).width
    2
    """
    table = pl.read_csv(
        figure_bytes(name), columns=list(schema), infer_schema=False, null_values=[""]
    )
    return table.select(pl.col(each).cast(kind) for each, kind in schema.items())


def figure_text(table: pl.DataFrame) -> str:
    """Write a table as the text of a bundled figure: the same table gives the same bytes."""
    return table.write_csv(line_terminator="\n", null_value="")
