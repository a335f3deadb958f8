"""A private link opens one thing for one person, for a while, and opening it changes nothing."""

from datetime import timedelta
from typing import Any

import pytest


def holder(email: str = "Somebody@Example.org") -> Any:
    from balise.site.secretariat.models import Correspondent

    return Correspondent.objects.at(email)


def token_of(link: Any, lang: str = "en") -> str:
    from balise.site.secretariat.private_links import address_of

    return address_of(link, lang).rstrip("/").rpartition("/")[2]


def found(token: str, kind: str = "draft") -> Any:
    from balise.site.secretariat.private_links import find_link

    return find_link(kind, token)


def test_an_open_link_is_found_by_its_secret_as_often_as_it_is_asked_for(guide_db: str) -> None:
    from balise.site.secretariat.private_links import link_for

    link = link_for("draft", 7, holder())
    token = token_of(link)
    before = type(link).objects.values().get()
    for _each in range(3):
        assert found(token).is_open
        assert found(token).link == link
    assert type(link).objects.values().get() == before


def test_only_a_digest_of_the_secret_is_kept(guide_sqlite: str) -> None:
    from balise.site.secretariat.models import PrivateToken
    from balise.site.secretariat.private_links import link_for

    token = token_of(link_for("draft", 7, holder()))
    assert len(token) >= 43
    assert token not in str(list(PrivateToken.objects.values()))


@pytest.mark.parametrize("kind", ["draft", "consultation", "confirmation", "expert"])
def test_a_link_ends_after_its_days(guide_db: str, kind: str) -> None:
    from django.conf import settings
    from django.utils import timezone

    from balise.site.secretariat.private_links import link_for

    link = link_for(kind, 1, holder())
    days = settings.BALISE_LINK_DAYS[kind]
    assert abs(link.expires_at - timezone.now() - timedelta(days=days)) < timedelta(minutes=1)
    token = token_of(link)
    link.expires_at = timezone.now()
    link.save()
    opened = found(token, kind)
    assert opened.state == "expired"
    assert not opened.is_open


def test_an_ended_link_opens_again_when_it_is_renewed(guide_db: str) -> None:
    from django.utils import timezone

    from balise.site.secretariat.models import PrivateLink
    from balise.site.secretariat.private_links import link_for

    link = link_for("draft", 1, holder())
    token = token_of(link)
    PrivateLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    again = link_for("draft", 1, holder())
    assert again.pk == link.pk
    assert found(token).is_open, "the secret that was mailed first works again"
    assert found(token_of(again)).link == link, "and so does another"


def test_a_revoked_link_is_closed_at_once_and_for_ever_to_the_old_secret(guide_db: str) -> None:
    from balise.site.secretariat.private_links import link_for, renew, revoke

    link = link_for("draft", 1, holder())
    token = token_of(link)
    revoke(link)
    assert found(token).state == "revoked"
    renew(link)
    assert found(token) is None
    assert found(token_of(link)).is_open


@pytest.mark.parametrize("token", ["", "unknown", "é", "\udcff", "x" * 5000, "' OR 1=1 --", "\0"])
def test_an_unknown_secret_opens_nothing(guide_db: str, token: str) -> None:
    assert found(token) is None


def test_a_secret_of_one_kind_opens_no_other(guide_sqlite: str) -> None:
    from balise.site.secretariat.private_links import link_for

    token = token_of(link_for("draft", 1, holder()))
    for kind in ("consultation", "confirmation", "expert"):
        assert found(token, kind) is None


def test_links_of_two_people_to_one_thing_are_two(guide_sqlite: str) -> None:
    from balise.site.secretariat.private_links import link_for, revoke

    first, second = link_for("draft", 1, holder()), link_for("draft", 1, holder("b@example.org"))
    assert first.pk != second.pk
    token = token_of(second)
    revoke(first)
    assert found(token).is_open


def test_a_link_of_somebody_erased_opens_nothing(guide_sqlite: str) -> None:
    from django.utils import timezone

    from balise.site.secretariat.private_links import link_for

    person = holder()
    token = token_of(link_for("draft", 1, person))
    person.email, person.erased_at = "", timezone.now()
    person.save()
    assert found(token) is None


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_its_address_comes_from_the_setting_in_the_language_asked_for(
    guide_sqlite: str, lang: str
) -> None:
    from django.test import override_settings

    from balise.site.secretariat.private_links import PATHS, address_of, link_for

    with override_settings(WAGTAILADMIN_BASE_URL="https://guide.example.org"):
        for kind, path in PATHS.items():
            address = address_of(link_for(kind, 1, holder()), lang)
            assert address.startswith(f"https://guide.example.org/{lang}/guide/{path}/")
            assert address.endswith("/")


@pytest.mark.parametrize("place", ["guide/drafts", "guide/questions/answer"])
def test_a_page_that_fails_does_not_log_its_secret(
    guide_sqlite: str, guide_client: Any, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    import logging

    def fails(*_given: Any) -> None:
        raise RuntimeError("a fault")

    for each in ("private_pages", "question_reply_pages"):
        monkeypatch.setattr(f"balise.site.secretariat.{each}.find_link", fails)
    (handler,) = logging.getLogger("django.request").handlers
    lines: list[str] = []
    monkeypatch.setattr(handler, "emit", lambda record: lines.append(handler.format(record)))
    guide_client.raise_request_exception = False
    assert guide_client.get(f"/en/{place}/zqsecret/").status_code == 500
    (line,) = lines
    assert f"/en/{place}/…/" in line
    assert "zqsecret" not in line
