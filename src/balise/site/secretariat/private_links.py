"""Private links: made, found again, renewed, revoked. Opening one changes nothing.

Only digests of their secrets are kept. A secret is made when a message is written, so that
it exists nowhere but in that message; a message sent again holds another, and both lead here.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.utils import timezone

from balise.site.secretariat.models import Correspondent, PrivateLink, PrivateToken

__all__ = ["Opened", "address_of", "find_link", "lasts_days", "link_for", "renew", "revoke"]

PATHS = {
    "draft": "drafts",
    "consultation": "consultations",
    "confirmation": "confirmations",
    "expert": "questions/answer",
}
"""Where each kind of link leads, below the address of the Guide."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that was found, and whether it still opens what it was made for."""

    link: PrivateLink
    state: str
    """``open``, ``expired`` or ``revoked``."""

    @property
    def is_open(self) -> bool:
        """Whether its holder may do what it was made for."""
        return self.state == "open"


def lasts_days(kind: str) -> int:
    """Tell how long a link of a kind opens [days]; a setting."""
    return int(settings.BALISE_LINK_DAYS[kind])


def link_for(kind: str, target: int, holder: Correspondent) -> PrivateLink:
    """Give the link of a person to one thing; made, or open again for its whole time.

    Parameters
    ----------
    kind : str
        ``draft``, ``consultation``, ``confirmation`` or ``expert``.
    target : int
        Number of the row that it opens.
    holder : Correspondent
        Who may open it.
    """
    ends = timezone.now() + timedelta(days=lasts_days(kind))
    link, made = PrivateLink.objects.get_or_create(
        kind=kind, target=target, holder=holder, defaults={"expires_at": ends}
    )
    return link if made else renew(link)


def renew(link: PrivateLink) -> PrivateLink:
    """Open a link again for its whole time; a revoked one gets new secrets only."""
    if link.revoked_at is not None:
        link.tokens.all().delete()
    link.revoked_at = None
    link.expires_at = timezone.now() + timedelta(days=lasts_days(link.kind))
    link.save(update_fields=["revoked_at", "expires_at"])
    return link


def revoke(link: PrivateLink) -> None:
    """Close a link at once."""
    link.revoked_at = timezone.now()
    link.save(update_fields=["revoked_at"])


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


def address_of(link: PrivateLink, lang: str) -> str:
    """Make an address that opens a link: each time another, told once."""
    token = secrets.token_urlsafe(32)
    PrivateToken.objects.create(link=link, digest=_digest(token))
    return f"{settings.WAGTAILADMIN_BASE_URL}/{lang}/guide/{PATHS[link.kind]}/{token}/"


def find_link(kind: str, token: str) -> Opened | None:
    """Give the link that a secret belongs to, be it over; None if there is none of this kind."""
    found = (
        PrivateToken.objects.select_related("link", "link__holder")
        .filter(digest=_digest(token), link__kind=kind, link__holder__erased_at=None)
        .first()
    )
    if found is None:
        return None
    link = found.link
    if link.revoked_at is not None:
        return Opened(link, "revoked")
    return Opened(link, "open" if timezone.now() < link.expires_at else "expired")
