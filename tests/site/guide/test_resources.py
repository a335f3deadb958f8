"""Resources are found by kind, language and jurisdiction, and say whether links were tested."""

from datetime import date
from typing import Any

from tests.site.guide.surroundings import make_resource
from tests.site.guide.test_plays import read


def test_resources_are_narrowed(guide_client: Any, guide_db: str) -> None:
    make_resource("maps", title_en="Maps")
    make_resource("lessons", title_en="Lessons", kind="training", language="fr")
    make_resource("gauges", title_en="Gauges", jurisdiction="CA-YT", language="en")
    for query, found in (
        ("kind=training", {"Lessons"}),
        ("language=fr", {"Maps", "Lessons"}),
        ("jurisdiction=CA-YT", {"Gauges"}),
        ("kind=training&jurisdiction=CA-YT", set()),
    ):
        page = read(guide_client, f"/en/guide/resources/?{query}")
        assert {each for each in ("Maps", "Lessons", "Gauges") if f">{each}</a>" in page} == found


def test_a_link_that_nobody_tested_is_told(guide_client: Any, guide_sqlite: str) -> None:
    make_resource("untried")
    make_resource("tried", checked_on=date(2026, 10, 1))
    assert "not tested" in read(guide_client, "/en/guide/resources/untried/")
    assert "lien non vérifié" in read(guide_client, "/fr/guide/resources/")
    tested = read(guide_client, "/en/guide/resources/tried/")
    assert "not tested" not in tested
    assert "2026-10-01" in tested


def test_one_address_for_both_languages_is_given_once(guide_client: Any, guide_sqlite: str) -> None:
    make_resource("one", link_fr="https://example.org/en")
    assert read(guide_client, "/en/guide/resources/one/").count("https://example.org/en") == 2
