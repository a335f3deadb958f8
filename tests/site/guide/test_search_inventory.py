"""The first inventory is searched on either database: what is asked is found, and nothing else.

Each database is filled once for all questions, which change nothing.
"""

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.site.databases import on_database


def asked(name: str, language: str) -> list[dict[str, Any]]:
    told = tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))
    return [each for each in told["queries"] if each["language"] == language]


UNDERGROUND = "ca-cra-underground-nudge"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def inventory(
    request: pytest.FixtureRequest, _migrated: Callable[[str | None], None]
) -> Iterator[str]:
    """The first inventory, as the package brings it."""
    from django.db import transaction

    from balise.site.guide.seeding import load_seed

    engine: str = request.param
    address = request.getfixturevalue("postgres") if engine == "postgresql" else None
    _migrated(address)
    with on_database(address), transaction.atomic():
        if not load_seed():
            pytest.skip("the package brings no inventory")
        yield engine
        transaction.set_rollback(True)


def found(query: str, language: str) -> list[str]:
    from balise.site.guide.search import find

    return [each.identifier for each in find(query, language, kinds=("record",)).hits]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("name", "most"), [("queries.toml", 1), ("queries_second.toml", 0)])
def test_questions_find_their_project_among_the_first_five(
    inventory: str, name: str, most: int, language: str
) -> None:
    questions = asked(name, language)
    missed = [
        each["text"]
        for each in questions
        if not set(found(each["text"], language)[:5]) & set(each["finds"])
    ]
    assert len(questions) == 12
    assert len(missed) <= most, missed


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
    inventory: str, guide_client: Any, language: str, query: str, relevant: set[str]
) -> None:
    page = guide_client.get(f"/{language}/guide/records/?q={query}").content.decode()
    answer = guide_client.get(f"/{language}/api/guide/projects?q={query}")
    listed_on_page = re.findall(r'name="r" value="([^"]+)"', page)
    assert set(listed_on_page) == relevant
    assert [each["id"] for each in json.loads(answer.content)["results"]] == listed_on_page
