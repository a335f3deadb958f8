"""Folders that appear whole or not at all: build beside, then rename or exchange.

Beside a release ``NAME`` two hidden siblings may exist while a command runs:
``.NAME.new``, the folder being built, and ``.NAME.old``, the one being replaced.
The writer holds a lock on the first; a leftover without a lock comes from a
command that was killed, and :func:`recover` puts it right.
"""

import ctypes
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # a system without file locks: one command at a time
    fcntl = None  # type: ignore[assignment]

__all__ = ["building", "install", "locked", "recover", "sync", "write_bytes"]

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def _new(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.new")


def _old(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.old")


@contextmanager
def locked(folder: Path, *, wait: bool) -> Iterator[bool]:
    """Hold the lock of a folder; gives False if another command holds it."""
    if fcntl is None:
        yield True
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def recover(folder: Path) -> bool:
    """Put right what a killed command left beside a folder.

    Half-built siblings go; a folder moved aside and not yet replaced comes back.
    Nothing is touched while another command is writing the same folder.

    Returns
    -------
    bool
        False if another command is writing the folder now.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     folder = Path(place) / "pilot"
    ...     (Path(place) / ".pilot.old").mkdir()
    ...     recover(folder), folder.exists()
    (True, True)
    """
    if not (_new(folder).exists() or _old(folder).exists()):
        return True
    with locked(folder.parent, wait=True):
        if _new(folder).exists():
            with locked(_new(folder), wait=False) as free:
                if not free:
                    return False
                shutil.rmtree(_new(folder))
        if _old(folder).exists():
            if folder.exists():
                shutil.rmtree(_old(folder))
            else:
                _old(folder).rename(folder)
    sync(folder.parent)
    return True


@contextmanager
def building(folder: Path) -> Iterator[Path]:
    """Give an empty sibling to build in; it is gone at the end, whatever happens.

    Raises
    ------
    BlockingIOError
        If another command is writing the same folder.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    if not recover(folder):
        raise BlockingIOError(errno.EAGAIN, "another command is writing", str(folder))
    try:
        with ExitStack() as lock:
            with locked(folder.parent, wait=True):
                _new(folder).mkdir()
                lock.enter_context(locked(_new(folder), wait=True))
            yield _new(folder)
    finally:
        recover(folder)


def install(folder: Path) -> None:
    """Put the folder just built in its place, replacing the one that is there."""
    with locked(folder.parent, wait=True):
        if not folder.exists():
            _new(folder).rename(folder)
        elif not any(folder.iterdir()):
            folder.rmdir()
            _new(folder).rename(folder)
        elif not _exchange(_new(folder), folder):
            folder.rename(_old(folder))
            _new(folder).rename(folder)
        sync(folder.parent)
        # The new folder is in place: what is left of the old one may go.
        for leftover in (_new(folder), _old(folder)):
            if leftover.exists():
                shutil.rmtree(leftover)
    sync(folder.parent)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    done: int = renameat2(
        _AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE
    )
    if done == 0:
        return True
    code = ctypes.get_errno()
    if code in {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}:
        return False
    raise OSError(code, os.strerror(code), str(other))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file and make sure it has reached the disk."""
    with path.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())


def sync(folder: Path) -> None:
    """Make sure the names in a folder have reached the disk, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
