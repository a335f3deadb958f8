"""Nothing on a page in French is English unless it is marked so."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from babel.messages.pofile import read_po

from balise import vocabulary
from balise.recipes.groups import STANDARD_GROUPS
from balise.release import Release, read_release
from balise.reports import missing_table
from tests.site.messages import SITE
from tests.site.spoken import spoken
from tests.site.test_pages import FREDERICTON, TINY, UNNAMED

OFFICE = "balise:catchment:nb-bathurst-service-canada-centre-50km"
PAGES = (
    "",
    "?level=catchment",
    "areas/?level=pr",
    "areas/?level=catchment",
    f"areas/{FREDERICTON}/",
    f"areas/{FREDERICTON}/remark/",
    f"areas/{UNNAMED}/",
    f"areas/{TINY}/",
    "areas/2021A000213/",
    "areas/2021A000011124/",
    "areas/balise:catchment:all-50km/",
    f"areas/{OFFICE}/",
    f"compare/?a={FREDERICTON}&a=2021A00051307022&q=bath",
    f"compare/?a={FREDERICTON}~seniors&a={OFFICE}&a={FREDERICTON}",
    "offices/",
    "offices/nb-bathurst-service-canada-centre/",
    "gaps/?reach=25km",
    "method/",
    "download/",
    "download/dictionary/",
    "rien/",
)
WORDS = re.compile(
    r"\b(the|of|and|with|without|for|from|by|are|is|not|which|their|its|to|or|within)\b", re.I
)
"""Words that no French sentence holds; names of places may."""


def english_sentences() -> set[str]:
    """Sentences of the site that differ in French, as they are written in English."""
    with (SITE / "locale" / "fr" / "LC_MESSAGES" / "django.po").open("rb") as source:
        catalogue = [each for each in read_po(source) if each.id]
    french = {str(each.string) for each in catalogue}
    return {str(each.id) for each in catalogue} - french


def release_texts(release: Release) -> Iterator[tuple[str, str]]:
    """Every text of a release in both languages."""
    for name in release.tables:
        table = release.table(name)
        for column in table.columns:
            if column.endswith("_en") and table.schema[column] == pl.String:
                other = column.removesuffix("_en") + "_fr"
                yield from table.select(column, other).drop_nulls().unique().iter_rows()
    sources = release.record["sources"]
    assert isinstance(sources, list)
    for source in sources:
        for key in ("title", "attribution"):
            yield source[f"{key}_en"], source[f"{key}_fr"]
    for key in ("citation", "licence"):
        said = release.record[key]
        assert isinstance(said, dict)
        yield said["en"], said["fr"]


@pytest.fixture(scope="module")
def english(pilot: Path) -> set[str]:
    """What is said in English and otherwise in French: sentences, texts, terms, tables."""
    release = read_release(pilot)
    pairs = list(release_texts(release))
    terms = [
        each
        for name in vocabulary.__all__
        if name.isupper()
        for each in getattr(vocabulary, name)
        if isinstance(each, vocabulary.Term)
    ]
    pairs += [(each.en, each.fr) for each in terms]
    french = {each for _english, each in pairs}
    missing = set(release.table("groups")["missing_table"].drop_nulls().unique())
    differing = {each for each, other in pairs if each != other} - french
    return {each.lower() for each in differing | english_sentences() | missing}


@pytest.fixture(scope="module")
def names(pilot: Path) -> re.Pattern[str]:
    """Names of places, which are the same in both languages."""
    areas = read_release(pilot).table("areas").filter(pl.col("name_en") == pl.col("name_fr"))
    known = sorted(set(areas["name_en"]), key=lambda name: -len(name))
    return re.compile("|".join(map(re.escape, known)))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_in_french_marks_what_is_english(
    client: Any, english: set[str], names: re.Pattern[str], page: str
) -> None:
    said = spoken(client.get(f"/fr/{page}").content.decode(), "fr")
    assert len(said) > 10
    said = [each for each in said if not each.startswith("nb-")]  # identifiers
    found = [each for each in said if each.lower().strip(" .:,") in english]
    found += [each for each in said if WORDS.search(names.sub("", each))]
    read = [each for each in said if not each.endswith("– Balise")]  # titles take no mark
    found += [each for each in read if "Service Canada Centre" in each]
    assert found == []


def test_a_reader_hears_the_language_of_each_part() -> None:
    page = '<html lang="fr"><p title="un">Deux <b lang="en">three</b> quatre<br>cinq</p></html>'
    assert spoken(page, "fr") == ["un", "Deux", "quatre", "cinq"]
    assert spoken(page, "en") == ["three"]


def test_every_table_that_is_missing_has_a_name_in_french() -> None:
    tables = {each.missing_table for each in STANDARD_GROUPS if each.missing_table}
    assert len(tables) > 5
    for each in tables:
        assert missing_table(each, "fr") not in {None, each}
        assert missing_table(each, "en") == each
