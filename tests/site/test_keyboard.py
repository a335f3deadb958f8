"""What a person can do on the site is done by keyboard alone, in both languages."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.site.keys import Reader
from tests.site.printed import PRINTED
from tests.site.test_pages import FREDERICTON

BUILT = PRINTED.parents[2] / "static" / "explorer" / "explorer.js"
DURHAM = "2021A00051314001"
needs_scripts = pytest.mark.skipif(
    not BUILT.exists(), reason="the scripts are not bundled: run make front"
)
pytestmark = [pytest.mark.web, pytest.mark.parametrize("lang", ["en", "fr"])]

WORDS = {
    "skip": ("Skip to main content", "Passer au contenu principal"),
    "level": ("^Areas$", "^Régions$"),
    "colour": ("Colour by", "Colorer selon"),
    "map": ("Map of areas", "Carte des régions"),
    "find": ("Find a community", "Trouver une collectivité"),
    "people": ("^People", "^Population"),
    "cross": ("Under the cross", "Sous la croix"),
    "close": ("Close", "Fermer"),
    "aggregation": ("Aggregation", "Agrégation"),
    "means": ("Means", "Moyens"),
    "abilities": ("Abilities", "Capacités"),
    "k": (r"\(k\)", r"\(k\)"),
    "n": (r"\(n\)", r"\(n\)"),
    "reset": ("Back to the published method", "Revenir à la méthode publiée"),
    "published": ("Figures as published", "Chiffres tels que publiés"),
    "own": ("Your weights and method", "Votre pondération et votre méthode"),
    "about": ("Skip to version and licence", "Passer à la version et à la licence"),
    "compare": ("Compare with other areas", "Comparer à d’autres régions"),
    "name": ("Name or code", "Nom ou code"),
    "add": ("Add", "Ajouter"),
    "remove": ("Remove", "Retirer"),
    "differences": ("Differences", "Différences"),
    "brief": ("brief", "fiche"),
    "download": ("Download", "Télécharger"),
}


@pytest.fixture
def said(lang: str) -> dict[str, re.Pattern[str]]:
    """What the fields and links are called in a language."""
    place = ("en", "fr").index(lang)
    return {key: re.compile(pair[place], re.I) for key, pair in WORDS.items()}


@pytest.fixture
def reader(browser: Any) -> Iterator[Reader]:
    """Somebody at a keyboard; at the end, the focus was always in sight."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    # Machines may be busy: what is waited for comes late rather than never.
    context.set_default_timeout(120_000)
    reader = Reader(context.new_page())
    yield reader
    context.close()
    assert reader.hidden == []


def opened(reader: Reader, address: str) -> Any:
    page = reader.page
    page.goto(address)
    page.locator("canvas[aria-label]").wait_for()
    page.locator(".ex-table tbody tr").first.wait_for()
    return page


