"""Write synthetic persons as rows: partitioned Parquet, whole or not at all."""

import errno
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.release.dictionary import dictionary_csv
from balise.release.encoding import csv_bytes, parquet_bytes
from balise.release.folders import building, install, recover, sync, write_bytes
from balise.release.person_tables import PersonTables
from balise.release.record import digest, json_bytes, seal
from balise.release.writing import arrange
from balise.vocabulary import ReleaseError, sample

__all__ = [
    "PERSONS_FORMAT",
    "PERSONS_VERSION",
    "Persons",
    "PersonsPart",
    "encode_persons",
    "persons_beside",
    "refuse_no_room",
    "refuse_occupied_persons",
    "write_persons",
]

PERSONS_FORMAT: Final = "balise-persons"
PERSONS_VERSION: Final = 1

ROW_GROUP: Final = 1_048_576
BYTES_PER_PERSON: Final = 5
"""Room that is asked for; the persons of an index take about half of it."""

_BYTES_BESIDE: Final = 4_000_000
_STATED: Final = ("kind", "title", "note", "licence", "random_seed")
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}

Positions = npt.NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class PersonsPart:
    """One file of persons.

    Attributes
    ----------
    partition : str
        Folder it lies in, as ``province=13``; empty where persons are not partitioned.
    content : bytes
        As :func:`encode_persons` gives it.
    rows : int
    """

    partition: str
    content: bytes
    rows: int


@dataclass(frozen=True, slots=True)
class Persons:
    """What stands beside the rows of persons.

    Attributes
    ----------
    tables : PersonTables
    areas, types : DataFrame
        Rows of their tables, in any order.
    record : mapping
        ``kind`` (``index`` or ``microdata``), ``title`` and ``note`` in both languages,
        ``licence``, ``random_seed`` and whatever else the rows depend on.
    """

    tables: PersonTables
    areas: pl.DataFrame
    types: pl.DataFrame
    record: Mapping[str, object]


def encode_persons(
    tables: PersonTables,
    ids: npt.NDArray[np.uint64],
    areas: tuple[pl.Series, Positions],
    types: tuple[pl.DataFrame, Positions],
) -> bytes:
    """Encode the persons of some areas as Parquet.

    Parameters
    ----------
    tables : PersonTables
    ids : array of int, shape (p,)
        Rising, from this file to the next too.
    areas : tuple of Series and array of int, shape (p,)
        Identifiers of areas, and the place of each person's area among them.
    types : tuple of DataFrame and array of int, shape (p,)
        Types, and the place of each person's type among them.

    Returns
    -------
    bytes
        The same for the same persons.
    """
    names, area = areas
    table, of_type = types
    columns = [
        pl.Series("id", ids, dtype=pl.UInt64),
        names.gather(area).alias(tables.area),
        *(table[name].gather(of_type) for name in ("type", *tables.carried)),
    ]
    rows = pl.DataFrame(columns).cast(pl.Schema(tables.persons.dtypes))
    return parquet_bytes(rows, level=3, row_group=ROW_GROUP)


def write_persons(
    folder: Path, persons: Persons, parts: Iterable[PersonsPart], *, replace: bool = False
) -> Path:
    """Write a folder of synthetic persons, whole or not at all.

    Parameters
    ----------
    folder : Path
        Built beside, then renamed.
    persons : Persons
    parts : iterable of PersonsPart
        Written as they come; one at a time is in memory.
    replace : bool
        Put it in the place of persons that are already there.

    Returns
    -------
    Path
        The folder written.

    Raises
    ------
    ReleaseError
        As in :func:`persons_beside`.
    """
    with persons_beside(folder, persons, parts, replace=replace):
        pass
    return folder


@contextmanager
def persons_beside(
    folder: Path, persons: Persons, parts: Iterable[PersonsPart], *, replace: bool = False
) -> Iterator[int]:
    """Write persons beside their folder; put them in place when the block ends well.

    What belongs with the persons is written inside the block: if that fails, nothing is
    left of the persons either.

    Yields
    ------
    int
        Persons written.

    Raises
    ------
    ReleaseError
        If the folder is taken or being written, the disk is full, or the rows are not as
        many as the areas say.
    """
    place = folder.resolve()
    with ExitStack() as stack:
        with _explained(folder):
            recover(place)
            refuse_occupied_persons(place, replace=replace)
            workplace = stack.enter_context(building(place))
            rows = _write_files(workplace, persons, parts)
        yield rows
        with _explained(folder):
            install(place)


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    """Turn what a disk refuses into what to do next."""
    try:
        yield
    except OSError as problem:
        if isinstance(problem, BlockingIOError) and problem.filename == str(folder.resolve()):
            raise ReleaseError(
                f"Another command is writing {folder} now. "
                "Expected one writer at a time. Wait until it ends, then try again."
            ) from problem
        remedy = (
            "Free some space or choose another disk"
            if problem.errno in _FULL
            else "Choose a folder where you may write"
        )
        raise ReleaseError(
            f"The persons {folder} could not be written: {problem.strerror or problem}. "
            "Expected room and leave to write; nothing half-written was left, and what was there "
            f"before is as it was. {remedy}, then try again."
        ) from problem


