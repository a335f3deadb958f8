"""The maturity self-assessment: its questions, and what answers lead to.

The level of an area is that of its lowest answer: the next step is there. Where an area is
below what is usual practice, plays are proposed.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from balise.site.guide.models import OrganisationMaturity, Play, PlayExample, Record
from balise.site.guide.models.assessments import AREAS
from balise.site.guide.seeding import SEED
from balise.site.guide.terms import THEMES, codes
from balise.site.languages import spoken

__all__ = [
    "Answers",
    "Question",
    "Questionnaire",
    "Standing",
    "in_the_field",
    "questionnaire",
    "read_answers",
    "standings",
]

Texts = Mapping[int, Any]
_PROJECTS, _IN_FIELD = 4, 6


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its answers by level, lowest first, and the plays that help."""

    id: str
    area: str
    text: Any
    answers: Texts
    plays: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """All questions, by area, and the names of the levels."""

    title: Any
    intro: Any
    levels: Texts
    good: int
    areas: Mapping[str, Any]
    questions: tuple[Question, ...]

    def of(self, area: str) -> tuple[Question, ...]:
        """Give the questions of an area."""
        return tuple(each for each in self.questions if each.area == area)


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody answered: a level for each question, and a field of work if they chose one."""

    levels: Mapping[str, int]
    theme: str = ""

    def as_fields(self) -> dict[str, str]:
        """Write them as a form sends them."""
        fields = {each: str(level) for each, level in self.levels.items()}
        return fields | ({"theme": self.theme} if self.theme else {})


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next about a question: the answer given, and the one above it."""

    question: Any
    now: Any
    next: Any


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands in an area, and what that leads to."""

    area: str
    title: Any
    level: int | None
    name: Any
    answered: int
    asked: int
    steps: tuple[Step, ...] = ()
    plays: tuple[Any, ...] = ()
    ahead: tuple[Any, ...] = ()
    examples: tuple[Any, ...] = ()


@cache
def questionnaire() -> Questionnaire:
    """Read the questions of the package."""
    found = yaml.safe_load((SEED / "assessment.yaml").read_text("utf-8"))
    areas = {each["slug"]: _pair(each, "title") for each in found["areas"]}
    return Questionnaire(
        title=_pair(found, "title"),
        intro=_pair(found, "intro"),
        levels=_by_level(found["levels"]),
        good=found["good"],
        areas={area: areas[area] for area in AREAS},
        questions=tuple(
            Question(
                each["id"],
                each["area"],
                _pair(each, "question"),
                _by_level(each["answers"]),
                tuple(each["plays"]),
            )
            for each in found["questions"]
        ),
    )


def _pair(entry: Mapping[str, str], name: str) -> Any:
    return spoken(entry[f"{name}_en"], entry[f"{name}_fr"])


def _by_level(entries: list[dict[str, Any]]) -> Texts:
    return {each["value"]: spoken(each["en"], each["fr"]) for each in entries}


def read_answers(sent: Mapping[str, Any]) -> Answers:
    """Read what a form sent; what is not an answer of ours is left out.

    Examples
    --------
    >>> read_answers({"data-known": "2", "data-fit": "9", "name": "x", "theme": "water"})
    Answers(levels={'data-known': 2}, theme='water')
    """
    levels = {
        each.id: level
        for each in questionnaire().questions
        for level in each.answers
        if str(sent.get(each.id, "")) == str(level)
    }
    theme = str(sent.get("theme", ""))
    return Answers(levels, theme if theme in codes(THEMES) else "")


def standings(answers: Answers) -> tuple[Standing, ...]:
    """Tell where answers stand in each area, and what they lead to."""
    shown: set[int] = set()
    return tuple(_standing(area, answers, shown) for area in questionnaire().areas)


def _standing(area: str, answers: Answers, shown: set[int]) -> Standing:
    form = questionnaire()
    asked = form.of(area)
    given = [each for each in asked if each.id in answers.levels]
    title = form.areas[area]
    if not given:
        return Standing(area, title, None, "", 0, len(asked))
    level = min(answers.levels[each.id] for each in given)
    lowest = [each for each in given if answers.levels[each.id] == level]
    steps = tuple(
        Step(each.text, each.answers[level], each.answers[level + 1])
        for each in lowest
        if level + 1 in each.answers
    )
    plays = _plays(lowest) if level < form.good else ()
    return Standing(
        *(area, title, level, form.levels[level], len(given), len(asked), steps, plays),
        ahead=_one_step_ahead(area, level),
        examples=_examples(plays, answers.theme, shown),
    )


def _plays(questions: list[Question]) -> tuple[Any, ...]:
    wanted = list(dict.fromkeys(name for each in questions for name in each.plays))
    found = {
        each.identifier: each for each in Play.objects.filter(identifier__in=wanted, live=True)
    }
    return tuple(found[each] for each in wanted if each in found)


def _one_step_ahead(area: str, level: int) -> tuple[Any, ...]:
    """Give the organisations that asked to be listed and stand one level higher."""
    found = OrganisationMaturity.objects.filter(**{area: level + 1})
    return tuple(found.select_related("organisation"))


def _examples(plays: tuple[Any, ...], theme: str, shown: set[int]) -> tuple[Any, ...]:
    """Give projects that show the plays at work, from each play in turn and each once."""
    rows = PlayExample.objects.filter(play__in=plays, record__in=Record.objects.current())
    rows = rows.exclude(record__in=shown).select_related("record__lead", "play")
    in_field = {each.pk for each in Record.objects.filter(themes__code=theme)} if theme else set()
    turns: Counter[int] = Counter()
    ranked = []
    for each in rows.order_by("play__position", "sort_order"):
        turns[each.play_id] += 1
        ranked.append((each.record_id not in in_field, turns[each.play_id], each))
    ranked.sort(key=lambda turn: turn[:2])
    once = {each.record_id: each for *_turn, each in reversed(ranked)}
    first = sorted(once.values(), key=[each for *_turn, each in ranked].index)[:_PROJECTS]
    shown.update(each.record_id for each in first)
    return tuple(first)


def in_the_field(theme: str) -> tuple[Any, ...]:
    """Give projects of a field of work, those lately changed first."""
    if not theme:
        return ()
    found = Record.objects.current().filter(themes__code=theme).select_related("lead")
    return tuple(found.order_by("-changed_at", "pk")[:_IN_FIELD])
