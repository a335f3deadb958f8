"""Bytes of an answer: JSON without spaces, packed once and kept, with tags that tell versions."""

import gzip
import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Final

__all__ = ["Answers", "Packed", "tag", "written"]

_ROOM: Final = 128 * 2**20
_SMALL: Final = 860
"""Answers below this size are not packed [bytes]."""


def written(content: object) -> bytes:
    """Write JSON without spaces.

    Examples
    --------
    >>> written({"name": "Côte", "rows": [(1, None)]}).decode()
    '{"name":"Côte","rows":[[1,null]]}'
    """
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode()


def tag(*parts: str) -> str:
    """Name a version of an answer: the same parts, the same tag.

    Examples
    --------
    >>> tag("seal", "en") == tag("seal", "en") != tag("seal", "fr")
    True
    """
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


class Packed:
    """An answer as it is, and packed where packing pays."""

    __slots__ = ("plain", "zipped")

    def __init__(self, plain: bytes) -> None:
        self.plain = plain
        self.zipped = gzip.compress(plain, 6, mtime=0) if len(plain) > _SMALL else None

    @property
    def size(self) -> int:
        """Room it takes [bytes]."""
        return len(self.plain) + len(self.zipped or b"")


class Answers:
    """The answers last given, up to some room; the one unused for longest leaves first."""

    def __init__(self, room: int = _ROOM) -> None:
        self._room, self._taken = room, 0
        self._kept: OrderedDict[Hashable, Packed] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], bytes]) -> Packed:
        """Give the answer kept under a key, or make it and keep it."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = Packed(make())
        with self._lock:
            if key not in self._kept:
                self._kept[key] = made
                self._taken += made.size
            while self._taken > self._room and len(self._kept) > 1:
                self._taken -= self._kept.popitem(last=False)[1].size
        return made
