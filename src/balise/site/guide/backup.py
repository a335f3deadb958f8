"""Backup of all that the site keeps, in one archive, and the way back.

The archive (ZIP) holds the rows of the database in a form that no database owns, the files
that were uploaded and the books of editions, and a list of digests. It restores into SQLite
and PostgreSQL alike. It holds what is private too: keep it as you keep the database.
"""

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.exceptions import ObjectDoesNotExist
from django.core.management.color import no_style
from django.core.serializers.base import DeserializationError
from django.db import DatabaseError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.dispatch import Signal

from balise import __version__
from balise.site.guide.search_state import everything_changed
from balise.vocabulary import BaliseError

__all__ = ["FOLDERS", "Kept", "back_up", "kept_models", "restore", "restored", "restoring"]

FORMAT = 1
FOLDERS = ("media", "editions", "attachments")
"""Folders below that of the site's state that are part of a backup."""
restoring = Signal()
"""Sent before anything is taken away: what has to outlast it is noted now."""
restored = Signal()
"""Sent once all is back, in the transaction that brought it: what fails undoes all."""
_RECORD, _ROWS = "backup.json", "database.jsonl"
# Made by migrations, or made again from the rows.
_LEFT_OUT = {
    "contenttypes.contenttype",
    "auth.permission",
    "sessions.session",
    "wagtailsearch.indexentry",
    "wagtailsearch.sqliteftsindexentry",
    "guide.searchmark",
}
_MADE_AGAIN = (
    "wagtailsearch_indexentry_fts",
    "wagtailsearch_indexentry",
    "django_session",
    "guide_searchmark",
)
_CHUNK = 2**20


class Kept(NamedTuple):
    """What an archive holds."""

    rows: int
    files: int


def kept_models() -> list[Any]:
    """List what is kept, those that others refer to by name first."""
    listed = [(each, None) for each in apps.get_app_configs()]
    ordered = serializers.sort_dependencies(listed, allow_cycles=True)
    return [
        each
        for each in ordered
        if each._meta.label_lower not in _LEFT_OUT
        and each._meta.managed
        and not each._meta.proxy
        and not each._meta.swapped
    ]


