"""Every number on the page of an area is the release's, to the printed digit."""

import random
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from balise.release import Release, read_release
from balise.reports import name_of, term
from tests.site.printed_areas import Expected
from tests.site.printed_places import Printed, read, tokens, written

AREAS = 30


@pytest.fixture(scope="module")
def release(pilot: Path) -> Release:
    return read_release(pilot)


def chosen(release: Release) -> list[str]:
    """Choose areas of every kind: levels, large and small, unsure, without a score."""
    areas = release.table("areas")
    draw = random.Random(30)
    csd = areas.filter(level="csd")
    scored = csd.drop_nulls("evi").sort("population")
    kinds = [
        (areas.filter(level="canada"), 1),
        (areas.filter(level="pr", province=csd["province"][0]), 1),
        (areas.filter(level="pr"), 2),
        (areas.filter(level="er"), 2),
        (areas.filter(level="cd"), 3),
        (areas.filter(level="catchment").drop_nulls("evi"), 3),
        (areas.filter(pl.col("evi").is_null()), 4),
        (csd.filter(quality="F"), 3),
        (scored.tail(6), 3),
        (scored.head(20), 3),
        (scored, areas.height),
    ]
    found: list[str] = []
    for table, count in kinds:
        left = [each for each in table["dguid"].to_list() if each not in found]
        wanted = min(count, AREAS - len(found))
        found += draw.sample(left, wanted)
    return found


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_number_of_an_area_page_is_the_release_s_to_the_printed_digit(
    client: Any, release: Release, lang: str
) -> None:
    rows = {row["dguid"]: row for row in release.table("areas").iter_rows(named=True)}
    asked = chosen(release)
    assert len(set(asked)) == AREAS
    faults = []
    for dguid in asked:
        response = client.get(f"/{lang}/areas/{dguid}/")
        assert response.status_code == 200
        page = read(response.content.decode())
        faults += [
            f"{dguid}: {each}" for each in compare(page, Expected(release, rows[dguid], lang))
        ]
    assert not faults, "\n".join(faults[:5])


def compare(page: Printed, told: Expected) -> list[str]:
    """Tell where a page prints another number, one too many or one too few."""
    faults: list[str] = []

    def same(where: str, found: object, expected: object) -> None:
        if found != expected:
            faults.append(f"{where} prints {found}, expected {expected}")

    lang = told.language
    lines, texts = expected_lines(told), expected_texts(told)
    faults += similar(page.texts.pop("similar", ""), told)
    page.texts.pop("cite", None)  # told by test_citing
    for section, text in page.texts.items():
        labels = told.sources() if section == "indicators" else ()
        same(section, tokens(text, lang, labels), texts.get(section, []))
    _groups, missing = told.groups()
    labels = [*told.sources(), *missing]
    for section, rows in page.rows.items():
        if section == "drivers":
            faults += drivers(rows, told)
            continue
        same(
            f"table of {section}",
            [[tokens(cell, lang, labels) for cell in row] for row in rows],
            lines.pop(section, []),
        )
    same("sections without a table", {name for name, rows in lines.items() if rows}, set())
    same("drawing", drawn(page), bar(told))
    return faults


def expected_lines(told: Expected) -> dict[str, Any]:
    scored = told.has_score
    return {
        "dimensions": told.dimensions() if scored else [],
        "groups": told.groups()[0] if scored else [],
        "indicators": told.indicators() if scored else [],
        "reach": told.beyond(),
        "offices": told.reaches(),
        "sensitivity": told.sensitivity(),
        "inside": told.inside(),
    }


def expected_texts(told: Expected) -> dict[str, list[str]]:
    row, lang = told.row, told.language
    relative = written(row["evi_relative"], lang, 1, sign=True) if told.is_below else ""  # type: ignore[arg-type]
    title = f"{name_of(row, lang)} {term(told.level, lang)}, {row['code']}"
    return {
        "": told.years(),
        "h1": tokens(title, lang),
        "score": told.score(),
        "drivers": [relative],
        "indicators": told.people(),
        "reach": told.nearest(),
    }


def drivers(rows: list[list[str]], told: Expected) -> list[str]:
    """Tell where parts of a difference print otherwise than computed anew."""
    found = [[tokens(cell, told.language) for cell in row] for row in rows]
    expected = [
        [[], [written(points, told.language, 1, sign=True)], words]
        for points, words in told.drivers()
    ]
    return [] if found == expected else [f"parts print {found}, expected {expected}"]


def similar(text: str, told: Expected) -> list[str]:
    """Tell where similar areas are not those with the most people in common, in order."""
    found = [tuple(tokens(line, told.language)) for line in text.split("\n")]
    known = {tuple(tokens(each, told.language)): share for share, each in told.similar()}
    shares = [known.get(line, -1.0) for line in found if line]
    expected = sorted(known.values(), reverse=True)[:5]
    return [] if shares == pytest.approx(expected, abs=1e-6) else [f"similar areas print {found}"]


def drawn(page: Printed) -> list[str]:
    return [
        each[key]
        for each in page.drawn
        if each["class"] in {"span", "dot"}
        for key in (("x", "width") if each["class"] == "span" else ("x",))
    ]


def bar(told: Expected) -> list[str]:
    if not told.has_score:
        return []
    low, value, high = (float(str(told.row[f"evi{end}"])) for end in ("_low", "", "_high"))
    return [written(each, "en", 1) for each in (low, high - low, value)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</h2>", "</h2><p>7 more</p>"),
        ("<tbody>", "<tbody><tr><th>One more</th><td>3.1</td></tr>"),
        ("%</b></td>", "1%</b></td>"),
        ('class="dot" x="', 'class="dot" x="1'),
        ('<section><h2 id="groups">', '<section><h2 id="others">'),
    ],
)
def test_a_number_that_is_not_the_release_s_is_noticed(
    client: Any, release: Release, old: str, new: str
) -> None:
    row = release.table("areas").filter(level="csd").drop_nulls("evi").row(0, named=True)
    told = Expected(release, row, "en")
    page = client.get(f"/en/areas/{row['dguid']}/").content.decode()
    assert compare(read(page), told) == []
    changed = page.replace(old, new, 1)
    assert changed != page
    assert compare(read(changed), told) != []
