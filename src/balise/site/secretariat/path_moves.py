"""What moves an item along its path: submitted, approved, sent back, withdrawn, published."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from balise.site.guide.edition_making import approve as approve_edition
from balise.site.guide.models import Edition
from balise.site.guide.publishing import Missing, by_its_path
from balise.site.secretariat.models import StepState
from balise.site.secretariat.path_checks import PathError
from balise.site.secretariat.path_laid import PATHS, carrier, kind_of, lay_paths
from balise.site.secretariat.path_texts import says_the_same
from balise.site.secretariat.path_told import mark_of
from balise.site.secretariat.pilot_stages import OVER

__all__ = ["approve", "finish", "send_back", "submit", "withdraw"]


def _held(item: Any) -> Any:
    """Give an item as it is now, and have others wait until this is done."""
    return type(item)._default_manager.select_for_update().get(pk=item.pk)


@transaction.atomic
def submit(item: Any, user: Any = None) -> WorkflowState:
    """Put an item on its path; see ``path.submit``."""
    travelling = carrier(item)
    if travelling.pk is None:
        Edition.objects.select_for_update().get(pk=item.pk)
        travelling = carrier(item)
        if travelling.pk is None:
            travelling.save()
    travelling = _held(travelling)
    _reject_over(travelling)
    state: WorkflowState | None = travelling.current_workflow_state
    if state is not None:
        if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
            _resume(travelling, state, user)
        return state
    if travelling.latest_revision is None:
        travelling.save_revision(user=user, changed=not travelling.live, clean=False)
    workflow = travelling.get_workflow()
    if workflow is None:
        lay_paths()
        workflow = travelling.get_workflow()
    started: WorkflowState = workflow.start(travelling, user)
    return started


def _reject_over(item: Any) -> None:
    """Refuse what was decided already."""
    if kind_of(item) == "edition" and item.edition.state == "approved":
        raise _refused(item, "state", _("It is approved already."))
    if kind_of(item) == "pilot" and item.state in OVER:
        sentence = _("It is refused or stopped: set it back to an idea first.")
        raise _refused(item, "state", sentence)


def _resume(item: Any, state: WorkflowState, user: Any) -> None:
    """Go on where it was sent back; from the first approval of another text if it changed."""
    draft = item.get_latest_revision_as_object()
    sent_back = state.current_task_state.revision
    if sent_back is None or not says_the_same(sent_back.as_object(), draft):
        overtaken = _overtaken(state, draft)
        if overtaken:
            numbers = [each.pk for each in overtaken]
            StepState.objects.filter(pk__in=numbers).update(status=StepState.STATUS_CANCELLED)
            state.current_task_state = overtaken[0]
    state.resume(user)


def _overtaken(state: WorkflowState, draft: Any) -> list[StepState]:
    """Give the approvals that were about another text, in the order of the path."""
    path = PATHS[kind_of(draft)]
    approved = StepState.objects.filter(workflow_state=state, status=StepState.STATUS_APPROVED)
    found = [
        each
        for each in approved.select_related("revision", "task").order_by("pk")
        if not says_the_same(each.revision.as_object(), draft, each.task.specific.code)
    ]
    return sorted(found, key=lambda each: path.index(each.task.specific.code))


def _refused(item: Any, field: str, sentence: str) -> PathError:
    return PathError(str(item), (Missing(field, sentence),))


def _at_step(item: Any, step: int | None) -> tuple[Any, StepState]:
    """Give an item, held, and the step that it is at.

    Raises
    ------
    PathError
        If it is at none, or at another than the one looked at.
    """
    travelling = _held(carrier(item))
    found = travelling.current_workflow_task_state
    if not isinstance(found, StepState):
        raise _refused(travelling, "step", _("It is at no step of its path now."))
    if step is not None and found.pk != step:
        sentence = _("This step was taken meanwhile: look at where it is now.")
        raise _refused(travelling, "step", sentence)
    return travelling, found


@transaction.atomic
def approve(  # noqa: PLR0913 - one argument for each field of the form
    item: Any,
    user: Any,
    why: str,
    *,
    step: int | None,
    seen: str | None,
    waived: bool,
    settled: str,
) -> None:
    """Approve the step an item is at; see ``path.approve``."""
    if _is_done(step, user, "approved"):
        return
    travelling, state = _at_step(item, step)
    revision = travelling.latest_revision
    if seen is not None and seen != mark_of(revision):
        sentence = _("The draft changed since you opened it: look at it again.")
        raise _refused(travelling, "seen", sentence)
    state.revision = revision
    state.is_waived = waived and state.task.specific.code == "consulted"
    state.settled = settled.strip() if state.task.specific.code == "consulted" else ""
    state.approve(user=user, comment="\n\n".join(filter(None, (why.strip(), state.settled))))


@transaction.atomic
def send_back(item: Any, user: Any, why: str, *, step: int | None) -> None:
    """Send an item back; see ``path.send_back``."""
    if _is_done(step, user, "rejected"):
        return
    travelling, state = _at_step(item, step)
    state.revision = travelling.latest_revision
    state.reject(user=user, comment=why.strip())


def _is_done(step: int | None, user: Any, status: str) -> bool:
    """Tell whether the same account did this before: sent twice, it is done once."""
    done = StepState.objects.filter(pk=step, finished_by=user, status=status)
    return step is not None and user is not None and done.exists()


@transaction.atomic
def withdraw(item: Any, user: Any) -> None:
    """Take an item off its path; see ``path.withdraw``."""
    state = _held(carrier(item)).current_workflow_state
    if state is not None:
        state.cancel(user=user)


def finish(workflow_state: Any, user: Any = None) -> None:  # noqa: ARG001
    """Publish the revision that was approved last; see ``path.finish``.

    No group may publish records: the path does, and asks for no permission.
    """
    item = workflow_state.content_object
    kind = kind_of(item)
    revision = _approved_revision(workflow_state, kind)
    with by_its_path():
        if kind == "edition":
            approve_edition(item.edition)
        if kind == "record" and item.verification != "unverified_seed":
            type(item).objects.filter(pk=item.pk).update(verification="reviewed")
        revision.publish(user=None)
    if kind == "pilot":
        item.refresh_from_db()
        item.approved_by_its_path()


def _approved_revision(workflow_state: Any, kind: str) -> Any:
    """Give what the last step approved, if every step of the path was.

    Raises
    ------
    PermissionDenied
        If it went another way: a path that somebody made, or a step that was left out.
    """
    found = StepState.objects.filter(
        workflow_state=workflow_state, status=StepState.STATUS_APPROVED
    ).exclude(role="")
    taken = {each.task.specific.code: each for each in found.order_by("pk")}
    if not kind or not set(PATHS[kind]) <= set(taken):
        raise PermissionDenied
    expected = ContentType.objects.get_for_model(
        workflow_state.content_object, for_concrete_model=False
    )
    revision = taken[PATHS[kind][-1]].revision
    if revision.content_type_id != expected.pk or revision.object_id != workflow_state.object_id:
        raise PermissionDenied
    return revision