def _migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def back_up(out: Path) -> Kept:
    """Write everything the site keeps into one archive, whole or not at all.

    Parameters
    ----------
    out : Path
        File to write; it must not be there yet.

    Returns
    -------
    Kept
        How many rows and files it holds.

    Raises
    ------
    BaliseError
        If the file is there.
    """
    if out.exists():
        raise BaliseError(
            f"{out}: found a file of that name. Expected one that is free, so that no backup is "
            "lost. Choose another name."
        )
    beside = out.with_name(f".{out.name}.part")
    try:
        with os.fdopen(os.open(beside, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
            kept = _write(file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)
    return kept


def _write(file: Any) -> Kept:
    digests: dict[str, str] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        with _at_one_moment():
            count, migrations = _write_rows(archive, digests), _migrations()
        for name, path in _files():
            digest = hashlib.sha256()
            with path.open("rb") as read, archive.open(name, "w", force_zip64=True) as write:
                while chunk := read.read(_CHUNK):
                    digest.update(chunk)
                    write.write(chunk)
            digests[name] = digest.hexdigest()
        record = {
            "format": FORMAT,
            "balise": __version__,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "database": connection.vendor,
            "rows": count,
            "migrations": migrations,
            "sha256": digests,
        }
        archive.writestr(_RECORD, json.dumps(record, indent=2))
    return Kept(count, len(digests) - 1)


def _at_one_moment() -> Any:
    """Read every table as it is at the same moment."""
    is_outer = not connection.in_atomic_block
    block = transaction.atomic()
    if connection.vendor != "postgresql" or not is_outer:
        return block
    return _repeatable(block)


class _repeatable:  # noqa: N801
    def __init__(self, block: Any) -> None:
        self._block = block

    def __enter__(self) -> None:
        self._block.__enter__()
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")

    def __exit__(self, *told: Any) -> None:
        self._block.__exit__(*told)


def _write_rows(archive: zipfile.ZipFile, digests: dict[str, str]) -> int:
    digest, count = hashlib.sha256(), 0
    with archive.open(_ROWS, "w", force_zip64=True) as write:
        for model in kept_models():
            for row in model._base_manager.order_by("pk").iterator(chunk_size=500):
                line = serializers.serialize("jsonl", [row], use_natural_foreign_keys=True).encode()
                digest.update(line)
                write.write(line)
                count += 1
    digests[_ROWS] = digest.hexdigest()
    return count


def _files() -> Iterator[tuple[str, Path]]:
    for folder in FOLDERS:
        root = Path(settings.STATE) / folder
        for path in sorted(root.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield f"{folder}/{path.relative_to(root).as_posix()}", path


def restore(archive: Path, *, replace: bool = False) -> Kept:
    """Put back what an archive holds, whole or not at all.

    Parameters
    ----------
    archive : Path
        As :func:`back_up` wrote it.
    replace : bool
        Whether what the site keeps now may be lost.

    Returns
    -------
    Kept
        How many rows and files came back.

    Raises
    ------
    BaliseError
        If the archive is damaged or of another version, or the site keeps something already.
    """
    if not replace and (found := _found()):
        raise BaliseError(
            f"The database holds {found} already. Expected an empty one. Name another with "
            "--state DIR or DATABASE_URL, or lose what is there with --replace."
        )
    try:
        with zipfile.ZipFile(archive) as opened:
            return _restore(archive.name, opened)
    except (zipfile.BadZipFile, EOFError) as error:
        raise _damaged(archive.name, str(error)) from error


def _damaged(name: str, found: str) -> BaliseError:
    return BaliseError(
        f"{name}: found {found}. Expected an archive as 'balise guide backup' wrote it. "
        "Nothing was changed; take another copy of it."
    )


def _found() -> str:
    """Name what people have written, if anything."""
    written = ("auth.User", "wagtailcore.Revision", "wagtailimages.Image", "wagtaildocs.Document")
    known = [each for each in kept_models() if each._meta.app_label == "guide"]
    known += [apps.get_model(each) for each in written]
    counted = ((each._meta.verbose_name_plural, each._base_manager.count()) for each in known)
    return ", ".join(f"{count} {name}" for name, count in counted if count)


def _restore(name: str, opened: zipfile.ZipFile) -> Kept:
    record = _verified(name, opened)
    state = Path(settings.STATE)
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=state, prefix=".restored-") as beside:
        new, old = Path(beside) / "new", Path(beside) / "old"
        files = [each for each in record["sha256"] if each != _ROWS]
        for each in files:
            place = new / each
            place.parent.mkdir(parents=True, exist_ok=True)
            with opened.open(each) as read, place.open("wb") as write:
                shutil.copyfileobj(read, write, _CHUNK)
        moved: list[tuple[Path, Path]] = []
        try:
            with transaction.atomic():
                restoring.send(sender=None)
                count = _read_rows(name, opened)
                _exchange(state, new, old, moved)
                restored.send(sender=None)
        except BaseException:
            for source, place in reversed(moved):
                place.rename(source)
            raise
    return Kept(count, len(files))


def _exchange(state: Path, new: Path, old: Path, moved: list[tuple[Path, Path]]) -> None:
    """Put the folders of files in place, remembering each step."""
    old.mkdir()
    for folder in FOLDERS:
        for source, place in (
            (state / folder, old / folder),
            (new / folder, state / folder),
        ):
            if source.exists():
                source.rename(place)
                moved.append((source, place))


def _verified(name: str, opened: zipfile.ZipFile) -> dict[str, Any]:
    """Read what an archive says of itself, and hold it to that."""
    names = opened.namelist()
    if _RECORD not in names or len(set(names)) != len(names):
        raise _damaged(name, f"no {_RECORD}, or a file twice")
    try:
        record: dict[str, Any] = json.loads(opened.read(_RECORD))
        told: dict[str, str] = dict(record["sha256"])
        version, migrations = record["format"], set(record["migrations"])
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(name, f"a {_RECORD} that cannot be read") from error
    if version != FORMAT:
        raise _damaged(name, f"format {version}")
    if set(names) - {_RECORD} != set(told) or _ROWS not in told:
        raise _damaged(name, "other files than it lists")
    for each, digest in told.items():
        _verify_file(name, opened, each, digest)
    # Guards that depend on the database differ between databases, and only by name.
    ours = {each for each in _migrations() if not each.startswith("wagtailsearch.")}
    theirs = {each for each in migrations if not each.startswith("wagtailsearch.")}
    if ours != theirs:
        raise BaliseError(
            f"{name}: found the tables of Balise {record.get('balise')}. Expected those of "
            f"{__version__}. Restore it with that version, then bring it up to date with this one."
        )
    return record


def _verify_file(name: str, opened: zipfile.ZipFile, file: str, told: str) -> None:
    """Hold a file to its digest, and to the folders that files belong to."""
    path = PurePosixPath(file)
    if file != _ROWS and (path.parts[0] not in FOLDERS or ".." in path.parts):
        raise _damaged(name, f"a file that belongs nowhere, {file!r}")
    digest = hashlib.sha256()
    with opened.open(file) as read:
        while chunk := read.read(_CHUNK):
            digest.update(chunk)
    if digest.hexdigest() != told:
        raise _damaged(name, f"{file!r} changed since it was written")


def _read_rows(name: str, opened: zipfile.ZipFile) -> int:
    """Take every row of an archive in place of those that are there."""
    models, count = kept_models(), 0
    _clear(models)
    try:
        with opened.open(_ROWS) as lines:
            for row in serializers.deserialize("jsonl", lines):
                row.save()
                count += 1
        tables = [each._meta.db_table for each in models]
        connection.check_constraints(table_names=tables)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)
        everything_changed()
    except (DeserializationError, DatabaseError, ObjectDoesNotExist) as error:
        raise _damaged(name, f"rows that do not fit ({str(error).strip()[:300]})") from error
    return count


def _clear(models: list[Any]) -> None:
    """Take every row away that an archive brings, and what is made from them."""
    through = {each.remote_field.through for model in models for each in model._meta.many_to_many}
    own = [each._meta.db_table for each in through if each._meta.auto_created]
    tables = [*own, *(each._meta.db_table for each in reversed(models)), *_MADE_AGAIN]
    known = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in tables:
            if table in known:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
