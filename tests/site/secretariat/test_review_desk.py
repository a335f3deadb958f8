"""The review screen shows what is decided about, and takes decisions in turn."""

from typing import Any

import pytest

from tests.site.guide.making import make_account, make_record
from tests.site.secretariat.on_paths import decided, in_group, lead_to, step_of


def _screen(kind: str, number: int, act: str = "") -> str:
    return f"/admin/desk/review/{kind}/{number}/{act}"


@pytest.mark.parametrize(("language", "word"), [("en", "Waiting for me"), ("fr", "En attente")])
def test_each_role_finds_what_waits_for_it_and_what_it_needs(
    guide_db: str, guide_client: Any, language: str, word: str
) -> None:
    record = make_record(state_fr="machine")
    lead_to(record, "translated")
    guide_client.force_login(in_group("Translators", language))
    page = guide_client.get("/admin/desk/waiting/").content.decode()
    assert word in page
    assert _screen("record", record.pk) in page
    assert ("not reviewed yet" in page) or ("pas encore révisé" in page)
    home = guide_client.get("/admin/").content.decode()
    assert "/admin/desk/waiting/" in home
    guide_client.force_login(in_group("Reviewers"))
    assert (
        _screen("record", record.pk)
        not in guide_client.get("/admin/desk/waiting/").content.decode()
    )


def test_a_step_is_approved_from_the_screen_with_a_reason_that_is_offered(
    guide_db: str, guide_client: Any
) -> None:
    from balise.site.secretariat import path

    record = make_record()
    path.submit(record)
    guide_client.force_login(in_group("Secretariat"))
    page = guide_client.get(_screen("record", record.pk))
    assert "The office answers letters sooner" in page.content.decode()
    state = path.state_of(record)
    record.refresh_from_db()
    from balise.site.secretariat.path_told import default_reason, mark_of

    sent = {"step": state.number, "seen": mark_of(record.latest_revision), "why": ""}
    wrong = guide_client.post(_screen("record", record.pk, "approve/"), sent)
    assert wrong.status_code == 400
    assert 'href="#approve-why"' in wrong.content.decode()
    sent["why"] = default_reason("completeness")
    answer = guide_client.post(_screen("record", record.pk, "approve/"), sent)
    assert answer.status_code == 303
    assert step_of(record) == "working_group"
    again = guide_client.post(_screen("record", record.pk, "approve/"), sent)
    assert again.status_code == 303
    assert step_of(record) == "working_group"


def test_a_refused_decision_keeps_what_was_typed(guide_sqlite: str, guide_client: Any) -> None:
    from balise.site.secretariat import path

    record = make_record(licence="")
    lead_to(record, "publication")
    guide_client.force_login(in_group("Secretariat"))
    state = path.state_of(record)
    sent = {"step": state.number, "seen": "old", "why": "I looked at everything."}
    answer = guide_client.post(_screen("record", record.pk, "approve/"), sent)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "changed since you opened it" in text
    assert "I looked at everything." in text


def test_a_group_out_of_turn_sees_no_buttons_and_its_post_is_refused(
    guide_sqlite: str, guide_client: Any
) -> None:
    from balise.site.secretariat import path

    record = make_record()
    path.submit(record)
    guide_client.force_login(in_group("Reviewers"))
    page = guide_client.get(_screen("record", record.pk)).content.decode()
    assert "approve-why" not in page
    sent = {"step": path.state_of(record).number, "why": "For them."}
    assert guide_client.post(_screen("record", record.pk, "back/"), sent).status_code == 403


@pytest.mark.parametrize("group", ["Steering committee", "Council", "Deputy ministers' table"])
def test_tables_read_no_drafts_of_projects(
    guide_sqlite: str, guide_client: Any, group: str
) -> None:
    record = make_record()
    guide_client.force_login(in_group(group))
    assert guide_client.get(_screen("record", record.pk)).status_code == 403
    assert guide_client.get("/admin/desk/waiting/").status_code == 200
    assert guide_client.get("/admin/desk/translations/").status_code == 403


def test_what_changed_since_the_public_version_is_shown(
    guide_sqlite: str, guide_client: Any
) -> None:
    from balise.site.guide.publishing import by_its_path

    record = make_record(limits_en="Handwriting is not read.")
    with by_its_path():
        record.save_revision().publish()
    record.refresh_from_db()
    draft = record.get_latest_revision_as_object()
    draft.limits_en = "Handwriting is read badly."
    draft.save_revision()
    guide_client.force_login(in_group("Secretariat"))
    page = guide_client.get(_screen("record", record.pk)).content.decode()
    assert page.count("Handwriting is not read.") == 1
    assert page.count("Handwriting is read badly.") == 2


