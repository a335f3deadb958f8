"""The pack of a meeting: both languages in one file, tagged, with drafts and without notes."""

import io
import re
from datetime import date
from typing import Any

import pikepdf
import pypdf
import pytest

from tests.site.guide.edition_books import NASTY
from tests.site.guide.making import make_record
from tests.site.guide.test_editions import elements, marked_languages
from tests.site.secretariat.making import make_decision, make_pilot, make_table

pytestmark = [
    pytest.mark.usefixtures("guide_sqlite"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:pypdf"),
]


def make_meeting(**fields: Any) -> Any:
    from balise.site.secretariat.models import Meeting

    given = {"starts_on": date(2027, 1, 12), "by_teleconference": True}
    return Meeting.objects.create(table=make_table("council"), **(given | fields))


def make_item(meeting: Any, **fields: Any) -> Any:
    from balise.site.secretariat.models import AgendaItem

    given = {"title_en": "The bus", "title_fr": "L’autobus", "note": "PRIVATE NOTE"}
    return AgendaItem.objects.create(meeting=meeting, **(given | fields))


def words(pdf: bytes) -> list[str]:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return [re.sub(r"\s+", " ", each.extract_text().replace("\xa0", " ")) for each in pages]


def packed(meeting: Any) -> bytes:
    from balise.site.secretariat.governance_pack import pack_pdf

    return pack_pdf(meeting)


def test_a_pack_is_tagged_titled_and_marks_both_languages() -> None:
    meeting = make_meeting()
    only_french = make_record(title_en="", title_fr="Lettres en attente", summary_en="")
    make_item(meeting, record=only_french, asked_en="Agree?", asked_fr="D’accord?")
    with pikepdf.open(io.BytesIO(packed(meeting))) as pdf:
        assert str(pdf.Root.Lang) == "en-CA"
        assert "Meeting pack: Table council" in str(pdf.docinfo.Title)
        assert "Dossier de réunion" in str(pdf.docinfo.Title)
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as told:
            assert told["pdfuaid:part"] == "1"
        kinds = [str(each.S) for each in elements(pdf)]
        assert kinds.count("/H1") == 2
        assert {"/H2", "/H3", "/H4", "/P"} <= set(kinds)
        # French passages of the English half are marked, and the French half is.
        languages = {each.removesuffix("-CA") for each in marked_languages(pdf)}
        assert "fr" in languages


def test_each_half_says_what_is_asked_what_the_quorum_is_and_what_is_a_draft() -> None:
    make_decision(
        decided_on=date(2026, 5, 1),
        follow_up_en="Report in a year.",
        follow_up_fr="Rapport dans un an.",
        follow_up_state="open",
    )
    meeting = make_meeting()
    make_item(meeting, pilot=make_pilot(), asked_en="Approve it?", asked_fr="L’approuver?")
    text = " ".join(words(packed(meeting)))
    english, _half, french = text.partition("Dossier de réunion : Table council 12 janvier")
    for told in ("Agenda", "Decision asked", "Approve it?", "Quorum: 1 member", "DRAFT"):
        assert told in english
    for told in ("Report in a year.", "A bus brings help", "$12,345", "more yes than no"):
        assert told in english
    for told in ("Ordre du jour", "L’approuver?", "Quorum : 1 membre", "ÉBAUCHE"):
        assert told in french
    for told in ("Rapport dans un an.", "Un autobus apporte", "plus de oui que de non"):
        assert told in french
    assert "PRIVATE NOTE" not in text


def test_a_draft_is_read_as_its_last_version_has_it() -> None:
    meeting, pilot = make_meeting(), make_pilot(is_released=True)
    pilot.summary_en = "A train instead."
    pilot.save_revision()
    make_item(meeting, pilot=pilot)
    assert "A train instead." in " ".join(words(packed(meeting)))


def test_words_of_others_are_never_markup() -> None:
    meeting = make_meeting()
    nasty = [each.replace("\x00", "").encode("utf-8", "replace").decode() for each in NASTY]
    pilot = make_pilot(summary_en=" ".join(nasty), problem_en="#pagebreak() $x$ *b* <a> @b")
    make_item(meeting, title_en=nasty[0][:300], asked_en=nasty[-1], pilot=pilot)
    assert "#pagebreak() $x$ *b* <a> @b" in " ".join(words(packed(meeting)))


def test_an_empty_agenda_makes_a_pack_too() -> None:
    text = " ".join(words(packed(make_meeting(by_teleconference=False))))
    for told in ("The agenda is empty.", "L’ordre du jour est vide.", "Place: not stated"):
        assert told in text


def test_the_same_meeting_gives_the_same_bytes() -> None:
    meeting = make_meeting()
    assert packed(meeting) == packed(meeting)


def test_a_pack_that_cannot_be_set_says_so(
    guide_client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from balise.site.secretariat import governance_pack
    from tests.site.guide.making import make_account

    meeting = make_meeting()
    monkeypatch.setattr(governance_pack, "set_apart", lambda *_given: (b"", "no memory"))
    guide_client.force_login(make_account())
    answer = guide_client.get(f"/admin/desk/meetings/{meeting.pk}/pack.pdf", follow=True)
    assert "could not be typeset: no memory" in answer.content.decode()


def test_a_pack_is_downloaded_and_never_kept_by_others(guide_client: Any) -> None:
    from tests.site.guide.making import make_account

    guide_client.force_login(make_account())
    answer = guide_client.get(f"/admin/desk/meetings/{make_meeting().pk}/pack.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="council-2027-01-12.pdf"'
    assert "no-store" in answer["Cache-Control"]