def asked(page: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


Said = dict[str, re.Pattern[str]]


@needs_scripts
def test_an_area_is_found_on_the_map_and_in_its_table(
    reader: Reader, address: str, lang: str, said: Said
) -> None:
    page = opened(reader, f"{address}/{lang}/")
    reader.to("link", said["skip"])
    reader.press("Enter")
    reader.choose(said["level"], "cd")
    page.wait_for_url("**level=cd*")
    rows = page.locator(".ex-table tbody tr")
    expect(rows).to_have_count(15)
    reader.choose(said["level"], "csd", back=True)
    expect(rows).to_have_count(25)
    reader.choose(said["colour"], "evi")
    page.wait_for_url("**colour=evi*")
    reader.choose(said["colour"], "beyond_50km", back=True)
    page.wait_for_url("**colour=beyond_50km*")
    expect(page.locator(".ex-own").first).to_be_visible()
    reader.choose(said["colour"], "evi", back=True)
    page.wait_for_url("**colour=evi*")

    # The map: nearer, and about until an area is under the cross.
    reader.to("region", said["map"])
    told = page.get_by_role("status").filter(has_text=said["cross"])
    for key in ("+", "+", "ArrowLeft", "ArrowUp", "ArrowRight", "ArrowRight", "ArrowDown"):
        if told.count():
            break
        reader.press(key)
        page.wait_for_timeout(500)
    name = re.split(r"\s?: ", told.inner_text(), maxsplit=1)[1].split(", ")[0]
    reader.press("Enter")
    panel = page.get_by_role("heading", name=name, exact=True)
    panel.wait_for()
    assert "area" in asked(page)
    reader.to("button", said["close"])
    reader.press("Enter")
    panel.wait_for(state="hidden")

    # The table: sorted by people, then filtered by a name.
    head = page.get_by_role("columnheader", name=said["people"])
    reader.to("button", said["people"])
    reader.press("Enter")
    page.wait_for_url("**sort=-population*")
    expect(head).to_have_attribute("aria-sort", "descending")
    assert "Moncton" in page.locator(".ex-table tbody tr").first.inner_text()
    reader.press("Enter")
    page.wait_for_url("**sort=population*")
    expect(head).to_have_attribute("aria-sort", "ascending")
    reader.to("searchbox", said["find"], back=True)
    reader.write("SAINT leonard")
    expect(rows).to_have_count(2)
    reader.press("Enter")
    page.get_by_role("heading", name="Saint-Léonard").first.wait_for()


@needs_scripts
def test_weights_aggregation_and_assumptions_are_changed_and_put_back(
    reader: Reader, address: str, lang: str, said: Said
) -> None:
    page = opened(reader, f"{address}/{lang}/?area={DURHAM}")
    status = page.locator(".ex-said")
    assert said["published"].search(status.inner_text())
    score = page.locator(f"tr[data-dguid='{DURHAM}'] .ex-value").first
    seen = [score.inner_text()]

    def moved() -> None:
        expect(score).not_to_have_text(seen[-1])
        seen.append(score.inner_text())

    reader.to("combobox", said["aggregation"])
    slider = reader.to("slider", said["means"])
    reader.press("Home")
    moved()
    assert slider.get_attribute("aria-valuetext").startswith("0")
    reader.to("slider", said["abilities"])
    reader.press("End")
    moved()
    assert said["own"].search(status.inner_text())
    assert asked(page)["weights"][0].startswith("0-")
    reader.choose(said["aggregation"], "worst", back=True)
    moved()
    reader.onto(page.locator("summary"), "the assumptions")
    reader.press("Enter")
    reader.to("slider", said["k"])
    reader.press("End")
    moved()
    reader.to("slider", said["n"])
    reader.press("ArrowRight", 4)
    moved()
    assert asked(page)["k"] == ["1"]
    reader.to("button", said["reset"])
    reader.press("Enter")
    page.locator(".ex-changed").wait_for(state="detached")
    assert said["published"].search(status.inner_text())
    assert score.inner_text() == seen[0]
    assert "weights" not in asked(page)


def test_an_area_is_read_and_its_parts_are_skipped_to(
    reader: Reader, address: str, lang: str, said: Said
) -> None:
    page = reader.page
    page.goto(f"{address}/{lang}/areas/")
    reader.onto(page.get_by_label(said["name"]), "the field for a name")
    reader.write("1310032")
    reader.press("Enter")
    page.wait_for_url("**q=1310032*")
    reader.to("link", re.compile("^Fredericton"))
    reader.press("Enter")
    page.wait_for_url(f"**/areas/{FREDERICTON}/")
    reader.to("link", said["skip"])
    reader.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    # Tables that may be wider than the page are reached, so that arrows move them.
    for each in ("dimensions", "groups", "indicators"):
        reader.onto(page.locator(f"[role=region][aria-labelledby={each}]"), each)
    reader.onto(page.locator("summary"), "where the people come from")
    reader.press("Enter")
    assert page.locator("details[open]").count() == 1
    page.goto(page.url)
    reader.to("link", said["about"])
    reader.press("Enter")
    assert page.evaluate("document.activeElement.id") == "about"


def test_six_areas_are_chosen_and_compared(
    reader: Reader, address: str, lang: str, said: Said
) -> None:
    page = reader.page
    page.goto(f"{address}/{lang}/areas/{FREDERICTON}/")
    reader.to("link", said["compare"])
    reader.press("Enter")
    page.wait_for_url("**/compare/**")
    for count, name in enumerate(("dieppe", "moncton", "bathurst", "caraquet", "st leonard"), 2):
        _add(reader, said, name)
        page.wait_for_url(lambda url, count=count: compared(url) == count)
    page.get_by_role("heading", name=said["differences"]).wait_for()
    assert page.locator("[role=region][aria-labelledby=differences] tbody tr").count() == 15
    reader.to("link", said["remove"])
    reader.press("Enter")
    page.wait_for_url(lambda url: compared(url) == 5)


def compared(url: str) -> int:
    return len(parse_qs(urlsplit(url).query).get("a", []))


def _add(reader: Reader, said: Said, name: str) -> None:
    field = reader.page.get_by_label(said["name"])
    reader.onto(field, "the field for a name")
    reader.write(name)
    reader.press("Enter")
    first = reader.page.get_by_role("link", name=said["add"])
    first.first.wait_for()
    reader.onto(first, "an area to add")
    reader.press("Enter")


def test_a_brief_and_files_are_taken_away(
    reader: Reader, address: str, lang: str, said: Said
) -> None:
    page = reader.page
    page.goto(f"{address}/{lang}/areas/{FREDERICTON}/")
    reader.to("link", said["download"])
    reader.press("Enter")
    page.wait_for_url("**/download/")
    for ending in (r"\.xlsx", r"areas\.csv"):
        reader.to("link", re.compile(ending))
        with page.expect_download() as taken:
            reader.press("Enter")
        assert re.search(ending, taken.value.suggested_filename)
        assert taken.value.failure() is None
    page.go_back()
    reader.to("link", re.compile(rf"{said['brief'].pattern}.*PDF", re.I))
    with page.expect_response(lambda answer: answer.url.endswith(".pdf")) as brief:
        reader.press("Enter")
    assert brief.value.status == 200
    assert brief.value.headers["content-type"] == "application/pdf"
