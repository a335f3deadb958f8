"""The glossary that every edition holds: the words of the Guide in both languages."""

from typing import Any, NamedTuple

from balise.site.guide.edition_text import line, span

__all__ = ["ENTRIES", "Entry", "glossary_printed"]


class Entry(NamedTuple):
    """A term and what it means, in English and in French."""

    en: str
    fr: str
    means_en: str
    means_fr: str


ENTRIES: tuple[Entry, ...] = (
    Entry(
        "accuracy",
        "exactitude",
        "How often a model is right, by a stated measure.",
        "Fréquence à laquelle un modèle a raison, selon une mesure énoncée.",
    ),
    Entry(
        "algorithmic impact level",
        "niveau d’incidence algorithmique",
        "A level from I to IV: what an automated decision may change for people.",
        "Niveau de I à IV : ce qu’une décision automatisée peut changer pour les personnes.",
    ),
    Entry(
        "baseline",
        "situation de départ",
        "What was measured before the project.",
        "Ce qui a été mesuré avant le projet.",
    ),
    Entry(
        "comparison group",
        "groupe de comparaison",
        "Similar people or places that did without the project.",
        "Personnes ou lieux semblables qui n’ont pas eu le projet.",
    ),
    Entry(
        "data-driven intelligence (DDI)",
        "intelligence axée sur les données (IAD)",
        "The use of data to understand, foresee or decide in the service of the public.",
        "Utilisation de données pour comprendre, prévoir ou décider au service du public.",
    ),
    Entry(
        "evidence method",
        "méthode de preuve",
        "How a result is known, from described to replicated elsewhere.",
        "Ce sur quoi repose un résultat, de « décrit » à « reproduit ailleurs ».",
    ),
    Entry(
        "expected result",
        "résultat anticipé",
        "What a project hoped for; never counted among results.",
        "Ce qu’un projet espérait; n’est jamais compté parmi les résultats.",
    ),
    Entry(
        "finding",
        "constat",
        "Something that a project learned, with or without a number.",
        "Ce qu’un projet a appris, avec ou sans nombre.",
    ),
    Entry(
        "in service",
        "en service",
        "The project is part of daily work.",
        "Le projet fait partie du travail courant.",
    ),
    Entry(
        "jurisdiction",
        "administration",
        "Canada, a province or a territory.",
        "Le Canada, une province ou un territoire.",
    ),
    Entry(
        "people in vulnerable situations",
        "personnes en situation de vulnérabilité",
        "People whom circumstances keep from services that others reach easily.",
        "Personnes que les circonstances éloignent de services que d’autres obtiennent aisément.",
    ),
    Entry(
        "pilot",
        "projet pilote",
        "A trial of limited size and time.",
        "Essai de portée et de durée limitées.",
    ),
    Entry(
        "practice; play",
        "pratique; fiche pratique",
        "A way of working, told in steps that others can follow.",
        "Façon de faire, décrite en étapes que d’autres peuvent suivre.",
    ),
    Entry(
        "privacy assessment",
        "évaluation de la vie privée",
        "A study of what a project does with personal information.",
        "Étude de ce qu’un projet fait des renseignements personnels.",
    ),
    Entry(
        "random assignment",
        "répartition au hasard",
        "Chance decides who takes part, so that groups can be compared.",
        "Le hasard décide qui participe, afin que les groupes soient comparables.",
    ),
    Entry(
        "reach",
        "portée",
        "How many people or places a project touched.",
        "Nombre de personnes ou de lieux que le projet a touchés.",
    ),
    Entry(
        "result",
        "résultat",
        "What was observed after a project, with unit, period and source.",
        "Ce qui a été observé après un projet, avec unité, période et source.",
    ),
    Entry(
        "review date",
        "date de révision",
        "The day by which the organisation confirms its text again.",
        "Jour avant lequel l’organisation confirme de nouveau son texte.",
    ),
    Entry(
        "small organisation",
        "petite organisation",
        "Fewer than 100 employees.",
        "Moins de 100 employés.",
    ),
    Entry(
        "target",
        "cible",
        "What a project aimed at; never counted among results.",
        "Ce qu’un projet visait; n’est jamais compté parmi les résultats.",
    ),
    Entry(
        "unverified",
        "non vérifié",
        "Restated from public sources; the organisation has not confirmed it.",
        "Repris de sources publiques; l’organisation ne l’a pas confirmé.",
    ),
    Entry(
        "working group",
        "groupe de travail",
        "The people of several jurisdictions who keep the Guide.",
        "Personnes de plusieurs administrations qui tiennent le Guide.",
    ),
)


def glossary_printed(lang: str) -> list[list[Any]]:
    """Give the rows of the glossary: the term, the term in the other language, the meaning."""
    other = "en" if lang == "fr" else "fr"
    own = 1 if lang == "fr" else 0
    entries = sorted(ENTRIES, key=lambda each: _sorted_by(each[own]))
    return [
        [
            [line(span(each[own], bold=True))],
            [line(span(each[1 - own], other))],
            [line(_spaced(each[2 + own], lang))],
        ]
        for each in entries
    ]


def _sorted_by(term: str) -> str:
    return term.casefold().replace("é", "e")


def _spaced(text: str, lang: str) -> str:
    nbsp = "\N{NO-BREAK SPACE}"
    if lang == "en":
        return text
    return text.replace(" :", f"{nbsp}:").replace("« ", f"«{nbsp}").replace(" »", f"{nbsp}»")
