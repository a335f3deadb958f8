"""Letters of the path: whose turn it is, what to change, what was published.

They name the title and the step, never the text of a draft.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin import signal_handlers
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected

from balise.site.guide.told import label_of
from balise.site.secretariat.letters import Letter
from balise.site.secretariat.models import STEPS, StepState
from balise.site.secretariat.path_laid import GROUP_OF, kind_of, subject
from balise.site.secretariat.postman import post
from balise.site.secretariat.private_links import link_for

__all__ = ["LETTERS", "connect"]

LETTERS = {
    "path_turn": Letter(
        _("Waiting for you: %(title)s"),
        (
            _("“%(title)s” is at this step of its path, and it is your group’s turn: %(step)s."),
            _("What it needs, and what was said before, is here: %(site)s/admin/desk/waiting/"),
        ),
    ),
    "path_sent_back": Letter(
        _("Changes are asked for: %(title)s"),
        (
            _("“%(title)s” was sent back at this step of its path: %(step)s."),
            _("What to change is written on this page: %(address)s"),
        ),
    ),
    "path_sent_back_here": Letter(
        _("Changes are asked for: %(title)s"),
        (
            _("“%(title)s” was sent back at this step of its path: %(step)s."),
            _("What to change is written on this page: %(page)s"),
        ),
    ),
    "path_published": Letter(
        _("Approved: %(title)s"),
        (
            _("“%(title)s” has gone its whole path of approval."),
            _("It can be read here: %(page)s"),
        ),
    ),
}


def connect() -> None:
    """Have letters written as items move, whichever screen moves them."""
    # Wagtail would write letters of its own, at once and beside the outbox.
    for each in (
        signal_handlers.task_submission_email_notifier,
        signal_handlers.workflow_submission_email_notifier,
        signal_handlers.workflow_approval_email_notifier,
        signal_handlers.workflow_rejection_email_notifier,
    ):
        each.valid_classes = ()
    task_submitted.connect(_of_a_turn, dispatch_uid="secretariat.turn")
    workflow_rejected.connect(_of_a_step_back, dispatch_uid="secretariat.back")
    workflow_approved.connect(_of_the_end, dispatch_uid="secretariat.end")


def _of_a_turn(instance: TaskState, **told: Any) -> None:  # noqa: ARG001
    """Tell the group of a step that it is its turn."""
    if not isinstance(instance, StepState):
        return
    code = instance.task.specific.code
    members = get_user_model().objects.filter(groups__name=GROUP_OF[code], is_active=True)
    for account in members.exclude(email="").order_by("pk"):
        _write("path_turn", account, instance.workflow_state.content_object, code)


def _of_a_step_back(instance: WorkflowState, **told: Any) -> None:  # noqa: ARG001
    state = instance.current_task_state.specific
    if isinstance(state, StepState):
        _tell_submitter("path_sent_back", instance, state.task.specific.code)


def _of_the_end(instance: WorkflowState, **told: Any) -> None:  # noqa: ARG001
    if kind_of(instance.content_object):
        _tell_submitter("path_published", instance, "")


def _tell_submitter(kind: str, state: WorkflowState, code: str) -> None:
    """Tell who submitted, by the private link or the account."""
    item = state.content_object
    submission = getattr(item, "submission", None) if kind_of(item) == "record" else None
    if submission is not None and submission.holder.email:
        link = link_for("draft", submission.pk, submission.holder)
        _write(kind, submission.holder, item, code, link)
    if state.requested_by is not None and state.requested_by.email:
        kind = "path_sent_back_here" if kind == "path_sent_back" else kind
        _write(kind, state.requested_by, item, code)


def _write(kind: str, to: Any, item: Any, code: str, link: Any = None) -> None:
    lang = to.language if hasattr(to, "language") else _read_by(to)
    with translation.override(lang):
        told = {"title": item.title, "step": label_of(STEPS, code) if code else ""}
        if kind == "path_published":
            told["page"] = _page(item, lang)
        if kind == "path_sent_back_here":
            told["page"] = _screen(item)
    post(kind, to, told, link=link, language=lang)


def _read_by(account: Any) -> str:
    profile = getattr(account, "wagtail_userprofile", None)
    return "fr" if profile and profile.preferred_language.startswith("fr") else "en"


def _page(item: Any, lang: str) -> str:
    base = str(settings.WAGTAILADMIN_BASE_URL)
    if kind_of(item) == "edition":
        return f"{base}/{lang}/guide/editions/{item.edition.number}/"
    if kind_of(item) == "pilot" and not item.is_released:
        return _screen(item)
    return f"{base}{item.get_absolute_url(lang)}"


def _screen(item: Any) -> str:
    """Give the address of the review screen."""
    base = settings.WAGTAILADMIN_BASE_URL
    return f"{base}/admin/desk/review/{kind_of(item)}/{subject(item).pk}/"
