"""What a report on a program shows: texts and numbers in one language, ready for its pages."""

from collections.abc import Sequence
from typing import Any

from balise.impact import WORDS, Answer
from balise.reports.impact_advice import advice, is_limit, rules
from balise.reports.impact_asked import asked_rows
from balise.reports.impact_chart_words import chart_alternative, chart_table, chart_title
from balise.reports.impact_charts import draw_chart
from balise.reports.impact_methods import averages, method
from balise.reports.impact_sentences import Question, finding, of_french, question_in
from balise.reports.impact_words import (
    DESIGNS,
    STATES,
    amount,
    check_name,
    label,
    picked,
    polish,
)
from balise.reports.words import refuse_language

__all__ = ["impact_figures"]

_SHOWN = 3  # reasons on the first page; all are among the checks
_LABELS = (
    *("finding", "asked", "chart", "numbers", "verdict", "change", "checks", "check", "rules"),
    *("rules_told", "state", "found", "warnings", "method", "estimates", "estimate", "value"),
    *("interval", "departures", "digests", "digests_note", "reading", "page"),
)


def impact_figures(
    answer: Answer,
    language: str,
    question: Question | None = None,
    departures: Sequence[tuple[str, str]] | None = None,
) -> dict[str, Any]:
    """Put together what a report shows.

    Parameters
    ----------
    answer : Answer
    language : str
        ``en`` or ``fr``.
    question : Question, optional
        In the words of those who asked.
    departures : sequence of (en, fr), optional
        From a registered plan; None if there is none.

    Raises
    ------
    BaliseError
        If the language is unknown.
    """
    refuse_language(language)
    asked = question_in(question or Question(), language)
    outcome = asked.outcome or answer.roles.get("outcome", "")
    program = asked.program
    warnings = [polish(each, language) for each in _warnings(answer, departures, language)]
    before = len("".join([*warnings, *_reasons(answer, language)]))
    told = " ".join(picked((each.en, each.fr), language) for each in answer.checks)
    title = (
        label("titled", language, program=program, of_program=of_french(program))
        if program
        else label("title", language)
    )
    return {
        "lang": language,
        "title": title,
        "seal": label("seal", language),
        "words": {name: label(name, language) for name in _LABELS},
        "kind": f"{label('kind', language)} · {picked(DESIGNS[answer.design], language)}",
        "finding": finding(answer, asked, language),
        "verdict": _sentence(picked(WORDS[answer.verdict], language)),
        "code": answer.verdict,
        "rule": rules(answer, language),
        "reasons": _reasons(answer, language),
        "asked": asked_rows(answer, asked, language),
        "warnings": warnings,
        "change": advice(answer, language),
        "chart": {
            "title": chart_title(answer, language),
            "alt": chart_alternative(answer, language),
            "wide": draw_chart(answer, language, outcome),
            "narrow": draw_chart(answer, language, outcome, wide=False),
            "heads": chart_table(answer, language)[0],
            "rows": chart_table(answer, language)[1],
        },
        "checks": [
            {
                "name": check_name(each.code, answer.design, language),
                "code": each.state,
                "state": picked(STATES[each.state], language),
                "text": polish(picked((each.en, each.fr), language), language),
            }
            for each in answer.checks
        ],
        "size": 8.6 if len(told) < 2500 else 7.9,
        "chart_width": 100 if before < 900 else 66,
        "estimates": _estimates(answer, language),
        "method": method(answer, language),
        "departures": _departures(departures, language),
        "digests": [
            [label(name, language), answer.digests[name]]
            for name in ("data", "code")
            if name in answer.digests
        ],
    }


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."


def _reasons(answer: Answer, language: str) -> list[str]:
    """Leave out the one reason that only repeats the rule."""
    if answer.verdict == "attributable" or is_limit(answer):
        return []
    told = [polish(picked(each, language), language) for each in answer.reasons]
    more = len(told) - _SHOWN
    if more <= 1:
        return told
    return [*told[:_SHOWN], label("more", language, count=str(more))]


def _warnings(
    answer: Answer, departures: Sequence[tuple[str, str]] | None, language: str
) -> list[str]:
    """Give what must be read with the number, once: reasons are told beside it anyway.

    Of departures from a plan only how many there are: they have a section of their own.
    """
    told = list(departures or ())
    kept = [each for each in answer.notes if each not in answer.reasons and each not in told]
    return [picked(each, language) for each in kept + (told[:1] if len(told) > 1 else [])]


def _estimates(answer: Answer, language: str) -> list[list[str]]:
    rows = []
    for name, each in answer.estimates.items():
        between = (
            "–"
            if each.low is None or each.high is None
            else picked(("{} to {}", "de {} à {}"), language).format(
                amount(each.low, language), amount(each.high, language)
            )
        )
        rows.append([averages(answer, name, language), amount(each.estimate, language), between])
    return rows


def _departures(departures: Sequence[tuple[str, str]] | None, language: str) -> list[str]:
    if departures is None:
        return [label("no_plan", language)]
    if not departures:
        return [label("no_departure", language)]
    return [polish(picked(each, language), language) for each in departures]
