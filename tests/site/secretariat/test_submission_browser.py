"""A project submitted in a real browser: by keyboard alone, free of barriers in every state."""

import os
import re
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.site.databases import on_database
from tests.site.guide.test_browser import AXE, RULES
from tests.site.secretariat.calling import FILLED, make_call, make_draft, opened, versioned

pytestmark = [pytest.mark.web, pytest.mark.slow]


@pytest.fixture(scope="module")
def call_address(
    site: Any, _migrated: Callable[[str | None], None], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Address of the site on a database of its own, served on loopback."""
    from django.conf import settings
    from django.db import connection
    from waitress.server import create_server

    from balise.site.secretariat import plain_forms

    _migrated(None)
    folder = tmp_path_factory.mktemp("calls")
    connection.ensure_connection()
    connection.connection.execute("VACUUM INTO ?", [str(folder / "guide.sqlite3")])
    kept = settings.STATE, plain_forms.SOONEST
    settings.STATE, plain_forms.SOONEST = folder, -1.0
    with on_database(f"sqlite:///{folder / 'guide.sqlite3'}"):
        server = create_server(site, host="127.0.0.1", port=0, threads=4)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.effective_port}"
        server.close()
        thread.join(timeout=5)
    settings.STATE, plain_forms.SOONEST = kept


@pytest.fixture
def axe() -> str:
    if not AXE.exists():
        pytest.skip("no axe-core: run make axe")
    return AXE.read_text("utf-8")


def _barriers(page: Any, axe: str, name: str) -> list[str]:
    """Look at a page: what is cut off, what is a barrier."""
    found = []
    beyond = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if beyond > 0:
        found.append(f"{name}: {beyond} pixels beyond the edge")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.evaluate(axe)
    options = {"runOnly": {"type": "tag", "values": RULES}}
    for violation in page.evaluate("o => axe.run(document, o)", options)["violations"]:
        where = [node["html"][:160] for node in violation["nodes"][:3]]
        found.append(f"{name}: {violation['id']}: {where}")
    shots = os.environ.get("BALISE_SCREENSHOTS")
    if shots:
        page.screenshot(path=Path(shots) / f"submit-{name}.png", full_page=True)
    return found


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_state_of_a_submission_has_a_barrier_or_is_cut_off(
    browser: Any, call_address: str, axe: str, lang: str, width: int, guide_client: Any
) -> None:
    from django.utils import timezone

    from balise.site.secretariat.models import Call, PrivateLink

    call = Call.objects.first() or make_call()
    page = browser.new_page(viewport={"width": width, "height": 900}, bypass_csp=True)
    drafts = [make_draft(language=lang) for _each in range(5)]
    fresh, stale, sent, wrong, over = drafts
    guide_client.post(opened(sent), versioned(sent, "submit"))
    problems = []

    def look(name: str, path: str = "") -> None:
        if path:
            page.goto(f"{call_address}{path}")
        problems.extend(_barriers(page, axe, f"{name}-{lang}-{width}"))

    for name, path in (("calls", "call/"), ("call", f"call/{call.slug}/"), ("start", "submit/")):
        look(name, f"/{lang}/guide/{path}")
    page.click("main form button[type=submit]")
    look("start-errors")
    look("sent", f"/{lang}/guide/submit/sent/")
    look("empty", opened(fresh))
    page.click("button[value='save:project']")
    look("saved")
    for below in ("files/", "others/", "not-me/"):
        look(below.strip("/"), opened(fresh, below))
    page.goto(f"{call_address}{opened(wrong)}")
    page.fill("#claims-1-value", "12")
    page.click("button[value=submit]")
    look("errors")
    assert page.evaluate("document.querySelector('#wrong a').hash.length") > 1
    page.goto(f"{call_address}{opened(stale)}")
    page.fill("#title", "One")
    guide_client.post(opened(stale), versioned(stale, title="Another"))
    page.click("button[value='save:project']")
    look("two-texts")
    look("receipt", opened(sent))
    look("unknown", f"/{lang}/guide/drafts/unknown/")
    address = opened(over)
    PrivateLink.objects.filter(target=over.pk).update(expires_at=timezone.now() - timedelta(1))
    look("expired", address)
    page.close()
    assert problems == []


def _to(page: Any, selector: str) -> None:
    """Press Tab until the focus is on something of that kind."""
    for _each in range(260):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The keyboard does not reach {selector}.")


def _mailed(email: str) -> str:
    """Send what waits, and give the address in the last message."""
    from django.core import mail
    from django.test import override_settings

    from balise.site.secretariat.postman import deliver

    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        mail.outbox = []
        deliver()
    bodies = [each.body for each in mail.outbox if each.to == [email]]
    found = re.search(r"https?://[^/\s]+(/\S+/drafts/\S+)", bodies[-1])
    assert found
    return found.group(1)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_project_is_submitted_by_keyboard_from_the_address_to_the_receipt(
    browser: Any, call_address: str, lang: str, tmp_path: Path
) -> None:
    from balise.site.secretariat.models import Submission

    email = f"keyboard-{lang}@example.org"
    page = browser.new_page()
    page.goto(f"{call_address}/{lang}/guide/submit/")
    _to(page, "#email")
    page.keyboard.type(email)
    _to(page, "#consent")
    page.keyboard.press("Space")
    _to(page, "main form button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/submit/sent/")
    address = f"{call_address}{_mailed(email)}"
    page.goto(address)
    _to(page, "#title")
    page.keyboard.type(FILLED["title"])
    _to(page, "button[value='save:project']")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=status]")
    page.goto("about:blank")
    page.goto(address)
    assert page.input_value("#title") == FILLED["title"]
    _to(page, "#problem")
    page.keyboard.type(FILLED["problem"])
    for box in ("#themes-water", "#client_groups-PP"):
        _to(page, box)
        page.keyboard.press("Space")
    _to(page, "#organisation")
    page.keyboard.type(FILLED["organisation"])
    for name in ("order_of_government", "jurisdiction", "project_state"):
        _to(page, f"#{name}")
        page.keyboard.press("ArrowDown")
    _to(page, "#start")
    page.keyboard.type("2024-05")
    _to(page, "button[value=files]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/files/")
    file = tmp_path / "notes.txt"
    file.write_text("Notes", "utf-8")
    _to(page, "#file")
    page.set_input_files("#file", file)
    _to(page, "form[enctype] button")
    page.keyboard.press("Enter")
    page.wait_for_url("**added=1")
    page.goto(address)
    _to(page, "button[value=submit]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#steps")
    held = Submission.objects.get(holder__email=email)
    assert held.state == "submitted"
    assert held.reference in page.inner_text("h1")
    assert page.evaluate("document.scripts.length") == 0
    page.close()
