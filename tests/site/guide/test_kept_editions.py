"""Editions that are made: what they hold, how they are kept, approved and compared."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.site.guide.making import make_account, make_record
from tests.site.guide.test_editions import DAY

pytestmark = pytest.mark.usefixtures("guide_site")


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
def test_the_secretariat_makes_and_looks_at_an_edition_and_submits_it_to_the_tables(
    guide_sqlite: str, kept: Path, guide_client: Any, lang: str
) -> None:
    from balise.site.guide.models import Edition

    guide_client.force_login(make_account(language=lang))
    screen = "/admin/guide-editions/"
    chosen = {"title_en": "", "title_fr": "Automne", "dated": "2026-11-22"}
    made = guide_client.post(screen, chosen, follow=True)
    assert {"en": "as a draft", "fr": "comme ébauche"}[lang] in made.content.decode()
    assert guide_client.get(f"{screen}1/fr.pdf").status_code == 200
    edition = Edition.objects.get()
    path = f"/admin/desk/review/edition/{edition.pk}/"
    assert path in guide_client.get(screen).content.decode()
    guide_client.post(f"{path}submit/")
    edition.refresh_from_db()
    assert edition.case.workflow_in_progress
    assert (edition.state, edition.title_fr, edition.title_en) == (
        "draft",
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
