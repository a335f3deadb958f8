"""Editions: what they hold, how their books are tagged, how they are kept and compared."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest

from tests.site.guide.edition_books import NASTY, make_book, make_tree
from tests.site.guide.making import make_account, make_record

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
        "fr": ["Table des matières", "Page 2 de", "Index des organisations", "Glossaire"],
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


# What an edition holds


def published(**fields: Any) -> Any:
    """A published record."""
    record = make_record(**fields)
    record.live = True
    record.save()
    return record


def listed(identifier: str, status: str) -> Any:
    """A public record outside publication."""
    record = make_record(identifier=identifier)
    record.status, record.first_public_at = status, datetime(2026, 1, 1, tzinfo=UTC)
    record.save()
    return record


def test_only_published_projects_that_are_not_past_their_review_take_part(guide_db: str) -> None:
    from balise.site.guide.edition_book import contents_on

    published(identifier="held")
    make_record(identifier="a-draft")
    listed("listed", "listed")
    listed("retired", "retired")
    published(identifier="past", review_due=date(2026, 11, 21))
    held = contents_on(DAY)
    assert [each["id"] for each in held["records"]] == ["held"]
    assert "consent_on" not in held["records"][0]
    assert held["records"][0]["claims"][0]["value"] == "12"


# How editions are kept


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the site, and books that are quick to make."""
    from django.conf import settings

    from balise.site.guide import edition_making

    def quick(book: Any, lang: str, media: Path) -> bytes:
        return f"%PDF-1.7 {book['number']} {lang} {len(book['records'])}".encode()

    monkeypatch.setattr(settings, "STATE", tmp_path)
    monkeypatch.setattr(edition_making, "edition_pdf", quick)
    return tmp_path


def test_an_edition_is_numbered_kept_and_never_written_over(guide_db: str, kept: Path) -> None:
    from balise.site.guide.edition_making import book_file, make_edition

    record = published()
    first, second = make_edition(DAY), make_edition(DAY)
    assert (first.number, second.number) == (1, 2)
    assert (first.state, first.title_fr) == ("draft", "Édition 1")
    assert [each.record for each in first.records.all()] == [record]
    row, content = book_file(first, "fr")
    assert content == b"%PDF-1.7 1 fr 1"
    assert (kept / row.path).stat().st_mode & 0o222 == 0
    (kept / "editions" / "7").mkdir()
    assert make_edition(DAY).number == 8


def test_what_was_printed_cannot_change(guide_sqlite: str, kept: Path) -> None:
    from django.core.exceptions import ValidationError

    from balise.site.guide.edition_making import approve, make_edition

    edition = make_edition(DAY)
    edition.title_en = "Another"
    with pytest.raises(ValidationError):
        edition.save()
    edition.refresh_from_db()
    approve(edition)
    edition.state, edition.public_since = "draft", None
    with pytest.raises(ValidationError):
        edition.save()


def test_a_book_that_was_altered_is_not_given_out(
    guide_sqlite: str, kept: Path, guide_client: Any
) -> None:
    from balise.site.guide.edition_making import approve, make_edition
    from balise.site.guide.edition_pdf import BookError

    edition = approve(make_edition(DAY))
    path = kept / edition.files.get(language="en").path
    path.chmod(0o600)
    path.write_bytes(b"%PDF-1.7 forged")
    assert guide_client.get("/en/guide/editions/1/en.pdf").status_code == 503
    assert guide_client.get("/en/guide/editions/1/fr.pdf").status_code == 200
    with pytest.raises(BookError, match="SHA-256"):
        approve(edition)


def test_asking_again_on_the_same_day_makes_no_new_edition_unless_something_changed(
    guide_sqlite: str, kept: Path
) -> None:
    from balise.site.guide.edition_making import current_edition
    from balise.site.guide.edition_pdf import BookError

    assert [current_edition().number, current_edition().number] == [1, 1]
    published()
    assert current_edition().number == 2
    assert current_edition(1).number == 1
    with pytest.raises(BookError, match="no edition 9"):
        current_edition(9)


