"""The directory says who knows what, how to reach them, and when they confirmed it."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from tests.site.guide.surroundings import make_expert
from tests.site.guide.test_plays import read


def test_the_directory_is_narrowed_by_field_language_and_region(
    guide_client: Any, guide_db: str
) -> None:
    make_expert("waters", title_en="Waters")
    make_expert("roads", title_en="Roads", fields=("transport",), languages="fr", region="CA-QC")
    whole = read(guide_client, "/en/guide/experts/")
    assert "Waters" in whole
    assert "Roads" in whole
    assert "French (2)" in whole
    assert "English (1)" in whole
    for query in ("field=transport", "language=fr&region=CA-QC"):
        page = read(guide_client, f"/en/guide/experts/?{query}")
        assert "Roads" in page
        assert "Waters" not in page
    assert "Ask for less" in read(guide_client, "/en/guide/experts/?language=en&region=CA-QC")


def test_a_code_that_is_not_known_asks_for_nothing(guide_client: Any, guide_sqlite: str) -> None:
    make_expert()
    assert "Analyst, water" in read(guide_client, "/en/guide/experts/?field='%20OR%201=1&region=x")


def test_past_a_year_the_directory_says_so_and_puts_it_last(
    guide_client: Any, guide_sqlite: str
) -> None:
    long_ago = timezone.localdate() - timedelta(days=400)
    make_expert("aged", title_en="Aged entry", confirmed_on=long_ago)
    make_expert("fresh", title_en="Fresh entry")
    page = read(guide_client, "/en/guide/experts/")
    assert page.index("Fresh entry") < page.index("Past their review date") < page.index("Aged")
    assert "Past its review date." in read(guide_client, "/en/guide/experts/aged/")
    assert "Past its review date." not in read(guide_client, "/en/guide/experts/fresh/")


def test_a_review_is_due_a_year_after_the_confirmation(guide_sqlite: str) -> None:
    from balise.site.guide.experts import confirmation

    expert = make_expert(confirmed_on=date(2025, 3, 1))
    assert confirmation(expert, date(2026, 3, 1)) == (date(2025, 3, 1), date(2026, 3, 1), False)
    assert confirmation(expert, date(2026, 3, 2)).is_past_due


def test_an_empty_directory_says_how_one_is_listed(guide_client: Any, guide_sqlite: str) -> None:
    from balise.site.guide.models import Expert

    Expert.objects.all().delete()
    assert "Nobody is listed yet." in read(guide_client, "/en/guide/experts/")
    assert "Personne n’est inscrit" in read(guide_client, "/fr/guide/experts/")
