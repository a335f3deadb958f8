"""Briefs of an area: two accessible pages (PDF/UA-1), in either language."""

import json
from pathlib import Path

from balise.release import Release
from balise.reports.brief_figures import brief_figures
from balise.reports.words import refuse_language
from balise.vocabulary import BaliseError

__all__ = ["area_brief", "brief_pdf"]

_PAGES = Path(__file__).with_name("brief.typ")


def brief_pdf(release: Release, dguid: str, language: str) -> bytes:
    """Make the brief of an area as PDF/UA-1: tagged, titled, its language said.

    The same release gives the same bytes: no time of writing, no font of the machine.

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
    figures = brief_figures(release, dguid, language)
    try:
        import typst
    except ImportError as problem:
        raise BaliseError(
            "Area briefs are typeset by the package 'typst', which is not installed. "
            "Expected the packages of the site. Add them with: pip install 'balise[site]'."
        ) from problem
    made = typst.compile(
        _PAGES.read_bytes(),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"brief": json.dumps(figures, ensure_ascii=False)},
    )
    if not isinstance(made, bytes):
        raise BaliseError(
            f"The brief of {dguid} came in {len(made or ())} parts. Expected one PDF. "
            "Install the version of 'typst' that Balise names."
        )
    return made


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
    made = brief_pdf(release, dguid, language)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(made)
    except OSError as problem:
        raise BaliseError(
            f"The brief {out} could not be written: {problem.strerror or problem}. "
            "Expected a folder with room where you may write. Choose another place."
        ) from problem
    return out
