"""Interests and questions in a real browser: no barrier, nothing cut off, all by keyboard."""

import os
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from balise.site.secretariat import plain_forms
from tests.site.databases import on_database
from tests.site.guide.making import make_account
from tests.site.guide.surroundings import make_expert, make_listed

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LONG = "w" * 400

pytestmark = [pytest.mark.web, pytest.mark.slow]


class Made:
    """Addresses of what was made: pages, private links, screens."""

    pages: tuple[str, ...]
    screens: tuple[str, ...]
    account: Any


@pytest.fixture(scope="module")
def made(guide_site: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """A Guide with interests, questions in each state, and links of experts."""
    from balise.site.serving import open_database

    address = f"sqlite:///{tmp_path_factory.mktemp('network') / 'guide.sqlite3'}"
    with on_database(address):
        open_database()
        yield _made()


def _made() -> Made:
    from balise.site.secretariat.models import Correspondent, Interest, PrivateLink, Question
    from balise.site.secretariat.private_links import address_of
    from balise.site.secretariat.question_answering import publish_answer
    from balise.site.secretariat.question_asking import keep, refuse, release

    record = make_listed(identifier="letters")
    make_expert()
    account = make_account()
    sender = Correspondent.objects.at("who@example.org")
    for number, place in enumerate(("CA-NB", "CA-NB", "CA-QC", "CA", "CA-YT")):
        Interest.objects.create(
            form_key=str(number),
            about="project" if number == 1 else "evi",
            record=record if number == 1 else None,
            geography="Our whole province" if number != 1 else "",
            organisation=f"Office of the Coast {number} {LONG if number == 2 else ''}"[:300],
            jurisdiction=place,
            purpose="To choose stops.",
            role="Manager",
            sender=sender,
            language="en",
            state=("uses", "contacted", "in_discussion", "contacted", "new")[number],
            may_be_named=number < 3,
            is_released=number < 3,
        )
    keys = []
    for number in range(4):
        said = {
            "title": f"How are pipes watched {number}?",
            "text": "Our town has to choose sensors.\n\n" + LONG,
            "fields_asked": ["water"],
            "language": "en",
            "email": f"asker-{number}@example.org",
        }
        keys.append(keep(said, f"key-{number}").pk)
    texts = {
        "title_en": "How are water pipes watched?",
        "title_fr": "Comment surveille-t-on les conduites d’eau?",
        "text_en": "A town has to choose sensors.",
        "text_fr": "",
        "fields_asked": ["water", "infrastructure"],
    }
    for key in keys[:3]:
        assert release(Question.objects.get(pk=key), 1, texts, account)
    Question.objects.filter(pk=keys[1]).update(released_at=timezone.now() - timedelta(days=34))
    links = []
    for key in keys[:3]:
        reply = Question.objects.get(pk=key).replies.get()
        link = PrivateLink.objects.get(kind="expert", target=reply.pk)
        links.append(address_of(link, "en").partition("/guide/")[2])
        if key == keys[1]:
            PrivateLink.objects.filter(pk=link.pk).update(expires_at=timezone.now())
    answered = Question.objects.get(pk=keys[2])
    Question.objects.get(pk=keys[0]).replies.update(
        state="answered", language="fr", text="Commencer par la pression.", version=2
    )
    answer = {
        "title_en": "Watching pipes",
        "title_fr": "Surveiller les conduites",
        "summary_en": "Start with pressure.",
        "summary_fr": "Commencer par la pression.",
        "publisher_en": "Office",
        "publisher_fr": "Bureau",
    }
    assert publish_answer(answered, answered.version, answer, account)
    refused = Question.objects.create(
        form_key="refused",
        asked_title="Refused",
        asked_text="Text",
        language="fr",
        asker=sender,
    )
    assert refuse(refused, 1, "Hors du mandat.", account)
    made = Made()
    made.account = account
    made.pages = (
        "interest/",
        "interest/express/?record=letters",
        "interest/received/",
        "ask/",
        "ask/received/",
        "questions/",
        "questions/?field=water",
        *(f"questions/{number}/" for number in (1, 2, 3)),
        *links,
        "questions/answer/unknown/",
        "questions/99/",
    )
    made.screens = (
        "interests/",
        "interests/?state=new",
        *(f"interests/{each.pk}/" for each in Interest.objects.order_by("pk")[:5:4]),
        "questions/",
        *(f"questions/{each.pk}/" for each in Question.objects.order_by("pk")),
    )
    return made


@pytest.fixture(scope="module")
def guide_address(site: Any, made: Made) -> Iterator[str]:
    """Address of the site on that Guide, served on loopback."""
    from waitress.server import create_server

    server = create_server(site, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)


class Looked:
    """Looks at pages, and remembers what is wrong with them."""

    def __init__(self, page: Any, name: str) -> None:
        if not AXE.exists():
            pytest.skip("no axe-core: run make axe")
        self.page, self.name, self.problems = page, name, list[str]()
        self.axe, self.count = AXE.read_text("utf-8"), 0

    def at(self, what: str) -> None:
        """Look at what is open now."""
        page = self.page
        beyond = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if beyond > 0:
            self.problems.append(f"{what}: {beyond} pixels beyond the edge")
        page.evaluate(self.axe)
        options = {"runOnly": {"type": "tag", "values": RULES}}
        for violation in page.evaluate("o => axe.run(document, o)", options)["violations"]:
            where = [node["html"][:160] for node in violation["nodes"][:3]]
            self.problems.append(f"{what}: {violation['id']}: {where}")
        shots = os.environ.get("BALISE_SCREENSHOTS")
        if shots:
            self.count += 1
            path = Path(shots) / f"network-{self.name}-{self.count:02d}.png"
            page.screenshot(path=path, full_page=True)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_public_page_has_a_barrier_or_is_cut_off(
    browser: Any, guide_address: str, made: Made, lang: str, width: int
) -> None:
    # The rules of accessibility are put into the page, which its policy would forbid.
    page = browser.new_page(viewport={"width": width, "height": 900}, bypass_csp=True)
    looked = Looked(page, f"{lang}-{width}")
    for each in made.pages:
        page.goto(f"{guide_address}/{lang}/guide/{each}")
        looked.at(each)
    for each in ("interest/express/", "ask/", made.pages[12]):
        page.goto(f"{guide_address}/{lang}/guide/{each}")
        for name in ("organisation", "title", "suggestion"):
            if page.query_selector(f"#{name}"):
                page.fill(f"#{name}", LONG)
        page.click("main form button")
        page.wait_for_selector("#wrong")
        looked.at(f"{each} with errors")
        page.click("#wrong a")
        assert page.evaluate("document.activeElement.matches('input, textarea, select')")
    page.close()
    assert looked.problems == []


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_screen_of_the_secretariat_has_a_barrier(
    browser: Any, guide_address: str, made: Made, lang: str, width: int
) -> None:
    from django.test import Client
    from wagtail.users.models import UserProfile

    UserProfile.objects.filter(user=made.account).update(preferred_language=lang)
    client = Client(HTTP_HOST="localhost")
    client.force_login(made.account)
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    name = "sessionid"
    cookie = {"name": name, "value": client.cookies[name].value, "url": f"{guide_address}/admin/"}
    context.add_cookies([cookie])
    page = context.new_page()
    looked = Looked(page, f"desk-{lang}-{width}")
    for each in made.screens:
        page.goto(f"{guide_address}/admin/desk/{each}")
        assert page.query_selector("h1")
        looked.at(each)
    page.goto(f"{guide_address}/admin/desk/{made.screens[2]}")
    page.click("#notes ~ form button")
    page.wait_for_selector("#wrong")
    looked.at("a note with errors")
    context.close()
    assert looked.problems == []


def _tab_to(page: Any, selector: str) -> None:
    """Press Tab until the focus is on something of that kind."""
    for _ in range(160):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"The keyboard does not reach {selector}.")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_one_asks_and_expresses_interest_by_keyboard_without_scripts(
    browser: Any, guide_address: str, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    from balise.site.secretariat.models import Interest, Question

    monkeypatch.setattr(plain_forms, "SOONEST", 0.0)
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{guide_address}/{lang}/guide/questions/")
    _tab_to(page, "a.button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask/")
    for field, words in (("title", f"By keyboard {lang}?"), ("text", "All of it.")):
        _tab_to(page, f"#{field}")
        page.keyboard.type(words)
    _tab_to(page, "[name=fields_asked]")
    page.keyboard.press("Space")
    _tab_to(page, "[name=language]")
    _tab_to(page, "#email")
    page.keyboard.type(f"keys-{lang}@example.org")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask/received/")
    assert Question.objects.filter(asked_title=f"By keyboard {lang}?", language=lang).exists()
    page.goto(f"{guide_address}/{lang}/guide/interest/")
    _tab_to(page, "a.button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/express/")
    _tab_to(page, "[name=about]")
    page.keyboard.press("Space")
    for field, words in (("geography", "The coast"), ("organisation", f"Keys {lang}")):
        _tab_to(page, f"#{field}")
        page.keyboard.type(words)
    _tab_to(page, "#jurisdiction")
    page.keyboard.type("Yukon")
    for field, words in (("purpose", "To try."), ("role", "Manager")):
        _tab_to(page, f"#{field}")
        page.keyboard.type(words)
    _tab_to(page, "#email")
    page.keyboard.type(f"keys-{lang}@example.org")
    _tab_to(page, "#may_be_named")
    page.keyboard.press("Space")
    _tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/interest/received/")
    kept = Interest.objects.get(organisation=f"Keys {lang}")
    assert (kept.jurisdiction, kept.may_be_named) == ("CA-YT", True)
    assert page.evaluate("document.scripts.length") == 0
    context.close()
