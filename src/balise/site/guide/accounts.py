"""Accounts of the secretariat: the first one, its groups, and those of a demonstration."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.text import slugify

from balise.vocabulary import BaliseError

__all__ = [
    "BESIDE",
    "DEMONSTRATION",
    "GROUPS",
    "Account",
    "also_may",
    "demonstrate",
    "demonstration_names",
    "first_account",
    "make_groups",
]

DEMONSTRATION = "Demonstration"

_TEXTS = ("record", "play", "expert", "resource", "collection")
_EVERYTHING = {f"{verb}_{text}" for text in _TEXTS for verb in ("add", "change", "delete", "view")}
# Projects are published by the last step of their path, by no group.
_PUBLISH = {f"publish_{text}" for text in _TEXTS if text != "record"} | {"list_record"}
_ORGANISATIONS = {f"{verb}_organisation" for verb in ("add", "change", "delete", "view")}
_READING = {f"view_{text}" for text in (*_TEXTS, "organisation")}
_EDITIONS = {"add_edition", "view_edition"}

# What each group may do with the texts of the Guide; all may sign in.
GROUPS: Mapping[str, set[str]] = {
    "Secretariat": _EVERYTHING | _PUBLISH | _ORGANISATIONS | _EDITIONS,
    "Reviewers": _READING | {"view_edition"},
    "Translators": _READING,
    "Steering committee": {"view_edition"},
    "Council": {"view_edition"},
    "Deputy ministers' table": {"view_edition"},
}

BESIDE: dict[str, set[str]] = {}
"""What other applications let each group do, as ``application.codename``; see ``also_may``."""


def also_may(application: str, groups: Mapping[str, Iterable[str]]) -> None:
    """Let groups do more, in an application that comes with the Guide.

    Parameters
    ----------
    application : str
        Its label.
    groups : mapping
        Codenames of its permissions by group.
    """
    for group, codes in groups.items():
        BESIDE.setdefault(group, set()).update(f"{application}.{each}" for each in codes)


@dataclass(frozen=True, slots=True)
class Account:
    """An account of a demonstration, with the password that is told once."""

    name: str
    group: str
    password: str


def make_groups() -> None:
    """Make the groups of the secretariat, or give them back what they may do."""
    access = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for name, codes in GROUPS.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.set([access, *_held(codes, BESIDE.get(name, set()))])
    _let_choose_images(Group.objects.get(name="Secretariat"))


def _let_choose_images(group: Group) -> None:
    """Let a group add pictures to projects: Wagtail gives that by folder."""
    from wagtail.models import Collection, GroupCollectionPermission

    root = Collection.get_first_root_node()
    codes = ("add_image", "change_image", "choose_image")
    for each in Permission.objects.filter(
        content_type__app_label="wagtailimages", codename__in=codes
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=each
        )


def _held(codes: set[str], beside: set[str]) -> list[Permission]:
    held = Q(content_type__app_label="guide", codename__in=codes)
    for application, _dot, codename in (each.partition(".") for each in beside):
        held |= Q(content_type__app_label=application, codename=codename)
    return list(Permission.objects.filter(held))


@transaction.atomic
def first_account(name: str, email: str, password: str) -> None:
    """Make an account that may do everything.

    Parameters
    ----------
    name : str
        What its holder signs in with.
    email : str
        Where its holder is told what waits.
    password : str
        At least 12 characters that are not common, nor like the name.

    Raises
    ------
    BaliseError
        If the account exists, or the address or the password cannot be used.
    """
    accounts = get_user_model().objects
    if accounts.filter(username=name).exists():
        raise BaliseError(
            f"balise guide admin: there is an account {name} already. Expected a name that is "
            "free. Choose another, or change its password at /admin/."
        )
    account = get_user_model()(username=name, email=email, is_superuser=True, is_staff=True)
    try:
        with translation.override("en"):
            account.full_clean(exclude=["password"])
            validate_email(email)
            validate_password(password, account)
    except ValidationError as error:
        raise BaliseError(
            f"balise guide admin: the account {name} was not made: {' '.join(error.messages)} "
            "Expected a name, an e-mail address and a password of at least 12 characters that "
            "nobody guesses. Try again with others."
        ) from error
    account.set_password(password)
    account.save()
    make_groups()


def demonstration_names() -> tuple[str, ...]:
    """Name the accounts that a demonstration left in this database."""
    held = get_user_model().objects.filter(groups__name=DEMONSTRATION)
    return tuple(held.order_by("username").values_list("username", flat=True))


@transaction.atomic
def demonstrate() -> tuple[Account, ...]:
    """Make an account for each group, or give it a new password.

    Returns
    -------
    tuple of Account
        With passwords that are stored nowhere else.
    """
    make_groups()
    marked, _made = Group.objects.get_or_create(name=DEMONSTRATION)
    return tuple(_demonstrated(name, marked) for name in GROUPS)


def _demonstrated(group: str, marked: Any) -> Account:
    name = f"demo-{slugify(group)}"
    account, _made = get_user_model().objects.get_or_create(
        username=name, defaults={"email": f"{name}@example.org"}
    )
    password = secrets.token_urlsafe(12)
    account.set_password(password)
    account.save()
    account.groups.set([marked, Group.objects.get(name=group)])
    return Account(name, group, password)
