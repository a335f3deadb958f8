"""Pages of a report as tagged PDF: words and figures in, PDF/UA-1 out."""

import json
from collections.abc import Mapping
from pathlib import Path

from balise.vocabulary import BaliseError

__all__ = ["typeset", "write_pages"]

_HERE = Path(__file__).parent


def typeset(pages: str, figures: Mapping[str, object]) -> bytes:
    """Make the pages of a report as PDF/UA-1: tagged, titled, its language said.

    The same figures give the same bytes: no time of writing, no font of the machine.

    Parameters
    ----------
    pages : str
        ``brief`` or ``results``: the layout, which follows what all reports share.
    figures : mapping
        Texts in one language and numbers already written; ready for JSON.

    Raises
    ------
    BaliseError
        If the typesetter is not installed.
    """
    try:
        import typst
    except ImportError as problem:
        raise BaliseError(
            "Reports are typeset by the package 'typst', which is not installed. "
            "Expected the packages of the site. Add them with: pip install 'balise[site]'."
        ) from problem
    layout = b"\n".join((_HERE / f"{each}.typ").read_bytes() for each in ("pages", pages))
    made = typst.compile(
        layout,
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"figures": json.dumps(figures, ensure_ascii=False, allow_nan=False)},
    )
    if not isinstance(made, bytes):
        raise BaliseError(
            f"The report '{pages}' came in {len(made or ())} parts. Expected one PDF. "
            "Install the version of 'typst' that Balise names."
        )
    return made


def write_pages(made: bytes, out: Path) -> Path:
    """Write a PDF, and the folder it goes in where that is missing.

    Raises
    ------
    BaliseError
        If the file cannot be written.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(made)
    except OSError as problem:
        raise BaliseError(
            f"The report {out} could not be written: {problem.strerror or problem}. "
            "Expected a folder with room where you may write. Choose another place."
        ) from problem
    return out
