"""An erased person is nowhere, before and after an older backup comes back; decisions stay."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from balise.vocabulary import BaliseError
from tests.site.guide.making import make_account, make_organisation, make_record

ADDRESS, NAME = "given.family@example.org", "Given Family-Name"


@pytest.fixture(autouse=True)
def state(guide_site: None, tmp_path: Path) -> Iterator[Path]:
    from django.test import override_settings

    folder = tmp_path / "state"
    folder.mkdir()
    with override_settings(STATE=folder):
        yield folder


@pytest.fixture
def person(state: Path) -> Any:
    """Somebody who wrote, has an account, reviewed, and is named all over the house."""
    from django.contrib.auth.models import Group
    from wagtail.models import ModelLogEntry

    from balise.site.guide.models import UnansweredQuery
    from balise.site.secretariat.models import Correspondent, Submission
    from balise.site.secretariat.postman import post
    from balise.site.secretariat.private_links import address_of, link_for

    holder = Correspondent.objects.create(email=ADDRESS, name=NAME, role="Director of letters")
    other = Correspondent.objects.create(email=f"x{ADDRESS}", name="Other Person")
    account = make_account(superuser=False, first_name="Given", last_name="Family-Name")
    account.email, account.username = ADDRESS.upper(), ADDRESS
    account.save()
    group, _made = Group.objects.get_or_create(name="Reviewers")
    account.groups.add(group)
    record = make_record(
        identifier="kept", problem_en=f"{NAME} <{ADDRESS}> asked.", contact_mailbox="o@example.org"
    )
    record.save_revision(user=account)
    ModelLogEntry.objects.log_action(record, "wagtail.edit", user=account, data={"by": ADDRESS})
    draft = Submission.objects.create(
        holder=holder, language="en", content={"title": "Secret plan", "note": f"— {NAME}"}
    )
    link = link_for("draft", draft.pk, holder)
    address_of(link, "en")
    post("draft", holder, {"title": "Secret plan"}, link=link)
    post("draft", other, {"title": f"From {NAME.upper()}, {ADDRESS}"})
    UnansweredQuery.objects.create(day="2026-01-01", language="en", text=f"find {NAME}")
    return account


def dumped(tmp_path: Path, name: str = "dump") -> str:
    """Every row and file that a backup holds."""
    from balise.site.guide.backup import back_up

    out = tmp_path / f"{name}.zip"
    back_up(out)
    with zipfile.ZipFile(out) as opened:
        text = b"\n".join(opened.read(each) for each in opened.namelist()).decode()
    out.unlink()
    return text.encode().decode("unicode_escape", "replace").lower()


def traces(text: str) -> list[str]:
    import re

    looked = (rf"(?<!x){re.escape(ADDRESS)}", re.escape(NAME.lower()), "secret plan", "director of")
    return [each for each in looked if re.search(each, text)]


def test_nothing_of_a_person_is_left_and_nothing_of_others_is_lost(
    guide_db: str, person: Any, tmp_path: Path
) -> None:
    from balise.site.guide.models import Record
    from balise.site.secretariat.erasure import erase
    from balise.site.secretariat.models import Correspondent, Message

    assert len(traces(dumped(tmp_path, "before"))) == 4
    erased = erase(ADDRESS)
    assert erased.is_written
    text = dumped(tmp_path)
    assert traces(text) == []
    assert f"x{ADDRESS}" in text, "another address that ends alike stays"
    record = Record.objects.get(identifier="kept")
    assert record.latest_revision.user_id == person.pk, "what was done stays, without a name"
    person.refresh_from_db()
    assert person.username == f"reviewers-{erased.public_id}"
    assert not person.is_active
    assert not person.has_usable_password()
    holder = Correspondent.objects.get(public_id=erased.public_id)
    assert (holder.email, holder.name) == ("", "")
    assert Message.objects.filter(to=holder).values_list("state", "told").get() == ("dropped", {})


def test_without_yes_it_is_told_what_would_be_erased_and_nothing_is(
    guide_db: str, person: Any, tmp_path: Path
) -> None:
    from balise.site.secretariat.erasure import erase

    before = dumped(tmp_path, "one")
    told = erase(ADDRESS, dry_run=True)
    assert not told.is_written
    assert told.counts["secretariat.Correspondent"] >= 1
    assert traces(dumped(tmp_path, "two")) == traces(before)


def test_erasing_twice_is_harmless_and_an_unknown_address_is_told(
    guide_sqlite: str, person: Any
) -> None:
    from balise.site.secretariat.erasure import erase
    from balise.site.secretariat.models import Erasure

    erase(ADDRESS)
    assert erase(ADDRESS).counts == {}
    assert Erasure.objects.count() == 1
    with pytest.raises(BaliseError, match="nothing is kept"):
        erase("nobody@example.org")


def test_an_older_backup_that_comes_back_brings_nobody_back(
    guide_db: str, person: Any, state: Path, tmp_path: Path
) -> None:
    from balise.site.guide.backup import back_up, restore
    from balise.site.secretariat.erasure import erase
    from balise.site.secretariat.models import Correspondent, Erasure

    (state / "attachments").mkdir()
    (state / "attachments" / ("0" * 32)).write_bytes(b"a file")
    old = tmp_path / "old.zip"
    back_up(old)
    erased = erase(ADDRESS)
    restore(old, replace=True)
    assert (state / "attachments" / ("0" * 32)).exists()
    text = dumped(tmp_path)
    assert traces(text) == []
    assert Correspondent.objects.get(public_id=erased.public_id).erased_at is not None
    assert Erasure.objects.get().public_id == erased.public_id
    assert ADDRESS not in (state / "erasures.jsonl").read_text()
    assert (state / "erasures.jsonl").stat().st_mode & 0o077 == 0


def test_the_database_alone_is_enough_where_the_file_lost_its_lines(
    guide_sqlite: str, person: Any, state: Path, tmp_path: Path
) -> None:
    from balise.site.guide.backup import back_up, restore
    from balise.site.secretariat.erasure import erase

    old = tmp_path / "old.zip"
    back_up(old)
    erase(ADDRESS)
    file = state / "erasures.jsonl"
    file.write_text(file.read_text().splitlines()[0] + "\n")
    restore(old, replace=True)
    assert traces(dumped(tmp_path)) == []


def test_who_came_back_after_they_were_erased_is_kept_when_a_later_backup_comes_back(
    guide_db: str, person: Any, state: Path, tmp_path: Path
) -> None:
    from balise.site.guide.backup import back_up, restore
    from balise.site.secretariat.erasure import erase
    from balise.site.secretariat.models import Correspondent, Erasure, Submission

    erase(ADDRESS)
    back = Correspondent.objects.create(email=ADDRESS, name=NAME)
    Submission.objects.create(holder=back, language="en", content={"title": "Another plan"})
    later = tmp_path / "later.zip"
    back_up(later)
    restore(later, replace=True)
    assert Correspondent.objects.get(email=ADDRESS).name == NAME
    assert "another plan" in dumped(tmp_path)
    # Erased again, each erasure counts: the same backup brings nobody back any more.
    erase(ADDRESS)
    lines = [json.loads(each) for each in (state / "erasures.jsonl").read_text().splitlines()]
    assert len({each["at"] for each in lines[1:]}) == 2
    restore(later, replace=True)
    assert "another plan" not in dumped(tmp_path)
    assert traces(dumped(tmp_path, "after")) == []
    assert Erasure.objects.count() == 1


def test_the_files_of_a_person_are_erased_with_them(
    guide_sqlite: str, person: Any, state: Path
) -> None:
    from balise.site.secretariat.attachments import path_of
    from balise.site.secretariat.erasure import erase
    from balise.site.secretariat.models import Attachment, Correspondent, Submission

    holder = Correspondent.objects.get(email=ADDRESS)
    sent = Submission.objects.create(
        holder=holder, language="en", state="submitted", submitted_at="2026-01-01T00:00Z"
    )
    file = Attachment.objects.create(
        submission=sent, name="a.txt", kind="txt", size=1, sha256="0", scan="unscanned"
    )
    path_of(file).parent.mkdir()
    path_of(file).write_text("x")
    erase(ADDRESS)
    assert not Attachment.objects.exists()


def test_a_damaged_file_of_erasures_undoes_the_restoring(
    guide_sqlite: str, person: Any, state: Path, tmp_path: Path
) -> None:
    from balise.site.guide.backup import back_up, restore
    from balise.site.guide.models import Record

    old = tmp_path / "old.zip"
    back_up(old)
    make_record(identifier="later")
    (state / "erasures.jsonl").write_text("nonsense\n")
    with pytest.raises(BaliseError, match="erased people back"):
        restore(old, replace=True)
    assert Record.objects.filter(identifier="later").exists()


def test_the_mailbox_of_an_organisation_is_not_erased_as_a_person(guide_sqlite: str) -> None:
    from balise.site.secretariat.erasure import erase

    make_organisation(mailbox="office@example.org", identifier="the-office")
    with pytest.raises(BaliseError, match="the-office"):
        erase("Office@example.org")


def test_the_last_administrator_is_not_erased(guide_sqlite: str) -> None:
    from django.contrib.auth import get_user_model

    from balise.site.secretariat.erasure import erase

    get_user_model().objects.filter(is_superuser=True).update(is_active=False)
    account = make_account()
    with pytest.raises(BaliseError, match="last account"):
        erase(account.email)
    make_account()
    assert erase(account.email).is_written


def test_one_word_is_no_name_to_look_for() -> None:
    from balise.site.secretariat.traces import rule_for_address, rule_for_name

    assert rule_for_name("Town", "[x]") is None
    rule = rule_for_name("Ann  Lee", "[x]")
    assert rule is not None
    assert rule.apply("ANN LEE, Joann Leeds, Ann\nLee") == "[x], Joann Leeds, [x]"
    assert rule.apply("Lee, Ann; Lee , ann") == "[x]; [x]"
    other = rule_for_address("a@b.example", "[x]")
    kept = "aa@b.example a@b.example.org"
    assert other.apply(f"a@b.example, {kept}. A@B.EXAMPLE.") == f"[x], {kept}. [x]."


def test_a_name_is_found_however_its_letters_are_composed() -> None:
    from unicodedata import normalize

    from balise.site.secretariat.traces import rule_for_name

    for given in ("Zoé Müller-Noël", "Müller-Noël, Zoé"):
        for form in ("NFC", "NFD"):
            rule = rule_for_name(normalize(form, given), "[x]")
            assert rule is not None
            for said in ("NFC", "NFD"):
                assert rule.apply(normalize(said, "Zoé Müller-Noël wrote")) == "[x] wrote"
                assert rule.apply(normalize(said, "by Müller-Noël, Zoé.")) == "by [x]."
                other = normalize(said, "Chloé Müller-Noël")
                assert rule.apply(other) == other, "texts of others stay as they are stored"


def test_what_is_kept_of_a_person_is_written_for_them(
    guide_db: str, person: Any, tmp_path: Path
) -> None:
    from balise.site.secretariat.personal_data import export_person

    out = tmp_path / "person.json"
    assert export_person(ADDRESS, out)["people"] == 1
    assert out.stat().st_mode & 0o077 == 0
    told = json.loads(out.read_text())
    text = out.read_text()
    assert "Secret plan" in text
    assert "Director of letters" in text
    assert "Other Person" not in text
    assert "password" not in text
    assert "digest" not in text
    assert told["accounts"][0]["kept"]["wagtailcore.Revision.user"]
    with pytest.raises(BaliseError, match="Choose another name"):
        export_person(ADDRESS, out)
    with pytest.raises(BaliseError, match="nothing is kept"):
        export_person("nobody@example.org", tmp_path / "other.json")
