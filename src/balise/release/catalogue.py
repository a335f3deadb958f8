"""What tells other programs about a release: Frictionless data package and DCAT."""

from collections.abc import Mapping, Sequence

import polars as pl
from polars.datatypes import DataTypeClass

from balise.release.columns import Column, Table
from balise.release.schema import SCHEMA, SCHEMA_VERSION
from balise.release.tile_archives import BOUNDARIES

__all__ = ["FileFacts", "data_package", "dcat"]

FileFacts = tuple[int, str]
"""Size of a file in bytes, and its SHA-256 digest."""

_FRICTIONLESS: dict[DataTypeClass, str] = {
    pl.String: "string",
    pl.Int64: "integer",
    pl.UInt16: "integer",
    pl.Float64: "number",
}
_OUTLINES = ("Boundaries of areas, as vector tiles", "Limites des régions, en tuiles vectorielles")
_TILES = "application/vnd.pmtiles"
_MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


def _field(column: Column) -> dict[str, object]:
    constraints: dict[str, object] = {"required": not column.nullable}
    if column.low is not None:
        constraints["minimum"] = column.low
    if column.high is not None:
        constraints["maximum"] = column.high
    if column.allowed:
        constraints["enum"] = list(column.allowed)
    return {
        "name": column.name,
        "type": _FRICTIONLESS[column.dtype],
        "description": column.en,
        "description_fr": column.fr,
        "unit": column.unit,
        "constraints": constraints,
    }


def _resource(table: Table, ending: str, facts: FileFacts) -> dict[str, object]:
    size, digest = facts
    return {
        "name": table.name if ending == "csv" else f"{table.name}-{ending}",
        "path": f"{table.name}.{ending}",
        "title": table.en,
        "title_fr": table.fr,
        "format": ending,
        "mediatype": _MEDIA[ending],
        **({"encoding": "utf-8"} if ending == "csv" else {}),
        "bytes": size,
        "hash": f"sha256:{digest}",
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "primaryKey": list(table.key),
            "missingValues": [""],
        },
    }


def _titles(record: Mapping[str, object]) -> tuple[str, str]:
    recipe = record.get("recipe")
    titles = recipe if isinstance(recipe, Mapping) else {}
    name = str(record.get("recipe_name", ""))
    return str(titles.get("title_en") or name), str(titles.get("title_fr") or name)


def _sources(record: Mapping[str, object]) -> list[Mapping[str, object]]:
    sources = record.get("sources")
    return (
        [each for each in sources if isinstance(each, Mapping)]
        if isinstance(sources, Sequence)
        else []
    )


def data_package(record: Mapping[str, object], files: Mapping[str, FileFacts]) -> dict[str, object]:
    """Describe the tables as a Frictionless data package.

    Parameters
    ----------
    record : mapping
        Recipe, sources, licence and citation of the release.
    files : mapping of file name to (size [bytes], SHA-256)
        Every table file already written.

    References
    ----------
    Frictionless Data, Data Package and Table Schema, version 1.
    """
    english, french = _titles(record)
    return {
        "profile": "tabular-data-package",
        "name": str(record.get("recipe_name", "release")).lower(),
        "title": english,
        "title_fr": french,
        "schema_version": SCHEMA_VERSION,
        "licenses": [{"name": _licence(record)}],
        "sources": [
            {
                "title": str(each.get("title_en", each.get("name", ""))),
                "title_fr": str(each.get("title_fr", "")),
                "organization": str(each.get("publisher", "")),
                "licence": str(each.get("licence", "")),
            }
            for each in _sources(record)
        ],
        "resources": [
            _resource(table, ending, files[f"{table.name}.{ending}"])
            for table in SCHEMA.values()
            for ending in ("csv", "parquet")
        ]
        + [_outlines(facts) for name, facts in files.items() if name == BOUNDARIES],
    }


def _outlines(facts: FileFacts) -> dict[str, object]:
    size, digest = facts
    return {
        "name": "boundaries",
        "path": BOUNDARIES,
        "title": _OUTLINES[0],
        "title_fr": _OUTLINES[1],
        "format": "pmtiles",
        "mediatype": _TILES,
        "bytes": size,
        "hash": f"sha256:{digest}",
    }


def dcat(record: Mapping[str, object], files: Mapping[str, FileFacts]) -> dict[str, object]:
    """Describe the release as a DCAT dataset, titles in both languages.

    Parameters
    ----------
    record, files
        As in :func:`data_package`.

    References
    ----------
    W3C, Data Catalog Vocabulary (DCAT), version 3.
    """
    english, french = _titles(record)
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "spdx": "http://spdx.org/rdf/terms#",
        },
        "@type": "dcat:Dataset",
        "dct:identifier": str(record.get("recipe_name", "")),
        "dct:title": [
            {"@value": english, "@language": "en"},
            {"@value": french, "@language": "fr"},
        ],
        "dct:license": _licence(record),
        "dct:language": ["en", "fr"],
        "dct:source": [
            {"dct:title": str(each.get("title_en", each.get("name", "")))}
            for each in _sources(record)
        ],
        "dcat:distribution": [
            _distribution(f"{table.name}.{ending}", (table.en, table.fr), media, files)
            for table in SCHEMA.values()
            for ending, media in _MEDIA.items()
        ]
        + [_distribution(name, _OUTLINES, _TILES, files) for name in files if name == BOUNDARIES],
    }


def _distribution(
    name: str, titles: tuple[str, str], media: str, files: Mapping[str, FileFacts]
) -> dict[str, object]:
    size, digest = files[name]
    return {
        "@type": "dcat:Distribution",
        "dct:title": [
            {"@value": title, "@language": language}
            for title, language in zip(titles, ("en", "fr"), strict=True)
        ],
        "dcat:downloadURL": name,
        "dcat:mediaType": media,
        "dcat:byteSize": size,
        "spdx:checksum": {"spdx:algorithm": "sha256", "spdx:checksumValue": digest},
    }


def _licence(record: Mapping[str, object]) -> str:
    """Licence as one text, in both languages where the record has both."""
    stated = record.get("licence", "")
    return " / ".join(map(str, stated.values())) if isinstance(stated, Mapping) else str(stated)
