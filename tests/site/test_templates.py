"""Templates speak before they are read, and answers are packed."""

import gzip
from typing import Any

import pytest


@pytest.mark.parametrize(("language", "said"), [("en", "Area"), ("fr", "Région")])
def test_sentences_are_settled_in_the_language_being_spoken(
    site: Any, language: str, said: str
) -> None:
    from django.utils import translation

    from balise.site.templates import settled

    source = '{% translate "Area" %}{% if lang == "fr" %}&nbsp;{% endif %}: {{ name }}'
    with translation.override(language):
        assert settled(source, language) == f"{said}{'&nbsp;' * (language == 'fr')}: {{{{ name }}}}"


def test_a_sentence_given_to_a_name_is_left_to_the_template(site: Any) -> None:
    from balise.site.templates import settled

    source = '{% translate "Area" as title %}{% if lang == "en" %}a{% endif %}'
    assert settled(source, "fr") == source


def test_a_template_is_kept_once_for_each_language(client: Any) -> None:
    english = client.get("/en/areas/").content.decode()
    french = client.get("/fr/areas/").content.decode()
    assert "All measures" in english
    assert "All measures" not in french
    assert client.get("/en/areas/").content.decode() == english


def test_a_page_is_packed_for_those_who_can_unpack_and_keeps_its_version(client: Any) -> None:
    plain = client.get("/en/areas/")
    packed = client.get("/en/areas/", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) == len(packed.content) < len(plain.content) / 4
    assert gzip.decompress(packed.content) == plain.content
    assert packed.headers["ETag"] == f"W/{plain.headers['ETag']}"
    again = client.get("/en/areas/", headers={"if-none-match": packed.headers["ETag"]})
    assert again.status_code == 304


def test_a_page_with_a_form_is_left_to_django(client: Any, pilot: Any) -> None:
    from balise.site.explorer.releases import library

    dguid = library().first.levels["csd"][0]["dguid"]
    form = client.get(f"/en/areas/{dguid}/remark/", headers={"accept-encoding": "gzip"})
    same = client.get(f"/en/areas/{dguid}/remark/", headers={"accept-encoding": "gzip"})
    assert form.cookies
    assert form.headers["Content-Encoding"] == "gzip"
    # What is secret in it differs each time, and so does its length.
    assert gzip.decompress(form.content) != gzip.decompress(same.content)
