"""The file of erasures beside the database: it outlasts bringing an older database back."""

import hmac
import json
import os
import secrets
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from balise.site.secretariat.models import Erasure
from balise.vocabulary import BaliseError

__all__ = ["FILE", "Kept", "digest_of", "kept_erasures", "note_erasure"]

FILE = "erasures.jsonl"
"""Name of the file in the folder of the state: a key, then a line for each erasure."""


def _path() -> Path:
    return Path(settings.STATE) / FILE


class Kept(NamedTuple):
    """An erasure that is known: under which name, and when it was last done."""

    public_id: str
    at: datetime


def _read() -> tuple[bytes, dict[str, Kept]]:
    """Read the key and the erasures; make the file where there is none."""
    path = _path()
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _append({"key": secrets.token_hex(32)}, is_new=True)
        lines = path.read_text("utf-8").splitlines()
    try:
        rows = [json.loads(each) for each in lines if each.strip()]
        found: dict[str, Kept] = {}
        for each in rows[1:]:
            _learn(found, each["digest"], each["public_id"], datetime.fromisoformat(each["at"]))
        return bytes.fromhex(rows[0]["key"]), found
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise BaliseError(
            f"{path}: found a file of erasures that cannot be read. Expected a key in its first "
            "line, then a line for each erasure. Bring it back from a copy of this folder: "
            "without it, a backup that is restored would bring erased people back."
        ) from error


def _learn(found: dict[str, Kept], digest: str, name: str, at: datetime) -> bool:
    """Take note of an erasure; the last of a person counts, and tells when they came back."""
    if digest in found and found[digest].at >= at:
        return False
    found[digest] = Kept(name, at)
    return True


def _append(row: dict[str, str], *, is_new: bool = False) -> None:
    """Add a line; it is on the disk when this returns."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | (os.O_EXCL if is_new else 0)
    try:
        number = os.open(_path(), flags, 0o600)
    except FileExistsError:
        return  # another process made it meanwhile
    with os.fdopen(number, "ab") as file:
        file.write(json.dumps(row).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def digest_of(address: str) -> str:
    """Give the digest of an address, which only who holds the key can make."""
    key, _erasures = _read()
    return hmac.new(key, address.strip().lower().encode(), sha256).hexdigest()


def note_erasure(address: str, name: str) -> None:
    """Keep that a person was erased, each time: in the database, and beside it."""
    digest, now = digest_of(address), timezone.now()
    # Archives keep thousandths of a second: the same moment is the same after they come back.
    now = now.replace(microsecond=now.microsecond // 1000 * 1000)
    Erasure.objects.update_or_create(digest=digest, defaults={"public_id": name, "erased_at": now})
    _append({"digest": digest, "public_id": name, "at": now.isoformat()})


def kept_erasures() -> dict[str, Kept]:
    """Give the last erasure of each digest; the file learns what only the database knew."""
    _key, found = _read()
    for digest, name, at in Erasure.objects.values_list("digest", "public_id", "erased_at"):
        if _learn(found, digest, name, at):
            _append({"digest": digest, "public_id": name, "at": at.isoformat()})
    return found
