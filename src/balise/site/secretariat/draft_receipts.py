"""The receipt of a submission: its reference, each step in words, what was sent."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from balise.site.guide.told import label_of
from balise.site.secretariat.models import STEPS, Submission
from balise.site.secretariat.submission_form import all_answers
from balise.site.secretariat.submission_standing import standing_of

__all__ = ["receipt", "steps_of"]


def steps_of(record: Any) -> list[dict[str, str]]:
    """Give the steps of a record: what each is, and whether it is done, here or ahead."""
    state = record.workflow_states.order_by("-created_at", "-pk").first() if record else None
    if state is None:
        return []
    here = state.current_task_state
    found = []
    for task in state.all_tasks_with_status():
        is_here = here is not None and here.task_id == task.pk
        done = getattr(task, "status", "") == "approved" and not is_here
        code = getattr(task.specific, "code", "")
        told = "done" if done else ("here" if is_here else "ahead")
        found.append({"name": label_of(STEPS, code) if code else task.name, "state": told})
    return found


def receipt(request: HttpRequest, token: str, draft: Submission) -> HttpResponse:
    """Show what became of a submission."""
    context = {
        "draft": draft,
        "token": token,
        "standing": standing_of(draft),
        "steps": steps_of(draft.record),
        "answers": all_answers(draft),
        "files": list(draft.attachments.all()),
    }
    return render(request, "secretariat/draft_receipt.html", context)
