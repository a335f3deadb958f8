"""Blocks done by a build that was stopped, kept beside the release until it is written.

Beside a release ``NAME`` a hidden folder ``.NAME.blocks`` holds one folder per job and in
it one file per block, whole or not at all. One command writes it at a time. It is gone
once the release is written; a build that was stopped finds in it what it had done.
"""

import errno
import io
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from balise.release.folders import locked, sync, write_bytes
from balise.release.record import digest
from balise.vocabulary import BaliseError, BlockError, ReleaseError

__all__ = ["BlockStore", "Shelf", "block_store", "pack_block", "unpack_block"]

_HEAD = b"balise block 1 "
_SEALED = len(_HEAD) + 64 + 1
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}

Results = dict[str, npt.NDArray[Any]]


def pack_block(results: Mapping[str, npt.ArrayLike]) -> bytes:
    """Write the arrays of a block as bytes with their digest.

    Parameters
    ----------
    results : mapping of str to array
        Numbers or texts of fixed width; rows come first in memory afterwards.

    Examples
    --------
    >>> unpack_block(pack_block({"people": [3, 4]}))
    {'people': array([3, 4])}
    """
    body = io.BytesIO()
    body.write(json.dumps(list(results)).encode() + b"\n")
    for values in results.values():
        np.lib.format.write_array(body, np.array(values, order="C", copy=None), allow_pickle=False)
    content = body.getvalue()
    return b"%s%s\n%s" % (_HEAD, digest(content).encode(), content)


def unpack_block(content: bytes) -> Results:
    """Read the arrays of a block.

    Raises
    ------
    ValueError
        If the bytes are not those that were packed.
    """
    if not _intact(content):
        raise ValueError("a block is not as it was packed")
    body = io.BytesIO(content)
    body.seek(_SEALED)
    names = json.loads(body.readline())
    return {name: np.lib.format.read_array(body, allow_pickle=False) for name in names}


def _intact(content: bytes) -> bool:
    head = content[:_SEALED]
    return head == b"%s%s\n" % (_HEAD, digest(content[_SEALED:]).encode())


class Shelf:
    """Blocks of one job: those found, those added.

    Attributes
    ----------
    found : set of int
        Blocks done by an earlier run, whole.
    remarks : list of str
        What was found and could not be used.
    """

    def __init__(self, folder: Path, job: str, key: str) -> None:
        self._folder, self._job = folder, job
        self.found: set[int] = set()
        self.remarks: list[str] = []
        if folder.exists():
            self._look(key)
        if not folder.exists():
            with _named(f"Blocks of {job}", folder):
                folder.mkdir(parents=True)
                write_bytes(folder / "key", key.encode())
                sync(folder)

    def _look(self, key: str) -> None:
        """Find whole blocks of the same key; take away everything else."""
        stored = self._folder / "key"
        if not stored.exists() or stored.read_bytes() != key.encode():
            shutil.rmtree(self._folder)
            self.remarks.append(
                f"{self._job}: blocks of another run were thrown away, as choices, sources or "
                "versions have changed since"
            )
            return
        damaged = 0
        for path in self._folder.iterdir():
            if path.suffix == ".block" and _intact(path.read_bytes()):
                self.found.add(int(path.stem))
            elif path != stored:
                path.unlink()
                damaged += path.suffix == ".block"
        if damaged:
            self.remarks.append(f"{self._job}: damaged blocks are done again: {damaged}")

    def _path(self, index: int) -> Path:
        return self._folder / f"{index:06}.block"

    def put(self, index: int, content: bytes) -> None:
        """Keep a block, whole or not at all.

        Raises
        ------
        ReleaseError
            If there is no room, or no leave to write.
        """
        with _named(f"Block {index + 1} of {self._job}", self._folder):
            beside = self._path(index).with_suffix(".new")
            try:
                write_bytes(beside, content)
                beside.rename(self._path(index))
            except OSError:
                with suppress(OSError):
                    beside.unlink(missing_ok=True)
                raise
            sync(self._folder)

    def get(self, index: int) -> bytes:
        """Give a block that was kept.

        Raises
        ------
        BlockError
            If it was damaged since it was found.
        """
        content = self._path(index).read_bytes()
        if not _intact(content):
            raise BlockError(
                f"Block {index + 1} of {self._job} in {self._folder} is not as it was kept. "
                "Expected the bytes that were written. "
                "Give the same command again: damaged blocks are done again, the others kept."
            )
        return content


