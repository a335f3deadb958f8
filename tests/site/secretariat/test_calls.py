"""Calls in public: what is open, what comes, how far its projects are, in numbers alone."""

from datetime import date, timedelta
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
