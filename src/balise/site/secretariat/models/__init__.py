"""What the secretariat keeps."""

from balise.site.secretariat.models.allowances import Allowance
from balise.site.secretariat.models.outbox import MESSAGE_STATES, Message
from balise.site.secretariat.models.people import Correspondent
from balise.site.secretariat.models.private_links import LINKS, PrivateLink, PrivateToken

__all__ = [
    "LINKS",
    "MESSAGE_STATES",
    "Allowance",
    "Correspondent",
    "Message",
    "PrivateLink",
    "PrivateToken",
]
