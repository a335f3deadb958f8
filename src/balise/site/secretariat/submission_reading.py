"""What was typed into the form, as it is kept: text for each question, rows, nothing else."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.http import QueryDict

from balise.site.guide.terms import codes
from balise.site.secretariat.submission_questions import (
    Question,
    Rows,
    all_questions,
    all_rows,
)

__all__ = [
    "NUL",
    "Content",
    "brought_together",
    "differing",
    "is_empty",
    "marks",
    "of_form",
    "tidied",
    "without_nul",
]

Content = dict[str, Any]
NUL = "\x00"


def of_form(post: QueryDict) -> Content:
    """Read a form that was sent.

    Examples
    --------
    >>> of_form(QueryDict("title=Wells&themes=water&themes=nothing"))["themes"]
    ['water']
    """
    content: Content = {}
    for question in all_questions():
        many = question.kind == "choices"
        name = question.name
        content[name] = post.getlist(name) if many else post.get(name, "")
    for rows in all_rows():
        content[rows.name] = [
            {
                each.name: post.get(f"{rows.name}-{number}-{each.name}", "")
                for each in rows.questions
            }
            for number in range(1, rows.most + 1)
            if any(f"{rows.name}-{number}-{each.name}" in post for each in rows.questions)
        ]
    return tidied(content)


def tidied(content: Mapping[str, Any]) -> Content:
    """Keep what the form asks for and nothing else, each answer of its kind."""
    kept: Content = {each.name: _answer(each, content.get(each.name)) for each in all_questions()}
    for rows in all_rows():
        kept[rows.name] = _rows(rows, content.get(rows.name))
    return kept


def _rows(rows: Rows, found: Any) -> list[dict[str, str]]:
    given = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    return [
        {each.name: _answer(each, row.get(each.name)) for each in rows.questions}
        for row in given[: rows.most]
    ]


def _answer(question: Question, found: Any) -> Any:
    if question.kind == "choices":
        chosen = found if isinstance(found, list) else []
        return [each for each in codes(question.terms) if each in chosen]
    text = found if isinstance(found, str) else ""
    # Halves of characters, which no database takes, become a mark in their place.
    text = text.encode("utf-8", "replace").decode("utf-8")
    if question.kind in {"choice", "row"}:
        return text if text in codes(question.terms) else ""
    if question.kind == "check":
        return "yes" if text else ""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.strip() if question.kind != "prose" else text.rstrip()


def without_nul(content: Content) -> tuple[Content, list[str]]:
    """Take out the one character that no database keeps, and name the answers that held it."""
    found: list[str] = []

    def cleaned(name: str, answer: Any) -> Any:
        if isinstance(answer, str) and NUL in answer:
            found.append(name)
            return answer.replace(NUL, "")
        return answer

    kept: Content = {}
    for name, answer in content.items():
        if answer and isinstance(answer, list) and isinstance(answer[0], dict):
            kept[name] = [
                {key: cleaned(f"{name}-{number}-{key}", each) for key, each in row.items()}
                for number, row in enumerate(answer, start=1)
            ]
        else:
            kept[name] = cleaned(name, answer)
    return kept, found


def is_empty(row: Mapping[str, str]) -> bool:
    """Tell whether nothing is written in a row."""
    return not any(row.values())


def _written(answer: Any) -> Any:
    """Give an answer without the empty rows at its end."""
    if not isinstance(answer, list):
        return answer or ""
    rows = list(answer)
    while rows and isinstance(rows[-1], dict) and is_empty(rows[-1]):
        rows.pop()
    return rows


def _names() -> list[str]:
    return [each.name for each in all_questions()] + [each.name for each in all_rows()]


def marks(content: Mapping[str, Any]) -> str:
    """Give what tells which answers were changed since a form was opened with them."""
    return json.dumps({name: _mark(content.get(name)) for name in _names()})


def _mark(answer: Any) -> str:
    text = json.dumps(_written(answer), ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:12]


def brought_together(
    mine: Mapping[str, Any], kept: Mapping[str, Any], opened: str
) -> tuple[Content, list[str]]:
    """Bring what was typed in one window together with what another kept meanwhile.

    Parameters
    ----------
    mine, kept : mapping
        What was typed, and what was kept.
    opened : str
        The marks of what the window was opened with; without them all of it counts as typed.

    Returns
    -------
    content
        What was typed where it was typed, and what was kept elsewhere.
    list of str
        Questions that both answered otherwise.
    """
    try:
        shown = json.loads(opened)
    except (ValueError, RecursionError):
        shown = {}
    shown = shown if isinstance(shown, dict) else {}
    together = dict(mine)
    for name in differing(mine, kept):
        if shown.get(name) == _mark(mine.get(name)):
            together[name] = kept.get(name)
    both = [name for name in differing(together, kept) if shown.get(name) != _mark(kept.get(name))]
    return tidied(together), both


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """Name the questions that two contents answer otherwise, in the order of the form."""
    return [name for name in _names() if _written(one.get(name)) != _written(other.get(name))]
