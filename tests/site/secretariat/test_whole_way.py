"""A project goes its whole way in a real browser: from an address to the book of an edition."""

import io
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.site.databases import on_database
from tests.site.guide.making import MOTS, WORDS
from tests.site.secretariat.making import make_table
from tests.site.secretariat.on_paths import in_group

pytestmark = pytest.mark.web
PASSWORD = "a heron on the Petitcodiac"
DESK = "/admin/desk/"
TABLES = {
    "steering": "Steering committee",
    "council": "Council",
    "deputies": "Deputy ministers' table",
}
GROUPS = ("Secretariat", "Reviewers", "Translators", *TABLES.values())

TITLES = {"en": "Wells tested by a model", "fr": "Les puits vérifiés par un modèle"}
SAID: dict[str, dict[str, str]] = {
    "en": {
        "title": TITLES["en"],
        "problem": "Wells were tested too late.",
        "summary": WORDS,
        "approach": "A model says which wells to test first.",
        "organisation": "Town of Exampleville",
        "limits": "It knows drilled wells alone.",
        "lessons": "Start with one valley.",
        "small_needs": "One analyst for a month.",
        "contact_role": "Manager, water",
        "sources-1-publisher": "Town of Exampleville",
        "sources-1-title": "Report on wells",
        "claims-1-measure": "Time until a well is tested",
        "claims-1-unit": "days",
    },
    "fr": {
        "title": TITLES["fr"],
        "problem": "Les puits étaient vérifiés trop tard.",
        "summary": MOTS,
        "approach": "Un modèle dit quels puits vérifier d’abord.",
        "organisation": "Ville d’Exempleville",
        "limits": "Il ne connaît que les puits forés.",
        "lessons": "Commencer par une vallée.",
        "small_needs": "Une personne analyste pendant un mois.",
        "contact_role": "Gestionnaire, eau",
        "sources-1-publisher": "Ville d’Exempleville",
        "sources-1-title": "Rapport sur les puits",
        "claims-1-measure": "Délai avant la vérification d’un puits",
        "claims-1-unit": "jours",
    },
}
TYPED = {
    "start": "2024-05",
    "contact_mailbox": "water@example.org",
    "sources-1-year": "2025",
    "sources-1-link": "https://example.org/wells",
    "claims-1-value": "12",
    "claims-1-period_start": "2025",
}
CHOSEN = {
    "analysis": "predict",
    "order_of_government": "municipal",
    "jurisdiction": "CA-NB",
    "project_state": "in_service",
    "licence": "ogl-ca",
    "sources-1-kind": "government_page",
    "claims-1-kind": "result",
    "claims-1-method": "before_after",
    "claims-1-source": "1",
}
TRANSLATED = {
    "title": "title",
    "problem": "problem",
    "summary": "summary",
    "approach": "approach",
    "limits": "limits",
    "lessons": "lessons",
    "small_needs": "small_needs",
    "contact_role": "contact_role",
    "sources-0-title": "sources-1-title",
    "claims-0-measure": "claims-1-measure",
    "claims-0-unit": "claims-1-unit",
}


