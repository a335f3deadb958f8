"""The questions of the form: what is asked about a project, in five sections.

One table in both languages. Only a few answers are needed to submit; the others can wait.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from balise.site.guide import terms
from balise.site.languages import spoken
from balise.vocabulary import Term

__all__ = ["SECTIONS", "Question", "Rows", "Section", "all_questions", "all_rows"]

_LINE, _PROSE = 300, 20_000


@dataclass(frozen=True, slots=True)
class Question:
    """Something asked: a line, a text, a code of a list, a date, a number."""

    name: str
    kind: str
    """``line``, ``prose``, ``choice``, ``choices``, ``check``, ``date``, ``number``,
    ``link``, ``email``, ``year`` or ``row`` (a row of another part of the form)."""
    label: Any
    hint: Any = ""
    terms: tuple[Term, ...] = ()
    is_needed: bool = False
    most: int = _LINE
    """Characters of a line or a text, answers of a list."""
    is_alphabetical: bool = False
    """Whether its codes are offered by their names in the language spoken."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Questions that are asked several times."""

    name: str
    label: Any
    one: Any
    add: Any
    questions: tuple[Question, ...]
    hint: Any = ""
    most: int = 5
    needs: tuple[str, ...] = ()
    """Answers that a row in which something is written has."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form with a heading, and a button that saves."""

    code: str
    title: Any
    parts: tuple[Question | Rows, ...]


def _prose(name: str, label: Any, hint: Any = "", *, needed: bool = False) -> Question:
    return Question(name, "prose", label, hint, is_needed=needed, most=_PROSE)


_DATE = spoken(
    "A year, a month or a day: 2024, 2024-05, 2024-05-03.",
    "Une année, un mois ou un jour\u00a0: 2024, 2024-05, 2024-05-03.",
)

_PROJECT = (
    Question(
        "title",
        "line",
        spoken("Title of the project", "Titre du projet"),
        spoken(
            "What the project does, in a few words.", "Ce que fait le projet, en quelques mots."
        ),
        is_needed=True,
    ),
    _prose(
        "problem",
        spoken("The problem", "Le problème"),
        spoken("What went badly, and for whom.", "Ce qui n’allait pas, et pour qui."),
        needed=True,
    ),
    _prose(
        "summary",
        spoken("Plain summary", "Résumé en langage clair"),
        spoken("60 to 120 words.", "De 60 à 120 mots."),
    ),
    _prose("approach", spoken("The approach", "La démarche")),
    Question(
        "themes",
        "choices",
        spoken("Themes", "Thèmes"),
        spoken("One to three.", "De un à trois."),
        terms.THEMES,
        is_needed=True,
        most=3,
        is_alphabetical=True,
    ),
    Question(
        "client_groups",
        "choices",
        spoken("Whom the service is for", "À qui s’adresse le service"),
        spoken("At least one.", "Au moins un groupe."),
        terms.CLIENT_GROUPS,
        is_needed=True,
        most=len(terms.CLIENT_GROUPS),
    ),
    Question(
        "populations",
        "choices",
        spoken("Populations served", "Populations servies"),
        terms=terms.POPULATIONS,
        most=len(terms.POPULATIONS),
    ),
    Question(
        "analysis", "choice", spoken("Kind of analysis", "Type d’analyse"), terms=terms.ANALYSES
    ),
)

_WHO = (
    Question(
        "organisation",
        "line",
        spoken("Lead organisation", "Organisation responsable"),
        spoken(
            "Its full name; those that the Guide knows are offered.",
            "Son nom complet; celles que le Guide connaît sont proposées.",
        ),
        is_needed=True,
    ),
    Question(
        "order_of_government",
        "choice",
        spoken("Order of government", "Ordre de gouvernement"),
        terms=terms.ORDERS,
        is_needed=True,
    ),
    Question(
        "jurisdiction",
        "choice",
        spoken("Jurisdiction", "Administration"),
        terms=terms.JURISDICTIONS,
        is_needed=True,
    ),
    Question("municipality", "line", spoken("Municipality", "Municipalité")),
    _prose(
        "partners",
        spoken("Partners", "Partenaires"),
        spoken("One organisation on each line.", "Une organisation par ligne."),
    ),
    Question(
        "collaboration",
        "choice",
        spoken("Depth of collaboration", "Degré de collaboration"),
        terms=terms.COLLABORATIONS,
    ),
)

_MEANS = (
    Question(
        "project_state",
        "choice",
        spoken("State of the project", "État du projet"),
        terms=terms.PROJECT_STATES,
        is_needed=True,
    ),
    Question("start", "date", spoken("Start", "Début"), _DATE, is_needed=True),
    Question("end", "date", spoken("End", "Fin"), _DATE),
    _prose("why_ended", spoken("If it ended, why", "S’il a pris fin, pourquoi")),
    Question("budget_band", "choice", spoken("Budget", "Budget"), terms=terms.BUDGET_BANDS),
    Question(
        "staff_months",
        "number",
        spoken("Effort, in months of staff", "Effort, en mois-personnes"),
    ),
    _prose("methods", spoken("Methods", "Méthodes")),
    Question(
        "tools",
        "line",
        spoken("Tools", "Outils"),
        spoken(
            "Names of software, parted by commas.", "Noms de logiciels, séparés par des virgules."
        ),
    ),
    Question("code_link", "link", spoken("Address of the code", "Adresse du code")),
    Rows(
        "data_used",
        spoken("Data used", "Données utilisées"),
        spoken("Data", "Données"),
        spoken("Add data", "Ajouter des données"),
        (
            Question("name", "line", spoken("Name of the data", "Nom des données"), most=1000),
            Question("holder", "line", spoken("Who holds them", "Qui les détient")),
            Question(
                "personal",
                "choice",
                spoken("Personal or not", "Personnelles ou non"),
                terms=terms.PERSONAL,
            ),
            Question("link", "link", spoken("Address of the data", "Adresse des données")),
        ),
        needs=("name",),
    ),
)

