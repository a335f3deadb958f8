"""What every verb of attribution does: confirm the columns, then tell the answer."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from textwrap import fill
from typing import TYPE_CHECKING, Any

from balise.cli.answers import DONE, print_json

if TYPE_CHECKING:
    from balise.impact import Answer, Roles

__all__ = ["REPORT", "agreed", "tell"]

REPORT = (
    "--report F",
    "--program TEXT",
    "--outcome-words TEXT",
    "--unit-words TEXT",
    "--claim F.json",
    "--plan F.toml",
    "--lang L",
)
"""Options of every verb that has an answer to report."""


def agreed(asked: "Roles", found: "Roles", lang: str) -> bool:
    """Show the roles of columns; ask whether guesses are right where somebody can answer."""
    from balise.impact import show_roles

    given = asked.to_json()
    guessed = [name for name in found.to_json() if name not in given]
    if not guessed:
        return True
    print(_COLUMNS[lang], show_roles(found, guessed=guessed, lang=lang), sep="\n", file=sys.stderr)
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return True
    print(_RIGHT[lang], end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline().strip().lower()
    if answer in {"", "y", "yes", "o", "oui"}:
        return True
    print(_NAME_THEM[lang], file=sys.stderr)
    return False


_COLUMNS = {"en": "Columns", "fr": "Colonnes"}
_RIGHT = {"en": "Is this right? [Y/n] ", "fr": "Est-ce exact\u00a0? [O/n] "}
_NAME_THEM = {
    "en": "Nothing was computed. Name the columns with --outcome, --unit, --time and so on.",
    "fr": "Rien n’a été calculé. Nommez les colonnes par --outcome, --unit, --time, etc.",
}


def tell(
    answer: "Answer", arguments: argparse.Namespace, lines: Sequence[str] | None = None
) -> int:
    """Print an answer, with departures from its plan; write its claim and its report."""
    from balise.impact import departures, read_plan, told, told_encoding

    plan = None if arguments.plan is None else read_plan(arguments.plan)
    told_of = None if plan is None else departures(plan, answer)
    if remarks := (*(told_of or ()), *told_encoding(arguments.table)):
        answer = replace(answer, notes=(*answer.notes, *remarks))
        if lines is not None:
            lines = [*lines, "", *(pair[arguments.lang == "fr"] for pair in remarks)]
    if arguments.claim is not None:
        _claim(answer, arguments)
    if arguments.report is not None:
        _report(answer, arguments, plan.content if plan else {}, told_of)
    if arguments.json:
        return print_json(answer.to_json())
    for line in told(answer, arguments.lang) if lines is None else lines:
        print(fill(line, 96, subsequent_indent="    "))
    if arguments.report is not None:
        print("", arguments.report, sep="\n")
    return DONE


def _claim(answer: "Answer", arguments: argparse.Namespace) -> None:
    from balise.impact import claim

    made = claim(answer)
    text = json.dumps(made, ensure_ascii=False, indent=2, allow_nan=False)
    arguments.claim.write_text(text + "\n", encoding="utf-8")
    if made["reason"]:
        print(made["reason"][arguments.lang], file=sys.stderr)


def _report(
    answer: "Answer",
    arguments: argparse.Namespace,
    plan: Mapping[str, Mapping[str, Any]],
    told_of: Sequence[tuple[str, str]] | None,
) -> None:
    from balise.reports import Question, impact_report

    change, outcome = plan.get("change", {}), plan.get("outcome", {})
    question = Question(
        program=arguments.program,
        outcome=arguments.outcome_words,
        unit=arguments.unit_words,
        what=str(change.get("what", "")),
        whom=str(change.get("whom", "")),
        measured=str(outcome.get("name", "")),
    )
    impact_report(answer, arguments.report, arguments.lang, question, told_of)
