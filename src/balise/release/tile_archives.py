"""Tiles in one file, found by ranges of bytes: PMTiles, written one way only.

The same tiles give the same bytes: no clock enters the file.

References
----------
Protomaps, PMTiles Version 3 Specification (public domain).
"""

import gzip
import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from balise.release.vector_tiles import varint
from balise.vocabulary import ReleaseError

__all__ = ["BOUNDARIES", "LAYERS_ARE", "Bounds", "Place", "tile_archive", "tiles_of"]

BOUNDARIES = "boundaries.pmtiles"
"""Name of the file of boundaries in a release."""

LAYERS_ARE = "vector_layers"
"""Key under which an archive names its layers."""

_MAGIC = b"PMTiles\x03"
_HEADER = struct.Struct("<8s11Q6B4iB2i")
_ROOT_MOST = 16_384 - _HEADER.size
_LEAF = 4096
_GZIP, _MVT = 2, 1
_DEGREE = 10_000_000

Bounds = tuple[float, float, float, float]


class Place(NamedTuple):
    """A tile: zoom, column from the west, row from the north."""

    zoom: int
    column: int
    row: int

    @property
    def number(self) -> int:
        """Its place on the curve that runs through all tiles, zoom after zoom.

        Examples
        --------
        >>> [Place(1, *each).number for each in ((0, 0), (0, 1), (1, 1), (1, 0))]
        [1, 2, 3, 4]
        """
        x, y, side = self.column, self.row, 1 << self.zoom
        number, step = (side * side - 1) // 3, side >> 1
        while step:
            right, low = int(bool(x & step)), int(bool(y & step))
            number += step * step * (3 * right ^ low)
            if not low:
                if right:
                    x, y = step - 1 - x, step - 1 - y
                x, y = y, x
            step >>= 1
        return number


class _Entry(NamedTuple):
    number: int
    run: int
    length: int
    offset: int


def _directory(entries: Sequence[_Entry]) -> bytes:
    out = [varint(len(entries))]
    last = 0
    for each in entries:
        out.append(varint(each.number - last))
        last = each.number
    out += [varint(each.run) for each in entries]
    out += [varint(each.length) for each in entries]
    end = -1
    for each in entries:
        out.append(varint(0 if each.offset == end else each.offset + 1))
        end = each.offset + each.length
    return _zipped(b"".join(out))


def _zipped(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)


def tile_archive(
    tiles: Mapping[Place, bytes], bounds: Bounds, metadata: Mapping[str, object]
) -> bytes:
    """Put vector tiles in one file.

    Parameters
    ----------
    tiles : mapping of Place to bytes
        As :func:`balise.release.vector_tiles.encode_tile` writes them.
    bounds : tuple of float
        West, south, east, north [degrees].
    metadata : mapping
        What the file says of itself.
    """
    entries, data = _entries(tiles)
    root, leaves = _directories(entries)
    said = _zipped(json.dumps(metadata, ensure_ascii=False, sort_keys=True).encode())
    zooms = [each.zoom for each in tiles]
    start = _HEADER.size
    at_said = start + len(root)
    at_leaves = at_said + len(said)
    at_data = at_leaves + len(leaves)
    west, south, east, north = (round(each * _DEGREE) for each in bounds)
    header = _HEADER.pack(
        _MAGIC,
        *(start, len(root), at_said, len(said), at_leaves, len(leaves), at_data, len(data)),
        *(len(tiles), len(entries), len({each.offset for each in entries})),
        *(1, _GZIP, _GZIP, _MVT, min(zooms), max(zooms)),
        *(west, south, east, north),
        *(min(zooms), (west + east) // 2, (south + north) // 2),
    )
    return b"".join((header, root, said, leaves, data))


def _entries(tiles: Mapping[Place, bytes]) -> tuple[list[_Entry], bytes]:
    """Lay tiles out along the curve; what two tiles share is kept once."""
    entries: list[_Entry] = []
    known: dict[bytes, int] = {}
    parts: list[bytes] = []
    size = 0
    for number, tile in sorted((place.number, tile) for place, tile in tiles.items()):
        packed = _zipped(tile)
        if packed not in known:
            known[packed] = size
            parts.append(packed)
            size += len(packed)
        offset = known[packed]
        last = entries[-1] if entries else None
        if last and last.offset == offset and last.number + last.run == number:
            entries[-1] = last._replace(run=last.run + 1)
        else:
            entries.append(_Entry(number, 1, len(packed), offset))
    return entries, b"".join(parts)


def _directories(entries: Sequence[_Entry]) -> tuple[bytes, bytes]:
    """Write the directory that the first request brings, and those it leads to."""
    root = _directory(entries)
    size = _LEAF
    leaves = b""
    while len(root) > _ROOT_MOST:
        parts = [entries[at : at + size] for at in range(0, len(entries), size)]
        written = [_directory(part) for part in parts]
        leaves = b"".join(written)
        offsets = [sum(map(len, written[:i])) for i in range(len(written))]
        root = _directory(
            [
                _Entry(part[0].number, 0, len(leaf), offset)
                for part, leaf, offset in zip(parts, written, offsets, strict=True)
            ]
        )
        size *= 2
    return root, leaves


def tiles_of(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Read every tile of a file, with its zoom.

    Raises
    ------
    ReleaseError
        If the file is no archive of vector tiles, or ends too early.

    Examples
    --------
    >>> kept = tile_archive({Place(0, 0, 0): b"tile"}, (-1, -1, 1, 1), {})
    >>> list(tiles_of(kept))
    [(0, b'tile')]
    """
    try:
        header = _HEADER.unpack_from(content)
        if header[0] != _MAGIC or header[13:16] != (_GZIP, _GZIP, _MVT):
            raise ValueError("its head is another")
        yield from _tiles(content, header)
    except (ValueError, EOFError, OSError, IndexError, struct.error) as problem:
        raise ReleaseError(
            f"boundaries.pmtiles is no archive of vector tiles: {problem}. "
            "Expected PMTiles, version 3, packed with gzip. Build the release again."
        ) from problem


def _tiles(content: bytes, header: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    start, length, at_leaves, at_data = header[1], header[2], header[5], header[7]
    waiting = [content[start : start + length]]
    while waiting:
        for entry in _read_directory(gzip.decompress(waiting.pop())):
            if entry.run:
                place = at_data + entry.offset
                tile = gzip.decompress(content[place : place + entry.length])
                for number in range(entry.number, entry.number + entry.run):
                    yield _zoom(number), tile
            else:
                place = at_leaves + entry.offset
                waiting.append(content[place : place + entry.length])


def _zoom(number: int) -> int:
    zoom = 0
    while number >= (4 ** (zoom + 1) - 1) // 3:
        zoom += 1
    return zoom


def _read_directory(content: bytes) -> list[_Entry]:
    values, value, shift = [], 0, 0
    for byte in content:
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            values.append(value)
            value = shift = 0
    count = values[0]
    steps, runs, lengths, offsets = (values[1 + i * count : 1 + (i + 1) * count] for i in range(4))
    entries: list[_Entry] = []
    number = end = 0
    for step, run, length, offset in zip(steps, runs, lengths, offsets, strict=True):
        number += step
        place = offset - 1 if offset else end
        entries.append(_Entry(number, run, length, place))
        end = place + length
    return entries
