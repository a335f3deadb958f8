"""A decision note prints the numbers of its scenario, in two tagged pages of its language."""

import io
import re
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from pypdf import PdfReader

from balise.network.scenarios import Reach, compare
from balise.release import Release, Scenario, read_scenario, write_scenario
from balise.reports import decision_note, note_pdf, numeral, signed
from balise.reports.decision_figures import note_figures
from balise.vocabulary import BaliseError, ReleaseError
from tests.network.scenarios.coast import Straight, coast, network, origins_of
from tests.release.invented_scenario import invented_scenario
from tests.reports.printed import SPACES, tags, text_of

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:pypdf")

LANTERN, BELL, KEEL = ("lantern", -64.6, 47.3), ("bell", -66.2, 46.1), ("keel", -67.1, 45.6)
REACHES = tuple(Reach("km", each) for each in (10.0, 50.0, 100.0))
LANGUAGES = ("en", "fr")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return coast(tmp_path_factory.mktemp("note"), origins_of(spread_km=6.0))


@pytest.fixture(scope="module")
def scenario(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """An office leaves Lantern Cove for Keel and Rock; another has no position."""
    networks = [
        network("today", LANTERN, BELL, ("hull", None, None)),
        network("tomorrow", BELL, KEEL, ("hull", None, None)),
    ]
    found = compare(release, networks, Straight(), REACHES)
    return read_scenario(write_scenario(tmp_path_factory.mktemp("moved") / "moved", found))


def numbers_of(scenario: Scenario, language: str) -> set[str]:
    """Every number of the tables of a scenario, and shares of people within reach."""
    found = {numeral(each, language) for each in range(20)}  # how many sites, how many rows
    for table in scenario.tables.values():
        for column in table.select(pl.selectors.integer()).columns:
            for value in table[column].drop_nulls().unique():
                found |= {numeral(value, language), signed(value, language, 0).strip("+−")}
    for row in scenario.tables["reach"].drop_nulls(["people_in_low", "people"]).to_dicts():
        if row["people"]:
            for end in ("low", "high"):
                found.add(numeral(100 * row[f"people_in_{end}"] / row["people"], language, 1))
    return found | {"10", "50", "100"}  # reaches


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_of_a_note_is_that_of_its_scenario(
    release: Release, scenario: Scenario, language: str
) -> None:
    figures = note_figures(release, scenario, language)
    told = [figures[each] for each in ("changes", "where", "reaches", "sites", "caption")]
    told += [row["cells"] for row in figures["who"]]  # type: ignore[attr-defined]
    written = re.findall(r"\d[\d.,\u202f]*\d|\d", str(told).replace(r"\u202f", "\u202f"))
    known = numbers_of(scenario, language)
    assert len(written) > 60
    assert [each for each in written if each not in known] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_note_prints_what_was_put_together_for_it(
    release: Release, scenario: Scenario, language: str
) -> None:
    figures = note_figures(release, scenario, language)
    printed = text_of(note_pdf(release, scenario, language), pages=2)
    for row in figures["who"]:  # type: ignore[attr-defined]
        shown = " ".join(row["cells"]).rstrip(" ▲▼=?") or row["reason"]
        assert SPACES.sub(" ", shown) in printed
    assert SPACES.sub(" ", figures["changes"]["value"]) in printed  # type: ignore[index]


def test_a_note_is_two_tagged_pages_in_its_language(release: Release, scenario: Scenario) -> None:
    for language in LANGUAGES:
        pages = PdfReader(io.BytesIO(note_pdf(release, scenario, language)))
        assert len(pages.pages) == 2
        root = pages.root_object
        assert str(root["/Lang"]).startswith(language)
        assert {"/Table", "/Figure", "/H1"} <= set(tags(root["/StructTreeRoot"]))


def test_the_same_scenario_gives_the_same_note(release: Release, scenario: Scenario) -> None:
    assert note_pdf(release, scenario, "fr") == note_pdf(release, scenario, "fr")


def test_a_note_says_what_it_rests_on_and_what_would_change_it(
    release: Release, scenario: Scenario
) -> None:
    chosen = replace(
        scenario, kind="site", answer={"model": "mclp", "objective": 1.0, "bound": 1.1, "gap": 0.01}
    )
    figures = note_figures(release, chosen, "en")
    rests, answer = (" ".join(figures[each]) for each in ("rests", "answer"))  # type: ignore[arg-type]
    decided = " ".join(figures["decided"]["lines"])  # type: ignore[index]
    assert "No road was followed" in rests
    assert "Sites of “today” without a position: 1 of 3" in rests
    assert "The positions of the sites that have none here (1)" in answer
    assert "by 1.0% at most" in answer
    assert "better by more than 1.0%" in decided
    assert "as many people as can be are within reach" in decided
    assert "Opened (1): Keel" in decided
    assert "Closed (1): Lantern" in decided


def test_where_positions_are_known_ill_a_note_gives_ranges(release: Release) -> None:
    networks = [network("today", LANTERN, error_km=20.0), network("tomorrow", BELL, error_km=20.0)]
    found = compare(release, networks, Straight(), REACHES)
    figures = note_figures(release, found, "en")
    assert "surely within reach to those possibly" in " ".join(figures["rests"])  # type: ignore[arg-type]


def test_one_network_is_told_of_without_comparison(release: Release, scenario: Scenario) -> None:
    kept = pl.col("network") == "today"
    tables = {
        name: table.clear() if name == "changes" else table.filter(kept)
        for name, table in scenario.tables.items()
    }
    alone = replace(scenario, networks=scenario.networks[:1], tables=tables)
    figures = note_figures(release, alone, "en")
    assert figures["who"] == []
    assert "nothing is compared" in str(figures["changes"])
    assert note_pdf(release, alone, "en").startswith(b"%PDF")


def test_a_scenario_of_another_release_or_language_has_no_note(
    release: Release, scenario: Scenario, tmp_path: Path
) -> None:
    with pytest.raises(ReleaseError, match="Expected both to be of the same release"):
        decision_note(release, invented_scenario(), "en", tmp_path / "note.pdf")
    with pytest.raises(BaliseError, match="'de'"):
        decision_note(release, scenario, "de", tmp_path / "note.pdf")
    assert not (tmp_path / "note.pdf").exists()
