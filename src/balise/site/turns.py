"""Requests answered one at a time, while none takes long."""

from collections.abc import Callable
from threading import Lock
from time import monotonic

__all__ = ["in_turn"]

Application = Callable[[dict[str, object], Callable[..., object]], object]

PATIENCE = 0.25
"""Longest that a request is let compute alone while others wait [s]."""


def in_turn(application: Application, patience: float = PATIENCE) -> Application:
    """Give each request a turn of its own; a slow one shares with those behind it.

    Threads of Python that all compute go no faster than one, and hinder each other. But a
    request may also wait for a file or a database: past its patience, the others go on beside it.

    Parameters
    ----------
    application : callable
        A WSGI application.
    patience : float
        Longest that a request has the turn to itself [s].

    Returns
    -------
    callable
        The same application.

    Examples
    --------
    >>> in_turn(lambda environ, start: [b"answer"])({}, print)
    [b'answer']
    """
    turn = Lock()
    began = monotonic()

    def answered(environ: dict[str, object], start: Callable[..., object]) -> object:
        nonlocal began
        has_turn = turn.acquire(blocking=False)
        while not has_turn:
            left = began + patience - monotonic()
            if left <= 0:
                break
            has_turn = turn.acquire(timeout=left)
        if has_turn:
            began = monotonic()
        try:
            return application(environ, start)
        finally:
            if has_turn:
                turn.release()

    return answered
