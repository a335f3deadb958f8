"""The form of a submission: two windows of one draft, names of questions, order of themes."""

import re
from html import unescape
from typing import Any

import pytest

from tests.site.secretariat.calling import FILLED, make_draft, opened


def test_what_was_not_touched_in_an_old_window_is_not_asked_about(
    guide_db: str, guide_client: Any
) -> None:
    draft = make_draft(content={"title": "A title", "problem": "A problem"}, version=1)
    shown = _hidden(guide_client.get(opened(draft)).content.decode(), "shown")
    old = {"version": "1", "act": "save", "shown": shown, "title": "A title"}
    old["problem"] = "A problem"
    first = guide_client.post(opened(draft), old | {"title": "A better title"})
    assert first.status_code == 303
    # The old window changes something else: both are kept, and nothing is asked.
    second = guide_client.post(opened(draft), old | {"problem": "The problem"})
    assert second["Location"].endswith("?saved=1&together=1")
    draft.refresh_from_db()
    assert draft.content["title"] == "A better title"
    assert draft.content["problem"] == "The problem"
    assert "both are below" in guide_client.get(second["Location"]).content.decode()
    # It changes what was changed elsewhere: that alone is asked.
    third = guide_client.post(opened(draft), old | {"title": "Another title"})
    page = third.content.decode()
    assert third.status_code == 409
    assert 'name="keep-title"' in page
    assert 'name="keep-problem"' not in page
    settled = {
        "version": _hidden(page, "version"),
        "shown": _hidden(page, "shown"),
        "mine": _hidden(page, "mine"),
        "act": "settle",
        "keep-title": "mine",
    }
    assert guide_client.post(opened(draft), settled).status_code == 303
    draft.refresh_from_db()
    assert draft.content["title"] == "Another title"
    assert draft.content["problem"] == "The problem"


def test_submitting_what_two_windows_wrote_is_looked_at_first(
    guide_sqlite: str, guide_client: Any
) -> None:
    draft = make_draft(content=dict(FILLED), version=1)
    shown = _hidden(guide_client.get(opened(draft)).content.decode(), "shown")
    old = {"version": "1", "shown": shown, **FILLED}
    guide_client.post(opened(draft), old | {"act": "save", "title": "A better title"})
    guide_client.post(opened(draft), old | {"act": "submit", "limits": "None."})
    draft.refresh_from_db()
    assert (draft.state, draft.content["title"]) == ("draft", "A better title")
    assert draft.content["limits"] == "None."


@pytest.mark.parametrize("shown", ["", "[", "[1]", "3", "[" * 9999])
def test_without_what_was_shown_all_that_differs_is_asked_about(
    guide_sqlite: str, guide_client: Any, shown: str
) -> None:
    draft = make_draft(content={"title": "A title"}, version=2)
    sent = {"version": "1", "act": "save", "shown": shown, "title": "Another"}
    answer = guide_client.post(opened(draft), sent)
    assert answer.status_code == 409
    assert b'name="keep-title"' in answer.content


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return unescape(found.group(1))


def test_a_summary_names_the_question_of_each_sentence(
    guide_sqlite: str, guide_client: Any
) -> None:
    draft = make_draft()
    sent = {"version": "0", "act": "submit", "start": "soon", "end": "2024"}
    page = unescape(guide_client.post(opened(draft), sent).content.decode())
    assert '<a href="#start">Start: “soon” is not a date.' in page
    assert '<a href="#title">Fill in “Title of the project”.</a>' in page


def test_themes_are_offered_in_the_order_of_the_language(
    guide_sqlite: str, guide_client: Any
) -> None:
    from balise.site.guide.told import alphabetical

    draft = make_draft(language="fr")
    page = unescape(guide_client.get(opened(draft).replace("/en/", "/fr/")).content.decode())
    names = re.findall(r'<label for="themes-\w+">([^<]+)</label>', page)
    assert names == sorted(names, key=alphabetical)
    assert len(names) > 20
    assert '<option value="">Choisir</option>' in page
    assert '<option value="">aucune</option>' in page
