"""The form as a page shows it: each question with its answer, and what is wrong beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from balise.site.guide.models import Organisation, Record
from balise.site.guide.told import alphabetical, label_of
from balise.site.secretariat.models import Submission
from balise.site.secretariat.submission_questions import (
    SECTIONS,
    Question,
    Rows,
    all_questions,
    all_rows,
)
from balise.site.secretariat.submission_reading import Content, is_empty

__all__ = ["Asked", "all_answers", "answered", "conflicts", "known_organisations", "named", "shown"]

_INPUT = {"email": "email", "link": "url"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on the page."""

    id: str
    question: Question
    answer: Any
    wrong: str

    @property
    def type(self) -> str:
        """The kind of its input."""
        return _INPUT.get(self.question.kind, "text")

    @property
    def options(self) -> list[tuple[str, str, bool]]:
        """The codes it may be answered with, their names, and which are chosen."""
        chosen = self.answer if isinstance(self.answer, list) else [self.answer]
        found = [
            (each.code, label_of(self.question.terms, each.code), each.code in chosen)
            for each in self.question.terms
        ]
        if self.question.is_alphabetical:
            found.sort(key=lambda each: alphabetical(each[1]))
        return found

    @property
    def described_by(self) -> str:
        """Names of what explains it."""
        told = (("hint", self.question.hint), ("wrong", self.wrong))
        return " ".join(f"{self.id}-{name}" for name, text in told if text)


def shown(content: Content, wrong: Mapping[str, str]) -> list[dict[str, Any]]:
    """Give the sections of the form, ready to be shown."""
    return [
        {
            "code": section.code,
            "title": section.title,
            "parts": [_part(each, content, wrong) for each in section.parts],
        }
        for section in SECTIONS
    ]


def _part(part: Question | Rows, content: Content, wrong: Mapping[str, str]) -> dict[str, Any]:
    if isinstance(part, Question):
        name = part.name
        return {"asked": Asked(name, part, content.get(name, ""), wrong.get(name, ""))}
    given = content.get(part.name) or [{}]
    rows = [
        [
            Asked(place, each, row.get(each.name, ""), wrong.get(place, ""))
            for each in part.questions
            for place in (f"{part.name}-{number}-{each.name}",)
        ]
        for number, row in enumerate(given, start=1)
    ]
    return {"rows": part, "shown": rows, "may_add": len(rows) < part.most}


def named(wrong: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give what is wrong with the name of its question, where the sentence does not say it."""
    labels = {each.name: str(each.label) for each in all_questions()}
    labels |= {
        "person_name": _("Your name"),
        "person_role": _("Your role"),
    }
    for rows in all_rows():
        for number in range(1, rows.most + 1):
            for each in rows.questions:
                labels[f"{rows.name}-{number}-{each.name}"] = str(each.label)
    return [(place, _with_name(labels.get(place, ""), words)) for place, words in wrong.items()]


def _with_name(label: str, words: str) -> str:
    if not label or label.casefold() in words.casefold():
        return words
    return _("%(label)s: %(answer)s") % {"label": label, "answer": words}


def known_organisations() -> list[str]:
    """Give the names of organisations that lead a public project, in the language spoken."""
    leads = Record.objects.public().values("lead")
    names = {each.name for each in Organisation.objects.filter(pk__in=leads)}
    return sorted(names, key=alphabetical)


def answered(question: Question | Rows, answer: Any) -> str:
    """Tell an answer in words; empty if there is none."""
    if not answer:
        return ""
    if isinstance(question, Rows):
        return "\n\n".join(_row(question, row) for row in answer if not is_empty(row))
    if question.kind == "choices":
        return ", ".join(label_of(question.terms, each) for each in answer)
    if question.kind in {"choice", "row"}:
        return label_of(question.terms, answer)
    return _("yes") if question.kind == "check" else str(answer)


def _row(rows: Rows, row: Mapping[str, str]) -> str:
    told = ((each, answered(each, row.get(each.name, ""))) for each in rows.questions)
    return "\n".join(
        _("%(label)s: %(answer)s") % {"label": each.label, "answer": text}
        for each, text in told
        if text
    )


def conflicts(mine: Content, kept: Content, names: list[str]) -> list[dict[str, Any]]:
    """Give the answers of two tabs side by side."""
    questions: dict[str, Question | Rows] = {each.name: each for each in all_questions()}
    questions |= {each.name: each for each in all_rows()}
    return [
        {
            "name": name,
            "label": questions[name].label,
            "mine": answered(questions[name], mine.get(name)),
            "kept": answered(questions[name], kept.get(name)),
        }
        for name in names
    ]


def all_answers(submission: Submission) -> list[tuple[Any, str]]:
    """Give all that was answered, in the order of the form."""
    parts = (part for section in SECTIONS for part in section.parts)
    told = ((part.label, answered(part, submission.content.get(part.name))) for part in parts)
    return [(label, text) for label, text in told if text]
