"""What each step of a path looks at before it is left; whoever asks, by whatever screen."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from balise.site.guide.publishing import (
    Missing,
    PublishingError,
    missing_to_publish,
    missing_to_submit,
    unreviewed,
)
from balise.site.guide.told import label_of
from balise.site.secretariat import decisions
from balise.site.secretariat.governance_terms import TABLES
from balise.site.secretariat.models import STEPS, Consultation
from balise.site.secretariat.path_laid import GROUP_OF, ROLE_OF, kind_of, subject
from balise.site.secretariat.path_texts import says_the_same
from balise.vocabulary import BaliseError

__all__ = [
    "PathError",
    "asks_for_changes",
    "before_approval",
    "before_sending_back",
    "missing_at",
    "role_at",
]


class PathError(PublishingError):
    """An item stays at its step: something is missing."""

    def __init__(self, what: str, missing: tuple[Missing, ...]) -> None:
        self.missing = missing
        told = " ".join(each.sentence for each in missing)
        words = _("“%(what)s” stays where it is on its path. %(told)s")
        BaliseError.__init__(self, words % {"what": what, "told": told})


def role_at(code: str, user: Any) -> str:
    """Tell in which role an account takes a step; empty if it may not.

    An administrator may step in for any group, and is named as such.
    """
    if user is None or not user.is_active:
        return ""
    group = GROUP_OF[code]
    if user.groups.filter(name=group).exists():
        return ROLE_OF[group]
    return "administrator" if user.is_superuser else ""


def missing_at(
    item: Any, code: str, since: Any = None, *, waived: bool = False, settled: bool = False
) -> list[Missing]:
    """Tell what is missing to leave a step.

    Parameters
    ----------
    item : Record, EditionCase or PilotProposal
        As its last revision has it.
    code : str
        Of the step.
    since : datetime, optional
        When the item began its path: what was answered before does not count.
    waived : bool
        Whether the organisation is not waited for.
    settled : bool
        Whether it was said what was done with the changes that the organisation asked for.
    """
    if code in {"steering", "council", "deputies"}:
        found = _decided(item, code, since)
        missing = [] if found else [_undecided(code)]
        return missing + (_unready(item) if code == "deputies" else [])
    if kind_of(item) != "record":
        return []
    if code == "consulted":
        return [] if waived else _unanswered(item, since, settled=settled)
    if code == "completeness":
        return list(missing_to_submit(item))
    if code == "translated":
        return unreviewed(item)
    return _unready(item) if code == "publication" else []


def _decided(item: Any, code: str, since: Any) -> Any:
    """Give the approval of a table; one of an earlier path does not count for a new one."""
    is_again = since is not None and item.workflow_states.filter(created_at__lt=since).exists()
    day = timezone.localdate(since) if is_again else None
    return decisions.approving(subject(item), code, day)


def _undecided(code: str) -> Missing:
    words = _("The register has no approval of “%(table)s”: enter its decision there first.")
    return Missing("decision", words % {"table": label_of(TABLES, code)})


def _unready(item: Any) -> list[Missing]:
    if kind_of(item) == "edition":
        return []
    missing = list(missing_to_publish(item))
    if item.go_live_at or item.expire_at:
        sentence = _("Nothing is published at a set time: take the dates of publication away.")
        missing.append(Missing("go_live_at", sentence))
    return missing


def _answers(record: Any, since: Any) -> list[Consultation]:
    """Give the answers about a project since it began its path, the last first."""
    asked = Consultation.objects.filter(record_id=record.pk)
    if since is not None:
        asked = asked.filter(asked_at__gte=since)
    answers = asked.exclude(answer="").select_related("revision")
    return list(answers.order_by("-answered_at", "-pk"))


def _last_about(record: Any, answers: list[Consultation]) -> str:
    about_this = (each.answer for each in answers if _is_about(each, record))
    return next(about_this, "")


def asks_for_changes(record: Any, since: Any) -> bool:
    """Tell whether the organisation agrees with what the draft says now, if it is changed."""
    return _last_about(record, _answers(record, since)) == "agree_with_changes"


def _unanswered(record: Any, since: Any, *, settled: bool) -> list[Missing]:
    answers = _answers(record, since)
    last = _last_about(record, answers)
    if last == "agree" or (last == "agree_with_changes" and settled):
        return []
    if last == "agree_with_changes":
        sentence = _(
            "The organisation agrees with changes: make them and consult it again, or say what "
            "was done with them."
        )
    elif last == "do_not_agree":
        sentence = _(
            "The organisation does not agree: send the project back, or say why it goes on."
        )
    elif answers:
        sentence = _(
            "The organisation answered about another text: consult it again, or say why it is "
            "not waited for."
        )
    else:
        sentence = _(
            "The organisation has not answered: consult it, or say why it is not waited for."
        )
    return [Missing("consultation", sentence)]


def _is_about(consultation: Consultation, draft: Any) -> bool:
    """Tell whether an answer is about what the draft says now."""
    shown = consultation.revision
    return shown is not None and says_the_same(shown.as_object(), draft, "consulted")


def before_approval(state: Any, user: Any, why: str) -> None:
    """Refuse an approval out of turn, without a reason, or with something missing.

    Raises
    ------
    PermissionDenied
        If it is not the turn of the account.
    PathError
        With all that is missing.
    """
    step = state.task.specific
    state.role = _role(step.code, user)
    item = state.revision.as_object()
    said = {"waived": state.is_waived, "settled": bool(state.settled)}
    missing = missing_at(item, step.code, state.workflow_state.created_at, **said)
    if not why.strip():
        missing.append(Missing("why", _("Say in a short sentence why it goes on.")))
    if missing:
        raise PathError(str(item), tuple(missing))
    if table := getattr(step, "table", ""):
        state.decision = _decided(item, table, state.workflow_state.created_at)


def before_sending_back(state: Any, user: Any, why: str) -> None:
    """Refuse a step back out of turn, or one that does not say what to change.

    Raises
    ------
    PermissionDenied
        If it is not the turn of the account.
    PathError
        If nothing says what to change.
    """
    state.role = _role(state.task.specific.code, user)
    if not why.strip():
        sentence = _("Say what to change: who wrote it reads this.")
        raise PathError(str(state.revision.as_object()), (Missing("why", sentence),))


def _role(code: str, user: Any) -> str:
    role = role_at(code, user)
    if not role:
        raise PermissionDenied(label_of(STEPS, code))
    return role
