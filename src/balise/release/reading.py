"""Read a release: its record at once, its tables when they are asked for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import polars as pl

from balise.release.folders import recover
from balise.release.schema import FORMAT, SCHEMA, SCHEMA_VERSION
from balise.vocabulary import ReleaseError, nearest, sample

__all__ = ["Release", "read_release"]


@dataclass(frozen=True, slots=True)
class Release:
    """A published folder: its record, and its tables, read lazily by name."""

    path: Path
    record: Mapping[str, object]
    tables: Mapping[str, pl.LazyFrame]

    def table(self, name: str) -> pl.DataFrame:
        """Read one table whole.

        Raises
        ------
        ReleaseError
            If there is no such table, or its file cannot be read.
        """
        if name not in self.tables:
            raise ReleaseError(
                f"Release {self.path} has no table {name!r}. {nearest(name, self.tables)} "
                "Ask for one of these."
            )
        try:
            return self.tables[name].collect()
        except (pl.exceptions.PolarsError, OSError) as problem:
            raise ReleaseError(
                f"Table {name!r} of release {self.path} cannot be read: "
                f"{str(problem).splitlines()[0]}. Expected the Parquet file its record describes. "
                f"See what is altered with 'balise release check {self.path}', then build again."
            ) from problem


def read_release(path: Path | str) -> Release:
    """Read a release folder.

    Leftovers of a command killed while writing it are put right first. Digests
    are not compared here: :func:`balise.release.check_release` does.

    Raises
    ------
    ReleaseError
        If the folder is missing, is no release, is of another schema version, or
        lacks a table.
    """
    folder = Path(path)
    _recover(folder.resolve())
    record = _read_record(folder)
    _verify_version(folder, record)
    missing = [
        file
        for file in (f"{name}.{ending}" for name in SCHEMA for ending in ("parquet", "csv"))
        if not (folder / file).is_file()
    ]
    if missing:
        raise ReleaseError(
            f"Release {folder} lacks {sample(missing)}. "
            f"Expected the {len(SCHEMA)} tables of schema version {SCHEMA_VERSION}, each as "
            "Parquet and CSV. Copy the folder again, or build the release again."
        )
    return Release(
        folder,
        MappingProxyType(record),
        MappingProxyType({name: pl.scan_parquet(folder / f"{name}.parquet") for name in SCHEMA}),
    )


def _recover(folder: Path) -> None:
    try:
        recover(folder)
    except OSError:
        # A reader without leave to write cannot tidy up; it needs to only if the
        # release itself was moved aside.
        if not folder.exists():
            raise


def _read_record(folder: Path) -> dict[str, object]:
    if not folder.is_dir():
        raise ReleaseError(
            f"{folder} is not a folder. Expected the folder of a release. "
            f"Check the name, or build one with 'balise build RECIPE --out {folder}'."
        )
    try:
        record = json.loads((folder / "record.json").read_bytes())
    except FileNotFoundError as problem:
        raise ReleaseError(
            f"{folder} has no record.json, so it is not a release. "
            f"Expected a folder written by 'balise build'. Check the name."
        ) from problem
    except ValueError as problem:
        raise ReleaseError(
            f"{folder / 'record.json'} is not JSON: {problem}. "
            "Expected the record of a release. Copy the folder again, or build it again."
        ) from problem
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise ReleaseError(
            f"{folder / 'record.json'} does not describe a release. "
            f'Expected "format": "{FORMAT}". Check the name of the folder.'
        )
    return record


def _verify_version(folder: Path, record: Mapping[str, object]) -> None:
    version = record.get("schema_version")
    if version != SCHEMA_VERSION:
        raise ReleaseError(
            f"Release {folder} is of schema version {version!r}. "
            f"Expected version {SCHEMA_VERSION}, the one this program knows. "
            "Use the version of Balise named in its record.json (code_version), or build it again."
        )
