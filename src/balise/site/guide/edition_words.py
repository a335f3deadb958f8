"""The words of the books of an edition, in both languages."""

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["say", "spoken_in", "words_in"]

_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "guide": ("DDI Guide", "Guide de l’IAD"),
        "what": (
            "Data-driven intelligence projects of Canadian governments",
            "Projets d’intelligence axée sur les données des gouvernements canadiens",
        ),
        "edition": ("Edition {number}", "Édition {number}"),
        "document": ("{guide}, edition {number}: {title}", "{guide}, édition {number} : {title}"),
        "book": ("Book in English", "Livre en français"),
        "page": ("Page {page} of {pages}", "Page {page} sur {pages}"),
        "contents": ("Contents", "Table des matières"),
        "about": ("About this edition", "À propos de cette édition"),
        "about_dated": (
            "This is edition {number} of the Guide, as it was on {day}. It does not change: what "
            "is corrected or added later comes in the next edition, and the site tells what "
            "changed since.",
            "Ceci est l’édition {number} du Guide, tel qu’il était le {day}. Elle ne change pas : "
            "ce qui est corrigé ou ajouté plus tard paraît dans l’édition suivante, et le site "
            "dit ce qui a changé depuis.",
        ),
        "about_approved": (
            "Whether this edition is approved, and the fingerprint (SHA-256) of its file, are "
            "told on its page:",
            "L’approbation de cette édition et l’empreinte (SHA-256) de son fichier se trouvent "
            "sur sa page :",
        ),
        "about_other": (
            "The same edition exists as a book in French, with the same projects.",
            "La même édition existe en anglais, avec les mêmes projets.",
        ),
        "about_official": (
            "The Guide tells what organisations and published sources say. It is not an official "
            "publication of any government.",
            "Le Guide rapporte ce que disent les organisations et des sources publiées. Il n’est "
            "la publication officielle d’aucun gouvernement.",
        ),
        "about_letters": (
            "A character that the typefaces of this book lack is printed as \ufffd; the site "
            "shows it.",
            "Un caractère absent des polices de ce livre est imprimé \ufffd; le site le montre.",
        ),
        "cite": ("How to cite", "Comment citer"),
        "citation": (
            "{guide}, edition {number}, {day}. {address}",
            "{guide}, édition {number}, {day}. {address}",
        ),
        "licence": ("Licence", "Licence"),
        "licence_told": (
            "Texts of this book may be used, changed and shared under the Open Government Licence "
            "– Canada, unless a project names another licence. Pictures keep their own rights.",
            "Les textes de ce livre peuvent être utilisés, modifiés et partagés selon la Licence "
            "du gouvernement ouvert – Canada, sauf si un projet nomme une autre licence. Les "
            "images gardent leurs propres droits.",
        ),
        "in_numbers": ("This edition in numbers", "Cette édition en chiffres"),
        "projects": ("Projects", "Projets"),
        "with_result": ("With a stated result", "Avec un résultat énoncé"),
        "total": ("Total", "Total"),
        "none": ("No project is published yet", "Aucun projet n’est encore publié"),
        "none_told": (
            "No project of the Guide is complete, reviewed in both languages and confirmed, so "
            "this edition holds none. Projects that the site lists as not verified have no part "
            "in editions.",
            "Aucun projet du Guide n’est complet, révisé dans les deux langues et confirmé; cette "
            "édition n’en contient donc aucun. Les projets que le site répertorie comme non "
            "vérifiés ne font pas partie des éditions.",
        ),
        # How to read
        "reading": ("How to read this Guide", "Comment lire ce Guide"),
        "layers": ("Two layers", "Deux niveaux"),
        "layers_told": (
            "Each project comes first in short: what it is, what came of it, what a small "
            "organisation needs, and whom to ask. The details follow: method, data, what is "
            "claimed and on what grounds, precautions, lessons, sources.",
            "Chaque projet est d’abord présenté en bref : ce qu’il est, ce qui en est ressorti, "
            "ce qu’il faut à une petite organisation et à qui s’adresser. Les détails suivent : "
            "méthode, données, ce qui est avancé et sur quelle base, précautions, leçons, "
            "sources.",
        ),
        "kinds": ("Results, and what is not a result", "Les résultats, et ce qui n’en est pas"),
        "kinds_told": (
            "Only what was observed is called a result. What was expected or aimed at stands in a "
            "table of its own, as does what was known before. A measure without a number reads "
            "“not measured”; a field that is left out was not stated, and is never zero.",
            "Seul ce qui a été observé est appelé résultat. Ce qui était anticipé ou visé figure "
            "dans un tableau à part, de même que ce qui était connu avant. Une mesure sans nombre "
            "porte la mention « non mesuré »; un champ absent n’a pas été précisé : il ne vaut "
            "jamais zéro.",
        ),
        "evidence": ("How it is known", "Sur quoi cela repose"),
        "evidence_told": (
            "Beside each result stands how it is known, from the weakest grounds to the strongest:",
            "Chaque résultat indique sur quoi il repose, de la base la plus faible à la plus "
            "solide :",
        ),
        "ev_described": (
            "somebody tells what happened, without a comparison",
            "quelqu’un raconte ce qui s’est passé, sans comparaison",
        ),
        "ev_before_after": (
            "the same is measured before and after; other causes are not ruled out",
            "la même mesure est prise avant et après; d’autres causes ne sont pas écartées",
        ),
        "ev_compared": (
            "similar people or places without the project are measured too",
            "des personnes ou des lieux semblables, sans le projet, sont aussi mesurés",
        ),
        "ev_random": (
            "chance decided who took part, so that the groups are alike",
            "le hasard a décidé qui participait, de sorte que les groupes se ressemblent",
        ),
        "ev_replicated": (
            "another organisation did the same and found the same",
            "une autre organisation a fait de même et a obtenu le même résultat",
        ),
        "trust": ("Who vouches for a project", "Qui répond d’un projet"),
        "tr_submitted": (
            "the organisation wrote it; nobody else has read it",
            "l’organisation l’a rédigé; personne d’autre ne l’a relu",
        ),
        "tr_confirmed": (
            "the organisation says that what is printed is right, on the day given",
            "l’organisation affirme que le texte est exact, à la date indiquée",
        ),
        "tr_reviewed": (
            "the working group compared it with its sources",
            "le groupe de travail l’a comparé à ses sources",
        ),
        "left_out": ("What is not in this book", "Ce qui n’est pas dans ce livre"),
        "left_out_told": (
            "Projects that are not verified, retired, or past the date of their review are left "
            "out. The site shows them, and says so.",
            "Les projets non vérifiés, retirés ou dont la date de révision est passée n’y figurent "
            "pas. Le site les présente, avec une mention.",
        ),
        "tongues": ("Languages", "Langues"),
        "tongues_told": (
            "All projects are reviewed in English and in French. Names and titles that exist in "
            "one language only stay in it.",
            "Tous les projets sont révisés en français et en anglais. Les noms et les titres qui "
            "n’existent que dans une langue restent dans cette langue.",
        ),
        # Chapters
        "see_also": ("Also on this theme:", "Aussi sur ce thème :"),
        "on_page": ("page", "page"),
        "no_theme": ("Other projects", "Autres projets"),
        "practices": ("Plays", "Fiches pratiques"),
        "when": ("When to use it", "Quand l’utiliser"),
        "steps": ("Steps", "Étapes"),
        "tools": ("Tools", "Outils"),
        "examples": ("Projects that did this", "Projets qui l’ont fait"),
        "resources": ("Resources", "Ressources"),
        "resource": ("Resource", "Ressource"),
        "kind": ("Kind", "Genre"),
        "by_place": ("Projects by jurisdiction", "Projets par administration"),
        "organisations": ("Index of organisations", "Index des organisations"),
        "glossary": ("Glossary", "Glossaire"),
        "term": ("Term", "Terme"),
        "term_other": ("In French", "En anglais"),
        "meaning": ("Meaning", "Sens"),
    }
)


def spoken_in(
    words: Mapping[str, tuple[str, str]], key: str, lang: str, values: Mapping[str, object]
) -> str:
    """Give words of a list in a language, spaced as that language asks, with their values."""
    chosen = words[key][lang == "fr"]
    return (_spaced(chosen) if lang == "fr" else chosen).format(**values)


def _spaced(text: str) -> str:
    nbsp = "\N{NO-BREAK SPACE}"
    for sign in (" :", " »"):
        text = text.replace(sign, nbsp + sign[1:])
    return text.replace("« ", f"«{nbsp}")


def say(key: str, lang: str, **values: object) -> str:
    """Give words in a language, with their values.

    Examples
    --------
    >>> say("edition", "fr", number=3)
    'Édition 3'
    """
    return spoken_in(_WORDS, key, lang, values)


def words_in(lang: str) -> dict[str, str]:
    """Give all the words that pages take as they are."""
    return {key: _spaced(each[1]) if lang == "fr" else each[0] for key, each in _WORDS.items()}
