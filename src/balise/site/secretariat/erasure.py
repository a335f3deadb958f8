"""Personal data: what is kept of a person, given out or erased; decisions stay.

An erased person is a random name. That they were erased is kept as a digest of their address,
in the database and in a file beside it, so that bringing an older backup back erases again.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from balise.site.guide.models import Expert, Organisation, Record
from balise.site.secretariat.confirmations import NOBODY
from balise.site.secretariat.erasures_kept import digest_of, kept_erasures, note_erasure
from balise.site.secretariat.models import (
    Attachment,
    Correspondent,
    Erasure,
    Message,
    PrivateToken,
    Submission,
)
from balise.site.secretariat.models.people import public_id
from balise.site.secretariat.submission_keeping import forget, forget_attachment
from balise.site.secretariat.traces import (
    Rule,
    addresses_said,
    replace_all,
    rule_for_address,
    rule_for_name,
)
from balise.vocabulary import BaliseError

__all__ = ["Erased", "erase", "note_before_restoring", "replay"]


@dataclass(frozen=True, slots=True)
class Erased:
    """What was, or would be, erased of a person."""

    public_id: str
    is_written: bool
    counts: dict[str, int]
    """Rows by table."""


@transaction.atomic
def erase(address: str, *, dry_run: bool = False) -> Erased:
    """Erase a person everywhere: their rows, their name and address in any text.

    Parameters
    ----------
    address : str
        Of the person.
    dry_run : bool
        Tell what would change, and change nothing.

    Raises
    ------
    BaliseError
        If nothing is kept, the address is the mailbox of an organisation, or nobody could
        sign in any more.
    """
    email = address.strip().lower()
    people = list(Correspondent.objects.filter(email=email))
    accounts = _accounts(email)
    _refuse_mailbox(email)
    _refuse_last(accounts)
    erased = Erasure.objects.filter(digest=digest_of(email)).first()
    named = people[0].public_id if people else public_id()
    name = erased.public_id if erased and not people else named
    counts = _erase(email, name, people, accounts, dry_run=dry_run)
    if not counts and erased is None:
        raise BaliseError(
            f"{address}: nothing is kept of this address. Expected that of a person who wrote "
            "to the Guide, or has an account. Check how it is written."
        )
    if not dry_run and (counts or erased is None):
        note_erasure(email, name)
    return Erased(name, not dry_run, dict(sorted(counts.items())))


def _accounts(email: str) -> list[Any]:
    found = get_user_model().objects.filter(Q(email__iexact=email) | Q(username__iexact=email))
    return list(found.order_by("pk"))


def _refuse_mailbox(email: str) -> None:
    """Refuse an address that pages give as an organisation's: it is theirs to change first."""
    held = [
        *Record.objects.filter(contact_mailbox__iexact=email),
        *Expert.objects.filter(mailbox__iexact=email),
        *Organisation.objects.filter(mailbox__iexact=email),
    ]
    if held:
        names = ", ".join(each.identifier for each in held[:5])
        more = f" and {len(held) - 5} more" if len(held) > 5 else ""
        raise BaliseError(
            f"{email}: found as the mailbox of {names}{more}. Expected the address of a person "
            "alone. Give those another mailbox at /admin/, then erase this one."
        )


def _refuse_last(accounts: list[Any]) -> None:
    numbers = [each.pk for each in accounts if each.is_superuser and each.is_active]
    others = get_user_model().objects.filter(is_superuser=True, is_active=True)
    if numbers and not others.exclude(pk__in=numbers).exists():
        raise BaliseError(
            "This is the last account that may do everything. Expected another one that stays. "
            "Make it at /admin/users/, then erase this one."
        )


