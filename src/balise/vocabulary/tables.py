"""Tables of users, read by one reader with one set of messages: CSV and Parquet.

Every column of a CSV is text, so that a code keeps its zeros; an empty value is null.
Commas, semicolons and tabs are all understood.
"""

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from balise.vocabulary.errors import TableError, nearest, sample

__all__ = ["has_semicolons", "is_windows_1252", "read_table"]

_SEPARATORS = (",", ";", "\t")
_STATISTICAL = {".sav": "SPSS", ".zsav": "SPSS", ".por": "SPSS", ".dta": "Stata"}
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_table(path: Path, columns: Sequence[str], *, as_saved: bool = False) -> pl.DataFrame:
    """Read a user's table and make sure that it has the columns asked for.

    Parameters
    ----------
    path : Path
        A file ending in .csv, .txt, .tsv or .parquet.
    columns : sequence of str
        Names that must be there; ``"a|b"`` asks for exactly one of the two.
    as_saved : bool
        Whether a CSV is also taken as Excel and R save it: in Windows-1252, after a line
        ``sep=;``, with a first column of row names that has no name (left out).

    Returns
    -------
    polars.DataFrame
        All the columns of the file, in their order.

    Raises
    ------
    TableError
        If the file is missing, empty, ragged, in another encoding or format, or lacks
        a column.
    """
    if not path.is_file():
        raise TableError(
            f"Table {path.name}: found no file at {str(path)!r}. "
            "Expected a CSV or Parquet table. Correct the path."
        )
    suffix = path.suffix.lower()
    if suffix in (".csv", ".txt", ".tsv"):
        table = _read_csv(path, as_saved=as_saved)
    elif suffix == ".parquet":
        table = _read_parquet(path)
    else:
        raise _other_format(path, suffix)
    _require(table, columns, path.name)
    return table


def _other_format(path: Path, suffix: str) -> TableError:
    found = f"a file of {_STATISTICAL[suffix]}" if suffix in _STATISTICAL else f"a {suffix!r} file"
    return TableError(
        f"Table {path.name}: found {found}, which cannot be read yet. "
        "Expected a file ending in .csv or .parquet. Save it as CSV in UTF-8."
    )


def _read_parquet(path: Path) -> pl.DataFrame:
    try:
        table = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise TableError(
            f"Table {path.name}: found a file that is not Parquet, or is cut short. "
            "Expected a whole Parquet file. Write it again, or save it as CSV."
        ) from error
    if table.height == 0:
        raise _empty(path.name)
    return table


def _read_csv(path: Path, *, as_saved: bool) -> pl.DataFrame:
    text = _decoded(path, windows=as_saved)
    if as_saved:
        text = re.sub(r"\A\"?sep=.\"?\r?\n", "", text)
    separator = _separator(text)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    try:
        for row in lines:
            if not any(value.strip() for value in row):
                continue
            if rows and len(row) != len(rows[0]):
                raise _ragged(path.name, lines.line_num, len(row), len(rows[0]))
            rows.append([value.strip() for value in row])
    except csv.Error as error:
        raise TableError(
            f"Table {path.name}, line {lines.line_num}: found text that is not CSV ({error}). "
            "Expected every quotation mark to be closed. Mend that line, or save the table again."
        ) from error
    if len(rows) < 2:
        raise _empty(path.name)
    if as_saved and rows[0][0] == "" and len(rows[0]) > 1:
        rows = [row[1:] for row in rows]
    names = _names(rows[0], path.name)
    values = {name: [row[place] or None for row in rows[1:]] for place, name in enumerate(names)}
    return pl.DataFrame(values, schema=dict.fromkeys(names, pl.String))


def _separator(text: str) -> str:
    return max(_SEPARATORS, key=text.split("\n", 1)[0].count)


def has_semicolons(path: Path) -> bool:
    """Tell whether a table is a text parted by semicolons, where a comma stands for decimals.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "mine.csv"
    ...     _ = path.write_text("id;hours", encoding="utf-8")
    ...     has_semicolons(path)
    True
    """
    if path.suffix.lower() == ".parquet":
        return False
    return _separator(_decoded(path, windows=False)) == ";"


def is_windows_1252(path: Path) -> bool:
    """Tell whether a text is no UTF-8 and has only bytes that Windows-1252 knows.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "mine.csv"
    ...     _ = path.write_bytes("région".encode("cp1252"))
    ...     is_windows_1252(path)
    True
    """
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding == "cp1252"
    return False


def _decoded(path: Path, *, windows: bool) -> str:
    raw = path.read_bytes()
    if raw.startswith(_WIDE_MARKS):
        raise TableError(
            f"Table {path.name}, line 1: found text in UTF-16. Expected UTF-8. "
            'Save it again as "CSV UTF-8".'
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if windows and is_windows_1252(path):
            return raw.decode("cp1252")
        line = raw[: error.start].count(b"\n") + 1
        raise TableError(
            f"Table {path.name}, line {line}: found the byte {raw[error.start]:#04x}, which is "
            "not UTF-8; the file may be in Latin-1 or Windows-1252. Expected UTF-8. "
            'Save it again as "CSV UTF-8".'
        ) from error


def _names(header: list[str], where: str) -> list[str]:
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice or "" in header:
        found = f"the column {sample(twice)} twice" if twice and twice != [""] else "no name"
        raise TableError(
            f"Table {where}, line 1: found {found}. Expected each column to have a name of its "
            "own. Rename or take away the column."
        )
    return header


def _ragged(where: str, line: int, found: int, expected: int) -> TableError:
    return TableError(
        f"Table {where}, line {line}: found {found} values. Expected {expected}, one for each "
        "name of the first line. Put quotation marks around a value that holds a comma."
    )


def _empty(where: str) -> TableError:
    return TableError(
        f"Table {where}: found no rows. Expected a first line of column names and at least one "
        "row. Fill the table."
    )


def _require(table: pl.DataFrame, columns: Sequence[str], where: str) -> None:
    for asked in columns:
        names = asked.split("|")
        present = [name for name in names if name in table.columns]
        if len(present) != 1:
            found = sample(table.columns) if not present else f"both {' and '.join(present)}"
            amount = "the column" if len(names) == 1 else "exactly one of the columns"
            hint = nearest(names[0], table.columns) if not present else "Take one of them away."
            raise TableError(
                f"Table {where}: found {found}. Expected {amount} {' or '.join(names)}. {hint}"
            )
