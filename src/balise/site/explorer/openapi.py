"""The OpenAPI description of the interface, made from the schema of releases."""

from collections.abc import Mapping

import polars as pl
from polars.datatypes import DataTypeClass

from balise.release import SCHEMA, Column
from balise.vocabulary import CELLS, LEVELS

__all__ = ["description"]

Json = dict[str, object]

_WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("E-Vulnerability Index", "Indice de vulnérabilité électronique"),
    "about": (
        "Reads the releases that are open on this site. Tables come as columns and rows. Higher "
        "means more vulnerability. Modelled from published tables; not a score of Employment and "
        "Social Development Canada.",
        "Donne les diffusions ouvertes sur ce site. Les tableaux viennent en colonnes et en "
        "lignes. Plus le score est élevé, plus la vulnérabilité est grande. Modélisé à partir de "
        "tableaux publiés; n’est pas un score d’Emploi et Développement social Canada.",
    ),
    "releases": ("Releases that are open", "Diffusions ouvertes"),
    "levels": ("Levels of areas", "Niveaux de régions"),
    "areas": ("Areas of a level with their scores", "Régions d’un niveau avec leurs scores"),
    "groups": ("Population groups by area", "Groupes de population par région"),
    "group_levels": (
        "Groups at each level, and how many areas have a score for them",
        "Groupes à chaque niveau, et combien de régions ont un score pour eux",
    ),
    "group_shares": (
        "Shares of the types of people in one group of each area, in 1/10,000",
        "Parts des types de personnes dans un groupe de chaque région, en 1/10 000",
    ),
    "archetypes": (
        "Types of people with their indicators, dimensions and scores",
        "Types de personnes avec leurs indicateurs, dimensions et scores",
    ),
    "shares": (
        "Shares of the types of people in each area, in 1/10,000 of a province and area type",
        "Parts des types de personnes dans chaque région, en 1/10 000 d’une province et d’un type "
        "de région",
    ),
    "access": (
        "Distance to the nearest office, and share of the people beyond a reach of all",
        "Distance au bureau le plus proche, et part des personnes hors d’une portée de tous",
    ),
    "catchments": ("Offices and people within reach", "Bureaux et personnes à portée"),
    "method": (
        "What a release rests on: sources, parameters, priors, checks, errata",
        "Ce sur quoi repose une diffusion : sources, paramètres, lois a priori, vérifications, "
        "errata",
    ),
    "areas/{dguid}": ("All that is said of an area", "Tout ce qui est dit d’une région"),
    "files": ("Files to take away", "Fichiers à télécharger"),
    "files/{name}": ("A file of a release", "Un fichier d’une diffusion"),
    "areas/{dguid}/brief.pdf": (
        "The two-page brief of an area (PDF/UA-1)",
        "La fiche de deux pages d’une région (PDF/UA-1)",
    ),
    "scenarios": ("Scenarios that are open", "Scénarios ouverts"),
    "scenarios/{scenario}": (
        "A scenario: sites, reach, who gains and who loses",
        "Un scénario : points de service, portée, qui gagne et qui perd",
    ),
    "scenarios/{scenario}/{file}": ("A file of a scenario", "Un fichier d’un scénario"),
    "scenarios/{scenario}/note.pdf": (
        "The decision note of a scenario (PDF/UA-1)",
        "La note de décision d’un scénario (PDF/UA-1)",
    ),
    "file": (
        "Name of a file of a scenario: scenario.json, sites.csv, reach.csv, reach_by_area.csv, "
        "changes.csv or data-dictionary.csv",
        "Nom d’un fichier d’un scénario : scenario.json, sites.csv, reach.csv, reach_by_area.csv, "
        "changes.csv ou data-dictionary.csv",
    ),
    "errata.atom": ("The feed of errata (Atom)", "Le fil des errata (Atom)"),
    "name": ("Name of a file, as in files", "Nom d’un fichier, comme dans files"),
    "table": (
        "One table whole: sites, reach, changes or reach_by_area; without it, no rows of areas",
        "Un tableau entier : sites, reach, changes ou reach_by_area; sans lui, aucune ligne de "
        "région",
    ),
    "scenario": (
        "Name of a scenario, as in scenarios",
        "Nom d’un scénario, comme dans scenarios",
    ),
    "release": (
        "Name of a release, NAME or NAME@SEAL; the first if left out. An address with the seal "
        "never changes.",
        "Nom d’une diffusion, NOM ou NOM@SCEAU; la première si omis. Une adresse avec le sceau ne "
        "change jamais.",
    ),
    "level": ("Level of the areas", "Niveau des régions"),
    "parent": ("Only areas that lie in this one", "Seulement les régions situées dans celle-ci"),
    "reach": (
        "Code of a reach, as in the table beyond; 50km if left out, or the first there is",
        "Code d’une portée, comme dans le tableau beyond; 50km si omis, ou la première",
    ),
    "group": ("Only this group", "Ce groupe seulement"),
    "columns": (
        "Names of columns to keep, separated by commas",
        "Noms des colonnes à garder, séparés par des virgules",
    ),
    "dguid": (
        "Geographic unique identifier of the area",
        "Identificateur unique de géographie de la région",
    ),
    "unchanged": ("Nothing changed since the tag", "Rien n’a changé depuis l’étiquette"),
    "incomplete": ("The question is not complete", "La question n’est pas complète"),
    "missing": ("Not found, with what is known", "Introuvable, avec ce qui est connu"),
    "row": (
        "A row holds one value per column, in the order of columns",
        "Une ligne a une valeur par colonne, dans l’ordre des colonnes",
    ),
}
_TABLES: Mapping[str, str] = {
    "areas": "areas",
    "groups": "groups",
    "archetypes": "archetypes",
    "shares": "area_archetypes",
}
_PARAMETERS: Mapping[str, tuple[str, ...]] = {
    "levels": ("release",),
    "areas": ("level", "parent", "columns", "release"),
    "groups": ("level", "parent", "group", "columns", "release"),
    "group_levels": ("release",),
    "group_shares": ("level", "group", "parent", "release"),
    "archetypes": ("columns", "release"),
    "shares": ("level", "parent", "release"),
    "access": ("level", "parent", "reach", "release"),
    "catchments": ("release",),
    "method": ("release",),
    "releases": (),
    "areas/{dguid}": ("dguid", "release"),
    "areas/{dguid}/brief.pdf": ("dguid", "release"),
    "files": ("release",),
    "files/{name}": ("name", "release"),
    "scenarios": (),
    "scenarios/{scenario}": ("scenario", "table"),
    "scenarios/{scenario}/{file}": ("scenario", "file"),
    "scenarios/{scenario}/note.pdf": ("scenario",),
    "errata.atom": (),
}
_KINDS: Mapping[str, str] = {
    "areas/{dguid}/brief.pdf": "application/pdf",
    "files/{name}": "application/octet-stream",
    "scenarios/{scenario}/{file}": "application/octet-stream",
    "scenarios/{scenario}/note.pdf": "application/pdf",
    "errata.atom": "application/atom+xml",
}
_TYPES: Mapping[DataTypeClass, str] = {
    pl.String: "string",
    pl.Int64: "integer",
    pl.UInt16: "integer",
    pl.Float64: "number",
}


