"""Records of published files and bundled figures: who published them, and their digests.

Each file a reader may open has one TOML record in ``records/``; each small table the
package bundles has one beside it in ``figures/``. A data folder may carry a newer record
of its own, ``DATA/records/NAME.toml``, for a newer edition of a published file.
"""

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from balise.vocabulary import SourceError, nearest

__all__ = [
    "Data",
    "Record",
    "figure_bytes",
    "figure_record",
    "figure_records",
    "file_digest",
    "source_record",
    "source_records",
]

Data = Path | None


@dataclass(frozen=True, slots=True)
class Record:
    """What describes one file: its titles, its publisher, its digest.

    ``inputs`` names the sources a bundled figure was made from, with their digests;
    it is empty for a published file. ``path`` is relative to the data folder, or to
    the package for a figure.
    """

    name: str
    title_en: str
    title_fr: str
    publisher: str
    table: str
    licence: str
    reference_period: str
    path: str
    sha256: str
    notes: str = ""
    inputs: tuple[tuple[str, str], ...] = ()


def _package() -> Traversable:
    return files("balise.sources")


def _parse(name: str, text: str) -> Record:
    entry = tomllib.loads(text)
    try:
        return Record(
            name=name,
            title_en=entry["title"]["en"],
            title_fr=entry["title"]["fr"],
            publisher=entry["publisher"],
            table=entry["table"],
            licence=entry["licence"],
            reference_period=entry["reference_period"],
            path=entry["path"],
            sha256=entry["sha256"],
            notes=entry.get("notes", ""),
            inputs=tuple((each["name"], each["sha256"]) for each in entry.get("inputs", [])),
        )
    except KeyError as missing:
        raise SourceError(
            f"The record of {name!r} has no {missing}. Expected title.en, title.fr, "
            "publisher, table, licence, reference_period, path and sha256. "
            "Add the missing line to the record."
        ) from missing


def _read_folder(folder: Traversable) -> dict[str, Record]:
    entries = sorted(folder.iterdir(), key=lambda each: each.name)
    return {
        each.name.removesuffix(".toml"): _parse(
            each.name.removesuffix(".toml"), each.read_text(encoding="utf-8")
        )
        for each in entries
        if each.name.endswith(".toml")
    }


@cache
def _bundled_records() -> dict[str, Record]:
    return _read_folder(_package() / "records")


@cache
def _bundled_figures() -> dict[str, Record]:
    return _read_folder(_package() / "figures")


def source_records(data: Data = None) -> tuple[Record, ...]:
    """Give the records of all published files, by name; the data folder's own come first."""
    records = dict(_bundled_records())
    if data is not None and (data / "records").is_dir():
        records.update(_read_folder(data / "records"))
    return tuple(records[name] for name in sorted(records))


def source_record(name: str, data: Data = None) -> Record:
    """Give the record of one published file.

    Examples
    --------
    >>> source_record("skills_2018").table
    '22-10-0112-01'
    """
    records = {each.name: each for each in source_records(data)}
    if name not in records:
        raise SourceError(
            f"No record describes the source {name!r}. Expected one of the records bundled with "
            f"the package or in DATA/records. {nearest(name, records)}"
        )
    return records[name]


def figure_records() -> tuple[Record, ...]:
    """Give the records of all bundled figures, by name."""
    return tuple(_bundled_figures().values())


def figure_record(name: str) -> Record:
    """Give the record of one bundled figure.

    Examples
    --------
    >>> figure_record("skills").licence
    'Statistics Canada Open Licence'
    """
    figures = _bundled_figures()
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
    raw = (_package() / record.path).read_bytes()
    found = hashlib.sha256(raw).hexdigest()
    if found != record.sha256:
        raise SourceError(
            f"The bundled figure {record.path} has been altered: its SHA-256 is {found}. "
            f"Expected {record.sha256}. Reinstall balise, or run 'make figures DATA=DIR'."
        )
    return raw


@cache
def _digest(state: tuple[Path, int, int]) -> str:
    with state[0].open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def file_digest(path: Path) -> str:
    """Hash a file with SHA-256, once per process for the same size and time of change."""
    status = path.stat()
    return _digest((path, status.st_size, status.st_mtime_ns))
