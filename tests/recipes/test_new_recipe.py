"""Recipes written for other jurisdictions: they read back, and mistakes are named."""

from pathlib import Path

import pytest

from balise.recipes import Recipe, find_place, new_recipe, parse_recipe, read_recipe
from balise.sources import read_divisions
from balise.vocabulary import PROVINCES, RecipeError, TableError

PLACES = [each.code for each in PROVINCES] + read_divisions()["cduid"].to_list()[::20]
REGIONS = "region,name_en,name_fr,csduid\nn,North,Nord,1315011\ns,South,Sud,1301006\n"


def read_back(text: str) -> Recipe:
    return parse_recipe(text, "new.toml", Path())


@pytest.mark.parametrize("code", PLACES)
def test_a_recipe_for_any_place_reads_back(code: str) -> None:
    recipe = read_back(new_recipe(code))
    assert recipe.jurisdiction == (code,)
    assert recipe.base == "csd"
    assert {"canada", "pr", "cd", "csd"} <= set(recipe.levels)


@pytest.mark.parametrize("asked", ["46", "MB", "mb", "Manitoba", " manitoba ", "46 Manitoba"])
def test_a_province_answers_to_code_abbreviation_and_name(asked: str) -> None:
    assert find_place(asked).code == "46"


def test_places_answer_in_both_languages_with_or_without_accents() -> None:
    assert find_place("Nouvelle-Écosse").code == find_place("nouvelle-ecosse").code == "12"


def test_a_division_is_told_from_its_namesake_by_its_province() -> None:
    with pytest.raises(RecipeError, match=r"found 2 places .*1310 York.*3519 York \(Ontario\)"):
        find_place("York")
    assert find_place("York (Ontario)").code == find_place("3519").code == "3519"


def test_canada_as_a_whole_may_be_asked_for() -> None:
    assert len(read_back(new_recipe("canada")).provinces) == 13


def test_unknown_places_get_the_nearest_ones() -> None:
    with pytest.raises(RecipeError, match=r"'Manitba': found no such place.*'Manitoba'"):
        new_recipe("Manitba")
    with pytest.raises(RecipeError, match=r"Census divisions of Ontario: 3501 .* more"):
        new_recipe("3599")
    with pytest.raises(RecipeError, match=r"Provinces and territories: 10 Newfoundland"):
        new_recipe("99")


def test_a_recipe_naming_no_known_division_is_refused() -> None:
    with pytest.raises(RecipeError, match="found '3599', which is no census division"):
        read_back(new_recipe("3519").replace('"3519"', '"3599"'))


def test_only_the_pilot_has_distances_bundled() -> None:
    assert "catchment" in read_back(new_recipe("NB")).levels
    assert "catchment" not in read_back(new_recipe("MB")).levels


def test_the_bundled_choices_and_the_written_ones_are_the_same() -> None:
    written, pilot = read_back(new_recipe("NB")).to_dict(), read_recipe("new-brunswick").to_dict()
    differing = {key for key in pilot if written[key] != pilot[key]}
    assert differing <= {"name", "title_en", "title_fr"}


def test_groups_of_ones_own_are_written_as_given() -> None:
    text = new_recipe("MB", groups=["older=age >= 65", " aînés_sans = education == 'none'"])
    assert read_back(text).groups == {"older": "age >= 65", "aînés_sans": "education == 'none'"}


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        (["older"], r"Group 'older': found no NAME=EXPRESSION"),
        (["=age >= 65"], r"found no NAME=EXPRESSION"),
        (["a=age < 25", "a=age < 35"], r"Group 'a': found it twice"),
        (["a=agee < 25"], r"groups\.a: .*found the name 'agee'"),
        (["seniors=age < 25"], r"groups\.seniors: found a name that every release"),
        (["bad\nname=age < 25"], r"Expected at most 40 lower-case letters"),
    ],
)
def test_a_group_that_cannot_be_followed_is_refused(groups: list[str], message: str) -> None:
    with pytest.raises(RecipeError, match=message):
        new_recipe("MB", groups=groups)


def test_regions_are_checked_before_the_recipe_is_written(tmp_path: Path) -> None:
    path = tmp_path / "ré\u00a0gions.csv"
    path.write_text(REGIONS, encoding="utf-8")
    recipe = read_back(new_recipe("NB", regions=path))
    assert recipe.regions == path
    assert "region" in recipe.levels
    with pytest.raises(TableError, match=r"found 2 unknown: 1315011, 1301006"):
        new_recipe("MB", regions=path)
    with pytest.raises(RecipeError, match=r"regions: found no file 'no\.csv'"):
        new_recipe("MB", regions="no.csv")
