"""A column and a table of a release: name, type, unit, range, meaning in both languages."""

from dataclasses import dataclass

import polars as pl
from polars.datatypes import DataTypeClass

__all__ = [
    "Column",
    "Table",
    "count",
    "measures",
    "number",
    "share",
    "text",
    "whole",
]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it holds, in which unit, within which range.

    ``low`` and ``high`` are the closed range of its numbers [unit]; ``allowed``
    lists the only texts it may hold (empty: any); ``pattern`` names the family
    of columns it belongs to, told once in the data dictionary.
    """

    name: str
    dtype: DataTypeClass
    unit: str
    en: str
    fr: str
    low: float | None = None
    high: float | None = None
    nullable: bool = False
    key: bool = False
    allowed: tuple[str, ...] = ()
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its title in both languages and its columns, in published order."""

    name: str
    en: str
    fr: str
    columns: tuple[Column, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """Columns that together name a row, and by which rows are sorted."""
        return tuple(column.name for column in self.columns if column.key)

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in published order."""
        return tuple(column.name for column in self.columns)

    @property
    def dtypes(self) -> dict[str, DataTypeClass]:
        """Type of each column, in published order."""
        return {column.name: column.dtype for column in self.columns}

    def empty(self) -> pl.DataFrame:
        """Give the table without any row.

        Examples
        --------
        >>> Table(
        ...     "towns", "towns", "villes", (text("code", "code", "code", key=True),)
        ... ).empty().height
        0
        """
        return pl.DataFrame(schema=self.dtypes)


def text(
    name: str,
    en: str,
    fr: str,
    *,
    nullable: bool = False,
    key: bool = False,
    allowed: tuple[str, ...] = (),
) -> Column:
    """Describe a column of text.

    Examples
    --------
    >>> text("level", "level", "niveau", allowed=("pr", "cd")).allowed
    ('pr', 'cd')
    """
    return Column(name, pl.String, "text", en, fr, nullable=nullable, key=key, allowed=allowed)


def count(name: str, en: str, fr: str, *, nullable: bool = True, unit: str = "people") -> Column:
    """Describe a column of counts, zero or more [people unless said].

    Examples
    --------
    >>> count("people", "people", "personnes").low
    0
    """
    return Column(name, pl.Int64, unit, en, fr, low=0, nullable=nullable)


def whole(name: str, en: str, fr: str, *, key: bool = False, nullable: bool = False) -> Column:
    """Describe a column of whole numbers without a unit, zero or more.

    Examples
    --------
    >>> whole("draw", "draw", "tirage", key=True).key
    True
    """
    return Column(name, pl.Int64, "number", en, fr, low=0, key=key, nullable=nullable)


def number(
    name: str,
    unit: str,
    en: str,
    fr: str,
    limits: tuple[float | None, float | None] = (None, None),
    *,
    nullable: bool = True,
) -> Column:
    """Describe a column of numbers within closed limits [unit].

    Examples
    --------
    >>> number("lon", "degrees", "longitude", "longitude", (-180, 180)).high
    180
    """
    low, high = limits
    return Column(name, pl.Float64, unit, en, fr, low, high, nullable=nullable)


def share(name: str, en: str, fr: str, *, nullable: bool = True) -> Column:
    """Describe a column of shares or probabilities, 0 to 1.

    Examples
    --------
    >>> share("coverage", "coverage", "couverture").high
    1
    """
    return number(name, "share", en, fr, (0, 1), nullable=nullable)


def measures(
    name: str, unit: str, en: str, fr: str, limits: tuple[float, float]
) -> tuple[Column, ...]:
    """Describe a measure, its standard error and the bounds of its interval.

    Returns
    -------
    tuple of Column, length 4
        ``name``, ``name_se``, ``name_low``, ``name_high``; the interval holds 19
        times out of 20.

    Examples
    --------
    >>> [column.name for column in measures("evi", "points", "score", "score", (0, 100))]
    ['evi', 'evi_se', 'evi_low', 'evi_high']
    """
    return (
        number(name, unit, en, fr, limits),
        number(f"{name}_se", unit, f"{en}: standard error", f"{fr} : erreur type", (0, None)),
        number(
            f"{name}_low",
            unit,
            f"{en}: lower bound of the interval (19 times out of 20)",
            f"{fr} : borne inférieure de l'intervalle (19 fois sur 20)",
            limits,
        ),
        number(
            f"{name}_high",
            unit,
            f"{en}: upper bound of the interval (19 times out of 20)",
            f"{fr} : borne supérieure de l'intervalle (19 fois sur 20)",
            limits,
        ),
    )
