"""Reports on results for deputy ministers: accessible pages (PDF/UA-1), in either language."""

from collections.abc import Sequence
from pathlib import Path

from balise.release import Release
from balise.reports.pipeline import PipelineLine
from balise.reports.result_figures import result_figures
from balise.reports.typesetting import typeset, write_pages
from balise.reports.words import refuse_language

__all__ = ["results_pdf", "results_report"]


def results_pdf(
    release: Release,
    language: str,
    *,
    compared_with: Release | None = None,
    pipeline: Sequence[PipelineLine] = (),
) -> bytes:
    """Make the report on results of a release as PDF/UA-1.

    The same releases and pilots give the same bytes.

    Parameters
    ----------
    release : Release
        What :func:`balise.release.read_release` gives.
    language : str
        ``en`` or ``fr``.
    compared_with : Release, optional
        An earlier release: what moved since is told.
    pipeline : sequence of PipelineLine
        Pilots under way; without any, the report says nothing of pilots.

    Raises
    ------
    BaliseError
        If the language is unknown, or the typesetter is not installed.
    """
    refuse_language(language)
    return typeset("results", result_figures(release, language, compared_with, pipeline))


def results_report(
    release: Release,
    language: str,
    out: Path,
    *,
    compared_with: Release | None = None,
    pipeline: Sequence[PipelineLine] = (),
) -> Path:
    """Write the report on results of a release.

    Parameters
    ----------
    release, language, compared_with, pipeline
        As in :func:`results_pdf`.
    out : Path
        The PDF to write.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    BaliseError
        As :func:`results_pdf`, or if the file cannot be written.
    """
    made = results_pdf(release, language, compared_with=compared_with, pipeline=pipeline)
    return write_pages(made, out)
