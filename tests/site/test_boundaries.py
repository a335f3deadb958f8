"""Boundaries come in parts, under an address that lasts, and make the map exact."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.site.bounded import with_boundaries
from tests.site.opened import opened, sound_release
from tests.site.printed import PRINTED

NAME = "boundaries.pmtiles"
BUILT = PRINTED.parents[2] / "static" / "explorer" / "explorer.js"


def watched(browser: Any) -> tuple[Any, list[str]]:
    """Open a window, and note what goes wrong in it."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda message: faults.append(message.text) if message.type == "error" else None,
    )
    return page, faults


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


@pytest.fixture(scope="module")
def pilot_bounded(pilot: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_boundaries(pilot, tmp_path_factory.mktemp("pilot-bounded"))


@pytest.fixture
def bounded(address: str, pilot_bounded: Path) -> Iterator[str]:
    """Address of a site whose release has boundaries of its subdivisions."""
    from django.test import override_settings

    from balise.site.explorer.releases import library

    with override_settings(BALISE_RELEASES=(str(pilot_bounded),)):
        library.cache_clear()
        yield address
    library.cache_clear()


def drawn(page: Any) -> None:
    """Wait until the map is painted."""
    page.locator(".ex-name").first.wait_for()
    page.wait_for_function("() => performance.getEntriesByName('recolour').length > 1")
    page.wait_for_timeout(500)


@pytest.mark.web
@pytest.mark.skipif(not BUILT.exists(), reason="the scripts are not bundled: run make front")
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_areas_are_drawn_with_their_boundaries_and_chosen_on_them(
    browser: Any, bounded: str, lang: str
) -> None:
    page, faults = watched(browser)
    parts: list[int] = []
    page.on("response", lambda answer: parts.append(answer.status) if NAME in answer.url else None)
    page.goto(f"{bounded}/{lang}/")
    drawn(page)
    assert parts
    assert set(parts) == {206}
    legend = page.locator(".ex-legend").inner_text()
    assert "approxim" not in legend
    shapes = page.locator("select").nth(2).locator("option").first.inner_text()
    assert "limites" in shapes if lang == "fr" else "boundaries" in shapes
    # A place far from any centroid is ground of an area all the same.
    box = page.locator(".ex-map canvas").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.05 + 20)
    page.locator(".ex-panel h3").wait_for()
    clicked = page.locator(".ex-panel h3").inner_text()
    assert page.locator(".ex-name-selected").inner_text() in clicked
    # The same by keyboard: the area under the cross in the middle of the map.
    page.locator(".ex-map canvas").focus()
    page.keyboard.press("Enter")
    chosen = page.locator(".ex-panel h3").filter(has_not_text=clicked)
    chosen.wait_for()
    assert page.locator(".ex-show[aria-pressed=true]").count() <= 1
    assert faults == []
    page.close()


@pytest.mark.web
@pytest.mark.skipif(not BUILT.exists(), reason="the scripts are not bundled: run make front")
def test_a_level_without_boundaries_is_drawn_as_cells(browser: Any, bounded: str) -> None:
    page, faults = watched(browser)
    page.goto(f"{bounded}/en/?level=cd")
    drawn(page)
    assert "Cells are approximate" in page.locator(".ex-legend").inner_text()
    page.locator("select").first.select_option("csd")
    page.get_by_text("Cells are approximate").wait_for(state="detached")
    assert faults == []
    page.close()
