"""Bundled figures: small tables in our own layout, read as they were written."""

import hashlib
from collections.abc import Mapping
from functools import cache

import polars as pl

from balise.sources.provenance import Record, package, read_records
from balise.vocabulary import SourceError, nearest

__all__ = ["figure_bytes", "figure_record", "figure_records", "figure_text", "read_figure"]

Schema = Mapping[str, type[pl.DataType]]


@cache
def _bundled() -> dict[str, Record]:
    return read_records(package() / "figures")


def figure_records() -> tuple[Record, ...]:
    """Give the records of all bundled figures, by name."""
    return tuple(_bundled().values())


def figure_record(name: str) -> Record:
    """Give the record of one bundled figure.

    Examples
    --------
    >>> figure_record("skills").licence
    'Statistics Canada Open Licence'
    """
    figures = _bundled()
    if name not in figures:
        raise SourceError(
            f"The package bundles no figure named {name!r}. Expected one of its figures. "
            f"{nearest(name, figures)}"
        )
    return figures[name]


@cache
def figure_bytes(name: str) -> bytes:
    """Read one bundled figure, its digest verified once per process."""
    record = figure_record(name)
    raw = (package() / record.path).read_bytes()
    found = hashlib.sha256(raw).hexdigest()
    if found != record.sha256:
        raise SourceError(
            f"The bundled figure {record.path} has been altered: its SHA-256 is {found}. "
            f"Expected {record.sha256}. Reinstall balise, or run 'make figures DATA=DIR'."
        )
    return raw


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
