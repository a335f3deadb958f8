"""Tables of persons raked from microdata, and the columns that none of them may have."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import polars as pl

from balise.release.columns import number, text, whole
from balise.release.findings import Finding, found
from balise.release.person_tables import PersonTables, person_tables

__all__ = ["RESPONDENT_COLUMNS", "check_columns", "raked_tables"]

RESPONDENT_COLUMNS: Final = frozenset(
    {
        "cf_id",
        "ef_id",
        "fitted_weight",
        "hh_id",
        "poids",
        "pp_id",
        "ppsort",
        "pumfid",
        "seed_id",
        "synthetic_household_id",
        "synthetic_id",
        "synthetic_person_id",
        "weight",
        "weights",
        "wgt",
        "wtpg",
        "wtpp",
    }
)
"""Columns that name one respondent or say their weight, in small letters: in census and survey
files, and in synthpopcan's output."""


def raked_tables(variables: Sequence[str], flags: Sequence[str]) -> PersonTables:
    """Lay out persons raked to counts of areas: rows carry the categories of their type.

    Parameters
    ----------
    variables : sequence of str
        Columns of categories that were kept.
    flags : sequence of str
        What an area can come to.

    Examples
    --------
    >>> raked_tables(["sex"], ["ok"]).persons.names
    ('id', 'area', 'type', 'sex')
    """
    return person_tables(
        text("area", "area, as in the counts", "région, comme dans les chiffres", key=True),
        [
            text(name, f"category of the variable {name}", f"catégorie de la variable {name}")
            for name in variables
        ],
        told=[
            number(
                "people",
                "people",
                "people that the counts say, forced to one total; empty where they say nothing",
                "personnes selon les chiffres, ramenées à un seul total; vide s'ils sont muets",
                (0, None),
            ),
            text("flag", "what raking came to", "résultat du calage", allowed=tuple(flags)),
            number(
                "residual",
                "share",
                "largest miss of a count, as a share of the people of the area",
                "plus grand écart à un chiffre, en part des personnes de la région",
                (0, None),
                nullable=False,
            ),
            number(
                "apart",
                "people",
                "largest difference between the total of a variable and what it was forced to",
                "plus grand écart entre le total d'une variable et celui auquel il est ramené",
                (0, None),
                nullable=False,
            ),
            whole("rounds", "rounds of raking", "tours de calage"),
        ],
    )


def check_columns(path: Path | str) -> Finding:
    """Check that no table of a folder of persons names a respondent or says a weight.

    Parameters
    ----------
    path : Path or str
        A folder that :func:`check_persons` has found to hold persons.
    """
    folder = Path(path)
    return found(
        "no column names a respondent or says a weight",
        _told(folder),
        "persons, areas and types",
    )


def _told(folder: Path) -> Iterator[str]:
    record = json.loads((folder / "record.json").read_bytes())
    for name in sorted(record.get("digests", {})):
        if name.endswith(".parquet") and (folder / name).is_file():
            for column in pl.read_parquet_schema(folder / name):
                if column.lower() in RESPONDENT_COLUMNS:
                    yield f"{name} has the column {column!r}"
