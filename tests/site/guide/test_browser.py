"""Pages of the Guide in a real browser: accessible, nothing cut off, all by keyboard."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.site.guide.test_pages import TRIAGE

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKED_AT = (
    "",
    "records/",
    "records/?q=immigration&theme=immigration&theme=nothing",
    "records/?q=zzzzqqqq",
    f"records/{TRIAGE}/",
    "records/letters/",
    "records/letters/history/",
    "records/nothing/",
    "compare/",
    f"compare/?r={TRIAGE}&r=letters&r=ca-esdc-ei-workload&r=nothing&q=eau",
    "map/",
    "here/",
    "here/?has=needs&has=budget",
    "editions/",
    "editions/1/",
    "editions/1/changes/",
    "data/",
    "nothing/",
)

pytestmark = [pytest.mark.web, pytest.mark.slow]


@pytest.fixture(scope="module")
def guide_address(site: Any, inventory: None) -> Iterator[str]:
    """Address of the site on the inventory, served on loopback."""
    from waitress.server import create_server

    server = create_server(site, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)


@pytest.fixture
def axe() -> str:
    if not AXE.exists():
        pytest.skip("no axe-core: run make axe")
    return AXE.read_text("utf-8")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_page_has_a_barrier_or_is_cut_off(
    browser: Any, guide_address: str, axe: str, lang: str, width: int
) -> None:
    # The rules of accessibility are put into the page, which its policy would forbid.
    page = browser.new_page(viewport={"width": width, "height": 900}, bypass_csp=True)
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    problems = []
    shots = os.environ.get("BALISE_SCREENSHOTS")
    for number, each in enumerate(LOOKED_AT):
        page.goto(f"{guide_address}/{lang}/guide/{each}")
        beyond = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if beyond > 0:
            problems.append(f"{each}: {beyond} pixels beyond the edge")
        # What is folded has to be free of barriers too.
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        page.evaluate(axe)
        options = {"runOnly": {"type": "tag", "values": RULES}}
        for violation in page.evaluate("o => axe.run(document, o)", options)["violations"]:
            where = [node["html"][:160] for node in violation["nodes"][:3]]
            problems.append(f"{each}: {violation['id']}: {where}")
        if shots:
            name = f"guide-{lang}-{width}-{number:02d}.png"
            page.screenshot(path=Path(shots) / name, full_page=True)
    page.close()
    assert problems == []
    assert {url for url in asked if not url.startswith((guide_address, "data:"))} == set()


def _tab_to(page: Any, selector: str) -> None:
    """Press Tab until the focus is on something of that kind."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"The keyboard does not reach {selector}.")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_project_is_found_narrowed_and_compared_by_keyboard_without_scripts(
    browser: Any, guide_address: str, lang: str
) -> None:
    page = browser.new_page()
    page.goto(f"{guide_address}/{lang}/guide/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    _tab_to(page, "#q")
    page.keyboard.type("visa")
    page.keyboard.press("Enter")
    page.wait_for_url("**/records/?q=visa")
    _tab_to(page, "summary")
    page.keyboard.press("Enter")
    _tab_to(page, "input[name=theme]")
    page.keyboard.press("Space")
    _tab_to(page, "button")
    page.keyboard.press("Enter")
    page.wait_for_url("**theme=*")
    _tab_to(page, "input[name=r]")
    page.keyboard.press("Space")
    _tab_to(page, "form[action$='compare/'] button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/compare/?r=*")
    _tab_to(page, ".compared thead a")
    page.keyboard.press("Enter")
    page.wait_for_selector("#trust")
    assert page.evaluate("document.scripts.length") == 0
    page.goto(f"{guide_address}/{lang}/guide/map/")
    _tab_to(page, ".tiles a")
    page.keyboard.press("Enter")
    page.wait_for_url("**jurisdiction=*")
    page.close()


def test_the_language_switch_keeps_the_page_and_the_question(
    browser: Any, guide_address: str
) -> None:
    page = browser.new_page()
    page.goto(f"{guide_address}/en/guide/records/?q=water&theme=water")
    page.click("a.toggle")
    assert page.url == f"{guide_address}/fr/guide/records/?q=water&theme=water"
    assert page.input_value("#q") == "water"
    page.close()


def test_a_place_leads_to_the_project_tried_there_and_back(
    browser: Any, guide_address: str
) -> None:
    page = browser.new_page()
    page.goto(f"{guide_address}/fr/guide/records/letters/")
    page.click("#places + ul a")
    assert page.url == f"{guide_address}/fr/areas/2021A00051310032/"
    page.click("#tried ~ ul a")
    assert page.url == f"{guide_address}/fr/guide/records/letters/"
    page.close()
