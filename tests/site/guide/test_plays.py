"""Plays say what to do, when, in which steps, and which public projects show it."""

from typing import Any

import pytest

from tests.site.guide.making import make_record
from tests.site.guide.surroundings import make_listed, make_play


def read(client: Any, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return str(answer.content.decode())


def test_a_play_tells_when_steps_tools_and_examples(guide_client: Any, guide_db: str) -> None:
    record = make_listed()
    make_play("count-first", record)
    page = read(guide_client, "/en/guide/plays/count-first/")
    for each in ("At the start.", "Choose a measure.", "A notebook", "Keep it dated."):
        assert each in page
    assert f"/en/guide/records/{record.identifier}/" in page
    assert "unverified" in page
    assert "Links not tested" in page
    french = read(guide_client, "/fr/guide/plays/count-first/")
    assert "Choisir une mesure." in french
    assert "Liens non vérifiés" in french
    assert "Count first" not in french


def test_what_is_written_in_a_step_stays_plain_text(guide_client: Any, guide_sqlite: str) -> None:
    make_play()
    page = read(guide_client, "/en/guide/plays/count-first/")
    assert "&lt;b&gt;With&lt;/b&gt; its unit." in page
    assert "<b>With" not in page


def test_an_example_that_nobody_may_read_is_not_named(guide_client: Any, guide_sqlite: str) -> None:
    draft = make_record(title_en="A secret draft")
    make_play("count-first", draft)
    page = read(guide_client, "/en/guide/plays/count-first/")
    assert "A secret draft" not in page
    assert "No project is named yet." in page


def test_a_draft_is_listed_nowhere_and_has_no_page(guide_client: Any, guide_sqlite: str) -> None:
    from balise.site.guide.models import Play

    Play.objects.create(identifier="later", title_en="Later")
    assert "Later" not in read(guide_client, "/en/guide/plays/")
    read(guide_client, "/en/guide/plays/later/", 404)


def test_a_published_play_keeps_its_address(guide_sqlite: str) -> None:
    from django.core.exceptions import ValidationError

    play = make_play("count-first")
    play.identifier = "another-address"
    with pytest.raises(ValidationError, match="keep “count-first”"):
        play.full_clean()
    play.refresh_from_db()
    play.full_clean()


def test_a_play_taken_away_leaves_the_list_for_those_who_kept_it(
    guide_client: Any, guide_sqlite: str
) -> None:
    play = make_play()
    known = {"If-None-Match": guide_client.get("/en/guide/plays/")["ETag"]}
    assert guide_client.get("/en/guide/plays/", headers=known).status_code == 304
    play.unpublish()
    answer = guide_client.get("/en/guide/plays/", headers=known)
    assert (answer.status_code, play.identifier.encode() in answer.content) == (200, False)


def test_plays_come_in_the_order_of_a_project(guide_client: Any, guide_sqlite: str) -> None:
    make_play("second", position=2, title_en="Second")
    make_play("first", position=1, title_en="First")
    page = read(guide_client, "/en/guide/plays/")
    assert page.index("First") < page.index("Second")


def test_a_play_missing_in_one_language_is_read_in_the_other_and_marked(
    guide_sqlite: str, rf_draft: Any
) -> None:
    # Never published so; the secretariat looks at such drafts.
    page = rf_draft(make_play(), title_fr="", body_fr=[])
    assert '<span lang="en">Count first</span>' in page
    assert '<ol class="steps" lang="en">' in page


@pytest.fixture
def rf_draft(guide_site: None) -> Any:
    """Shows a text, changed, as the secretariat previews it in French."""
    from django.test import RequestFactory

    def shown(text: Any, **changes: Any) -> str:
        for name, value in changes.items():
            setattr(text, name, value)
        request = RequestFactory().get("/fr/guide/plays/x/", HTTP_HOST="localhost")
        request.resolver_match = None
        return str(text.serve_preview(request, "fr").content.decode())

    return shown
