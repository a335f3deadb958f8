"""The HTML report on a program in a real browser: no barrier, nothing beyond the edge."""

from pathlib import Path
from typing import Any

import pytest

from balise.impact import VERDICTS
from balise.reports import Question, impact_html
from tests.reports.answers import DESIGNS, answer_of, with_verdict
from tests.site.test_browser import AXE, CUT_OFF, LARGE, RULES, SPACING, WIDTHS

pytestmark = pytest.mark.web

ASKED = Question(
    "the mobile team | l’équipe mobile", "people served | personnes servies", "office | bureau"
)


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("design", DESIGNS)
def test_a_report_on_a_program_has_no_barrier_and_asks_for_nothing(
    browser: Any, tmp_path: Path, design: str, lang: str
) -> None:
    if not AXE.exists():
        pytest.skip("no axe-core: run make axe")
    verdict = VERDICTS[DESIGNS.index(design)]
    made = impact_html(with_verdict(answer_of(design), verdict), lang, ASKED)
    (tmp_path / "report.html").write_text(made, encoding="utf-8")
    page = browser.new_page()
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    page.goto((tmp_path / "report.html").as_uri())
    page.click("summary")
    problems: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        problems += beyond(page, f"{width}")
        page.evaluate(AXE.read_text("utf-8"))
        options = {"runOnly": {"type": "tag", "values": RULES}}
        found = page.evaluate("options => axe.run(document, options)", options)
        problems += [
            f"{width}: {each['id']}: {each['nodes'][0]['html']}" for each in found["violations"]
        ]
    for width, style in ((320, SPACING), (640, LARGE)):
        page.set_viewport_size({"width": width, "height": 900})
        added = page.add_style_tag(content=style)
        problems += beyond(page, style) + page.evaluate(CUT_OFF)
        added.evaluate("each => each.remove()")
    page.close()
    assert problems == []
    assert {url for url in asked if not url.startswith(("file:", "data:"))} == set()


def beyond(page: Any, name: str) -> list[str]:
    """What goes beyond the edge."""
    over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [f"{name}: {over} pixels beyond the edge"] if over > 0 else []
