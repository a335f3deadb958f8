"""Own places in a real browser: by keyboard, without barriers, with nothing cut off."""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.network.files import collection, square
from tests.site.test_browser import AXE, RULES, WIDTHS

pytestmark = pytest.mark.web


def settle(page: Any) -> None:
    page.wait_for_load_state("networkidle")


def tab_to(page: Any, selector: str) -> None:
    """Press Tab until the focus is on something of that kind."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"The keyboard does not reach {selector}.")


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """Files to send, by what comes of them."""
    content = {
        "areas.csv": "id;region\n1310032;Capitale\n1301001;Côte\n1306007;Petit\n".encode(),
        "regions.geojson": collection(
            {"Around": square(-66.8, 45.8), "South": square(-66.7, 45.7, 0.5)}
        ),
        "wrong.csv": b"id\n9999999\n",
    }
    for name, each in content.items():
        (tmp_path / name).write_bytes(each)
    return {name: tmp_path / name for name in content}


def chosen(page: Any, kind: str, path: Path) -> None:
    page.set_input_files(f"#file-{kind}", str(path))
    page.click(f"section:has(#file-{kind}) button")
    settle(page)


def states(page: Any, address: str, lang: str, files: dict[str, Path]) -> Any:
    """Lead a page through every state there is."""
    start = f"{address}/{lang}/places/"
    page.goto(start)
    settle(page)
    yield "form"
    chosen(page, "areas", files["wrong.csv"])
    yield "error"
    page.goto(start)
    chosen(page, "regions", files["regions.geojson"])
    yield "regions"
    page.goto(start)
    chosen(page, "areas", files["areas.csv"])
    yield "result"
    page.click("button[value=save]")
    page.wait_for_url("**/places/kept/**")
    yield "kept"
    page.click("button[value=delete]")
    settle(page)
    yield "deleted"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_state_has_a_barrier_or_is_cut_off(
    browser: Any, address: str, files: dict[str, Path], lang: str, width: int
) -> None:
    if not AXE.exists():
        pytest.skip("no axe-core: run make axe")
    axe = AXE.read_text("utf-8")
    # The rules of accessibility are put into the page, which its policy would forbid.
    page = browser.new_page(viewport={"width": width, "height": 900}, bypass_csp=True)
    page.set_default_timeout(120_000)
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    problems = []
    shots = os.environ.get("BALISE_SCREENSHOTS")
    for state in states(page, address, lang, files):
        beyond = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if beyond > 0:
            problems.append(f"{state}: {beyond} pixels beyond the edge")
        page.evaluate(axe)
        options = {"runOnly": {"type": "tag", "values": RULES}}
        found = page.evaluate("options => axe.run(document, options)", options)
        for violation in found["violations"]:
            where = [node["html"][:160] for node in violation["nodes"][:3]]
            problems.append(f"{state}: {violation['id']}: {where}")
        if shots:
            page.screenshot(path=Path(shots) / f"places-{lang}-{width}-{state}.png", full_page=True)
    page.close()
    assert problems == []
    assert {url for url in asked if not url.startswith((address, "data:"))} == set()


def opened_by_keys(page: Any) -> Any:
    """Open the dialogue of the field the focus is on; a busy browser may miss a key."""
    from playwright.sync_api import TimeoutError as NothingOpenedError

    for key in ("Enter", "Space", "Enter", "Space"):
        try:
            with page.expect_file_chooser(timeout=8_000) as chooser:
                page.keyboard.press(key)
            return chooser.value
        except NothingOpenedError:
            page.wait_for_load_state("networkidle")
    raise AssertionError("No key opens the dialogue of the file.")


def test_a_file_is_sent_and_its_result_kept_by_keyboard_alone(
    browser: Any, address: str, files: dict[str, Path]
) -> None:
    page = browser.new_page()
    page.set_default_timeout(120_000)
    page.goto(f"{address}/en/places/")
    tab_to(page, "#file-areas")
    opened_by_keys(page).set_files(str(files["areas.csv"]))
    tab_to(page, "section:has(#file-areas) button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#regions")
    tab_to(page, "button[value=save]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/places/kept/**")
    assert page.get_by_text("Capitale").count() > 0
    tab_to(page, "button[value=delete]")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('deleted')")
    page.close()


def test_without_scripts_a_file_is_sent_and_taken_away(
    browser: Any, address: str, files: dict[str, Path]
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.set_default_timeout(120_000)
    page.goto(f"{address}/fr/places/")
    page.set_input_files("#file-regions", str(files["regions.geojson"]))
    page.click("section:has(#file-regions) button")
    assert page.locator("tbody tr").count() >= 2
    with page.expect_download() as download:
        page.click("button[value=csv]")
    assert download.value.suggested_filename == "lieux.csv"
    page.close()
