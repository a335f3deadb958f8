"""What is taken away is the release itself, in files that other programs open."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas
import polars as pl
import pytest
from django.http import StreamingHttpResponse
from django.test import Client

from balise.release import SCHEMA, Release, check_release, failures, read_release
from balise.reports import brief_pdf
from tests.site.opened import opened, sound_release

ATOM = "{http://www.w3.org/2005/Atom}"
ERRATA = [
    {"en": "The score of Cove was too high.", "fr": "Le score était trop haut."},
    {"en": "A name was wrong.", "fr": "Un nom était faux.", "date": "2030-01-31"},
]


@pytest.fixture(scope="module")
def coast(tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder = tmp_path_factory.mktemp("releases") / "coast"
    return read_release(sound_release(folder, errata=ERRATA))


@pytest.fixture(scope="module")
def client(coast: Release) -> Iterator[Client]:
    with opened(coast.path) as client:
        yield client


def content(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200, address
    if isinstance(response, StreamingHttpResponse):
        return b"".join(response)
    return bytes(response.content)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_file_listed_comes(client: Client, language: str) -> None:
    listed = json.loads(content(client, f"/{language}/api/v1/files"))["rows"]
    assert {f"{name}.csv" for name in SCHEMA} < {name for name, *_ in listed}
    for name, kind, holds in listed:
        response = client.get(f"/{language}/api/v1/files/{name}")
        assert (response.status_code, response.headers["Content-Type"]) == (200, kind)
        assert holds
        b"".join(response)


def test_the_whole_release_passes_its_check_once_unpacked(
    client: Client, coast: Release, tmp_path: Path
) -> None:
    whole = content(client, "/en/api/v1/files/invented.zip")
    zipfile.ZipFile(io.BytesIO(whole)).extractall(tmp_path)
    assert failures(check_release(tmp_path / "invented")) == ()
    assert read_release(tmp_path / "invented").record["seal"] == coast.record["seal"]


def test_the_whole_release_comes_with_its_citation_licence_and_errata(
    client: Client, coast: Release
) -> None:
    with zipfile.ZipFile(io.BytesIO(content(client, "/en/api/v1/files/invented.zip"))) as bundle:
        texts = {name: bundle.read(name).decode() for name in bundle.namelist() if "/" not in name}
        columns = bundle.read("invented/data-dictionary.csv").decode().splitlines()[0]
    assert sorted(texts) == ["invented-a-propos-fr.txt", "invented-about-en.txt"]
    for language, text in (
        ("fr", texts["invented-a-propos-fr.txt"]),
        ("en", texts["invented-about-en.txt"]),
    ):
        assert all(each[language] in text for each in ERRATA)
        for key in ("citation", "licence"):
            stated = coast.record[key]
            assert str(stated[language] if isinstance(stated, dict) else stated) in text
    assert {"description_en", "description_fr"} <= set(columns.split(","))


def test_points_and_tables_are_those_of_the_release(
    client: Client, coast: Release, tmp_path: Path
) -> None:
    areas = coast.table("areas")
    (tmp_path / "areas.geoparquet").write_bytes(
        content(client, "/en/api/v1/files/areas.geoparquet")
    )
    points = geopandas.read_parquet(tmp_path / "areas.geoparquet")
    assert points["dguid"].to_list() == areas["dguid"].to_list()
    read = pl.read_csv(content(client, "/en/api/v1/files/areas.csv"), schema=areas.schema)
    assert read["evi"].equals(areas["evi"])


def test_a_file_is_not_sent_again_and_is_offered_to_be_saved(client: Client) -> None:
    first = client.get("/en/api/v1/files/areas.csv")
    assert first.headers["Content-Disposition"] == 'attachment; filename="areas.csv"'
    b"".join(first)
    tag = first.headers["ETag"]
    again = client.get("/en/api/v1/files/areas.csv", headers={"If-None-Match": tag})
    assert again.status_code == 304


def test_a_brief_comes_as_pdf(client: Client, coast: Release) -> None:
    dguid = coast.table("areas").filter(pl.col("level") == "csd")["dguid"][0]
    response = client.get(
        f"/fr/api/v1/areas/{dguid}/brief.pdf", headers={"Accept-Encoding": "gzip"}
    )
    assert response.headers["Content-Type"] == "application/pdf"
    assert "Content-Encoding" not in response.headers
    assert b"".join(response) == brief_pdf(coast, dguid, "fr")


@pytest.mark.parametrize(
    "address", ["files/nothing.csv", "files/..%2Frecord.json", "areas/x/brief.pdf"]
)
def test_what_is_not_there_is_said_helpfully(client: Client, address: str) -> None:
    for language in ("en", "fr"):
        response = client.get(f"/{language}/api/v1/{address}")
        assert response.status_code == 404
        assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_errata_are_a_feed(client: Client, language: str) -> None:
    root = ET.fromstring(content(client, f"/{language}/api/v1/errata.atom"))
    told = [entry.findtext(f"{ATOM}content") for entry in root.findall(f"{ATOM}entry")]
    assert sorted(map(str, told)) == sorted(each[language] for each in ERRATA)
    dates = [str(entry.findtext(f"{ATOM}updated")) for entry in root.findall(f"{ATOM}entry")]
    assert dates[0] == "2030-01-31T00:00:00Z" == root.findtext(f"{ATOM}updated")
    assert len({entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")}) == 2


@pytest.mark.parametrize(
    ("language", "said"), [("en", "How to cite"), ("fr", "Dictionnaire de données")]
)
def test_pages_lead_to_every_file_and_explain_every_column(
    client: Client, language: str, said: str
) -> None:
    page = content(client, f"/{language}/download/").decode()
    named = "how to cite" if language == "en" else said
    assert named in page
    assert all(f"/{language}/api/v1/files/{name}.csv" in page for name in SCHEMA)
    assert ERRATA[0][language] in page
    dictionary = content(client, f"/{language}/download/dictionary/").decode()
    for table in SCHEMA.values():
        for column in table.columns:
            assert column.pattern or f"<code>{column.name}</code>" in dictionary
