"""The secretariat works in its own language, and a refusal costs nobody their text."""

import re
from typing import Any

import pytest
from django.utils.html import escape

from tests.site.guide.making import make_account, make_record

SCREENS = (
    "/admin/",
    *(f"/admin/snippets/guide/{each}/" for each in ("record", "play", "expert", "resource")),
    *(f"/admin/snippets/guide/{each}/" for each in ("collection", "organisation")),
    *(f"/admin/snippets/guide/{each}/add/" for each in ("record", "play", "expert", "resource")),
    "/admin/snippets/guide/collection/add/",
    "/admin/snippets/guide/organisation/add/",
    "/admin/users/",
    "/admin/account/",
)


@pytest.mark.parametrize(("language", "word"), [("en", "Projects"), ("fr", "Projets")])
def test_every_screen_opens_in_the_language_of_the_account(
    guide_sqlite: str, guide_client: Any, language: str, word: str
) -> None:
    guide_client.force_login(make_account(language=language))
    for screen in SCREENS:
        page = guide_client.get(screen)
        assert page.status_code == 200, screen
        text = page.content.decode()
        assert f'lang="{language}"' in text, screen
        assert word in text, screen


def test_nobody_who_is_not_signed_in_sees_a_screen(guide_sqlite: str, guide_client: Any) -> None:
    for screen in SCREENS:
        answer = guide_client.get(screen)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/admin/login/")


def test_public_pages_set_no_cookie_and_keep_the_strict_policy(
    guide_sqlite: str, guide_client: Any
) -> None:
    public, staff = guide_client.get("/en/guide/"), guide_client.get("/admin/login/")
    assert not public.cookies
    assert "unsafe-inline" not in public.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in staff.headers["Content-Security-Policy"]


def form_of(page: Any) -> dict[str, str]:
    """Give what the form of a screen would send, as it stands."""
    sent: dict[str, str] = {}
    text = page.content.decode()
    for tag in re.findall(r"<input[^>]*>", text):
        name, value = (re.search(rf'\b{each}="([^"]*)"', tag) for each in ("name", "value"))
        kind = re.search(r'\btype="([^"]*)"', tag)
        is_box = kind and kind[1] in {"checkbox", "radio"}
        if name and "__prefix__" not in name[1] and (not is_box or "checked" in tag):
            sent[name[1]] = value[1] if value else ""
    for name, content in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', text, re.S
    ):
        sent[name] = content.strip()
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', text, re.S):
        chosen = re.search(r'value="([^"]*)"[^>]*selected', options)
        sent[name] = chosen[1] if chosen else ""
    return {each: value for each, value in sent.items() if "__prefix__" not in each}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The French text is not reviewed yet."),
        ("fr", "Le texte français n’est pas encore révisé."),
    ],
)
def test_publishing_that_is_refused_keeps_the_text_and_gives_the_reason(
    guide_sqlite: str, guide_client: Any, language: str, sentence: str
) -> None:
    from django.urls import reverse

    from balise.site.guide.models import Resource

    texts = {"title_en": "Letters", "title_fr": "Lettres", "state_en": "original"}
    record = Resource.objects.create(
        identifier="letters", kind="training", state_fr="machine", **texts
    )
    guide_client.force_login(make_account(language=language))
    address = reverse("wagtailsnippets_guide_resource:edit", args=[record.pk])
    sent = form_of(guide_client.get(address))
    sent |= {"title_en": "Letters answered sooner", "action-publish": "action-publish"}
    answer = guide_client.post(address, sent, follow=True)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert escape(sentence) in text or sentence in text
    record.refresh_from_db()
    assert not record.live
    assert record.get_latest_revision_as_object().title_en == "Letters answered sooner"


def test_a_record_is_listed_and_retired_from_its_screen(
    guide_sqlite: str, guide_client: Any
) -> None:
    from django.urls import reverse

    record = make_record(state_fr="missing", title_fr="", verification="unverified_seed")
    guide_client.force_login(make_account())
    address = reverse("wagtailsnippets_guide_record:edit", args=[record.pk])
    for action, status in (("list", "listed"), ("retire", "retired")):
        sent = form_of(guide_client.get(address))
        answer = guide_client.post(address, sent | {f"action-{action}": f"action-{action}"})
        assert answer.status_code == 302
        record.refresh_from_db()
        assert record.status == status


def test_an_edit_of_a_listed_record_is_not_public_until_it_is_listed_again(
    guide_sqlite: str, guide_client: Any
) -> None:
    from django.urls import reverse

    from balise.site.guide.publishing import list_publicly

    record = make_record(title_en="Before", verification="unverified_seed")
    list_publicly(record)
    guide_client.force_login(make_account())
    address = reverse("wagtailsnippets_guide_record:edit", args=[record.pk])
    sent = form_of(guide_client.get(address)) | {"title_en": "After"}
    assert guide_client.post(address, sent).status_code == 302
    record.refresh_from_db()
    assert record.title_en == "Before"
    sent = form_of(guide_client.get(address))
    assert sent["title_en"] == "After"
    guide_client.post(address, sent | {"action-list": "action-list"})
    record.refresh_from_db()
    assert (record.title_en, record.status) == ("After", "listed")
    assert [each.kind for each in record.changes.all()] == ["changed", "listed"]


def test_a_project_that_was_public_keeps_its_address(guide_sqlite: str, guide_client: Any) -> None:
    from django.urls import reverse

    record = make_record(identifier="letters")
    record.save_revision().publish()
    guide_client.force_login(make_account())
    address = reverse("wagtailsnippets_guide_record:edit", args=[record.pk])
    sent = form_of(guide_client.get(address)) | {"identifier": "another-address"}
    refused = guide_client.post(address, sent | {"action-publish": "action-publish"})
    assert "keep “letters”" in refused.content.decode()
    assert guide_client.get("/en/guide/records/letters/").status_code == 200


def test_public_projects_are_not_deleted_with_others(guide_sqlite: str, guide_client: Any) -> None:
    from balise.site.guide.models import Record
    from balise.site.guide.publishing import list_publicly

    listed, draft = make_record(verification="unverified_seed"), make_record()
    list_publicly(listed)
    guide_client.force_login(make_account())
    address = f"/admin/bulk/guide/record/delete/?id={draft.pk}&id={listed.pk}&next=/admin/"
    answer = guide_client.post(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")
    assert "Nothing was deleted" in guide_client.get("/admin/").content.decode()
    assert Record.objects.count() == 2


def test_a_form_refuses_a_number_without_a_unit(guide_sqlite: str, guide_client: Any) -> None:
    from django.urls import reverse

    record = make_record()
    guide_client.force_login(make_account())
    address = reverse("wagtailsnippets_guide_record:edit", args=[record.pk])
    sent = form_of(guide_client.get(address))
    sent |= {"claims-0-unit_en": "", "claims-0-unit_fr": ""}
    text = guide_client.post(address, sent).content.decode()
    assert "A number needs a unit, a period and a source." in text


def test_what_was_uploaded_is_shown_to_the_secretariat_alone(
    guide_sqlite: str, guide_client: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings

    (tmp_path / "picture.svg").write_text("<svg/>")
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)
    assert guide_client.get("/admin/media/picture.svg").status_code == 302
    guide_client.force_login(make_account())
    shown = guide_client.get("/admin/media/picture.svg")
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert b"".join(shown.streaming_content) == b"<svg/>"
    assert guide_client.get("/admin/media/../settings.py").status_code in {400, 404}
