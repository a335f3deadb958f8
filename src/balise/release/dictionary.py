"""The data dictionary: every column of every table, in English and French."""

import io
from collections.abc import Iterable

import polars as pl
from polars.datatypes import DataTypeClass

from balise.release.columns import Column, Table
from balise.release.schema import SCHEMA

__all__ = ["TYPE_NAMES", "data_dictionary", "dictionary_csv"]

TYPE_NAMES: dict[DataTypeClass, tuple[str, str]] = {
    pl.String: ("text", "texte"),
    pl.Int64: ("whole number", "nombre entier"),
    pl.UInt16: ("whole number", "nombre entier"),
    pl.UInt64: ("whole number", "nombre entier"),
    pl.Float64: ("number", "nombre"),
}

_UNITS_FR = {
    "text": "texte",
    "number": "nombre",
    "people": "personnes",
    "areas": "régions",
    "points": "points",
    "share": "part",
    "share squared": "part au carré",
    "degrees": "degrés",
    "kilometres": "kilomètres",
    "kilometres per hour": "kilomètres à l'heure",
    "hours": "heures",
    "dollars": "dollars",
    "offices": "bureaux",
    "as listed": "selon la liste",
    "capacity per 10,000 people": "capacité par 10 000 personnes",
    "minutes": "minutes",
    "hours a week": "heures par semaine",
    "ratio": "rapport",
    "1/10,000": "1/10 000",
    "as the check": "selon la vérification",
}


def _row(table: str, column: Column) -> dict[str, object]:
    """Tell one column, or a family of columns, as a row of the dictionary."""
    is_family = column.pattern is not None
    return {
        "table": table,
        "column": column.pattern or column.name,
        "type_en": TYPE_NAMES[column.dtype][0],
        "type_fr": TYPE_NAMES[column.dtype][1],
        "unit_en": column.unit,
        "unit_fr": _UNITS_FR[column.unit],
        "lowest": column.low,
        "highest": column.high,
        "allowed": "" if len(column.allowed) > 16 else " ".join(column.allowed),
        "may_be_empty": "yes" if column.nullable else "no",
        "key": "yes" if column.key else "no",
        "description_en": (
            "part of the people of this row who are of age a1 to a7, education e1 to e4 and "
            "household income quartile q1 to q4 (112 columns)"
            if is_family
            else column.en
        ),
        "description_fr": (
            "part des personnes de cette ligne qui sont d'âge a1 à a7, de scolarité e1 à e4 et du "
            "quartile de revenu du ménage q1 à q4 (112 colonnes)"
            if is_family
            else column.fr
        ),
    }


def data_dictionary(tables: Iterable[Table] = tuple(SCHEMA.values())) -> pl.DataFrame:
    """Tell every column of every table: type, unit, range, meaning in both languages.

    Parameters
    ----------
    tables : iterable of Table
        Those of a release, unless others are given.

    Returns
    -------
    polars.DataFrame
        One row per column, in published order; the 112 columns of person types
        are one row, named by their pattern.

    Examples
    --------
    >>> words = data_dictionary()
    >>> words.filter(pl.col("column") == "population")["unit_en"].to_list()
    ['people']
    """
    rows: list[dict[str, object]] = []
    for table in tables:
        families: set[str] = set()
        for column in table.columns:
            if column.pattern in families:
                continue
            if column.pattern is not None:
                families.add(column.pattern)
            rows.append(_row(table.name, column))
    return pl.DataFrame(rows, schema_overrides={"lowest": pl.Float64, "highest": pl.Float64})


def dictionary_csv(tables: Iterable[Table] = tuple(SCHEMA.values())) -> bytes:
    """Write the data dictionary as CSV.

    Examples
    --------
    >>> dictionary_csv().decode().splitlines()[1].split(",")[:2]
    ['areas', 'dguid']
    """
    buffer = io.BytesIO()
    data_dictionary(tables).write_csv(buffer)
    return buffer.getvalue()