def _write_files(workplace: Path, persons: Persons, parts: Iterable[PersonsPart]) -> int:
    """Write every file of persons, then what stands beside them; give the persons written."""
    tables, digests, rows = persons.tables, dict[str, str](), dict[str, int]()
    numbers: dict[str, int] = {}

    def keep(name: str, content: bytes) -> None:
        (workplace / name).parent.mkdir(parents=True, exist_ok=True)
        write_bytes(workplace / name, content)
        digests[name] = digest(content)

    for part in parts:
        number = numbers.get(part.partition, 0)
        numbers[part.partition] = number + 1
        name = "/".join(filter(None, ("persons", part.partition, f"part-{number:04d}.parquet")))
        keep(name, part.content)
        rows[name] = part.rows
    beside = {
        "areas": arrange(tables.areas, persons.areas),
        "types": arrange(tables.types, persons.types),
    }
    _refuse_other_number(sum(rows.values()), int(beside["areas"]["persons"].sum()))
    for name, table in beside.items():
        for ending, content in (("parquet", parquet_bytes(table)), ("csv", csv_bytes(table))):
            keep(f"{name}.{ending}", content)
    keep("data-dictionary.csv", dictionary_csv((tables.persons, tables.areas, tables.types)))
    counts = {name: table.height for name, table in beside.items()}
    stated = {
        **_stated(persons.record),
        "format": PERSONS_FORMAT,
        "version": PERSONS_VERSION,
        "area": tables.area,
        "carried": list(tables.carried),
        "rows": {"persons": sum(rows.values()), **counts},
        "parts": rows,
        "digests": digests,
    }
    plain = json.loads(json_bytes(stated))
    write_bytes(workplace / "record.json", json_bytes({**plain, "seal": seal(plain)}))
    for inside in (*(each for each in workplace.rglob("*") if each.is_dir()), workplace):
        sync(inside)
    return sum(rows.values())


def _stated(record: Mapping[str, object]) -> Mapping[str, object]:
    missing = [key for key in _STATED if key not in record]
    if missing:
        raise ReleaseError(
            f"The record of persons lacks {sample(missing)}. "
            f"Expected every one of: {', '.join(_STATED)}. State it before writing."
        )
    return record


def _refuse_other_number(rows: int, people: int) -> None:
    if rows != people:
        raise ReleaseError(
            f"Persons: found {rows:,} rows, while their areas hold {people:,} persons. "
            "Expected one row for each person of each area. "
            "Give every file of persons, and the areas they were made from."
        )


def refuse_no_room(folder: Path, persons: int, *, copies: int = 1) -> int:
    """Refuse a disk with too little room before anything is written.

    Parameters
    ----------
    folder : Path
        The folder to write.
    persons : int
    copies : int
        How often the rows lie on the disk while they are written.

    Returns
    -------
    int
        Room that is asked for [bytes].

    Raises
    ------
    ReleaseError
        With the room found and expected.
    """
    needed = copies * BYTES_PER_PERSON * persons + _BYTES_BESIDE
    place = folder.resolve()
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    if free < needed:
        raise ReleaseError(
            f"The disk of {folder} has too little room for {persons:,} persons: found "
            f"{free / 1e6:,.0f} MB free. Expected at least {needed / 1e6:,.0f} MB. "
            "Free some space or choose another disk; nothing was written."
        )
    return needed


def refuse_occupied_persons(folder: Path, *, replace: bool) -> None:
    """Refuse a folder that holds anything, unless it is persons and is to be replaced.

    Raises
    ------
    ReleaseError
        With what was found; nothing is touched.
    """
    if not folder.exists():
        return
    present = _present(folder)
    if not present and folder.is_dir():
        return
    listed = _listed(folder)
    if listed is None or present - listed:
        raise ReleaseError(
            f"{folder} holds what are no synthetic persons: "
            f"{sample(sorted(present - (listed or set())) or [folder.name])}. Expected a name that "
            "is free, an empty folder or persons written before. "
            "Choose another folder; nothing was touched."
        )
    if not replace:
        raise ReleaseError(
            f"{folder} already holds synthetic persons. "
            "Expected a folder without any. Choose another folder, or add --replace."
        )


def _present(folder: Path) -> set[str]:
    """Name everything in a folder, but for the folders of files that are named."""
    return {
        each.relative_to(folder).as_posix()
        for each in folder.rglob("*")
        if not each.is_dir() or each.is_symlink() or not any(each.iterdir())
    }


def _listed(folder: Path) -> set[str] | None:
    """Name the files a record of persons lists; None if there is no such record."""
    try:
        record = json.loads((folder / "record.json").read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(record, dict) or record.get("format") != PERSONS_FORMAT:
        return None
    return {"record.json", *record.get("digests", {})}
