"""Decisions: who counts towards the quorum, what an approval needs, what others may rely on."""

from datetime import date
from typing import Any

import pytest

from tests.site.secretariat.making import make_decision, make_member, make_pilot, make_table

pytestmark = pytest.mark.usefixtures("guide_db")

DAY = date(2026, 11, 20)
FIVE = ("yes", "no", "abstained", "absent", "not_answered")


def asked(table: Any, *answers: str) -> Any:
    """A question to a table without an outcome yet, with the answers of its first members."""
    from balise.site.secretariat.decisions import note_answers
    from balise.site.secretariat.models import Decision

    decision = Decision.objects.create(table=table, question_en="Yes?", decided_on=DAY)
    members = [*table.members.order_by("pk")]
    note_answers(decision, dict(zip(members, answers, strict=False)))
    return decision


def table_of(members: int, **fields: Any) -> Any:
    table = make_table(**fields)
    for _number in range(members - 1):
        make_member(table)
    return table


def test_five_answers_are_counted_apart_and_three_make_the_quorum() -> None:
    from balise.site.secretariat.decisions import tally

    table = table_of(7, quorum_number=4)
    counted = tally(asked(table, *FIVE, "yes"))
    # Of 7 members: 2 yes, 1 no, 1 abstained, 1 absent, 1 said not to have answered, 1 silent.
    found = [getattr(counted, each) for each in FIVE]
    assert (found, counted.members, counted.counted) == ([2, 1, 1, 1, 2], 7, 4)
    assert counted.is_met


@pytest.mark.parametrize("answer", ["absent", "not_answered"])
def test_who_is_absent_or_silent_does_not_make_a_quorum(answer: str) -> None:
    from balise.site.secretariat.decisions import DecisionError

    decision = asked(table_of(3, quorum_number=2), "yes", answer, answer)
    decision.outcome = "approved"
    with pytest.raises(DecisionError, match="The quorum is 2 members, and 1 answered"):
        decision.save()


def test_who_abstains_makes_a_quorum_but_no_majority() -> None:
    decision = asked(table_of(3, quorum_number=3), "yes", "abstained", "abstained")
    decision.outcome = "approved"
    decision.save()
    assert decision.is_approving


def test_as_many_no_as_yes_is_no_approval() -> None:
    from balise.site.secretariat.decisions import DecisionError

    decision = asked(table_of(4), "yes", "yes", "no", "no")
    decision.outcome = "approved"
    with pytest.raises(DecisionError, match="more yes than no: yes 2, no 2"):
        decision.save()


def test_a_table_that_has_not_stated_its_quorum_approves_nothing_by_count() -> None:
    from balise.site.secretariat.decisions import DecisionError

    decision = asked(table_of(2, quorum_number=None), "yes", "yes")
    decision.outcome = "approved"
    with pytest.raises(DecisionError, match="quorum of this table is not stated"):
        decision.save()


@pytest.mark.parametrize(
    ("rule", "answers", "stands"),
    [
        ("two_thirds", ("yes", "yes", "no"), True),
        ("two_thirds", ("yes", "yes", "yes", "no", "no"), False),
        ("consensus", ("yes", "abstained", "absent"), True),
        ("consensus", ("yes", "yes", "no"), False),
        ("consensus", ("abstained",), False),
        ("recorded", (), True),
    ],
)
def test_a_table_may_have_a_rule_of_its_own(
    rule: str, answers: tuple[str, ...], stands: bool
) -> None:
    from balise.site.secretariat.decisions import unmet

    decision = asked(table_of(5, rule=rule), *answers)
    decision.outcome = "approved"
    assert (unmet(decision) == []) is stands


def test_a_share_of_the_members_is_rounded_up() -> None:
    from balise.site.secretariat.decisions import needed

    table = make_table(quorum_number=None, quorum_share="0.5")
    # Half of 13 is 6.5, so 7; half of nobody is still one.
    assert [needed(table, each) for each in (13, 12, 0)] == [7, 6, 1]


def test_a_refusal_needs_no_quorum() -> None:
    decision = asked(table_of(3, quorum_number=3), "no")
    decision.outcome = "refused"
    decision.save()
    assert not decision.is_approving


def test_answers_that_would_undo_an_approval_are_refused_and_nothing_changes() -> None:
    from balise.site.secretariat.decisions import DecisionError, note_answers, tally

    table = table_of(2)
    decision = asked(table, "yes", "yes")
    decision.outcome = "approved"
    decision.save()
    with pytest.raises(DecisionError, match="more yes than no"):
        note_answers(decision, dict.fromkeys(table.members.all(), "no"))
    assert tally(decision).yes == 2


def test_members_are_those_of_the_day() -> None:
    from balise.site.secretariat.decisions import answers_of

    table = make_table()
    make_member(table, name_en="Gone before", until=date(2026, 11, 19))
    make_member(table, name_en="Came after", since=date(2026, 11, 21))
    make_member(table, name_en="Of that day", since=DAY, until=DAY)
    names = {member.name_en for member, _answer in answers_of(asked(table))}
    assert names & {"Gone before", "Came after", "Of that day"} == {"Of that day"}


def test_the_last_outcome_says_whether_a_table_approves() -> None:
    from balise.site.secretariat.decisions import approving

    pilot, other = make_pilot(), make_pilot()
    first = make_decision(pilot, decided_on=date(2026, 5, 1))
    assert approving(pilot, "council") == first
    assert approving(pilot, "steering") is None
    assert approving(other, "council") is None
    assert approving(pilot, "council", since=date(2026, 5, 2)) is None
    later = make_decision(pilot, decided_on=date(2026, 6, 1), outcome="deferred")
    assert approving(pilot, "council") is None
    terms = {"outcome": "conditions", "conditions_en": "Report in a year."}
    last = make_decision(pilot, decided_on=date(2026, 7, 1), **terms)
    assert approving(pilot, "council") == last
    assert [each.number for each in (first, later, last)] == [1, 2, 3]


def test_conditions_and_the_day_are_told_whoever_writes() -> None:
    from django.db import IntegrityError, transaction

    for wrong in ({"outcome": "conditions"}, {"decided_on": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_decision(**wrong)


def test_a_question_is_about_one_thing() -> None:
    from django.db import IntegrityError, transaction

    from tests.site.guide.making import make_record

    with pytest.raises(IntegrityError), transaction.atomic():
        make_decision(make_pilot(), record=make_record())
