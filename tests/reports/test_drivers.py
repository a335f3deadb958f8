"""What sets an area apart from its province is split into parts that add up."""

from typing import Any

import polars as pl
import pytest

from balise.release import Release, read_release
from balise.reports import area_drivers, fit_effects, mix
from balise.vocabulary import AGES, CELLS
from tests.release.invented import invented_release


@pytest.fixture(scope="module")
def coast(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return read_release(invented_release(tmp_path_factory.mktemp("releases") / "coast"))


def rows(release: Release, level: str) -> list[dict[str, Any]]:
    return release.table("areas").filter(pl.col("level") == level).to_dicts()


@pytest.mark.property
def test_the_parts_of_a_difference_add_up_to_it(coast: Release) -> None:
    scored = [row for row in rows(coast, "csd") + rows(coast, "cd") if row["evi"] is not None]
    assert len(scored) > 4
    for row in scored:
        parts = area_drivers(coast, row, "en")
        assert len(parts) == 5
        assert sum(each.points for each in parts) == pytest.approx(row["evi_relative"])


def test_an_area_like_its_province_owes_nothing_to_who_lives_there(coast: Release) -> None:
    # Its difference is all in what is left over: 3 points.
    (province,) = (row for row in rows(coast, "pr") if row["code"] == "13")
    twin = province | {"level": "csd", "evi_relative": 3.0}
    *parts, rest = area_drivers(coast, twin, "en")
    assert [each.written for each in parts] == ["0.0"] * 4
    assert {each.words for each in parts} == {"about as in the province"}
    assert (rest.factor, rest.written) == ("Combination", "+3.0")


def test_effects_are_centred_on_the_people_of_the_province(coast: Release) -> None:
    (province,) = (row for row in rows(coast, "pr") if row["code"] == "13")
    shares = coast.table("area_archetypes").filter(dguid=province["dguid"])
    effects = fit_effects(coast.table("archetypes"), shares, "13")
    people = mix(shares, "13")
    ages = [
        sum(float(people[kind * len(CELLS) + at]) for kind in range(3) for at in inside)
        for inside in ([at for at, cell in enumerate(CELLS) if cell.age == age] for age in range(7))
    ]
    assert sum(ages) == pytest.approx(1, abs=1e-3)
    assert effects.points[: len(AGES)] @ ages == pytest.approx(0, abs=1e-9)


def test_areas_that_are_not_compared_have_no_parts(coast: Release) -> None:
    unpublished = [row for row in rows(coast, "csd") if row["evi"] is None]
    assert unpublished
    for row in [*rows(coast, "canada"), *rows(coast, "pr"), *unpublished]:
        assert area_drivers(coast, row, "fr") == []


def test_parts_are_told_in_both_languages(coast: Release) -> None:
    row = next(row for row in rows(coast, "csd") if row["evi"] is not None)
    told = {language: area_drivers(coast, row, language) for language in ("en", "fr")}
    assert [each.points for each in told["en"]] == [each.points for each in told["fr"]]
    assert {each.factor for each in told["fr"]} >= {"Âge", "Scolarité", "Revenu du ménage"}
