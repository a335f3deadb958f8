"""Reports on what a program did: two accessible pages (PDF/UA-1), or one HTML file."""

from collections.abc import Sequence
from pathlib import Path

from balise.impact import Answer
from balise.reports.impact_figures import impact_figures
from balise.reports.impact_html import impact_page
from balise.reports.impact_sentences import Question
from balise.reports.typesetting import typeset, write_pages
from balise.vocabulary import BaliseError

__all__ = ["impact_html", "impact_pdf", "impact_report", "refuse_report"]


def impact_pdf(
    answer: Answer,
    language: str,
    question: Question | None = None,
    departures: Sequence[tuple[str, str]] | None = None,
) -> bytes:
    """Make a report as PDF/UA-1; the same answer gives the same bytes.

    Parameters
    ----------
    answer : Answer
        What a design answered.
    language : str
        ``en`` or ``fr``.
    question : Question, optional
        In the words of those who asked; columns are named where it is silent.
    departures : sequence of (en, fr), optional
        From the registered plan; None if there is no plan.

    Raises
    ------
    BaliseError
        If the language is unknown, or the typesetter is not installed.
    """
    return typeset("impact", impact_figures(answer, language, question, departures))


def impact_html(
    answer: Answer,
    language: str,
    question: Question | None = None,
    departures: Sequence[tuple[str, str]] | None = None,
) -> str:
    """Make a report as one HTML file without scripts; arguments as :func:`impact_pdf`."""
    return impact_page(impact_figures(answer, language, question, departures))


def refuse_report(out: Path) -> None:
    """Refuse a report whose name ends in neither .pdf nor .html, before anything is computed.

    Raises
    ------
    BaliseError
        If it does.
    """
    if out.suffix.lower() not in {".pdf", ".html"}:
        raise BaliseError(
            f"The report {out} ends in {out.suffix or 'nothing'}. Expected .pdf or .html. Give it "
            "another name with --report."
        )


def impact_report(
    answer: Answer,
    out: Path,
    language: str,
    question: Question | None = None,
    departures: Sequence[tuple[str, str]] | None = None,
) -> Path:
    """Write a report, PDF or HTML by the name of the file; arguments as :func:`impact_pdf`.

    Raises
    ------
    BaliseError
        As :func:`impact_pdf`, or if the file has another ending or cannot be written.
    """
    refuse_report(out)
    if out.suffix.lower() == ".pdf":
        return write_pages(impact_pdf(answer, language, question, departures), out)
    return write_pages(impact_html(answer, language, question, departures).encode(), out)