@contextmanager
def _named(what: str, folder: Path) -> Iterator[None]:
    """Turn a failure to write into an error that says what is kept and what to do."""
    try:
        yield
    except OSError as problem:
        kept = [path.stat().st_size for path in folder.glob("*.block")]
        remedy = "Free some space" if problem.errno in _FULL else "See to leave to write there"
        left = (
            f"what was done so far is kept (blocks: {len(kept):,}; {sum(kept) / 1e6:,.0f} MB)"
            if kept
            else "nothing half-written was left"
        )
        raise ReleaseError(
            f"{what}, in {folder}, could not be written: {problem.strerror or problem}. "
            f"Expected room and leave to write; {left}. {remedy}, then give the same command "
            "again: it goes on from what is kept."
        ) from problem


class BlockStore:
    """Shelves of blocks beside one release, one for each job of its build."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = ExitStack()
        self.held = False
        self._made: list[Path] = []

    def shelf(self, job: str, key: str) -> Shelf:
        """Open the blocks of a job.

        Parameters
        ----------
        job : str
            Its name, in words.
        key : str
            Digest of all that its results depend on; blocks of another key are thrown away.

        Raises
        ------
        ReleaseError
            If another command is building the same release, or nothing can be written there.
        """
        self._hold()
        return Shelf(self.folder / re.sub(r"\W+", "-", job), job, key)

    def _hold(self) -> None:
        """Take the lock, once; make the folder if there is none."""
        while not self.held:
            with _named("The first block", self.folder):
                for each in (self.folder, *self.folder.parents):
                    if each.exists():
                        break
                    self._made.insert(0, each)
                self.folder.mkdir(parents=True, exist_ok=True)
                free = self._lock.enter_context(locked(self.folder, wait=False))
            if not free:
                self._lock.close()
                raise ReleaseError(
                    f"Another command is building what {self.folder} belongs to. "
                    "Expected one at a time. Wait until it ends, then try again."
                )
            self.held = True
            if not self.folder.exists():  # taken away between the two steps above
                self._lock.close()
                self.held = False

    def close(self, *, keep: bool) -> None:
        """Let the lock go; take the folder away unless it is to be kept and holds blocks."""
        if not self.held and (keep or not self.folder.exists()):
            return
        if not self.held:
            try:
                self._hold()
            except ReleaseError:  # left by a killed command, and taken up by another
                return
        with self._lock:
            self.held = False
            if keep and any(self.folder.rglob("*.block")):
                return
            shutil.rmtree(self.folder, ignore_errors=True)
            for each in reversed(self._made):
                with suppress(OSError):
                    each.rmdir()


@contextmanager
def block_store(out: Path) -> Iterator[BlockStore]:
    """Keep blocks beside a release while it is built.

    At the end they are gone, and after an error of the input too. They stay where work
    was stopped: by a kill, Ctrl-C, a cluster that is gone, a process that dies, a disk
    that is full.

    Parameters
    ----------
    out : Path
        The release to be written; nothing is made before the first shelf is opened.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     with block_store(Path(place) / "pilot") as store:
    ...         store.shelf("full draws", "key").put(0, b"")
    ...         names = [path.name for path in Path(place).iterdir()]
    ...     names, list(Path(place).iterdir())
    (['.pilot.blocks'], [])
    """
    release = out.resolve()
    store = BlockStore(release.with_name(f".{release.name}.blocks"))
    try:
        yield store
    except (BlockError, ReleaseError):
        store.close(keep=True)
        raise
    except BaliseError:
        store.close(keep=not store.held)  # those of an earlier run are not touched
        raise
    except BaseException as stop:
        if kept := sum(1 for _ in store.folder.rglob("*.block")):
            stop.add_note(f"{kept:,} blocks are kept: the same command goes on from there.")
        store.close(keep=True)
        raise
    store.close(keep=False)
