"""Draws of every unit, by blocks of areas, wherever blocks are worked."""

import hashlib
import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy.typing as npt
from scipy.sparse import csr_matrix

from balise import index, release, synthesis
from balise.build.blocks import run_blocks
from balise.build.jobs import How, Job, Tell, cut

__all__ = ["ALONE", "HERE", "Work", "draw_places"]

ALONE: Final = How()
"""In this process."""

_FEW: Final = 4_000
"""Areas that are drawn sooner here than other processes start."""


def _silent(message: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Work:
    """Where blocks are worked and kept, and who is told; no number depends on it.

    Attributes
    ----------
    how : How
    store : BlockStore, optional
        Keeps blocks that are done, for a build that is stopped.
    tell : callable
        Told how far it is.
    """

    how: How = ALONE
    store: release.BlockStore | None = None
    tell: Tell = _silent


HERE: Final = Work()
"""In this process, nothing kept, nobody told."""


def draw_places(
    people: synthesis.People,
    places: tuple[csr_matrix, frozenset[int]],
    asks: Mapping[str, index.Ask],
    noise: index.NoiseChoices,
    work: Work,
) -> Iterator[Mapping[str, npt.NDArray[Any]]]:
    """Draw every block of areas.

    Parameters
    ----------
    people : People
    places : pair of csr_matrix, shape (u, n), and frozenset of int
        Weight of each base area in each unit; positions of the provinces whose places and
        margins are drawn.
    asks : mapping of str to Ask
    noise : NoiseChoices
    work : Work

    Yields
    ------
    mapping of str to array
        What :func:`balise.index.draw_block` gives, block after block.
    """
    members, drawn = places
    context = index.draw_context(people, asks, noise)
    tasks = [
        index.cut_block(people, members, rows, drawn, noise.unsurveyed)
        for rows in cut(len(people.adults))
    ]
    job = Job("draws", _key(context, tasks), index.draw_block, context, tasks)
    here = work.how.cluster is None and _counted(people, drawn) < _FEW
    unsolved = 0
    for result in run_blocks(job, ALONE if here else work.how, work.store, work.tell):
        unsolved += int(result["unsolved"][0])
        yield result
    if unsolved:
        work.tell(f"draws: {unsolved:,} fits did not close under a draw and keep their best step")


def _counted(people: synthesis.People, drawn: frozenset[int]) -> int:
    """Count the areas whose places and margins are drawn."""
    return sum(rows.stop - rows.start for place, rows in enumerate(people.rows) if place in drawn)


class _Digest:
    """A file that keeps nothing but the digest of what is written to it."""

    def __init__(self) -> None:
        self._found = hashlib.sha256()

    def write(self, content: bytes | pickle.PickleBuffer) -> int:
        """Take some bytes; large arrays come as a buffer, which has no length."""
        raw = content.raw() if isinstance(content, pickle.PickleBuffer) else memoryview(content)
        self._found.update(raw)
        return raw.nbytes

    def text(self) -> str:
        """Give the digest so far."""
        return self._found.hexdigest()


def _key(context: object, tasks: list[index.AreaBlock]) -> str:
    """Digest of all that draws depend on: what each block is given."""
    found = _Digest()
    for each in (context, *tasks):
        pickle.Pickler(found, protocol=5).dump(each)
    return found.text()
