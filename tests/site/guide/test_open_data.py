"""The public inventory can be taken away whole, and nothing private goes with it."""

import csv
import io
import json
from datetime import date
from typing import Any

import pytest

from tests.site.guide.making import make_record
from tests.site.guide.surroundings import make_listed, make_play

SECRET = "a secret that no file tells"


def listed(**fields: Any) -> Any:
    """An unverified record that anybody may read."""
    from balise.site.guide.publishing import list_publicly

    record = make_record(**({"verification": "unverified_seed"} | fields))
    record.save_revision()
    list_publicly(record)
    return record


def read(client: Any, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200, response.content[:200]
    return json.loads(response.content)


def test_every_public_record_is_in_every_file(guide_db: str, guide_client: Any) -> None:
    names = {listed().identifier, listed().identifier}
    make_record(identifier="draft")
    told = read(guide_client, "/en/guide/data/records.json")
    assert {each["id"] for each in told["records"]} == names
    text = guide_client.get("/fr/guide/data/records.csv").content.decode("utf-8-sig")
    assert {each["id"] for each in csv.DictReader(io.StringIO(text, newline=""))} == names
    graph = read(guide_client, "/en/guide/data/records.jsonld")["@graph"]
    works = [each for each in graph if each["type"] == "schema:CreativeWork"]
    assert {each["schema:identifier"] for each in works} == names


@pytest.mark.parametrize("name", ["records.csv", "records.json", "records.jsonld"])
def test_nothing_private_is_told(guide_db: str, guide_client: Any, name: str) -> None:
    make_record(title_en=SECRET, identifier="secret-draft")
    shown = listed(consent_on=None, contact_mailbox="secret@example.org")
    other = listed(consent_on=date(2031, 1, 2))
    shown.adaptations.create(
        other_id=make_record(identifier="secret-other").pk, direction="from", note_en="It"
    )
    draft = shown.get_latest_revision_as_object()
    draft.summary_en = SECRET
    draft.save_revision()
    text = guide_client.get(f"/en/guide/data/{name}").content.decode()
    assert other.identifier in text
    for secret in (SECRET, "secret", "consent", "2031-01-02"):
        assert secret not in text


def test_a_file_is_sent_again_only_if_something_changed(guide_db: str, guide_client: Any) -> None:
    record = listed()
    address = "/en/guide/data/records.json"
    first = guide_client.get(address)
    tag = first.headers["ETag"]
    assert guide_client.get(address, headers={"if-none-match": tag}).status_code == 304
    assert "Last-Modified" not in first.headers
    record.lead.name_en = "Another name"
    record.lead.save()
    again = guide_client.get(address, headers={"if-none-match": tag})
    assert again.status_code == 200
    assert b"Another name" in again.content


def test_the_linked_data_says_nothing_outside_its_context(
    guide_sqlite: str, guide_client: Any
) -> None:
    record = listed()
    content = read(guide_client, "/en/guide/data/records.jsonld")
    context = content["@context"]

    def check(node: Any) -> None:
        if isinstance(node, list):
            for each in node:
                check(each)
        elif isinstance(node, dict):
            if "@value" in node:
                assert node.keys() <= {"@value", "@language", "@type"}
                assert len(node) == 2
                return
            for key, value in node.items():
                assert key in {"id", "type"} or key.partition(":")[0] in context, key
                check(value)

    check(content["@graph"])
    assert context["@base"].endswith("/")
    dataset, work = content["@graph"]
    assert set(dataset["type"]) == {"dcat:Dataset", "schema:Dataset"}
    assert dataset["schema:hasPart"] == [{"id": work["id"]}]
    assert work["id"] == f"en/guide/records/{record.identifier}/"


def test_what_is_expected_is_told_as_no_result(guide_sqlite: str, guide_client: Any) -> None:
    record = make_record(verification="unverified_seed")
    record.claims.create(kind="expected", measure_en="Hope")
    record.save_revision()
    from balise.site.guide.publishing import list_publicly

    list_publicly(record)
    _dataset, work = read(guide_client, "/en/guide/data/records.jsonld")["@graph"]
    told = {each["schema:additionalType"]: each for each in work["schema:hasPart"]}
    assert told["result"]["schema:creativeWorkStatus"] == "result"
    assert told["expected"]["schema:creativeWorkStatus"] == "not a result"


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("Open data", "Data dictionary", "Open Government Licence", "provincial")),
        ("fr", ("Données ouvertes", "Dictionnaire de données", "Licence du gouvernement ouvert")),
    ],
)
def test_the_page_explains_licence_fields_and_addresses(
    guide_sqlite: str, guide_client: Any, lang: str, words: tuple[str, ...]
) -> None:
    listed()
    text = guide_client.get(f"/{lang}/guide/data/").content.decode()
    for each in (*words, "claims", "period_stated"):
        assert each in text
    assert "<code>consent_on</code>" not in text


