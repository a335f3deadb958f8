"""The questions of the design interview, in both languages, and how answers are read."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from balise.vocabulary import ImpactError, nearest, sample

__all__ = ["QUESTIONS", "Question", "complete", "read_answers"]

Answers = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Question:
    """One question: where its answer goes, what kind it is, and what may be answered."""

    table: str
    key: str
    kind: str
    en: str
    fr: str
    default: Any = None
    choices: tuple[tuple[str, str, str], ...] = ()

    @property
    def name(self) -> str:
        """Its place in the file: ``table.key``."""
        return f"{self.table}.{self.key}"


DECIDED = (
    ("random", "a draw", "un tirage au sort"),
    ("rule", "a rule or a threshold", "une règle ou un seuil"),
    ("choice", "people chose, or somebody chose them", "les gens, ou quelqu’un, ont choisi"),
    ("waves", "everybody gets it, in waves", "tous l’obtiennent, par vagues"),
    ("all", "everybody got it at once", "tous l’ont eu d’un coup"),
)
COMPARISON = (
    ("never", "some never get it", "certains ne l’obtiennent jamais"),
    ("later", "some get it later", "certains l’obtiennent plus tard"),
    ("none", "nobody is without it", "personne n’en est privé"),
)
KIND = (
    ("mean", "an amount or a count", "une quantité ou un nombre"),
    ("share", "a share (yes or no for each)", "une part (oui ou non pour chacun)"),
)
YES = (("yes", "yes", "oui"), ("no", "no", "non"))

QUESTIONS: tuple[Question, ...] = (
    Question("change", "what", "text", "What changed?", "Qu’est-ce qui a changé\u00a0?"),
    Question("change", "whom", "text", "For whom?", "Pour qui\u00a0?"),
    Question(
        "change", "start", "text", "When did it start? (2024, 2024-05 or 2024-05-31)",
        "Quand cela a-t-il commencé\u00a0? (2024, 2024-05 ou 2024-05-31)",
    ),
    Question(
        "change", "also", "text", "What else changed at the same time? (nothing: leave empty)",
        "Qu’est-ce qui a changé d’autre au même moment\u00a0? (rien\u00a0: laissez vide)", "",
    ),
    Question(
        "change", "decided_by", "choice", "What decided who got it?",
        "Qu’est-ce qui a décidé qui l’a obtenu\u00a0?", None, DECIDED,
    ),
    Question(
        "data", "comparison", "choice", "Is there anybody to compare with, in the data?",
        "Y a-t-il quelqu’un à qui comparer, dans les données\u00a0?", None, COMPARISON,
    ),
    Question(
        "data", "treated_units", "whole", "How many units (people, offices...) got it?",
        "Combien d’unités (personnes, bureaux...) l’ont obtenu\u00a0?",
    ),
    Question(
        "data", "comparison_units", "whole", "How many others are in the data?",
        "Combien d’autres sont dans les données\u00a0?", 0,
    ),
    Question(
        "data", "periods_before", "whole", "How many periods are known before the start?",
        "Combien de périodes sont connues avant le début\u00a0?", 0,
    ),
    Question(
        "data", "periods_after", "whole", "And from the start on?", "Et depuis le début\u00a0?", 1,
    ),
    Question(
        "data", "covariates", "choice", "Is it known how units were before (age, need...)?",
        "Sait-on comment étaient les unités avant (âge, besoin...)\u00a0?", "no", YES,
    ),
    Question(
        "data", "cluster_size", "whole",
        "If whole groups (schools, offices) got it together, people in each; else 1",
        "Si des groupes entiers (écoles, bureaux) l’ont eu ensemble, personnes dans chacun\u00a0; "
        "sinon 1", 1,
    ),
    Question("outcome", "name", "text", "What is measured?", "Que mesure-t-on\u00a0?"),
    Question(
        "outcome", "kind", "choice", "What kind of measure?", "De quelle sorte de mesure "
        "s’agit-il\u00a0?",
        "mean", KIND,
    ),
    Question(
        "outcome", "share", "number", "If a share: how large is it today? (0 to 1; else 0)",
        "Si c’est une part\u00a0: combien aujourd’hui\u00a0? (0 à 1\u00a0; sinon 0)", 0.0,
    ),
    Question(
        "outcome", "sd", "number", "Standard deviation between units, if known (else 1)",
        "Écart-type entre unités, s’il est connu (sinon 1)", 1.0,
    ),
    Question(
        "outcome", "expected", "number", "How large a change is expected? (0 if not known)",
        "De quelle taille attend-on le changement\u00a0? (0 si inconnue)", 0.0,
    ),
)  # fmt: skip

_OTHER_TABLES = {"logic", "plan", "registered"}


def read_answers(path: Path) -> dict[str, Any]:
    """Read answers from a TOML file: tables ``change``, ``data``, ``outcome``, ``logic``, ``plan``.

    Raises
    ------
    ImpactError
        If it is no TOML, or has a name that is not known.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ImpactError(
            f"{path.name}: found a file that is no TOML ({error}). Expected lines such as "
            'decided_by = "random" under headings such as [change]. Correct it.'
        ) from error
    known = {each.table for each in QUESTIONS} | _OTHER_TABLES
    for table, content in found.items():
        if table not in known or not isinstance(content, dict):
            raise ImpactError(
                f"{path.name}: found {table!r}. Expected the tables {sample(sorted(known), 9)}. "
                + nearest(table, known)
            )
        names = {each.key for each in QUESTIONS if each.table == table}
        for key in content:
            if names and key not in names:
                raise ImpactError(
                    f"{path.name}: found {table}.{key}. Expected one of "
                    f"{sample(sorted(names), 12)}."
                    f" {nearest(key, names)}"
                )
    return found


