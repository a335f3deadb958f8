"""Blocks of areas in processes of this machine.

Processes are spawned, never forked, and each has a pipe of its own: when one dies, the
block it had is known and done once more in a fresh one. They let Ctrl-C go by; whoever
started them ends them.
"""

import multiprocessing
import os
import pickle
import signal
import traceback
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from pathlib import Path
from tempfile import TemporaryDirectory

from balise.build.jobs import Progress, Queue, Work, work_packed
from balise.vocabulary import BaliseError, BlockError

__all__ = ["in_processes"]

AHEAD = 4
"""Blocks per process that may be done before an older one is."""
TRIES = 2
"""How often a block is tried whose process dies."""

_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS")


def in_processes(
    workers: int, payload: bytes, tasks: dict[int, bytes], progress: Progress
) -> Generator[tuple[int, bytes]]:
    """Work blocks in processes of this machine.

    Parameters
    ----------
    workers : int
        Processes.
    payload : bytes
        Work and context, pickled; read once by each process.
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
    BlockError
        If a process dies twice over one block, or has too little memory for it; or the
        temporary folder is full.
    """
    queue = Queue(list(tasks), AHEAD * workers)
    with TemporaryDirectory(prefix="balise-") as place, ExitStack() as leaving:
        crew = Crew(Path(place) / "context", payload, progress)
        leaving.callback(crew.end)
        crew.start(workers)
        while queue.left:
            crew.occupy(queue, tasks)
            for process in crew.answering():
                index, content = process.block, process.answer()
                if content is None:
                    crew.replace(process)
                    queue.give_back(index)
                    continue
                queue.done(index)
                crew.occupy(queue, tasks)
                yield index, content


class Process:
    """One process that works blocks, and the pipe to it."""

    def __init__(self, payload: Path) -> None:
        self.pipe, theirs = multiprocessing.Pipe()
        self.block = -1  # none
        with theirs, _born_quiet():
            self._process = multiprocessing.get_context("spawn").Process(
                target=_serve, args=(theirs, payload), daemon=True
            )
            self._process.start()

    def give(self, index: int, task: bytes) -> None:
        """Give a block to the process."""
        self.block = index
        with suppress(OSError):  # dead: seen when its answer is awaited
            self.pipe.send_bytes(task)

    def answer(self) -> bytes | None:
        """Take the results that came back, or raise what was raised; none if it is dead."""
        try:
            head, content = self.pipe.recv_bytes(), self.pipe.recv_bytes()
        except (EOFError, OSError):
            return None
        self.block = -1
        if head == b"done":
            return content
        raised: BaseException = pickle.loads(content)
        raise raised

    def end(self) -> str:
        """End the process if it has not ended; say how it did."""
        self.pipe.close()
        if self.block < 0:
            self._process.join(1)  # it ends by itself once its pipe is closed
        if self._process.is_alive():
            self._process.terminate()
            self._process.join(5)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        code = self._process.exitcode or 0
        return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"

    def died(self) -> str:
        """Say how a process that is gone ended."""
        self._process.join(5)
        return self.end()


class Crew:
    """Processes at work on one job."""

    def __init__(self, file: Path, payload: bytes, progress: Progress) -> None:
        _write_context(file, payload)
        self._file, self._progress = file, progress
        self._processes: list[Process] = []
        self._deaths: dict[int, int] = {}

    def start(self, workers: int) -> None:
        """Start so many processes more."""
        for _ in range(workers):
            self._processes.append(Process(self._file))

    def occupy(self, queue: Queue, tasks: dict[int, bytes]) -> None:
        """Give a block to each process that has none, as far as blocks may be given out."""
        for process in self._processes:
            if process.block < 0 and (index := queue.take()) is not None:
                process.give(index, tasks[index])

    def answering(self) -> list[Process]:
        """Wait until a process answers or dies; give those that do."""
        busy = {process.pipe: process for process in self._processes if process.block >= 0}
        return [busy[pipe] for pipe in wait(list(busy)) if isinstance(pipe, Connection)]

    def replace(self, process: Process) -> None:
        """Put a fresh process in the place of one that died."""
        self._processes.remove(process)
        how, block = process.died(), process.block
        self._deaths[block] = self._deaths.get(block, 0) + 1
        where = self._progress.block(block)
        if self._deaths[block] >= TRIES:
            raise BlockError(
                f"{where}: its process {how}, {TRIES} times. "
                "Expected processes that live to the end of their block; the system kills those "
                "for which memory runs out. Give fewer --workers, or free memory. "
                f"{self._progress.kept()}"
            )
        self._progress.tell(f"{where}: its process {how}; the block is done again")
        self.start(1)

    def end(self) -> None:
        """End every process."""
        for process in self._processes:
            process.pipe.close()
        for process in self._processes:
            process.end()


def _write_context(file: Path, payload: bytes) -> None:
    """Write what each process reads once."""
    try:
        file.write_bytes(payload)
    except OSError as problem:
        raise BlockError(
            f"The temporary folder {file.parent.parent}: {problem.strerror or problem}. "
            f"Expected room for {len(payload) / 1e6:,.0f} MB that processes share. "
            "Free some space there, name another folder in TMPDIR, or give --workers 1, "
            "then give the same command again."
        ) from problem


@contextmanager
def _born_quiet() -> Iterator[None]:
    """Let what is started here take one thread for linear algebra, and let Ctrl-C go by."""
    unsaid = [name for name in _ONE_THREAD if name not in os.environ]
    os.environ.update(dict.fromkeys(unsaid, "1"))
    resource_tracker.ensure_running()  # started with the first process, it would let Ctrl-C in
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        for name in unsaid:
            del os.environ[name]


def _serve(pipe: Connection, payload: Path) -> None:
    """Work blocks until the pipe is closed: the life of a process."""
    held: tuple[Work, object] | None = None
    with suppress(EOFError, OSError), pipe:  # closed, or whoever asked is gone
        while True:
            task = pipe.recv_bytes()
            try:
                if held is None:
                    held = pickle.loads(payload.read_bytes())
                work, context = held
                head, content = b"done", work_packed(work, context, task)
            except Exception as error:  # noqa: BLE001 - raised again by whoever waits
                head, content = b"raised", _portable(error)
            pipe.send_bytes(head)
            pipe.send_bytes(content)


def _portable(error: Exception) -> bytes:
    """Pickle what was raised, with the place where it was; its text if it cannot be pickled."""
    if isinstance(error, MemoryError):
        error = BlockError(
            "A block of areas: no memory was left in its process. Expected room for one block in "
            "each. Give fewer --workers, or free memory, then give the same command again."
        )
    if not isinstance(error, BaliseError):
        error.add_note("".join(traceback.format_exception(error)))
    try:
        content = pickle.dumps(error)
        pickle.loads(content)
    except Exception:  # noqa: BLE001 - whatever its class does when it is pickled
        return pickle.dumps(RuntimeError("".join(traceback.format_exception(error))))
    return content
