"""What colours the map stands in the table and the panel, under an address of its own."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from balise.release import read_release
from tests.site.printed import PRINTED

DURHAM = "2021A00051314001"
OROMOCTO_26 = "2021A00051303013"
BUILT = PRINTED.parents[2] / "static" / "explorer" / "explorer.js"

pytestmark = [
    pytest.mark.web,
    pytest.mark.skipif(not BUILT.exists(), reason="the scripts are not bundled: run make front"),
]


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "console",
        lambda message: faults.append(message.text) if message.type == "error" else None,
    )
    yield opened
    opened.close()
    assert faults == []


def shown(page: Any, address: str) -> None:
    page.goto(address)
    page.locator(".ex-table tbody tr").first.wait_for()


def cell(page: Any) -> str:
    return str(page.locator(".ex-own").first.inner_text())


@pytest.mark.parametrize(
    ("lang", "title"), [("en", "EVI: Seniors"), ("fr", "IVE\N{NO-BREAK SPACE}: Personnes aînées")]
)
def test_a_group_is_chosen_by_keyboard_and_stands_in_table_legend_and_panel(
    page: Any, address: str, lang: str, title: str
) -> None:
    shown(page, f"{address}/{lang}/?area={DURHAM}")
    page.locator("select").nth(1).focus()
    page.locator("select").nth(1).select_option("group.seniors")
    page.locator(".ex-own").first.wait_for()
    assert "colour=group.seniors" in page.url
    assert page.locator(".ex-legend h3").inner_text().startswith(title)
    head = page.locator(".ex-table thead th").nth(1)
    assert head.inner_text().startswith(title)
    assert head.get_attribute("aria-sort") == "descending"
    panel = page.locator(".ex-panel dl").first.inner_text()
    score = page.locator(f"tr[data-dguid='{DURHAM}'] .ex-own .ex-value").inner_text()
    assert score in panel
    page.reload()
    page.locator(".ex-own").first.wait_for()
    assert page.locator(".ex-legend h3").inner_text().startswith(title)


def test_weights_move_the_score_of_a_group(page: Any, address: str) -> None:
    own = page.locator(f"tr[data-dguid='{DURHAM}'] .ex-own")
    found = []
    for weights in ("", "&weights=100-0-0"):
        shown(page, f"{address}/en/?colour=group.low_income&q=Durham{weights}")
        own.wait_for()
        found.append(own.inner_text())
    published, moved = found
    assert published != moved
    assert all(re.fullmatch(r"\d+\.\d \(\d+\.\d to \d+\.\d\)", each) for each in found)


def test_why_a_group_is_not_published_stands_in_table_and_panel(page: Any, address: str) -> None:
    shown(page, f"{address}/fr/?colour=group.remote&level=cd&area=2021A00031301")
    page.locator(".ex-reason").first.wait_for()
    assert cell(page).startswith("non publié")
    panel = page.locator(".ex-panel").inner_text()
    assert "Non publié" in panel
    assert re.search(r"Tableau qu’il faudrait\s: Indice d.éloignement", panel)
    assert "Aucune région de ce niveau" in page.locator(".ex-legend").inner_text()


def test_headcounts_are_bubbles_of_their_own_size(page: Any, address: str) -> None:
    shown(page, f"{address}/en/?colour=people_high")
    page.locator(".ex-own").first.wait_for()
    assert page.locator("select").nth(2).input_value() == "bubbles"
    legend = page.locator(".ex-legend").inner_text()
    assert "people aged 16 and over" in legend
    sizes = [int(each.replace(",", "")) for each in re.findall(r"^\d[\d,]*$", legend, re.M)]
    assert sizes == sorted(sizes, reverse=True)
    assert len(sizes) == 3
    largest = page.locator(".ex-own .ex-value").first.inner_text()
    assert int(largest.replace(",", "")) >= sizes[0]
    page.locator("input[type=range]").first.focus()
    page.keyboard.press("PageUp")
    page.locator(".ex-changed").wait_for()
    assert "weights and aggregation do not change them" in page.locator(".ex-said").inner_text()


def test_a_dimension_has_its_column(page: Any, address: str) -> None:
    shown(page, f"{address}/en/?colour=means")
    page.locator(".ex-own").first.wait_for()
    values = [float(each) for each in page.locator(".ex-own .ex-value").all_inner_texts()]
    assert values == sorted(values, reverse=True)
    page.locator("select").nth(1).select_option("evi")
    page.locator(".ex-own").first.wait_for(state="detached")
    assert page.locator(".ex-table thead th").nth(1).is_hidden()


@pytest.mark.parametrize("width", [320, 1280])
def test_names_on_the_map_do_not_hide_each_other(page: Any, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    shown(page, f"{address}/fr/?area={DURHAM}")
    page.locator(".ex-name-selected").wait_for()
    boxes = [each.bounding_box() for each in page.locator(".ex-name").all()]
    assert len(boxes) > 2
    for place, a in enumerate(boxes):
        for b in boxes[place + 1 :]:
            apart = (
                a["x"] + a["width"] <= b["x"]
                or b["x"] + b["width"] <= a["x"]
                or a["y"] + a["height"] <= b["y"]
                or b["y"] + b["height"] <= a["y"]
            )
            assert apart


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    "colour", ["group.seniors", "people_high", "people.rural", "beyond_50km", "nearest_km"]
)
def test_no_view_is_wider_than_the_screen(
    page: Any, address: str, lang: str, width: int, colour: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    shown(page, f"{address}/{lang}/?colour={colour}&area={OROMOCTO_26}")
    page.locator(".ex-panel h4, .ex-panel h3").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.fixture(scope="module")
def reach(pilot: Path) -> pl.DataFrame:
    """Reach of 50 km of the subdivisions, as published."""
    release = read_release(pilot)
    people = release.table("areas").filter(level="csd").select("dguid", "population", "name_en")
    beyond = release.table("beyond").filter(reach="50km").drop_nulls("people_low")
    return beyond.join(people, on="dguid")


@pytest.mark.parametrize(
    ("lang", "title"),
    [("en", "Distance to the nearest office (km, est"), ("fr", "Bureau le plus proche (km, est")],
)
def test_the_nearest_office_is_chosen_and_stands_in_table_legend_and_panel(
    page: Any, address: str, pilot: Path, lang: str, title: str
) -> None:
    shown(page, f"{address}/{lang}/?area={DURHAM}")
    page.locator("select").nth(1).focus()
    page.locator("select").nth(1).select_option("nearest_km")
    page.locator(".ex-own").first.wait_for()
    assert "colour=nearest_km" in page.url
    km = read_release(pilot).table("access").filter(dguid=DURHAM)["nearest_km"][0]
    expected = f"{km:.0f}\N{NO-BREAK SPACE}km"
    assert expected in page.locator(".ex-panel dl").inner_text()
    for _ in range(2):
        assert page.locator(".ex-legend h3").inner_text().startswith(title)
        assert page.locator(".ex-table thead th").nth(1).inner_text().startswith(title)
        values = [
            int(re.sub(r"\D", "", each))
            for each in page.locator(".ex-own .ex-value").all_inner_texts()
        ]
        assert values == sorted(values, reverse=True)
        page.reload()
        page.locator(".ex-own").first.wait_for()
    page.locator("#ex-find").fill("Durham")
    own = page.locator(f"tr[data-dguid='{DURHAM}'] .ex-own")
    own.wait_for()
    assert own.inner_text() == expected
    higher = {"en": "Higher means", "fr": "Plus le score"}[lang]
    legend = page.locator(".ex-legend").inner_text()
    assert higher not in legend
    assert {"en": "Estimated", "fr": "Estimation"}[lang] in legend


@pytest.mark.parametrize(("lang", "to"), [("en", "to"), ("fr", "à")])
def test_a_share_beyond_reach_that_is_a_range_is_never_a_point(
    page: Any, address: str, reach: pl.DataFrame, lang: str, to: str
) -> None:
    row = reach.filter(reason="range").sort("population", descending=True).row(0, named=True)
    shown(page, f"{address}/{lang}/?colour=beyond_50km&area={row['dguid']}&q={row['name_en']}")
    own = page.locator(f"tr[data-dguid='{row['dguid']}'] .ex-own")
    own.wait_for()
    told = own.inner_text()
    assert re.fullmatch(rf"[\d.,]+ {to} [\d.,]+\s?%", told)
    panel = page.locator(".ex-panel")
    assert told in panel.inner_text()
    wide = {"en": "too wide to be coloured", "fr": "trop large pour une couleur"}[lang]
    assert wide in panel.inner_text()


def test_shares_beyond_reach_are_graded_by_their_interval_and_ignore_weights(
    page: Any, address: str, reach: pl.DataFrame
) -> None:
    shown(page, f"{address}/en/?colour=beyond_50km&weights=100-0-0")
    page.locator(".ex-own").first.wait_for()
    assert "do not change it" in page.locator(".ex-said").inner_text()
    rows = page.locator(".ex-table tbody tr")
    ends = {row["dguid"]: row for row in reach.to_dicts()}
    for row in rows.all():
        published = ends[row.get_attribute("data-dguid")]
        width = published["people_high"] - published["people_low"]
        grade = row.locator("td").nth(3).inner_text()
        if width > 0.18 * published["population"]:
            assert grade == "F, too uncertain to compare"
        elif width < 0.08 * published["population"]:
            assert grade == "estimated"
