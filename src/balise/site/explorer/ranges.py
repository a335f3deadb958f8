"""A part of a file, for programs that read one piece at a time: HTTP ranges (RFC 9110, 14)."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

__all__ = ["Part", "part_asked", "part_of"]

_PIECE = 64 * 1024
_ONE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)
_DIGITS = 15


class Part(NamedTuple):
    """Bytes from ``start`` to before ``end``; none where nothing of the file is asked for."""

    start: int
    end: int


def part_asked(request: HttpRequest, size: int, version: str) -> Part | None:
    """Read which part of a file is asked for; None stands for all of it.

    A range in another unit, several ranges at once, and a range of a version that is gone
    (``If-Range``) are answered with the whole file, as the standard allows.
    """
    asked = _ONE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if asked is None or request.method != "GET":
        return None
    if request.headers.get("If-Range", f'"{version}"').strip('"') != version:
        return None
    first, last = asked.groups()
    if (not first and not last) or max(len(first), len(last)) > _DIGITS:
        return None
    if not first:
        return Part(max(size - int(last), 0), size) if int(last) else Part(0, 0)
    if last and int(last) < int(first):
        return None
    end = min(int(last) + 1, size) if last else size
    return Part(int(first), end) if int(first) < size else Part(0, 0)


def part_of(path: Path, part: Part) -> HttpResponseBase:
    """Answer with a part of a file, or that it has no such part."""
    size = path.stat().st_size
    if part.start >= part.end:
        response = HttpResponse(status=416)
        response.headers["Content-Range"] = f"bytes */{size}"
        return response
    opened = path.open("rb")
    streamed = StreamingHttpResponse(_pieces(opened, part), status=206)
    streamed.headers["Content-Length"] = str(part.end - part.start)
    streamed.headers["Content-Range"] = f"bytes {part.start}-{part.end - 1}/{size}"
    streamed._resource_closers.append(opened.close)
    return streamed


def _pieces(opened: BinaryIO, part: Part) -> Iterator[bytes]:
    opened.seek(part.start)
    left = part.end - part.start
    while left and (piece := opened.read(min(left, _PIECE))):
        left -= len(piece)
        yield piece
