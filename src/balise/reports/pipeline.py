"""Pilots under way, as a report on results lists them: what the Guide feeds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from balise.reports.figures import Json
from balise.reports.numerals import numeral
from balise.reports.result_words import stated

__all__ = ["PipelineLine", "pipeline_lines"]


@dataclass(frozen=True)
class PipelineLine:
    """One pilot proposal, in the language of the report.

    An empty field is printed as not stated, never as zero. ``title``, ``host`` (the
    jurisdiction where it runs) and ``sponsor`` name it; ``state`` says where it stands;
    ``decision`` says what was decided,
    ``table`` by which table and ``decided`` when; ``conditions`` were set with it;
    ``requested_cad`` and ``granted_cad`` are amounts [dollars]; ``milestone`` is the next
    one, ``result`` what came of it so far. Only what may be released belongs here: the
    report is public.
    """

    title: str
    host: str = ""
    sponsor: str = ""
    decision: str = ""
    table: str = ""
    decided: date | None = None
    conditions: str = ""
    requested_cad: int | None = None
    granted_cad: int | None = None
    milestone: str = ""
    result: str = ""
    state: str = ""


def pipeline_lines(pipeline: Sequence[PipelineLine], language: str) -> list[Json]:
    """Write pilots for the page: a name, then facts, each with its label.

    Examples
    --------
    >>> line = PipelineLine("Outreach by bus", host="New Brunswick", granted_cad=120_000)
    >>> pipeline_lines([line], "en")[0]["facts"][:2]
    [['State', 'not stated'], ['Host', 'New Brunswick']]
    """
    return [
        {
            "title": each.title,
            "facts": [
                [stated("state", language), each.state or stated("unstated", language)],
                [stated("host", language), each.host or stated("unstated", language)],
                [stated("sponsor", language), each.sponsor or stated("unstated", language)],
                [stated("decision", language), _decision(each, language)],
                [stated("conditions", language), each.conditions or stated("unstated", language)],
                [stated("requested", language), _dollars(each.requested_cad, language)],
                [stated("granted", language), _dollars(each.granted_cad, language)],
                [stated("milestone", language), each.milestone or stated("unstated", language)],
                [stated("result", language), each.result or stated("no_result", language)],
            ],
        }
        for each in pipeline
    ]


def _decision(line: PipelineLine, language: str) -> str:
    day = line.decided.isoformat() if line.decided else ""
    parts = [each for each in (line.decision, line.table, day) if each]
    return ", ".join(parts) or stated("unstated", language)


def _dollars(amount: int | None, language: str) -> str:
    if amount is None:
        return stated("unstated", language)
    written = numeral(amount, language)
    return f"${written}" if language == "en" else f"{written}\N{NO-BREAK SPACE}$"
