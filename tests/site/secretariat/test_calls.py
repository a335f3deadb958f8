"""Calls in public: what is open, what comes, how far its projects are, in numbers alone."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.site.secretariat.calling import FILLED, make_call, make_draft, opened, versioned


@pytest.mark.parametrize(("lang", "told"), [("en", "any time"), ("fr", "en tout temps")])
def test_without_a_call_the_page_says_that_one_may_submit(
    guide_db: str, guide_client: Any, lang: str, told: str
) -> None:
    page = guide_client.get(f"/{lang}/guide/call/").content.decode()
    assert told in page
    assert f"/{lang}/guide/submit/" in page


def test_calls_are_open_coming_or_past_and_drafts_are_private(
    guide_db: str, guide_client: Any
) -> None:
    today = date.today()  # noqa: DTZ011
    make_call(title_en="Now")
    make_call(
        title_en="Next", opens_on=today + timedelta(days=9), closes_on=today + timedelta(days=9)
    )
    make_call(title_en="Then", opens_on=date(2020, 1, 1), closes_on=date(2020, 2, 1))
    hidden = make_call(title_en="Hidden", is_public=False)
    page = guide_client.get("/en/guide/call/").content.decode()
    places = [page.index(each) for each in ("Now", "Next", "Then")]
    assert places == sorted(places)
    assert "Hidden" not in page
    assert guide_client.get(f"/en/guide/call/{hidden.slug}/").status_code == 404
    form = guide_client.get("/en/guide/submit/").content.decode()
    assert "Now" in form
    assert "Next" not in form
    assert "Hidden" not in form


def test_a_published_call_is_in_both_languages_and_ends_after_it_begins(guide_db: str) -> None:
    from django.db import IntegrityError, transaction

    for wrong in ({"criteria_fr": ""}, {"closes_on": date(2000, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_call(**wrong)


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        ("2026-03-02T03:29:59+00:00", "coming"),  # half past eleven and a half in Newfoundland
        ("2026-03-02T03:30:00+00:00", "open"),
        ("2026-03-10T23:00:00+00:00", "open"),
        ("2026-03-11T06:59:59+00:00", "open"),  # a second before midnight in Vancouver
        ("2026-03-11T07:00:00+00:00", "closed"),
    ],
)
def test_the_first_and_the_last_day_of_a_call_are_whole_everywhere_in_canada(
    guide_db: str, moment: str, state: str
) -> None:
    from balise.site.secretariat.models import Call

    call = make_call(opens_on=date(2026, 3, 2), closes_on=date(2026, 3, 10))
    now = datetime.fromisoformat(moment)
    assert call.state_at(now) == state
    assert Call.objects.open_at(now).exists() == (state == "open")


@pytest.mark.parametrize(("lang", "told"), [("en", "Pacific time"), ("fr", "heure du Pacifique")])
def test_pages_say_when_a_day_ends(
    guide_sqlite: str, guide_client: Any, lang: str, told: str
) -> None:
    call = make_call()
    assert told in guide_client.get(f"/{lang}/guide/call/{call.slug}/").content.decode()


def test_a_draft_that_is_sent_after_its_call_closed_goes_without_it_and_is_told_so(
    guide_db: str, guide_client: Any
) -> None:
    from balise.site.secretariat.call_pages import progress_of
    from balise.site.secretariat.letters import written
    from balise.site.secretariat.models import Call, Message

    call = make_call(title_en="Spring")
    held, early = make_draft(call=call), make_draft(call=call)
    guide_client.post(opened(early), versioned(early, "submit"))
    Call.objects.update(closes_on=date.today() - timedelta(days=2))  # noqa: DTZ011
    page = guide_client.get(opened(held)).content.decode()
    assert "The call “Spring” is not open now" in page
    guide_client.post(opened(held), versioned(held, "submit", title="Another title"))
    held.refresh_from_db()
    assert (held.state, held.call, held.missed_call) == ("submitted", None, call)
    receipt = guide_client.get(opened(held)).content.decode()
    assert "“Spring” was not open any more" in receipt
    message = Message.objects.get(kind="draft_receipt_without_call")
    letter = written(message.kind, "fr", message.told | {"address": "x"}, is_repeated=False)
    assert "Spring" in letter.body
    assert progress_of(call)["received"] == 1
    assert "was not open" not in guide_client.get(opened(early)).content.decode()


def test_progress_counts_projects_and_shows_no_draft(guide_db: str, guide_client: Any) -> None:
    from balise.site.secretariat.call_pages import progress_of

    call = make_call()
    make_draft(call=call, version=1, content={"title": "Only a draft"})
    held = make_draft(call=call)
    guide_client.post(opened(held), versioned(held, "submit"))
    found = progress_of(call)
    assert (found["received"], found["published"]) == (1, 0)
    assert [many for _name, many in found["steps"]] == [1, 0, 0, 0, 0]
    assert found["places"] == [("New Brunswick", 1)]
    page = guide_client.get(f"/fr/guide/call/{call.slug}/").content.decode()
    assert "1 projet reçu." in page
    assert FILLED["title"] not in page
    assert "Only a draft" not in page


def test_the_screen_of_calls_names_the_text_that_is_missing_and_says_yes_or_no(
    guide_sqlite: str, guide_client: Any
) -> None:
    from balise.site.secretariat.models import Call
    from tests.site.secretariat.on_paths import in_group

    make_call(title_en="Shown")
    make_call(title_en="Hidden", is_public=False)
    guide_client.force_login(in_group("Secretariat"))
    screen = "/admin/snippets/secretariat/call/"
    rows = guide_client.get(screen).content.decode()
    assert sorted(re.findall(r">\s*(yes|no)\s*<", rows)) == ["no", "yes"]
    page = guide_client.get(f"{screen}add/").content.decode()
    assert "The end of its address" in page
    sent = {
        "title_en": "Spring",
        "title_fr": "Printemps",
        "slug": "spring",
        "opens_on": "2027-03-01",
        "closes_on": "2027-04-01",
        "summary_en": "A call.",
        "summary_fr": "",
        "criteria_en": "Use.",
        "criteria_fr": "Usage.",
        "is_public": "on",
    }
    refused = guide_client.post(f"{screen}add/", sent).content.decode()
    assert refused.count("Write it too: a published call is in both languages.") == 1
    assert not Call.objects.filter(slug="spring").exists()
    assert guide_client.post(f"{screen}add/", sent | {"summary_fr": "Un appel."}).status_code == 302
    assert Call.objects.filter(slug="spring", is_public=True).exists()
