"""Screens of the governance: who records what, and what a table may not undo."""

import re
from datetime import date
from typing import Any

import pytest

from tests.site.guide.making import make_account, make_record
from tests.site.secretariat.making import make_decision, make_member, make_pilot
from tests.site.secretariat.on_paths import in_group


def version_in(page: Any) -> str:
    """The mark of what a screen showed."""
    found = re.search(r'name="version" value="(\w+)"', page.content.decode())
    assert found
    return found.group(1)


def question(code: str = "council") -> Any:
    return make_decision(code=code, outcome="")


def typed(client: Any, decision: Any, answer: str = "yes", **more: str) -> dict[str, str]:
    """What the screen sends when one answer is chosen for everybody."""
    page = client.get(f"/admin/desk/decisions/{decision.pk}/answers/")
    members = decision.table.members.values_list("pk", flat=True)
    given = {f"member-{each}": answer for each in members}
    said = {"version": version_in(page), "outcome": "approved", "decided_on": "2026-05-04"}
    return said | {"conditions_en": "", "conditions_fr": ""} | given | more


def test_answers_and_outcome_are_noted_at_once(guide_client: Any, guide_db: str) -> None:
    from balise.site.secretariat.decisions import tally

    decision = question()
    make_member(decision.table)
    guide_client.force_login(make_account())
    path = f"/admin/desk/decisions/{decision.pk}/answers/"
    answer = guide_client.post(path, typed(guide_client, decision))
    assert (answer.status_code, answer["Location"]) == (303, path)
    decision.refresh_from_db()
    assert (decision.outcome, decision.decided_on) == ("approved", date(2026, 5, 4))
    assert tally(decision).yes == 2


@pytest.mark.parametrize(
    ("answer", "more", "said"),
    [
        ("no", {}, "more yes than no"),
        ("absent", {}, "The quorum is 1 member, and 0 answered"),
        ("yes", {"decided_on": ""}, "on which day"),
        ("yes", {"decided_on": "2999-01-01"}, "has not come yet"),
        ("yes", {"outcome": "conditions"}, "Write the conditions"),
        ("perhaps", {}, "perhaps"),
    ],
)
def test_what_does_not_carry_is_told_beside_its_field_and_nothing_is_lost(
    guide_client: Any, guide_sqlite: str, answer: str, more: dict[str, str], said: str
) -> None:
    decision = question()
    guide_client.force_login(make_account())
    path = f"/admin/desk/decisions/{decision.pk}/answers/"
    sent = typed(guide_client, decision, answer, **{"conditions_fr": "", **more})
    refused = guide_client.post(path, sent)
    text = refused.content.decode()
    assert refused.status_code == 400
    assert said in text
    assert 'role="alert"' in text
    decision.refresh_from_db()
    assert decision.outcome == ""
    if answer in {"no", "absent"}:
        assert f'value="{answer}"' in text


def test_two_who_write_at_once_lose_nothing(guide_client: Any, guide_db: str) -> None:
    decision = question()
    guide_client.force_login(make_account())
    path = f"/admin/desk/decisions/{decision.pk}/answers/"
    sent = typed(guide_client, decision)
    other = typed(guide_client, decision, outcome="deferred")
    assert guide_client.post(path, other).status_code == 303
    late = guide_client.post(path, sent)
    assert late.status_code == 409
    assert "Somebody changed this" in late.content.decode()
    decision.refresh_from_db()
    assert decision.outcome == "deferred"
    # Sent again as the screen now has it, it is taken.
    again = sent | {"version": version_in(late)}
    assert guide_client.post(path, again).status_code == 303


@pytest.mark.parametrize("code", ["steering", "council", "deputies"])
def test_a_table_records_its_own_decisions_and_sees_no_others(
    guide_client: Any, guide_db: str, code: str
) -> None:
    from balise.site.secretariat.governance_permissions import TABLE_GROUPS

    questions = {each: question(each) for each in TABLE_GROUPS}
    guide_client.force_login(in_group(TABLE_GROUPS[code]))
    for each, decision in questions.items():
        path = f"/admin/desk/decisions/{decision.pk}/answers/"
        expected = 200 if each == code else 404
        assert guide_client.get(path).status_code == expected
        if each != code:
            assert guide_client.post(path, {"outcome": "approved"}).status_code == 404
    listed = guide_client.get("/admin/desk/decisions/").content.decode()
    assert f"{questions[code].pk}/answers/" in listed
    assert sum(f"decisions/{each.pk}/answers/" in listed for each in questions.values()) == 1


