"""The record of a release: written one way, so that any alteration shows."""

import hashlib
import json
from collections.abc import Mapping

import numpy as np

from balise.vocabulary import ReleaseError, sample

__all__ = ["RECORD_KEYS", "digest", "json_bytes", "record_bytes", "seal"]

RECORD_KEYS = (
    "recipe",
    "recipe_name",
    "sources",
    "code_version",
    "python",
    "packages",
    "random_seed",
    "streams",
    "checks",
    "years",
    "weights",
    "parameters",
    "data_fixed",
    "priors",
    "errata",
    "licence",
    "citation",
)
"""What the builder states; the writer adds format, rows, digests and the seal."""


def digest(content: bytes) -> str:
    """Give the SHA-256 digest of a file's content.

    Examples
    --------
    >>> digest(b"")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(content).hexdigest()


def _plain(value: object) -> object:
    """Turn numpy numbers and arrays into JSON's own."""
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value).__name__)


def json_bytes(content: object) -> bytes:
    r"""Write JSON in one way only: keys in order, two spaces, UTF-8, no NaN.

    Examples
    --------
    >>> json_bytes({"b": 1, "a": "é"}).decode()
    '{\n  "a": "é",\n  "b": 1\n}\n'
    """
    text = json.dumps(
        content, ensure_ascii=False, allow_nan=False, sort_keys=True, indent=2, default=_plain
    )
    return f"{text}\n".encode()


def seal(record: Mapping[str, object]) -> str:
    """Give the digest of a record without its own seal; it names the release."""
    return digest(json_bytes({key: value for key, value in record.items() if key != "seal"}))


def record_bytes(record: Mapping[str, object]) -> bytes:
    """Write the record, sealed.

    Raises
    ------
    ReleaseError
        If the builder's part is missing a key, or a value cannot be written.
    """
    missing = [key for key in RECORD_KEYS if key not in record]
    if missing:
        raise ReleaseError(
            f"The record of the release lacks {sample(missing)}. "
            f"Expected every one of: {', '.join(RECORD_KEYS)}. "
            "State it in the record given to write_release(), empty if there is nothing to say."
        )
    try:
        plain: dict[str, object] = json.loads(json_bytes(record))
        return json_bytes({**plain, "seal": seal(plain)})
    except (TypeError, ValueError) as problem:
        raise ReleaseError(
            f"The record of the release holds a value that JSON cannot write: {problem}. "
            "Expected text, finite numbers, true or false, lists and mappings. "
            "Turn the value into one of these before calling write_release()."
        ) from problem
