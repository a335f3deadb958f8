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
    "attribution",
    "file_digest",
    "package",
    "read_records",
    "source_record",
    "source_records",
]

Data = Path | None

# What each licence asks a user of the data to print, in both languages.
_ATTRIBUTIONS = {
    "Statistics Canada Open Licence": (
        "Adapted from Statistics Canada, {table}, {period}. This does not constitute an "
        "endorsement by Statistics Canada of this product.",
        "Adapté de Statistique Canada, {table}, {period}. Cela ne constitue pas une approbation "
        "de ce produit par Statistique Canada.",
    ),
    "Open Government Licence - Canada": (
        "Contains information licensed under the Open Government Licence - Canada "
        "({publisher}, {table}).",
        "Contient de l'information visée par la Licence du gouvernement ouvert - Canada "
        "({publisher}, {table}).",
    ),
    "Public listing, terms not stated": (
        "From the public listing of Service Canada ({period}), which does not endorse this use.",
        "Tiré de la liste publique de Service Canada ({period}), qui n'approuve pas cet usage.",
    ),
}
_PLAIN = ("Source: {publisher}, {table}, {period}.",) * 2


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


def package() -> Traversable:
    """Give the folder of this layer, in a checkout or an installed wheel.

    Examples
    --------
    >>> (package() / "records").is_dir()
    True
    """
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


def read_records(folder: Traversable) -> dict[str, Record]:
    """Read the records of a folder, by name.

    Examples
    --------
    >>> "skills_2018" in read_records(package() / "records")
    True
    """
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
    return read_records(package() / "records")


def source_records(data: Data = None) -> tuple[Record, ...]:
    """Give the records of all published files, by name; the data folder's own come first."""
    records = dict(_bundled_records())
    if data is not None and (data / "records").is_dir():
        records.update(read_records(data / "records"))
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


@cache
def _digest(state: tuple[Path, int, int]) -> str:
    with state[0].open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def file_digest(path: Path) -> str:
    """Hash a file with SHA-256, once per process for the same size and time of change."""
    status = path.stat()
    return _digest((path, status.st_size, status.st_mtime_ns))


def attribution(record: Record) -> tuple[str, str]:
    """Write what the licence of a source asks to print, in English and in French.

    Examples
    --------
    >>> attribution(source_record("skills_2018"))[0][:57]
    'Adapted from Statistics Canada, 22-10-0112-01, 2018. This'
    """
    terms = [_ATTRIBUTIONS.get(each, _PLAIN) for each in record.licence.split("; ")]
    values = {
        "publisher": record.publisher,
        "table": record.table,
        "period": record.reference_period,
    }
    english, french = (
        " ".join(each[place].format(**values) for each in terms) for place in range(2)
    )
    return english, french
