"""What waits for somebody: items whose turn is theirs, since when, and what each needs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from wagtail.models import TaskState, WorkflowState

from balise.site.guide.publishing import Missing
from balise.site.guide.told import label_of
from balise.site.secretariat.models import AGREEMENTS, STEPS, Consultation, StepState
from balise.site.secretariat.path_checks import missing_at
from balise.site.secretariat.path_laid import GROUP_OF, kind_of, subject

__all__ = ["Answered", "Waiting", "answers_for", "count_for", "waiting_for"]


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


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer of an organisation about which nothing was decided yet."""

    record: Any
    answer: str
    at: datetime

    @property
    def answer_told(self) -> str:
        """The answer in words."""
        return label_of(AGREEMENTS, self.answer)

    @property
    def address(self) -> str:
        """Where it is read."""
        return f"/admin/desk/review/record/{self.record.pk}/#consultations"


def _answers() -> Any:
    """Give the answers after which no step was decided and no consent was taken."""
    decided = StepState.objects.filter(
        workflow_state__content_type__app_label="guide",
        workflow_state__content_type__model="record",
        workflow_state__object_id=Cast(OuterRef("record_id"), CharField()),
        finished_at__gte=OuterRef("answered_at"),
    )
    found = Consultation.objects.exclude(answer="").filter(consent_taken_at=None)
    return found.filter(~Exists(decided))


def answers_for(user: Any) -> list[Answered]:
    """Give the answers that wait for an account that consults, the longest first."""
    if not user.has_perm("secretariat.consult"):
        return []
    rows = _answers().select_related("record").order_by("answered_at", "pk")
    return [Answered(each.record, each.answer, each.answered_at) for each in rows]


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
    answers = _answers().count() if user.has_perm("secretariat.consult") else 0
    return int(_states_for(user).count()) + int(answers)


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
