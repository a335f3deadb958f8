"""The three paths: their steps in order, the group of each; laid into Wagtail at each start."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Workflow, WorkflowContentType, WorkflowTask

from balise.site.guide.accounts import make_groups
from balise.site.guide.models import Edition, Record
from balise.site.guide.terms import codes
from balise.site.secretariat.governance_terms import TABLES
from balise.site.secretariat.models import EditionCase, PilotProposal, Step, TableStep

__all__ = ["GROUP_OF", "PATHS", "ROLE_OF", "carrier", "kind_of", "lay_paths", "subject"]

_TABLES = ("working_group", "steering", "council", "deputies")
PATHS: Mapping[str, tuple[str, ...]] = {
    "record": ("completeness", "working_group", "consulted", "translated", "publication"),
    "edition": _TABLES,
    "pilot": _TABLES,
}
"""Codes of the steps of each kind of item, in order."""

GROUP_OF: Mapping[str, str] = {
    "completeness": "Secretariat",
    "working_group": "Reviewers",
    "consulted": "Secretariat",
    "translated": "Translators",
    "publication": "Secretariat",
    "steering": "Steering committee",
    "council": "Council",
    "deputies": "Deputy ministers' table",
}
"""The group whose turn each step is."""

ROLE_OF: Mapping[str, str] = {
    "Secretariat": "secretariat",
    "Reviewers": "reviewers",
    "Translators": "translators",
    "Steering committee": "steering",
    "Council": "council",
    "Deputy ministers' table": "deputies",
}

_NAMES = {"record": "Path of projects", "edition": "Path of editions", "pilot": "Path of pilots"}
_MODELS: Mapping[str, Any] = {"record": Record, "edition": EditionCase, "pilot": PilotProposal}
# The first table is the working group: it reads, the others decide in the register.
_DECIDING = frozenset(codes(TABLES)) - {"working_group"}


def kind_of(item: Any) -> str:
    """Name the path of an item: ``record``, ``edition`` or ``pilot``; empty if it has none."""
    if isinstance(item, Edition):
        return "edition"
    return next((kind for kind, model in _MODELS.items() if isinstance(item, model)), "")


def carrier(item: Any) -> Any:
    """Give what goes the path for an item: itself, or the case of an edition.

    An edition that was never submitted gets its case here, not saved.
    """
    if not isinstance(item, Edition):
        return item
    return EditionCase.objects.filter(edition=item).first() or EditionCase(edition=item)


def subject(item: Any) -> Any:
    """Give what an item is about: itself, or the edition of a case."""
    return item.edition if isinstance(item, EditionCase) else item


@transaction.atomic
def lay_paths() -> None:
    """Make the groups, steps and paths, or put back what was changed in them."""
    make_groups()
    steps = {code: _laid_step(code) for code in GROUP_OF}
    for kind, path in PATHS.items():
        _lay(kind, [steps[code] for code in path])


def _laid_step(code: str) -> Step:
    kind, more = (TableStep, {"table": code}) if code in _DECIDING else (Step, {})
    step: Step | None = kind.objects.filter(code=code).order_by("pk").first()
    if step is None:
        step = kind.objects.create(code=code, name=code.replace("_", " ").capitalize(), **more)
    elif not step.active:
        step.active = True
        step.save()
    step.groups.set([Group.objects.get(name=GROUP_OF[code])])
    return step


def _lay(kind: str, steps: list[Step]) -> None:
    workflow = Workflow.objects.filter(name=_NAMES[kind]).order_by("pk").first()
    if workflow is None:
        workflow = Workflow.objects.create(name=_NAMES[kind])
    elif not workflow.active:
        workflow.active = True
        workflow.save()
    rows = WorkflowTask.objects.filter(workflow=workflow)
    asked = [(number, step.pk) for number, step in enumerate(steps)]
    if list(rows.order_by("sort_order").values_list("sort_order", "task_id")) != asked:
        rows.delete()
        WorkflowTask.objects.bulk_create(
            WorkflowTask(workflow=workflow, task_id=task, sort_order=number)
            for number, task in asked
        )
    content_type = ContentType.objects.get_for_model(_MODELS[kind], for_concrete_model=False)
    WorkflowContentType.objects.update_or_create(
        content_type=content_type, defaults={"workflow": workflow}
    )
