"""Briefs of an area: two accessible pages (PDF/UA-1), in either language."""

from pathlib import Path

from balise.release import Release
from balise.reports.brief_figures import brief_figures
from balise.reports.typesetting import typeset, write_pages
from balise.reports.words import refuse_language

__all__ = ["area_brief", "brief_pdf"]


def brief_pdf(release: Release, dguid: str, language: str) -> bytes:
    """Make the brief of an area as PDF/UA-1.

    The same release gives the same bytes.

    Parameters
    ----------
    release : Release
        What :func:`balise.release.read_release` gives.
    dguid : str
        The area.
    language : str
        ``en`` or ``fr``.

    Raises
    ------
    BaliseError
        If the language or the area is unknown, or the typesetter is not installed.
    """
    refuse_language(language)
    return typeset("brief", brief_figures(release, dguid, language))


def area_brief(release: Release, dguid: str, language: str, out: Path) -> Path:
    """Write the brief of an area.

    Parameters
    ----------
    release, dguid, language
        As in :func:`brief_pdf`.
    out : Path
        The PDF to write.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    BaliseError
        As :func:`brief_pdf`, or if the file cannot be written.
    """
    return write_pages(brief_pdf(release, dguid, language), out)
