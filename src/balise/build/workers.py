"""What a worker of a cluster runs; it finds this module in its own Balise."""

import pickle
import threading

from balise.build.jobs import Work, work_packed
from balise.build.versions import processor, versions
from balise.vocabulary import ClusterError

__all__ = ["facts", "work_there"]

_held: dict[str, tuple[Work, object]] = {}
_lock = threading.Lock()


def facts() -> tuple[dict[str, str], str]:
    """Give versions and processor of a worker."""
    return versions(), processor()


def work_there(payload: bytes, token: str, task: bytes, expected: dict[str, str]) -> bytes:
    """Work one block on a worker, which reads the context of a job once.

    Parameters
    ----------
    payload : bytes
        Work and context, pickled.
    token : str
        Digest of the payload.
    task : bytes
        Pickled.
    expected : dict of str to str
        Versions of whoever asks.

    Raises
    ------
    ClusterError
        If a worker that joined later has other versions.
    """
    here = versions()
    if here != expected:
        unlike = [
            f"{name} {here.get(name)}" for name in expected if here.get(name) != expected[name]
        ]
        wanted = [
            f"{name} {expected[name]}" for name in expected if here.get(name) != expected[name]
        ]
        raise ClusterError(
            f"Cluster: a worker that joined has {', '.join(unlike)}. "
            f"Expected {', '.join(wanted)}, since numbers would differ otherwise. Install the same "
            "there, start the worker again, then give the same command again."
        )
    with _lock:
        if token not in _held:
            _held.clear()
            _held[token] = pickle.loads(payload)
        work, context = _held[token]
    return work_packed(work, context, task)