def complete(
    given: Mapping[str, Any], ask: Callable[[Question], str] | None, where: str = "Design"
) -> Answers:
    """Complete answers: what is missing is asked, or takes its default where nobody can answer.

    Parameters
    ----------
    given : mapping
        By table, then by key.
    ask : callable, optional
        Gives the text of an answer to a question; asked again while it cannot be read.

    Raises
    ------
    ImpactError
        If an answer cannot be read, or one without a default is missing and cannot be asked.
    """
    answers: Answers = {}
    for question in QUESTIONS:
        table = answers.setdefault(question.table, {})
        stated = given.get(question.table, {}).get(question.key)
        if stated is not None:
            table[question.key] = _read(question, stated, where)
        elif ask is not None:
            table[question.key] = _asked(question, ask, where)
        elif question.default is not None:
            table[question.key] = question.default
        else:
            raise ImpactError(
                f"{where}: found no answer to {question.name}. Expected one: {question.en} "
                f"{_expected(question)} Write it, or leave the file out to be asked."
            )
    return answers


def _asked(question: Question, ask: Callable[[Question], str], where: str) -> Any:
    for _ in range(3):
        text = ask(question).strip()
        if not text and question.default is not None:
            return question.default
        try:
            return _read(question, text, where)
        except ImpactError:
            continue
    return _read(question, ask(question).strip(), where)


def _expected(question: Question) -> str:
    if question.choices:
        return "One of " + ", ".join(code for code, _, _ in question.choices) + "."
    return {"whole": "A whole number, 0 or more.", "number": "A number."}.get(
        question.kind, "Some text."
    )


def _read(question: Question, value: Any, where: str) -> Any:
    text = ("yes" if value else "no") if isinstance(value, bool) else str(value).strip()
    try:
        if question.kind == "choice":
            return _choice(question, text)
        if question.kind == "whole":
            number = int(text)
            if number < 0:
                raise ValueError(text)
            return number
        if question.kind == "number":
            return float(text.replace(",", "."))
    except ValueError as error:
        raise ImpactError(
            f"{where}: found {question.name} = {text!r}. Expected an answer to: {question.en} "
            f"{_expected(question)} Correct it."
        ) from error
    if not text and question.default is None:
        raise ImpactError(
            f"{where}: found nothing in {question.name}. Expected an answer to: {question.en} "
            "Write it."
        )
    return text


def _choice(question: Question, text: str) -> str:
    for number, (code, en, fr) in enumerate(question.choices, 1):
        if text.lower() in {code, str(number), en.lower(), fr.lower()}:
            return code
    raise ValueError(text)
