"""Files to take away of a release: what they are, and how each is come by."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from balise.release import BOUNDARIES, SCHEMA
from balise.site.explorer.maker import Order
from balise.site.explorer.releases import Loaded
from balise.site.explorer.workshop import workshop
from balise.site.explorer.writing import tag
from balise.site.sizes import written_size

__all__ = [
    "File",
    "brief_order",
    "files_of",
    "made",
    "order_of",
    "seal_of",
    "size_of",
]

_KINDS: Mapping[str, str] = {
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geoparquet": "application/vnd.apache.parquet",
    "csv": "text/csv; charset=utf-8",
    "csvw": "application/csvm+json",
    "pdf": "application/pdf",
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
        return self.ending in {"zip", "xlsx", "geoparquet", "pdf", "pmtiles"}


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
        *_reports(name),
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
            "csv-metadata.json",
            "csvw",
            "what the CSV files are: columns, citation, licence, errata",
            "ce que sont les fichiers CSV : colonnes, citation, licence, errata",
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


def _reports(name: str) -> tuple[File, ...]:
    """List the reports on results."""
    words = {
        "en": ("report on results, in English", "rapport sur les résultats, en anglais"),
        "fr": ("report on results, in French", "rapport sur les résultats, en français"),
    }
    return tuple(
        File(f"{name}-results-{language}.pdf", "pdf", *told) for language, told in words.items()
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


def order_of(loaded: Loaded, file: File) -> Order | None:
    """Say what is to be made for a file; None if the release holds it as it is."""
    if file.name in _OF_THE_FOLDER:
        return None
    language = file.name[-6:-4] if file.kind == _KINDS["pdf"] else ""
    kind = "results" if language else "csv" if file.ending == "csvw" else file.ending
    return Order(str(loaded.release.path), loaded.name, kind, file.name, language=language)


def brief_order(loaded: Loaded, dguid: str, language: str) -> Order:
    """Say what is to be made for the brief of an area."""
    name = f"brief-{tag(dguid)}-{language}.pdf"
    return Order(str(loaded.release.path), loaded.name, "brief", name, dguid, language)


def seal_of(loaded: Loaded) -> str:
    """Give the seal under which files of a release are kept."""
    return str(loaded.record.get("seal") or loaded.name)


def made(loaded: Loaded, file: File) -> Path:
    """Give the place of a file, made the first time it is asked for.

    Raises
    ------
    BusyError
        If it is still being made.
    BaliseError
        If it cannot be made.
    """
    order = order_of(loaded, file)
    if order is None:
        return loaded.release.path / file.name
    return workshop(order.lane).fetch(order, seal_of(loaded))


def size_of(loaded: Loaded, file: File, language: str) -> str:
    """Write the size of a file, empty until it is made."""
    order = order_of(loaded, file)
    if order is None:
        return written_size((loaded.release.path / file.name).stat().st_size, language)
    size = workshop(order.lane).size(order, seal_of(loaded))
    return "" if size is None else written_size(size, language)
