"""Files to take away, made once from a release and kept until the site closes."""

import atexit
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from balise.release import BOUNDARIES, SCHEMA
from balise.reports import export_release
from balise.site.explorer.releases import Loaded

__all__ = ["File", "files_of", "made"]

_LOCKS: Mapping[str, Lock] = {each: Lock() for each in ("zip", "xlsx", "geoparquet", "csv")}
_EPOCH = (1980, 1, 1, 0, 0, 0)
_KINDS: Mapping[str, str] = {
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geoparquet": "application/vnd.apache.parquet",
    "csv": "text/csv; charset=utf-8",
    "pmtiles": "application/vnd.pmtiles",
    "json": "application/json",
    "jsonld": "application/ld+json",
}
_OF_THE_FOLDER = (
    BOUNDARIES,
    "data-dictionary.csv",
    "record.json",
    "datapackage.json",
    "dcat.jsonld",
)


class File(NamedTuple):
    """A file to take away: its name, its ending, what it holds in both languages."""

    name: str
    ending: str
    en: str
    fr: str

    @property
    def kind(self) -> str:
        """Media type of the file."""
        return _KINDS[self.ending]

    @property
    def is_packed(self) -> bool:
        """Whether packing it again would be in vain."""
        return self.ending in {"zip", "xlsx", "geoparquet", "pmtiles"}


def files_of(loaded: Loaded) -> tuple[File, ...]:
    """List what can be taken away of a release, the whole first."""
    name = loaded.name
    return (
        File(
            f"{name}.zip",
            "zip",
            "the whole release: every table as Parquet and CSV, record and data dictionary",
            "la diffusion entière : chaque tableau en Parquet et en CSV, fiche et dictionnaire de "
            "données",
        ),
        File(
            f"{name}.xlsx",
            "xlsx",
            "a workbook: a sheet for each table, and the data dictionary",
            "un classeur : une feuille par tableau, et le dictionnaire de données",
        ),
        File(
            "areas.geoparquet",
            "geoparquet",
            "areas as points, for mapping programs",
            "les régions en points, pour les logiciels de cartographie",
        ),
        File(
            "service_points.geoparquet",
            "geoparquet",
            "offices as points, for mapping programs",
            "les bureaux en points, pour les logiciels de cartographie",
        ),
        *_outlines(loaded),
        *(
            File(f"{table.name}.csv", "csv", _small(table.en), _small(table.fr))
            for table in SCHEMA.values()
        ),
        File(
            "data-dictionary.csv",
            "csv",
            "data dictionary: every column in English and French",
            "dictionnaire de données : chaque colonne en français et en anglais",
        ),
        File(
            "record.json",
            "json",
            "record: recipe, sources, digests, parameters, licence",
            "fiche : recette, sources, empreintes, paramètres, licence",
        ),
        File("datapackage.json", "json", "Frictionless data package", "paquet Frictionless"),
        File("dcat.jsonld", "jsonld", "DCAT, for catalogues", "DCAT, pour les catalogues"),
    )


def _outlines(loaded: Loaded) -> tuple[File, ...]:
    """List the boundaries, where the release has them."""
    if not (loaded.release.path / BOUNDARIES).is_file():
        return ()
    return (
        File(
            BOUNDARIES,
            "pmtiles",
            "boundaries of areas, as vector tiles (PMTiles)",
            "les limites des régions, en tuiles vectorielles (PMTiles)",
        ),
    )


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def made(loaded: Loaded, file: File) -> Path:
    """Give the place of a file, made the first time it is asked for.

    Raises
    ------
    BaliseError
        If there is no room for it.
    """
    if file.name in _OF_THE_FOLDER:
        return loaded.release.path / file.name
    folder = _workplace() / str(loaded.record.get("seal", loaded.name))
    place = folder / file.name
    if not place.exists():
        with _LOCKS[file.ending]:
            folder.mkdir(exist_ok=True)
            if not place.exists():
                _MAKERS[file.ending](loaded, folder, file)
    return place


def _export(loaded: Loaded, folder: Path, file: File) -> None:
    """Make every file of an ending, then put each in its place whole."""
    with tempfile.TemporaryDirectory(dir=folder) as beside:
        for path in export_release(loaded.release, Path(beside), (file.ending,)):
            name = file.name if file.ending == "xlsx" else path.name
            path.rename(folder / name)


def _bundle(loaded: Loaded, folder: Path, file: File) -> None:
    """Put the whole release in one file: the same release, the same bytes."""
    source = loaded.release.path
    beside = folder / f"{file.name}.part"
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as bundle:
        for path in sorted(source.iterdir()):
            if path.is_file():
                entry = zipfile.ZipInfo(f"{loaded.name}/{path.name}", _EPOCH)
                entry.external_attr = 0o644 << 16
                stored = path.suffix in {".parquet", ".pmtiles"}
                entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
                with path.open("rb") as read, bundle.open(entry, "w") as write:
                    shutil.copyfileobj(read, write, 2**20)
    beside.rename(folder / file.name)


_MAKERS: Mapping[str, Callable[[Loaded, Path, File], None]] = {
    "zip": _bundle,
    "xlsx": _export,
    "geoparquet": _export,
    "csv": _export,
}


@cache
def _workplace() -> Path:
    """Choose a folder that goes when the site closes."""
    folder = Path(tempfile.mkdtemp(prefix="balise-files-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
