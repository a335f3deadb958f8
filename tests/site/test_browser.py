"""Pages in a real browser: accessible, nothing cut off, nothing asked of another host."""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.site.test_pages import FREDERICTON, PAGES, UNNAMED

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = (320, 1280)
# The whole list of areas is one long table like that of the first page: a part of it will do.
LOOKED_AT = (
    *(each for each in PAGES if each != "areas/"),
    "compare/",
    "compare/?q=zzz",
    "nothing/",
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = pytest.mark.web


@pytest.fixture
def axe() -> str:
    if not AXE.exists():
        pytest.skip("no axe-core: run make axe")
    return AXE.read_text("utf-8")


def opened(browser: Any, width: int) -> Any:
    # The rules of accessibility are put into the page, which its policy would forbid.
    return browser.new_page(viewport={"width": width, "height": 900}, bypass_csp=True)


def settle(page: Any) -> None:
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_page_has_a_barrier_or_is_cut_off(
    browser: Any, address: str, axe: str, lang: str, width: int
) -> None:
    page = opened(browser, width)
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    problems = []
    shots = os.environ.get("BALISE_SCREENSHOTS")
    for number, each in enumerate(LOOKED_AT):
        page.goto(f"{address}/{lang}/{each}")
        settle(page)
        beyond = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if beyond > 0:
            problems.append(f"{each}: {beyond} pixels beyond the edge")
        page.evaluate(axe)
        options = {"runOnly": {"type": "tag", "values": RULES}}
        found = page.evaluate("options => axe.run(document, options)", options)
        for violation in found["violations"]:
            where = [node["html"][:160] for node in violation["nodes"][:3]]
            problems.append(f"{each}: {violation['id']}: {where}")
        if shots:
            name = f"{lang}-{width}-{number:02d}.png"
            page.screenshot(path=Path(shots) / name, full_page=True)
    page.close()
    assert problems == []
    hosts = {url for url in asked if not url.startswith((address, "blob:", "data:"))}
    assert hosts == set()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_an_area_is_found_and_compared_by_keyboard_alone(
    browser: Any, address: str, lang: str
) -> None:
    page = browser.new_page()
    page.goto(f"{address}/{lang}/areas/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    _tab_to(page, "#q")
    page.keyboard.type("oromocto 26")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=oromocto+26*")
    _tab_to(page, "#areas tbody a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/areas/2021A00051303013/")
    page.goto(f"{address}/{lang}/compare/?a={FREDERICTON}")
    _tab_to(page, "#q")
    page.keyboard.type("dieppe")
    page.keyboard.press("Enter")
    page.wait_for_selector(".matches a")
    _tab_to(page, ".matches a")
    page.keyboard.press("Enter")
    page.wait_for_selector("#differences")
    page.close()


def _tab_to(page: Any, selector: str) -> None:
    """Press Tab until the focus is on something of that kind."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"The keyboard does not reach {selector}.")


def test_the_language_switch_keeps_the_page(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/en/areas/{UNNAMED}/")
    page.click("a.toggle")
    assert page.url == f"{address}/fr/areas/{UNNAMED}/"
    page.close()


def test_every_fact_is_there_without_scripts(browser: Any, address: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}/fr/")
    assert page.locator("#areas tbody tr").count() == 266
    page.click("#areas tbody tr:first-child a")
    assert page.locator("#dimensions").count() == 1
    page.close()
