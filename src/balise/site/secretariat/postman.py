"""The postman: takes messages out of the outbox and sends each at least once.

A message is claimed before it is handed over, and marked sent after. Who falls in between
leaves a claim that ends by itself: the message is then sent again, and says so.
"""

import logging
import smtplib
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from email.errors import MessageError
from threading import Event, Thread
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import close_old_connections, transaction
from django.db.models import F, Q
from django.utils import timezone

from balise.site.secretariat.letters import written
from balise.site.secretariat.models import Correspondent, Message, PrivateLink
from balise.site.secretariat.models.people import public_id
from balise.site.secretariat.private_links import address_of

__all__ = ["SECRETS", "deliver", "post", "start_rounds", "try_again"]

SECRETS: dict[str, Callable[[Any], dict[str, str]]] = {}
"""What a kind tells an account beside what is kept: made when a message is sent."""
_LOG = logging.getLogger("django.request")
_CLAIM = timedelta(minutes=2)
_LONGEST_WAIT = timedelta(hours=6)
_MOST_ATTEMPTS = 14
_ROUND = 60.0
"""Between two looks at the outbox, if nothing new was put there [s]."""
_WAKE = Event()
_MOST_UNREACHED = 3
"""So many times in a row a server that cannot be reached is called in one round."""
# Refused by the server: it was surely not sent.
_REFUSED = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)


def post(
    kind: str,
    to: Any,
    told: dict[str, Any] | None = None,
    *,
    link: PrivateLink | None = None,
    language: str = "",
) -> Message:
    """Put a message into the outbox, in the transaction of what it tells.

    Parameters
    ----------
    kind : str
        Of its words; see ``letters``.
    to : Correspondent, account or str
        Who it goes to; a text is the mailbox of an organisation.
    told : dict, optional
        Plain values for its words. Nothing secret: it is kept.
    link : PrivateLink, optional
        What ``%(address)s`` opens.
    language : str
        Of its words, if it is not the one they are known to read.
    """
    message = Message(kind=kind, told=told or {}, link=link)
    if isinstance(to, Correspondent):
        message.to, message.language = to, language or to.language
    elif isinstance(to, str):
        message.mailbox, message.language = to, language or "en"
    else:
        message.account, message.language = to, language or _read_by(to)
    message.save()
    transaction.on_commit(_WAKE.set)
    return message


def _read_by(account: Any) -> str:
    profile = getattr(account, "wagtail_userprofile", None)
    return "fr" if profile and profile.preferred_language.startswith("fr") else "en"


def deliver(now: datetime | None = None) -> Counter[str]:
    """Send what is due.

    Returns
    -------
    Counter
        How many messages were ``sent``, put off (``queued``), given up (``failed``) or
        ``dropped`` because the person was erased.
    """
    counts: Counter[str] = Counter()
    moment = now or timezone.now()
    unreached = 0
    # A clock set back leaves dates far ahead: what waits longer than it ever may is due too.
    is_due = Q(next_at__lte=moment) | Q(next_at__gt=moment + 2 * _LONGEST_WAIT)
    for number in Message.objects.filter(is_due, state="queued").values_list("pk", flat=True):
        state = _deliver_one(number, moment)
        if state:
            counts[state] += 1
        unreached = unreached + 1 if state == "queued" else 0
        # A server that is down is called again later, not once for each message.
        if unreached >= _MOST_UNREACHED:
            break
    return counts


def try_again(message: Message) -> bool:
    """Put a message that was given up, or waits, before the postman at once.

    Returns
    -------
    bool
        Whether it will be sent: what was sent already, or dropped, is not.
    """
    waits = Message.objects.filter(pk=message.pk, state__in=("queued", "failed"))
    fresh = {"state": "queued", "attempts": 0, "next_at": timezone.now(), "problem": ""}
    found = waits.update(**fresh)
    transaction.on_commit(_WAKE.set)
    return bool(found)


