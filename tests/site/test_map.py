"""The map and its table in a real browser: by keyboard, in step, as published."""

import re
from typing import Any

import pytest

from tests.site.printed import PRINTED

DURHAM = "2021A00051314001"
BUILT = PRINTED.parents[2] / "static" / "explorer" / "explorer.js"
SAID = {"en": "Figures as published", "fr": "Chiffres tels que publiés"}
OWN = {"en": "Your weights and method", "fr": "Votre pondération et votre méthode"}

pytestmark = [
    pytest.mark.web,
    pytest.mark.skipif(not BUILT.exists(), reason="the scripts are not bundled: run make front"),
]


def opened(browser: Any, address: str) -> tuple[Any, list[str]]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda message: faults.append(message.text) if message.type == "error" else None,
    )
    page.goto(address)
    page.locator(".ex-table tbody tr").first.wait_for()
    return page, faults


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_weights_move_by_keyboard_and_the_address_keeps_them(
    browser: Any, address: str, lang: str
) -> None:
    page, faults = opened(browser, f"{address}/{lang}/?area={DURHAM}")
    assert page.locator(".ex-said").inner_text().startswith(SAID[lang])
    before = page.locator(".ex-panel dd").nth(1).inner_text()
    page.locator("input[type=range]").first.focus()
    for _ in range(5):
        page.keyboard.press("PageUp")
    page.locator(".ex-changed").wait_for()
    assert page.locator(".ex-said").inner_text().startswith(OWN[lang])
    assert page.locator(".ex-panel dd").nth(1).inner_text() != before
    assert re.search(r"weights=\d+-50-50", page.url)
    page.reload()
    page.locator(".ex-changed").wait_for()
    page.locator(".ex-method > button").press("Enter")
    page.wait_for_timeout(200)
    assert page.locator(".ex-panel dd").nth(1).inner_text() == before
    assert "weights" not in page.url
    assert faults == []
    page.close()


def test_published_scores_are_those_of_the_page_without_scripts(browser: Any, address: str) -> None:
    page, faults = opened(browser, f"{address}/fr/?sort=name")
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(f"{address}/fr/")
    rows = page.locator(".ex-table tbody tr")
    assert rows.count() == 25
    compared = 0
    for number in range(rows.count()):
        dguid = rows.nth(number).get_attribute("data-dguid")
        found = rows.nth(number).locator(".ex-value").all_inner_texts()
        expected = plain.locator(f"#areas tr[data-dguid='{dguid}'] td b").all_inner_texts()
        assert found == expected
        compared += len(found)
    assert compared > 20
    assert faults == []
    page.close()
    plain.close()


def test_a_community_is_found_without_accents_and_shown(browser: Any, address: str) -> None:
    page, faults = opened(browser, f"{address}/en/")
    page.locator("#ex-find").fill("st leonard")
    page.locator(".ex-table tbody tr").nth(1).wait_for()
    names = page.locator(".ex-table tbody th a").all_inner_texts()
    assert names
    assert all(name.startswith("Saint-Léonard (13") for name in names)
    page.locator("#ex-find").press("Enter")
    page.locator(".ex-panel h3").wait_for()
    assert page.locator(".ex-panel h3").inner_text() == names[0]
    assert page.locator(".ex-show[aria-pressed=true]").count() == 1
    page.go_back()
    page.go_back()
    page.locator(".ex-panel").wait_for(state="hidden")
    assert faults == []
    page.close()
