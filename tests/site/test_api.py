"""The interface says what the release says, names its versions, and refuses helpfully."""

import gzip
import json
from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest
from django.test import Client

from balise.release import Release, read_release
from balise.vocabulary import CELLS
from tests.site.opened import opened, sound_release

pytestmark = pytest.mark.filterwarnings("ignore:No directory at:UserWarning")


@pytest.fixture(scope="module")
def coast(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return read_release(sound_release(tmp_path_factory.mktemp("releases") / "coast"))


@pytest.fixture(scope="module")
def client(coast: Release) -> Iterator[Client]:
    with opened(coast.path) as client:
        yield client


def read(client: Client, address: str, **headers: str) -> Any:
    response = client.get(address, headers=headers)
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def table(answer: dict[str, Any], like: pl.DataFrame) -> pl.DataFrame:
    schema = {name: like.schema.get(name, pl.String) for name in answer["columns"]}
    return pl.DataFrame(answer["rows"], schema=schema, orient="row")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("level", ["pr", "csd"])
def test_areas_are_those_of_the_release(
    client: Client, coast: Release, language: str, level: str
) -> None:
    areas = coast.table("areas").filter(pl.col("level") == level)
    answer = read(client, f"/{language}/api/v1/areas?level={level}")
    given = table(answer, areas)
    assert given.drop("name").equals(areas)
    assert given["name"].equals(
        areas.select(pl.coalesce(f"name_{language}", "name_en", "code")).to_series().rename("name")
    )
    assert (answer["seal"], answer["release"]) == (
        coast.record["seal"],
        coast.record["recipe_name"],
    )


def test_columns_and_the_area_they_lie_in_may_be_chosen(client: Client, coast: Release) -> None:
    areas = coast.table("areas").filter(pl.col("level") == "csd")
    parent = areas["parent"][0]
    answer = read(client, f"/en/api/v1/areas?level=csd&parent={parent}&columns=dguid,evi,name")
    assert answer["columns"] == ["dguid", "evi", "name"]
    assert len(answer["rows"]) == areas.filter(pl.col("parent") == parent).height


def test_shares_times_archetypes_give_the_scores_again(client: Client, coast: Release) -> None:
    shares = read(client, "/en/api/v1/shares?level=csd")
    types = read(client, "/en/api/v1/archetypes")
    assert shares["columns"] == [
        "dguid",
        "province",
        "area_type",
        "share",
        *(cell.code for cell in CELLS),
    ]
    named = [dict(zip(types["columns"], row, strict=True)) for row in types["rows"]]
    score = {(row["province"], row["area_type"], row["cell"]): row["evi_mean"] for row in named}
    rebuilt: dict[str, float] = {}
    for dguid, province, area_type, share, *parts in shares["rows"]:
        mean = sum(
            part * score[province, area_type, cell.code]
            for part, cell in zip(parts, CELLS, strict=True)
        )
        rebuilt[dguid] = rebuilt.get(dguid, 0) + share * mean / shares["total"]
    published = coast.table("areas").filter(pl.col("level") == "csd", pl.col("evi").is_not_null())
    for dguid, evi in published.select("dguid", "evi").iter_rows():
        assert rebuilt[dguid] == pytest.approx(evi, abs=0.1)


def test_an_area_comes_with_its_groups_indicators_and_reasons(
    client: Client, coast: Release
) -> None:
    areas = coast.table("areas").filter(pl.col("level") == "csd")
    for row in areas.iter_rows(named=True):
        answer = read(client, f"/fr/api/v1/areas/{row['dguid']}")
        assert {key: answer["area"][key] for key in row} == row
        for name in ("groups", "indicators", "sensitivity"):
            own = coast.table(name).filter(pl.col("dguid") == row["dguid"]).drop("dguid")
            assert table(answer[name], own).equals(own)
        assert (answer["reason"] is None) == (row["reason"] is None)
        assert [each["level"] for each in answer["above"]] == ["cd", "er", "pr", "canada"]
    assert answer["reasons"]["no_rate"].startswith("non publié")


def test_levels_groups_catchments_method_and_releases_answer(
    client: Client, coast: Release
) -> None:
    levels = read(client, "/fr/api/v1/levels")
    assert ["csd", "subdivision de recensement", 6, 4, 0] in levels["rows"]
    groups = read(client, "/fr/api/v1/groups?level=csd&group=seniors")
    assert len(groups["rows"]) == 6
    assert groups["names"]["seniors"] == "personnes aînées (65 ans et plus)"
    catchments = read(client, "/en/api/v1/catchments")
    assert len(catchments["catchments"]["rows"]) == coast.table("catchments").height
    assert read(client, "/en/api/v1/method")["years"] == coast.record["years"]
    (release,) = read(client, "/en/api/v1/releases")["releases"]
    assert release["seal"] == coast.record["seal"]
    assert isinstance(release["licence"], str)
    kept = client.get(f"/en/api/v1/levels?release={release['permanent']}")
    assert "immutable" in kept.headers["Cache-Control"]


def test_nothing_is_sent_again_that_did_not_change(client: Client) -> None:
    address = "/en/api/v1/areas?level=csd"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/fr/api/v1/areas?level=csd").headers["ETag"] != first.headers["ETag"]
    assert "max-age" in first.headers["Cache-Control"]
    assert first.headers["Access-Control-Allow-Origin"] == "*"


def test_a_packed_answer_is_the_same_answer(client: Client) -> None:
    address = "/en/api/v1/areas?level=csd"
    plain = client.get(address)
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Accept-Encoding" in packed.headers["Vary"]


@pytest.mark.parametrize(
    ("address", "status", "english", "french"),
    [
        ("areas", 400, "as in ?level=canada", "comme dans ?level=canada"),
        ("areas?level=cds", 404, "Did you mean: ", "Vouliez-vous dire : "),
        ("areas?level=csd&columns=dguid,evj", 400, "evi", "evi"),
        ("areas?level=csd&parent=nowhere", 404, "areas?level=csd", "areas?level=csd"),
        ("areas/2021A0", 404, "no area '2021A0'", "pas de région «\N{NO-BREAK SPACE}2021A0"),
        ("groups?level=csd&group=elders", 404, "Known: ", "Noms connus : "),
        ("levels?release=other", 404, "No release 'other'", "Aucune diffusion"),
        ("levels?release=invented@000000000000", 404, "", ""),
        ("nothing", 404, "openapi.json", "openapi.json"),
        ("a/b/c", 404, "openapi.json", "openapi.json"),
    ],
)
def test_refusals_say_what_to_ask_instead(
    client: Client, address: str, status: int, english: str, french: str
) -> None:
    for language, said in (("en", english), ("fr", french)):
        response = client.get(f"/{language}/api/v1/{address}")
        problem = json.loads(response.content)
        assert (response.status_code, problem["status"]) == (status, status)
        assert response.headers["Content-Type"] == "application/problem+json"
        assert response.headers["Content-Language"] == language
        assert said in problem["detail"]


def test_a_seal_that_is_not_that_of_the_release_is_refused(client: Client, coast: Release) -> None:
    name = coast.record["recipe_name"]
    response = client.get(f"/en/api/v1/levels?release={name}@{'0' * 12}")
    assert response.status_code == 404
    assert str(coast.record["seal"])[:12] in json.loads(response.content)["detail"]


def test_nothing_can_be_changed(client: Client) -> None:
    response = client.post("/en/api/v1/areas?level=csd")
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_address_described_answers_as_described(
    client: Client, coast: Release, language: str
) -> None:
    described = read(client, f"/{language}/api/v1/openapi.json")
    assert described["openapi"] == "3.1.0"
    for path, verbs in described["paths"].items():
        if "servers" in verbs:
            continue  # the Guide tells of its own addresses
        if "{scenario}" in path:
            continue  # asked for where there is one
        dguid = coast.table("areas")["dguid"][0]
        address = f"{described['servers'][0]['url']}{path}".replace("{dguid}", dguid)
        address = address.replace("{name}", "areas.csv")
        required = [each["name"] for each in verbs["get"]["parameters"] if each["required"]]
        (kind,) = verbs["get"]["responses"]["200"]["content"]
        if kind != "application/json":
            response = client.get(address)
            b"".join(response)
            given = response.headers["Content-Type"].split(";")[0]
            assert (response.status_code, given in {kind, "text/csv"}) == (200, True)
            continue
        asked = {"level": "csd", "group": coast.table("groups")["group"][0]}
        query = "&".join(f"{name}={asked[name]}" for name in required if name in asked)
        answer = read(client, f"{address}?{query}")
        assert answer["version"] == "v1"
        schema = verbs["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        if "$ref" in schema:
            assert isinstance(answer["rows"], list)


def test_reach_is_that_of_the_release_with_shares_between_their_ends(
    client: Client, coast: Release
) -> None:
    levels = read(client, "/en/api/v1/levels")
    assert levels["columns"][-1] == "with_reach"
    (reach,) = coast.table("beyond")["reach"].unique()
    answer = read(client, "/en/api/v1/access?level=csd")
    rows = [dict(zip(answer["columns"], row, strict=True)) for row in answer["rows"]]
    published = {row["dguid"]: row for row in coast.table("access").to_dicts()}
    beyond = {row["dguid"]: row for row in coast.table("beyond").to_dicts()}
    assert answer["reach"] == reach
    for row in rows:
        assert row["nearest_km"] == published[row["dguid"]]["nearest_km"]
        own = beyond[row["dguid"]]
        assert (row["share"], row["reason"]) == (own["share"], own["reason"])
        if own["people_low"] is None:
            assert row["share_low"] is row["middle"] is None
        else:
            assert 0 <= row["share_low"] <= row["middle"] <= row["share_high"] <= 1


def test_a_reach_that_is_not_there_is_refused_with_those_that_are(client: Client) -> None:
    response = client.get("/fr/api/v1/access?level=csd&reach=1km")
    assert response.status_code == 404
    assert (
        "n’a pas de portée «\N{NO-BREAK SPACE}1km\N{NO-BREAK SPACE}»" in response.json()["detail"]
    )
