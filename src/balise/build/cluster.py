"""Blocks of areas on a Dask cluster that is already there: the only module that knows Dask.

The scheduler does the blocks of a lost worker again. A cluster that is gone as a whole,
scheduler or workers, is waited for; what was not done by then is sent again.
"""

import asyncio
import hashlib
import logging
import time
import warnings
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from queue import Empty, SimpleQueue
from typing import Any, NoReturn

from distributed import CancelledError, Client, KilledWorker
from distributed.comm.core import connect
from distributed.versions import VersionMismatchWarning

from balise.build.jobs import Progress, Queue
from balise.build.versions import processor, versions
from balise.build.workers import facts, work_there
from balise.vocabulary import BlockError, ClusterError, sample

__all__ = ["on_cluster", "try_cluster"]

AHEAD = 3
"""Blocks per thread of the cluster that may be done before an older one is."""
ANSWER = 10.0
"""How long a scheduler may take to answer [s]."""
GATHER = 60.0
"""How long results may take to come back once they are done [s]."""
LOOK = 1.0
"""How often the cluster is looked at while nothing comes back [s]."""
SPELLS = 3
"""How often in a row a cluster may lose all it has before a block is done."""

_LOST = (OSError, CancelledError, RuntimeError)
_QUIET = ("distributed", "distributed.client", "distributed.comm", "tornado.application")


def try_cluster(address: str, patience: float) -> None:
    """Refuse a cluster that cannot be used.

    Raises
    ------
    ClusterError
        If nobody answers, there is no worker, or a worker has other versions.
    """
    with _quiet(), _client(address, min(patience, ANSWER), patience) as client:
        _refuse_others(client, address)


def on_cluster(
    address: str, patience: float, payload: bytes, tasks: dict[int, bytes], progress: Progress
) -> Generator[tuple[int, bytes]]:
    """Work blocks on a cluster.

    Parameters
    ----------
    address : str
        Of the scheduler.
    patience : float
        How long it may be gone [s].
    payload : bytes
        Work and context, pickled; sent once to each worker.
    tasks : dict of int to bytes
        Pickled tasks by block.
    progress : Progress
        What is told and said.

    Yields
    ------
    tuple of int and bytes
        Block and packed results, as they are done.

    Raises
    ------
    ClusterError
        If it cannot be used, or is gone for too long.
    BlockError
        If several workers die over one block.
    """
    queue = Queue(list(tasks), AHEAD)
    first, spells = True, 0
    with _quiet():
        while queue.left:
            left = queue.left
            with ExitStack() as connected:
                try:
                    answer = min(patience, ANSWER) if first else patience
                    client = connected.enter_context(_client(address, answer, patience))
                except ClusterError as problem:
                    if first:
                        raise
                    _gone(address, patience, progress, problem)
                for remark in _refuse_others(client, address):
                    progress.tell(remark)
                yield from Spell(client, queue, progress).blocks(payload, tasks, patience)
            spells = 0 if queue.left < left else spells + 1
            if spells == SPELLS and queue.out:
                _deadly(progress.block(min(queue.out)), progress)
            if queue.left:
                progress.tell(f"cluster {address} is gone: waiting {patience:.0f} s for it")
            first = False


def _gone(address: str, patience: float, progress: Progress, problem: Exception | None) -> NoReturn:
    raise ClusterError(
        f"Cluster {address}: it is gone, scheduler or workers, for more than {patience:.0f} s. "
        "Expected one that stays, or comes back. Start it again, or give --workers in its place. "
        f"{progress.kept()}"
    ) from problem


def _deadly(where: str, progress: Progress, problem: Exception | None = None) -> NoReturn:
    raise BlockError(
        f"{where}: the workers that had it died one after the other. "
        "Expected workers that live to the end of their block; a system kills those for which "
        f"memory runs out. Give workers more memory or fewer threads. {progress.kept()}"
    ) from problem


