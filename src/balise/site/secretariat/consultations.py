"""Consultations: asked of an organisation, answered behind a private link, taken into the draft."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from balise.site.guide.models import Organisation
from balise.site.guide.publishing import a_year_after
from balise.site.secretariat.models import (
    PARTS,
    Consultation,
    ConsultationComment,
    Correspondent,
    PrivateLink,
)
from balise.site.secretariat.postman import post
from balise.site.secretariat.private_links import lasts_days, link_for, revoke
from balise.site.secretariat.staff_letters import tell_staff

__all__ = [
    "PERSONAL_TEXTS",
    "answer",
    "ask",
    "ask_again",
    "close",
    "link_of",
    "said",
    "take_consent",
    "version_of",
]

KIND = "consultation"
PERSONAL_TEXTS = {(Consultation, "question"), (ConsultationComment, "text")}
"""What people typed: it is looked through when one of them is erased."""


@transaction.atomic
def ask(
    record: Any,
    mailbox: str,
    language: str,
    question: str = "",
    user: Any = None,
    organisation: Organisation | None = None,
) -> Consultation:
    """Ask an organisation about the last draft of a project, by a private link.

    Asked twice about the same draft, the same mailbox gets its link again.
    """
    holder = Correspondent.objects.at(mailbox, language)
    if holder.language != language:
        holder.language = language
        holder.save(update_fields=["language"])
    kept, made = Consultation.objects.get_or_create(
        record=record,
        holder=holder,
        revision=record.latest_revision,
        defaults={
            "question": question,
            "asked_by": user,
            "organisation": organisation or record.lead,
        },
    )
    if not made and question and question != kept.question:
        kept.question = question
        kept.save(update_fields=["question"])
    ask_again(kept)
    return kept


@transaction.atomic
def ask_again(consultation: Consultation) -> PrivateLink:
    """Send the private link, open for its whole time."""
    link = link_for(KIND, consultation.pk, consultation.holder)
    told = {"title": consultation.record.title, "days": lasts_days(KIND)}
    post("consultation_asked", consultation.holder, told, link=link)
    return link


def link_of(consultation: Consultation) -> PrivateLink | None:
    """Give the private link of a consultation; None if it was never sent."""
    held = PrivateLink.objects.filter(kind=KIND, target=consultation.pk)
    return held.filter(holder=consultation.holder).first()


def close(consultation: Consultation) -> None:
    """Revoke the private link."""
    link = link_of(consultation)
    if link is not None:
        revoke(link)


def version_of(answered: Any) -> str:
    """Give what tells one answer to a consultation or a confirmation from a later one."""
    moment = answered.answered_at
    return f"{moment:%Y%m%d%H%M%S%f}" if moment else ""


def said(consultation: Consultation) -> dict[str, str]:
    """Give what was answered: comments by part, and the answer as a whole."""
    told = {each.part: each.text for each in consultation.comments.all()}
    return told | ({"answer": consultation.answer} if consultation.answer else {})


@transaction.atomic
def answer(
    consultation: Consultation, code: str, comments: Mapping[str, str], version: str
) -> bool:
    """Keep what an organisation answers, in place of what it answered before.

    The secretariat is told, unless the same was answered already.

    Parameters
    ----------
    consultation : Consultation
        Whose link is open.
    code : str
        One of ``AGREEMENTS``.
    comments : mapping
        By part of the draft; empty ones are not kept.
    version : str
        Of the answer that the form showed; see ``version_of``.

    Returns
    -------
    bool
        False if another answer came meanwhile: several people read one mailbox.
    """
    held = Consultation.objects.select_for_update().get(pk=consultation.pk)
    told = {each.code: comments[each.code] for each in PARTS if comments.get(each.code)}
    is_known = said(held) == told | {"answer": code}
    if version != version_of(held):
        return is_known
    if not is_known:
        tell_staff("consultation_answered", {"title": held.record.title, "number": held.record_id})
    held.answer, held.answered_at = code, timezone.now()
    held.save(update_fields=["answer", "answered_at"])
    for part in PARTS:
        text = comments.get(part.code, "")
        if text:
            ConsultationComment.objects.update_or_create(
                consultation=held, part=part.code, defaults={"text": text}
            )
        else:
            held.comments.filter(part=part.code).delete()
    PrivateLink.objects.filter(kind=KIND, target=held.pk).update(used_at=timezone.now())
    return True


@transaction.atomic
def take_consent(consultation: Consultation, user: Any) -> bool:
    """Write the consent that an answer gives into the draft; nothing becomes public by it.

    Returns
    -------
    bool
        Whether there was one to take.
    """
    record = type(consultation.record).objects.select_for_update().get(pk=consultation.record_id)
    held = Consultation.objects.get(pk=consultation.pk)
    if held.answer not in {"agree", "agree_with_changes"} or held.answered_at is None:
        return False
    day = timezone.localdate(held.answered_at)
    draft = record.get_latest_revision_as_object()
    draft.consent_on = draft.confirmed_on = day
    draft.review_due = a_year_after(day)
    if not record.is_public:
        draft.save()
    draft.save_revision(user=user, clean=False, log_action=True)
    if record.verification in {"unverified_seed", "submitted"}:
        type(record).objects.filter(pk=record.pk).update(verification="confirmed")
    held.consent_taken_at = timezone.now()
    held.save(update_fields=["consent_taken_at"])
    return True
