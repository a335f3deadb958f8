"""Who sends a form: how often, how fast; without keeping who it was."""

import hashlib
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from threading import Lock

from django.conf import settings
from django.core import signing
from django.http import HttpRequest

__all__ = ["Limiter", "age", "sender", "stamp"]

_SALT = "balise.remark"


class Limiter:
    """Counts what senders sent of late, in memory, by a digest that this run alone can make.

    Parameters
    ----------
    most : int
        What one sender may send in the time.
    seconds : float
        The time [s].
    in_all : int
        What all senders together may send in the time.
    known : int
        Senders remembered; the one silent for longest is forgotten first.

    Examples
    --------
    >>> limiter = Limiter(most=1, seconds=60, clock=lambda: 0.0)
    >>> limiter.allows("somewhere"), limiter.allows("somewhere"), limiter.allows("elsewhere")
    (True, False, True)
    """

    def __init__(
        self,
        most: int,
        seconds: float,
        *,
        in_all: int = 500,
        known: int = 10_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most, self._seconds, self._in_all, self._known = most, seconds, in_all, known
        self._clock, self._key, self._lock = clock, secrets.token_bytes(32), Lock()
        self._sent: OrderedDict[bytes, deque[float]] = OrderedDict()
        self._all: deque[float] = deque()

    def allows(self, address: str) -> bool:
        """Tell whether a sender may send once more, and count it if so."""
        digest = hashlib.blake2b(address.encode(), key=self._key, digest_size=16).digest()
        with self._lock:
            now = self._clock()
            own = self._sent.setdefault(digest, deque())
            self._sent.move_to_end(digest)
            while len(self._sent) > self._known:
                self._sent.popitem(last=False)
            for times in (own, self._all):
                while times and now - times[0] >= self._seconds:
                    times.popleft()
            if len(own) >= self._most or len(self._all) >= self._in_all:
                return False
            own.append(now)
            self._all.append(now)
            return True


def sender(request: HttpRequest) -> str:
    """Give the network address a request comes from.

    Behind a web server that is the last one it adds; what a client claims comes before.
    """
    if settings.SECURE_PROXY_SSL_HEADER:
        claimed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if claimed[-1].strip():
            return str(claimed[-1].strip())
    return str(request.META.get("REMOTE_ADDR", ""))


def stamp(now: float, subject: str) -> str:
    """Sign the time at which a form was opened, and what it is about."""
    return str(signing.dumps([round(now, 1), subject], salt=_SALT))


def age(stamped: str, now: float, subject: str) -> float | None:
    """Tell how long ago a form was opened [s]; None if the stamp is not ours."""
    try:
        opened, about = signing.loads(stamped, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return now - float(opened) if about == subject else None
