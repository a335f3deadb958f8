"""Yearly confirmations: organisations are asked whether what the Guide says is still right."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from balise.site.guide.experts import confirmation as confirmed_lately
from balise.site.guide.models import Expert, Record
from balise.site.guide.publishing import a_year_after
from balise.site.guide.told import original_language
from balise.site.secretariat.consultations import version_of
from balise.site.secretariat.models import Confirmation, Correspondent
from balise.site.secretariat.postman import post
from balise.site.secretariat.private_links import link_for, revoke
from balise.site.secretariat.staff_letters import tell_staff

__all__ = ["AHEAD", "NOBODY", "REMINDERS", "answer", "ask_and_remind"]

AHEAD = timedelta(days=30)
"""So long before its review is due an organisation is asked."""
REMINDERS = (timedelta(days=14), timedelta(days=28))
"""So long after it was asked it is reminded."""
NOBODY = "@erased.invalid"
"""End of an address that stands for one that was erased: nobody is there."""
_AGAIN = timedelta(days=300)
# Where nobody confirmed it yet, the organisation's word is worth more than what is there.
_RAISED = ("unverified_seed", "submitted")
PERSONAL_TEXTS = {(Confirmation, "text")}


def ask_and_remind(now: datetime) -> Counter[str]:
    """Ask whose review is due soon, and remind those who did not answer.

    Each is asked once a year, at its mailbox; at another if the mailbox was changed. After
    days on which nobody ran this, one message goes out, not one for each day.

    Returns
    -------
    Counter
        How many were ``asked`` and ``reminded``.
    """
    counts: Counter[str] = Counter()
    for item, mailbox, due in _due_soon(timezone.localdate(now) + AHEAD):
        with transaction.atomic():
            counts["asked"] += _ask(item, mailbox, due, now)
    for each in Confirmation.objects.filter(answer="", reminders__lt=len(REMINDERS)):
        counts["reminded"] += _remind(each, now)
    return counts


def _due_soon(day: date) -> Iterator[tuple[Any, str, date]]:
    """Give what is to be confirmed by a day, its mailbox, and when; unverified at once."""
    for record in Record.objects.current().exclude(contact_mailbox="").order_by("pk"):
        due = record.review_due or timezone.localdate()
        if due <= day:
            yield record, record.contact_mailbox, due
    for expert in Expert.objects.filter(live=True).exclude(mailbox="").order_by("pk"):
        due = confirmed_lately(expert).due or timezone.localdate()
        if due <= day:
            yield expert, expert.mailbox, due


def _about(item: Any) -> dict[str, Any]:
    return {"expert": item} if isinstance(item, Expert) else {"record": item}


def _ask(item: Any, mailbox: str, due: date, now: datetime) -> bool:
    if mailbox.endswith(NOBODY):
        return False
    holder = Correspondent.objects.at(mailbox)
    last = Confirmation.objects.select_related("holder").filter(**_about(item)).first()
    is_elsewhere = last is not None and last.answer == "" and last.holder != holder
    # What seems asked in the future was asked under a clock that ran ahead: not again.
    if last is not None and not is_elsewhere and last.asked_at > now - _AGAIN:
        return False
    if last is None or last.answer:
        last = Confirmation(**_about(item))
    elif is_elsewhere:
        revoke(link_for("confirmation", last.pk, last.holder))
    last.holder, last.due, last.asked_at = holder, due, now
    last.reminders, last.reminded_at = 0, None
    last.save()
    _write("confirmation", last)
    return True


def _remind(confirmation: Confirmation, now: datetime) -> bool:
    """Remind once, however many reminders were missed; nobody whose text is gone."""
    passed = sum(now >= confirmation.asked_at + each for each in REMINDERS)
    item = confirmation.item
    is_shown = item.live if isinstance(item, Expert) else item.status in {"listed", "published"}
    if passed <= confirmation.reminders or not is_shown or not confirmation.holder.email:
        return False
    with transaction.atomic():
        waiting = Confirmation.objects.filter(
            pk=confirmation.pk, answer="", reminders=confirmation.reminders
        )
        if not waiting.update(reminders=passed, reminded_at=now):
            return False
        _write("confirmation_reminder", confirmation)
    return True


def _write(kind: str, confirmation: Confirmation) -> None:
    item = confirmation.item
    lang = original_language(item)
    other = "en" if lang == "fr" else "fr"
    title = getattr(item, f"title_{lang}") or getattr(item, f"title_{other}")
    link = link_for("confirmation", confirmation.pk, confirmation.holder)
    told = {"title": title, "due": confirmation.due.isoformat()}
    post(kind, confirmation.holder, told, link=link, language=lang)


@transaction.atomic
def answer(confirmation: Confirmation, code: str, text: str = "", version: str = "") -> bool:
    """Keep what an organisation answers; the same answer twice counts once.

    Parameters
    ----------
    confirmation : Confirmation
        The question; who may answer it was checked.
    code : str
        ``confirmed``, ``changed`` or ``ended``.
    text : str
        What changed; for the secretariat alone. Without it, what was written before stays.
    version : str
        Of the answer that the page showed; empty if there was none.

    Returns
    -------
    bool
        Whether it was taken: not if another answer came meanwhile, and who said that
        something changed cannot confirm it afterwards.
    """
    kept = Confirmation.objects.select_for_update().get(pk=confirmation.pk)
    text = text or (kept.text if code == "ended" else "")
    if (kept.answer, kept.text) == (code, text):
        return True
    if version != version_of(kept) or (code == "confirmed" and kept.answer):
        return False
    kept.answer, kept.text, kept.answered_at, kept.settled_at = code, text, timezone.now(), None
    kept.save()
    if code == "confirmed":
        _confirm(kept.item)
    else:
        tell_staff("confirmation_changed", {"title": str(kept.item)})
    return True


def _confirm(item: Any) -> None:
    day = timezone.localdate()
    item.confirmed_on, item.review_due = day, a_year_after(day)
    fields = ["confirmed_on", "review_due"]
    if isinstance(item, Record):
        item.verification = "confirmed" if item.verification in _RAISED else item.verification
        fields += ["verification", "changed_at"]
    item.save(update_fields=fields)
    _carry(item)
    if isinstance(item, Record):
        item.note_change("confirmed")


def _carry(item: Any) -> None:
    """Have the last draft know the dates too, so that publishing it does not lose them."""
    draft = item.latest_revision
    if draft is not None:
        dates = {each: getattr(item, each).isoformat() for each in ("confirmed_on", "review_due")}
        draft.content = draft.content | dates
        draft.save(update_fields=["content"])
