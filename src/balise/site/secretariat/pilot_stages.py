"""The stages of a pilot, and how it goes from one to the next."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import WorkflowState
from wagtail.signals import workflow_submitted

from balise.site.secretariat import path
from balise.site.secretariat.decisions import approving
from balise.site.secretariat.models import PilotProposal
from balise.vocabulary import BaliseError

__all__ = ["NEXT", "OVER", "StageError", "approve", "connect", "leave_path", "move"]

# From each stage, those that a hand may move it to; approval comes from its path alone.
NEXT = {
    "idea": ("proposed", "stopped"),
    "proposed": ("idea", "refused", "stopped"),
    "approved": ("running", "stopped"),
    "refused": ("idea",),
    "running": ("ended", "stopped"),
    "ended": (),
    "stopped": ("idea",),
}


OVER = ("refused", "stopped")
"""In these a pilot is on no path; it begins again as an idea."""


class StageError(BaliseError):
    """A pilot cannot go to that stage."""


def move(pilot: PilotProposal, state: str) -> None:
    """Move a pilot to another stage and save it.

    Raises
    ------
    StageError
        If no hand may move it there.
    """
    if state == pilot.state:
        return
    if state not in NEXT[pilot.state]:
        words = _(
            "“%(pilot)s” cannot go from “%(now)s” to “%(then)s”. It is approved by the last "
            "step of its path alone; choose one of the stages that are offered."
        )
        names = dict(PilotProposal._meta.get_field("state").choices or ())
        told = {"pilot": str(pilot), "now": names[pilot.state], "then": names.get(state, state)}
        raise StageError(words % told)
    pilot.state = state
    pilot.save()


def leave_path(pilot: PilotProposal) -> None:
    """Take a pilot that is refused or stopped off its path: nothing approves it any more."""
    if pilot.state in OVER and pilot.current_workflow_state is not None:
        path.withdraw(pilot)


def approve(pilot: PilotProposal) -> None:
    """Take note that the last table approved a pilot, with the conditions that it set.

    Raises
    ------
    StageError
        If the register holds no such decision.
    """
    decision = approving(pilot, "deputies")
    if decision is None:
        words = _(
            "“%(pilot)s” has no approving decision of the deputy ministers’ table in the "
            "register. Record it there first."
        )
        raise StageError(words % {"pilot": str(pilot)})
    # A new text of a pilot that runs, or ended, does not set it back.
    pilot.state = pilot.state if pilot.state in {"running", "ended"} else "approved"
    pilot.conditions_en, pilot.conditions_fr = decision.conditions_en, decision.conditions_fr
    pilot.save(update_fields=["state", "conditions_en", "conditions_fr"])


def connect() -> None:
    """Have an idea become a proposal once it is submitted."""
    workflow_submitted.connect(
        _proposed, sender=WorkflowState, dispatch_uid="secretariat_pilot_proposed"
    )


def _proposed(instance: WorkflowState, **told: Any) -> None:  # noqa: ARG001
    item = instance.content_object
    if isinstance(item, PilotProposal):
        PilotProposal.objects.filter(pk=item.pk, state="idea").update(state="proposed")
