"""Whatever is asked, the site answers in words and in the language of the address."""

import gzip
import logging
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.site.test_pages import FREDERICTON

pytestmark = pytest.mark.filterwarnings("ignore:No directory at:UserWarning")

KNOWN = ("", FREDERICTON, "csd", "cd", "new-brunswick", "evi", "-evi", "seniors", "areas.csv", "2")
ODD = (
    "../../record.json",
    "..%2f..%2frecord.json",
    "%00",
    "%ff%fe",
    "%c3%28",
    "<script>alert(1)</script>",
    "' or 1=1 --",
    "{{7*7}}",
    "%s%n",
    "9" * 40,
    "-1",
    "1e999",
    "NaN",
    "\N{RIGHT-TO-LEFT OVERRIDE}",
    "\ud83d",
    "é" * 300,
    "a" * 20_000,
    f"{FREDERICTON}~nobody",
    f"{FREDERICTON}~",
    "~",
    "new-brunswick@",
    "new-brunswick@zzzz",
)
NAMES = (
    *("q", "level", "sort", "page", "in", "release", "a", "columns", "parent", "group"),
    *("area", "years", "before", "after", "from", "to", "lang", "n", "k", "%00", ""),
)
HEADERS = (
    ("HTTP_ACCEPT_LANGUAGE", "fr;q=zzz,*;q=9," * 50),
    ("HTTP_ACCEPT_ENCODING", "gzip;q=0, br, \N{LATIN SMALL LETTER E WITH ACUTE}"),
    ("HTTP_IF_NONE_MATCH", '"' * 500 + "*,W/"),
    ("HTTP_IF_MODIFIED_SINCE", "Sun, 99 Foo 99999 99:99:99 GMT"),
    ("HTTP_RANGE", "bytes=-99999999999999,9-1,zz"),
    ("HTTP_IF_RANGE", "\x00"),
    ("HTTP_COOKIE", "csrftoken=%00; sessionid=\x01; =;;"),
    ("HTTP_HOST", "localhost:99999"),
    ("HTTP_X_FORWARDED_PROTO", "gopher"),
    ("CONTENT_LENGTH", "-5"),
    ("CONTENT_TYPE", "multipart/form-data; boundary="),
)


def _addresses(patterns: Any, head: str = "") -> Iterator[str]:
    """Give every address of the site, with braces where a value goes."""
    for each in patterns:
        address = head + str(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from _addresses(each.url_patterns, address)
        else:
            yield re.sub(r"<[^>]+>", "{}", address.replace("<lang:lang>", "{lang}"))


@pytest.fixture(scope="module")
def asking(site: Any) -> tuple[Any, list[str]]:
    """Somebody who asks, and the addresses there are."""
    from django.test import Client
    from django.urls import get_resolver

    # Below /admin/ are Wagtail's own pages, behind a password.
    found = set(_addresses(get_resolver().url_patterns))
    every = sorted(each for each in found if not each.startswith("admin/"))
    assert len(every) > 10
    return Client(HTTP_HOST="localhost", raise_request_exception=False), every


texts = st.one_of(st.sampled_from(KNOWN), st.sampled_from(ODD), st.text(max_size=40))
pairs = st.lists(st.tuples(st.sampled_from(NAMES), texts), max_size=6)


def escaped(text: str) -> str:
    """Write a value into an address; what is escaped already stays so."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="%/@~:")


questions = st.fixed_dictionaries(
    {
        "lang": st.sampled_from(["en", "fr"]),
        "value": texts,
        "query": pairs,
        "headers": st.lists(st.sampled_from(HEADERS), max_size=2).map(dict),
        "verb": st.sampled_from(["GET", "GET", "GET", "HEAD", "OPTIONS", "PUT", "DELETE", "BREW"]),
        "which": st.integers(0, 10_000),
    }
)


@pytest.mark.property
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=questions)
def test_no_question_makes_the_site_fail(
    asking: tuple[Any, list[str]], caplog: pytest.LogCaptureFixture, asked: dict[str, Any]
) -> None:
    caplog.set_level(logging.ERROR)
    caplog.clear()
    client, every = asking
    address = every[asked.pop("which") % len(every)]
    path = fill(address, asked["lang"], asked.pop("value"))
    ask(client, asked.pop("lang"), path, **asked)
    assert [each for each in caplog.records if each.levelno >= logging.ERROR] == []


def fill(address: str, lang: str, value: str) -> str:
    path = "/" + address.replace("{lang}", lang).replace("{}", escaped(value))
    return path if len(path) < 9_000 else path[:9_000]


def ask(
    client: Any,
    lang: str,
    path: str,
    query: list[tuple[str, str]],
    headers: dict[str, str],
    verb: str = "GET",
) -> None:
    """Ask, and check that the answer is no failure and speaks the language of the address."""
    asked = "&".join(f"{escaped(name)}={escaped(value)}" for name, value in query)
    response = client.generic(verb, path, QUERY_STRING=asked, **headers)
    assert response.status_code < 500, (path, asked, headers)
    if response.streaming:
        response.close()
        return
    body = response.content
    if response.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    text = body.decode("utf-8", "replace")
    assert "Traceback" not in text
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    assert not is_page or "<script>alert" not in text
    if response.status_code >= 400 and verb == "GET" and path.startswith(f"/{lang}/"):
        assert response.headers["Content-Language"] == lang, (path, asked, headers)
        assert len(text) > 40, (path, asked, headers)
        assert not is_page or f'<html lang="{lang}">' in text, (path, asked, headers)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_each_odd_value_is_answered_at_each_address(
    asking: tuple[Any, list[str]], lang: str
) -> None:
    client, every = asking
    for address in every:
        for value in ODD if "{}" in address else ("",):
            ask(client, lang, fill(address, lang, value), [], {})


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("page", ["areas/", "compare/", "moved/", "api/v1/areas"])
def test_each_odd_value_is_answered_for_each_name(
    asking: tuple[Any, list[str]], lang: str, page: str
) -> None:
    client, _every = asking
    for name in NAMES:
        for value in ODD:
            ask(client, lang, f"/{lang}/{page}", [(name, value), (name, "csd"), (name, value)], {})


@pytest.mark.parametrize("header", HEADERS, ids=[name for name, _value in HEADERS])
def test_each_odd_header_is_answered(
    asking: tuple[Any, list[str]], header: tuple[str, str]
) -> None:
    client, every = asking
    for address in every:
        path = fill(address, "fr", FREDERICTON if "areas" in address else "areas.csv")
        ask(client, "fr", path, [], dict([header]))


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_question_that_holds_too_much_is_refused_in_its_language(client: Any, lang: str) -> None:
    from django.conf import settings as site_settings

    too_many = site_settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 10
    many = "&".join(f"a{number}=1" for number in range(too_many))
    for response in (
        client.get(f"/{lang}/areas/?{many}"),
        client.post(f"/{lang}/places/", {f"a{number}": "1" for number in range(too_many)}),
        client.get(f"/{lang}/", HTTP_HOST="elsewhere.example"),
    ):
        text = response.content.decode()
        assert response.status_code == 400
        assert f'<html lang="{lang}">' in text
        assert {"en": "try again", "fr": "essayez de nouveau"}[lang] in text


def test_a_path_without_a_slash_is_no_failure(client: Any) -> None:
    # Programs ask "OPTIONS *" to see whether a server is there.
    assert client.options("/", PATH_INFO="*").status_code == 404