def _erase(
    email: str, name: str, people: list[Any], accounts: list[Any], *, dry_run: bool
) -> Counter[str]:
    rules = _rules(email, name, [*_names(people, accounts)])
    own: Counter[str] = Counter()
    if people:
        own["secretariat.Correspondent"] = len(people)
    if accounts:
        own[get_user_model()._meta.label] = len(accounts)
    files = list(Attachment.objects.filter(submission__holder__in=people))
    if files:
        own["secretariat.Attachment"] = len(files)
    drafts = list(Submission.objects.filter(holder__in=people, state="draft"))
    if drafts:
        own["secretariat.Submission"] = len(drafts)
    if not dry_run:
        _forget(files, drafts)
        _empty(people, accounts)
        for each in accounts:
            _anonymise(each, name if len(accounts) == 1 else f"{name}-{each.pk}")
    return own | replace_all(rules, dry_run=dry_run)


def _forget(files: list[Attachment], drafts: list[Submission]) -> None:
    """Erase what a person sent, and what they did not send yet."""
    for file in files:
        forget_attachment(file)
    for draft in drafts:
        forget(draft)


def _names(people: list[Any], accounts: list[Any]) -> set[str]:
    return {each.name for each in people} | {each.get_full_name() for each in accounts}


def _rules(email: str, name: str, names: list[str]) -> list[Rule]:
    found = [rule_for_address(email, f"{name}{NOBODY}")]
    # The longest first: one name may be part of another.
    for each in sorted(names, key=len, reverse=True):
        rule = rule_for_name(each, f"[{name}]")
        found += [rule] if rule else []
    return found


def _empty(people: list[Any], accounts: list[Any]) -> None:
    """Empty the rows of a person; what waits to be sent is sent to nobody."""
    for each in people:
        each.links.update(revoked_at=timezone.now())
        PrivateToken.objects.filter(link__holder=each).delete()
        each.email = each.name = each.role = each.organisation = ""
        each.erased_at = timezone.now()
        each.save()
    messages = Message.objects.filter(Q(to__in=people) | Q(account__in=accounts))
    messages.update(told={}, mailbox="", problem="")
    messages.filter(state__in=("queued", "failed")).update(state="dropped", claimed_until=None)


def _anonymise(account: Any, name: str) -> None:
    """Close an account; what was done with it stays, under a role and a random name."""
    group = account.groups.exclude(name="Demonstration").order_by("pk").first()
    role = group.name.lower().replace(" ", "-") if group else "account"
    account.username = f"{role}-{name}"[:150]
    account.email = account.first_name = account.last_name = ""
    account.is_active = account.is_staff = account.is_superuser = False
    account.set_unusable_password()
    account.save()
    account.user_permissions.clear()
    profile = getattr(account, "wagtail_userprofile", None)
    if profile is not None and profile.avatar:
        profile.avatar.delete()
    for session in Session.objects.all():
        # One that cannot be read may be theirs: its holder signs in again.
        decoded = session.get_decoded()
        if decoded.get("_auth_user_id", str(account.pk)) == str(account.pk):
            session.delete()


def note_before_restoring(**_told: Any) -> None:
    """Have the file beside the database know every erasure that the database knows."""
    kept_erasures()


def replay(**_told: Any) -> int:
    """Erase again who was erased after what was restored was kept.

    Returns
    -------
    int
        How many people were erased again.
    """
    # What the database knows was done in it: whoever wrote again since came back.
    done = dict(Erasure.objects.values_list("digest", "erased_at"))
    erasures = {
        digest: each
        for digest, each in kept_erasures().items()
        if digest not in done or done[digest] < each.at
    }
    if not erasures:
        return 0
    count = 0
    for email in sorted(addresses_said()):
        kept = erasures.get(digest_of(email))
        if kept is not None and not _came_back(email, kept.at):
            people = list(Correspondent.objects.filter(email=email))
            _erase(email, kept.public_id, people, _accounts(email), dry_run=False)
            count += 1
    for digest, kept in erasures.items():
        Erasure.objects.update_or_create(
            digest=digest, defaults={"public_id": kept.public_id, "erased_at": kept.at}
        )
    return count


def _came_back(email: str, erased_at: datetime) -> bool:
    """Tell whether all that is there of a person was begun after they were erased."""
    begun = [each.made_at for each in Correspondent.objects.filter(email=email)]
    begun += [each.date_joined for each in _accounts(email)]
    return bool(begun) and min(begun) > erased_at
