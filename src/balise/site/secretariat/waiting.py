"""What waits for somebody: items whose turn is theirs, since when, and what each needs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from wagtail.models import TaskState, WorkflowState

from balise.site.guide.publishing import Missing
from balise.site.guide.told import label_of
from balise.site.secretariat.models import STEPS, StepState
from balise.site.secretariat.path_checks import missing_at
from balise.site.secretariat.path_laid import GROUP_OF, kind_of, subject

__all__ = ["Waiting", "count_for", "waiting_for"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item that waits at a step."""

    item: Any
    """As its last revision has it."""
    kind: str
    step: str
    since: datetime
    missing: tuple[Missing, ...]

    @property
    def step_told(self) -> str:
        """The step in words."""
        return label_of(STEPS, self.step)

    @property
    def address(self) -> str:
        """Where it is reviewed."""
        return f"/admin/desk/review/{self.kind}/{subject(self.item).pk}/"


def _states_for(user: Any) -> Any:
    """Give the states of steps whose turn an account has; an administrator sees all."""
    running = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS, current_task_state=OuterRef("pk")
    )
    found = StepState.objects.filter(Exists(running), status=TaskState.STATUS_IN_PROGRESS)
    if user.is_superuser:
        return found
    groups = set(user.groups.values_list("name", flat=True))
    mine = [step for step, group in GROUP_OF.items() if group in groups]
    return found.filter(task__step__code__in=mine)


def count_for(user: Any) -> int:
    """Count what waits for an account."""
    return int(_states_for(user).count())


def waiting_for(user: Any) -> list[Waiting]:
    """Give what waits for an account, the longest first."""
    states = _states_for(user).select_related("workflow_state", "task", "revision")
    found = []
    for state in states.order_by("started_at", "pk"):
        item = state.workflow_state.content_object
        if item is None or not kind_of(item):
            continue
        draft = item.get_latest_revision_as_object()
        code = state.task.specific.code
        missing = missing_at(draft, code, state.workflow_state.created_at)
        found.append(Waiting(draft, kind_of(item), code, state.started_at, tuple(missing)))
    return found
