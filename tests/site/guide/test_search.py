"""The search of the Guide: what it finds, what it never shows, and that nothing breaks it."""

from datetime import date
from typing import Any

import pytest

from tests.site.guide.making import make_organisation, make_record


def found(query: str, language: str = "en", **given: Any) -> list[str]:
    from balise.site.guide.search import find

    return [each.identifier for each in find(query, language, **given).hits]


def listed(**fields: Any) -> Any:
    """A public record."""
    from django.utils import timezone

    return make_record(**({"first_public_at": timezone.now(), "status": "listed"} | fields))


def test_a_project_is_one_result_whatever_the_language(guide_db: str) -> None:
    listed(identifier="frost", title_en="Frost on roads", title_fr="Gel sur les routes")
    for query in ("frost", "gel", "routes frost", "frost gel roads routes"):
        assert found(query) == found(query, "fr") == ["frost"], query


@pytest.mark.parametrize(
    "query",
    [
        "Évènement",
        "evenements",
        "ÉVÉNEMENTS",
        "l’événement",
        "d'evenement",
        "événement\u00a0!",
        "«événement»",
    ],
)
def test_accents_capitals_plurals_and_apostrophes_change_nothing(
    guide_sqlite: str, query: str
) -> None:
    listed(identifier="events", title_en="Gatherings", title_fr="Suivi des événements")
    assert found(query, "fr") == ["events"]


@pytest.mark.parametrize(
    "query",
    ["itinérance", "sans-abri", "homeless people", "Nouveau-Brunswick", "new brunswick", "BLQ"],
)
def test_a_project_is_found_by_synonyms_places_and_initials_in_both_languages(
    guide_sqlite: str, query: str
) -> None:
    lead = make_organisation(name_en="Office of Quiet Lakes", name_fr="Bureau des lacs quiets")
    listed(
        identifier="shelter",
        title_en="Homelessness forecasts",
        title_fr="Sans titre",
        lead=lead,
        jurisdiction="CA-NB",
    )
    listed(identifier="other", jurisdiction="CA-YT")
    assert found(query, "fr")[:1] == ["shelter"]


def test_a_word_of_the_title_counts_more_than_one_of_the_summary_then_of_the_rest(
    guide_sqlite: str,
) -> None:
    listed(identifier="rest", limits_en="Culverts were left out.")
    listed(identifier="summary", summary_en="It is about culverts.")
    listed(identifier="title", title_en="Culverts")
    assert found("culvert") == ["title", "summary", "rest"]


def test_a_slip_finds_what_was_meant_and_says_so(guide_sqlite: str) -> None:
    from balise.site.guide.search import find

    listed(identifier="frost", title_en="Permafrost under roads")
    told = find("permafrots roads", "en")
    assert [each.identifier for each in told.hits] == ["frost"]
    assert told.corrected == "permafrost roads"
    assert find("permafrost", "en").corrected == ""


def test_the_beginning_of_the_last_word_is_enough(guide_sqlite: str) -> None:
    listed(identifier="frost", title_en="Permafrost under roads")
    assert found("permaf") == ["frost"]


def test_facets_count_with_the_other_facets_applied(guide_db: str) -> None:
    from balise.site.guide.search import find

    listed(identifier="a", title_en="Culverts", jurisdiction="CA-NB", analysis="predict")
    listed(identifier="b", title_en="Culverts", jurisdiction="CA-NB", analysis="describe")
    listed(identifier="c", title_en="Culverts", jurisdiction="CA-QC", analysis="predict")
    told = find("culverts", "en", filters={"jurisdiction": ["CA-NB"]}, limit=1)
    assert (told.total, len(told.hits)) == (2, 1)
    assert told.facets["jurisdiction"] == {"CA-NB": 2, "CA-QC": 1}
    assert told.facets["analysis"] == {"describe": 1, "predict": 1}
    both = find("culverts", "en", filters={"jurisdiction": ["CA-NB"], "analysis": ["predict"]})
    assert [each.identifier for each in both.hits] == ["a"]
    assert both.facets["jurisdiction"] == {"CA-NB": 1, "CA-QC": 1}
    assert found("culverts", filters={"jurisdiction": ["NOWHERE"]}) == []
    assert found("culverts", filters={"jurisdiction": []}) == ["a", "b", "c"]


def test_pages_of_results_follow_each_other(guide_sqlite: str) -> None:
    for name in "abcde":
        listed(identifier=name, title_en="Culverts", title_fr=name)
    pages = [found("culvert", limit=2, offset=each) for each in (0, 2, 4)]
    assert pages == [["a", "b"], ["c", "d"], ["e"]]


