"""Plays, resources and the self-assessment in a real browser: accessible, all by keyboard."""

from typing import Any

import pytest

from tests.site.guide.test_browser import RULES, _tab_to, axe, guide_address

__all__ = ["axe", "guide_address"]

LOOKED_AT = (
    "plays/",
    "plays/pilot-small/",
    "experts/",
    "resources/",
    "resources/?kind=software&language=fr",
    "resources/qgis/",
    "collections/",
    "collections/water-networks/",
    "changes/",
    "reviews/",
    "assessment/",
)

pytestmark = [pytest.mark.web, pytest.mark.slow]


def barriers(page: Any, rules: str, name: str) -> list[str]:
    beyond = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    page.evaluate(rules)
    options = {"runOnly": {"type": "tag", "values": RULES}}
    found = page.evaluate("o => axe.run(document, o)", options)["violations"]
    return [f"{name}: {each['id']}: {each['nodes'][0]['html'][:160]}" for each in found] + (
        [f"{name}: {beyond} pixels beyond the edge"] if beyond > 0 else []
    )


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_page_or_state_of_the_assessment_has_a_barrier(
    browser: Any, guide_address: str, axe: str, lang: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, bypass_csp=True)
    problems = []
    for each in LOOKED_AT:
        page.goto(f"{guide_address}/{lang}/guide/{each}")
        problems += barriers(page, axe, each)
    page.click("form.assessment button")
    problems += barriers(page, axe, "no answer")
    page.check("#data-known-2")
    page.check("#evidence-baseline-4")
    page.select_option("#theme", "water")
    page.click("form.assessment button")
    problems += barriers(page, axe, "result")
    page.click("button[formaction$='keep/']")
    page.wait_for_url("**/assessment/kept/*/")
    problems += barriers(page, axe, "kept")
    page.click(".notice button")
    problems += barriers(page, axe, "deleted")
    page.close()
    assert problems == []


def test_the_assessment_is_answered_by_keyboard_without_scripts(
    browser: Any, guide_address: str
) -> None:
    page = browser.new_page()
    page.goto(f"{guide_address}/fr/guide/plays/")
    _tab_to(page, "a[href$='/assessment/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/assessment/")
    _tab_to(page, "#data-known-1")
    page.keyboard.press("ArrowDown")
    _tab_to(page, "form.assessment button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#area-data")
    assert "Par endroits" in page.inner_text("#area-data")
    assert page.evaluate("document.scripts.length") == 0
    _tab_to(page, "button.plain")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/guide/assessment/")
    assert "Here and there" in page.inner_text("#area-data")
    page.close()
