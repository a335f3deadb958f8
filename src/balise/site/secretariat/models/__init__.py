"""What the secretariat keeps."""

from balise.site.secretariat.models.allowances import Allowance
from balise.site.secretariat.models.calls import CALL_STATES, Call
from balise.site.secretariat.models.outbox import MESSAGE_STATES, Message
from balise.site.secretariat.models.people import Correspondent
from balise.site.secretariat.models.private_links import LINKS, PrivateLink, PrivateToken
from balise.site.secretariat.models.submissions import (
    SCANS,
    SUBMISSION_STATES,
    Attachment,
    Submission,
)

__all__ = [
    "CALL_STATES",
    "LINKS",
    "MESSAGE_STATES",
    "SCANS",
    "SUBMISSION_STATES",
    "Allowance",
    "Attachment",
    "Call",
    "Correspondent",
    "Message",
    "PrivateLink",
    "PrivateToken",
    "Submission",
]
