"""Decision notes: two accessible pages (PDF/UA-1) on a scenario, in either language."""

from pathlib import Path

from balise.release import Release, Scenario, refuse_other_release
from balise.reports.decision_figures import note_figures
from balise.reports.typesetting import typeset, write_pages
from balise.reports.words import refuse_language

__all__ = ["decision_note", "note_pdf"]


def note_pdf(release: Release, scenario: Scenario, language: str) -> bytes:
    """Make the decision note of a scenario as PDF/UA-1.

    The same scenario gives the same bytes, and every number is the scenario's own.

    Parameters
    ----------
    release : Release
        The one the scenario was made from: names of areas, and where they lie.
    scenario : Scenario
    language : str
        ``en`` or ``fr``.

    Raises
    ------
    BaliseError
        If the language is unknown, the scenario is of another release, or the typesetter is
        not installed.
    """
    refuse_language(language)
    refuse_other_release(scenario, release)
    return typeset("decision_note", note_figures(release, scenario, language))


def decision_note(release: Release, scenario: Scenario, language: str, out: Path) -> Path:
    """Write the decision note of a scenario.

    Parameters
    ----------
    release, scenario, language
        As in :func:`note_pdf`.
    out : Path
        The PDF to write.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    BaliseError
        As :func:`note_pdf`, or if the file cannot be written.
    """
    return write_pages(note_pdf(release, scenario, language), out)
