"""Files are made one at a time, once, whole, in a process of their own; what waits is bounded."""

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.test import Client

from balise.release import Release, read_release
from balise.reports import results_pdf
from balise.site.explorer import maker
from balise.site.explorer.maker import Order
from balise.site.explorer.workshop import BusyError, Workshop, workshop
from balise.site.serving import THREADS
from balise.site.sizes import written_size
from balise.vocabulary import BaliseError
from tests.site.opened import opened, sound_release

SEAL = "0123456789abcdef"


@pytest.fixture(scope="module")
def coast(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return read_release(sound_release(tmp_path_factory.mktemp("releases") / "coast"))


@pytest.fixture
def client(coast: Release) -> Iterator[Client]:
    with opened(coast.path) as client:
        yield client


def pdf_order(release: Release, language: str = "en") -> Order:
    name = f"invented-results-{language}.pdf"
    return Order(str(release.path), "invented", "results", name, language=language)


class Held(Workshop):
    """A workshop that holds its files back until it is let go."""

    def __init__(self, folder: Path, **bounds: Any) -> None:
        super().__init__(folder, **bounds)
        self.release = Event()

    def _make(self, order: Order, folder: Path) -> None:
        self.runs += 1
        assert self.release.wait(30)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / order.name).write_bytes(order.name.encode())


def some_order(name: str) -> Order:
    return Order("nowhere", "invented", "results", name)


def test_requests_for_one_file_make_it_once(tmp_path: Path) -> None:
    held = Held(tmp_path, people=6)
    with ThreadPoolExecutor(6) as people:
        asked = [people.submit(held.fetch, some_order("a.pdf"), SEAL) for _ in range(6)]
        held.release.set()
        places = {each.result(30) for each in asked}
    assert len(places) == 1
    assert held.runs == 1
    assert places.pop().read_bytes() == b"a.pdf"


def test_a_file_made_at_once_is_waited_for_by_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Ready:
        """Makes a file before it returns."""

        def submit(self, make: Any, *arguments: Any) -> Future[None]:
            done: Future[None] = Future()
            done.set_result(make(*arguments))
            return done

    held = Held(tmp_path)
    held.release.set()
    monkeypatch.setattr(held, "_maker", Ready())
    assert held.fetch(some_order("a.pdf"), SEAL).read_bytes() == b"a.pdf"
    assert held.fetch(some_order("b.pdf"), SEAL).read_bytes() == b"b.pdf"


def test_people_and_files_that_wait_are_bounded(tmp_path: Path) -> None:
    held = Held(tmp_path, orders=2, people=1, patience=0.01)
    for name in ("a.pdf", "b.pdf", "a.pdf"):
        with pytest.raises(BusyError) as busy:
            held.fetch(some_order(name), SEAL)
        assert busy.value.made
    with pytest.raises(BusyError) as full:
        held.fetch(some_order("c.pdf"), SEAL)
    assert not full.value.made
    held.release.set()
    held.patience = 30
    assert held.fetch(some_order("b.pdf"), SEAL).read_bytes() == b"b.pdf"
    assert held.runs == 2


def test_pages_do_not_wait_for_tables(coast: Release) -> None:
    table = Order(str(coast.path), "invented", "xlsx", "invented.xlsx")
    assert workshop(pdf_order(coast).lane) is not workshop(table.lane)
    assert workshop("pages").folder == workshop("tables").folder
    assert workshop("pages").people + workshop("tables").people < THREADS


def test_nobody_waits_beyond_the_places_there_are(tmp_path: Path) -> None:
    held = Held(tmp_path, people=0)
    with pytest.raises(BusyError):
        held.fetch(some_order("a.pdf"), SEAL)
    held.release.set()


def test_a_file_is_made_in_another_process_and_kept(coast: Release, tmp_path: Path) -> None:
    made = Workshop(tmp_path / "cache", patience=120)
    order = pdf_order(coast)
    assert made.size(order, SEAL) is None
    place = made.fetch(order, SEAL)
    assert place.read_bytes() == results_pdf(coast, "en")
    assert made.size(order, SEAL) == place.stat().st_size
    assert made.fetch(order, SEAL) == place
    assert made.runs == 1
    assert [each.name for each in place.parent.glob("[!.]*")] == [order.name]
    # What is kept may be taken away at any time.
    shutil.rmtree(tmp_path / "cache")
    assert made.fetch(order, SEAL).exists()
    assert made.runs == 2


def test_a_file_that_cannot_be_made_leaves_nothing_and_says_why(
    coast: Release, tmp_path: Path
) -> None:
    made = Workshop(tmp_path, patience=120)
    order = Order(str(coast.path), "invented", "brief", "brief.pdf", "no-such-area", "en")
    with pytest.raises(BaliseError, match=r"brief\.pdf of invented could not be made.*no area"):
        made.fetch(order, SEAL)
    assert list(tmp_path.glob("*/[!.]*")) == []
    assert list(tmp_path.glob(f"*/{maker.HIDDEN}*")) == []


