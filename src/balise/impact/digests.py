"""Digests of the code that made an answer."""

import hashlib
from functools import cache
from pathlib import Path

__all__ = ["digest_of_code"]


@cache
def digest_of_code() -> str:
    """Give one SHA-256 of all modules of this layer, in the order of their names."""
    whole = hashlib.sha256()
    here = Path(__file__).parent
    for path in sorted(here.rglob("*.py"), key=lambda each: each.relative_to(here).as_posix()):
        whole.update(path.relative_to(here).as_posix().encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()
