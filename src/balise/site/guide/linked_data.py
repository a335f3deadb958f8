"""The inventory as JSON-LD: a data set of DCAT that holds works of schema.org."""

from collections.abc import Iterable, Mapping
from typing import Any

from balise.site.guide.layout import Tree
from balise.site.guide.terms import (
    CLAIM_KINDS,
    EVIDENCE_METHODS,
    RESULT_KINDS,
    THEMES,
    VERIFICATIONS,
    term_of,
)

__all__ = ["CONTEXT", "LICENCE", "catalogue", "work"]

Json = dict[str, Any]

LICENCE = {
    "en": "https://open.canada.ca/en/open-government-licence-canada",
    "fr": "https://ouvert.canada.ca/fr/licence-du-gouvernement-ouvert-canada",
}
CONTEXT: Json = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": "@id",
    "type": "@type",
}
_MEDIA = {
    "csv": "https://www.iana.org/assignments/media-types/text/csv",
    "json": "https://www.iana.org/assignments/media-types/application/json",
    "jsonld": "https://www.iana.org/assignments/media-types/application/ld+json",
}
_TITLE = {
    "en": "DDI Guide: data-driven intelligence projects of Canadian governments",
    "fr": "Guide de l’IAD\N{NO-BREAK SPACE}: projets d’intelligence axée sur les données des "
    "gouvernements canadiens",
}
_ABOUT = {
    "en": "Projects as organisations and public sources tell them; those marked as unverified were "
    "not confirmed by their organisations.",
    "fr": "Des projets tels que les organisations et des sources publiques les décrivent; ceux qui "
    "sont marqués non vérifiés n’ont pas été confirmés par leur organisation.",
}
_WORKING = {
    "en": "The French title is a working one.",
    "fr": "Le titre français est un titre de travail.",
}


def catalogue(trees: Iterable[Tree], base: str, changed: str) -> Json:
    """Describe the data set and every record in it.

    Parameters
    ----------
    trees : iterable of mapping
        Public records.
    base : str
        Address of the site, with a slash at its end.
    changed : str
        When a record changed last, or nothing.
    """
    works = [work(each) for each in trees]
    dataset: Json = {
        "id": "en/guide/data/",
        "type": ["dcat:Dataset", "schema:Dataset"],
        "dcterms:title": _both(_TITLE),
        "schema:name": _both(_TITLE),
        "dcterms:description": _both(_ABOUT),
        "schema:description": _both(_ABOUT),
        "dcterms:language": ["en", "fr"],
        "dcterms:license": {"id": LICENCE["en"]},
        "schema:license": {"id": LICENCE["en"]},
        "dcat:landingPage": [{"id": "en/guide/data/"}, {"id": "fr/guide/data/"}],
        "dcat:distribution": [_distribution(each) for each in _MEDIA],
        "schema:hasPart": [{"id": each["id"]} for each in works],
    }
    if changed:
        dataset["dcterms:modified"] = _typed(changed, "xsd:dateTime")
        dataset["schema:dateModified"] = _typed(changed, "xsd:dateTime")
    return {"@context": {"@base": base, **CONTEXT}, "@graph": [dataset, *works]}


def _distribution(ending: str) -> Json:
    return {
        "id": f"en/guide/data/records.{ending}",
        "type": ["dcat:Distribution", "schema:DataDownload"],
        "dcat:downloadURL": {"id": f"en/guide/data/records.{ending}"},
        "schema:contentUrl": {"id": f"en/guide/data/records.{ending}"},
        "dcat:mediaType": {"id": _MEDIA[ending]},
        "dcterms:license": {"id": LICENCE["en"]},
    }