def test_a_file_that_is_there_is_not_made_again(coast: Release, tmp_path: Path) -> None:
    order = pdf_order(coast, "fr")
    (tmp_path / order.name).write_bytes(b"made by another process")
    assert maker.make(order, tmp_path).read_bytes() == b"made by another process"


def test_a_file_appears_whole_or_not_at_all(
    coast: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(release: Release, order: Order, out: Path) -> None:
        (out / order.name).write_bytes(b"half")
        assert not (tmp_path / order.name).exists()
        raise BaliseError("stopped half way")

    monkeypatch.setattr(maker, "_MAKERS", {"results": stop})
    with pytest.raises(BaliseError, match="half way"):
        maker.make(pdf_order(coast), tmp_path)
    assert [each.name for each in tmp_path.glob("[!.]*")] == []


def test_files_unused_for_longest_go_first(tmp_path: Path) -> None:
    kept = Workshop(tmp_path, room=250)
    folder = tmp_path / "seal"
    folder.mkdir()
    for age, name in enumerate(("new", "old", "older", "latest")):
        (folder / name).write_bytes(b"x" * 100)
        os.utime(folder / name, (1_000_000 - age, 1_000_000 - age))
    kept._make_room(folder / "latest")
    assert {each.name for each in folder.iterdir()} == {"new", "latest"}


def test_what_a_killed_process_left_is_cleared_away(tmp_path: Path) -> None:
    left, recent = (tmp_path / "seal" / f"{maker.HIDDEN}{each}" for each in ("old", "new"))
    for each in (left, recent):
        each.mkdir(parents=True)
    os.utime(left, (1_000_000, 1_000_000))
    Workshop(tmp_path)._sweep()
    assert (left.exists(), recent.exists()) == (False, True)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "is being made"), ("fr", "est en préparation")]
)
def test_a_reader_is_told_to_come_back_as_a_page_and_a_program_as_details(
    client: Client, language: str, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    held = Held(tmp_path, people=0)
    monkeypatch.setattr("balise.site.explorer.files.workshop", lambda _lane: held)
    address = f"/{language}/api/v1/files/invented.xlsx"
    page = client.get(address, headers={"Accept": "text/html,*/*"})
    details = client.get(address)
    held.release.set()
    assert (page.status_code, details.status_code) == (503, 503)
    assert page.headers["Retry-After"] == details.headers["Retry-After"] == "5"
    assert said in page.content.decode()
    assert f'href="{address}"' in page.content.decode()
    assert details.headers["Content-Type"] == "application/problem+json"
    assert said in details.json()["detail"]


def test_pages_are_answered_while_a_file_is_made(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    held = Held(tmp_path, patience=30)
    monkeypatch.setattr("balise.site.explorer.files.workshop", lambda _lane: held)
    with ThreadPoolExecutor(1) as elsewhere:
        asked = elsewhere.submit(client.get, "/en/api/v1/files/invented.zip")
        assert Client().get("/en/download/").status_code == 200
        assert not asked.done()
        held.release.set()
        response = asked.result(30)
        assert response.status_code == 200
        assert b"".join(response) == b"invented.zip"


def test_a_file_that_failed_is_noted_and_the_reader_spared(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(self: Workshop, order: Order, seal: str) -> Path:
        raise BaliseError("The folder /secret is full.")

    monkeypatch.setattr(Workshop, "fetch", fail)
    response = client.get("/en/api/v1/files/invented.xlsx")
    assert response.status_code == 500
    assert "/secret" not in response.content.decode()
    assert "/secret" in caplog.text


def test_permanent_addresses_give_files_briefs_and_reports(client: Client, coast: Release) -> None:
    seal = str(coast.record["seal"])
    dguid = coast.table("areas")["dguid"][1]
    for address in (
        "files/areas.geoparquet",
        "files/invented-results-fr.pdf",
        f"areas/{dguid}/brief.pdf",
    ):
        response = client.get(f"/fr/api/v1/{address}?release=invented@{seal[:12]}")
        assert response.status_code == 200
        assert "immutable" in response.headers["Cache-Control"]
        b"".join(response)
        gone = client.get(f"/fr/api/v1/{address}?release=invented@{'0' * 12}")
        assert gone.status_code == 404


def test_reports_and_sizes_are_on_the_page_of_downloads(client: Client, coast: Release) -> None:
    order = pdf_order(coast)
    place = workshop(order.lane).fetch(order, str(coast.record["seal"]))
    page = client.get("/en/download/").content.decode()
    assert "invented-results-en.pdf" in page
    assert "invented-results-fr.pdf" in page
    assert written_size(place.stat().st_size, "en") in page
    record = (coast.path / "record.json").stat().st_size
    assert written_size(record, "fr") in client.get("/fr/download/").content.decode()


def test_tables_say_where_they_are_described(client: Client) -> None:
    response = client.get("/en/api/v1/files/areas.csv")
    assert response.headers["Link"].startswith('<csv-metadata.json>; rel="describedby"')
    b"".join(response)
    described = client.get("/en/api/v1/files/csv-metadata.json")
    assert described.headers["Content-Type"] == "application/csvm+json"
    b"".join(described)
