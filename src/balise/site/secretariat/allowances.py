"""Allowances: so many tries of a kind from one source in a window of time."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from balise.site.secretariat.models import Allowance

__all__ = ["is_allowed", "source_of"]


def source_of(request: HttpRequest) -> str:
    """Give where a request comes from, as the server in front of the site tells."""
    return str(request.META.get("REMOTE_ADDR", ""))


def is_allowed(what: str, source: str, most: int, window: timedelta) -> bool:
    """Count a try, and tell whether it is within what is allowed.

    Parameters
    ----------
    what : str
        What is tried: ``draft``, ``sign-in`` and so on.
    source : str
        Who tries: an address of the network, a mailbox, an account. Only a keyed digest of
        it is kept, until the window ends.
    most : int
        How many tries one window has.
    window : timedelta
        How long it lasts.
    """
    now = timezone.now()
    digest = salted_hmac(f"allowance:{what}", source, algorithm="sha256").hexdigest()
    # A clock set back leaves a window that would never end: such a one is over.
    over = Q(ends_at__lte=now) | Q(ends_at__gt=now + window)
    fresh = {"count": 1, "ends_at": now + window}
    if Allowance.objects.filter(over, digest=digest).update(**fresh):
        return most >= 1
    if not Allowance.objects.filter(digest=digest).update(count=F("count") + 1):
        try:
            with transaction.atomic():
                Allowance.objects.create(digest=digest, **fresh)
        except IntegrityError:
            Allowance.objects.filter(digest=digest).update(count=F("count") + 1)
    return bool(Allowance.objects.get(digest=digest).count <= most)
