"""Files of a submission: what lies about itself is refused, what is kept is only downloaded."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.site.guide.making import make_account
from tests.site.secretariat.calling import make_draft, opened, versioned

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def state(tmp_path: Path, guide_site: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of this test alone for files."""
    from django.conf import settings

    monkeypatch.setattr(settings, "STATE", tmp_path)
    monkeypatch.setattr(settings, "BALISE_SCAN", "")
    return tmp_path


def upload(name: str, content: bytes) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, content)


def picture(kind: str = "JPEG") -> bytes:
    from PIL import Image

    written = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    Image.new("RGB", (30, 20), "red").save(written, kind, exif=exif)
    return written.getvalue()


def office(*names: str, size: int = 10) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in ("[Content_Types].xml", *names):
            packed.writestr(name, b"\0" * size)
    return written.getvalue()


TAKEN: dict[str, Callable[[], bytes]] = {
    "plan.pdf": lambda: PDF,
    "photo.JPG": picture,
    "drawing.png": lambda: picture("PNG"),
    "figures.csv": lambda: "a;b\n1;é\n".encode("cp1252"),
    "notes.txt": "Notes: é\r\n".encode,
    "table.xlsx": lambda: office("xl/workbook.xml"),
    "text.docx": lambda: office("word/document.xml"),
}
REFUSED: dict[str, Callable[[], bytes]] = {
    "page.pdf": lambda: b"<html><script>1</script>",
    "photo.png": picture,
    "photo.jpeg": lambda: b"\xff\xd8\xffbroken",
    "figures.csv": lambda: b"MZ\x90\x00",
    "page.txt": lambda: b" <!DOCTYPE html><script>1</script>",
    "binary.txt": lambda: b"a\x00b",
    "table.xlsx": lambda: office("word/document.xml"),
    "bomb.docx": lambda: office("word/document.xml", size=60 * 2**20),
    "macros.xlsx": lambda: office("xl/workbook.xml", "xl/vbaProject.bin"),
    "archive.zip": lambda: office("a"),
    "program.exe": lambda: b"MZ",
    "nothing.txt": lambda: b"",
    "big.txt": lambda: b"a" * (10 * 2**20 + 1),
}


@pytest.mark.parametrize("name", TAKEN)
def test_a_file_is_kept_under_a_name_of_ours_and_only_downloaded(
    guide_sqlite: str, guide_client: Any, state: Path, name: str
) -> None:
    draft = make_draft()
    sent = {"file": upload(name, TAKEN[name]())}
    answer = guide_client.post(opened(draft, "files/"), sent)
    assert answer.status_code == 303, answer.content.decode()
    held = draft.attachments.get()
    assert [each.name for each in (state / "attachments").iterdir()] == [held.stored]
    answer = guide_client.get(opened(draft, f"attachments/{held.pk}"))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    body = b"".join(answer.streaming_content)
    assert body
    assert b"taken at home" not in body


@pytest.mark.parametrize("name", REFUSED)
def test_what_lies_about_its_kind_is_refused_and_told(
    guide_sqlite: str, guide_client: Any, state: Path, name: str
) -> None:
    draft = make_draft()
    answer = guide_client.post(opened(draft, "files/"), {"file": upload(name, REFUSED[name]())})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert draft.attachments.count() == 0
    assert not list(state.rglob("attachments/*"))


@pytest.mark.parametrize("kind", [0, 26, 84])
def test_a_picture_whose_notes_are_damaged_is_drawn_again_without_them(
    guide_sqlite: str, kind: int
) -> None:
    from PIL import Image

    from balise.site.secretariat.attachment_types import read_checked

    exif, written = Image.Exif(), io.BytesIO()
    exif[0x0112], exif[0x010E] = 6, "hi"
    Image.new("RGB", (30, 20)).save(written, "JPEG", exif=exif)
    damaged = bytearray(written.getvalue())
    damaged[damaged.index(b"\x01\x0e\x00\x02") + 1] = kind
    kept = read_checked("jpeg", bytes(damaged), "photo.jpg")
    with Image.open(io.BytesIO(kept)) as shown:
        assert sorted(shown.size) == [20, 30]
        assert not shown.getexif()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.txt", "..\\a.txt", "/abs.txt", "a\u202etxt.txt"]
)
def test_the_name_of_a_sender_is_no_part_of_a_path(
    guide_sqlite: str, state: Path, name: str
) -> None:
    from balise.site.secretariat.attachments import path_of, receive

    file = upload("a.txt", b"text")
    file._name = name
    held = receive(make_draft(), file)
    assert path_of(held).parent == state / "attachments"
    assert not set(held.name) & {"/", "\\", "\u202e"}


def test_there_are_at_most_five_and_the_same_one_counts_once(
    guide_db: str, guide_client: Any
) -> None:
    draft = make_draft()
    here = opened(draft, "files/")
    for number in (1, 1, 2, 3, 4, 5, 6):
        sent = {"file": upload(f"{number}.txt", str(number).encode())}
        guide_client.post(here, sent)
    assert draft.attachments.count() == 5
    assert guide_client.post(here, {}).status_code == 422