# Pages


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_draft_is_private_and_an_approved_edition_public(
    guide_sqlite: str, kept: Path, guide_client: Any, lang: str
) -> None:
    from balise.site.guide.edition_making import approve, make_edition

    published(title_en="Held in English", title_fr="Tenu en français")
    edition = make_edition(DAY)
    pages = [f"/{lang}/guide/editions/1/{each}" for each in ("", "changes/", "en.pdf", "fr.pdf")]
    assert {guide_client.get(each).status_code for each in pages} == {404}
    assert "/guide/editions/1/" not in guide_client.get(f"/{lang}/guide/editions/").content.decode()
    approve(edition)
    answers = [guide_client.get(each) for each in pages]
    assert {each.status_code for each in answers} == {200}
    shown = answers[0].content.decode()
    assert edition.files.get(language=lang).sha256 in shown
    assert {"en": "Held in English", "fr": "Tenu en français"}[lang] in shown
    assert answers[2].headers["Content-Type"] == "application/pdf"
    assert (
        f"/{lang}/guide/editions/1/"
        in guide_client.get(f"/{lang}/guide/editions/").content.decode()
    )


def test_the_site_tells_what_changed_since_an_edition(
    guide_db: str, kept: Path, guide_client: Any
) -> None:
    from balise.site.guide.edition_making import approve, make_edition

    changed = published(identifier="changed")
    leaving = published(identifier="leaving")
    published(identifier="same")
    approve(make_edition(DAY))
    changed.limits_fr, changed.lessons_en = "Autres limites.", "Other lessons."
    changed.save()
    leaving.live = False
    leaving.save()
    published(identifier="new")
    page = guide_client.get("/en/guide/editions/1/changes/").content.decode()
    parts = dict(re.findall(r"<h3>(.*?)</h3>\s*<ul>(.*?)</ul>", page, re.DOTALL))
    assert "/records/new/" in parts["Added since"]
    assert "/records/changed/" in parts["Changed since"]
    assert "Known limits, lessons" in parts["Changed since"]
    assert "/records/leaving/" in parts["No longer part of it"]
    assert "(retired)" in parts["No longer part of it"]
    assert "/records/same/" not in page
    french = guide_client.get("/fr/guide/editions/1/changes/").content.decode()
    assert "Limites connues, leçons" in french


# The secretariat


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_secretariat_makes_looks_at_and_approves_an_edition(
    guide_sqlite: str, kept: Path, guide_client: Any, lang: str
) -> None:
    from balise.site.guide.models import Edition

    guide_client.force_login(make_account(language=lang))
    screen = "/admin/guide-editions/"
    chosen = {"title_en": "", "title_fr": "Automne", "dated": "2026-11-22"}
    made = guide_client.post(screen, chosen, follow=True)
    assert {"en": "as a draft", "fr": "comme ébauche"}[lang] in made.content.decode()
    assert guide_client.get(f"{screen}1/fr.pdf").status_code == 200
    guide_client.post(f"{screen}1/approve/")
    edition = Edition.objects.get()
    assert (edition.state, edition.title_fr, edition.title_en) == (
        "approved",
        "Automne",
        "Edition 1",
    )
    wrong = guide_client.post(screen, {"dated": "yesterday"})
    assert wrong.status_code == 200
    assert Edition.objects.count() == 1


def test_who_may_not_make_editions_sees_none(
    guide_sqlite: str, kept: Path, guide_client: Any
) -> None:
    from django.contrib.auth.models import Group

    from balise.site.guide.accounts import make_groups
    from balise.site.guide.models import Edition

    make_groups()
    account = make_account(superuser=False)
    account.groups.add(Group.objects.get(name="Translators"))
    guide_client.force_login(account)
    assert guide_client.get("/admin/guide-editions/").status_code == 302
    guide_client.post("/admin/guide-editions/", {"dated": "2026-11-22"})
    assert Edition.objects.count() == 0


def test_a_book_that_cannot_be_made_is_told_and_leaves_nothing(
    guide_sqlite: str, kept: Path, guide_client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from balise.site.guide import edition_making
    from balise.site.guide.edition_pdf import BookError
    from balise.site.guide.models import Edition

    def fails(*_: Any) -> bytes:
        raise BookError("The book could not be typeset.")

    monkeypatch.setattr(edition_making, "edition_pdf", fails)
    guide_client.force_login(make_account())
    answer = guide_client.post("/admin/guide-editions/", {"dated": "2026-11-22"})
    assert "could not be typeset" in answer.content.decode()
    assert Edition.objects.count() == 0
    assert [each.name for each in (kept / "editions").iterdir()] == [".lock"]
