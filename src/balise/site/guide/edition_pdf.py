"""The book of an edition as PDF/UA-1, made in a process of its own."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from balise.site.guide.edition_pages import pages_of
from balise.vocabulary import BaliseError

__all__ = ["BookError", "edition_pdf"]

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
    pages = json.dumps(pages_of(book, lang), ensure_ascii=False, allow_nan=False)
    module = "balise.site.guide.edition_typesetter"
    with tempfile.TemporaryDirectory(prefix="balise-no-pictures-") as nothing:
        command = [sys.executable, "-m", module, str(media or nothing)]
        try:
            done = subprocess.run(
                command,
                input=pages.encode("utf-8", "replace"),
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
            made, said = done.stdout, done.stderr.decode("utf-8", "replace").strip()[-1000:]
            failed = done.returncode != 0 or not made.startswith(b"%PDF")
        except (OSError, subprocess.TimeoutExpired) as problem:
            made, said, failed = b"", str(problem), True
    if failed:
        raise BookError(
            f"The book of edition {book['number']} ({lang}) could not be typeset: "
            f"{said or 'the process was stopped'}. Expected one PDF. Free some memory and make "
            "the edition again; if it fails again, install the packages of the site with: "
            "pip install 'balise[site]'."
        )
    return made
