"""A pilot goes from an idea to a decision of the deputy ministers, and to its result."""

from datetime import date
from typing import Any

import pytest

from tests.site.guide.making import make_record
from tests.site.secretariat.making import make_decision, make_pilot, make_table
from tests.site.secretariat.on_paths import in_group, step_of

CONDITIONS = {"conditions_en": "Report in a year.", "conditions_fr": "Rapport dans un an."}


def test_a_pilot_goes_from_an_idea_to_the_deputy_ministers_to_its_result(
    guide_client: Any, guide_db: str
) -> None:
    from balise.site.secretariat import path
    from balise.site.secretariat.models import Milestone
    from balise.site.secretariat.path_checks import PathError
    from balise.site.secretariat.pilot_stages import move
    from balise.site.secretariat.pipeline import pipeline_lines

    pilot = make_pilot(identifier="the-bus", granted_cad=10_000)
    assert pilot.state == "idea"
    path.submit(pilot, in_group("Secretariat"))
    pilot.refresh_from_db()
    assert (pilot.state, step_of(pilot)) == ("proposed", "working_group")
    path.approve(pilot, in_group("Reviewers"), "It helps small places.")
    for code, group in (
        ("steering", "Steering committee"),
        ("council", "Council"),
        ("deputies", "Deputy ministers' table"),
    ):
        account = in_group(group)
        make_table(code)
        assert step_of(pilot) == code
        with pytest.raises(PathError, match="no approval"):
            path.approve(pilot, account, "Without a decision.")
        outcome = {"outcome": "conditions", **CONDITIONS} if code == "deputies" else {}
        make_decision(pilot, code, is_released=True, **outcome)
        path.approve(pilot, account, f"The {code} said yes.")
    pilot.refresh_from_db()
    assert (pilot.state, pilot.live) == ("approved", True)
    assert (pilot.conditions_en, pilot.conditions_fr) == tuple(CONDITIONS.values())
    told = [(each.what, each.step, each.why) for each in path.steps_of(pilot)]
    assert [what for what, _step, _why in told] == ["submitted", *["approved"] * 4]
    assert told[-1] == ("approved", "deputies", "The deputies said yes.")
    assert all(each.role and each.at for each in path.steps_of(pilot)[1:])

    # It runs, reaches a milestone, ends, and its result is a project of the Guide.
    move(pilot, "running")
    reached = Milestone.objects.create(pilot=pilot, title_en="First village", due="2026-09")
    Milestone.objects.create(pilot=pilot, title_en="Tenth village", due="2027-03")
    reached.done_on = date(2026, 9, 12)
    reached.save()
    assert guide_client.get("/en/guide/pilots/the-bus/").status_code == 404
    assert pipeline_lines("en") == []
    record = make_record(title_en="Buses with help")
    pilot.result, pilot.is_released = record, True
    pilot.save()
    move(pilot, "ended")
    text = guide_client.get("/en/guide/pilots/the-bus/").content.decode()
    for words in ("Report in a year.", "Tenth village", "approved with conditions", "Ended"):
        assert words in text
    assert "Buses with help" not in text  # a draft is not named in public
    record.status, record.first_public_at = "listed", record.added_at
    record.save()
    text = guide_client.get("/en/guide/pilots/the-bus/").content.decode()
    assert f'href="/en/guide/records/{record.identifier}/"' in text

    (line,) = pipeline_lines("en")
    assert (line.title, line.host, line.decision) == (
        *(pilot.title_en, "New Brunswick"),
        "approved with conditions",
    )
    assert (line.table, line.conditions) == ("Table deputies", "Report in a year.")
    assert (line.requested_cad, line.granted_cad) == (None, None)
    assert (line.milestone, line.result) == ("Tenth village (March 2027)", "Buses with help")
    pilot.are_amounts_released = True
    pilot.save()
    (line,) = pipeline_lines("fr")
    assert (line.requested_cad, line.granted_cad) == (12_345, 10_000)
    assert (line.host, line.conditions) == ("Nouveau-Brunswick", "Rapport dans un an.")