def test_the_interface_finds_projects_by_stable_identifiers(
    guide_db: str, guide_client: Any
) -> None:
    record = listed(title_en="Salmon counted by sonar", title_fr="Saumons comptés au sonar")
    listed(jurisdiction="CA-YT")
    make_record(title_en="Salmon in a draft")
    found = read(guide_client, "/en/api/guide/projects?q=salmon")
    assert [each["id"] for each in found["results"]] == [record.identifier]
    assert found["results"][0]["link"] == f"/en/guide/records/{record.identifier}/"
    found = read(guide_client, "/fr/api/guide/projects?jurisdiction=CA-YT")
    assert found["count"] == 1
    one = read(guide_client, f"/fr/api/guide/projects/{record.identifier}")
    assert (one["id"], one["title_fr"]) == (record.identifier, "Saumons comptés au sonar")


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("q=" + "x" * 10_000, 200),
        ("q=' OR 1=1 --", 200),
        ("q=%00", 200),
        ("theme=watr", 400),
        ("page=99", 400),
        ("page=x", 400),
        ("language=fr", 200),
    ],
)
def test_odd_questions_are_answered_plainly(
    guide_db: str, guide_client: Any, question: str, status: int
) -> None:
    listed()
    response = guide_client.get(f"/en/api/guide/projects?{question}")
    assert response.status_code == status
    if status == 400:
        assert json.loads(response.content)["status"] == 400


def test_a_draft_and_an_unknown_address_are_not_found(guide_sqlite: str, guide_client: Any) -> None:
    make_record(identifier="draft")
    for each in ("projects/draft", "projects/none", "other"):
        response = guide_client.get(f"/en/api/guide/{each}")
        assert response.status_code == 404
        assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_description_tells_of_the_guide_too(
    guide_sqlite: str, guide_client: Any, lang: str
) -> None:
    record = listed()
    described = read(guide_client, f"/{lang}/api/v1/openapi.json")
    assert "/releases" in described["paths"], "the explorer is described as well"
    for path in ("/projects", "/projects/{identifier}"):
        verbs = described["paths"][path]
        address = f"{verbs['servers'][0]['url']}{path}".format(identifier=record.identifier)
        assert read(guide_client, address)["version"] == "v1"


def test_a_working_title_says_so_in_the_linked_data(guide_sqlite: str, guide_client: Any) -> None:
    listed(title_fr_is_working=True)
    _dataset, work = read(guide_client, "/en/guide/data/records.jsonld")["@graph"]
    told = work["schema:disambiguatingDescription"]
    assert {"@value": "Le titre français est un titre de travail.", "@language": "fr"} in told


def test_counts_of_the_interface_follow_texts_that_are_no_projects(
    guide_sqlite: str, guide_client: Any
) -> None:
    listed()
    address = "/en/api/guide/projects"
    first = guide_client.get(address)
    make_play()
    again = guide_client.get(address, headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 200
    assert again.json()["facets"]["kind"] == {"play": 1, "record": 1}


def test_evidence_is_counted_for_results_alone(guide_sqlite: str, guide_client: Any) -> None:
    from balise.site.guide.models import Claim

    hopeful = make_record(verification="unverified_seed")
    Claim.objects.filter(record=hopeful).update(kind="expected")
    make_listed(identifier="measured")
    list_anew(hopeful)
    told = read(guide_client, "/en/api/guide/projects?evidence=before_after")
    assert [each["id"] for each in told["results"]] == ["measured"]
    assert told["facets"]["evidence"] == {"before_after": 1}
    page = guide_client.get("/en/guide/records/?evidence=before_after").content.decode()
    assert "/en/guide/records/measured/" in page
    assert f"/en/guide/records/{hopeful.identifier}/" not in page


def list_anew(record: Any) -> None:
    from balise.site.guide.models import Record
    from balise.site.guide.publishing import list_publicly

    list_publicly(Record.objects.get(pk=record.pk))