def work(tree: Tree) -> Json:
    """Describe a record, and the project it is about."""
    path = f"en/guide/records/{tree['id']}/"
    project = {
        "id": f"{path}#project",
        "type": "schema:Project",
        "schema:name": _named(tree),
        "schema:parentOrganization": _organisation(tree),
        "schema:foundingDate": tree.get("start"),
        "schema:dissolutionDate": tree.get("end"),
    }
    about = {
        "id": path,
        "type": "schema:CreativeWork",
        "schema:identifier": tree["id"],
        "schema:name": _named(tree),
        "schema:abstract": _pair(tree, "summary"),
        "schema:about": _told(project),
        "schema:keywords": [
            each for code in tree.get("themes", ()) for each in _both(_names(THEMES, code))
        ],
        "schema:creativeWorkStatus": _both(_names(VERIFICATIONS, tree["verification"])),
        "schema:spatialCoverage": tree.get("jurisdiction"),
        "schema:dateModified": _typed(tree["changed_at"], "xsd:dateTime"),
        "schema:sameAs": {"id": f"fr/guide/records/{tree['id']}/"},
        "schema:citation": [_source(each) for each in tree.get("sources", ())],
        "schema:hasPart": [
            _claim(path, number, each) for number, each in enumerate(tree.get("claims", ()), 1)
        ],
    }
    if tree.get("title_fr_is_working"):
        about["schema:disambiguatingDescription"] = _both(_WORKING)
    return _told(about)


def _organisation(tree: Tree) -> Json | None:
    if "lead" not in tree:
        return None
    named = [
        {"@value": tree[f"lead_name_{lang}"], "@language": lang}
        for lang in ("en", "fr")
        if tree.get(f"lead_name_{lang}")
    ]
    return {
        "id": f"en/guide/records/?organisation={tree['lead']}",
        "type": "schema:Organization",
        "schema:name": named,
    }


def _claim(path: str, number: int, claim: Mapping[str, Any]) -> Json:
    """Tell a claim with its kind: what is expected never stands as a result."""
    kind = str(claim["kind"])
    measured = {
        "type": "schema:PropertyValue",
        "schema:name": _pair(claim, "measure"),
        "schema:value": _typed(f"{claim['value']:f}", "xsd:decimal") if "value" in claim else None,
        "schema:unitText": _pair(claim, "unit"),
        "schema:measurementTechnique": _both(_names(EVIDENCE_METHODS, claim.get("method", ""))),
    }
    period = "/".join(claim.get(each, "..") for each in ("period_start", "period_end"))
    return _told(
        {
            "id": f"{path}#claim-{number}",
            "type": "schema:Claim",
            "schema:additionalType": kind,
            "schema:genre": _both(_names(CLAIM_KINDS, kind)),
            "schema:isBasedOn": claim.get("source_key"),
            "schema:temporalCoverage": period if period != "../.." else None,
            "schema:about": _told(measured),
            "schema:backstory": _pair(claim, "note"),
            "schema:creativeWorkStatus": "result" if kind in RESULT_KINDS else "not a result",
        }
    )


def _source(source: Mapping[str, Any]) -> Json:
    told = {
        "type": "schema:CreativeWork",
        "schema:identifier": source["key"],
        "schema:name": _pair(source, "title"),
        "schema:publisher": source["publisher"],
        "schema:datePublished": str(source["year"]) if "year" in source else None,
        "schema:url": {"id": source["link"]} if "link" in source else None,
    }
    return _told(told)


def _pair(tree: Mapping[str, Any], name: str) -> list[Json]:
    return [
        {"@value": tree[f"{name}_{lang}"], "@language": lang}
        for lang in ("en", "fr")
        if tree.get(f"{name}_{lang}")
    ]


def _named(tree: Mapping[str, Any]) -> list[Json]:
    """Give the title in both languages; a French one that is a working one says so."""
    names = _pair(tree, "title")
    if tree.get("title_fr_is_working"):
        for each in names:
            if each["@language"] == "fr":
                each["@value"] += " (titre de travail)"
    return names


def _names(terms: Any, code: str) -> dict[str, str]:
    term = term_of(terms, code)
    return {"en": term.en, "fr": term.fr}


def _both(texts: Mapping[str, str]) -> list[Json]:
    return [{"@value": text, "@language": lang} for lang, text in texts.items()]


def _typed(value: str, kind: str) -> Json:
    return {"@value": value, "@type": kind}


def _told(content: Mapping[str, Any]) -> Json:
    """Leave out what is not stated."""
    return {name: each for name, each in content.items() if each not in (None, "", [], {})}
