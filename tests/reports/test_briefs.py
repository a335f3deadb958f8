"""An area brief prints the numbers of the release, in two tagged pages that say their language."""

import io
import re
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from pypdf import PdfReader

from balise.release import Release, read_release
from balise.reports import area_brief, brief_pdf
from balise.vocabulary import BaliseError
from tests.release.invented import invented_release
from tests.reports.printed import alternatives, bounds, number, percent, tags, text_of

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:pypdf")

WITH_DECIMALS = re.compile(r"(?<![\d.,])[+−]?\d+[.,]\d(?!\d|[.,]\d)")


@pytest.fixture(scope="module")
def coast(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return read_release(invented_release(tmp_path_factory.mktemp("releases") / "coast"))


@pytest.fixture(scope="module")
def new_brunswick(pilot: Path) -> Release:
    return read_release(pilot)


def expected(release: Release, dguid: str, language: str) -> list[str]:
    """Runs of text that the brief of an area has to hold."""
    row = release.table("areas").row(by_predicate=pl.col("dguid") == dguid, named=True)
    found = [number(row["population"], language, 0), number(row["population_16plus"], language, 0)]
    sign = {"en": "%", "fr": " %"}[language]
    if row["evi"] is not None:
        found += [number(row["evi"], language), bounds(row, "evi", language)]
        for name in ("means", "willingness", "abilities"):
            value = percent(row[name], language)
            found.append(f"{value} {bounds(row, name, language, scale=100)}{sign}")
    if row["evi_relative"] is not None and row["level"] not in {"canada", "pr"}:
        found += [
            number(row["evi_relative"], language, sign=True) + " points",
            bounds(row, "evi_relative", language, sign=True),
        ]
    if row["rank_low"] is not None:
        between = {"en": "to", "fr": "à"}[language]
        found.append(f"{row['rank_low']} {between} {row['rank_high']} ")
    if row["evi"] is not None and row["level"] not in {"canada", "pr", "catchment"}:
        parts = expected_parts(release, row)
        found += [number(each, language, sign=True) for each in parts]
    return found + of_tables(release, dguid, language)


def expected_parts(release: Release, row: dict[str, Any]) -> list[float]:
    """Parts of the difference from the province: age, education, income, place, the rest.

    A weighted regression of the scores of types on indicators of their categories, in
    tables of one row per type; shares of categories less those of the province.
    """
    types = release.table("archetypes").filter(province=row["province"])
    shares = release.table("area_archetypes").filter(province=row["province"])
    (province,) = release.table("areas").filter(level="pr", province=row["province"])["dguid"]

    def people(dguid: str) -> np.ndarray[Any, Any]:
        wide = shares.filter(dguid=dguid)
        found = {
            (each["area_type"], cell): each["share"] * each[cell] / 10_000
            for each in wide.to_dicts()
            for cell in types["cell"].unique()
        }
        keys = types.select("area_type", "cell").rows()
        held = np.array([found.get(key, 0.0) for key in keys])
        return np.asarray(held / held.sum())

    base, own = people(province), people(row["dguid"])
    factors = ("age", "education", "quartile", "area_type")
    columns = [types.select(each).to_dummies().to_numpy().astype(float) for each in factors]
    design = np.hstack([np.ones((types.height, 1)), *columns])
    root = np.sqrt(base)[:, None]
    fitted = np.linalg.lstsq(root * design, root[:, 0] * types["evi_mean"].to_numpy(), rcond=None)
    effects = np.split(fitted[0][1:], np.cumsum([each.shape[1] for each in columns])[:-1])
    parts = [
        float((own - base) @ each @ effect) for each, effect in zip(columns, effects, strict=True)
    ]
    return [*parts, row["evi_relative"] - sum(parts)]


def of_tables(release: Release, dguid: str, language: str) -> list[str]:
    """Rows of the tables of a brief."""
    own = pl.col("dguid") == dguid
    groups = release.table("groups").filter(own & pl.col("evi").is_not_null())
    found = [
        f"{number(each['people'], language, 0)} {percent(each['share'], language)} "
        f"{number(each['evi'], language)} {bounds(each, 'evi', language)} {each['quality']}"
        for each in groups.to_dicts()
    ]
    for each in release.table("indicators").filter(own).to_dicts():
        error = None if each["se"] is None else 100 * each["se"]
        found.append(f"{percent(each['value'], language)} {number(error, language)}")
    changes = release.table("sensitivity").filter(own & pl.col("evi").is_not_null())
    size = pl.col("change").abs()
    for each in changes.sort(size, "assumption", descending=[True, False]).head(8).to_dicts():
        change = number(each["change"], language, sign=True)
        found.append(f"{number(each['evi'], language)} {change}")
    return found


def every_number(release: Release, dguid: str, language: str) -> set[str]:
    """Decimals that may stand in a brief: of its area, its province, and its words."""
    found = set(WITH_DECIMALS.findall(" | ".join(expected(release, dguid, language))))
    areas = release.table("areas")
    row = areas.row(by_predicate=pl.col("dguid") == dguid, named=True)
    above = areas.filter(
        (pl.col("level") == "pr") & (pl.col("province") == pl.lit(row["province"]))
    )
    for each in above.to_dicts():
        found |= {
            number(100 * each[name], language) for name in ("means", "willingness", "abilities")
        }
    parent = row["parent"]
    while row["evi"] is None and parent is not None:
        (each,) = areas.filter(pl.col("dguid") == parent).to_dicts()
        ends = WITH_DECIMALS.findall(bounds(each, "evi", language)) if each["evi"] else []
        found |= {number(each["evi"], language), *ends}
        parent = each["parent"]
    stated = (
        ("3.5", "0.5", "1.5", "1.1", "1.6", "0.1")
        if language == "en"
        else (
            "3,5",
            "0,5",
            "1,5",
            "1,1",
            "1,6",
        )
    )
    return found | set(stated)


def hold_to_the_release(release: Release, dguid: str, language: str) -> None:
    text = text_of(brief_pdf(release, dguid, language), pages=2)
    missing = [each for each in expected(release, dguid, language) if each not in text]
    assert missing == [], text
    body = re.sub(r"Balise \d+\.\d+\.\d+|CC-BY-4.0", "", text)
    # The key of the map prints the limits of its classes, with no more than one decimal.
    key = re.compile(r"(?:[−+]\d+(?:[.,]\d)? ?){6}")
    strange = set(WITH_DECIMALS.findall(key.sub(" ", body)))
    assert strange - every_number(release, dguid, language) == set()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_number_of_a_brief_is_that_of_the_release(coast: Release, language: str) -> None:
    for dguid in coast.table("areas")["dguid"]:
        hold_to_the_release(coast, dguid, language)


# A city, a small rural subdivision, a division, a province, an area without a score.
KINDS = ("2021A00051310032", "2021A00051314001", "2021A00031315", "2021A000213", "2021A00051308012")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("dguid", KINDS)
def test_every_number_of_a_brief_of_the_pilot_is_that_of_the_release(
    new_brunswick: Release, dguid: str, language: str
) -> None:
    hold_to_the_release(new_brunswick, dguid, language)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_number_of_thirty_briefs_of_the_pilot_is_that_of_the_release(
    new_brunswick: Release, language: str
) -> None:
    areas = new_brunswick.table("areas")
    dguids = areas["dguid"].gather_every(areas.height // 31).to_list()
    assert len(dguids) >= 30
    for dguid in dguids:
        hold_to_the_release(new_brunswick, dguid, language)


@pytest.mark.parametrize(("language", "spoken"), [("en", "en-CA"), ("fr", "fr-CA")])
def test_a_brief_is_tagged_titled_and_says_its_language(
    coast: Release, language: str, spoken: str
) -> None:
    area = coast.table("areas").filter(pl.col("level") == "csd").row(0, named=True)
    reader = PdfReader(io.BytesIO(brief_pdf(coast, area["dguid"], language)))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == spoken
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert area[f"name_{language}"] in str(reader.metadata.title)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    found = tags(root["/StructTreeRoot"])
    assert found.count("/H1") == 1
    assert found.count("/H2") >= 7
    assert {"/Table", "/TH", "/TD", "/Figure", "/P"} <= set(found)
    maps = re.findall(
        "Map of bubbles" if language == "en" else "Carte à bulles", str(alternatives(root))
    )
    assert len(maps) == 1


def test_the_same_release_gives_the_same_brief(coast: Release, tmp_path: Path) -> None:
    dguid = coast.table("areas")["dguid"][0]
    one = area_brief(coast, dguid, "fr", tmp_path / "new" / "one.pdf")
    two = area_brief(coast, dguid, "fr", tmp_path / "two.pdf")
    assert one.read_bytes() == two.read_bytes()


def test_an_area_without_a_score_says_why_and_where_to_look(coast: Release) -> None:
    areas = coast.table("areas").filter(pl.col("evi").is_null())
    text = text_of(brief_pdf(coast, areas["dguid"][0], "en"), pages=2)
    assert "No score" in text
    assert "Look at Shire 130" in text


def test_what_cannot_be_briefed_is_refused(coast: Release, tmp_path: Path) -> None:
    with pytest.raises(BaliseError, match=r"no area '1301001'\. Did you mean|no area '1301001'"):
        brief_pdf(coast, "1301001", "en")
    with pytest.raises(BaliseError, match="not written in 'de'"):
        brief_pdf(coast, coast.table("areas")["dguid"][0], "de")
    (tmp_path / "file").write_text("x")
    with pytest.raises(BaliseError, match="could not be written"):
        area_brief(coast, coast.table("areas")["dguid"][0], "en", tmp_path / "file" / "a.pdf")
