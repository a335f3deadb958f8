"""The governance in a real browser: no barrier, nothing cut off, answers by keyboard alone."""

import os
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.site.databases import on_database
from tests.site.guide.making import make_account
from tests.site.secretariat.making import make_decision, make_member, make_pilot

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LONG = "w" * 250
PAGES = (
    *("governance/", "governance/members/", "governance/plan/", "governance/meetings/"),
    *("governance/meetings/{meeting}/", "governance/decisions/", "governance/funding/"),
    *("governance/decisions/?year=2024&outcome=refused", "pilots/", "pilots/the-bus/"),
)
SCREENS = (
    *("decisions/", "decisions/{decision}/answers/", "pilots/", "pilots/{pilot}/"),
    "meetings/",
)

pytestmark = [pytest.mark.web, pytest.mark.slow]


@pytest.fixture(scope="module")
def made(guide_site: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A Guide with the first content, a decided question, a pilot that runs, an open question."""
    from balise.site.serving import open_database

    address = f"sqlite:///{tmp_path_factory.mktemp('governance') / 'guide.sqlite3'}"
    with on_database(address):
        open_database()
        yield _made()


def _made() -> dict[str, Any]:
    from balise.site.secretariat.decisions import note_decision
    from balise.site.secretariat.governance_seeding import load_governance
    from balise.site.secretariat.models import (
        AgendaItem,
        Decision,
        Meeting,
        Milestone,
        PlanStep,
        Table,
    )

    load_governance()
    table = Table.objects.get(code="working_group")
    Table.objects.filter(pk=table.pk).update(quorum_share="0.5")
    make_member(table, name_en=LONG, name_fr=LONG)
    pilot = make_pilot(identifier="the-bus", is_released=True, are_amounts_released=True)
    Milestone.objects.create(pilot=pilot, title_en="First village", due="2027-03")
    decided = make_decision(pilot, "working_group", is_released=True, outcome="")
    members = list(table.members.all())
    given = ("no", "abstained", "absent", "not_answered")
    answers = dict.fromkeys(members, "yes") | dict(zip(members, given, strict=False))
    told = {"outcome": "conditions", "conditions_en": "Report.", "conditions_fr": "Rapport."}
    note_decision(decided, answers, decided_on=date(2026, 5, 4), **told)
    for step, state in zip(PlanStep.objects.all(), ("done", "late", "planned"), strict=False):
        PlanStep.objects.filter(pk=step.pk).update(state=state)
    meeting = Meeting.objects.create(
        table=table, starts_on=date(2030, 1, 12), by_teleconference=True, agenda_released=True
    )
    AgendaItem.objects.create(meeting=meeting, title_en="The bus", asked_en="Go on?", pilot=pilot)
    Decision.objects.filter(pk=decided.pk).update(meeting=meeting)
    asked = Decision.objects.create(table=table, question_en="Agree?", question_fr="D’accord?")
    numbers = {"meeting": meeting.pk, "decision": asked.pk, "pilot": pilot.pk}
    accounts = {lang: make_account(language=lang) for lang in ("en", "fr")}
    return numbers | {"accounts": accounts}


@pytest.fixture(scope="module")
def governed(site: Any, made: dict[str, Any]) -> Iterator[str]:
    """Address of the site on that Guide, served on loopback."""
    from waitress.server import create_server

    server = create_server(site, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)


def signed_in(browser: Any, address: str, account: Any, width: int = 1280) -> Any:
    """A page of somebody who signed in."""
    from django.conf import settings
    from django.test import Client

    client = Client(HTTP_HOST="localhost")
    client.force_login(account)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": f"{address}/admin/"}
    context.add_cookies([cookie])
    return context.new_page()


def problems_of(page: Any, name: str) -> list[str]:
    """What bars somebody from a page, and what is cut off."""
    found = []
    beyond = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if beyond > 0:
        found.append(f"{name}: {beyond} pixels beyond the edge")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.evaluate(AXE.read_text("utf-8"))
    options = {"runOnly": {"type": "tag", "values": RULES}}
    for violation in page.evaluate("o => axe.run(document, o)", options)["violations"]:
        where = [node["html"][:160] for node in violation["nodes"][:3]]
        found.append(f"{name}: {violation['id']}: {where}")
    if shots := os.environ.get("BALISE_SCREENSHOTS"):
        file = "".join(each if each.isalnum() else "-" for each in name)
        page.screenshot(path=Path(shots) / f"{file}.png", full_page=True)
    return found


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_page_and_no_screen_has_a_barrier_or_is_cut_off(
    browser: Any, governed: str, made: dict[str, Any], lang: str, width: int
) -> None:
    if not AXE.exists():
        pytest.skip("no axe-core: run make axe")
    page = signed_in(browser, governed, made["accounts"][lang], width)
    problems = []
    for each in (
        *(f"/{lang}/guide/{one}" for one in PAGES),
        *(f"/admin/desk/{x}" for x in SCREENS),
    ):
        path = each.format(**made)
        assert page.goto(f"{governed}{path}").status == 200, path
        problems += problems_of(page, f"{lang} {width} {path}")
    # A form that is refused, with its summary and what is wrong beside fields.
    page.goto(f"{governed}/admin/desk/decisions/{made['decision']}/answers/")
    page.select_option("#outcome", "conditions")
    page.fill("#decided_on", "")
    page.click("form.written button")
    assert page.locator("[role=alert] a").count() == 2
    problems += problems_of(page, f"{lang} {width} refused")
    page.context.close()
    assert problems == []


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_timeline_is_told_without_seeing_it(
    browser: Any, governed: str, made: dict[str, Any], lang: str
) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{governed}/{lang}/guide/governance/plan/")
    headings = page.locator(".timeline h3, .timeline h4").all_inner_texts()
    # Four streams, each with three phases under it.
    assert len(headings) == 4 * (1 + 3)
    states = {"en": "(done)", "fr": "(fait)"}
    first = page.locator(".timeline .step").first
    assert states[lang] in first.text_content()
    assert page.locator("table tbody tr").count() == 12
    assert page.locator("table thead th[scope=col]").count() == 5
    page.close()


def _tab_to(page: Any, selector: str) -> None:
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"The keyboard does not reach {selector}.")


def test_answers_are_noted_by_keyboard_alone(
    browser: Any, governed: str, made: dict[str, Any]
) -> None:
    page = signed_in(browser, governed, made["accounts"]["en"])
    page.goto(f"{governed}/admin/desk/decisions/{made['decision']}/answers/")
    groups = page.locator("[role=radiogroup]").count()
    # Each row has "not answered" chosen; three steps back with the arrow is "no", four "yes".
    for _row in range(groups):
        _tab_to(page, "input[type=radio]")
        for _step in range(4):
            page.keyboard.press("ArrowUp")
        assert page.evaluate("document.activeElement.value") == "yes"
    _tab_to(page, "#outcome")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.querySelector('#outcome').value") == "approved"
    _tab_to(page, "#decided_on")
    page.keyboard.type("05042026")
    _tab_to(page, "form.written button")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=status]")
    assert page.locator("input[value=yes]:checked").count() == groups
    page.context.close()
