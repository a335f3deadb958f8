"""Write a release: every table twice, record, catalogue; whole or not at all."""

import errno
import json
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from balise.release.catalogue import FileFacts, data_package, dcat
from balise.release.columns import Table
from balise.release.dictionary import dictionary_csv
from balise.release.encoding import csv_bytes, parquet_bytes
from balise.release.folders import building, install, recover, sync, write_bytes
from balise.release.record import digest, json_bytes, record_bytes
from balise.release.schema import FORMAT, REQUIRED_TABLES, SCHEMA, SCHEMA_VERSION
from balise.release.tile_archives import BOUNDARIES
from balise.vocabulary import ReleaseError, nearest, sample

__all__ = ["arrange", "listed_files", "refuse_occupied", "write_release"]

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


def write_release(
    out: Path,
    tables: Mapping[str, pl.DataFrame],
    record: Mapping[str, object],
    *,
    boundaries: bytes | None = None,
    replace: bool = False,
) -> Path:
    """Write a release folder, whole or not at all.

    Parameters
    ----------
    out : Path
        The folder to write. It is built beside, then renamed, so that it never
        holds half a release.
    tables : mapping of table name to DataFrame
        Tables of the schema, rows in any order. Those not given and not required
        are written without rows.
    record : mapping
        What the builder states; rows and digests are added.
    boundaries : bytes, optional
        Tiles of the boundaries of areas, as :func:`balise.release.tile_archive` packs them.
    replace : bool
        Put the new release in the place of one that is already there.

    Returns
    -------
    Path
        The folder written.

    Raises
    ------
    ReleaseError
        If a table does not fit the schema, the folder is taken, or the disk is full.
    """
    folder = out.resolve()
    arranged = _arrange_all(tables)
    try:
        recover(folder)
        refuse_occupied(folder, replace=replace)
        with building(folder) as workplace:
            _write_files(workplace, arranged, record, boundaries)
            sync(workplace)
            install(folder)
    except BlockingIOError as problem:
        raise ReleaseError(
            f"Another command is writing {out} now. "
            "Expected one writer at a time. Wait until it ends, then try again."
        ) from problem
    except OSError as problem:
        raise _not_written(out, problem) from problem
    return out


def _not_written(out: Path, problem: OSError) -> ReleaseError:
    remedy = (
        "Free some space or choose another disk"
        if problem.errno in _FULL
        else "Choose a folder where you may write"
    )
    return ReleaseError(
        f"The release {out} could not be written: {problem.strerror or problem}. "
        "Expected room and leave to write; nothing half-written was left, and a release that was "
        f"there before is as it was. {remedy}, then build again."
    )


