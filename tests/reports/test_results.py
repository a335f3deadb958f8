"""A report on results prints the numbers of the release, in tagged pages of both languages."""

import io
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from pypdf import PdfReader

from balise.release import Release, compare_releases, read_release
from balise.reports import PipelineLine, results_pdf, results_report
from balise.vocabulary import BaliseError
from tests.release.invented import invented_release
from tests.reports import printed
from tests.reports.printed import alternatives, lines_of, tags

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:pypdf")

THIN = "\N{NARROW NO-BREAK SPACE}"
NUMBER = re.compile(rf"[+−]?\d+(?:[.,{THIN}]\d+)*")
PILOTS = (
    PipelineLine(
        "Bus of services",
        host="Coast",
        decision="approved",
        table="council",
        decided=date(2030, 1, 31),
        requested_cad=150_000,
        granted_cad=120_000,
    ),
    PipelineLine("Library desks"),
)


@pytest.fixture(scope="module")
def coast(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return read_release(invented_release(tmp_path_factory.mktemp("releases") / "coast"))


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder = tmp_path_factory.mktemp("releases") / "earlier"
    return read_release(invented_release(folder, seed=2))


@pytest.fixture(scope="module")
def new_brunswick(pilot: Path) -> Release:
    return read_release(pilot)


class Written:
    """Numbers of rows in a language, by rules written apart from the code under test."""

    def __init__(self, release: Release, language: str) -> None:
        self.release, self.language = release, language
        self.areas = release.table("areas")
        self.to = {"en": "to", "fr": "à"}[language]
        (self.whole,) = self.areas.filter(level="pr", province="13").to_dicts()
        self.towns = self.areas.filter(level="csd")

    def n(self, value: float | None, decimals: int = 1, *, sign: bool = False) -> str:
        text = printed.number(value, self.language, decimals, sign=sign)
        return text.replace(" ", THIN)

    def p(self, value: float) -> str:
        return printed.percent(value, self.language)

    def range(self, low: int, high: int, told: Callable[[int], str] | None = None) -> str:
        """Write the ends of a range of people."""
        ends = [(told or (lambda each: self.n(each, 0)))(each) for each in (low, high)]
        return " to ".join(ends) if self.language == "en" else "de " + " à ".join(ends)

    def between(self, row: dict[str, Any], name: str, **how: Any) -> str:
        return printed.bounds(row, name, self.language, **how)

    def name(self, row: dict[str, Any]) -> str:
        first, second = ("en", "fr") if self.language == "en" else ("fr", "en")
        return str(row[f"name_{first}"] or row[f"name_{second}"] or row["code"])

    def ranks(self, row: dict[str, Any]) -> str:
        return f"{self.n(row['rank_low'], 0)} {self.to} {self.n(row['rank_high'], 0)}"

    def line(self, row: dict[str, Any]) -> str:
        return (
            f"{self.name(row)} {self.n(row['population_16plus'], 0)} {self.n(row['evi'])} "
            f"{self.between(row, 'evi')} {self.n(row['evi_relative'], sign=True)} "
            f"{self.between(row, 'evi_relative', sign=True)} {self.ranks(row)} "
            f"{row['quality_relative']}"
        )


def of_the_whole(told: Written) -> list[str]:
    row = told.whole
    (canada,) = told.areas.filter(level="canada").to_dicts()
    high, people = row["people_high"], row["population_16plus"]
    found = [
        f"{told.n(row['evi'])} {told.between(row, 'evi')} {told.n(people, 0)} {told.n(high, 0)}",
        f"{told.n(canada['evi'])}, interval{'le de' if told.language == 'fr' else ''} "
        f"{told.between(canada, 'evi')}",
        f"({told.p(high / people)})",
    ]
    percent = {"en": "%", "fr": " %"}[told.language]
    for each in ("means", "willingness", "abilities"):
        bounds = told.between(row, each, scale=100)
        found.append(f"{told.p(row[each])} {bounds}{percent}")
        found.append(told.p(canada[each]))
    groups = told.release.table("groups").filter(dguid=row["dguid"])
    scored = groups.filter(pl.col("evi").is_not_null())
    found += [
        f"{told.n(each['people'], 0)} {told.p(each['share'])} {told.n(each['evi'])} "
        f"{told.between(each, 'evi')} {each['quality']}"
        for each in scored.to_dicts()
    ]
    of = {"en": "of", "fr": "sur"}[told.language]
    return [*found, f"{scored.height} {of} {groups.height};"]


def of_places(told: Written) -> list[str]:
    towns = told.towns
    surveyed = towns.filter(pl.col("origin").ne_missing("assumed"))
    ranked = surveyed.filter(pl.col("evi").is_not_null() & (pl.col("quality_relative") != "F"))
    order = ranked.sort(["evi_relative", "dguid"], descending=[True, False])
    found = [told.line(row) for row in order.head(10).to_dicts()]
    counted = towns.filter(pl.col("people_high").is_not_null())
    most = counted.sort(["people_high", "dguid"], descending=[True, False]).to_dicts()
    total = sum(row["people_high"] for row in most)
    found += [
        f"{told.name(row)} {told.n(row['people_high'], 0)} {told.p(row['people_high'] / total)} "
        f"{told.n(row['evi'])} {told.between(row, 'evi')}"
        for row in most[:8]
    ]
    half, held = 0, 0
    while 2 * held < total:
        held += most[half]["people_high"]
        half += 1
    above = sum(1 for row in ranked.to_dicts() if row["evi_relative_low"] > 0)
    grades = towns["quality_relative"].to_list()
    counts = [grades.count(each) for each in ("E", "F", None)]
    if told.language == "en":
        found += [
            f"In {above} of {towns.height} census subdivisions",
            f"more live in {half} of them",
            f"Half of the {told.n(total, 0)} people",
            f"{counts[0]} have a comparison to use with caution, {counts[1]} one",
            f"and {counts[2]} no score",
        ]
    else:
        found += [
            f"Dans {above} des {towns.height} subdivisions de recensement",
            f"vivent dans {half} d’entre elles",
            f"La moitié des {told.n(total, 0)} personnes",
            f"{counts[0]} ont une comparaison à utiliser avec prudence, {counts[1]} une",
            f"et {counts[2]} sont sans score",
        ]
    divisions = told.areas.filter((pl.col("level") == "cd") & pl.col("evi").is_not_null())
    return [
        *found,
        *(f"{told.line(row)} {told.n(row['people_high'], 0)}" for row in divisions.to_dicts()),
    ]


def of_reach(told: Written) -> list[str]:
    union = told.release.table("catchments").filter(service_point="all")
    population = told.whole["population"]

    def beyond(people: int) -> str:
        return told.n(max(0, 5 * round((population - people) / 5)), 0)

    def whole(row: Mapping[str, Any]) -> str:
        if row["people"] is None:
            return told.range(row["people_low"], row["people_high"])
        return told.n(row["people"], 0)

    def line(row: dict[str, Any]) -> str:
        unit, value = ("km", row["reach_km"]) if row["reach_km"] else ("minutes", row["reach_min"])
        ends = told.range(row["people_high"], row["people_low"], beyond)
        is_range = row["people"] is None
        return (
            f"{value:g} {unit} {whole(row)} {told.n(row['evi'])} {told.between(row, 'evi')} "
            f"{'–' if is_range else beyond(row['people'])} {ends} "
            f"{'–' if is_range else told.p(1 - row['share_of_province'])}"
        )

    return [line(row) for row in union.to_dicts()]


def of_doubt(told: Written) -> list[str]:
    found = []
    for level in ("pr", "er", "cd", "csd"):
        inside = told.areas.filter(level=level).to_dicts()
        grades = [row["quality" if level == "pr" else "quality_relative"] for row in inside]
        counts = [told.n(grades.count(each), 0) for each in (*"ABCDEF", None)]
        found.append(" ".join(counts))
    changes = told.release.table("sensitivity").filter(
        (pl.col("dguid") == told.whole["dguid"]) & pl.col("evi").is_not_null()
    )
    size = pl.col("change").abs()
    order = changes.sort(size, "assumption", descending=[True, False]).head(10)
    found += [
        f"{told.n(row['evi'])} {told.n(row['change'], sign=True)}" for row in order.to_dicts()
    ]
    fixed = told.release.record["data_fixed"]
    assert isinstance(fixed, dict)
    for each in fixed.values():
        if isinstance(each, dict):
            of = {"en": "fixed {} of {} directions", "fr": "fixé {} directions sur {}"}
            found.append(of[told.language].format(each["directions"], each["total"]))
    checks = told.release.table("validation")
    for use in ("held_out", "fit", "method"):
        verdicts = checks.filter(use=use)["verdict"].to_list()
        if verdicts:
            counted = (verdicts.count(each) for each in ("met", "not_met", "printed"))
            found.append(" ".join(told.n(each, 0) for each in counted))
    for row in checks.filter(verdict="not_met").to_dicts():
        found.append(f"{told.n(row['published'], 2)} {told.n(row['rebuilt'], 2)}")
    limited = checks.filter(pl.col("verdict") != "printed")
    met = limited.filter(verdict="met")
    held = met.filter(use="held_out").height
    sentence = {
        "en": "Of the {} checks with a limit, {} held; of these, {}",
        "fr": "Sur les {} vérifications assorties d’un seuil, {} ont tenu; parmi celles-ci, {}",
    }[told.language]
    found.append(sentence.format(limited.height, met.height, held))
    return found


def expected(release: Release, language: str) -> list[str]:
    told = Written(release, language)
    return [*of_the_whole(told), *of_places(told), *of_reach(told), *of_doubt(told)]


def of_words(release: Release, language: str) -> set[str]:
    """Numbers that are no result: of the words, of years, of assumptions, of the figures."""
    table = release.table("sensitivity")
    of_assumptions = " ".join(table["assumption"].unique().to_list())
    places = [f"{number}" for number in range(1, 21)]
    said = f"{of_assumptions} {release.record['years']} 16 19 20 50 100 65 24 10 5 3.5 8 2 50/10"
    draws = release.record["recipe"]
    stated = f"{draws['draws'] if isinstance(draws, dict) and 'draws' in draws else ''}"
    weights = "33.3 0.25 0.00"
    points = release.table("service_points")
    counts = f"{points.height} {points['lon'].count()}"
    failed = release.table("validation").filter(verdict="not_met")
    counts += f" {' '.join(failed['source'])} {' '.join(failed['place'])}"
    areas = release.table("areas").filter(level="csd")
    counts += f" {areas.height} {(areas['reason'] == 'no_source').sum()}"
    counts += f" {(areas['origin'] == 'assumed').sum()} {(areas['areas_suppressed'] > 0).sum()}"
    text = f"{said} {stated} {weights} {counts} {' '.join(places)} {' '.join(TICKS)}"
    found = set(NUMBER.findall(text))
    if language == "fr":
        found |= {each.replace(".", ",") for each in found}
    return found


TICKS = [*(f"{sign}{each}" for sign in ("+", "−", "") for each in range(101))]
"""Round numbers of axes and of the key of the map."""


def results(release: Release, language: str) -> tuple[str, str]:
    """The body of the report, and its annex."""
    text = lines_of(results_pdf(release, language))
    seal = str(release.record["seal"])[:12]
    text = re.sub(
        rf"(?:Release|Diffusion) \S+, [a-z]+ {seal}, Balise \S+ page \d+ (?:of|de) \d+", "", text
    )
    title = {"en": "Annex: method and sources", "fr": "Annexe : méthode et sources"}[language]
    body, _, annex = text.rpartition(title)
    return body, annex


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("which", ["coast", "new_brunswick"])
def test_every_number_of_a_report_is_that_of_the_release(
    which: str, language: str, request: pytest.FixtureRequest
) -> None:
    release = request.getfixturevalue(which)
    body, annex = results(release, language)
    runs = expected(release, language)
    assert [each for each in runs if each not in body] == [], body
    known = set(NUMBER.findall(" | ".join(runs))) | of_words(release, language)
    assert set(NUMBER.findall(body)) - known == set()
    for source in release.record["sources"]:
        assert source[f"title_{language}"].split()[0] in annex


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_report_tells_what_moved_since_an_earlier_release(
    coast: Release, earlier: Release, language: str
) -> None:
    told = Written(coast, language)
    text = lines_of(results_pdf(coast, language, compared_with=earlier))
    moves = compare_releases(earlier, coast).moves
    rows = moves.filter(pl.col("level") == "csd").sort(
        [pl.col("move").abs(), "dguid"], descending=[True, False]
    )
    listed = [*moves.filter(dguid=told.whole["dguid"]).to_dicts(), *rows.head(8).to_dicts()]
    assert any(row["move"] for row in listed)
    for row in listed:
        parts = (row[each] for each in ("move", "people", "behaviour", "remainder"))
        signed = " ".join(told.n(each, 2, sign=True) for each in parts)
        if row["move"]:
            assert f"{told.n(row['evi_old'], 2)} {told.n(row['evi_new'], 2)} {signed}" in text
    plain = lines_of(results_pdf(coast, language))
    title = {"en": "What moved since", "fr": "Ce qui a bougé depuis"}[language]
    assert title in text
    assert title not in plain


def test_pilots_are_told_when_there_are_some_and_never_as_a_stub(coast: Release) -> None:
    for language, title in (("en", "Pilots under way"), ("fr", "Projets pilotes en cours")):
        text = lines_of(results_pdf(coast, language, pipeline=PILOTS))
        assert title in text
        assert title not in lines_of(results_pdf(coast, language))
    english = lines_of(results_pdf(coast, "en", pipeline=PILOTS))
    assert "Amount granted $120,000" in english
    assert "approved, council, 2030-01-31" in english
    # The second pilot states no amount: not stated, never zero.
    assert english.count("Amount granted not stated") == 1
    assert f"120{THIN}000 $" in text


@pytest.mark.parametrize(("language", "spoken"), [("en", "en-CA"), ("fr", "fr-CA")])
def test_a_report_is_tagged_titled_listed_and_says_its_language(
    coast: Release, language: str, spoken: str
) -> None:
    reader = PdfReader(io.BytesIO(results_pdf(coast, language)))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == spoken
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert reader.metadata.title
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    found = tags(root["/StructTreeRoot"])
    assert found.count("/H1") == 1
    assert found.count("/H2") == 9
    assert {"/TOC", "/TOCI", "/Table", "/TH", "/TD", "/Figure", "/Caption", "/L"} <= set(found)
    words = {"en": ("Map of bubbles", "Chart"), "fr": ("Carte à bulles", "Graphique")}[language]
    told = alternatives(root)
    assert sum(each.startswith(words[0]) for each in told) == 1
    assert sum(each.startswith(words[1]) for each in told) == 3
    assert len(reader.pages) <= 6


def test_the_same_releases_give_the_same_report(
    coast: Release, earlier: Release, tmp_path: Path
) -> None:
    one = results_report(coast, "fr", tmp_path / "new" / "one.pdf", compared_with=earlier)
    two = results_report(coast, "fr", tmp_path / "two.pdf", compared_with=earlier)
    assert one.read_bytes() == two.read_bytes()


def test_a_report_that_cannot_be_made_says_why(coast: Release, tmp_path: Path) -> None:
    with pytest.raises(BaliseError, match="not written in 'de'"):
        results_pdf(coast, "de")
    (tmp_path / "file").write_text("x")
    with pytest.raises(BaliseError, match="could not be written"):
        results_report(coast, "en", tmp_path / "file" / "a.pdf")
