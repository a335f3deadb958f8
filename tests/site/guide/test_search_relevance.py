"""What the search shows is what was asked for; the list and the interface show the same."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.site.guide.making import make_record

SECOND = tomllib.loads(Path(__file__).with_name("queries_second.toml").read_text("utf-8"))
UNDERGROUND = "ca-cra-underground-nudge"


@pytest.fixture
def seeded(guide_db: str) -> str:
    """The first inventory on either database."""
    from balise.site.guide.seeding import load_seed

    if not load_seed():
        pytest.skip("the package brings no inventory")
    return guide_db


def listed(**fields: Any) -> Any:
    from django.utils import timezone

    return make_record(**({"first_public_at": timezone.now(), "status": "listed"} | fields))


def found(query: str, language: str = "en") -> list[str]:
    from balise.site.guide.search import find

    return [each.identifier for each in find(query, language, kinds=("record",)).hits]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_second_set_of_questions_is_answered_too(seeded: str, language: str) -> None:
    asked = [each for each in SECOND["queries"] if each["language"] == language]
    missed = [
        each["text"]
        for each in asked
        if not set(found(each["text"], language)[:5]) & set(each["finds"])
    ]
    assert (len(asked), missed) == (12, [])


@pytest.mark.parametrize(
    ("language", "query", "relevant"),
    [
        ("en", "fraud", {UNDERGROUND}),
        ("fr", "fraude", {UNDERGROUND}),
        ("fr", "robot conversationnel", {"kelowna-permit-assistant", "qc-mcn-pilots-2024"}),
        ("en", "chatbot", {"kelowna-permit-assistant", "qc-mcn-pilots-2024"}),
        (
            "en",
            "immigration",
            {"nb-immigrant-retention", "ca-ircc-trv-triage", "nb-irdt-platform"},
        ),
    ],
)
def test_nothing_beside_the_point_is_shown_on_the_list_or_by_the_interface(
    seeded: str, guide_client: Any, language: str, query: str, relevant: set[str]
) -> None:
    page = guide_client.get(f"/{language}/guide/records/?q={query}").content.decode()
    answer = guide_client.get(f"/{language}/api/guide/projects?q={query}")
    listed_on_page = re.findall(r'name="r" value="([^"]+)"', page)
    assert set(listed_on_page) == relevant
    assert [each["id"] for each in json.loads(answer.content)["results"]] == listed_on_page


def test_words_of_a_synonym_count_only_together(guide_sqlite: str) -> None:
    # "services policiers" says the same as "police"; policy and services of health do not.
    listed(identifier="force", title_en="Patrols", title_fr="Patrouilles des services policiers")
    listed(identifier="health", title_en="Policy of health services", title_fr="Politique")
    assert found("police") == ["force"]


def test_a_list_is_searched_once(
    guide_sqlite: str, guide_client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from balise.site.guide import search, search_query
    from tests.site.guide.surroundings import make_play

    listed(title_en="Culverts")
    make_play("drains", title_en="Culverts, how to")
    asked: list[str] = []

    def counted(index: Any, question: Any) -> Any:
        asked.append(" ".join(question.typed))
        return search_query.scores(index, question)

    monkeypatch.setattr(search, "scores", counted)
    page = guide_client.get("/en/guide/records/?q=culverts&theme=access").content.decode()
    assert asked == ["culverts"]
    assert "/en/guide/plays/drains/" in page