class Spell:
    """Work on one connection, until all is done or the cluster is gone."""

    def __init__(self, client: Any, queue: Queue, progress: Progress) -> None:
        self._client, self._queue, self._progress = client, queue, progress
        self._sent: Any = None
        self._out: dict[int, Any] = {}
        self._back: SimpleQueue[int] = SimpleQueue()
        self._workers: set[str] = set()
        self._seen = time.monotonic()

    def blocks(
        self, payload: bytes, tasks: dict[int, bytes], patience: float
    ) -> Generator[tuple[int, bytes]]:
        """Give blocks as they are done; end early if the cluster has lost what it had."""
        token = hashlib.sha256(payload).hexdigest()
        try:
            while self._queue.left and self._there(patience) and self._give(payload, token, tasks):
                try:
                    index = self._back.get(timeout=LOOK)
                except Empty:
                    continue
                content = self._content(index)
                if content is None:
                    return
                self._queue.done(index)
                yield index, content
        finally:
            for index, future in self._out.items():
                self._queue.give_back(index)
                with suppress(*_LOST):
                    if future is not None:
                        future.cancel()

    def _give(self, payload: bytes, token: str, tasks: dict[int, bytes]) -> bool:
        """Send blocks, and first what they all need; tell whether the cluster took them."""
        try:
            if self._sent is None:
                self._sent = self._client.scatter(payload, broadcast=True, hash=False)
            while (index := self._queue.take()) is not None:
                self._out[index] = None  # taken, whatever happens next
                self._out[index] = future = self._client.submit(
                    work_there, self._sent, token, tasks[index], versions(), pure=False
                )
                future.add_done_callback(lambda _, index=index: self._back.put(index))
        except _LOST:
            return False
        return True

    def _there(self, patience: float) -> bool:
        """Look whether the cluster is there with workers; say which are gone."""
        now = time.monotonic()
        if self._workers and now - self._seen < LOOK:
            return True
        threads = _threads(self._client)
        if threads is None:
            return False
        for lost in sorted(self._workers - threads.keys()):
            self._progress.tell(f"worker {lost} is gone: its blocks are done again")
        self._workers = set(threads)
        if threads:
            self._seen = now
            self._queue.window = AHEAD * sum(threads.values())
        return now - self._seen < patience

    def _content(self, index: int) -> bytes | None:
        """Take the results of a block; none if the cluster has lost it."""
        future = self._out[index]
        try:
            content: bytes = future.result(timeout=GATHER)
        except KilledWorker as problem:
            _deadly(self._progress.block(index), self._progress, problem)
        except MemoryError as problem:
            raise BlockError(
                f"{self._progress.block(index)}: its worker had no memory left. Expected room for "
                "one block for each thread. Give workers more memory or fewer threads. "
                f"{self._progress.kept()}"
            ) from problem
        except _LOST:
            if future.status == "error":
                raise
            return None
        del self._out[index]
        return content


@contextmanager
def _client(address: str, answer: float, patience: float) -> Iterator[Any]:
    """Connect to a scheduler, which may take so long to answer and to have a worker [s]."""
    deadline = time.monotonic() + answer
    client = None
    while client is None:
        try:
            wait = max(0.1, min(ANSWER, deadline - time.monotonic()))
            _probe(address, wait)
            with warnings.catch_warnings():  # versions are compared in _refuse_others
                warnings.simplefilter("ignore", VersionMismatchWarning)
                client = Client(address, timeout=wait, set_as_default=False)
        except OSError as problem:
            if time.monotonic() < deadline:
                time.sleep(0.2)
                continue
            raise ClusterError(
                f"Cluster {address}: nobody answered within {answer:.0f} s. "
                "Expected a Dask scheduler. Start one with 'dask scheduler' and see that its port "
                "can be reached from here."
            ) from problem
    deadline = time.monotonic() + patience
    try:
        while not _threads(client):
            if time.monotonic() > deadline:
                raise ClusterError(
                    f"Cluster {address}: found a scheduler without workers. "
                    f"Expected at least one within {patience:.0f} s. "
                    f"Start some with 'dask worker {address} --nthreads 1'."
                )
            time.sleep(0.1)
        yield client
    finally:
        with suppress(*_LOST):
            client.close(timeout=2)


def _probe(address: str, wait: float) -> None:
    """Shake hands once: a client waits for ever for a port that says nothing."""

    async def shake_hands() -> None:
        comm = await asyncio.wait_for(connect(address, timeout=wait), wait)
        await comm.close()

    with ThreadPoolExecutor(1) as aside:  # where no other loop runs
        aside.submit(asyncio.run, shake_hands()).result()


def _threads(client: Any) -> dict[str, int] | None:
    """Count threads by worker; none if the scheduler does not answer."""
    if client.status != "running":
        return None
    try:
        found: dict[str, int] = client.sync(client.scheduler.ncores, callback_timeout=ANSWER)
    except _LOST:
        return None
    return found


def _refuse_others(client: Any, address: str) -> list[str]:
    """Refuse workers of other versions; give remarks on those of another processor."""
    here = versions()
    unlike: list[str] = []
    strange: list[str] = []
    for worker, there in sorted(client.run(facts, on_error="return").items()):
        if isinstance(there, OSError):  # lost between two looks
            continue
        if isinstance(there, Exception):
            unlike.append(f"worker {worker} cannot run Balise ({type(there).__name__}: {there})")
            continue
        found, kind = there
        differs = [
            f"{name} {found.get(name)} ({here[name]} here)"
            for name in here
            if found.get(name) != here[name]
        ]
        if differs:
            unlike.append(f"worker {worker} has {', '.join(differs)}")
        if kind != processor():
            strange.append(worker)
    if unlike:
        raise ClusterError(
            f"Cluster {address}: {sample(unlike)}. Expected the versions of this machine on every "
            "worker, since numbers would differ otherwise. Install them there, start the workers "
            "again, then give the same command again."
        )
    if not strange:
        return []
    return [f"workers with another kind of processor, last digits may differ: {sample(strange)}"]


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the log of Dask off the screen: what matters is told or raised here."""
    loggers = [logging.getLogger(name) for name in _QUIET]
    before = [each.level for each in loggers]
    for each in loggers:
        each.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for each, level in zip(loggers, before, strict=True):
            each.setLevel(level)
