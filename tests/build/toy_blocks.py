"""Small jobs that blocks are tried with: what they do is seen in side files."""

import os
import signal
import time
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from balise.build.jobs import Job, cut
from balise.vocabulary import MarginError

__all__ = ["executions", "lets_go_by", "sums", "toy_job"]

ROWS = 12_000


def sums(context: dict[str, Any], task: tuple[int, slice]) -> dict[str, npt.NDArray[Any]]:
    """Add up rows; note in a side file that the block was worked; do what is asked of it."""
    index, rows = task
    with (context["place"] / f"{index:03}").open("a") as file:
        file.write(f"{os.getpid()}\n")
    _misbehave(context, index)
    table = context["table"][rows]
    return {"sums": table.sum(axis=1), "all": np.float64(table.sum()), "rows": table[:, :2]}


def lets_go_by(_: object, task: int) -> dict[str, npt.NDArray[Any]]:
    """Tell whether the process that works this block lets Ctrl-C go by."""
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    return {"deaf": np.array([task, signal.SIGINT in blocked])}


def _misbehave(context: dict[str, Any], index: int) -> None:
    time.sleep(context["seconds"])
    if index == context["refuses"]:
        raise MarginError("Block margins: found 3. Expected 2. Correct them.")
    often = context["kills"].get(index, 0)
    if len((context["place"] / f"{index:03}").read_text().split()) <= often:
        os.kill(os.getpid(), signal.SIGKILL)


def toy_job(place: Path, **asked: Any) -> Job:
    """Make a job of 12 blocks over strided rows, whose sums depend on how they lie in memory."""
    place.mkdir(exist_ok=True)
    table = np.random.default_rng(5).lognormal(sigma=3, size=(60, 2 * ROWS)).T[::2]
    context = {"place": place, "table": table, "seconds": 0.0, "refuses": -1, "kills": {}, **asked}
    return Job("toy sums", "a key", sums, context, list(enumerate(cut(ROWS))))


def executions(place: Path) -> dict[int, int]:
    """Count how often each block was worked."""
    return {int(file.name): len(file.read_text().split()) for file in sorted(place.iterdir())}
