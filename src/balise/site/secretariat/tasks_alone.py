"""Nobody else runs the tasks meanwhile: on this machine, or on another with this database."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from django.conf import settings
from django.db import connection

from balise.vocabulary import BaliseError

__all__ = ["alone"]

_KEY = 0x42414C49
"""Of the lock in PostgreSQL."""


@contextmanager
def alone() -> Iterator[None]:
    """Keep others from running the tasks at the same time.

    Raises
    ------
    BaliseError
        If somebody runs them now.
    """
    place = Path(settings.STATE) / "tasks.lock"
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    number = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            flock(number, LOCK_EX | LOCK_NB)
        except OSError as error:
            raise _busy() from error
        if not _locked():
            raise _busy()
        try:
            yield
        finally:
            _unlock()
    finally:
        os.close(number)


def _busy() -> BaliseError:
    return BaliseError(
        "balise guide tasks: found the tasks being run at this moment. Expected to run them "
        "alone. Nothing was done; wait until the other run is over, then run this again."
    )


def _locked() -> bool:
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_KEY])
        return bool(cursor.fetchone()[0])


def _unlock() -> None:
    if connection.vendor == "postgresql" and connection.is_usable():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_KEY])
