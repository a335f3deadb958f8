"""Scenarios beside their release: their pages, their JSON, their files, and what is refused."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from balise.network.scenarios import Reach, compare
from balise.release import Release, read_release, read_scenario, write_scenario
from balise.reports import numeral
from balise.vocabulary import ReleaseError
from tests.network.scenarios.coast import Straight, network, origins_of
from tests.release.invented_scenario import invented_scenario
from tests.site.opened import opened, sound_release
from tests.site.test_pages import text_of

LANTERN, BELL, KEEL = ("lantern", -64.6, 47.3), ("bell", -66.2, 46.1), ("keel", -67.1, 45.6)
PAGES = ("scenarios/", "scenarios/moved/", "scenarios/moved/?pair=1&reach=10+km&level=cd")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A release, and a scenario of three networks made from it."""
    place = tmp_path_factory.mktemp("beside")
    release = read_release(sound_release(place / "coast"))
    found = Release(
        release.path, release.record, {**release.tables, "origins": origins_of(6.0).lazy()}
    )
    networks = [
        network("today", LANTERN, BELL, hours_week=37.5),
        network("tomorrow", BELL, KEEL, ("hull", None, None)),
        network("evenings", LANTERN, BELL, hours_week=45.0),
    ]
    reaches = [Reach("km", 10.0), Reach("km", 50.0), Reach("min", 30.0)]
    return release.path, write_scenario(
        place / "moved", compare(found, networks, Straight(), reaches)
    )


@pytest.fixture(scope="module")
def beside(folders: tuple[Path, Path]) -> Iterator[Any]:
    """A client of a site with the scenario."""
    with opened(folders[0]) as client, override_settings(BALISE_SCENARIOS=(str(folders[1]),)):
        from balise.site.explorer.shelf import shelf

        shelf.cache_clear()
        yield client
    shelf.cache_clear()


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_scenarios_answers_in_its_language(beside: Any, page: str, lang: str) -> None:
    response = beside.get(f"/{lang}/{page}")
    assert response.status_code == 200
    text = response.content.decode()
    assert f'<html lang="{lang}">' in text
    assert response["Content-Language"] == lang
    assert not re.search(r"\sstyle=|\son\w+=|<style", text)
    assert f'href="/{lang}/scenarios/"' in text


def test_a_scenario_says_how_it_was_made_and_what_it_rests_on(beside: Any) -> None:
    text = text_of(beside.get("/en/scenarios/moved/").content.decode())
    assert "Networks compared as they were given" in text
    assert "No road was followed" in text
    assert "Sites of “tomorrow” without a position: 1 of 3" in text
    assert "“evenings” has the same sites as “today”" in text
    assert "Made from the release" in text
    assert "Hours open a week within reach" in text


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_gains_and_losses_are_those_of_the_scenario(
    beside: Any, folders: tuple[Path, Path], lang: str
) -> None:
    page = beside.get(f"/{lang}/scenarios/moved/", {"reach": "50 km"}).content.decode()
    changes = read_scenario(folders[1]).tables["changes"]
    # An area of 6 km of spread is a point at 50 km: both readings are the same.
    for row in changes.filter(
        (changes["from"] == "today")
        & (changes["to"] == "tomorrow")
        & (changes["reach"] == "50 km")
        & (changes["reading"] == "surely")
        & changes["dimension"].is_in(["all", "quintile"])
        & changes["reason"].is_null()
    ).to_dicts():
        for each in ("people_gaining", "people_losing"):
            assert f'<td class="number">{numeral(row[each], lang)}</td>' in page
    words = {"en": "fewer within reach", "fr": "de moins à portée"}[lang]
    assert f'<span aria-hidden="true">▼</span> {words}' in page


def test_sites_are_told_by_words_and_not_by_colour_alone(beside: Any) -> None:
    text = text_of(beside.get("/en/scenarios/moved/").content.decode())
    assert re.search(r"Keel – \+ Opened nearest for 310 people –", text)
    assert re.search(r"Lantern ● Kept .* × Closed ● Kept", text)


def test_the_map_is_given_what_the_table_says(beside: Any) -> None:
    page = beside.get("/fr/scenarios/moved/").content.decode()
    given = re.search(r'data-sites="([^"]+)"', page)
    if given is None:
        pytest.skip("the map is not built: make front")
    told = json.loads(unescape(given[1]))
    assert [name for name, _title in told["networks"]] == ["today", "tomorrow", "evenings"]
    assert told["first"] == "tomorrow"
    assert {(each["name"], each["state"]) for each in told["sites"]} >= {
        ("Keel", "opened"),
        ("Lantern", "closed"),
    }
    assert len(told["around"]) >= 3


