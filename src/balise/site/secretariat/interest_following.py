"""What is done with expressions of interest: kept, followed up, named, withdrawn."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from balise.site.guide.models import Record
from balise.site.secretariat.allowances import is_allowed
from balise.site.secretariat.models import Correspondent, Interest, InterestNote
from balise.site.secretariat.postman import post
from balise.site.secretariat.staff_letters import tell_staff

__all__ = ["follow", "keep", "name", "page_of", "withdraw"]

RECEIPTS = 5
"""Receipts that one mailbox gets in a day: nobody is flooded through the form."""


def page_of(lang: str) -> str:
    """Give the full address of the public page."""
    return f"{settings.WAGTAILADMIN_BASE_URL}/{lang}/guide/interest/"


@transaction.atomic
def keep(said: dict[str, Any], key: str, lang: str) -> Interest:
    """Keep an expression of interest once, however often it is sent, and send a receipt."""
    sender = Correspondent.objects.at(said["email"], lang)
    is_project = said["about"] == "project"
    record = Record.objects.current().filter(identifier=said["record"]).first()
    kept, made = Interest.objects.get_or_create(
        form_key=key,
        defaults={
            "about": said["about"],
            "geography": "" if is_project else said["geography"],
            "record": record if is_project else None,
            "organisation": said["organisation"],
            "jurisdiction": said["jurisdiction"],
            "purpose": said["purpose"],
            "role": said["role"],
            "may_be_named": said["may_be_named"],
            "sender": sender,
            "language": lang,
        },
    )
    if made:
        if is_allowed("receipt", sender.email, RECEIPTS, timedelta(days=1)):
            post("interest_receipt", sender, {"page": page_of(lang)}, language=lang)
        tell_staff("interest_arrived", {"number": kept.pk})
    return kept


def _changed(interest: Interest, version: int, **fields: Any) -> bool:
    """Write a change, if nobody else wrote one since it was read."""
    found = Interest.objects.filter(pk=interest.pk, version=version)
    return bool(found.update(version=version + 1, **fields))


def _tell(interest: Interest, kind: str, **told: str) -> None:
    if interest.sender.email:
        page = page_of(interest.language)
        post(kind, interest.sender, {"page": page, **told}, language=interest.language)


@transaction.atomic
def follow(interest: Interest, version: int, state: str, text: str, user: Any) -> bool:
    """Note what was done; False if somebody else did something meanwhile."""
    if not _changed(interest, version, state=state):
        return False
    InterestNote.objects.create(interest=interest, state=state, text=text, by=user)
    return True


@transaction.atomic
def name(interest: Interest, version: int, organisation: str, geography: str, user: Any) -> bool:
    """Name an organisation in public, as it agreed; False if something changed meanwhile."""
    fields = {"organisation": organisation, "geography": geography, "is_released": True}
    if not (interest.may_be_named and _changed(interest, version, **fields)):
        return False
    if not interest.is_released:
        _tell(interest, "interest_named", organisation=organisation)
    InterestNote.objects.create(interest=interest, state=interest.state, by=user, act="named")
    return True


@transaction.atomic
def withdraw(interest: Interest, version: int, user: Any) -> bool:
    """Take a name away, and the agreement with it; False if something changed meanwhile."""
    if not _changed(interest, version, is_released=False, may_be_named=False):
        return False
    if interest.is_released:
        _tell(interest, "interest_withdrawn")
    InterestNote.objects.create(interest=interest, state=interest.state, by=user, act="withdrawn")
    return True
