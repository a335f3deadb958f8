"""The book of an edition as PDF/UA-1, made in a process of its own."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from balise.site.guide.edition_pages import pages_of
from balise.site.guide.edition_typesetter import BOOK
from balise.vocabulary import BaliseError

__all__ = ["BookError", "edition_pdf", "set_apart"]

_SECONDS = 900
"""How long a book may be in the making [s]."""


class BookError(BaliseError):
    """A book cannot be made, kept or found."""


def edition_pdf(book: Mapping[str, Any], lang: str, media: Path | None = None) -> bytes:
    """Make the book of an edition: tagged, titled, its language said.

    The same book gives the same bytes.

    Parameters
    ----------
    book : mapping
        What :func:`balise.site.guide.edition_book.book_of` gives.
    lang : str
        ``en`` or ``fr``.
    media : Path, optional
        Folder of pictures; a book without it has none.

    Raises
    ------
    BookError
        If the typesetter is not installed, or fails.
    """
    with tempfile.TemporaryDirectory(prefix="balise-no-pictures-") as nothing:
        made, said = set_apart(pages_of(book, lang), media or Path(nothing), BOOK)
    if not made:
        raise BookError(
            f"The book of edition {book['number']} ({lang}) could not be typeset: "
            f"{said or 'the process was stopped'}. Expected one PDF. Free some memory and make "
            "the edition again; if it fails again, install the packages of the site with: "
            "pip install 'balise[site]'."
        )
    return made


def set_apart(pages: Mapping[str, Any], media: Path, layout: Path) -> tuple[bytes, str]:
    """Have pages set by a process of its own, with bounded memory and time.

    Parameters
    ----------
    pages : mapping
        What the layout reads.
    media : Path
        Folder of pictures.
    layout : Path
        A layout of the typesetter.

    Returns
    -------
    tuple of bytes and str
        The PDF and nothing, or nothing and what the process said.
    """
    told = json.dumps(pages, ensure_ascii=False, allow_nan=False)
    module = "balise.site.guide.edition_typesetter"
    try:
        done = subprocess.run(
            [sys.executable, "-m", module, str(media), str(layout)],
            input=told.encode("utf-8", "replace"),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        return b"", str(problem)
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF"):
        return b"", done.stderr.decode("utf-8", "replace").strip()[-1000:]
    return done.stdout, ""
