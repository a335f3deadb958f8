"""Results of own places that somebody chose to keep: for thirty days, at a secret address."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from balise.site.explorer.models import SavedPlaces

__all__ = ["DAYS", "delete", "find", "is_full", "keep", "purge"]

DAYS: Final = 30
"""How long a result is kept [days]."""
MOST: Final = 2_000
"""Results kept at once: of the largest, a few gigabytes."""


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def is_full() -> bool:
    """Tell whether as many results are kept as the site keeps at once."""
    return SavedPlaces.objects.filter(expires__gt=datetime.now(UTC)).count() >= MOST


def keep(content: Mapping[str, Any], now: datetime | None = None) -> str:
    """Keep a result, and give the end of its address, which is not kept."""
    moment = now or datetime.now(UTC)
    purge(moment)
    token = secrets.token_urlsafe(24)
    SavedPlaces.objects.create(
        token_digest=_digest(token),
        made=moment,
        expires=moment + timedelta(days=DAYS),
        release=str(content["release"])[:200],
        seal=str(content["seal"])[:64],
        content=dict(content),
    )
    return token


def find(token: str) -> SavedPlaces | None:
    """Find what is kept at an address, past its time or not; None if nothing is."""
    return SavedPlaces.objects.filter(token_digest=_digest(token)).first()


def delete(token: str) -> bool:
    """Remove what is kept at an address; tell whether something was."""
    removed, _ = SavedPlaces.objects.filter(token_digest=_digest(token)).delete()
    return bool(removed)


def purge(now: datetime | None = None) -> int:
    """Remove what is past its time, and tell how many results that were.

    Called when the site opens and whenever a result is kept.
    """
    removed, _ = SavedPlaces.objects.filter(expires__lte=now or datetime.now(UTC)).delete()
    return int(removed)
