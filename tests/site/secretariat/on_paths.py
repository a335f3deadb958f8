"""Makes accounts of each group, and takes items along their path."""

from itertools import count
from typing import Any

__all__ = ["ALL_STEPS", "answered", "decided", "in_group", "lead_to", "step_of"]

ALL_STEPS = ("completeness", "working_group", "consulted", "translated", "publication")
_numbers = count(1)


def in_group(group: str, language: str = "en") -> Any:
    """An account of one group, as the paths lay it."""
    from django.contrib.auth.models import Group

    from balise.site.secretariat.path_laid import lay_paths
    from tests.site.guide.making import make_account

    if not Group.objects.filter(name=group).exists():
        lay_paths()
    account = make_account(superuser=False, language=language)
    account.groups.add(Group.objects.get(name=group))
    return account


def step_of(item: Any) -> str:
    """The code of the step an item is at."""
    from balise.site.secretariat import path

    return path.state_of(item).step


def answered(record: Any, answer: str = "agree") -> Any:
    """An answer of the organisation about the last draft of a project."""
    from django.utils import timezone

    from balise.site.secretariat.models import Consultation, Correspondent

    return Consultation.objects.create(
        record=record,
        organisation=record.lead,
        holder=Correspondent.objects.at(f"office-{next(_numbers)}@example.org"),
        revision=type(record).objects.get(pk=record.pk).latest_revision,
        answer=answer,
        answered_at=timezone.now(),
    )


def decided(item: Any, table: str, outcome: str = "approved", conditions: str = "") -> Any:
    """An approval in the register of a table that records its decisions."""
    from django.utils import timezone

    from balise.site.secretariat.decisions import subject_field
    from balise.site.secretariat.models import Decision, Table

    kept, _made = Table.objects.get_or_create(
        code=table, defaults={"name_en": table, "name_fr": table, "rule": "recorded"}
    )
    Table.objects.filter(pk=kept.pk).update(rule="recorded")
    kept.refresh_from_db()
    return Decision.objects.create(
        table=kept,
        question_en="Approve it?",
        question_fr="L’approuver?",
        decided_on=timezone.localdate(),
        outcome=outcome,
        conditions_en=conditions,
        conditions_fr=conditions,
        **{subject_field(item): item},
    )


def lead_to(item: Any, step: str) -> None:
    """Submit an item and approve its steps until it is at one."""
    from balise.site.secretariat import path
    from balise.site.secretariat.path_laid import GROUP_OF, PATHS, kind_of

    path.submit(item)
    for each in PATHS[kind_of(item)]:
        if each == step:
            return
        if each == "consulted":
            item.refresh_from_db()
            answered(item)
        if each in {"steering", "council", "deputies"}:
            decided(item, each)
        path.approve(item, in_group(GROUP_OF[each]), "It was looked at.")
