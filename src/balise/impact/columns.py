"""Columns of a user's table: read whatever wrote it, as numbers, with their roles guessed.

Numbers come with a decimal point or comma and with spaces between thousands; what is
missing is written in many ways. Nothing that is no number becomes one.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.vocabulary import ImpactError, sample, tables

__all__ = [
    "ROLE_NAMES",
    "FloatArray",
    "flags",
    "guess_roles",
    "numbers",
    "read_columns",
    "texts",
    "told_encoding",
]

FloatArray = npt.NDArray[np.float64]

MISSING = {"", "na", "n/a", "nan", "null", "none", ".", "..", "...", "nd", "n.d.", "s.o.", "-"}

# In order: the first name that a column bears wins; plain words, both languages.
ROLE_NAMES: Mapping[str, tuple[str, ...]] = {
    "first_treated": (
        "first_treated", "first_treat", "treatment_start", "start", "start_year", "adoption",
        "adoption_year", "cohort", "gvar", "premier_traitement", "debut", "annee_debut",
        "date_debut", "debut_programme", "program_start", "cohorte", "adoption_date", "lancement",
    ),
    "treated": (
        "treated", "treatment", "treat", "program", "programme", "participant", "traite",
        "traitement", "beneficiaire", "exposed", "expose", "intervention", "d",
    ),
    "time": (
        "time", "year", "period", "month", "quarter", "week", "date", "day", "annee", "mois",
        "trimestre", "semaine", "periode", "temps", "exercice", "fiscal_year", "an", "t",
    ),
    "unit": (
        "unit", "id", "unit_id", "office", "community", "municipality", "county", "region",
        "state", "province", "site", "school", "name", "unite", "identifiant", "bureau",
        "collectivite", "communaute", "municipalite", "comte", "etat", "ecole", "nom", "csd",
        "dguid", "idugd", "code", "client", "person", "personne", "countyreal",
    ),
    "weights": (
        "weight", "weights", "population", "pop", "poids", "ponderation", "ponderations",
    ),
    "outcome": (
        "outcome", "y", "result", "value", "resultat", "valeur", "issue", "users", "use", "uptake",
        "utilisateurs", "usage", "demandes", "applications", "visits", "visites", "served",
        "servies", "servis", "count", "nombre", "rate", "taux", "share", "part",
    ),
}  # fmt: skip


def read_columns(path: Path) -> tuple[pl.DataFrame, bool]:
    """Read a table: CSV (comma, semicolon or tab), XLSX (first sheet) or Parquet.

    Returns
    -------
    tuple of (polars.DataFrame, bool)
        The table, and whether a lone comma in a number is a decimal comma: it is unless
        commas also separate the columns.
    """
    if path.suffix.lower() in {".xlsx", ".xlsm"}:
        return _read_sheet(path), True
    table = tables.read_table(path, (), as_saved=True)
    if path.suffix.lower() == ".parquet":
        return table, True
    with path.open(encoding="utf-8-sig", errors="replace") as text:
        header = text.readline()
        if header.startswith(("sep=", '"sep=')):
            header = text.readline()
    return table, max(",;\t", key=header.count) != ","


def told_encoding(path: Path) -> tuple[tuple[str, str], ...]:
    """Tell, in both languages, that a table was read as Windows-1252; nothing if it was not."""
    if path.suffix.lower() not in {".csv", ".txt", ".tsv"} or not tables.is_windows_1252(path):
        return ()
    return (
        (
            f"The file {path.name} is not in UTF-8: it was read as Windows-1252. Check that "
            "accents are right.",
            f"Le fichier {path.name} n’est pas en UTF-8\u00a0: il a été lu comme Windows-1252. "
            "Vérifiez que les accents sont justes.",
        ),
    )


def _read_sheet(path: Path) -> pl.DataFrame:
    import zipfile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    def refused(found: str) -> ImpactError:
        return ImpactError(
            f"Workbook {path.name}: found {found}. Expected a first sheet whose first line names "
            "the columns, and at least one row. Mend the sheet, or save it as CSV UTF-8."
        )

    if not path.is_file():
        raise refused("no file of that name")
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
        book.close()
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError) as error:
        raise refused("a file that is no workbook") from error
    rows = [row for row in rows if any(value not in (None, "") for value in row)]
    if len(rows) < 2:
        raise refused("no rows")
    width = max(place for place, name in enumerate(rows[0]) if name not in (None, "")) + 1
    names = [str(name).strip() if name is not None else "" for name in rows[0][:width]]
    if "" in names or len(set(names)) < width:
        raise refused("a column without a name, or two of one name")
    columns = {
        name: [_cell(row[place]) if place < len(row) else None for row in rows[1:]]
        for place, name in enumerate(names)
    }
    return pl.DataFrame(columns, schema=dict.fromkeys(names, pl.String))


def _cell(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip() or None


def texts(table: pl.DataFrame, name: str) -> list[str]:
    """Give a column as text; what is missing is an empty text."""
    column = table[name]
    if column.dtype == pl.String:
        return [(value or "").strip() for value in column.to_list()]
    return [_cell(value) or "" for value in column.to_list()]


_THOUSANDS = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?")
_SPACES = dict.fromkeys(map(ord, " \u00a0\u202f\u2009'"))
_SIGNS = {ord("\N{MINUS SIGN}"): "-"}


def numbers(table: pl.DataFrame, name: str, *, decimal_comma: bool = False) -> FloatArray:
    """Give a column as numbers; what is missing is NaN.

    Raises
    ------
    ImpactError
        If a value is no number; five of them are shown with their rows.

    Examples
    --------
    >>> table = pl.DataFrame({"rate": ["1 250,5", "", "-3"]})
    >>> numbers(table, "rate", decimal_comma=True)
    array([1250.5,    nan,   -3. ])
    """
    column = table[name]
    if column.dtype.is_numeric() or column.dtype == pl.Boolean:
        return column.cast(pl.Float64).fill_null(np.nan).to_numpy().copy()
    raw = texts(table, name)
    found = np.full(len(raw), np.nan)
    wrong: list[str] = []
    for row, text in enumerate(raw):
        if text.lower() in MISSING:
            continue
        try:
            found[row] = _number(text, decimal_comma=decimal_comma)
        except ValueError:
            wrong.append(f"{text[:30]!r} in row {row + 2}")
    if wrong:
        raise ImpactError(
            f"Column {name}: found {sample(wrong)}. Expected numbers, such as 12.5 or 12,5, and "
            "nothing where a value is missing. Correct these cells, or choose another column."
        )
    return found


_FLAGS = {"true": "1", "vrai": "1", "false": "0", "faux": "0"}


def flags(table: pl.DataFrame, name: str, *, decimal_comma: bool = False) -> FloatArray:
    """Give a column of 0 and 1 as numbers; true and false, vrai and faux are 1 and 0.

    Examples
    --------
    >>> flags(pl.DataFrame({"treated": ["TRUE", "faux", "1"]}), "treated")
    array([1., 0., 1.])
    """
    if table[name].dtype == pl.String:
        table = pl.DataFrame({name: [_FLAGS.get(t.lower(), t) for t in texts(table, name)]})
    return numbers(table, name, decimal_comma=decimal_comma)


def _number(text: str, *, decimal_comma: bool) -> float:
    bare = text.translate(_SPACES).translate(_SIGNS)
    if "," in bare:
        if not decimal_comma and _THOUSANDS.fullmatch(bare):
            bare = bare.replace(",", "")
        elif bare.count(",") == 1 and "." not in bare:
            bare = bare.replace(",", ".")
        else:
            raise ValueError(text)
    value = float(bare)
    if not np.isfinite(value) or "_" in bare:
        raise ValueError(text)
    return value


def plain_name(name: str) -> str:
    """Give a name without accents, capitals, or anything but letters, digits and ``_``."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", bare).strip("_")


def guess_roles(columns: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    """Guess which column has which role, from names in both languages.

    Parameters
    ----------
    columns : sequence of str
        Names of the table.
    given : mapping
        Role -> column, as the user said: never guessed again.

    Returns
    -------
    dict
        Role -> column: what was given, and what was found for the others. A role that no
        name tells is left out; an outcome is also guessed if one column alone is left.

    Examples
    --------
    >>> guess_roles(["Année", "municipalité", "demandes", "début"], {})
    {'first_treated': 'début', 'time': 'Année', 'unit': 'municipalité', 'outcome': 'demandes'}
    """
    roles = dict(given)
    free = [name for name in columns if name not in set(given.values())]
    for role, names in ROLE_NAMES.items():
        if role in roles or (role == "treated" and "first_treated" in roles):
            continue
        plain = {plain_name(name): name for name in reversed(free)}
        parts = {part: name for whole, name in plain.items() for part in whole.split("_")}
        found = next((plain[name] for name in names if name in plain), None)
        if found is None:
            found = next((parts[name] for name in names if len(name) > 3 and name in parts), None)
        if found is not None:
            roles[role] = found
            free.remove(found)
    if "outcome" not in roles and len(free) == 1:
        roles["outcome"] = free[0]
    return roles