_CAME_OF_IT = (
    Question(
        "has_no_result_yet",
        "check",
        spoken("There is no result yet.", "Il n’y a pas encore de résultat."),
    ),
    Rows(
        "sources",
        spoken("Sources", "Sources"),
        spoken("Source", "Source"),
        spoken("Add a source", "Ajouter une source"),
        (
            Question(
                "title", "line", spoken("Title of the source", "Titre de la source"), most=500
            ),
            Question("publisher", "line", spoken("Publisher", "Éditeur")),
            Question("year", "year", spoken("Year", "Année")),
            Question("link", "link", spoken("Address of the source", "Adresse de la source")),
            Question(
                "kind",
                "choice",
                spoken("Kind of source", "Type de source"),
                terms=terms.SOURCE_KINDS,
            ),
        ),
        spoken(
            "Where what you say can be read: a report, a page, an article.",
            "Où l’on peut lire ce que vous dites\u00a0: un rapport, une page, un article.",
        ),
        needs=("publisher",),
    ),
    Rows(
        "claims",
        spoken("Results and other figures", "Résultats et autres chiffres"),
        spoken("Figure or finding", "Chiffre ou constat"),
        spoken("Add a figure or a finding", "Ajouter un chiffre ou un constat"),
        (
            Question("kind", "choice", spoken("Kind", "Nature"), terms=terms.CLAIM_KINDS),
            Question(
                "measure",
                "line",
                spoken("What is measured or found", "Ce qui est mesuré ou constaté"),
                most=500,
            ),
            Question(
                "value",
                "number",
                spoken("Number", "Nombre"),
                spoken("Empty: not measured.", "Vide\u00a0: non mesuré."),
            ),
            Question("unit", "line", spoken("Unit", "Unité")),
            Question("period_start", "date", spoken("Period, from", "Période, du"), _DATE),
            Question("period_end", "date", spoken("Period, to", "Période, au"), _DATE),
            Question(
                "method",
                "choice",
                spoken("How it is known", "Comment on le sait"),
                terms=terms.EVIDENCE_METHODS,
            ),
            Question(
                "source",
                "row",
                spoken("Source above", "Source ci-dessus"),
                terms=tuple(Term(str(n), f"Source {n}", f"Source {n}") for n in range(1, 6)),
            ),
        ),
        spoken(
            "A number needs its unit, its period and its source. What is expected is told apart "
            "from what happened.",
            "Un nombre va avec son unité, sa période et sa source. Ce qui est attendu est "
            "distingué de ce qui est arrivé.",
        ),
        needs=("kind", "measure"),
    ),
)

_OTHERS = (
    _prose("limits", spoken("Known limits", "Limites connues")),
    _prose("lessons", spoken("Lessons", "Leçons")),
    _prose(
        "small_needs",
        spoken(
            "What a small organisation would need", "Ce qu’il faudrait à une petite organisation"
        ),
        spoken(
            "People, data, money, time: to do the same.",
            "Personnes, données, argent, temps\u00a0: pour faire de même.",
        ),
    ),
    Question(
        "privacy_assessment",
        "choice",
        spoken("Privacy assessment", "Évaluation de la vie privée"),
        terms=terms.PRIVACY_STATES,
    ),
    _prose("fairness", spoken("Fairness", "Équité")),
    _prose("indigenous_data", spoken("Indigenous data", "Données autochtones")),
    Question("licence", "choice", spoken("Licence", "Licence"), terms=terms.LICENCES),
    Question(
        "contact_role",
        "line",
        spoken("Contact: title of the role", "Contact\u00a0: titre du poste"),
        spoken(
            "A role, never a person’s name: it is published.",
            "Un poste, jamais le nom d’une personne\u00a0: il est publié.",
        ),
    ),
    Question(
        "contact_mailbox",
        "email",
        spoken("Mailbox of the organisation", "Boîte de courriel de l’organisation"),
        spoken("It is published.", "Elle est publiée."),
    ),
    Question(
        "contact_page",
        "link",
        spoken("Page to reach the organisation", "Page pour joindre l’organisation"),
    ),
    Question(
        "contact_consent",
        "check",
        spoken(
            "The organisation agrees that this contact is published.",
            "L’organisation accepte que ce contact soit publié.",
        ),
    ),
)

SECTIONS = (
    Section("project", spoken("The project", "Le projet"), _PROJECT),
    Section("who", spoken("Who does it", "Qui le réalise"), _WHO),
    Section("means", spoken("State and means", "État et moyens"), _MEANS),
    Section("results", spoken("What came of it", "Ce qui en est ressorti"), _CAME_OF_IT),
    Section(
        "others", spoken("What others need to know", "Ce que les autres doivent savoir"), _OTHERS
    ),
)


def all_questions() -> Iterator[Question]:
    """Give the questions that are asked once, in order."""
    parts = (part for section in SECTIONS for part in section.parts)
    return (part for part in parts if isinstance(part, Question))


def all_rows() -> Iterator[Rows]:
    """Give the questions that are asked several times, in order."""
    parts = (part for section in SECTIONS for part in section.parts)
    return (part for part in parts if isinstance(part, Rows))