def _arrange_all(tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    for name in tables:
        if name not in SCHEMA:
            raise ReleaseError(
                f"Table {name!r} is not part of a release. {nearest(name, SCHEMA)} "
                "Leave it out, or add it to the schema."
            )
    missing = [name for name in REQUIRED_TABLES if name not in tables]
    if missing:
        raise ReleaseError(
            f"The release lacks the table {sample(missing)}. "
            f"Expected at least {', '.join(REQUIRED_TABLES)}. Give every one to write_release()."
        )
    return {
        name: arrange(table, tables[name]) if name in tables else table.empty()
        for name, table in SCHEMA.items()
    }


def arrange(table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """Fit rows to their table: columns in order, types, rows sorted by key.

    Raises
    ------
    ReleaseError
        If a column is missing or unknown, cannot be its type, holds NaN, or if two
        rows have the same key.
    """
    missing = [name for name in table.names if name not in rows.columns]
    unknown = [name for name in rows.columns if name not in table.names]
    if missing or unknown:
        raise ReleaseError(
            f"Table {table.name!r} lacks columns: {sample(missing) or 'none'}; "
            f"unknown columns: {sample(unknown) or 'none'}. "
            f"Expected exactly the {len(table.names)} columns of SCHEMA[{table.name!r}]. "
            "Name the columns as the schema does."
        )
    try:
        typed = rows.select(table.names).cast(pl.Schema(table.dtypes), strict=True)
    except pl.exceptions.PolarsError as problem:
        raise ReleaseError(
            f"Table {table.name!r} holds values of another type: "
            f"{str(problem).splitlines()[0]}. Expected the types of SCHEMA[{table.name!r}]. "
            "Convert the column before calling write_release()."
        ) from problem
    _refuse_nan(table, typed)
    ordered = typed.sort(table.key, nulls_last=False, maintain_order=True).rechunk()
    twice = (
        ordered.filter(pl.struct(table.key).is_duplicated())
        .select(table.key)
        .unique(maintain_order=True)
    )
    if twice.height:
        raise ReleaseError(
            f"Table {table.name!r} names {twice.height:,} rows more than once: "
            f"{sample(twice.iter_rows())}. "
            f"Expected one row for each {', '.join(table.key)}. Give each row once."
        )
    return ordered


def _refuse_nan(table: Table, rows: pl.DataFrame) -> None:
    floats = rows.select(pl.selectors.float())
    if not floats.width:
        return
    counts = floats.select(pl.all().is_finite().not_().sum()).row(0, named=True)
    holding = [name for name, found in counts.items() if found]
    if holding:
        raise ReleaseError(
            f"Table {table.name!r} holds numbers that are not finite in {sample(holding)}. "
            "Expected a number, or an empty value with its reason. "
            "Replace NaN and infinity by null before calling write_release()."
        )


def listed_files(folder: Path) -> set[str] | None:
    """Name the files a folder's record lists; None if the folder is no release."""
    try:
        record = json.loads((folder / "record.json").read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        return None
    return {"record.json", *record.get("digests", {})}


def refuse_occupied(folder: Path, *, replace: bool) -> None:
    """Refuse a folder that holds a release, unless it is to be replaced, or anything else."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ReleaseError(
            f"{folder} is a file. Expected a folder, or a name that is free. Choose another name."
        )
    present = {each.name for each in folder.iterdir()}
    if not present:
        return
    listed = listed_files(folder)
    if listed is None:
        raise ReleaseError(
            f"{folder} is not empty and holds no release: {sample(sorted(present))}. "
            "Expected an empty folder or a release. Choose another folder; nothing was touched."
        )
    if not replace:
        raise ReleaseError(
            f"{folder} already holds a release. "
            "Expected a folder without one. Choose another folder, or add --replace."
        )
    if extra := sorted(present - listed):
        raise ReleaseError(
            f"{folder} holds files that are not part of its release: {sample(extra)}. "
            "Expected only the files its record lists, for replacing would delete the others. "
            "Move them elsewhere, then try again; nothing was touched."
        )


def _write_files(
    folder: Path,
    tables: Mapping[str, pl.DataFrame],
    record: Mapping[str, object],
    boundaries: bytes | None,
) -> None:
    files: dict[str, FileFacts] = {}

    def keep(name: str, content: bytes) -> None:
        write_bytes(folder / name, content)
        files[name] = (len(content), digest(content))

    for name, rows in tables.items():
        keep(f"{name}.parquet", parquet_bytes(rows))
        keep(f"{name}.csv", csv_bytes(rows))
    if boundaries is not None:
        keep(BOUNDARIES, boundaries)
    for name, described in (("datapackage.json", data_package), ("dcat.jsonld", dcat)):
        keep(name, json_bytes(described(record, files)))
    keep("data-dictionary.csv", dictionary_csv())
    stated = {
        **record,
        "format": FORMAT,
        "schema_version": SCHEMA_VERSION,
        "rows": {name: rows.height for name, rows in tables.items()},
        "digests": {name: facts[1] for name, facts in files.items()},
    }
    write_bytes(folder / "record.json", record_bytes(stated))