def test_a_pilot_is_approved_by_a_decision_in_the_register_alone(guide_db: str) -> None:
    from balise.site.secretariat.pilot_stages import StageError, move

    pilot = make_pilot()
    with pytest.raises(StageError, match="no approving decision of the deputy ministers"):
        pilot.approved_by_its_path()
    with pytest.raises(StageError, match="cannot go from “idea” to “approved”"):
        move(pilot, "approved")
    pilot.refresh_from_db()
    assert pilot.state == "idea"


@pytest.mark.parametrize(
    ("before", "after"),
    [("proposed", "approved"), ("refused", "approved"), ("running", "running"), ("ended", "ended")],
)
def test_a_new_text_does_not_set_a_pilot_back(guide_sqlite: str, before: str, after: str) -> None:
    pilot = make_pilot(state=before)
    make_decision(pilot, "deputies", outcome="conditions", **CONDITIONS)
    pilot.approved_by_its_path()
    pilot.refresh_from_db()
    assert (pilot.state, pilot.conditions_en) == (after, CONDITIONS["conditions_en"])


def test_nobody_publishes_a_pilot_around_its_path(guide_sqlite: str) -> None:
    from balise.site.guide.publishing import PublishingError
    from tests.site.guide.making import make_account

    pilot = make_pilot()
    revision = pilot.save_revision()
    with pytest.raises(PublishingError, match="last step of its path"):
        revision.publish(user=make_account())


def test_an_edit_does_not_bring_back_where_a_pilot_stood(guide_sqlite: str) -> None:
    from balise.site.secretariat.models import PilotProposal

    pilot = make_pilot()
    pilot.save_revision()
    now = {"state": "running", "is_released": True, "granted_cad": 5}
    PilotProposal.objects.filter(pk=pilot.pk).update(**now)
    pilot.refresh_from_db()
    shown = pilot.get_latest_revision_as_object()
    assert {name: getattr(shown, name) for name in now} == now


def test_a_stopped_pilot_says_why(guide_db: str) -> None:
    from django.db import IntegrityError, transaction

    from balise.site.secretariat.models import PilotProposal

    make_pilot()
    with pytest.raises(IntegrityError), transaction.atomic():
        PilotProposal.objects.update(state="stopped")
    PilotProposal.objects.update(state="stopped", why_stopped_en="No bus was found.")


def test_an_approval_of_an_earlier_path_does_not_count_for_a_new_one(guide_sqlite: str) -> None:
    from datetime import timedelta

    from balise.site.secretariat import path
    from balise.site.secretariat.models import Decision
    from balise.site.secretariat.path_checks import PathError
    from tests.site.secretariat.on_paths import decided, in_group, lead_to, step_of

    pilot, deputy = make_pilot(), in_group("Deputy ministers' table")
    lead_to(pilot, "deputies")
    old = decided(pilot, "deputies")
    Decision.objects.filter(pk=old.pk).update(decided_on=old.decided_on - timedelta(days=1))
    path.withdraw(pilot)
    lead_to(pilot, "deputies")
    with pytest.raises(PathError, match="no approval of"):
        path.approve(pilot, deputy, "As the register says.")
    decided(pilot, "deputies")
    path.approve(pilot, deputy, "As the register says.")
    assert step_of(pilot) == ""


@pytest.mark.parametrize("state", ["refused", "stopped"])
def test_a_pilot_that_is_refused_or_stopped_leaves_its_path(guide_db: str, state: str) -> None:
    from balise.site.secretariat import path
    from balise.site.secretariat.path_checks import PathError
    from balise.site.secretariat.pilot_stages import move

    pilot = make_pilot()
    path.submit(pilot)
    path.approve(pilot, in_group("Reviewers"), "Read.")
    make_table("steering")
    make_decision(pilot, "steering")
    pilot.refresh_from_db()
    pilot.why_stopped_en = "No host."
    move(pilot, state)
    assert path.state_of(pilot).code == "withdrawn"
    with pytest.raises(PathError, match="at no step"):
        path.approve(pilot, in_group("Steering committee"), "Approved all the same.")
    with pytest.raises(PathError, match="set it back to an idea"):
        path.submit(pilot)
    pilot.refresh_from_db()
    assert pilot.state == state
    move(pilot, "idea")
    path.submit(pilot)
    assert step_of(pilot) == "working_group"
