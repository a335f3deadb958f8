"""Editions are made, kept and approved here; none is ever written over."""

import hashlib
import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.files import locks
from django.db import IntegrityError, transaction
from django.utils import timezone

from balise.site.guide.edition_book import Contents, book_of, contents_on, fingerprint, records_on
from balise.site.guide.edition_pdf import BookError, edition_pdf
from balise.site.guide.edition_words import say
from balise.site.guide.models import Edition, EditionFile, EditionRecord, Record
from balise.site.guide.publishing import reject_around

__all__ = ["address", "approve", "book_file", "current_edition", "make_edition", "write_book"]

LANGUAGES = ("en", "fr")


def make_edition(dated: date | None = None, titles: Mapping[str, str] | None = None) -> Edition:
    """Make the next edition, as a draft, with a book in each language.

    Parameters
    ----------
    dated : date, optional
        The day on its cover; today if left out. Records past their review are left out.
    titles : mapping, optional
        Its title by language; empty ones become "Edition N".

    Raises
    ------
    BookError
        If a book cannot be made or kept, or another edition is being made.
    """
    day = dated or timezone.localdate()
    root = _root()
    with (root / ".lock").open("w") as held:
        if not locks.lock(held, locks.LOCK_EX | locks.LOCK_NB):
            raise BookError(
                "Another edition is being made. Expected one at a time. Wait until it is done, "
                "look at it, then try again."
            )
        return _make(day, dict(titles or {}), root)


def _make(day: date, titles: dict[str, str], root: Path) -> Edition:
    with transaction.atomic():
        records = list(records_on(day))
        contents = contents_on(day, records)
    number = _next_number(root)
    named = {
        f"title_{lang}": titles.get(lang, "").strip() or say("edition", lang, number=number)
        for lang in LANGUAGES
    }
    texts = {"plays": contents["plays"], "resources": contents["resources"]}
    edition = Edition(number=number, dated=day, texts=texts, sha256=fingerprint(contents), **named)
    edition.full_clean(exclude=["texts"])
    book = book_of(edition, contents, address())
    media = Path(settings.MEDIA_ROOT)
    made = {lang: edition_pdf(book, lang, media) for lang in LANGUAGES}
    _keep(edition, made, root, records, contents)
    return edition


def _keep(
    edition: Edition,
    made: Mapping[str, bytes],
    root: Path,
    records: list[Record],
    contents: Contents,
) -> None:
    """Write the books where nothing is, then say in the database that they are there."""
    folder = root / str(edition.number)
    try:
        folder.mkdir(mode=0o700)
        for lang, pdf in made.items():
            _write_new(folder / f"{_name(edition.number, lang)}", pdf)
    except OSError as problem:
        raise BookError(
            f"The books of edition {edition.number} could not be kept in {folder}: "
            f"{problem.strerror or problem}. Expected a new folder with room. Free some space "
            "and make the edition again: it takes the next number."
        ) from problem
    try:
        with transaction.atomic():
            edition.save(force_insert=True)
            EditionFile.objects.bulk_create(_row(edition, lang, made[lang]) for lang in made)
            EditionRecord.objects.bulk_create(
                EditionRecord(
                    edition=edition,
                    record=record,
                    revision=record.live_revision,
                    content=content,
                    sha256=fingerprint(content),
                )
                for record, content in zip(records, contents["records"], strict=True)
            )
    except IntegrityError as problem:
        raise BookError(
            f"Edition {edition.number} was not made: a project was taken away, or another edition "
            "took its number meanwhile. Expected neither. Make the edition again."
        ) from problem


def _row(edition: Edition, lang: str, pdf: bytes) -> EditionFile:
    return EditionFile(
        edition=edition,
        language=lang,
        path=f"editions/{edition.number}/{_name(edition.number, lang)}",
        sha256=hashlib.sha256(pdf).hexdigest(),
        size_bytes=len(pdf),
        pages=_pages(pdf),
    )


def _pages(pdf: bytes) -> int:
    """Read how many pages a book has; 0 if it does not say so plainly."""
    counts = re.findall(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)", pdf)
    return max(map(int, counts), default=0)


def _name(number: int, lang: str) -> str:
    return f"{'guide-iad' if lang == 'fr' else 'ddi-guide'}-{number}-{lang}.pdf"


def _write_new(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o400)


def _root() -> Path:
    root = Path(settings.STATE) / "editions"
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise BookError(
            f"The folder of editions {root} cannot be made: {problem.strerror or problem}. "
            "Expected one that may be written. Name another folder with --state DIR."
        ) from problem
    return root


def _next_number(root: Path) -> int:
    """Give a number that no edition has, nor a folder left by one that failed."""
    left = (int(each.name) for each in root.iterdir() if each.name.isdecimal())
    known = Edition.objects.values_list("number", flat=True)
    return max([*left, *known], default=0) + 1


def address() -> str:
    """Tell where the public finds the site; nothing if that was never said."""
    return os.environ.get("BALISE_ADDRESS", "").rstrip("/")


def current_edition(number: int | None = None) -> Edition:
    """Give an edition: the one asked for, else the latest if nothing changed since, else a new one.

    Raises
    ------
    BookError
        If there is none of that number, or a new one cannot be made.
    """
    if number is not None:
        found = Edition.objects.filter(number=number).first()
        if found is None:
            there = ", ".join(str(each.number) for each in Edition.objects.all()) or "none"
            raise BookError(
                f"There is no edition {number}. Expected one of: {there}. Leave --number out to "
                "make the next one."
            )
        return found
    today = timezone.localdate()
    latest = Edition.objects.first()
    is_same = latest is not None and latest.dated == today
    if latest and is_same and latest.sha256 == fingerprint(contents_on(today)):
        return latest
    return make_edition(today)


def book_file(edition: Edition, lang: str) -> tuple[EditionFile, bytes]:
    """Give the kept book of an edition, and make sure that it is the one that was made.

    Raises
    ------
    BookError
        If the file is gone or changed.
    """
    row = edition.files.get(language=lang)
    path = Path(settings.STATE) / row.path
    try:
        content = path.read_bytes()
    except OSError as problem:
        content, said = b"", problem.strerror or str(problem)
    else:
        said = "another content than when it was made"
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise BookError(
            f"The book {path} of edition {edition.number}: {said}. Expected the file with SHA-256 "
            f"{row.sha256}. Restore it from a backup."
        )
    return row, content


def write_book(edition: Edition, lang: str, out: Path) -> Path:
    """Write the kept book of an edition to a file.

    Raises
    ------
    BookError
        As :func:`book_file`, or if the file cannot be written.
    """
    _row_of, content = book_file(edition, lang)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(content)
    except OSError as problem:
        raise BookError(
            f"The book {out} could not be written: {problem.strerror or problem}. Expected a "
            "folder with room where you may write. Choose another place."
        ) from problem
    return out


def approve(edition: Edition) -> Edition:
    """Make an edition public, once the tables approved it; an approved one stays as it is.

    Raises
    ------
    PublishingError
        If it did not go through its path of approval.
    BookError
        If one of its books is gone or changed.
    """
    reject_around(edition)
    for lang in LANGUAGES:
        book_file(edition, lang)
    if edition.state != "approved":
        edition.state, edition.public_since = "approved", timezone.now()
        edition.save()
    return edition
