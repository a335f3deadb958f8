"""What a table answered: counted, held to its quorum and its rule, and asked for by others.

The quorum counts members who answered yes or no, or abstained; who is absent or has not
answered does not count.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from balise.site.guide.models import Edition, Record
from balise.site.guide.terms import codes
from balise.site.secretariat.governance_terms import ANSWERS, APPROVING
from balise.site.secretariat.models import (
    Answer,
    Decision,
    FundingRequest,
    Member,
    PilotProposal,
    Table,
)
from balise.vocabulary import BaliseError

__all__ = [
    "DecisionError",
    "Tally",
    "answers_of",
    "approving",
    "needed",
    "note_answers",
    "note_decision",
    "reject_uncarried",
    "subject_field",
    "tally",
    "unmet",
]

COUNTED = ("yes", "no", "abstained")


class DecisionError(BaliseError):
    """A decision is not what the answers carry."""

    def __init__(self, decision: Decision, sentences: list[str]) -> None:
        self.sentences = sentences
        words = _("The decision of “%(table)s” was not recorded. %(told)s")
        super().__init__(words % {"table": decision.table.name, "told": " ".join(sentences)})


@dataclass(frozen=True, slots=True)
class Tally:
    """How many members gave each answer, and what the quorum asks [members].

    ``quorum`` is None where the table has not stated one.
    """

    yes: int = 0
    no: int = 0
    abstained: int = 0
    absent: int = 0
    not_answered: int = 0
    quorum: int | None = None

    @property
    def members(self) -> int:
        """How many members the table had on that day."""
        return self.counted + self.absent + self.not_answered

    @property
    def counted(self) -> int:
        """How many count towards the quorum: yes, no, abstained."""
        return self.yes + self.no + self.abstained

    @property
    def is_met(self) -> bool:
        """Whether the quorum is stated and met."""
        return self.quorum is not None and self.counted >= self.quorum


def needed(table: Table, members: int) -> int | None:
    """Give how many members the quorum of a table asks for; None if it is not stated.

    A share is rounded up: half of 13 members is 7.
    """
    if table.quorum_number is not None:
        return int(table.quorum_number)
    if table.quorum_share is None:
        return None
    asked = Decimal(members) * Decimal(table.quorum_share)
    return max(1, int(asked.to_integral_value(ROUND_CEILING)))


def answers_of(decision: Decision) -> list[tuple[Member, str]]:
    """Give each member of the day with its answer; who has none has not answered.

    A member who answered stays in the list, even if its seat was closed since.
    """
    given = {each.member_id: each.answer for each in decision.answers.all()} if decision.pk else {}
    seats = Member.objects.filter(table_id=decision.table_id).select_related("organisation")
    there = set(seats.on(decision.day).values_list("pk", flat=True)) | set(given)
    return [(each, given.get(each.pk, "not_answered")) for each in seats if each.pk in there]


def tally(decision: Decision) -> Tally:
    """Count the answers to a decision."""
    answers = answers_of(decision)
    counts = Counter(answer for _member, answer in answers)
    quorum = needed(decision.table, len(answers))
    return Tally(**{each: counts[each] for each in codes(ANSWERS)}, quorum=quorum)


def unmet(decision: Decision) -> list[str]:
    """Say what an approval lacks, as sentences; none if it may stand.

    Parameters
    ----------
    decision : Decision
        With the outcome it is to have; its answers are read from the database.
    """
    table = decision.table if decision.table_id else None
    if table is None or not decision.is_approving or table.rule == "recorded":
        return []
    counted = tally(decision)
    return [*_of_quorum(counted), *_of_rule(table.rule, counted)]


def _of_quorum(counted: Tally) -> list[str]:
    if counted.quorum is None:
        return [_("The quorum of this table is not stated: state it with the table first.")]
    if counted.is_met:
        return []
    words = ngettext(
        "The quorum is %(quorum)s member, and %(counted)s answered yes or no, or abstained.",
        "The quorum is %(quorum)s members, and %(counted)s answered yes or no, or abstained.",
        counted.quorum,
    )
    return [words % {"quorum": counted.quorum, "counted": counted.counted}]


def _of_rule(rule: str, counted: Tally) -> list[str]:
    carried = {
        "majority": counted.yes > counted.no,
        "two_thirds": counted.yes >= max(1, 2 * counted.no),
        "consensus": counted.yes > 0 and counted.no == 0,
    }
    if carried[rule]:
        return []
    words = {
        "majority": _("An approval needs more yes than no: yes %(yes)s, no %(no)s."),
        "two_thirds": _("An approval needs two yes for each no: yes %(yes)s, no %(no)s."),
        "consensus": _("An approval needs a yes and nobody against: yes %(yes)s, no %(no)s."),
    }
    return [words[rule] % {"yes": counted.yes, "no": counted.no}]


def reject_uncarried(decision: Decision) -> None:
    """Refuse an approval that the answers do not carry.

    Raises
    ------
    DecisionError
        With all that it lacks.
    """
    if sentences := unmet(decision):
        raise DecisionError(decision, sentences)


@transaction.atomic
def note_answers(decision: Decision, answers: Mapping[Member, str]) -> None:
    """Note what members answered.

    Parameters
    ----------
    decision : Decision
        Saved.
    answers : mapping
        A code of ``ANSWERS`` for each member.

    Raises
    ------
    DecisionError
        If an approval noted before would no longer stand; nothing is changed then.
    """
    _write_answers(decision, answers)
    reject_uncarried(decision)


@transaction.atomic
def note_decision(decision: Decision, answers: Mapping[Member, str], **fields: Any) -> None:
    """Note the answers and the outcome of a decision at once.

    Parameters
    ----------
    decision : Decision
        Saved.
    answers : mapping
        A code of ``ANSWERS`` for each member.
    **fields : object
        ``outcome``, ``decided_on``, ``conditions_en`` and the like.

    Raises
    ------
    DecisionError
        If the answers do not carry the outcome; nothing is changed then.
    """
    _write_answers(decision, answers)
    for name, value in fields.items():
        setattr(decision, name, value)
    decision.save()


def _write_answers(decision: Decision, answers: Mapping[Member, str]) -> None:
    for member, answer in answers.items():
        Answer.objects.update_or_create(
            decision=decision, member=member, defaults={"answer": answer}
        )


def subject_field(item: Any) -> str:
    """Name the field of a decision that holds an item."""
    kinds = {
        Record: "record",
        Edition: "edition",
        PilotProposal: "pilot",
        FundingRequest: "funding",
    }
    return next(field for kind, field in kinds.items() if isinstance(item, kind))


def approving(item: Any, table_code: str, since: date | None = None) -> Decision | None:
    """Give the decision by which a table approves an item now.

    Parameters
    ----------
    item : Record, Edition, PilotProposal or FundingRequest
        What was decided about.
    table_code : str
        A code of ``TABLES``.
    since : date, optional
        Day before which decisions do not count, as when the item began its path again.

    Returns
    -------
    Decision or None
        The last one with an outcome, if it approves; what was refused or deferred later is
        not approved.
    """
    decided = Decision.objects.filter(table__code=table_code).exclude(outcome="")
    decided = decided.filter(**{subject_field(item): item})
    if since is not None:
        decided = decided.filter(decided_on__gte=since)
    last = decided.select_related("table").order_by("decided_on", "number").last()
    return last if last is not None and last.outcome in APPROVING else None
