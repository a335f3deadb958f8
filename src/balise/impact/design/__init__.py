"""The design interview: what can answer, the logic model, and the registered plan."""

from balise.impact.design.designs import Design, collect_first, designs
from balise.impact.design.interview import Interview, interview, told_interview
from balise.impact.design.logic import read_logic, told_logic
from balise.impact.design.plan import (
    Plan,
    departures,
    digest_of_plan,
    read_plan,
    register,
    write_toml,
)
from balise.impact.design.questions import QUESTIONS, Question, complete, read_answers

__all__ = [
    "QUESTIONS",
    "Design",
    "Interview",
    "Plan",
    "Question",
    "collect_first",
    "complete",
    "departures",
    "designs",
    "digest_of_plan",
    "interview",
    "read_answers",
    "read_logic",
    "read_plan",
    "register",
    "told_interview",
    "told_logic",
    "write_toml",
]
