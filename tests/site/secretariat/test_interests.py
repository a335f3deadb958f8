"""Expressions of interest: kept once, answered, named only if agreed and released."""

from typing import Any

import pytest

from balise.site.guide.publishing import by_its_path
from balise.site.secretariat import plain_forms
from tests.site.guide.making import make_account, make_record
from tests.site.secretariat.on_paths import in_group

SAID = {
    "about": "evi",
    "geography": "Our census division",
    "record": "",
    "organisation": "Office of the Coast",
    "jurisdiction": "CA-NB",
    "purpose": "To choose where a bus of services stops.",
    "role": "Manager, outreach",
    "email": "Outreach@example.org",
    "may_be_named": "on",
    "website": "",
}
FORM = "/en/guide/interest/express/"


@pytest.fixture(autouse=True)
def _later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who reads a form before they send it: ten seconds pass between any two looks at a clock."""
    moments = iter(range(1_800_000_000, 1_900_000_000, 10))
    monkeypatch.setattr(plain_forms, "clock", lambda: float(next(moments)))


def sent(client: Any, address: str = FORM, what: str = "interest", **changes: Any) -> Any:
    said = {**SAID, "opened": plain_forms.stamp(what), **changes}
    return client.post(address, {key: value for key, value in said.items() if value is not None})


def interests() -> Any:
    from balise.site.secretariat.models import Interest

    return Interest.objects


def posted(kind: str) -> Any:
    from balise.site.secretariat.models import Message

    return Message.objects.filter(kind=kind)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def kept(client: Any, **changes: Any) -> Any:
    assert sent(client, **changes).status_code == 303
    return interests().latest("pk")


def test_what_is_sent_is_kept_and_answered(guide_client: Any, guide_db: str) -> None:
    answer = sent(guide_client, FORM.replace("/en/", "/fr/"))
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        "/fr/guide/interest/received/",
    )
    (found,) = interests().all()
    assert (found.organisation, found.state, found.language) == (SAID["organisation"], "new", "fr")
    assert found.sender.email == "outreach@example.org"
    (message,) = posted("interest_receipt")
    assert (message.to, message.language) == (found.sender, "fr")
    page = guide_client.get(answer.headers["Location"])
    assert page.status_code == 200
    assert "outreach@" not in text_of(page).lower()


def test_a_form_sent_twice_is_kept_once(guide_client: Any, guide_db: str) -> None:
    stamped = plain_forms.stamp("interest")
    assert [sent(guide_client, opened=stamped).status_code for _ in range(9)] == [303] * 9
    assert interests().count() == 1
    assert posted("interest_receipt").count() == 1
    # Another text in the same form is another expression: it is not lost.
    sent(guide_client, opened=stamped, purpose="Something else.")
    assert interests().count() == 2


def test_errors_stand_beside_their_fields_and_nothing_typed_is_lost(
    guide_client: Any, guide_sqlite: str
) -> None:
    answer = sent(guide_client, email="nobody", organisation="x" * 5000, purpose="", geography=" ")
    page = text_of(answer)
    assert answer.status_code == 400
    for field in ("email", "organisation", "purpose", "geography"):
        assert f'<a href="#{field}">' in page
        assert f'id="{field}_error"' in page
    assert "x" * 5000 in page
    assert 'value="nobody"' in page
    assert not interests().exists()
    assert not posted("interest_receipt").exists()


def test_a_project_is_named_by_those_who_would_have_it(guide_client: Any, guide_db: str) -> None:
    record = make_record(identifier="letters")
    with by_its_path():
        record.save_revision().publish()
    page = text_of(guide_client.get(f"{FORM}?record=letters"))
    assert '<option value="letters" selected>' in page
    assert sent(guide_client, about="project").status_code == 400
    found = kept(guide_client, about="project", record="letters")
    assert (found.record, found.geography) == (record, "")
    draft = make_record(identifier="draft")
    assert sent(guide_client, about="project", record=draft.identifier).status_code == 400


def test_letters_of_every_script_are_kept_and_what_is_no_text_is_not(
    guide_client: Any, guide_db: str
) -> None:
    name = "\u0645\u0643\u062a\u0628\u200c\u0633\u0627\u062d\u0644 e\u0301\u0327"
    assert kept(guide_client, organisation=f"\u202e{name}\x00").organisation == name


def test_programs_are_told_apart(guide_client: Any, guide_sqlite: str) -> None:
    assert sent(guide_client, website="https://example.org").status_code == 400
    assert sent(guide_client, opened="made up").status_code == 400
    assert sent(guide_client, what="question").status_code == 400
    stamped = plain_forms.stamp("interest")
    plain_forms.clock = lambda: 1_900_000_000.0
    assert "open for too long" in text_of(sent(guide_client, opened=stamped))
    assert "sent at once" in text_of(sent(guide_client, opened=plain_forms.stamp("interest")))
    assert not interests().exists()


def test_one_source_sends_so_many_in_an_hour(guide_client: Any, guide_db: str) -> None:
    answers = [sent(guide_client, purpose=f"Purpose {number}") for number in range(6)]
    assert [each.status_code for each in answers] == [303] * 5 + [429]
    assert "Purpose 5" in text_of(answers[-1])
    assert interests().count() == 5


def test_nobody_is_flooded_with_receipts(guide_client: Any, guide_db: str) -> None:
    for number in range(8):
        guide_client.defaults["REMOTE_ADDR"] = f"192.0.2.{number}"
        kept(guide_client, purpose=f"Purpose {number}")
    assert posted("interest_receipt").count() == 5


def test_it_is_named_only_if_agreed_and_released(guide_client: Any, guide_db: str) -> None:
    quiet = kept(guide_client, organisation="Quiet Office", may_be_named=None, purpose="One")
    found = kept(guide_client, organisation="Open Office", purpose="Two")

    def page(lang: str = "en") -> str:
        return text_of(guide_client.get(f"/{lang}/guide/interest/"))

    assert "yours would be the first" in page()
    staff = make_account()
    guide_client.force_login(staff)
    for each in (quiet, found):
        desk = f"/admin/desk/interests/{each.pk}/"
        note = {"state": "contacted", "text": "They were called.", "version": "1"}
        assert guide_client.post(desk, note).status_code == 303
    assert "2 organisations, not named" in page()
    assert "Office" not in page().partition("<main")[2]
    named = {"organisation": "Open Office", "geography": "The coast", "version": "2"}
    desk = f"/admin/desk/interests/{found.pk}/"
    assert guide_client.post(f"{desk}name/", named).status_code == 303
    refused = guide_client.post(f"/admin/desk/interests/{quiet.pk}/name/", named)
    assert refused.status_code == 409
    assert "Open Office" in page()
    assert "1 other" in page()
    assert "1 autre" in page("fr")
    assert "Quiet" not in page()
    for secret in (SAID["purpose"], SAID["role"], "outreach@example.org", "Two"):
        assert secret not in page()
    assert posted("interest_named").count() == 1
    assert guide_client.post(f"{desk}withdraw/", {"version": "3"}).status_code == 303
    assert "Open Office" not in page()
    assert "2 organisations, not named" in page()
    found.refresh_from_db()
    assert (found.may_be_named, found.is_released) == (False, False)
    assert [each.act for each in found.notes.all()] == ["followed", "named", "withdrawn"]
    assert {each.by for each in found.notes.all()} == {staff}


def test_two_who_follow_up_at_once_lose_nothing(guide_client: Any, guide_db: str) -> None:
    found = kept(guide_client)
    guide_client.force_login(make_account())
    desk = f"/admin/desk/interests/{found.pk}/"
    first = {"state": "contacted", "text": "First", "version": "1"}
    assert guide_client.post(desk, first).status_code == 303
    second = guide_client.post(desk, {"state": "closed", "text": "Second note", "version": "1"})
    assert second.status_code == 409
    assert "Second note" in text_of(second)
    found.refresh_from_db()
    assert found.state == "contacted"
    again = guide_client.post(desk, {"state": "closed", "text": "Second note", "version": "2"})
    assert again.status_code == 303
    assert guide_client.post(desk, {"state": "new", "text": "", "version": "3"}).status_code == 400


def test_the_screens_are_for_those_who_may_follow_up(guide_client: Any, guide_db: str) -> None:
    found = kept(guide_client)
    paths = ("", f"{found.pk}/", f"{found.pk}/name/", f"{found.pk}/withdraw/")
    for each in paths:
        answer = guide_client.post(f"/admin/desk/interests/{each}", {"version": "1"})
        assert answer.status_code in {302, 405}
        assert "example.org" not in text_of(answer)
    guide_client.force_login(make_account(superuser=False))
    for each in paths[1:]:
        assert guide_client.post(f"/admin/desk/interests/{each}").status_code in {302, 403}
    found.refresh_from_db()
    assert found.state == "new"


def test_reading_changes_nothing(guide_client: Any, guide_sqlite: str) -> None:
    found = kept(guide_client)
    guide_client.force_login(make_account())
    for each in ("", "name/", "withdraw/"):
        guide_client.get(f"/admin/desk/interests/{found.pk}/{each}")
    guide_client.get("/admin/desk/interests/?state=new")
    guide_client.get(f"{FORM}?{'&'.join(f'{key}={value}' for key, value in SAID.items())}")
    assert interests().count() == 1
    assert interests().get().version == 1


def test_a_form_from_elsewhere_is_refused(guide_site: None, guide_sqlite: str) -> None:
    from django.test import Client

    strict = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    assert sent(strict).status_code == 403
    assert not interests().exists()


def test_the_secretariat_is_told_that_one_arrived_and_nothing_of_it(
    guide_client: Any, guide_db: str
) -> None:
    account = in_group("Secretariat")
    found = kept(guide_client)
    (told,) = posted("interest_arrived")
    assert (told.account, told.told) == (account, {"number": found.pk})
