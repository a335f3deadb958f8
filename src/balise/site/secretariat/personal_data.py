"""What is kept about a person, given out on request."""

import json
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q

from balise.site.secretariat.models import Correspondent
from balise.site.secretariat.traces import replace_all, rule_for_address
from balise.vocabulary import BaliseError

__all__ = ["export_person", "kept_about"]

# Secrets, even from whom they are about: whoever holds them may sign in.
_SECRET = {"password", "digest"}
_NOT_TOLD = {"secretariat.privatetoken", "admin.logentry"}


def kept_about(address: str) -> dict[str, Any]:
    """Give all that is kept of a person: their rows, and what refers to them.

    Parameters
    ----------
    address : str
        Of the person.

    Returns
    -------
    dict
        ``people`` and ``accounts``, each with what refers to it, and ``mentions``: how many
        rows of each table say the address.
    """
    email = address.strip().lower()
    accounts = get_user_model().objects.filter(Q(email__iexact=email) | Q(username__iexact=email))
    return {
        "address": email,
        "people": [_whole(each) for each in Correspondent.objects.filter(email=email)],
        "accounts": [_whole(each) for each in accounts.order_by("pk")],
        "mentions": dict(replace_all([rule_for_address(email, "")], dry_run=True)),
    }


def _whole(item: Any) -> dict[str, Any]:
    found = _row(item)
    for relation in item._meta.related_objects:
        model = relation.related_model
        if model._meta.proxy or model._meta.label_lower in _NOT_TOLD:
            continue
        rows = model._base_manager.filter(**{relation.field.name: item}).order_by("pk")
        told = [_row(each) for each in rows]
        if told:
            found.setdefault("kept", {})[f"{model._meta.label}.{relation.field.name}"] = told
    return found


def _row(item: Any) -> dict[str, Any]:
    return {
        each.attname: _plain(each.value_from_object(item))
        for each in item._meta.concrete_fields
        if each.name not in _SECRET
    }


def _plain(value: Any) -> Any:
    return value.name if hasattr(value, "storage") else value


def export_person(address: str, out: Path) -> dict[str, int]:
    """Write what is kept of a person into a file.

    Raises
    ------
    BaliseError
        If nothing is kept of them, or the file is there.
    """
    if out.exists():
        raise BaliseError(
            f"{out}: found a file of that name. Expected one that is free. Choose another name."
        )
    told = kept_about(address)
    if not (told["people"] or told["accounts"] or told["mentions"]):
        raise BaliseError(
            f"{address}: nothing is kept of this address. Expected that of a person who wrote "
            "to the Guide, or has an account. Check how it is written."
        )
    out.touch(mode=0o600)
    text = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    out.write_text(text + "\n", "utf-8")
    return {name: len(told[name]) for name in ("people", "accounts", "mentions")}
