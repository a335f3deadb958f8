"""Editions: what they hold, how their books are tagged, how they are kept and compared."""

import io
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest

from tests.site.guide.edition_books import NASTY, make_book, make_tree

pytestmark = pytest.mark.usefixtures("guide_site")

DAY = date(2026, 11, 22)


# Books


@cache
def printed(lang: str) -> bytes:
    """The book of a few invented records, one with a picture."""
    import tempfile

    from PIL import Image

    from balise.site.guide.edition_pdf import edition_pdf

    with tempfile.TemporaryDirectory() as folder:
        Image.new("RGB", (60, 40), "navy").save(Path(folder) / "bars.png")
        (Path(folder) / "broken.png").write_bytes(b"\x89PNG no picture")
        shown = {"image_alt_en": "Bars by week", "image_alt_fr": "Des barres par semaine"}
        records = [
            make_tree(1, image={"file": "bars.png"}, **shown),
            make_tree(2, image={"file": "broken.png"}, **shown),
            make_tree(3, adaptations=[{"direction": "from", "other": "project-1", "name": ""}]),
        ]
        return edition_pdf(make_book(*records), lang, Path(folder))


def words(pdf: bytes) -> str:
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return re.sub(r"\s+", " ", text.replace("\u200b", "").replace("\N{NO-BREAK SPACE}", " "))


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every element of the structure of a document, in reading order."""
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        each = waiting.pop()
        if isinstance(each, pikepdf.Array):
            waiting += reversed(list(each))
        elif isinstance(each, pikepdf.Dictionary):
            if "/S" in each:
                yield each
            if "/K" in each:
                waiting.append(each.K)


def marked_languages(pdf: pikepdf.Pdf) -> set[str]:
    """Languages that passages of pages are marked with."""
    found = set()
    for page in pdf.pages:
        for operands, operator in pikepdf.parse_content_stream(page):  # type: ignore[misc]
            if str(operator) == "BDC" and "/Lang" in operands[1]:
                found.add(str(operands[1].Lang))
    return found


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_book_says_its_language_and_its_title_and_claims_to_be_accessible(lang: str) -> None:
    with pikepdf.open(io.BytesIO(printed(lang))) as pdf:
        titles = {
            "en": "DDI Guide, edition 3: Third edition",
            "fr": "Guide de l’IAD, édition 3\N{NO-BREAK SPACE}: Troisième édition",
        }
        assert str(pdf.Root.Lang) == f"{lang}-CA"
        assert str(pdf.docinfo.Title) == titles[lang]
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.open_metadata()["pdfuaid:part"] == "1"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_picture_is_told_in_words_and_a_broken_one_is_left_out(lang: str) -> None:
    with pikepdf.open(io.BytesIO(printed(lang))) as pdf:
        told = [str(each.get("/Alt")) for each in elements(pdf) if each.S == "/Figure"]
    assert told == [{"en": "Bars by week", "fr": "Des barres par semaine"}[lang]]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_heads_of_tables_say_what_they_head_and_no_level_of_headings_is_skipped(lang: str) -> None:
    with pikepdf.open(io.BytesIO(printed(lang))) as pdf:
        names = [str(each.S) for each in elements(pdf)]
        heads = [each for each in elements(pdf) if each.S == "/TH"]
        scopes = {str(each.A[0].Scope if len(each.A) else "") for each in heads}
    levels = [int(each[2:]) for each in names if re.fullmatch(r"/H\d", each)]
    assert heads
    assert scopes == {"/Column"}
    assert levels[0] == 1
    assert max(after - before for before, after in pairwise(levels)) == 1


@pytest.mark.parametrize(("lang", "other"), [("en", "fr-CA"), ("fr", "en-CA")])
def test_a_passage_in_the_other_language_is_marked(lang: str, other: str) -> None:
    with pikepdf.open(io.BytesIO(printed(lang))) as pdf:
        assert other in marked_languages(pdf)


def test_the_title_of_a_source_is_in_its_own_language_in_the_other_book() -> None:
    from balise.site.guide.edition_record import record_printed

    shown = record_printed(make_tree(), "fr", {"project-1": "r0"})
    sources = next(each for each in shown["details"] if each["title"] == "Sources")
    spans = {each["t"]: each["l"] for each in sources["lines"][0]}
    assert spans["Sorting letters"] == "en"
    assert spans["Town"] == "en"
    assert spans["consulté le 1er janvier 2026"] == ""


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_book_has_cover_contents_page_numbers_and_indexes(lang: str) -> None:
    text = words(printed(lang))
    both = ["DDI Guide", "Guide de l’IAD", "Third edition", "Troisième édition"]
    dates = ["November 22, 2026", "22 novembre 2026"]
    own = {
        "en": ["Contents", "Page 2 of", "Index of organisations", "Glossary", "How to read this"],
        "fr": ["Table des matières", "Page 2 sur", "Index des organisations", "Glossaire"],
    }
    assert [each for each in (*both, *dates, *own[lang]) if each not in text] == []


def test_the_same_book_gives_the_same_bytes() -> None:
    from balise.site.guide.edition_pdf import edition_pdf

    book = make_book(make_tree())
    assert edition_pdf(book, "fr") == edition_pdf(book, "fr")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_an_edition_without_projects_says_so_plainly(lang: str) -> None:
    from balise.site.guide.edition_pdf import edition_pdf

    told = {"en": "No project is published yet", "fr": "Aucun projet n’est encore publié"}
    text = words(edition_pdf(make_book(plays=[]), lang))
    assert text.count(told[lang]) >= 2
    assert {"en": "Index of organisations", "fr": "Index des organisations"}[lang] not in text


def test_nasty_text_is_printed_as_it_is_and_does_nothing() -> None:
    from balise.site.guide.edition_pdf import edition_pdf

    long = "x" * 5000
    records = [
        make_tree(place, title_en=each, lead_name_en=each, summary_en=each, tools=each)
        for place, each in enumerate(NASTY, 1)
    ]
    records.append(make_tree(9, title_en=long, lead=long, lead_name_en=long, municipality=long))
    records[0]["sources"][0]["link"] = "javascript:alert(1)"
    pdf = edition_pdf(make_book(*records, title_en=NASTY[0] * 20), "en")
    text = words(pdf)
    assert "#strong[x] $x^2$ *y* _z_ @ref <label>" in text
    assert "<script>alert(1)</script>&amp;" in text
    assert '#read("/etc/passwd")' in text
    assert "javascript:" not in str(pdf[:0]) + "".join(_addresses(pdf))
    assert text.replace(" ", "").count("x" * 300) > 0


def _addresses(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        notes = [note for page in opened.pages for note in page.get("/Annots", ())]
        return [str(each.A.URI) for each in notes if "/A" in each and "/URI" in each.A]


def test_expected_and_target_never_stand_among_results() -> None:
    from balise.site.guide.edition_record import record_printed

    shown = record_printed(make_tree(), "en", {"project-1": "r0"})
    tables = {each["title"]: str(each["rows"]) for each in shown["short"] + shown["details"]}
    assert "Hoped saving" not in tables["What came of it"] + str(shown["short"])
    assert "Hoped saving" in tables["Expected or aimed at (not results)"]
    assert "Time before" in tables["Before the project, and context"]
    assert "not measured" in tables["What came of it"]


def test_organisations_are_listed_once_each_with_all_their_projects() -> None:
    from balise.site.guide.edition_pages import pages_of

    pages = pages_of(make_book(*(make_tree(each) for each in range(1, 7))), "fr")
    named = [each["name"][0]["t"] for each in pages["organisations"]]
    assert named == ["Bureau 0", "Bureau 1", "Bureau 2", "Laboratory"]
    assert [len(each["anchors"]) for each in pages["organisations"]] == [2, 2, 2, 6]
    assert pages["organisations"][3]["name"][0]["l"] == "en"


def test_a_project_stands_in_one_chapter_and_others_refer_to_it() -> None:
    from balise.site.guide.edition_pages import pages_of

    pages = pages_of(make_book(*(make_tree(each) for each in range(1, 5))), "en")
    assert [each["title"] for each in pages["chapters"]] == ["Access to services", "Health"]
    assert [len(each["records"]) for each in pages["chapters"]] == [2, 2]
    assert [len(each["also"]) for each in pages["chapters"]] == [0, 2]
