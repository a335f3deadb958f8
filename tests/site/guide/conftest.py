"""The Guide and its first inventory."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.site.databases import on_database


@pytest.fixture(autouse=True)
def _approved() -> Iterator[None]:
    """Texts are published here as the last step of a path does; the path has tests of its own."""
    from balise.site.guide.publishing import by_its_path

    with by_its_path():
        yield


@pytest.fixture(scope="session")
def _inventory_file(guide_site: None, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a database with the first inventory, and a published project of its own."""
    from balise.site.guide.models import Place
    from balise.site.guide.publishing import by_its_path
    from balise.site.guide.seeding import load_seed
    from balise.site.serving import open_database
    from tests.site.guide.making import make_record

    address = f"sqlite:///{tmp_path_factory.mktemp('inventory') / 'guide.sqlite3'}"
    with on_database(address):
        open_database()
        load_seed()
        names: dict[str, Any] = {
            "title_en": "Letters sorted by subject",
            "title_fr": "Lettres triées par sujet",
        }
        record = make_record(identifier="letters", **names)
        Place.objects.create(record=record, dguid="2021A00051310032", name="Fredericton")
        Place.objects.create(record=record, dguid="2021A00059999999", name="Elsewhere")
        with by_its_path():
            record.save_revision().publish()
        _make_edition(tmp_path_factory.mktemp("editions"))
    return address


def _make_edition(folder: Path) -> None:
    """Make and approve an edition whose books are quick to make; nobody opens them."""
    from django.conf import settings

    from balise.site.guide import edition_making
    from balise.site.guide.publishing import by_its_path

    def quick(book: Any, lang: str, media: Path) -> bytes:
        return f"%PDF-1.7 {book['number']} {lang}".encode()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "STATE", folder)
        patch.setattr(edition_making, "edition_pdf", quick)
        with by_its_path():
            edition_making.approve(edition_making.make_edition())


@pytest.fixture(scope="module")
def inventory(_inventory_file: str) -> Iterator[None]:
    """The Guide with 53 unverified projects and a published one, for tests that only read."""
    with on_database(_inventory_file):
        yield
