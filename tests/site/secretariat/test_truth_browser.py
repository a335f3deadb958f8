"""Confirmation, ageing and outbox in a real browser: accessible, nothing cut off, by keyboard."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.site.databases import on_database
from tests.site.guide.making import make_record
from tests.site.guide.test_browser import AXE
from tests.site.secretariat.on_paths import in_group
from tests.site.secretariat.test_path_browser import PASSWORD, _problems, _signed_in

pytestmark = [pytest.mark.web, pytest.mark.slow]


@pytest.fixture(scope="module")
def house(site: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A site with questions to organisations, answers, links that fail and mail that waits."""
    from django.utils import timezone
    from waitress.server import create_server

    from balise.site.secretariat.confirmations import answer, ask_and_remind
    from balise.site.secretariat.models import Confirmation, LinkCheck, Message
    from balise.site.secretariat.private_links import address_of, link_for
    from balise.site.serving import open_database

    now = timezone.now()
    public = {"status": "listed", "first_public_at": now, "verification": "unverified_seed"}
    with on_database(f"sqlite:///{tmp_path_factory.mktemp('truth') / 'guide.sqlite3'}"):
        open_database()
        held: dict[str, Any] = {"names": {}}
        for lang in ("en", "fr"):
            account = in_group("Secretariat", lang)
            account.set_password(PASSWORD)
            account.save()
            held["names"][f"Secretariat-{lang}"] = account.username
        for number in range(4):
            make_record(**public, contact_mailbox=f"o{number}@example.org", review_due=now.date())
        make_record(**public, contact_mailbox="", contact_page="https://example.org/contact")
        ask_and_remind(now)
        asked = list(Confirmation.objects.order_by("pk"))
        answer(asked[2], "changed", "Two words.\n\nA word that is " + "very " * 40 + "l" * 200)
        Confirmation.objects.filter(pk=asked[3].pk).update(reminders=2)
        Message.objects.filter(link__target=asked[3].pk).update(state="failed", problem="OSError")
        day = timedelta(days=1)
        failed = {"checked_at": now, "failing_since": now - 2 * day, "state": "gone"}
        LinkCheck.objects.create(digest="x", url="https://example.org/letters", **failed)
        for each, lang in zip(asked, ("en", "fr"), strict=False):
            leads = address_of(link_for("confirmation", each.pk, each.holder), lang)
            held[lang] = "/" + leads.split("/", 3)[3]
        server = create_server(site, host="127.0.0.1", port=0, threads=4)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        held["address"] = f"http://127.0.0.1:{server.effective_port}"
        yield held
        server.close()
        thread.join(timeout=5)


@pytest.fixture
def axe() -> str:
    if not AXE.exists():
        pytest.skip("no axe-core: run make axe")
    return AXE.read_text("utf-8")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_screen_has_a_barrier_or_is_cut_off(
    browser: Any, house: dict[str, Any], axe: str, lang: str, width: int
) -> None:
    problems = []
    page = _signed_in(browser, house, f"Secretariat-{lang}", width)
    for each in ("ageing", "outbox"):
        page.goto(f"{house['address']}/admin/desk/{each}/")
        assert page.evaluate("document.documentElement.lang") == lang
        problems += _problems(page, axe, f"truth-{lang}-{width}-{each}")
    page.close()
    page = browser.new_page(viewport={"width": width, "height": 900}, bypass_csp=True)
    page.goto(f"{house['address']}{house[lang]}")
    problems += _problems(page, axe, f"truth-{lang}-{width}-asked")
    page.click("form.written button")
    problems += _problems(page, axe, f"truth-{lang}-{width}-wrong")
    page.goto(f"{house['address']}/{lang}/guide/confirmations/nothing/")
    problems += _problems(page, axe, f"truth-{lang}-{width}-unknown")
    page.close()
    assert problems == []


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_an_organisation_confirms_by_keyboard(
    browser: Any, house: dict[str, Any], lang: str
) -> None:
    page = browser.new_page()
    page.goto(f"{house['address']}{house[lang]}")
    for _each in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "confirmed":
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=status]")
    assert page.locator("button[value=confirmed]").count() == 0
    page.close()