def _deliver_one(number: int, now: datetime) -> str:
    is_free = Q(claimed_until=None) | Q(claimed_until__lte=now) | Q(claimed_until__gt=now + _CLAIM)
    claimed = Message.objects.filter(is_free, pk=number, state="queued").update(
        claimed_until=now + _CLAIM, attempts=F("attempts") + 1
    )
    if not claimed:
        return ""
    message = Message.objects.select_related("to", "account", "link").get(pk=number)
    address = _mailbox(message)
    if not address:
        return _end(message, "dropped", told={})
    try:
        _send(message, address)
    except (OSError, smtplib.SMTPException) as problem:
        return _put_off(message, problem, now)
    except (LookupError, MessageError, TypeError, ValueError) as problem:
        # Its words or its address are unfit: trying again does not help, others go on.
        _LOG.error("A message of the kind %s cannot be written", message.kind)
        return _end(message, "failed", problem=type(problem).__name__)
    return _end(message, "sent", sent_at=timezone.now(), problem="")


def _end(message: Message, state: str, **fields: Any) -> str:
    """Write what came of a message; what others wrote of it meanwhile stays."""
    fields |= {"state": state, "claimed_until": None}
    Message.objects.filter(pk=message.pk).update(**fields)
    return state


def _mailbox(message: Message) -> str:
    if message.to:
        return message.to.email
    if message.account:
        return str(message.account.email) if message.account.is_active else ""
    return message.mailbox


def _send(message: Message, address: str) -> None:
    if not address.isprintable():
        # Some of the control characters that an address may hold would begin another line.
        raise ValueError("address")
    told = dict(message.told)
    base = settings.WAGTAILADMIN_BASE_URL
    told["address"] = address_of(message.link, message.language) if message.link else base
    told.setdefault("site", base)
    if message.kind in SECRETS:
        told |= SECRETS[message.kind](message.account)
    is_repeated = message.is_maybe_sent
    letter = written(message.kind, message.language, told, is_repeated=is_repeated)
    headers = {
        "Message-ID": f"<{message.public_id}.{public_id()}@balise.invalid>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": message.language,
        "X-Balise-Message": message.public_id,
    }
    if is_repeated:
        headers["X-Balise-Repeated"] = "yes"
    mail = EmailMessage(letter.subject, letter.body, None, [address], headers=headers)
    mail.connection = get_connection()
    # What fails before this was surely not sent.
    mail.connection.open()
    Message.objects.filter(pk=message.pk).update(is_maybe_sent=True)
    try:
        mail.send()
    finally:
        # It is sent or not: how the server takes leave changes neither.
        with suppress(OSError, smtplib.SMTPException):
            mail.connection.close()


def _put_off(message: Message, problem: Exception, now: datetime) -> str:
    """Try again later, each time a little later; give up after days."""
    # What a server answers may hold addresses: the kind of problem alone is kept.
    code = getattr(problem, "smtp_code", None)
    wait = min(timedelta(minutes=2 ** min(message.attempts, 12)), _LONGEST_WAIT)
    fields: dict[str, Any] = {
        "problem": f"{type(problem).__name__}{f' {code}' if code else ''}",
        "next_at": now + wait,
    }
    if isinstance(problem, _REFUSED):
        # As it was before this attempt: an earlier one may have arrived.
        fields["is_maybe_sent"] = message.is_maybe_sent
    return _end(message, "failed" if message.attempts >= _MOST_ATTEMPTS else "queued", **fields)


def start_rounds() -> Thread:
    """Send messages beside those who read pages, as soon as there are any."""
    thread = Thread(target=_rounds, name="postman", daemon=True)
    thread.start()
    return thread


def _rounds() -> None:
    while True:
        _WAKE.wait(_ROUND)
        _WAKE.clear()
        try:
            deliver()
        except Exception as problem:  # noqa: BLE001  # the next round goes on, whatever it was
            _LOG.error("The outbox cannot be read: %s", type(problem).__name__)
        finally:
            close_old_connections()
