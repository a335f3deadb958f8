"""The way in for the secretariat, in the language of the browser."""

import re
from typing import Any

import pytest

ENGLISH = re.compile(
    r"\b(password|username|user name|sign in|remember|forgot\w*|enter|reset|your)\b"
)


def words(html: str) -> list[str]:
    """What a page says and what its fields hint at, without scripts and drawings."""
    shown = re.sub(r"(?s)<(script|style|svg|template)\b.*?</\1>", "", html)
    hints = re.findall(r'(?:placeholder|aria-label|title)="([^"]*)"', shown)
    return [each.strip().lower() for each in re.findall(r">([^<>]+)<", shown) + hints]


@pytest.mark.parametrize(
    "path",
    [
        "/admin/login/",
        "/admin/password_reset/",
        "/admin/password_reset/done/",
        "/admin/password_reset/complete/",
        "/admin/password_reset/confirm/MQ/set-password/",
    ],
)
def test_the_way_in_is_wholly_french_for_a_french_browser(
    guide_sqlite: str, guide_client: Any, path: str
) -> None:
    page = guide_client.get(path, HTTP_ACCEPT_LANGUAGE="fr-CA,fr").content.decode()
    assert 'lang="fr"' in page
    assert [each for each in words(page) if ENGLISH.search(each)] == []


def test_a_refused_sign_in_is_told_in_french_and_the_field_has_its_name(
    guide_sqlite: str, guide_client: Any
) -> None:
    given = {"username": "nobody", "password": "nothing"}
    answer = guide_client.post("/admin/login/", given, HTTP_ACCEPT_LANGUAGE="fr")
    said = words(answer.content.decode())
    assert "mot de passe" in said
    assert [each for each in said if ENGLISH.search(each)] == []
    english = guide_client.get("/admin/login/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "password" in words(english)
