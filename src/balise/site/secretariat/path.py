"""The path of approval: how a project, an edition or a pilot goes from a draft to the public.

Wagtail reads this module before any model exists, so each act finds its own when it is done.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from balise.site.secretariat.path_told import PathState, StepTold

__all__ = ["approve", "finish", "send_back", "state_of", "steps_of", "submit", "withdraw"]


def submit(item: Any, user: Any = None) -> Any:
    """Put an item on its path, or back on it where it was sent back from.

    Parameters
    ----------
    item : Record, Edition or PilotProposal
        What is submitted, as its last revision has it.
    user : account, optional
        Who submits; None for the holder of a private link.

    Returns
    -------
    WorkflowState
        Of Wagtail; the one it has if it is on its path already.
    """
    from balise.site.secretariat import path_moves

    return path_moves.submit(item, user)


def approve(  # noqa: PLR0913 - one argument for each field of the form
    item: Any,
    user: Any,
    why: str,
    *,
    step: int | None = None,
    seen: str | None = None,
    waived: bool = False,
    settled: str = "",
) -> None:
    """Approve the step an item is at; the last one publishes it.

    Parameters
    ----------
    item : Record, Edition or PilotProposal
        At a step.
    user : account
        In the group of the step.
    why : str
        A short sentence; it is kept.
    step : int, optional
        Number of the state of the step that was looked at; another one is not approved.
    seen : str, optional
        Mark of the draft that was looked at; see ``path_told.mark_of``.
    waived : bool
        Whether an organisation is not waited for; ``why`` then says why.
    settled : str
        What was done with the changes that an organisation asked for; kept with ``why``.

    Raises
    ------
    PathError
        With all that is missing; the item stays where it is.
    PermissionDenied
        If it is not the turn of the account.
    """
    from balise.site.secretariat import path_moves

    path_moves.approve(item, user, why, step=step, seen=seen, waived=waived, settled=settled)


def send_back(item: Any, user: Any, why: str, *, step: int | None = None) -> None:
    """Send an item back to who wrote it, with what to change.

    Raises
    ------
    PathError
        If nothing says what to change, or it is not at a step.
    PermissionDenied
        If it is not the turn of the account.
    """
    from balise.site.secretariat import path_moves

    path_moves.send_back(item, user, why, step=step)


def withdraw(item: Any, user: Any = None) -> None:
    """Take an item off its path; it can be submitted again from the start."""
    from balise.site.secretariat import path_moves

    path_moves.withdraw(item, user)


def state_of(item: Any) -> "PathState":
    """Tell where an item is on its path."""
    from balise.site.secretariat import path_told

    return path_told.state_of(item)


def steps_of(item: Any) -> "list[StepTold]":
    """Give what happened to an item on its path, the first step first: who, when, why.

    Pages that the public or a submitter reads show ``role``, never ``account``.
    """
    from balise.site.secretariat import path_told

    return path_told.steps_of(item)


def finish(workflow_state: Any, user: Any = None) -> None:
    """Publish what went its whole path; Wagtail calls this after the last step.

    Raises
    ------
    BaliseError
        If something is missing; the last step is then not approved either.
    """
    from balise.site.secretariat import path_moves

    path_moves.finish(workflow_state, user)
