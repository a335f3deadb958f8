"""The part of the OpenAPI description that tells of the Guide."""

from collections.abc import Mapping
from typing import Any

from balise.site.guide.api import FACETS
from balise.site.guide.listing import LONGEST_QUERY

__all__ = ["description"]

Json = dict[str, Any]

_WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("DDI Guide", "Guide de l’IAD"),
    "about": (
        "Searches and reads the public inventory of data-driven intelligence projects. What is "
        "marked unverified_seed was not confirmed by its organisation.",
        "Cherche et lit le répertoire public des projets d’intelligence axée sur les données. Ce "
        "qui est marqué unverified_seed n’a pas été confirmé par son organisation.",
    ),
    "licence": (
        "Open Government Licence – Canada",
        "Licence du gouvernement ouvert – Canada",
    ),
    "projects": (
        "Projects that a question finds, one result each, the best first",
        "Projets que trouve une question, un résultat chacun, les meilleurs d’abord",
    ),
    "project": ("All that is public of a project", "Tout ce qui est public d’un projet"),
    "q": (
        f"Words in English or French; the first {LONGEST_QUERY} characters are read",
        f"Mots en français ou en anglais; les {LONGEST_QUERY} premiers caractères sont lus",
    ),
    "order": ("Order of government", "Ordre de gouvernement"),
    "jurisdiction": ("Jurisdiction", "Administration"),
    "theme": ("Theme", "Thème"),
    "analysis": ("Kind of analysis", "Type d’analyse"),
    "state": ("State of the project", "État du projet"),
    "client": ("Client group", "Groupe de clients"),
    "evidence": ("How a claim is known", "Façon dont un énoncé est connu"),
    "verification": ("Verification", "Vérification"),
    "language": ("Language that is reviewed", "Langue qui est révisée"),
    "page": ("Number of the page", "Numéro de la page"),
    "identifier": (
        "Identifier of the project; it never changes",
        "Identifiant du projet; il ne change jamais",
    ),
    "unchanged": ("Nothing changed since the tag", "Rien n’a changé depuis l’étiquette"),
    "incomplete": ("The question is not complete", "La question n’est pas complète"),
    "missing": ("Not found", "Introuvable"),
}


def description(language: str) -> Json:
    """Describe the interface of the Guide in a language, as OpenAPI 3.1.

    Examples
    --------
    >>> sorted(description("fr")["paths"])
    ['/projects', '/projects/{identifier}']
    """
    place = 0 if language == "en" else 1
    words = {key: pair[place] for key, pair in _WORDS.items()}
    servers = [{"url": f"/{language}/api/guide"}]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": words["title"],
            "description": words["about"],
            "version": "1",
            "license": {"name": words["licence"]},
        },
        "servers": servers,
        "paths": {
            "/projects": {"servers": servers, "get": _search(words)},
            "/projects/{identifier}": {"servers": servers, "get": _one(words)},
        },
        "components": {
            "schemas": {
                "project": {
                    "type": "object",
                    "required": ["id"],
                    "properties": {"id": {"type": "string", "description": words["identifier"]}},
                }
            }
        },
    }


def _search(words: Mapping[str, str]) -> Json:
    asked = [_asked("q", words, {"type": "string"})]
    for name, known in FACETS.items():
        listed = {"type": "array", "items": {"type": "string", "enum": list(known)}}
        asked.append(_asked(name, words, listed))
    asked.append(_asked("page", words, {"type": "integer", "minimum": 1}))
    results = {"type": "array", "items": {"$ref": "#/components/schemas/project"}}
    counts = {name: {"type": "integer"} for name in ("count", "page", "pages")}
    schema = {
        "type": "object",
        "required": ["count", "page", "pages", "results"],
        "properties": {
            "results": results,
            **counts,
            "facets": {"type": "object"},
            "corrected": {"type": "string"},
        },
    }
    return _operation("projects", words, asked, schema, "400")


def _one(words: Mapping[str, str]) -> Json:
    asked = _asked("identifier", words, {"type": "string"}) | {"in": "path", "required": True}
    schema = {"$ref": "#/components/schemas/project"}
    return _operation("project", words, [asked], schema, "404")


def _asked(name: str, words: Mapping[str, str], schema: Json) -> Json:
    told = {"name": name, "in": "query", "required": False, "description": words[name]}
    return {**told, "schema": schema}


def _operation(
    name: str, words: Mapping[str, str], asked: list[Json], schema: Json, refusal: str
) -> Json:
    told = words["incomplete" if refusal == "400" else "missing"]
    return {
        "operationId": f"guide_{name}",
        "summary": words[name],
        "parameters": asked,
        "responses": {
            "200": {
                "description": words[name],
                "content": {"application/json": {"schema": schema}},
            },
            "304": {"description": words["unchanged"]},
            refusal: {"description": told, "content": {"application/problem+json": {}}},
        },
    }
