"""Groups as the map asks for them: where they have scores, and who they are made of."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from django.test import Client

from balise.release import Release, read_release
from balise.vocabulary import CELLS
from tests.site.opened import opened, sound_release

CODES = [cell.code for cell in CELLS]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return read_release(sound_release(tmp_path_factory.mktemp("releases") / "coast"))


@pytest.fixture
def client(release: Release) -> Iterator[Client]:
    with opened(release.path) as client:
        yield client


def read(client: Client, address: str) -> Any:
    return json.loads(client.get(address).content)


def test_groups_say_at_which_levels_they_have_scores(client: Client, release: Release) -> None:
    answer = read(client, "/fr/api/v1/group_levels")
    rows = [dict(zip(answer["columns"], row, strict=True)) for row in answer["rows"]]
    levels = release.table("areas").select("dguid", "level")
    groups = release.table("groups").join(levels, on="dguid")
    assert {(row["level"], row["group"]) for row in rows} == set(
        groups.select("level", "group").iter_rows()
    )
    for row in rows:
        own = groups.filter(level=row["level"], group=row["group"])
        assert (row["areas"], row["with_score"]) == (own.height, own["evi"].count())
        assert row["name"]


def test_shares_of_a_group_times_archetypes_give_its_scores_again(
    client: Client, release: Release
) -> None:
    known = release.table("group_archetypes")
    group = known["group"][0]
    dguid = known.filter(group=group)["dguid"][0]
    level = release.table("areas").filter(dguid=dguid)["level"][0]
    answer = read(client, f"/en/api/v1/group_shares?level={level}&group={group}")
    types = {
        (row["province"], row["area_type"], row["cell"]): row["evi_mean"]
        for row in release.table("archetypes").to_dicts()
    }
    score = 0.0
    for values in answer["rows"]:
        row = dict(zip(answer["columns"], values, strict=True))
        if row["dguid"] == dguid:
            points = [types.get((row["province"], row["area_type"], code), 0.0) for code in CODES]
            cells = np.array([row[code] for code in CODES])
            score += row["share"] * float(cells @ points) / answer["total"]
    published = release.table("groups").filter(dguid=dguid, group=group)["evi"][0]
    assert score == pytest.approx(published, abs=0.1)


def test_a_group_is_asked_for_by_name(client: Client) -> None:
    asked = client.get("/fr/api/v1/group_shares?level=csd")
    assert asked.status_code == 400
    assert "Indiquez le groupe" in json.loads(asked.content)["detail"]
    assert client.get("/en/api/v1/group_shares?level=csd&group=elders").status_code == 404


def test_reasons_come_with_groups(client: Client) -> None:
    answer = read(client, "/fr/api/v1/groups?level=csd&columns=dguid,reason")
    reasons = {reason for _, reason in answer["rows"] if reason}
    assert reasons <= answer["reasons"].keys()
