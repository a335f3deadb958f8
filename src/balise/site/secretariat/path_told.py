"""What is told of an item on its path: where it is, since when, and how it came there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import TaskState, WorkflowState

from balise.site.guide.told import label_of
from balise.site.secretariat.models import ROLES, STEPS, Decision, StepState
from balise.site.secretariat.path_laid import GROUP_OF, PATHS, ROLE_OF, carrier, kind_of
from balise.site.secretariat.path_names import account_name

__all__ = ["PathState", "StepTold", "default_reason", "mark_of", "state_of", "steps_of"]


@dataclass(frozen=True, slots=True)
class PathState:
    """Where an item is: ``none``, ``in_progress``, ``sent_back``, ``approved``, ``withdrawn``."""

    code: str
    step: str = ""
    """Code of the step that it is at, or was sent back from."""
    since: datetime | None = None
    why: str = ""
    """What to change, if it was sent back."""
    number: int | None = None
    """Of the state of the step."""

    @property
    def told(self) -> str:
        """The state in words."""
        words = {
            "none": _("not submitted"),
            "in_progress": _("on its path"),
            "sent_back": _("sent back: changes are asked for"),
            "approved": _("approved"),
            "withdrawn": _("withdrawn"),
        }
        return words[self.code]

    @property
    def step_told(self) -> str:
        """The step in words; empty if it is at none."""
        return label_of(STEPS, self.step) if self.step else ""


@dataclass(frozen=True, slots=True)
class StepTold:
    """Something that happened to an item: what, in which role, when and why."""

    what: str
    """``submitted``, ``approved``, ``overtaken``, ``sent_back``, ``withdrawn``, ``waiting``
    or ``coming``."""
    step: str = ""
    role: str = ""
    """In words."""
    account: str = ""
    """For the secretariat alone."""
    at: datetime | None = None
    why: str = ""
    is_waived: bool = False
    decision: Decision | None = None

    @property
    def told(self) -> str:
        """What happened, in words."""
        words = {
            "submitted": _("submitted"),
            "approved": _("approved"),
            "overtaken": _("approved, about an earlier text"),
            "sent_back": _("sent back"),
            "withdrawn": _("withdrawn"),
            "waiting": _("waiting"),
            "coming": _("to come"),
        }
        return words[self.what]

    @property
    def step_told(self) -> str:
        """The step in words."""
        return label_of(STEPS, self.step) if self.step else ""


def mark_of(revision: Any) -> str:
    """Give what tells one draft from another, even one written over in place."""
    return f"{revision.pk}-{revision.created_at:%Y%m%d%H%M%S%f}" if revision else ""


def state_of(item: Any) -> PathState:
    """Tell where an item is on its path; see ``path.state_of``."""
    last = _workflow_states(item).last()
    if last is None:
        return PathState("none")
    at = last.current_task_state.specific if last.current_task_state else None
    step = at.task.specific.code if isinstance(at, StepState) else ""
    if last.status == WorkflowState.STATUS_IN_PROGRESS:
        return PathState("in_progress", step, at.started_at if at else None, "", at and at.pk)
    if last.status == WorkflowState.STATUS_NEEDS_CHANGES and at:
        return PathState("sent_back", step, at.finished_at, at.comment, at.pk)
    done = at.finished_at if at else None
    is_approved = last.status == WorkflowState.STATUS_APPROVED
    return PathState("approved" if is_approved else "withdrawn", "", done)


def _workflow_states(item: Any) -> Any:
    travelling = carrier(item)
    if travelling.pk is None:
        return WorkflowState.objects.none()
    found = WorkflowState.objects.for_instance(travelling).order_by("created_at", "pk")
    return found.select_related("requested_by", "current_task_state")


_WHAT = {
    TaskState.STATUS_IN_PROGRESS: "waiting",
    TaskState.STATUS_APPROVED: "approved",
    TaskState.STATUS_REJECTED: "sent_back",
    TaskState.STATUS_CANCELLED: "withdrawn",
}


def steps_of(item: Any) -> list[StepTold]:
    """Give what happened to an item on its path; see ``path.steps_of``."""
    told: list[StepTold] = []
    for each in _workflow_states(item):
        told.append(
            StepTold(
                "submitted",
                role=_role_of(each.requested_by),
                account=account_name(each.requested_by),
                at=each.created_at,
            )
        )
        states = StepState.objects.filter(workflow_state=each).order_by("started_at", "pk")
        rows = [_told(row) for row in states.select_related("finished_by", "decision", "task")]
        told += rows
        if each.status == WorkflowState.STATUS_IN_PROGRESS:
            left = PATHS[kind_of(carrier(item))]
            passed = {row.step for row in rows if row.what in {"approved", "waiting"}}
            told += [
                StepTold("coming", step, label_of(ROLES, ROLE_OF[GROUP_OF[step]]))
                for step in left
                if step not in passed
            ]
    return told


def _told(state: StepState) -> StepTold:
    step = state.task.specific.code
    role = state.role or (
        ROLE_OF[GROUP_OF[step]] if state.status == TaskState.STATUS_IN_PROGRESS else ""
    )
    what = _WHAT.get(state.status, "waiting")
    # An approval keeps its role when it does not count any more.
    return StepTold(
        "overtaken" if what == "withdrawn" and state.role else what,
        step,
        label_of(ROLES, role) if role else "",
        account_name(state.finished_by),
        state.finished_at or state.started_at,
        state.comment,
        state.is_waived,
        state.decision,
    )


def _role_of(account: Any) -> str:
    """Name the role in which somebody submitted."""
    if account is None:
        return label_of(ROLES, "submitter")
    groups = account.groups.filter(Q(name__in=ROLE_OF)).order_by("name")
    first = groups.values_list("name", flat=True).first()
    return label_of(ROLES, ROLE_OF[first] if first else "administrator")


_REASONS = {
    "completeness": gettext_lazy("All that is needed to submit is there."),
    "working_group": gettext_lazy("The working group has read it and supports it."),
    "consulted": gettext_lazy("The organisation has answered, and its remarks are dealt with."),
    "translated": gettext_lazy("Both languages are reviewed and say the same."),
    "publication": gettext_lazy("Nothing is missing, and both pages were looked at."),
    "steering": gettext_lazy("The steering committee has approved it, as its register says."),
    "council": gettext_lazy("The council has approved it, as its register says."),
    "deputies": gettext_lazy("The deputy ministers’ table has approved it, as its register says."),
}


def default_reason(step: str) -> str:
    """Offer a sentence that says what was checked at a step."""
    return str(_REASONS[step])
