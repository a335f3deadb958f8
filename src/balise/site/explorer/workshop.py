"""Files made for those who ask: one page and one table at a time, kept by seal.

A file is made in a process of its own (:mod:`balise.site.explorer.maker`), so that pages are
answered meanwhile. Those who ask for a file that is being made wait for the same one. What
waits is bounded, in files and in people; beyond that the answer is to come back.
``BALISE_CACHE_MB`` bounds the files kept (2048 if left out), ``BALISE_PATIENCE`` how long a
request waits for a file before it is told to come back (20 seconds).
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillMadeError
from functools import cache
from pathlib import Path
from threading import RLock

from django.conf import settings

from balise import __version__
from balise.site.explorer.maker import HIDDEN, Order
from balise.vocabulary import BaliseError

__all__ = ["BusyError", "Workshop", "workshop"]

_SECONDS = 900
"""How long a file may be in the making [s]."""
_STALE = 3600
"""Age from which what a killed process left is cleared away [s]."""


class BusyError(Exception):
    """A file that cannot be had yet: ``made`` tells whether it is being made."""

    def __init__(self, *, made: bool, seconds: int) -> None:
        super().__init__(made, seconds)
        self.made, self.seconds = made, seconds


class Workshop:
    """The one who makes files, and the folder where they are kept.

    Parameters
    ----------
    folder : Path
        Where files are kept; it may be emptied at any time.
    room : int
        Size of all files kept, beyond which the one unused for longest goes [bytes].
    orders : int
        Files that may wait to be made.
    people : int
        Requests that may wait for a file at once; the others are told to come back.
    patience : float
        How long such a request waits [s].
    """

    def __init__(
        self,
        folder: Path,
        room: int = 2**31,
        *,
        orders: int = 8,
        people: int = 2,
        patience: float = 20.0,
    ) -> None:
        self.folder, self.room = folder, room
        self.orders, self.people, self.patience = orders, people, patience
        self.runs = 0
        self._jobs: dict[Path, Future[None]] = {}
        self._waiting = 0
        # Held again by the same thread where a file is made before anybody could wait for it.
        self._lock = RLock()
        self._maker = ThreadPoolExecutor(1, thread_name_prefix="balise-maker")

    def place(self, order: Order, seal: str) -> Path:
        """Tell where a file lies, or will."""
        return self.folder / f"{seal[:32]}-{__version__}" / order.name

    def size(self, order: Order, seal: str) -> int | None:
        """Tell the size of a file that is kept [bytes]."""
        try:
            return self.place(order, seal).stat().st_size
        except OSError:
            return None

    def fetch(self, order: Order, seal: str) -> Path:
        """Give the place of a file, made first if it is not kept.

        Raises
        ------
        BusyError
            If it is still being made, or too many wait.
        BaliseError
            If it cannot be made.
        """
        place = self.place(order, seal)
        try:
            os.utime(place)  # what is asked for is let go of last
        except FileNotFoundError:
            self._wait(self._job(order, place))
        return place

    def _job(self, order: Order, place: Path) -> "Future[None]":
        """Find the making of a file, or begin it."""
        key = place.parent / order.group
        with self._lock:
            found = self._jobs.get(key)
            if found is None and place.exists():
                # Made since it was looked for, by another who asked.
                found = Future()
                found.set_result(None)
            elif found is None:
                if len(self._jobs) >= self.orders:
                    raise BusyError(made=False, seconds=30)
                found = self._maker.submit(self._make, order, place.parent)
                self._jobs[key] = found
                found.add_done_callback(lambda _: self._done(key))
            return found

    def _done(self, key: Path) -> None:
        with self._lock:
            self._jobs.pop(key, None)

    def _wait(self, job: "Future[None]") -> None:
        with self._lock:
            if self._waiting >= self.people:
                raise BusyError(made=True, seconds=5)
            self._waiting += 1
        try:
            job.result(self.patience)
        except StillMadeError:
            raise BusyError(made=True, seconds=5) from None
        finally:
            with self._lock:
                self._waiting -= 1

    def _make(self, order: Order, folder: Path) -> None:
        """Make a file in a process of its own, then make room for the next."""
        self.runs += 1
        command = [sys.executable, "-m", "balise.site.explorer.maker", order.written(), str(folder)]
        alone = {"POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1", "MPLBACKEND": "Agg"}
        try:
            self._sweep()
            done = subprocess.run(
                command,
                env={**os.environ, **alone},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                timeout=_SECONDS,
                check=False,
            )
            said = done.stderr.decode("utf-8", "replace").strip()[-2000:]
            failed = done.returncode != 0
        except (OSError, subprocess.TimeoutExpired) as problem:
            said, failed = str(problem), True
        if failed:
            raise BaliseError(
                f"File {order.name} of {order.title} could not be made: {said or 'stopped'}. "
                f"Expected room in {self.folder} and a release that can be read. Free some space, "
                "and ask again."
            )
        self._make_room(folder / order.name)

    def _kept(self) -> Iterator[tuple[float, int, Path]]:
        for path in self.folder.glob("*/[!.]*"):
            try:
                about = path.stat()
            except OSError:
                continue
            yield about.st_mtime, about.st_size, path

    def _make_room(self, latest: Path) -> None:
        """Let go of the files unused for longest, never of the one just made."""
        kept = sorted(self._kept())
        total = sum(size for _, size, _ in kept)
        for _, size, path in kept:
            if total <= self.room:
                return
            if path != latest:
                path.unlink(missing_ok=True)
                total -= size

    def _sweep(self) -> None:
        """Clear away what a killed process left."""
        for left in self.folder.glob(f"*/{HIDDEN}*"):
            try:
                is_stale = left.stat().st_mtime < time.time() - _STALE
            except OSError:
                continue
            if is_stale:
                shutil.rmtree(left, ignore_errors=True)


_PEOPLE = {"pages": 2, "tables": 1}
"""Requests that may wait in a lane: together fewer than the site has threads."""


@cache
def workshop(lane: str) -> Workshop:
    """Give the workshop of a lane: its files lie in ``cache`` below what the site keeps."""
    folder = Path(settings.STATE) / "cache"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="balise-files-"))
    room = int(os.environ.get("BALISE_CACHE_MB", "2048")) * 2**20
    patience = float(os.environ.get("BALISE_PATIENCE", "20"))
    return Workshop(folder, room, people=_PEOPLE[lane], patience=patience)
