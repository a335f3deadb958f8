"""Organisations are asked once a year, and answer with one button; asking is never repeated."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.site.guide.making import make_account, make_record


def now() -> Any:
    from django.utils import timezone

    return timezone.now()


def due_in(days: int) -> date:
    return now().date() + timedelta(days=days)


def listed(**fields: Any) -> Any:
    """An unverified project, in public."""
    given = {"status": "listed", "verification": "unverified_seed", "first_public_at": now()}
    return make_record(**(given | {"review_due": None, "confirmed_on": None} | fields))


def asked(days: float = 0) -> dict[str, int]:
    from balise.site.secretariat.confirmations import ask_and_remind

    return {key: n for key, n in ask_and_remind(now() + timedelta(days=days)).items() if n}


def confirmation() -> Any:
    from balise.site.secretariat.models import Confirmation

    return Confirmation.objects.get()


def token(lang: str = "en") -> str:
    from balise.site.secretariat.private_links import address_of, link_for

    found = confirmation()
    link = link_for("confirmation", found.pk, found.holder)
    return address_of(link, lang).rstrip("/").rpartition("/")[2]


def address(lang: str = "en") -> str:
    return f"/{lang}/guide/confirmations/{token(lang)}/"


def test_a_mailbox_is_asked_a_month_before_and_reminded_twice(guide_db: str) -> None:
    from balise.site.secretariat.models import Message

    listed(review_due=due_in(40), verification="submitted")
    assert asked() == {}
    assert asked(10) == {"asked": 1}
    assert asked(10) == {}, "run twice, it asks once"
    assert asked(23) == {}
    assert asked(24) == {"reminded": 1}
    assert asked(24) == {}
    assert asked(38) == {"reminded": 1}
    assert asked(100) == {}
    assert [each.kind for each in Message.objects.order_by("pk")] == [
        "confirmation",
        "confirmation_reminder",
        "confirmation_reminder",
    ]
    assert {each.to.email for each in Message.objects.all()} == {"letters@example.org"}


def test_after_missed_days_one_reminder_goes_out_and_a_clock_set_back_asks_nobody(
    guide_db: str,
) -> None:
    listed(review_due=due_in(5))
    assert asked() == {"asked": 1}
    assert asked(60) == {"reminded": 1}
    assert asked(-30) == {}
    assert asked(61) == {}


def test_who_never_answered_is_asked_again_a_year_later(guide_sqlite: str) -> None:
    listed(review_due=due_in(5))
    assert asked() == {"asked": 1}
    asked(40)
    assert asked(301) == {"asked": 1}
    assert confirmation().reminders == 0


def test_without_a_mailbox_nobody_is_asked(guide_sqlite: str) -> None:
    listed(contact_mailbox="", contact_page="https://example.org/")
    make_record(review_due=due_in(-5))  # a draft is nobody's yet
    assert asked() == {}


def test_another_mailbox_is_asked_at_once_and_the_old_link_closes(
    guide_db: str, guide_client: Any
) -> None:
    from balise.site.guide.models import Record

    listed()
    asked()
    old = address()
    Record.objects.update(contact_mailbox="other@example.org")
    assert asked(1) == {"asked": 1}
    assert confirmation().holder.email == "other@example.org"
    assert guide_client.get(old).status_code in {404, 410}


def test_reading_the_page_changes_nothing(guide_db: str, guide_client: Any) -> None:
    listed()
    asked()
    page = address()
    before = type(confirmation()).objects.values().get()
    for _each in range(2):
        answer = guide_client.get(page)
        assert answer.status_code == 200
        assert guide_client.head(page).status_code == 200
    assert type(confirmation()).objects.values().get() == before
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("before", ["unverified_seed", "submitted", "reviewed"])
def test_one_button_confirms_for_a_year(guide_db: str, guide_client: Any, before: str) -> None:
    from balise.site.guide.models import Change
    from balise.site.guide.publishing import a_year_after

    record = listed(verification=before)
    record.save_revision()
    asked()
    page = address()
    for _each in range(2):
        assert guide_client.post(page, {"answer": "confirmed"}).status_code == 303
    record.refresh_from_db()
    today = now().date()
    assert (record.confirmed_on, record.review_due) == (today, a_year_after(today))
    assert record.verification == ("reviewed" if before == "reviewed" else "confirmed")
    assert record.status == "listed"
    assert Change.objects.filter(kind="confirmed").count() == 1
    draft = record.get_latest_revision_as_object()
    assert (draft.confirmed_on, draft.review_due) == (today, record.review_due)
    assert "Thank you" in guide_client.get(page).content.decode()
    assert asked(300) == {}
    assert asked(340) == {"asked": 1}


def test_a_confirmed_project_loses_the_banner(guide_sqlite: str, guide_client: Any) -> None:
    record = listed()
    banner = "The organisation has not confirmed it"
    assert banner in guide_client.get(record.get_absolute_url("en")).content.decode()
    asked()
    guide_client.post(address(), {"answer": "confirmed"})
    assert banner not in guide_client.get(record.get_absolute_url("en")).content.decode()


def test_what_changed_goes_to_the_secretariat_alone(guide_db: str, guide_client: Any) -> None:
    from django.contrib.auth.models import Group

    from balise.site.secretariat.models import Message

    group, _made = Group.objects.get_or_create(name="Secretariat")
    make_account(superuser=False).groups.add(group)
    record = listed()
    asked()
    page = address()
    text = "It moved to <b>another</b> ministry."
    assert guide_client.post(page, {"answer": "changed", "text": text}).status_code == 303
    assert confirmation().text == text
    mine = guide_client.get(page).content.decode()
    assert "<b>another</b>" not in mine
    assert "&lt;b&gt;another&lt;/b&gt;" in mine, "whoever reads the mailbox goes on from it"
    record.refresh_from_db()
    assert record.confirmed_on is None
    told = Message.objects.get(kind="confirmation_changed")
    assert "another" not in str(told.told)
    guide_client.post(page, {"answer": "confirmed"})
    assert confirmation().answer == "changed"
    staff = guide_client
    staff.force_login(make_account())
    screen = staff.get("/admin/desk/ageing/").content.decode()
    assert "It moved to &lt;b&gt;another&lt;/b&gt; ministry." in screen
    staff.post(f"/admin/desk/ageing/{confirmation().pk}/settled/")
    assert "another" not in staff.get("/admin/desk/ageing/").content.decode()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_an_empty_answer_says_what_is_missing_and_keeps_the_page(
    guide_sqlite: str, guide_client: Any, lang: str
) -> None:
    listed()
    asked()
    answer = guide_client.post(address(lang), {"answer": "changed", "text": "  "})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert confirmation().answer == ""


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_an_unknown_link_and_one_that_is_over_say_what_to_do(
    guide_sqlite: str, guide_client: Any, lang: str
) -> None:
    from balise.site.secretariat.models import PrivateLink

    listed()
    asked()
    page = address(lang)
    PrivateLink.objects.update(expires_at=now())
    for sent in (guide_client.get, guide_client.post):
        assert sent(page, {"answer": "confirmed"}).status_code == 410
        assert sent(f"/{lang}/guide/confirmations/none/").status_code == 404
    assert confirmation().answer == ""


def test_an_expert_is_asked_and_confirms(guide_sqlite: str, guide_client: Any) -> None:
    from balise.site.guide.models import Expert
    from tests.site.guide.making import make_organisation

    words = {f"{name}_{lang}": "Words" for name in ("title", "about") for lang in ("en", "fr")}
    expert = Expert.objects.create(
        organisation=make_organisation(),
        identifier="an-expert",
        mailbox="expert@example.org",
        live=True,
        state_en="original",
        state_fr="reviewed",
        confirmed_on=due_in(-350),
        **words,
    )
    assert asked() == {"asked": 1}
    assert guide_client.get(address("fr")).status_code == 200
    guide_client.post(address(), {"answer": "confirmed"})
    expert.refresh_from_db()
    assert expert.confirmed_on == now().date()
    assert asked(30) == {}


def test_what_is_past_due_comes_last_and_stays_out_of_the_next_edition(
    guide_sqlite: str, guide_client: Any
) -> None:
    from balise.site.guide.edition_book import records_on
    from balise.site.guide.publishing import by_its_path

    old = make_record(review_due=due_in(-1), identifier="old")
    new = make_record(review_due=due_in(1), identifier="new")
    with by_its_path():
        new.save_revision().publish()
        old.save_revision().publish()
    page = guide_client.get("/en/guide/records/").content.decode()
    assert page.index("records/new/") < page.index("records/old/")
    assert [each.identifier for each in records_on(now().date())] == ["new"]


@pytest.mark.parametrize(("lang", "told"), [("en", "no longer listed"), ("fr", "plus répertorié")])
def test_what_was_retired_since_it_was_asked_is_shown_no_more(
    guide_sqlite: str, guide_client: Any, lang: str, told: str
) -> None:
    from balise.site.guide.publishing import retire

    record = listed(summary_en="What it was about.", summary_fr="De quoi il s’agissait.")
    asked()
    page = address(lang)
    retire(record)
    for sent in (guide_client.get, guide_client.post):
        answer = sent(page, {"answer": "confirmed"})
        assert answer.status_code == 410
        assert told in answer.content.decode()
        assert record.title_en not in answer.content.decode()
        assert "What it was" not in answer.content.decode()
    assert confirmation().answer == ""
