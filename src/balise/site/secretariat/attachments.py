"""Files that come with a submission: checked, kept under a name of ours, only downloaded."""

import hashlib
import os
import shlex
import subprocess
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from unicodedata import category

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from balise.site.secretariat.attachment_types import Refused, kind_of, read_checked
from balise.site.secretariat.models import Attachment, Submission
from balise.site.secretariat.submission_standing import is_open

__all__ = ["LARGEST", "MOST", "folder", "is_scanned", "orphans", "path_of", "receive", "remove"]

LARGEST: Final = 10 * 2**20
"""Of one file [bytes]."""
MOST: Final = 5
"""Of one submission."""
_PATIENCE: Final = 60.0
"""With the check for viruses [s]."""


def folder() -> Path:
    """Give where files lie: in the folder of the site's state."""
    return Path(settings.STATE) / "attachments"


def path_of(attachment: Attachment) -> Path:
    """Give where a file lies; its sender's name is no part of it."""
    return folder() / attachment.stored


def is_scanned() -> bool:
    """Tell whether a command that checks for viruses is named."""
    return bool(_command())


def _command() -> list[str]:
    return shlex.split(str(getattr(settings, "BALISE_SCAN", "")))


def receive(submission: Submission, upload: Any) -> Attachment:
    """Check a file and keep it.

    Parameters
    ----------
    submission : Submission
        What it comes with.
    upload : UploadedFile
        As it was sent.

    Raises
    ------
    Refused
        With a sentence that says what was found, and what to do.
    """
    name = _shown(upload.name or "")
    if not upload.size:
        raise Refused(_("“%(name)s” is empty. Choose another file.") % {"name": name})
    if upload.size > LARGEST:
        words = _("“%(name)s” has %(size)s MB. A file has at most %(most)s MB: make it smaller.")
        told = {"name": name, "size": -(-upload.size // 2**20), "most": LARGEST // 2**20}
        raise Refused(words % told)
    kind = kind_of(name)
    content = read_checked(kind, upload.read(), name)
    kept = Attachment(submission=submission, name=name, kind=kind, size=len(content))
    kept.sha256 = hashlib.sha256(content).hexdigest()
    digest_known = submission.attachments.filter(sha256=kept.sha256, name=name).first()
    if digest_known is not None:
        return digest_known  # the same form sent twice
    place = _write(kept, content)
    try:
        kept.scan = _scan(place, name)
        with transaction.atomic():
            held = Submission.objects.select_for_update().filter(pk=submission.pk)
            if not is_open(held.get()):
                words = _("The project was submitted meanwhile: “%(name)s” was not kept.")
                raise Refused(words % {"name": name})
            if submission.attachments.count() >= MOST:
                words = _("There are %(most)s files already: remove one first.")
                raise Refused(words % {"most": MOST})
            kept.save()
            # A file is something written: the draft is kept from now on again.
            held.update(saved_at=kept.added_at, warned_at=None)
    except BaseException:
        place.unlink(missing_ok=True)
        raise
    return kept


def _shown(name: str) -> str:
    """Keep of a name what can be shown: no path, no control characters, no turned text."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(each for each in last if category(each)[0] != "C").strip()
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:200]}{dot}{ending[:20]}" if dot else plain[:200]


def _write(attachment: Attachment, content: bytes) -> Path:
    """Write a file so that it is on the disk before anybody is told that it is kept."""
    place = path_of(attachment)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=place.parent, prefix=".new-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(unfinished).rename(place)
    listing = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(listing)
    finally:
        os.close(listing)
    return place


def _scan(place: Path, name: str) -> str:
    """Have a file checked for viruses, if a command for it is named."""
    command = _command()
    if not command:
        return "unscanned"
    try:
        done = subprocess.run(
            [*command, str(place)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        words = _(
            "“%(name)s” could not be checked for viruses just now, and was not kept. "
            "Try again in a few minutes."
        )
        raise Refused(words % {"name": name}) from problem
    if done.returncode:
        words = _("“%(name)s” did not pass the check for viruses, and was not kept.")
        raise Refused(words % {"name": name})
    return "clean"


def remove(attachment: Attachment) -> None:
    """Remove a file: its row first, then what lies on the disk."""
    place = path_of(attachment)
    attachment.delete()
    transaction.on_commit(lambda: place.unlink(missing_ok=True))


def orphans(now: datetime) -> list[Path]:
    """Give the files of a day ago that no row speaks of: a server that fell left them."""
    if not folder().is_dir():
        return []
    known = set(Attachment.objects.values_list("stored", flat=True))
    old = (now - timedelta(days=1)).timestamp()
    found = sorted(folder().iterdir())
    return [each for each in found if each.name not in known and each.stat().st_mtime < old]