@pytest.fixture(scope="module")
def whole_site(site: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the site on a state of its own, with accounts of each group and its tables."""
    from django.conf import settings
    from waitress.server import create_server

    from balise.site.secretariat import plain_forms

    folder = tmp_path_factory.mktemp("whole")
    kept = settings.STATE, plain_forms.SOONEST
    settings.STATE, plain_forms.SOONEST = folder, -1.0
    with on_database(f"sqlite:///{folder / 'guide.sqlite3'}"):
        _peopled()
        server = create_server(site, host="127.0.0.1", port=0, threads=4)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.effective_port}"
        server.close()
        thread.join(timeout=5)
    settings.STATE, plain_forms.SOONEST = kept


def _name(group: str, lang: str) -> str:
    return f"{group.split(maxsplit=1)[0].lower()}-{lang}"


def _peopled() -> None:
    from django.contrib.auth.hashers import make_password

    hashed = make_password(PASSWORD)
    for group in GROUPS:
        for lang in ("en", "fr"):
            account = in_group(group, lang)
            account.username, account.password = _name(group, lang), hashed
            account.save()
    for code in TABLES:
        make_table(code)


@dataclass
class Way:
    """Everybody who has a part in it, each in a browser of their own."""

    browser: Any
    address: str
    lang: str
    pages: dict[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The title in the language of the submitter."""
        return TITLES[self.lang]

    def page_of(self, group: str = "") -> Any:
        """A page of somebody who signed in, or of somebody who has no account."""
        if group not in self.pages:
            page = self.pages[group] = self.browser.new_context().new_page()
            page.set_default_timeout(20_000)
            if group:
                page.goto(f"{self.address}/admin/login/")
                page.fill("[name=username]", _name(group, self.lang))
                page.fill("[name=password]", PASSWORD)
                page.keyboard.press("Enter")
                page.wait_for_url(f"{self.address}/admin/")
        return self.pages[group]

    def waiting(self, group: str, words: str) -> Any:
        """The review screen of what waits for a group."""
        page = self.page_of(group)
        page.goto(f"{self.address}{DESK}waiting/")
        page.click(f"main a:has-text('{words}')")
        page.wait_for_selector("form[action$='/approve/']")
        return page

    def approve(self, group: str, words: str) -> None:
        """Approve the step that an item waits at."""
        page = self.waiting(group, words)
        page.click("form[action$='/approve/'] button")
        page.wait_for_selector("[role=status]")
        assert page.locator("[role=alert]").count() == 0, page.inner_text("[role=alert]")

    def open_public(self, path: str) -> Any:
        """A public page, looked at by somebody who comes anew and has no account."""
        if "" in self.pages:
            self.pages.pop("").context.close()
        page = self.page_of()
        assert page.goto(f"{self.address}{path}").status == 200
        return page

    def close(self) -> None:
        """Close every browser."""
        for page in self.pages.values():
            page.context.close()


@pytest.fixture
def way(browser: Any, whole_site: str, lang: str) -> Iterator[Way]:
    """The way of a project that is written in one language."""
    found = Way(browser, whole_site, lang)
    yield found
    found.close()


def _mailed(email: str) -> str:
    """Send what waits, and give the private address that was mailed last."""
    from django.core import mail
    from django.test import override_settings

    from balise.site.secretariat.postman import deliver

    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        mail.outbox = []
        deliver()
    bodies = [each.body for each in mail.outbox if each.to == [email]]
    found = re.search(r"https?://[^/\s]+(/\S+/(?:drafts|consultations)/\S+)", bodies[-1])
    assert found
    return found.group(1)


def _submitted(way: Way, folder: Path) -> str:
    """Submit a project with a file, from an address to the receipt; give its private page."""
    email = f"water-{way.lang}@example.org"
    page = way.open_public(f"/{way.lang}/guide/submit/")
    page.fill("#email", email)
    page.check("#consent")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/submit/sent/")
    private = _mailed(email)
    page.goto(f"{way.address}{private}")
    for place, text in (SAID[way.lang] | TYPED).items():
        page.fill(f"#{place}", text)
    for place, code in CHOSEN.items():
        page.select_option(f"#{place}", code)
    page.check("#themes-water")
    page.check("#client_groups-PP")
    page.click("button[value=files]")
    page.wait_for_url("**/files/")
    file = folder / "notes.txt"
    file.write_text("Notes", "utf-8")
    page.set_input_files("#file", file)
    page.click("form[enctype] button")
    page.wait_for_url("**added=1")
    page.click("main a[href$='#send']")
    page.click("button[value=submit]")
    page.wait_for_selector("#steps")
    assert "notes.txt" in page.inner_text("main")
    return private


def _consulted(way: Way) -> None:
    """Ask the organisation, answer for it behind its link, take its consent and go on."""
    page = way.waiting("Secretariat", way.title)
    page.click("#consultations ~ details summary")
    assert page.input_value("#consult-mailbox") == TYPED["contact_mailbox"]
    page.select_option("#consult-language", way.lang)
    page.click("form[action$='/consult/'] button")
    page.wait_for_selector("[role=status]")
    asked = way.open_public(_mailed(TYPED["contact_mailbox"]))
    asked.check("input[name=answer][value=agree]")
    asked.click("form.written button")
    asked.wait_for_selector("[role=status]")
    page.reload()
    page.click("form[action$='/consent/'] button")
    page.wait_for_selector("[role=status]")
    way.approve("Secretariat", way.title)


def _translated(way: Way) -> None:
    """Translate into the other language, mark it as reviewed, and approve."""
    other = "fr" if way.lang == "en" else "en"
    page = way.page_of("Translators")
    page.goto(f"{way.address}{DESK}translations/?into={other}")
    page.click(f"main a:has-text('{way.title}')")
    page.wait_for_selector("#title")
    for place, said in TRANSLATED.items():
        page.fill(f"#{place}", SAID[other][said])
    page.click("button[value=reviewed]")
    page.wait_for_selector("[role=status]")
    way.approve("Translators", way.title)


def _edition_made(way: Way) -> str:
    """Make an edition and put it before the tables; give its title."""
    title = f"Guide {way.lang}"
    page = way.page_of("Secretariat")
    page.goto(f"{way.address}/admin/guide-editions/")
    page.fill("[name=title_en]", title)
    page.fill("[name=title_fr]", title)
    page.click("main form:has([name=dated]) button[type=submit]")
    row = page.locator(f"tr:has-text('{title}')")
    row.locator("form[action$='/submit/'] button").click()
    page.wait_for_url("**/review/edition/**")
    return title


def _decided(way: Way, code: str, title: str) -> None:
    """Ask a table about the edition, note its answers in the register, and approve."""
    from django.utils import timezone

    from balise.site.guide.models import Edition

    question = f"{code} {way.lang}?"
    page = way.page_of("Secretariat")
    page.goto(f"{way.address}{DESK}decisions/")
    page.click("main a[href$='/decision/add/']")
    page.click("#id_table-chooser [data-chooser-action-choose] >> visible=true")
    page.click(f".modal a[data-chooser-modal-choice]:has-text('{code}')")
    page.wait_for_selector(".modal", state="detached")
    page.fill(f"[name=question_{way.lang}]", question)
    page.select_option("[name=edition]", str(Edition.objects.get(title_en=title).pk))
    page.click("footer button[type=submit]")
    page.wait_for_url("**/secretariat/decision/")
    table = way.page_of(TABLES[code])
    table.goto(f"{way.address}{DESK}decisions/")
    table.click(f"main a:has-text('{question}')")
    table.check(".ballots input[value=yes]")
    table.select_option("#outcome", "approved")
    table.fill("#decided_on", timezone.localdate().isoformat())
    table.click("form.wide-answers button[type=submit]")
    table.wait_for_selector("[role=status]")
    way.approve(TABLES[code], title)


def _text_of(pdf: bytes) -> str:
    from pypdf import PdfReader

    return " ".join(
        " ".join(each.extract_text() for each in PdfReader(io.BytesIO(pdf)).pages).split()
    )


# The suite goes one way, in French; the slow set both.
@pytest.mark.parametrize("lang", [pytest.param("en", marks=pytest.mark.slow), "fr"])
def test_a_project_goes_from_the_form_to_its_page_and_into_an_edition(
    way: Way, tmp_path: Path
) -> None:
    private = _submitted(way, tmp_path)
    way.approve("Secretariat", way.title)
    way.approve("Reviewers", way.title)
    _consulted(way)
    _translated(way)
    way.approve("Secretariat", way.title)

    receipt = way.open_public(private)
    public = receipt.get_attribute("dl.facts a[href*='/guide/records/']", "href")
    for lang, title in TITLES.items():
        shown = way.open_public(re.sub(r"^/../", f"/{lang}/", public))
        assert title in shown.inner_text("h1")
        assert SAID[lang]["lessons"] in shown.inner_text("main")

    title = _edition_made(way)
    way.approve("Reviewers", title)
    for code in TABLES:
        assert title not in way.open_public(f"/{way.lang}/guide/editions/").inner_text("main")
        _decided(way, code, title)
    listed = way.open_public(f"/{way.lang}/guide/editions/")
    listed.click(f"main a:has-text('{title}')")
    listed.wait_for_url("**/guide/editions/*/")
    for lang, named in TITLES.items():
        book = listed.get_attribute(f"main a[href$='/{lang}.pdf']", "href")
        answer = listed.request.get(f"{way.address}{book}")
        assert answer.status == 200
        assert named in _text_of(answer.body())
