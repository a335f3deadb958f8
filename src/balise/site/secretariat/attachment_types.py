"""What a file is, by what it holds and not by what it is called."""

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import PurePosixPath
from typing import Final

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

__all__ = ["MEDIA", "Refused", "kind_of", "read_checked"]

MEDIA: Final = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
}
"""The kinds that are taken, and what each is served as."""

# Four images drawn at once, each twice in memory at 4 bytes a pixel, take less than 1 GB.
_PIXELS = 24_000_000
_ENTRIES, _UNPACKED, _RATIO = 2_000, 200 * 2**20, 200
_OFFICE = {"xlsx": "xl/workbook.xml", "docx": "word/document.xml"}
_MARKS = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"MZ", b"\x7fELF", b"GIF8", b"Rar!")
# What Pillow fails with over damaged images, and over what cameras wrote beside them.
_UNREADABLE = (
    *(ArithmeticError, AttributeError, EOFError, LookupError, OSError, SyntaxError, TypeError),
    *(ValueError, struct.error, zlib.error, Image.DecompressionBombError),
)
_PAGES = ("<!doctype", "<html", "<script", "<svg", "<?xml")


class Refused(Exception):  # noqa: N818  # what the form shows, never an error of the site
    """A file that is not taken, with a sentence that says why."""


def kind_of(name: str) -> str:
    """Give the kind that a name claims.

    Raises
    ------
    Refused
        If it is none of those that are taken.

    Examples
    --------
    >>> kind_of("Plan.JPG")
    'jpeg'
    """
    ending = PurePosixPath(name).suffix.lower().lstrip(".")
    kind = "jpeg" if ending == "jpg" else ending
    if kind not in MEDIA:
        words = _(
            "“%(name)s” is of a kind that is not taken. "
            "Send PDF, PNG, JPEG, CSV, XLSX, DOCX or TXT."
        )
        raise Refused(words % {"name": name})
    return kind


def read_checked(kind: str, content: bytes, name: str) -> bytes:
    """Give what is kept of a file: itself, or an image drawn again.

    Parameters
    ----------
    kind : str
        What its name claims.
    content : bytes
        What it holds.
    name : str
        What it is called, for the refusal.

    Raises
    ------
    Refused
        If it holds something else, or what must not be opened.
    """
    readers: dict[str, Callable[[bytes, str], bytes | None]] = {
        "pdf": _pdf,
        "png": _image,
        "jpeg": _image,
        "csv": _text,
        "txt": _text,
        "xlsx": _office,
        "docx": _office,
    }
    kept = readers[kind](content, kind)
    if kept is None:
        words = _(
            "“%(name)s” does not hold what its name says: a file of the kind %(kind)s. "
            "Save it again as such a file, or send it under its right name."
        )
        raise Refused(words % {"name": name, "kind": kind.upper()})
    return kept


def _pdf(content: bytes, kind: str) -> bytes | None:  # noqa: ARG001
    is_whole = content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]
    return content if is_whole else None


def _image(content: bytes, kind: str) -> bytes | None:
    """Draw an image again: what a camera wrote beside it, the place above all, stays behind."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=[kind.upper()]) as opened:
                if opened.width * opened.height > _PIXELS:
                    raise Refused(_too_many_pixels())
                opened.load()
                _turn(opened)
                mode = "RGBA" if kind == "png" and _has_alpha(opened) else "RGB"
                mode = "L" if opened.mode == "L" else mode
                return _written(opened, mode, kind)
    except _UNREADABLE:
        return None


def _written(image: Image.Image, mode: str, kind: str) -> bytes:
    """Write the points of an image and nothing else; never more than two of it in memory."""
    if image.mode == mode:
        plain = Image.new(mode, image.size)
        plain.paste(image)
    else:
        plain = image.convert(mode)
        plain.info.clear()
    written = io.BytesIO()
    options = {"quality": 90} if kind == "jpeg" else {"optimize": False}
    plain.save(written, kind.upper(), **options)
    return written.getvalue()


def _turn(image: Image.Image) -> None:
    """Turn an image as it was held; what is damaged of that goes as well."""
    with suppress(*_UNREADABLE):
        ImageOps.exif_transpose(image, in_place=True)


def _has_alpha(image: Image.Image) -> bool:
    return image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info


def _too_many_pixels() -> str:
    words = _("The image has more than %(most)s million pixels: make it smaller.")
    return words % {"most": _PIXELS // 1_000_000}


def _text(content: bytes, kind: str) -> bytes | None:  # noqa: ARG001
    if content.startswith(_MARKS):
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
        if "\ufffd" in text:
            return None
    if any(ord(each) < 32 and each not in "\t\n\r\f" for each in text):
        return None
    if text.lstrip().lower().startswith(_PAGES):
        return None
    return text.encode("utf-8")


def _office(content: bytes, kind: str) -> bytes | None:
    """Look at the list of what an office file packs; nothing of it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return None
    names = {each.filename for each in entries}
    if not {"[Content_Types].xml", _OFFICE[kind]} <= names:
        return None
    size = sum(each.file_size for each in entries)
    is_bomb = size > min(_UNPACKED, _RATIO * len(content)) or len(entries) > _ENTRIES
    if is_bomb or any(each.flag_bits & 1 for each in entries):
        raise Refused(_("The file unpacks to far more than it is, or is locked: it is not opened."))
    if any("vbaproject" in each.lower() for each in names):
        raise Refused(_("The file holds macros. Save it without them, and send it again."))
    return content