def test_a_consultation_is_asked_answered_and_its_consent_taken(
    guide_db: str, guide_client: Any
) -> None:
    from balise.site.secretariat.consultations import link_of, version_of
    from balise.site.secretariat.models import Consultation, Message
    from balise.site.secretariat.private_links import address_of, revoke

    record = make_record(consent_on=None, verification="unverified_seed")
    lead_to(record, "consulted")
    guide_client.force_login(in_group("Secretariat"))
    sent = {"mailbox": "office@example.org", "language": "fr", "question": "Est-ce juste?"}
    assert guide_client.post(_screen("record", record.pk, "consult/"), sent).status_code == 303
    asked = Consultation.objects.get()
    mail = Message.objects.get(kind="consultation_asked")
    link = link_of(asked)
    assert link is not None
    assert (mail.language, mail.link) == ("fr", link)
    address = address_of(link, "fr").partition("/fr/")[2]
    page = guide_client.get(f"/fr/{address}")
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "Est-ce juste?" in page.content.decode()
    asked.refresh_from_db()
    assert asked.answer == ""
    wrong = guide_client.post(f"/fr/{address}", {"claims": "Douze, pas dix."})
    assert wrong.status_code == 400
    assert "Douze, pas dix." in wrong.content.decode()
    assert guide_client.post(f"/fr/{address}", {"answer": "do_not_agree"}).status_code == 303
    asked.refresh_from_db()
    said = {"answer": "agree_with_changes", "claims": "Douze, pas dix."}
    said["version"] = version_of(asked)
    assert guide_client.post(f"/fr/{address}", said).status_code == 303
    record.refresh_from_db()
    assert record.get_latest_revision_as_object().consent_on is None
    screen = guide_client.get(_screen("record", record.pk)).content.decode()
    assert "Douze, pas dix." in screen
    assert guide_client.post(f"/admin/desk/consultations/{asked.pk}/consent/").status_code == 303
    record.refresh_from_db()
    assert record.get_latest_revision_as_object().consent_on is not None
    assert (record.verification, record.live) == ("confirmed", False)
    revoke(link)
    assert guide_client.get(f"/fr/{address}").status_code == 410
    assert guide_client.get("/fr/guide/consultations/nothing/").status_code == 404


def test_an_edition_goes_through_the_tables(guide_db: str, guide_client: Any) -> None:
    from datetime import date

    from balise.site.guide import edition_making
    from balise.site.guide.models import Edition
    from balise.site.secretariat import path
    from balise.site.secretariat.path_checks import PathError

    edition = Edition.objects.create(number=77, title_en="Edition 77", dated=date(2026, 11, 1))
    guide_client.force_login(in_group("Secretariat"))
    assert guide_client.post(_screen("edition", edition.pk, "submit/")).status_code == 303
    path.approve(edition, in_group("Reviewers"), "It was read.")
    council = in_group("Steering committee")
    with pytest.raises(PathError, match="The register has no approval"):
        path.approve(edition, council, "Let it go.")
    decision = decided(edition, "steering", "conditions", "Add a glossary.")
    path.approve(edition, council, "As the register says.")
    assert path.steps_of(edition)[2].decision == decision
    decided(edition, "council")
    path.approve(edition, in_group("Council"), "As the register says.")
    deputy = in_group("Deputy ministers' table")
    guide_client.force_login(deputy)
    page = guide_client.get(_screen("edition", edition.pk)).content.decode()
    assert "Add a glossary." in page
    decided(edition, "deputies")
    # Its books are gone: what cannot be published is not approved either.
    from django.core.exceptions import ObjectDoesNotExist

    with pytest.raises(ObjectDoesNotExist):
        path.approve(edition, deputy, "As the register says.")
    assert step_of(edition) == "deputies"
    kept = edition_making.book_file
    edition_making.book_file = lambda *_given: None  # type: ignore[assignment]
    try:
        path.approve(edition, deputy, "As the register says.")
    finally:
        edition_making.book_file = kept
    edition.refresh_from_db()
    assert edition.state == "approved"
    assert path.state_of(edition).code == "approved"


def test_a_pilot_goes_through_the_tables(guide_db: str, guide_client: Any) -> None:
    from balise.site.secretariat import path
    from tests.site.secretariat.making import make_pilot

    pilot = make_pilot()
    lead_to(pilot, "deputies")
    decided(pilot, "deputies")
    deputy = in_group("Deputy ministers' table")
    guide_client.force_login(deputy)
    assert guide_client.get(_screen("pilot", pilot.pk)).status_code == 200
    path.approve(pilot, deputy, "As the register says.")
    pilot.refresh_from_db()
    assert (pilot.live, pilot.state, pilot.is_released) == (True, "approved", False)


def test_letters_tell_the_group_whose_turn_it_is_and_never_the_draft(
    guide_db: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from balise.site.secretariat import path
    from balise.site.secretariat.letters import written
    from balise.site.secretariat.models import Message

    first, second = in_group("Secretariat"), in_group("Reviewers", "fr")
    submitter = make_account()
    record = make_record()
    path.submit(record, submitter)
    assert [each.account for each in Message.objects.filter(kind="path_turn")] == [first]
    path.approve(record, first, "Complete.")
    turn = Message.objects.get(kind="path_turn", account=second)
    assert turn.language == "fr"
    letter = written(turn.kind, "fr", turn.told | {"site": "x"}, is_repeated=False)
    assert record.title_fr in letter.subject
    assert "Les lettres attendaient" not in letter.body
    path.send_back(record, second, "Say more.")
    back = Message.objects.get(account=submitter)
    assert back.kind == "path_sent_back_here"
    assert "Say more" not in str(back.told)
    # Nothing leaves beside the outbox.
    assert "Subject:" not in capsys.readouterr().out
