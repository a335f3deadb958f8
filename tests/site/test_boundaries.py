"""Boundaries come in parts, under an address that lasts, and make the map exact."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.site.bounded import with_boundaries
from tests.site.opened import opened, sound_release

NAME = "boundaries.pmtiles"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bounded")
    return with_boundaries(sound_release(folder / "plain"), folder)


@pytest.fixture(scope="module")
def content(release: Path) -> bytes:
    return (release / NAME).read_bytes()


@pytest.fixture
def own(release: Path) -> Iterator[Client]:
    with opened(release) as client:
        yield client


def answered(client: Client, **headers: str) -> tuple[int, bytes, Any]:
    response: Any = client.get(f"/en/api/v1/files/{NAME}", headers=headers)
    return response.status_code, b"".join(response), response.headers


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-126", 0, 127),
        ("bytes=100-100", 100, 101),
        ("bytes=127-", 127, None),
        ("bytes=-30", -30, None),
        ("bytes=0-99999999", 0, None),
    ],
)
def test_a_part_comes_as_asked(
    own: Client, content: bytes, asked: str, start: int, end: int | None
) -> None:
    status, found, headers = answered(own, range=asked, accept_encoding="gzip")
    part = content[start:end]
    begin = content.index(part) if start < 0 else start
    assert (status, found) == (206, part)
    assert headers["Content-Range"] == f"bytes {begin}-{begin + len(part) - 1}/{len(content)}"
    assert headers["Content-Length"] == str(len(part))
    assert "Content-Encoding" not in headers


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=-0"])
def test_a_part_beyond_the_end_is_refused_with_the_size(
    own: Client, content: bytes, asked: str
) -> None:
    status, _, headers = answered(own, range=asked)
    assert (status, headers["Content-Range"]) == (416, f"bytes */{len(content)}")


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,4-5", "rows=0-1", "bytes=9-2", "bytes=-", f"bytes=0-{'9' * 30}", "x"]
)
def test_what_is_no_single_range_is_answered_with_the_whole(
    own: Client, content: bytes, asked: str
) -> None:
    status, found, headers = answered(own, range=asked)
    assert (status, found) == (200, content)
    assert headers["Accept-Ranges"] == "bytes"


def test_a_range_of_another_version_brings_the_whole(own: Client, content: bytes) -> None:
    _, _, headers = answered(own)
    tag = headers["ETag"]
    assert answered(own, range="bytes=0-9", if_range=tag)[1] == content[:10]
    assert answered(own, range="bytes=0-9", if_range='"other"')[1] == content
    assert answered(own, if_none_match=tag)[0] == 304


def test_the_address_that_names_the_seal_lasts(own: Client, content: bytes) -> None:
    method = json.loads(own.get("/fr/api/v1/method").content)
    assert method["boundaries"]["levels"] == {"csd": 5}
    address = f"/fr/api/v1/files/{NAME}?release={method['release']}@{method['seal'][:12]}"
    response: Any = own.get(address)
    assert "immutable" in response.headers["Cache-Control"]
    assert b"".join(response) == content
    assert own.get(f"/fr/api/v1/files/{NAME}?release=other@{'0' * 12}").status_code == 404


def test_a_release_without_boundaries_lists_none(tmp_path: Path) -> None:
    with opened(sound_release(tmp_path / "plain")) as client:
        listed = json.loads(client.get("/en/api/v1/files").content)["rows"]
        assert NAME not in [name for name, *_ in listed]
        assert client.get(f"/en/api/v1/files/{NAME}").status_code == 404
