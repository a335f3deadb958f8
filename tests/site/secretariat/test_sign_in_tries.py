"""Signing in: not guessed by trying, not taken over, ended by a new password."""

from typing import Any

import pytest

from tests.site.guide.making import make_account

PASSWORD = "a heron on the Petitcodiac"


@pytest.fixture
def account(guide_sqlite: str) -> Any:
    made = make_account()
    made.set_password(PASSWORD)
    made.save()
    return made


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "too many tries to sign in"), ("fr", "trop d’essais de connexion")],
)
def test_a_password_is_not_found_by_trying(
    account: Any, guide_client: Any, language: str, sentence: str
) -> None:
    from balise.site.secretariat.sign_in_tries import OF_AN_ACCOUNT

    named = {"username": account.username}
    spoken = {"HTTP_ACCEPT_LANGUAGE": language}
    for _try in range(OF_AN_ACCOUNT):
        answer = guide_client.post("/admin/login/", named | {"password": "guess"}, **spoken)
        assert sentence not in answer.content.decode()
    right = guide_client.post("/admin/login/", named | {"password": PASSWORD}, **spoken)
    assert right.status_code == 200
    assert sentence in right.content.decode()


def test_one_source_does_not_try_many_accounts(account: Any, guide_client: Any) -> None:
    from balise.site.secretariat.sign_in_tries import OF_A_SOURCE

    for number in range(OF_A_SOURCE):
        guide_client.post("/admin/login/", {"username": f"nobody-{number}", "password": "guess"})
    sent = {"username": account.username, "password": PASSWORD}
    assert "too many tries" in guide_client.post("/admin/login/", sent).content.decode()
    elsewhere = guide_client.post("/admin/login/", sent, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 302


def test_a_session_made_before_signing_in_is_worth_nothing(account: Any, guide_client: Any) -> None:
    from django.contrib.sessions.backends.db import SessionStore

    planted = SessionStore()
    planted["planted"] = True
    planted.create()
    guide_client.cookies["sessionid"] = planted.session_key
    guide_client.post("/admin/login/", {"username": account.username, "password": PASSWORD})
    assert guide_client.cookies["sessionid"].value != planted.session_key
    guide_client.cookies["sessionid"] = planted.session_key
    assert guide_client.get("/admin/").status_code == 302


def test_a_new_password_ends_other_sessions(account: Any, guide_client: Any) -> None:
    from django.test import Client

    other = Client(HTTP_HOST="localhost")
    for each in (guide_client, other):
        each.post("/admin/login/", {"username": account.username, "password": PASSWORD})
        assert each.get("/admin/desk/waiting/").status_code == 200
    account.set_password("another heron, much later")
    account.save()
    assert other.get("/admin/desk/waiting/").status_code == 302
