"""The first content of the governance pages: what the source tells, and nothing else."""

import pytest

pytestmark = pytest.mark.usefixtures("guide_db")


def loaded() -> bool:
    from balise.site.secretariat.governance_seeding import load_governance

    return load_governance()


def test_four_streams_have_a_step_in_each_of_three_phases() -> None:
    from balise.site.secretariat.models import Phase, PlanStep, Stream

    loaded()
    assert (Stream.objects.count(), Phase.objects.count(), PlanStep.objects.count()) == (4, 3, 12)


def test_what_became_of_a_step_a_question_a_meeting_is_not_stated() -> None:
    from balise.site.secretariat.models import (
        Answer,
        Decision,
        Deliverable,
        Meeting,
        PlanStep,
    )

    loaded()
    for model in (PlanStep, Deliverable, Meeting):
        assert set(model.objects.values_list("state", flat=True)) == {""}
    assert list(Decision.objects.values_list("outcome", "decided_on")) == [("", None)] * 3
    assert not Answer.objects.exists()


def test_thirteen_members_are_told_without_a_person() -> None:
    from balise.site.secretariat.models import Member

    loaded()
    seats = list(Member.objects.values_list("seat", flat=True))
    assert (len(seats), seats.count("co_chair")) == (13, 2)


def test_annexes_are_empty_and_amounts_private() -> None:
    from balise.site.secretariat.models import Annex, FundingRequest

    loaded()
    assert {each.letter for each in Annex.objects.filter(text_en="", text_fr="")} == {*"ABC"}
    request = FundingRequest.objects.get()
    # 55 000 for a consultant and 5 000 for procurement.
    assert (request.requested_cad, request.are_amounts_released) == (60_000, False)


def test_everything_says_where_it_is_known_from() -> None:
    from balise.site.secretariat.models import Decision, FundingRequest, PilotProposal, Table

    loaded()
    for model in (Table, Decision, FundingRequest, PilotProposal):
        for each in model.objects.all():
            assert "2018" in each.source_en
            assert "2018" in each.source_fr


def test_it_is_loaded_once_and_never_over_what_the_secretariat_changed() -> None:
    from balise.site.secretariat.models import PlanStep, Table

    assert loaded()
    Table.objects.filter(code="council").update(name_en="Another name")
    PlanStep.objects.first().delete()
    assert not loaded()
    assert Table.objects.get(code="council").name_en == "Another name"
    assert PlanStep.objects.count() == 11
