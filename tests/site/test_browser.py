"""Pages in a real browser: accessible, nothing cut off, nothing asked of another host."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.site.states import MAPS, PAGES, REFUSED, SENT_BACK, State, failing, shown
from tests.site.test_pages import FREDERICTON, UNNAMED

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = (320, 1280)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important }
* { word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }
"""
LARGE = "html { font-size: 200% }"
CUT_OFF = """() => [...document.querySelectorAll("main *, header *, footer *")].filter((each) => {
  const { overflowX, overflowY, clipPath } = getComputedStyle(each);
  const isHidden = each.closest("[aria-hidden=true], [hidden], .maplibregl-map, .unseen");
  return !isHidden && clipPath === "none" && each.clientHeight > 1
    && ((overflowY === "hidden" && each.scrollHeight > each.clientHeight + 2)
      || (overflowX === "hidden" && each.scrollWidth > each.clientWidth + 2));
}).map((each) => each.outerHTML.slice(0, 120))"""

pytestmark = pytest.mark.web


@pytest.fixture(scope="session")
def axe() -> str:
    if not AXE.exists():
        pytest.skip("no axe-core: run make axe")
    return AXE.read_text("utf-8")


@pytest.fixture
def refusals(client: Any) -> dict[str, tuple[int, bytes]]:
    """Pages of a site that fails, and of a form that is too old."""
    from django.test import Client, RequestFactory

    from balise.site.explorer.errors import failed

    told = {}
    for lang in ("en", "fr"):
        request = RequestFactory().get(f"/{lang}/failed/")
        told[f"/{lang}/failed/"] = (500, failed(request).content)
        stale = Client(enforce_csrf_checks=True, HTTP_HOST="localhost").post(f"/{lang}/")
        told[f"/{lang}/stale/"] = (stale.status_code, stale.content)
    assert {status for status, _body in told.values()} == {403, 500}
    return told


class Looker:
    """Looks at one state after another at one width, and notes what is wrong."""

    def __init__(self, browser: Any, address: str, axe: str, lang: str, width: int) -> None:
        # The rules of accessibility are put into the page, which its policy would forbid.
        self.page = browser.new_page(viewport={"width": width, "height": 900}, bypass_csp=True)
        self.page.set_default_timeout(120_000)
        self.address, self.axe = address, axe
        self.lang, self.width = lang, width
        self.problems: list[str] = []
        self.expected: tuple[int, ...] = (200,)
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)
        self.page.on("pageerror", lambda error: self.note(str(error)))

    def note(self, problem: str) -> None:
        self.problems.append(f"{self.page.url}: {problem}")

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.address, "blob:", "data:")):
            self.note(f"asks {request.url}")

    def _answered(self, response: Any) -> None:
        if response.request.is_navigation_request() and response.status not in self.expected:
            self.note(f"answers {response.status}")

    def look(self, state: State) -> None:
        """Open a state and note its barriers, what is cut off and what it asks elsewhere."""
        shown(self.page, f"{self.address}/{self.lang}/", state)
        self.measure(state.name)
        self.page.evaluate(self.axe)
        options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
        found = self.page.evaluate("options => axe.run(document, options)", options)
        for violation in found["violations"]:
            where = [node["html"][:160] for node in violation["nodes"][:3]]
            self.note(f"{state.name}: {violation['id']}: {where}")
        shots = os.environ.get("BALISE_SCREENSHOTS")
        # Each state in each language and at each width, if not in every combination.
        if shots and (self.lang, self.width) in {("en", 1280), ("fr", 320)}:
            name = f"{state.name}-{self.lang}-{self.width}.png"
            self.page.screenshot(path=Path(shots) / name, full_page=True)
        if self.width == min(WIDTHS) and state not in MAPS[2:]:
            self.stretch(state)

    def stretch(self, state: State) -> None:
        """Note what is cut off where text has more space, or is twice as large."""
        # A window of 640 pixels at 200 % is 320 wide; here text alone is twice as large.
        for how, width, style in (("spaced", 320, SPACING), ("large", 640, LARGE)):
            self.page.set_viewport_size({"width": width, "height": 900})
            added = self.page.add_style_tag(content=style)
            self.measure(f"{state.name}, {how}")
            for cut in self.page.evaluate(CUT_OFF):
                self.note(f"{state.name}, {how}: cut off: {cut}")
            added.evaluate("each => each.remove()")
        self.page.set_viewport_size({"width": self.width, "height": 900})

    def measure(self, name: str) -> None:
        """Note what goes beyond the edge."""
        beyond = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if beyond > 0:
            self.note(f"{name}: {beyond} pixels beyond the edge")


@pytest.fixture(params=WIDTHS)
def looker(
    request: pytest.FixtureRequest, browser: Any, address: str, axe: str, lang: str
) -> Iterator[Looker]:
    looker = Looker(browser, address, axe, lang, request.param)
    yield looker
    looker.page.close()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_page_has_a_barrier_or_is_cut_off(looker: Looker, refusals: Any) -> None:
    for state in PAGES:
        looker.look(state)
    looker.expected = (200, 400)
    looker.look(SENT_BACK)
    looker.expected = (403, 404, 500)
    failing(looker.page, looker.address, refusals)
    for state in (*REFUSED, State("failed", "failed/"), State("stale", "stale/")):
        looker.look(state)
    assert looker.problems == []


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_view_of_the_map_has_a_barrier_or_is_cut_off(looker: Looker) -> None:
    for state in MAPS:
        looker.look(state)
    # Without its script the page keeps its own table; without figures it says so.
    looker.page.route("**/explorer.js", lambda route: route.abort())
    looker.look(State("map-without-script", ""))
    looker.page.unroute("**/explorer.js")
    looker.page.route("**/api/v1/**", lambda route: route.abort())
    looker.page.goto(f"{looker.address}/{looker.lang}/")
    looker.page.locator("#explorer [role=status]").wait_for()
    looker.measure("map-without-figures")
    assert looker.problems == []


def test_patterns_and_bars_are_seen_where_colours_are_forced(browser: Any, address: str) -> None:
    context = browser.new_context(forced_colors="active", color_scheme="dark")
    page = context.new_page()
    page.goto(f"{address}/en/areas/{FREDERICTON}/")
    colour = (
        "each => [getComputedStyle(each).fill, getComputedStyle(document.body).backgroundColor]"
    )
    for part in ("rail", "span", "dot"):
        drawn, behind = page.locator(f".bar .{part}").first.evaluate(colour)
        assert drawn != behind
    shown(page, f"{address}/en/", MAPS[0])
    kept = "each => getComputedStyle(each).forcedColorAdjust"
    for part in (".ex-map", ".ex-swatch"):
        assert page.locator(part).first.evaluate(kept) == "none"
    context.close()


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
