"""The process that sets one book as PDF/UA-1, with bounded memory and time.

``python -m balise.site.guide.edition_typesetter MEDIA [LAYOUT]`` reads the pages of a book as
JSON and writes a PDF. All that comes from outside, pictures too, is opened here and nowhere else.
"""

import io
import json
import os
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

__all__ = ["BOOK", "main", "typeset"]

BOOK = Path(__file__).with_name("edition.typ")
"""The layout of the book of an edition."""
_SECONDS, _MEMORY = 600, 4 * 2**30
"""Processor time [s], and memory beyond what the process starts with [bytes]."""
_WIDEST, _MOST_POINTS = 1400, 60_000_000
"""Pictures: width in print, and size beyond which none is opened [pixels]."""
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"


def typeset(pages: dict[str, Any], media: Path, kind: str = "pdf", layout: Path = BOOK) -> Any:
    """Set a book.

    Parameters
    ----------
    pages : dict
        What :func:`balise.site.guide.edition_pages.pages_of` gives.
    media : Path
        Folder of pictures.
    kind : str
        ``pdf`` or, to look at it, ``png``.
    layout : Path
        How it is set; it reads the pages from ``book.json``.

    Returns
    -------
    bytes
        The same pages give the same bytes: no time of writing, no typeface of the machine. For
        ``png``, a list of pages.
    """
    import typst

    faces = _faces()
    with tempfile.TemporaryDirectory(prefix="balise-book-") as folder:
        _put_pictures(pages, media, Path(folder))
        held = _printable(pages, _known_letters(faces))
        (Path(folder) / "book.json").write_text(json.dumps(held, ensure_ascii=False), "utf-8")
        laid_out = Path(folder) / "layout.typ"
        laid_out.write_bytes(layout.read_bytes())
        options: dict[str, Any] = {
            "root": folder,
            "ignore_system_fonts": True,
            "font_paths": [faces],
            "format": kind,
        }
        if kind == "pdf":
            options["pdf_standards"] = ["ua-1"]
        return typst.compile(str(laid_out), **options)


def _faces() -> Path:
    """Find DejaVu Sans, which brings the letters that the typefaces of the typesetter lack."""
    found = find_spec("matplotlib")
    home = Path(found.origin).parent if found and found.origin else Path()
    return home / "mpl-data" / "fonts" / "ttf"


def _known_letters(faces: Path) -> Callable[[str], bool]:
    from PIL import ImageFont

    face = ImageFont.truetype(str(faces / "DejaVuSans.ttf"), 24)
    lacking = bytes(face.getmask("\uffff"))
    known: dict[str, bool] = {}

    def is_known(letter: str) -> bool:
        if letter not in known:
            known[letter] = letter < "\u0250" or bytes(face.getmask(letter)) != lacking
        return known[letter]

    return is_known


def _printable(value: Any, is_known: Callable[[str], bool]) -> Any:
    """Put a sign in the place of what no typeface of the book shows."""
    if isinstance(value, dict):
        return {key: _printable(each, is_known) for key, each in value.items()}
    if isinstance(value, list):
        return [_printable(each, is_known) for each in value]
    if isinstance(value, str) and not value.isascii():
        return "".join(each if is_known(each) else _UNKNOWN for each in value)
    return value


def _put_pictures(pages: dict[str, Any], media: Path, folder: Path) -> None:
    """Put pictures beside the book, drawn again; one that cannot be read is left out."""
    records = (each for chapter in pages.get("chapters", ()) for each in chapter["records"])
    for place, record in enumerate(records):
        if record["picture"]:
            name = f"{place}.png"
            whole = _drawn_again(media / record["picture"]["file"], folder / name)
            record["picture"]["path"] = name if whole else ""


def _drawn_again(source: Path, out: Path) -> bool:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = _MOST_POINTS
    try:
        with Image.open(source) as picture:
            picture.load()
            drawn = picture.convert("RGB")
            drawn.thumbnail((_WIDEST, _WIDEST))
            drawn.save(out, "PNG")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    return True


def _bound() -> None:
    """Leave most of the machine to those who read pages, and stop what runs away."""
    try:
        import resource
    except ImportError:
        return
    os.nice(5)
    statm = Path("/proc/self/statm")
    held = int(statm.read_text().split()[0]) * resource.getpagesize() if statm.exists() else 2**31
    for what, most in ((resource.RLIMIT_CPU, _SECONDS), (resource.RLIMIT_AS, held + _MEMORY)):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(
            what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard)
        )


def main() -> int:
    """Set the book that standard input tells."""
    _bound()
    pages = json.load(io.TextIOWrapper(sys.stdin.buffer, "utf-8"))
    made = typeset(pages, Path(sys.argv[1]), layout=Path(sys.argv[2]) if sys.argv[2:] else BOOK)
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
