"""Where a submission stands: with its holder, on its way, sent back, published."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import WorkflowState

from balise.site.secretariat.models import Submission
from balise.site.secretariat.submission_reading import Content, differing

__all__ = ["Standing", "is_open", "save", "standing_of"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a submission stands, and what its holder is asked to change."""

    code: str
    """``draft``, ``under_way``, ``returned``, ``published``, ``ended`` or ``forgotten``."""
    comment: str = ""


def standing_of(submission: Submission) -> Standing:
    """Tell where a submission stands."""
    if submission.state != "submitted":
        return Standing(submission.state)
    record = submission.record
    if record is None:
        return Standing("ended")
    if record.live:
        return Standing("published")
    state = record.current_workflow_state
    if state is None:
        return Standing("ended")
    if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return Standing("returned", _asked(state))
    return Standing("under_way")


def _asked(state: Any) -> str:
    """Give what the step back asks to change."""
    task = state.current_task_state
    return str(task.comment) if task else ""


def is_open(submission: Submission) -> bool:
    """Tell whether its holder may write in it."""
    return standing_of(submission).code in {"draft", "returned"}


def save(submission: Submission, content: Content, version: int) -> str:
    """Keep what was typed, unless another tab kept something else meanwhile.

    Parameters
    ----------
    submission : Submission
        As the form was opened.
    content : dict
        What was typed.
    version : int
        What the form was opened with.

    Returns
    -------
    str
        ``saved``; ``stale`` if something else was kept since; ``closed`` if it was submitted.
    """
    with transaction.atomic():
        kept = Submission.objects.select_for_update().get(pk=submission.pk)
        if not is_open(kept):
            return "closed"
        is_same = not differing(kept.content, content)
        if kept.version != version and not is_same:
            return "stale"
        kept.content = content
        kept.version += 0 if is_same else 1
        kept.saved_at, kept.warned_at = timezone.now(), None
        kept.save(update_fields=["content", "version", "saved_at", "warned_at"])
    return "saved"
