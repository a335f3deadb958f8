"""Scenarios in a real browser: by keyboard, without barriers, with nothing cut off."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from balise.release import read_release, write_scenario
from tests.release.invented_scenario import invented_scenario
from tests.site.states import State
from tests.site.test_browser import AXE, WIDTHS, Looker
from tests.site.test_own_places_browser import tab_to
from tests.site.test_pages import FREDERICTON

pytestmark = [pytest.mark.web, pytest.mark.parametrize("lang", ["en", "fr"])]

STATES = (
    State("scenarios", "scenarios/"),
    State("scenario", "scenarios/mill/"),
    State("scenario-level", "scenarios/mill/?reach=50+km&level=csd"),
)


@pytest.fixture
def shelved(site: Any, pilot: Path, tmp_path: Path) -> Iterator[None]:
    """The pilot with an invented scenario of a site beside it."""
    from balise.site.explorer.shelf import shelf

    answer = {"model": "mclp", "objective": 680.0, "bound": 690.0, "gap": 0.0147}
    made = invented_scenario(
        str(read_release(pilot).record["seal"]), FREDERICTON, kind="site", answer=answer
    )
    folder = write_scenario(tmp_path / "mill", made)
    with override_settings(BALISE_SCENARIOS=(str(folder),)):
        shelf.cache_clear()
        yield
    shelf.cache_clear()


@pytest.mark.usefixtures("shelved")
@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_of_scenarios_has_a_barrier_or_is_cut_off(
    browser: Any, address: str, lang: str, width: int
) -> None:
    if not AXE.exists():
        pytest.skip("no axe-core: run make axe")
    looker = Looker(browser, address, AXE.read_text("utf-8"), lang, width)
    for state in STATES:
        looker.look(state)
    looker.page.close()
    assert looker.problems == []


@pytest.mark.usefixtures("shelved")
def test_a_scenario_is_read_and_its_map_moved_by_keyboard(
    browser: Any, address: str, lang: str
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(120_000)
    page.goto(f"{address}/{lang}/scenarios/")
    tab_to(page, "main table a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/scenarios/mill/")
    tab_to(page, "#within")
    tab_to(page, "form.filter button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/scenarios/mill/?reach=50+km&level=csd#changes")
    if page.locator("#sites-map").count():
        page.locator("#sites-map canvas").wait_for()
        tab_to(page, "#sites-network")
        page.keyboard.press("ArrowUp")
        assert page.input_value("#sites-network") == "today"
        tab_to(page, "#sites-map canvas")
        page.keyboard.press("ArrowRight")
    page.close()
