"""The screens of the path in a real browser: accessible, nothing cut off, all by keyboard."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.site.databases import on_database
from tests.site.guide.making import make_record
from tests.site.guide.test_browser import AXE, RULES
from tests.site.secretariat.on_paths import in_group, lead_to

pytestmark = [pytest.mark.web, pytest.mark.slow]
PASSWORD = "a heron on the Petitcodiac"


@pytest.fixture(scope="module")
def house(site: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A site with projects at each step, an account of each group, and a consultation."""
    from django.db import transaction
    from waitress.server import create_server

    from balise.site.serving import open_database

    with on_database(f"sqlite:///{tmp_path_factory.mktemp('path') / 'guide.sqlite3'}"):
        open_database()
        with transaction.atomic():
            held = _filled()
        server = create_server(site, host="127.0.0.1", port=0, threads=4)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        held["address"] = f"http://127.0.0.1:{server.effective_port}"
        yield held
        server.close()
        thread.join(timeout=5)


def _filled() -> dict[str, Any]:
    """Fill the house; tell the numbers and addresses of what is in it."""
    from django.contrib.auth.hashers import make_password

    from balise.site.guide.publishing import by_its_path
    from balise.site.secretariat import consultations
    from balise.site.secretariat.private_links import address_of

    hashed, names = make_password(PASSWORD), {}
    for group in ("Secretariat", "Reviewers", "Translators"):
        for lang in ("en", "fr"):
            account = in_group(group, lang)
            account.password = hashed
            account.save()
            names[f"{group}-{lang}"] = account.username
    held: dict[str, Any] = {"names": names}
    for lang in ("en", "fr"):
        asked = make_record()
        lead_to(asked, "consulted")
        asked.refresh_from_db()
        made = consultations.ask(asked, f"office-{lang}@example.org", lang, "Is it right?")
        leads = address_of(consultations.link_of(made), lang)  # type: ignore[arg-type]
        held[f"consulted-{lang}"] = asked.pk
        held[f"consultation-{lang}"] = "/" + leads.split("/", 3)[3]
        machine = make_record(state_fr="machine", limits_fr="")
        lead_to(machine, "translated")
        held[f"translated-{lang}"] = machine.pk
        ready = make_record()
        lead_to(ready, "publication")
        held[f"publication-{lang}"] = ready.pk
    changed = make_record()
    with by_its_path():
        changed.save_revision().publish()
    changed.refresh_from_db()
    draft = changed.get_latest_revision_as_object()
    draft.limits_en = "Handwriting is read badly."
    draft.save_revision()
    held["changed"] = changed.pk
    return held


@pytest.fixture
def axe() -> str:
    if not AXE.exists():
        pytest.skip("no axe-core: run make axe")
    return AXE.read_text("utf-8")


def _signed_in(browser: Any, house: dict[str, Any], who: str, width: int = 1280) -> Any:
    page = browser.new_page(viewport={"width": width, "height": 900}, bypass_csp=True)
    page.goto(f"{house['address']}/admin/login/")
    page.fill("[name=username]", house["names"][who])
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{house['address']}/admin/")
    return page


def _problems(page: Any, axe: str, name: str) -> list[str]:
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
    if shots := os.environ.get("BALISE_SCREENSHOTS"):
        page.screenshot(path=Path(shots) / f"path-{name}.png", full_page=True)
    return found


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_screen_of_the_path_has_a_barrier_or_is_cut_off(
    browser: Any, house: dict[str, Any], axe: str, lang: str, width: int
) -> None:
    desk = "/admin/desk/"
    screens = {
        "Secretariat": (
            *("waiting/", f"review/record/{house[f'consulted-{lang}']}/"),
            f"review/record/{house['changed']}/",
        ),
        "Reviewers": ("waiting/", f"review/record/{house[f'consulted-{lang}']}/"),
        "Translators": ("translations/", f"translate/record/{house[f'translated-{lang}']}/"),
    }
    problems = []
    for group, addresses in screens.items():
        page = _signed_in(browser, house, f"{group}-{lang}", width)
        for number, each in enumerate(addresses):
            page.goto(f"{house['address']}{desk}{each}")
            assert page.evaluate("document.documentElement.lang") == lang
            problems += _problems(page, axe, f"{lang}-{width}-{group}-{number}")
        page.close()
    page = browser.new_page(viewport={"width": width, "height": 900}, bypass_csp=True)
    leads = house[f"consultation-{lang}"]
    for number, each in enumerate((leads, f"/{lang}/guide/consultations/nothing/")):
        page.goto(f"{house['address']}{each}")
        problems += _problems(page, axe, f"{lang}-{width}-consultation-{number}")
    page.goto(f"{house['address']}{leads}")
    page.click("form.written button")
    problems += _problems(page, axe, f"{lang}-{width}-consultation-wrong")
    page.close()
    assert problems == []


def _tab_to(page: Any, selector: str) -> None:
    for _ in range(160):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"The keyboard does not reach {selector}.")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_project_is_approved_and_published_by_keyboard_alone(
    browser: Any, house: dict[str, Any], lang: str
) -> None:
    number = house[f"publication-{lang}"]
    page = _signed_in(browser, house, f"Secretariat-{lang}")
    _tab_to(page, "a[href='/admin/desk/waiting/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/desk/waiting/")
    _tab_to(page, f"a[href='/admin/desk/review/record/{number}/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/review/record/**")
    _tab_to(page, "#approve-why")
    page.keyboard.press("Control+A")
    page.keyboard.type("Both pages were looked at.")
    _tab_to(page, "form[action$='approve/'] button")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=status]")
    assert "Both pages were looked at." in page.content()
    page.close()
    from balise.site.guide.models import Record

    assert Record.objects.get(pk=number).live


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_text_is_translated_and_marked_as_reviewed_by_keyboard_alone(
    browser: Any, house: dict[str, Any], lang: str
) -> None:
    number = house[f"translated-{lang}"]
    page = _signed_in(browser, house, f"Translators-{lang}")
    page.goto(f"{house['address']}/admin/desk/translations/")
    _tab_to(page, f"a[href^='/admin/desk/translate/record/{number}/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/translate/record/**")
    _tab_to(page, "#limits")
    page.keyboard.type("L’écriture à la main n’est pas lue.")
    _tab_to(page, "button[value='reviewed']")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=status]")
    page.close()
    from balise.site.guide.models import Record

    draft = Record.objects.get(pk=number).get_latest_revision_as_object()
    assert (draft.state_fr, draft.limits_fr) == ("reviewed", "L’écriture à la main n’est pas lue.")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_an_organisation_answers_by_keyboard_alone(
    browser: Any, house: dict[str, Any], lang: str
) -> None:
    page = browser.new_page()
    page.goto(house["address"] + house[f"consultation-{lang}"])
    _tab_to(page, "#said-claims")
    page.keyboard.type("Twelve, not ten.")
    _tab_to(page, "input[name=answer]")
    page.keyboard.press("Space")
    _tab_to(page, "form.written button")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=status]")
    assert page.input_value("#said-claims") == "Twelve, not ten."
    page.close()
