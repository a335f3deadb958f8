"""Results of own places that are kept: where, how long, for whom."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from balise.network import uploads
from balise.network.upload_process import read
from tests.site.sent import areas, carried, table
from tests.site.test_pages import TINY, text_of


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files here: tests of the process itself are beside it, and one below."""

    def answer(folder: Path) -> Any:
        return read(folder)

    monkeypatch.setattr(uploads, "_answer", answer)


def test_nothing_is_kept_unless_it_is_saved(client: Any) -> None:
    from balise.site.explorer.models import SavedPlaces

    before = SavedPlaces.objects.count()
    response = areas(client, "en", "1310032,A")
    table(client, response)
    assert "no-store" in response["Cache-Control"]
    assert SavedPlaces.objects.count() == before


def save(client: Any, lang: str = "en") -> str:
    response = areas(client, lang, "1310032,Kept place", f"{TINY},Kept place")
    answer = client.post(f"/{lang}/places/result/", {"do": "save", "result": carried(response)})
    assert answer.status_code == 302
    return str(answer["Location"])


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_kept_result_is_read_at_an_address_nobody_guesses(client: Any, lang: str) -> None:
    from balise.site.explorer.models import SavedPlaces

    place = save(client, lang)
    token = place.strip("/").split("/")[-1]
    assert len(token) >= 32
    assert not SavedPlaces.objects.filter(token_digest=token).exists()
    response = client.get(place)
    text = response.content.decode()
    assert response.status_code == 200
    assert "Kept place" in text
    assert (datetime.now(UTC) + timedelta(days=30)).strftime("%Y-%m-%d") in text
    assert response["X-Robots-Tag"].startswith("noindex")
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert '<meta name="robots" content="noindex, nofollow">' in text
    assert not response.cookies
    other = place.replace("/en/", "/fr/") if lang == "en" else place.replace("/fr/", "/en/")
    assert f'href="{other}"' in text
    assert client.get(other).status_code == 200
    assert client.get(place + "?as=csv").content.startswith(b"\xef\xbb\xbfregion,")
    assert client.get(place + "?as=xlsx").content[:2] == b"PK"


def test_a_kept_result_is_deleted_by_its_button(client: Any) -> None:
    place = save(client)
    assert "deleted" in client.post(place, {"do": "delete"}).content.decode()
    assert client.get(place).status_code == 404
    assert client.get(place + "?as=csv").status_code == 404


def test_a_result_past_its_time_is_gone_and_removed(client: Any) -> None:
    from balise.site.explorer import saved_places
    from balise.site.explorer.models import SavedPlaces

    place = save(client)
    token = place.strip("/").split("/")[-1]
    found = saved_places.find(token)
    assert found
    SavedPlaces.objects.filter(pk=found.pk).update(expires=datetime.now(UTC))
    assert client.get(place).status_code == 410
    assert client.get(place).status_code == 404
    assert saved_places.find(token) is None
    assert saved_places.purge(datetime.now(UTC) - timedelta(days=1)) == 0


def test_a_result_whose_release_is_gone_says_so(client: Any) -> None:
    from balise.site.explorer.models import SavedPlaces

    place = save(client)
    SavedPlaces.objects.update(seal="another")
    text = client.get(place).content.decode()
    assert "no longer open on this site" in text
    assert TINY in text
    SavedPlaces.objects.all().delete()


def test_a_result_that_somebody_altered_is_refused(client: Any) -> None:
    whole = carried(areas(client, "en", "1310032,A"))
    for result in ("", whole[:-3] + "abc", "x" * 500):
        response = client.post("/en/places/result/", {"do": "save", "result": result})
        assert response.status_code == 400
        assert "too old" in response.content.decode()
    assert client.get("/en/places/result/")["Location"] == "/en/places/"


def test_a_result_is_shown_in_the_other_language(client: Any) -> None:
    result = carried(areas(client, "en", f"{TINY},A"))
    response = client.post("/fr/places/result/", {"do": "show", "result": result})
    assert "oins de 40 personnes" in response.content.decode()


def test_a_form_from_elsewhere_is_refused(site: Any) -> None:
    from django.test import Client

    strict = Client(enforce_csrf_checks=True, HTTP_HOST="localhost")
    assert areas(strict, "en", "1310032,A").status_code == 403


def test_those_who_gather_pages_are_asked_to_leave_kept_results_alone(client: Any) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /en/places/kept/" in text
    assert "Disallow: /fr/places/kept/" in text


@pytest.mark.parametrize(("lang", "said"), [("en", "cannot be kept"), ("fr", "être conservé")])
def test_a_site_that_keeps_enough_results_keeps_no_more(
    client: Any, monkeypatch: pytest.MonkeyPatch, lang: str, said: str
) -> None:
    from balise.site.explorer import saved_places

    monkeypatch.setattr(saved_places, "MOST", 0)
    given = {"do": "save", "result": carried(areas(client, lang, "1310032,A"))}
    response = client.post(f"/{lang}/places/result/", given)
    assert response.status_code == 400
    assert said in text_of(response.content.decode())


def test_results_are_put_together_one_at_a_time(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from balise.site.explorer import places

    monkeypatch.setattr(places, "_PATIENCE_S", 0)
    with places._turn:
        response = areas(client, "en", "1310032,A")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert areas(client, "en", "1310032,A").status_code == 200