def test_nobody_else_gets_a_file(guide_db: str, guide_client: Any) -> None:
    draft, other = make_draft(), make_draft()
    guide_client.post(opened(draft, "files/"), {"file": upload("a.txt", b"text")})
    held = draft.attachments.get()
    staff = f"/admin/desk/attachments/{held.pk}/"
    assert guide_client.get(opened(other, f"attachments/{held.pk}")).status_code == 404
    guide_client.post(opened(other, "files/"), {"remove": held.stored})
    assert draft.attachments.count() == 1
    assert guide_client.get(staff).status_code == 302
    guide_client.force_login(make_account())
    assert guide_client.get(staff).status_code == 404
    guide_client.post(opened(draft), versioned(draft, "submit"))
    answer = guide_client.get(staff)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == b"text"
    guide_client.force_login(make_account(superuser=False))
    assert guide_client.get(staff).status_code in {302, 403}
    # What was submitted is not taken away any more.
    guide_client.post(opened(draft, "files/"), {"remove": held.stored})
    assert draft.attachments.count() == 1


@pytest.mark.parametrize(
    ("command", "kept"),
    [("true", "clean"), ("false", ""), ("no-such-program", ""), ("", "unscanned")],
)
def test_a_command_checks_files_and_what_it_cannot_check_is_not_kept(
    guide_sqlite: str, state: Path, monkeypatch: pytest.MonkeyPatch, command: str, kept: str
) -> None:
    from django.conf import settings

    from balise.site.secretariat.attachment_types import Refused
    from balise.site.secretariat.attachments import receive

    monkeypatch.setattr(settings, "BALISE_SCAN", command)
    draft = make_draft()
    if kept:
        assert receive(draft, upload("a.txt", b"text")).scan == kept
        return
    with pytest.raises(Refused):
        receive(draft, upload("a.txt", b"text"))
    assert not list((state / "attachments").iterdir())


def test_a_check_that_does_not_end_is_given_up(
    guide_sqlite: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings

    from balise.site.secretariat import attachments
    from balise.site.secretariat.attachment_types import Refused

    monkeypatch.setattr(settings, "BALISE_SCAN", "tail -f")
    monkeypatch.setattr(attachments, "_PATIENCE", 0.05)
    with pytest.raises(Refused):
        attachments.receive(make_draft(), upload("a.txt", b"text"))


def test_files_go_with_a_forgotten_draft_and_after_their_time(
    guide_db: str, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import transaction
    from django.utils import timezone

    from balise.site.secretariat import submission_keeping as keeping
    from balise.site.secretariat.attachments import orphans, receive

    # The test itself is one transaction: what waits for its end is done at once.
    monkeypatch.setattr(transaction, "on_commit", lambda act, **_options: act())
    draft = make_draft()
    held = receive(draft, upload("a.txt", b"text"))
    now = timezone.now()
    assert list(keeping.attachments_to_forget(now + timedelta(days=400))) == []
    type(draft).objects.filter(pk=draft.pk).update(state="submitted", submitted_at=now)
    assert list(keeping.attachments_to_forget(now + timedelta(days=364))) == []
    assert list(keeping.attachments_to_forget(now + timedelta(days=366))) == [held]
    assert orphans(now + timedelta(days=2)) == []
    keeping.forget(draft)
    assert list((state / "attachments").iterdir()) == []


def test_a_file_keeps_a_draft_as_a_text_does(guide_db: str) -> None:
    from django.utils import timezone

    from balise.site.secretariat import submission_keeping as keeping
    from balise.site.secretariat.attachments import receive
    from balise.site.secretariat.private_links import link_for
    from balise.site.secretariat.submission_starting import was_not_me

    now = timezone.now()
    long_ago = now - timedelta(days=100)
    draft = make_draft(saved_at=long_ago, warned_at=long_ago)
    receive(draft, upload("a.txt", b"text"))
    assert list(keeping.drafts_to_forget(now)) == []
    later = now + timedelta(days=91)
    assert list(keeping.drafts_to_forget(later)) == [], "its holder is told before"
    assert list(keeping.drafts_to_warn(later)) == [draft]
    was_not_me(link_for("draft", draft.pk, draft.holder))
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_file_that_arrives_after_its_project_was_submitted_is_not_kept(
    guide_sqlite: str, guide_client: Any, monkeypatch: pytest.MonkeyPatch, state: Path
) -> None:
    from balise.site.secretariat import attachments
    from balise.site.secretariat.models import Attachment

    draft = make_draft()

    def submitted(place: Path, name: str) -> str:
        assert place.exists()
        assert guide_client.post(opened(draft), versioned(draft, "submit")).status_code == 303
        assert name == "late.pdf"
        return "clean"

    monkeypatch.setattr(attachments, "_scan", submitted)
    answer = guide_client.post(opened(draft, "files/"), {"file": upload("late.pdf", PDF)})
    assert answer.status_code == 422
    assert "was submitted meanwhile" in answer.content.decode()
    assert not Attachment.objects.exists()
    assert list((state / "attachments").iterdir()) == []


def test_images_drawn_at_once_leave_memory_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    from balise.site.secretariat import attachment_types

    pixels, threads, copies, bytes_each = attachment_types._PIXELS, 4, 2, 4
    assert pixels * threads * copies * bytes_each < 2**30
    monkeypatch.setattr(attachment_types, "_PIXELS", 30 * 20 - 1)
    for kind in ("JPEG", "PNG"):
        with pytest.raises(attachment_types.Refused, match="million pixels"):
            attachment_types.read_checked(kind.lower(), picture(kind), "a")
