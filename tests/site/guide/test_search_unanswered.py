"""Searches without result are counted; nobody is known by them."""

from typing import Any

import pytest

from tests.site.guide.making import make_record


def kept() -> list[tuple[str, str, int]]:
    from balise.site.guide.models import UnansweredQuery

    rows = UnansweredQuery.objects.order_by("text")
    return list(rows.values_list("text", "language", "count"))


def test_a_question_that_finds_nothing_is_counted_by_day_and_language(guide_db: str) -> None:
    from balise.site.guide.search import find

    for query, language in (("Zeppelins", "en"), ("  zeppelins ", "en"), ("zeppelins", "fr")):
        assert find(query, language).total == 0
    assert sorted(kept()) == [("zeppelins", "en", 2), ("zeppelins", "fr", 1)]


@pytest.mark.parametrize(
    "query",
    [
        "somebody@example.org zeppelin",
        "zeppelin 506-555-0142",
        "zeppelin 123 456 789",
        "zeppelin " * 30,
        "the of",
        "",
        "\N{SNOWMAN}",
    ],
)
def test_what_may_say_who_asked_or_says_nothing_is_not_kept(guide_sqlite: str, query: str) -> None:
    from balise.site.guide.search import find

    find(query, "en")
    assert kept() == []


def test_what_was_found_or_narrowed_is_not_counted(guide_sqlite: str) -> None:
    from django.utils import timezone

    from balise.site.guide.search import find

    make_record(title_en="Zeppelins", status="listed", first_public_at=timezone.now())
    find("zeppelins", "en")
    find("zeppelins", "en", filters={"jurisdiction": ["CA-YT"]})
    assert kept() == []


def test_a_flood_of_nonsense_is_kept_in_bounds(
    guide_sqlite: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from balise.site.guide import search_unanswered

    monkeypatch.setattr(search_unanswered, "MOST_A_DAY", 2)
    for each in ("aaaa", "bbbb", "cccc", "aaaa"):
        search_unanswered.note(each, "en")
    assert kept() == [("aaaa", "en", 2), ("bbbb", "en", 1)]


def test_a_database_that_cannot_be_written_to_stops_no_search(
    guide_sqlite: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import OperationalError

    from balise.site.guide.models import UnansweredQuery
    from balise.site.guide.search import find

    def locked(*arguments: Any, **given: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(UnansweredQuery.objects, "create", locked)
    assert find("zeppelins", "en").total == 0
