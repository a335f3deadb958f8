"""Polygons in a tile, as vector tiles lay them out: whole numbers, ids, nothing else.

Written here because libraries drop polygons that a low zoom makes smaller than a step of the
grid; every area of a release stays at every zoom. Other programs read the tiles (GDAL in the
tests, MapLibre on the site).

References
----------
Mapbox, Vector Tile Specification, version 2.1 (protocol buffers; CC BY 3.0).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["EXTENT", "Shape", "encode_tile", "tile_properties", "varint"]

EXTENT = 4096
"""Steps of the grid along a side of a tile."""

Ring = npt.NDArray[np.int64]

_POLYGON = 3
_MOVE, _LINE, _CLOSE = 1, 2, 7
_BYTES = 2


class Shape(NamedTuple):
    """An area in a tile: its texts, and its rings, outer ones before their holes.

    A ring has shape (n, 2) [steps of the grid, y downward], without the closing point.
    """

    properties: Mapping[str, str]
    rings: Sequence[Ring]


def varint(value: int) -> bytes:
    r"""Write a whole number in groups of seven bits, the lowest first.

    Examples
    --------
    >>> varint(300)
    b'\xac\x02'
    """
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _field(number: int, content: bytes) -> bytes:
    return varint(number << 3 | _BYTES) + varint(len(content)) + content


def _whole(number: int, value: int) -> bytes:
    return varint(number << 3) + varint(value)


def _packed(values: Sequence[int]) -> bytes:
    return b"".join(map(varint, values))


def _commands(rings: Sequence[Ring]) -> list[int]:
    """Write rings as moves from point to point, signs folded into the last bit."""
    out: list[int] = []
    last = np.zeros((1, 2), dtype=np.int64)
    for ring in rings:
        steps = np.diff(np.concatenate([last, ring]), axis=0)
        folded = ((steps << 1) ^ (steps >> 63)).tolist()
        out += [_MOVE | 1 << 3, *folded[0], _LINE | (len(ring) - 1) << 3]
        out += [value for step in folded[1:] for value in step]
        out.append(_CLOSE | 1 << 3)
        last = ring[-1:]
    return out


def encode_tile(layers: Mapping[str, Sequence[Shape]]) -> bytes:
    """Write a tile with a layer for each name, shapes in the order given."""
    return b"".join(_field(3, _layer(name, shapes)) for name, shapes in layers.items())


def _layer(name: str, shapes: Sequence[Shape]) -> bytes:
    keys: dict[str, int] = {}
    values: dict[str, int] = {}
    features = []
    for shape in shapes:
        tags = []
        for key, value in shape.properties.items():
            tags += [keys.setdefault(key, len(keys)), values.setdefault(value, len(values))]
        features.append(
            _field(2, _packed(tags)) + _whole(3, _POLYGON) + _field(4, _packed(_commands(shape[1])))
        )
    return b"".join(
        (
            _field(1, name.encode()),
            *(_field(2, each) for each in features),
            *(_field(3, key.encode()) for key in keys),
            *(_field(4, _field(1, value.encode())) for value in values),
            _whole(5, EXTENT),
            _whole(15, 2),
        )
    )


def _fields(content: bytes) -> Iterator[tuple[int, bytes | int]]:
    """Take a message apart: numbers of fields with their bytes, or their whole number."""
    place = 0
    while place < len(content):
        head, place = _read(content, place)
        value, place = _read(content, place)
        if head & 7 == _BYTES:
            yield head >> 3, content[place : place + value]
            place += value
        else:
            yield head >> 3, value


def _read(content: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = content[place]
        value |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80:
            return value, place


def _all(content: bytes, number: int) -> list[bytes]:
    return [value for key, value in _fields(content) if key == number and isinstance(value, bytes)]


def tile_properties(content: bytes) -> dict[str, list[dict[str, str]]]:
    """Read the texts of every shape of a tile, by layer.

    Examples
    --------
    >>> square = np.array([[0, 0], [9, 0], [9, 9], [0, 9]])
    >>> tile_properties(encode_tile({"csd": [Shape({"dguid": "x"}, [square])]}))
    {'csd': [{'dguid': 'x'}]}
    """
    found: dict[str, list[dict[str, str]]] = {}
    for layer in _all(content, 3):
        keys = [each.decode() for each in _all(layer, 3)]
        values = [b"".join(_all(each, 1)).decode() for each in _all(layer, 4)]
        rows = found.setdefault(b"".join(_all(layer, 1)).decode(), [])
        for feature in _all(layer, 2):
            tags = [each for part in _all(feature, 2) for each in _unpacked(part)]
            rows.append({keys[a]: values[b] for a, b in zip(tags[::2], tags[1::2], strict=True)})
    return found


def _unpacked(content: bytes) -> list[int]:
    values, place = [], 0
    while place < len(content):
        value, place = _read(content, place)
        values.append(value)
    return values
