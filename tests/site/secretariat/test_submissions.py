"""A submission from the address to the receipt: alike for all, saved, sent once, sent back."""

import re
from html import unescape
from typing import Any

import pytest

from tests.site.guide.making import make_account, make_organisation
from tests.site.secretariat.calling import (
    FILLED,
    make_call,
    make_draft,
    opened,
    row_counts,
    token_of,
    versioned,
)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms are sent as soon as they are opened."""
    monkeypatch.setattr("balise.site.secretariat.plain_forms.SOONEST", -1.0)


def begun(client: Any, email: str = "a@example.org", **fields: str) -> Any:
    page = client.get("/en/guide/submit/").content.decode()
    stamp = re.search(r'name="opened" value="([^"]+)"', page)
    assert stamp
    given = {"email": email, "language": "en", "consent": "on", "opened": stamp.group(1)}
    return client.post("/en/guide/submit/", given | fields)


def test_every_address_is_answered_alike(guide_db: str, guide_client: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_draft(email="known@example.org", version=1, content={"title": "Mine"})
    answers, queries = [], []
    for email in ("known@example.org", "new@example.org"):
        with CaptureQueriesContext(connection) as ran:
            answer = begun(guide_client, email)
        answers.append((answer.status_code, answer["Location"]))
        queries.append(len(ran))
    assert answers[0] == answers[1] == (303, "/en/guide/submit/sent/")
    # Somebody new is written down: nothing more.
    assert abs(queries[0] - queries[1]) <= 4
    pages = [guide_client.get(each[1]).content for each in answers]
    assert b"example.org" not in pages[0]


def test_the_message_says_if_there_are_other_drafts_and_comes_from_the_outbox(
    guide_db: str, guide_client: Any
) -> None:
    from balise.site.secretariat.models import Message

    make_draft(email="known@example.org", version=1, content={"title": "Mine"})
    begun(guide_client, "known@example.org")
    begun(guide_client, "new@example.org")
    kinds = list(Message.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["draft_link_among_others", "draft_link"]


def test_asking_twice_makes_one_draft(guide_db: str, guide_client: Any) -> None:
    from balise.site.secretariat.models import Message, Submission

    begun(guide_client)
    begun(guide_client, "A@Example.org")
    assert Submission.objects.count() == 1
    assert Message.objects.count() == 2


def test_who_types_the_address_of_somebody_changes_nothing_of_theirs(
    guide_db: str, guide_client: Any
) -> None:
    from balise.site.secretariat.models import Correspondent, Submission

    begun(guide_client)
    first = Submission.objects.get()
    call = make_call()
    begun(guide_client, language="fr", call=call.slug)
    first.refresh_from_db()
    assert (first.language, first.call) == ("en", None)
    assert Correspondent.objects.get().language == "en"
    second = Submission.objects.exclude(pk=first.pk).get()
    assert (second.language, second.call) == ("fr", call)
    guide_client.post(opened(second), versioned(second))
    assert Correspondent.objects.get().language == "fr", "its holder wrote in French"


def test_who_asks_in_the_name_of_somebody_keeps_them_from_no_link(
    guide_sqlite: str, guide_client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from balise.site.secretariat.models import Message
    from balise.site.secretariat.submission_pages import MOST_MAILED

    draft = make_draft(email="a@example.org", version=1, content={"title": "Mine"})
    for _each in range(MOST_MAILED + 3):
        begun(guide_client)
    mailed = Message.objects.count()
    assert mailed == MOST_MAILED + 1, "so many a day, and one more in this hour"
    guide_client.post(opened(draft), {"act": "renew"})
    assert Message.objects.count() == mailed + 1, "who has the link of a draft is counted apart"
    later = timezone.now() + timedelta(minutes=61)
    monkeypatch.setattr(timezone, "now", lambda: later)
    begun(guide_client)
    assert Message.objects.count() == mailed + 2


def test_an_address_is_mailed_so_often_in_a_day_and_answered_alike_ever_after(
    guide_sqlite: str, guide_client: Any
) -> None:
    from balise.site.secretariat.models import Message
    from balise.site.secretariat.submission_pages import MOST_MAILED

    told = {begun(guide_client)["Location"] for _each in range(MOST_MAILED + 3)}
    assert told == {"/en/guide/submit/sent/"}
    assert Message.objects.count() == MOST_MAILED + 1


def test_programs_are_refused_and_what_was_typed_stays(
    guide_sqlite: str, guide_client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from balise.site.secretariat.models import Submission

    assert begun(guide_client, website="https://example.org").status_code == 400
    assert begun(guide_client, opened="forged").status_code == 400
    monkeypatch.setattr("balise.site.secretariat.plain_forms.SOONEST", 60.0)
    answer = begun(guide_client)
    assert answer.status_code == 400
    assert b'value="a@example.org"' in answer.content
    monkeypatch.setattr("balise.site.secretariat.plain_forms.LATEST", -1.0)
    assert begun(guide_client).status_code == 400
    assert begun(guide_client, "nobody").status_code == 400
    assert Submission.objects.count() == 0


def test_a_source_asks_so_often_in_an_hour(guide_sqlite: str, guide_client: Any) -> None:
    from balise.site.secretariat.submission_pages import MOST_STARTED

    for number in range(MOST_STARTED):
        assert begun(guide_client, f"p{number}@example.org").status_code == 303
    assert begun(guide_client, "one-more@example.org").status_code == 429


def test_a_form_without_its_token_is_refused(guide_sqlite: str) -> None:
    from django.test import Client

    strict = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    draft = make_draft()
    for address in ("/en/guide/submit/", opened(draft), opened(draft, "not-me/")):
        assert strict.post(address, {"act": "submit", **FILLED}).status_code == 403


def test_mail_leads_to_the_address_of_the_site_whatever_host_was_asked_for(
    guide_sqlite: str, guide_client: Any, settings_base: str
) -> None:
    from django.core import mail
    from django.test import override_settings

    from balise.site.secretariat.postman import deliver

    page = guide_client.get("/en/guide/submit/", HTTP_HOST="evil.example")
    assert page.status_code == 400
    begun(guide_client)
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        mail.outbox = []
        deliver()
    assert f"{settings_base}/en/guide/drafts/" in mail.outbox[0].body


@pytest.fixture
def settings_base() -> str:
    from django.conf import settings

    return str(settings.WAGTAILADMIN_BASE_URL)


def test_opening_changes_nothing(guide_db: str, guide_client: Any) -> None:
    call = make_call()
    draft = make_draft(content=dict(FILLED), version=1)
    make_draft(email=draft.holder.email, version=1)
    token = token_of(draft)
    below = f"/en/guide/drafts/{token}/"
    addresses = (
        *("/en/guide/call/", f"/en/guide/call/{call.slug}/", "/en/guide/submit/"),
        *("/en/guide/submit/sent/", below, f"{below}files/", f"{below}others/", f"{below}not-me/"),
    )
    before = row_counts()
    for address in addresses:
        for ask in (guide_client.get, guide_client.head):
            assert ask(address).status_code == 200, address
    assert row_counts() == before
    draft.refresh_from_db()
    assert (draft.version, draft.state) == (1, "draft")


def test_saving_demands_nothing_and_keeps_what_was_typed(guide_db: str, guide_client: Any) -> None:
    draft = make_draft()
    answers = {"title": "  A title  ", "start": "some day", "claims-1-value": "12"}
    answer = guide_client.post(opened(draft), {"version": "0", "act": "save:results", **answers})
    assert answer.status_code == 303
    assert answer["Location"].endswith("?saved=1#results")
    draft.refresh_from_db()
    assert draft.content["title"] == "A title"
    assert draft.content["start"] == "some day"
    assert draft.content["claims"][0]["value"] == "12"
    page = guide_client.get(opened(draft)).content.decode()
    assert 'value="some day"' in page
    assert page.count("Add a source") == 1


def test_rows_are_added_without_scripts_up_to_five(guide_sqlite: str, guide_client: Any) -> None:
    draft = make_draft()
    for number in range(2, 8):
        rows = {f"claims-{each}-measure": "" for each in range(1, number)}
        draft.refresh_from_db()
        sent = {"version": str(draft.version), "act": "add:claims", **rows}
        guide_client.post(opened(draft), sent)
    draft.refresh_from_db()
    assert len(draft.content["claims"]) == 5
    assert b"add:claims" not in guide_client.get(opened(draft)).content


def test_a_stale_save_is_shown_beside_what_was_kept_and_chosen(
    guide_db: str, guide_client: Any
) -> None:
    draft = make_draft()
    first, second = (versioned(draft, title=each) for each in ("First", "Second"))
    assert guide_client.post(opened(draft), first).status_code == 303
    answer = guide_client.post(opened(draft), second)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "First" in page
    assert "Second" in page
    draft.refresh_from_db()
    assert draft.content["title"] == "First"
    hidden = re.search(r'name="mine" value="([^"]*)"', page)
    mine = unescape(hidden.group(1)) if hidden else ""
    settled = {"version": "1", "act": "settle", "mine": mine, "keep-title": "mine"}
    assert guide_client.post(opened(draft), settled).status_code == 303
    draft.refresh_from_db()
    assert draft.content["title"] == "Second"
    # Sent twice, what is the same is no conflict.
    assert guide_client.post(opened(draft), second).status_code == 303


@pytest.mark.parametrize("mine", ["", "[", "[1]", '{"title": {"a": 1}, "claims": [3]}', "[" * 9999])
def test_what_is_chosen_may_be_damaged(guide_sqlite: str, guide_client: Any, mine: str) -> None:
    draft = make_draft()
    sent = {"version": "0", "act": "settle", "mine": mine}
    assert guide_client.post(opened(draft), sent).status_code == 303


def test_what_is_needed_is_told_beside_each_answer_and_nothing_is_lost(
    guide_db: str, guide_client: Any
) -> None:
    from balise.site.guide.models import Record

    draft = make_draft()
    rows = {
        "claims-1-kind": "result",
        "claims-1-measure": "Wells tested",
        "claims-1-value": "1,234",
        "claims-2-value": "a few",
        "contact_mailbox": "nobody",
        "code_link": "javascript:alert(1)",
    }
    answer = guide_client.post(opened(draft), {"version": "0", "act": "submit", **rows})
    assert answer.status_code == 422
    page = answer.content.decode()
    told = set(re.findall(r'<li><a href="#([^"]+)"', page))
    needed = [each for each in FILLED if each not in told]
    assert needed == []
    assert {f"claims-1-{each}" for each in ("unit", "period_start", "source")} <= set(told)
    assert {"claims-2-value", "claims-2-kind", "contact_mailbox", "code_link"} <= set(told)
    for place in told:
        assert f'id="{place}"' in page
        assert f'href="#{place}"' in page
    assert 'value="a few"' in page
    assert not Record.objects.exists()


def test_a_submission_becomes_a_record_on_its_path_once(guide_db: str, guide_client: Any) -> None:
    from balise.site.guide.models import Organisation, Record
    from balise.site.secretariat.models import Message

    known = make_organisation(name_en="Town of Exampleville", name_fr="Ville d’Exempleville")
    draft = make_draft(call=make_call())
    rows = {
        "sources-1-publisher": "Exampleville",
        "sources-1-year": "2025",
        "claims-1-kind": "result",
        "claims-1-measure": "Wells tested",
        "claims-1-value": "1,234.5",
        "claims-1-unit": "wells",
        "claims-1-period_start": "2025",
        "claims-1-source": "1",
        "partners": "Town of Exampleville\nRiver board",
        "data_used-1-name": "Wells",
        "contact_consent": "yes",
    }
    sent = versioned(draft, "submit", organisation="town of exampleville", **rows)
    first = guide_client.post(opened(draft), sent)
    again = guide_client.post(opened(draft), sent)
    assert (first.status_code, again.status_code) == (303, 303)
    record = Record.objects.get()
    assert (record.title_en, record.title_fr) == (FILLED["title"], "")
    assert (record.state_en, record.state_fr) == ("original", "missing")
    assert (record.status, record.verification, record.live) == ("draft", "submitted", False)
    assert record.lead == known
    assert Organisation.objects.count() == 1
    claim = record.claims.get()
    assert (str(claim.value), claim.source_key) == ("1234.500000", "s1")
    assert [str(each) for each in record.partners.all()] == [known.name_en, "River board"]
    assert record.consent_on is not None
    assert record.current_workflow_state is not None
    assert Message.objects.filter(kind="draft_receipt").count() == 1
    assert record.latest_revision is not None
    page = guide_client.get(opened(draft)).content.decode()
    draft.refresh_from_db()
    assert draft.reference in page
    assert "<form" not in page
    assert 'aria-current="step"' in page


def test_what_is_sent_back_is_open_again_and_goes_on(guide_db: str, guide_client: Any) -> None:
    from balise.site.guide.accounts import make_groups
    from balise.site.guide.models import Record
    from balise.site.secretariat import path

    make_groups()
    draft = make_draft()
    guide_client.post(opened(draft), versioned(draft, "submit"))
    record = Record.objects.get()
    state = record.current_workflow_state
    path.send_back(record, make_account(), "Say since when.")
    # The secretariat mends something meanwhile: it stays.
    mended = record.get_latest_revision_as_object()
    mended.limits_en = "Few wells."
    mended.save()
    mended.save_revision()
    page = guide_client.get(opened(draft)).content.decode()
    assert "Say since when." in page
    assert "<textarea" in page
    answer = guide_client.post(opened(draft), versioned(draft, "submit", start="2024-06"))
    assert answer.status_code == 303
    after = Record.objects.get().get_latest_revision_as_object()
    assert (after.start, after.limits_en) == ("2024-06", "Few wells.")
    assert after.current_workflow_state == state
    assert after.current_workflow_state.status == "in_progress"
    assert after.themes.count() == 1


def test_names_of_any_script_and_length_are_kept_and_nul_is_told(
    guide_db: str, guide_client: Any
) -> None:
    draft = make_draft()
    long = "\u0633\u200d\u0644" * 1600 + "é\u0301"
    sent = versioned(draft, person_name=long, title="\u202b\u0639\u0646\u0648\u202c q\u0302")
    assert guide_client.post(opened(draft), sent).status_code == 303
    draft.holder.refresh_from_db()
    draft.refresh_from_db()
    assert draft.holder.name == long
    assert draft.content["title"] == "\u202b\u0639\u0646\u0648\u202c q\u0302"
    for answers in ({"person_name": "A\x00B"}, {"title": "A\x00B"}, {"claims-1-unit": "a\x00"}):
        answer = guide_client.post(opened(draft), versioned(draft, **answers))
        assert answer.status_code == 422
        assert "NUL" in answer.content.decode()
        assert b"\x00" not in answer.content
    answer = guide_client.post(opened(draft), versioned(draft, person_name="a" * 5001))
    assert answer.status_code == 422


def test_the_secretariat_lists_what_was_submitted_and_no_drafts(
    guide_db: str, guide_client: Any
) -> None:
    held = make_draft(email="secret@example.org")
    guide_client.post(opened(held), versioned(held, "submit"))
    make_draft(version=1, content={"title": "Only a draft"})
    guide_client.force_login(make_account())
    page = guide_client.get("/admin/desk/submissions/").content.decode()
    assert FILLED["title"] in page
    assert "BALISE_SCAN" in page
    assert "Only a draft" not in page
    assert "secret@example.org" not in page
