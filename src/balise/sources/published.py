"""Published files: located, verified against their records, read as text.

A reader of one product asks for its columns by the publisher's names and receives a
table of text under ours; :func:`numbers` then makes numbers of them, so that what a
publisher printed and what it is read as stay apart.
"""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from balise.sources.provenance import Record, file_digest, source_record
from balise.vocabulary import SourceError, sample

__all__ = ["locate", "numbers", "read_columns", "read_verified", "unique_codes"]

_MEND = "Run 'balise sources check --data {data}' and put the published file back"


def _where(data: Path, record: Record) -> Path:
    inside, beside = data / record.path, data.parent / record.path
    if record.path.startswith("facts/") and not inside.exists():
        return beside
    return inside


def locate(data: Path, record: Record) -> Path:
    """Find a published file in the data folder, or its facts in the folder beside it."""
    if not data.is_dir():
        raise SourceError(
            f"The data folder is missing: there is no folder {data}. Expected one that holds the "
            f"published files, {record.path} among them. Name it with --data or BALISE_DATA."
        )
    path = _where(data, record)
    if not path.is_file():
        raise SourceError(
            f"Source '{record.name}' is missing: no file at {path}. "
            f"Expected {record.title_en} ({record.publisher}, {record.table}). "
            + _MEND.format(data=data)
            + ", or name the folder that holds it with --data."
        )
    return path


def _ungzip(raw: bytes) -> tuple[bytes, str]:
    try:
        return gzip.decompress(raw), ""
    except EOFError:
        return b"", "it is a gzip file that ends early"
    except (OSError, zlib.error):
        return b"", "it is not a gzip file that can be read"


def _unzip(raw: bytes) -> tuple[bytes, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = [each for each in archive.namelist() if each.lower().endswith(".csv")]
            return (archive.read(names[0]), "") if names else (b"", "it holds no CSV file")
    except (zipfile.BadZipFile, zlib.error):
        return b"", "it is a zip file that ends early or is not one"


def _text_fault(raw: bytes) -> str:
    if raw.isascii():
        return ""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        return f"its text is not UTF-8 from byte {fault.start:,} on"
    return ""


def _unpack(path: Path) -> tuple[bytes, str]:
    """Read a file as plain text bytes, and say what is wrong with its form, if anything is."""
    raw, fault = path.read_bytes(), ""
    if path.suffix == ".gz":
        raw, fault = _ungzip(raw)
    elif path.suffix == ".zip":
        raw, fault = _unzip(raw)
    return raw, fault or _text_fault(raw)


def verify(data: Path, record: Record) -> Path:
    """Refuse a file whose digest is not the one of its record."""
    path = locate(data, record)
    found = file_digest(path)
    if found != record.sha256:
        _, fault = _unpack(path)
        raise SourceError(
            f"Source '{record.name}' has been altered: {path} has SHA-256 {found}"
            + (f"; {fault}" if fault else "")
            + f". Expected {record.sha256}, as published. "
            + _MEND.format(data=data)
            + f", or describe a newer edition in {data / 'records' / (record.name + '.toml')}."
        )
    return path


def _refuse(record: Record, path: Path, data: Path, found: str, expected: str) -> SourceError:
    return SourceError(
        f"Source '{record.name}' cannot be read: {path}: {found}. Expected {expected}. "
        + _MEND.format(data=data)
        + "."
    )


def read_verified(data: Path, name: str) -> bytes:
    """Read a published file as plain text bytes, unpacked, its digest and form verified."""
    record = source_record(name, data)
    path = verify(data, record)
    raw, fault = _unpack(path)
    if fault:
        raise _refuse(record, path, data, fault, "a whole file of UTF-8 text")
    return raw


def read_columns(data: Path, name: str, columns: Mapping[str, str]) -> pl.DataFrame:
    """Read columns of a published CSV file as text, renamed from its names to ours.

    Parameters
    ----------
    data : Path
        The data folder.
    name : str
        The name of the source's record.
    columns : mapping of str to str
        The publisher's column names, and ours.

    Returns
    -------
    polars.DataFrame
        Text columns under our names; blanks are null.

    Raises
    ------
    SourceError
        If the file is missing, altered, unreadable, or lacks a column.
    """
    raw = read_verified(data, name)
    record = source_record(name, data)
    present = pl.read_csv(io.BytesIO(raw).readline(), infer_schema=False).columns
    missing = [each for each in columns if each not in present]
    if missing:
        raise _refuse(
            record,
            locate(data, record),
            data,
            f"it has no column {sample(map(repr, missing))}",
            "the columns " + ", ".join(columns),
        )
    try:
        table = pl.read_csv(raw, columns=list(columns), infer_schema=False)
    except pl.exceptions.PolarsError as fault:
        found = str(fault).split("\n")[0]
        raise _refuse(
            record, locate(data, record), data, found, "a whole CSV file, as published"
        ) from fault
    return table.select(
        pl.col(theirs).str.strip_chars().replace("", None).alias(ours)
        for theirs, ours in columns.items()
    )


def _offenders(table: pl.DataFrame, key: str, column: str, wrong: pl.Expr) -> list[str]:
    rows = table.filter(wrong).select(key, column).rows()
    return [f"{code}: {value!r}" for code, value in rows]


def numbers(
    table: pl.DataFrame, source: str, key: str, columns: Iterable[str], *, signed: bool = False
) -> pl.DataFrame:
    """Make numbers of text columns; blank stays null.

    Parameters
    ----------
    table : polars.DataFrame
        Text columns.
    source : str
        The name of the source, for messages.
    key : str
        The column that identifies a row, for messages.
    columns : iterable of str
        The columns to convert.
    signed : bool
        Whether negative numbers are allowed; counts are not.

    Raises
    ------
    SourceError
        If a value is not a number, or a count is negative.

    Examples
    --------
    >>> numbers(pl.DataFrame({"code": ["1"], "people": ["40"]}), "x", "code", ["people"])["people"]
    shape: (1,)
    Series: 'people' [f64]
    [
        40.0
    ]
    """
    for column in columns:
        number = pl.col(column).cast(pl.Float64, strict=False)
        wrong = pl.col(column).is_not_null() & ~number.is_finite().fill_null(value=False)
        _refuse_values(table, source, key, column, wrong, "not a number")
        if not signed:
            _refuse_values(table, source, key, column, number < 0, "negative")
        table = table.with_columns(number)
    return table


def _refuse_values(
    table: pl.DataFrame, source: str, key: str, column: str, wrong: pl.Expr, fault: str
) -> None:
    offenders = _offenders(table, key, column, wrong)
    if offenders:
        raise SourceError(
            f"Source '{source}', column '{column}': {len(offenders):,} values are {fault} "
            f"({sample(offenders)}). Expected a number of zero or more, or a blank. "
            "Correct the rows named, or put the published file back "
            "('balise sources check --data DIR' lists what was altered)."
        )


def unique_codes(table: pl.DataFrame, source: str, key: str) -> pl.DataFrame:
    """Refuse a table that lists an area twice.

    Examples
    --------
    >>> unique_codes(pl.DataFrame({"code": ["1", "2"]}), "x", "code").height
    2
    """
    twice = table.filter(pl.col(key).is_duplicated())[key].unique(maintain_order=True).to_list()
    if twice:
        raise SourceError(
            f"Source '{source}' lists {len(twice):,} areas more than once ({sample(twice)}). "
            f"Expected each '{key}' once. Remove the repeated rows, or put the published file "
            "back ('balise sources check --data DIR' lists what was altered)."
        )
    return table