@pytest.mark.parametrize(
    "asked", ["reach=7+km", "pair=9", "pair=x", "level=da", "reach=50+km&pair=-1"]
)
def test_what_a_scenario_does_not_hold_is_no_page(beside: Any, asked: str) -> None:
    assert beside.get(f"/en/scenarios/moved/?{asked}").status_code == 404
    assert beside.get("/en/scenarios/other/").status_code == 404


def test_the_interface_gives_scenarios_and_their_tables(
    beside: Any, folders: tuple[Path, Path]
) -> None:
    listed = beside.get("/en/api/v1/scenarios").json()["scenarios"]
    assert [(each["name"], each["kind"]) for each in listed] == [("moved", "compare")]
    told = beside.get("/fr/api/v1/scenarios/moved").json()
    found = read_scenario(folders[1])
    assert told["seal"] == found.seal
    assert set(told["tables"]) == {"sites", "reach", "changes"}
    assert "area" not in {row[3] for row in told["tables"]["changes"]["rows"]}
    for name, table in found.tables.items():
        (whole,) = beside.get(f"/fr/api/v1/scenarios/moved?table={name}").json()["tables"].values()
        assert (whole["columns"], len(whole["rows"])) == (table.columns, table.height)
    assert beside.get("/fr/api/v1/scenarios/moved?table=dreams").status_code == 404
    again = beside.get("/fr/api/v1/scenarios/moved")
    tagged = {"HTTP_IF_NONE_MATCH": again["ETag"]}
    assert beside.get("/fr/api/v1/scenarios/moved", **tagged).status_code == 304
    refused = beside.get("/fr/api/v1/scenarios/movd")
    assert refused.status_code == 404
    assert "moved" in refused.json()["detail"]


def test_every_file_of_a_scenario_can_be_taken_away(
    beside: Any, folders: tuple[Path, Path]
) -> None:
    for path in sorted(folders[1].iterdir()):
        response = beside.get(f"/en/api/v1/scenarios/moved/{path.name}")
        assert response.status_code == 200
        assert b"".join(response.streaming_content) == path.read_bytes()
    assert beside.get("/en/api/v1/scenarios/moved/passwd").status_code == 404


def test_the_decision_note_is_made_when_it_is_asked_for(
    beside: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from balise.site.explorer import scenario_api
    from balise.site.explorer.workshop import Workshop

    monkeypatch.setattr(scenario_api, "workshop", lambda _lane: Workshop(tmp_path, patience=120.0))
    response = beside.get("/fr/api/v1/scenarios/moved/note.pdf")
    # The release on disk is enough: origins are not asked for again.
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content).startswith(b"%PDF")


def test_the_description_of_the_interface_lists_scenarios(beside: Any) -> None:
    paths = beside.get("/fr/api/v1/openapi.json").json()["paths"]
    assert {each for each in paths if each.startswith("/scenarios")} == {
        "/scenarios",
        "/scenarios/{scenario}",
        "/scenarios/{scenario}/{file}",
        "/scenarios/{scenario}/note.pdf",
    }
    operations = [each["get"]["operationId"] for each in paths.values()]
    assert len(set(operations)) == len(operations)


def test_the_menu_leads_to_scenarios_where_there_are_some(
    beside: Any, folders: tuple[Path, Path]
) -> None:
    assert '<a href="/en/scenarios/"' in beside.get("/en/areas/").content.decode()
    from balise.site.explorer.shelf import shelf

    with override_settings(BALISE_SCENARIOS=()):
        shelf.cache_clear()
        assert '<a href="/en/scenarios/"' not in beside.get("/en/areas/").content.decode()
        text = text_of(beside.get("/en/scenarios/").content.decode())
        assert "This site shows no scenario" in text
    shelf.cache_clear()


def test_a_scenario_of_another_release_is_not_shown(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    from balise.site.explorer.shelf import shelf

    other = write_scenario(tmp_path / "other", invented_scenario())
    again = tmp_path / "again" / "moved"
    again.parent.mkdir()
    write_scenario(again, invented_scenario(seal=str(read_scenario(folders[1]).release["seal"])))
    cases = [
        ((other,), "Expected both to be of the same release"),
        ((folders[1], again), "Two scenarios are named 'moved'"),
        ((tmp_path / "nothing",), "has no scenario.json"),
    ]
    with opened(folders[0]):
        for paths, message in cases:
            with override_settings(BALISE_SCENARIOS=tuple(map(str, paths))):
                shelf.cache_clear()
                with pytest.raises(ReleaseError, match=message):
                    shelf()
    shelf.cache_clear()