def description(language: str) -> Json:
    """Describe the interface in a language, as OpenAPI 3.1.

    Examples
    --------
    >>> sorted(description("fr")["paths"])[:3]
    ['/access', '/archetypes', '/areas']
    """
    place = 0 if language == "en" else 1
    words = {key: pair[place] for key, pair in _WORDS.items()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": words["title"],
            "description": words["about"],
            "version": "1",
            "license": {"name": "Open Government Licence - Canada"},
        },
        "servers": [{"url": f"/{language}/api/v1"}],
        "paths": {f"/{name}": {"get": _operation(name, words)} for name in _PARAMETERS},
        "components": {
            "schemas": {
                **{name: _table(table, language, words) for name, table in _TABLES.items()},
                "problem": {
                    "type": "object",
                    "required": ["type", "title", "status", "detail"],
                    "properties": {
                        "type": {"type": "string"},
                        "title": {"type": "string"},
                        "status": {"type": "integer"},
                        "detail": {"type": "string"},
                    },
                },
            }
        },
    }


def _operation(name: str, words: Mapping[str, str]) -> Json:
    schema: Json = {"type": "string" if name in _KINDS else "object"}
    if name in _TABLES:
        schema = {"$ref": f"#/components/schemas/{name}"}
    problem = {
        "application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}},
    }
    return {
        "operationId": name.replace("/{dguid}", "_one")
        .replace("/{name}", "_one")
        .replace("/{file}", "_file"),
        "summary": words[name],
        "parameters": [
            _parameter(each, words, required=each == "group" and name == "group_shares")
            for each in _PARAMETERS[name]
        ],
        "responses": {
            "200": {
                "description": words[name],
                "content": {_KINDS.get(name, "application/json"): {"schema": schema}},
            },
            "304": {"description": words["unchanged"]},
            "400": {"description": words["incomplete"], "content": problem},
            "404": {"description": words["missing"], "content": problem},
        },
    }


def _parameter(parameter: str, words: Mapping[str, str], *, required: bool = False) -> Json:
    schema: Json = {"type": "string"}
    if parameter == "level":
        schema["enum"] = [each.code for each in LEVELS]
    in_path = parameter in {"dguid", "name", "scenario", "file"}
    return {
        "name": parameter,
        "in": "path" if in_path else "query",
        "required": required or in_path or parameter == "level",
        "description": words[parameter],
        "schema": schema,
    }


def _table(table: str, language: str, words: Mapping[str, str]) -> Json:
    """Describe the rows of a table, column by column."""
    columns = [_column(each, language) for each in SCHEMA[table].columns if each.pattern is None]
    if table == "area_archetypes":
        columns.append({"title": f"{CELLS[0].code} … {CELLS[-1].code}", "type": "integer"})
    return {
        "type": "object",
        "required": ["columns", "rows"],
        "properties": {
            "columns": {"type": "array", "items": {"type": "string"}},
            "rows": {
                "type": "array",
                "description": words["row"],
                "items": {"type": "array", "items": {"anyOf": columns}},
            },
        },
    }


def _column(column: Column, language: str) -> Json:
    kind = _TYPES[column.dtype]
    told: Json = {
        "title": column.name,
        "description": f"{getattr(column, language)} [{column.unit}]",
        "type": [kind, "null"] if column.nullable else kind,
    }
    if column.allowed:
        told["enum"] = [*column.allowed, *([None] if column.nullable else [])]
    return told
