"""A measurement in a process of its own: its answer, and the most memory it held."""

import multiprocessing
import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["alone", "gigabytes"]


def gigabytes() -> float:
    """Give the largest resident memory of this process so far [GB]."""
    status = Path("/proc/self/status")
    if status.is_file():  # unlike rusage, it does not count what the parent held
        line = next(each for each in status.read_text().splitlines() if each.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e9
    per_gigabyte = 1e9 if sys.platform == "darwin" else 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / per_gigabyte


def alone(what: Callable[..., Any], *given: Any, seconds: float = 900.0) -> Any:
    """Call a function in a new process.

    Parameters
    ----------
    what : callable
        A function of a module, not one made inside another.
    *given
        What it is called with.
    seconds : float
        How long it may take [s].

    Returns
    -------
    object
        What it returned. A text where it could not: a module that is not installed, an error,
        or no answer in time.
    """
    context = multiprocessing.get_context("spawn")
    theirs, ours = context.Pipe()
    child = context.Process(target=_tell, args=(ours, what, given))
    child.start()
    ours.close()
    try:
        told = theirs.recv() if theirs.poll(seconds) else f"not finished within {seconds:.0f} s"
    except EOFError:
        told = "ended without an answer"
    child.terminate()
    child.join()
    return told


def _tell(pipe: Any, what: Callable[..., Any], given: tuple[Any, ...]) -> None:
    with Path(os.devnull).open("w") as nowhere:
        sys.stdout = nowhere  # what peers print as they go
        try:
            told = what(*given)
        except ModuleNotFoundError as error:
            told = f"{error.name} is not installed"
        pipe.send(told)
