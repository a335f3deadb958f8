"""What the search shows is what was asked for; the list and the interface show the same."""

from typing import Any

import pytest

from tests.site.guide.making import make_record


def listed(**fields: Any) -> Any:
    from django.utils import timezone

    return make_record(**({"first_public_at": timezone.now(), "status": "listed"} | fields))


def found(query: str, language: str = "en") -> list[str]:
    from balise.site.guide.search import find

    return [each.identifier for each in find(query, language, kinds=("record",)).hits]


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