def test_nothing_asked_lists_everything_what_is_overdue_last(guide_sqlite: str) -> None:
    listed(identifier="late", title_en="Alpha", review_due=date(2020, 1, 1))
    listed(identifier="second", title_en="Été")
    listed(identifier="first", title_en="Beta")
    assert found("", "en") == ["first", "second", "late"]


def test_drafts_and_retired_projects_are_never_found(guide_db: str) -> None:
    from django.utils import timezone

    record = make_record(title_en="Culverts")
    assert found("culverts") == []
    record.status = "listed"
    record.first_public_at = timezone.now()
    record.save()
    assert found("culverts") == [record.identifier]
    record.status = "retired"
    record.save()
    assert found("culverts") == []


def test_the_text_of_a_draft_revision_is_not_searched(guide_db: str) -> None:
    record = listed(title_en="Culverts")
    record.title_en = "Culverts and zeppelins"
    record.save_revision()
    assert found("culverts") == [record.identifier]
    assert found("zeppelins") == []


def test_mailboxes_consent_and_rights_are_not_searched(guide_sqlite: str) -> None:
    listed(contact_mailbox="zeppelin@example.org", image_rights="Zeppelin studio")
    assert found("zeppelin") == found("zeppelin@example.org") == []


def test_a_change_of_a_part_or_of_an_organisation_is_found_at_once(guide_db: str) -> None:
    from balise.site.guide.models import Place, Theme

    record = listed()
    assert found("zeppelin") == found("taxation") == []
    record.lead.name_en = "Zeppelin Authority"
    record.lead.save()
    assert found("zeppelin") == [record.identifier]
    theme = Theme.objects.create(record=record, code="taxation")
    assert found("taxation") == [record.identifier]
    theme.delete()
    assert found("taxation") == []
    Place.objects.create(record=record, dguid="2021A00051301001", name="Zebraville")
    assert found("zebraville") == [record.identifier]


def test_plays_resources_and_experts_are_found_beside_projects(guide_db: str) -> None:
    from balise.site.guide.models import Expert, Play, Resource
    from balise.site.guide.search import find

    both = {"state_en": "original", "state_fr": "reviewed", "live": True}
    titles = {"title_en": "Culverts", "title_fr": "Ponceaux"}
    summary = {"summary_en": "About water.", "summary_fr": "De l’eau."}
    listed(**titles)
    Play.objects.create(
        identifier="p", **both, **titles, **summary, when_en="Now", when_fr="Tôt", theme="water"
    )
    Resource.objects.create(
        identifier="r",
        **both,
        **titles,
        **summary,
        kind="software",
        link_en="https://example.org",
    )
    Expert.objects.create(
        identifier="e",
        **both,
        **titles,
        about_en="Water",
        about_fr="Eau",
        organisation=make_organisation(),
        mailbox="water@example.org",
        confirmed_on=date(2026, 5, 1),
    )
    Play.objects.create(identifier="draft", **{**both, "live": False}, **titles)
    told = find("ponceau", "fr")
    assert told.facets["kind"] == {"expert": 1, "play": 1, "record": 1, "resource": 1}
    assert told.total == 4
    assert found("ponceau", "fr", kinds=("play",)) == ["p"]


@pytest.mark.parametrize(
    "query",
    [
        "culvert " * 1_250,
        "x" * 10_000,
        "'; DROP TABLE guide_record; --",
        "' OR 1=1 --",
        '"culvert" *',
        "culvert* NEAR(culvert, 2) ^culvert title:culvert",
        "culvert & | ! <-> :*",
        "title_en:culvert AND NOT culvert",
        "\N{WATER WAVE}\N{SNOWMAN} \N{FAMILY}",
        "\u202eculvert\u202c \u05de\u05d9\u05dd \u0645\u0627\u0621",
        "le la les of the and",
        "culvert\0",
        "\0",
        "%_\\ {{ culvert }} <script>",
        "-" * 10_000,
        ".".join("a" * 3_000),
        "\ud800 culvert",
        "\ud800 zeppelin",
    ],
)
def test_no_question_is_an_instruction_or_a_failure(guide_db: str, query: str) -> None:
    from balise.site.guide.models import Record
    from balise.site.guide.search import find

    listed(identifier="culvert", title_en="Culverts")
    told = find(query, "en")
    assert [each.identifier for each in told.hits] in (["culvert"], [])
    assert bool(told.hits) == ("culvert" in query)
    assert Record.objects.count() == 1


def test_a_search_costs_one_short_question_if_nothing_changed(guide_db: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    listed(title_en="Culverts")
    found("culverts")
    with CaptureQueriesContext(connection) as asked:
        found("culverts")
    assert len(asked) == 1
