"""What the site keeps comes back from an archive, on either database, or nothing changes."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from balise.vocabulary import BaliseError
from tests.site.guide.making import make_account, make_record


@pytest.fixture
def state(tmp_path: Path) -> Iterator[Path]:
    """A folder of what is written on the site, for one test."""
    from django.conf import settings

    kept = settings.STATE
    settings.STATE = tmp_path / "state"
    settings.STATE.mkdir()
    yield settings.STATE
    settings.STATE = kept


def filled(state: Path) -> Any:
    record = make_record(identifier="kept", title_en="Café <b>'; --")
    record.save_revision(user=make_account()).publish()
    (state / "media").mkdir()
    (state / "media" / "map.png").write_bytes(b"not really a picture")
    (state / "editions" / "1").mkdir(parents=True)
    (state / "editions" / "1" / "fr.pdf").write_bytes(b"%PDF-")
    return record


def emptied(state: Path) -> None:
    """Take everything away, as in a database that was just made."""
    from balise.site.guide import backup

    backup._clear(backup.kept_models())
    for path in sorted(state.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()


def content() -> dict[str, Any]:
    from balise.site.guide.layout import record_tree
    from balise.site.guide.models import Change, Record

    record = Record.objects.get(identifier="kept")
    revisions = [each.content for each in record.revisions.order_by("pk")]
    changes = list(Change.objects.values_list("kind", "revision"))
    return {"tree": record_tree(record), "revisions": revisions, "changes": changes}


def test_everything_comes_back_into_an_empty_database(
    guide_db: str, tmp_path: Path, state: Path
) -> None:
    from balise.site.guide.backup import back_up, restore
    from balise.site.guide.models import Record, UsedIdentifier

    filled(state)
    before = content()
    out = tmp_path / "guide.zip"
    kept = back_up(out)
    assert kept.files == 2
    assert out.stat().st_mode & 0o077 == 0, "it holds what is private"
    emptied(state)
    assert restore(out) == kept
    assert content() == before
    assert (state / "media" / "map.png").read_bytes() == b"not really a picture"
    assert (state / "editions" / "1" / "fr.pdf").exists()
    assert UsedIdentifier.objects.filter(identifier="kept").exists()
    again = make_record(identifier="next")
    assert again.pk > Record.objects.get(identifier="kept").pk
    assert [each.name for each in state.iterdir() if each.name.startswith(".")] == []


def ordered(row: dict[str, Any]) -> dict[str, Any]:
    """A row of a group with its permissions in one order: databases sort words each in its way."""
    if row["model"] == "auth.group":
        row["fields"]["permissions"].sort()
    return row


def test_an_archive_of_one_database_restores_into_the_other(
    _migrated: Any,  # noqa: PT019
    postgres: str,
    tmp_path: Path,
    state: Path,
) -> None:
    from django.db import transaction

    from balise.site.guide.backup import back_up, restore
    from tests.site.databases import on_database

    archives: list[Path] = []
    rows = []
    for number, address in enumerate((None, postgres, None)):
        _migrated(address)
        with on_database(address), transaction.atomic():
            restore(archives[-1], replace=True) if archives else filled(state)
            archives.append(tmp_path / f"{number}.zip")
            back_up(archives[-1])
            transaction.set_rollback(True)
        with zipfile.ZipFile(archives[-1]) as opened:
            lines = opened.read("database.jsonl").decode().splitlines()
        # PostgreSQL keeps JSON in an order of its own.
        rows.append(sorted(json.dumps(ordered(json.loads(each)), sort_keys=True) for each in lines))
    assert rows[0] == rows[1] == rows[2]


def test_a_database_that_holds_something_is_not_written_over(
    guide_db: str, tmp_path: Path, state: Path
) -> None:
    from balise.site.guide.backup import back_up, restore
    from balise.site.guide.models import Record

    filled(state)
    out = tmp_path / "guide.zip"
    back_up(out)
    make_record(identifier="later")
    with pytest.raises(BaliseError, match="--replace"):
        restore(out)
    assert Record.objects.filter(identifier="later").exists()
    restore(out, replace=True)
    assert not Record.objects.filter(identifier="later").exists()


def rewritten(path: Path, change: Any) -> Path:
    """The archive with its files changed."""
    with zipfile.ZipFile(path) as opened:
        files = {each: opened.read(each) for each in opened.namelist()}
    change(files)
    other = path.with_name("changed.zip")
    with zipfile.ZipFile(other, "w") as written:
        for name, data in files.items():
            written.writestr(name, data)
    return other


def told(files: dict[str, bytes], **fields: Any) -> None:
    record = json.loads(files["backup.json"])
    files["backup.json"] = json.dumps(record | fields).encode()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda files: files.update({"media/map.png": b"another"}), "changed since"),
        (lambda files: files.update({"media/more.png": b"more"}), "other files than it lists"),
        (lambda files: files.pop("media/map.png"), "other files than it lists"),
        (lambda files: files.pop("backup.json"), "no backup.json"),
        (lambda files: told(files, format=2), "format 2"),
        (lambda files: told(files, migrations=["guide.0001_other"]), "the tables of Balise"),
        (lambda files: told(files, sha256=[1]), "cannot be read"),
    ],
    ids=["changed", "more", "less", "no list", "format", "version", "list"],
)
def test_a_damaged_archive_changes_nothing(
    guide_sqlite: str, tmp_path: Path, state: Path, change: Any, found: str
) -> None:
    from balise.site.guide.backup import back_up, restore

    filled(state)
    before = content()
    out = tmp_path / "guide.zip"
    back_up(out)
    with pytest.raises(BaliseError, match=found):
        restore(rewritten(out, change), replace=True)
    assert content() == before
    assert (state / "media" / "map.png").read_bytes() == b"not really a picture"


def test_rows_that_do_not_fit_change_nothing(
    guide_sqlite: str, tmp_path: Path, state: Path
) -> None:
    import hashlib

    from balise.site.guide.backup import back_up, restore

    filled(state)
    before = content()
    out = tmp_path / "guide.zip"
    back_up(out)

    def broken(files: dict[str, bytes]) -> None:
        files["database.jsonl"] = b'{"model": "guide.nothing", "pk": 1, "fields": {}}\n'
        record = json.loads(files["backup.json"])
        digest = hashlib.sha256(files["database.jsonl"]).hexdigest()
        told(files, sha256=record["sha256"] | {"database.jsonl": digest})

    with pytest.raises(BaliseError, match="rows that do not fit"):
        restore(rewritten(out, broken), replace=True)
    assert content() == before


def test_what_is_no_archive_is_refused(guide_sqlite: str, tmp_path: Path, state: Path) -> None:
    from balise.site.guide.backup import back_up, restore

    other = tmp_path / "other.zip"
    other.write_bytes(b"words")
    with pytest.raises(BaliseError, match="take another copy"):
        restore(other, replace=True)
    with pytest.raises(BaliseError, match="Choose another name"):
        back_up(other)
