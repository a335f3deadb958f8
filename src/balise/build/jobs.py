"""What is to be done to blocks of areas, by whom, and how far it is."""

import pickle
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy.typing as npt
from threadpoolctl import threadpool_limits

from balise import release

__all__ = ["How", "Job", "Progress", "Queue", "Tell", "Work", "cut", "work_packed"]

LEAST = 1_000
"""Areas of a block, at least: less would cost more in sending than in working [areas]."""

Results = dict[str, npt.NDArray[Any]]
Work = Callable[[Any, Any], Results]
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Job:
    """What is to be done to every block.

    Attributes
    ----------
    name : str
        In words, as in "full draws".
    key : str
        Digest of all that results depend on: recipe, sources, seed of randomness.
        Versions of code and libraries are added by :func:`balise.build.run_blocks`.
    work : callable
        A function of a module, of context and task; gives arrays by name. It must not
        change its context, and takes one thread.
    context : object
        What all blocks need, sent once to each process; anything that can be pickled.
    tasks : sequence
        One for each block, from :func:`cut`.
    """

    name: str
    key: str
    work: Work
    context: object
    tasks: Sequence[object]


@dataclass(frozen=True)
class How:
    """Who works the blocks: so many processes here, or a cluster. Results never depend on it.

    Attributes
    ----------
    workers : int
        Processes on this machine, and threads of what is not cut into blocks; with 1, this one.
    cluster : str, optional
        Address of a Dask scheduler, as ``tcp://host:port``.
    patience : float
        How long a cluster may be without workers or out of reach [s].
    """

    workers: int = 1
    cluster: str | None = None
    patience: float = 60.0


def cut(rows: int, least: int = LEAST) -> list[slice]:
    """Cut areas into blocks as even as they can be, of at least so many.

    The blocks depend on the number of areas alone, never on who works them.

    Examples
    --------
    >>> cut(2_500)
    [slice(0, 1250, None), slice(1250, 2500, None)]
    >>> cut(999), cut(0)
    ([slice(0, 999, None)], [])
    """
    if rows <= 0:
        return []
    count = max(1, rows // least)
    return [slice(rows * i // count, rows * (i + 1) // count) for i in range(count)]


def work_packed(work: Work, context: object, task: bytes) -> bytes:
    """Work one block from a pickled task to packed results, on one thread of linear algebra."""
    with threadpool_limits(limits=1):
        return release.pack_block(work(context, pickle.loads(task)))


class Queue:
    """Blocks to be done, given out in order and never far ahead of the oldest one out.

    Parameters
    ----------
    indices : sequence of int
        Blocks to be done.
    window : int
        How far ahead of the oldest block out another may be: what is held in memory.

    Examples
    --------
    >>> queue = Queue([4, 5, 6], window=2)
    >>> queue.take(), queue.take(), queue.take()
    (4, 5, None)
    >>> queue.done(5)
    >>> queue.take()
    >>> queue.done(4)
    >>> queue.take(), queue.left
    (6, 1)
    """

    def __init__(self, indices: Sequence[int], window: int) -> None:
        self._waiting = deque(indices)
        self._lost: list[int] = []
        self._span: deque[int] = deque()
        self._finished: set[int] = set()
        self.window = window

    @property
    def left(self) -> int:
        """Blocks not done yet."""
        return len(self._waiting) + len(self._span) - len(self._finished)

    @property
    def out(self) -> list[int]:
        """Blocks given out, or lost, and not done."""
        return [index for index in self._span if index not in self._finished]

    def take(self) -> int | None:
        """Give the next block, or none for now."""
        if self._lost:
            return self._lost.pop()
        if not self._waiting or len(self._span) >= self.window:
            return None
        self._span.append(self._waiting.popleft())
        return self._span[-1]

    def give_back(self, index: int) -> None:
        """Take back a block that was lost; it is the next one given out."""
        self._lost.append(index)

    def done(self, index: int) -> None:
        """Note that a block has come back."""
        self._finished.add(index)
        while self._span and self._span[0] in self._finished:
            self._finished.remove(self._span.popleft())


class Progress:
    """How far a job is, and what to say of it."""

    def __init__(self, job: Job, tell: Tell, *, done: int, stored: bool) -> None:
        self._name, self._count = job.name, len(job.tasks)
        self._stored, self._done = stored, done
        self.tell = tell

    def block(self, index: int) -> str:
        """Name a block, as in "Block 3 of 56 of full draws"."""
        return f"Block {index + 1:,} of {self._count:,} of {self._name}"

    def add(self) -> None:
        """Note that one more block is done; say so at each tenth."""
        self._done += 1
        tenth = 10 * self._done // self._count
        if self._count >= 10 and tenth > 10 * (self._done - 1) // self._count:
            self.tell(f"{self._name}: {self._done:,} of {self._count:,} blocks")

    def kept(self) -> str:
        """Say what the same command finds when it is given again."""
        if not (self._stored and self._done):
            return "Then give the same command again."
        return (
            f"Then give the same command again: {self._done:,} of {self._count:,} blocks of "
            f"{self._name} are kept, and it goes on from there."
        )