@pytest.mark.parametrize("group", ["Reviewers", "Translators", "Council", ""])
def test_pilots_and_packs_are_for_the_secretariat(
    guide_client: Any, guide_sqlite: str, group: str
) -> None:
    pilot = make_pilot()
    if group:
        guide_client.force_login(in_group(group))
    refused = {403} if group else {302}
    for path in ("pilots/", f"pilots/{pilot.pk}/", "meetings/", "meetings/1/pack.pdf"):
        assert guide_client.get(f"/admin/desk/{path}").status_code in refused
    if group in {"Translators", "Reviewers"}:
        assert guide_client.get("/admin/desk/decisions/").status_code == 403


def pilot_sent(client: Any, pilot: Any, **more: str) -> dict[str, str]:
    page = client.get(f"/admin/desk/pilots/{pilot.pk}/")
    counted = {"milestones-TOTAL_FORMS": "1", "milestones-INITIAL_FORMS": "0"}
    return {"version": version_in(page), "state": pilot.state} | counted | more


def test_the_secretariat_notes_where_a_pilot_stands(guide_client: Any, guide_db: str) -> None:
    from balise.site.secretariat.models import PilotProposal

    pilot, record = make_pilot(), make_record()
    PilotProposal.objects.update(state="approved")
    pilot.refresh_from_db()
    guide_client.force_login(in_group("Secretariat"))
    steps = {"milestones-0-title_en": "First village", "milestones-0-due": "2027-03"}
    more = {"state": "running", "result": str(record.pk), "is_released": "on", **steps}
    path = f"/admin/desk/pilots/{pilot.pk}/"
    assert guide_client.post(path, pilot_sent(guide_client, pilot, **more)).status_code == 303
    pilot.refresh_from_db()
    assert (pilot.state, pilot.result, pilot.is_released) == ("running", record, True)
    assert [str(each) for each in pilot.milestones.all()] == ["First village"]


@pytest.mark.parametrize(
    "more",
    [
        {"state": "approved"},
        {"state": "stopped"},
        {"are_amounts_released": "on"},
        {"milestones-0-title_en": "Late", "milestones-0-done_on": "2999-01-01"},
        {"granted_cad": "-1"},
    ],
)
def test_a_pilot_is_approved_by_no_hand_and_stops_for_a_reason(
    guide_client: Any, guide_sqlite: str, more: dict[str, str]
) -> None:
    pilot = make_pilot()
    guide_client.force_login(make_account())
    path = f"/admin/desk/pilots/{pilot.pk}/"
    answer = guide_client.post(path, pilot_sent(guide_client, pilot, **more))
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    pilot.refresh_from_db()
    assert (pilot.state, pilot.are_amounts_released) == ("idea", False)


def test_what_the_public_reads_of_a_pilot_stays_until_it_is_shown_again(
    guide_client: Any, guide_db: str
) -> None:
    pilot = make_pilot(is_released=True)
    pilot.summary_en = "Another summary"
    pilot.save_revision()
    pilot.refresh_from_db()
    address = pilot.get_absolute_url("en")
    assert "Another summary" not in guide_client.get(address).content.decode()
    guide_client.force_login(make_account())
    more = {"is_released": "on", "show_last": "1"}
    path = f"/admin/desk/pilots/{pilot.pk}/"
    assert guide_client.post(path, pilot_sent(guide_client, pilot, **more)).status_code == 303
    assert "Another summary" in guide_client.get(address).content.decode()


@pytest.mark.parametrize("kind", ["table", "member", "meeting", "decision", "pilotproposal"])
def test_the_secretariat_keeps_its_tables_in_its_own_language(
    guide_client: Any, guide_sqlite: str, kind: str
) -> None:
    make_decision(make_pilot())
    guide_client.force_login(in_group("Secretariat", "fr"))
    assert guide_client.get(f"/admin/snippets/secretariat/{kind}/").status_code == 200
    assert guide_client.get(f"/admin/snippets/secretariat/{kind}/add/").status_code == 200
