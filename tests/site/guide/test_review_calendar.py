"""The review dates as events of a calendar."""

from datetime import date
from typing import Any

import pytest

from tests.site.guide.surroundings import make_expert, make_listed


def events(client: Any, lang: str) -> list[dict[str, str]]:
    """Read a calendar as RFC 5545 has it read: unfold, part, and keep names without parameters."""
    answer = client.get(f"/{lang}/guide/reviews.ics")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    text = answer.content.decode()
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert max(len(each.encode()) for each in text.split("\r\n")) <= 75
    found: list[dict[str, str]] = []
    for line in text.replace("\r\n ", "").split("\r\n"):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            found[-1][name.partition(";")[0]] = value
    return found


@pytest.mark.parametrize(
    ("lang", "summary"),
    [
        ("en", r"Review due: Rain\; snow\, ice and a long title that no line of this file holds"),
        ("fr", "Révision prévue\u00a0: Pluie\\, neige (titre de travail)"),
    ],
)
def test_each_review_is_an_event_of_a_whole_day(
    guide_sqlite: str, guide_client: Any, lang: str, summary: str
) -> None:
    make_listed(
        identifier="rain",
        title_en="Rain; snow, ice and a long title that no line of this file holds",
        title_fr="Pluie, neige",
        title_fr_is_working=True,
        review_due=date(2031, 12, 31),
    )
    make_listed(review_due=None)
    make_expert("waters", confirmed_on=date(2031, 3, 1))
    record, expert = events(guide_client, lang)
    assert (record["DTSTART"], record["DTEND"]) == ("20311231", "20320101")
    assert record["SUMMARY"] == summary
    assert record["URL"] == f"http://localhost/{lang}/guide/records/rain/"
    assert record["UID"] == "en/guide/records/rain@localhost"
    assert expert["UID"] == "en/guide/experts/waters@localhost"
    assert expert["DTSTART"] == "20320301"


def test_the_page_of_reviews_leads_to_the_calendar(guide_sqlite: str, guide_client: Any) -> None:
    make_listed(review_due=date(2031, 12, 31))
    for lang in ("en", "fr"):
        page = guide_client.get(f"/{lang}/guide/reviews/").content.decode()
        assert page.count(f'href="/{lang}/guide/reviews.ics"') == 2
