"""Reading recipes: what is accepted, and the message for each thing that is not."""

import pickle
import re
from pathlib import Path

import pytest

from balise.recipes import Prior, Recipe, bundled_recipes, parse_recipe, read_recipe
from balise.vocabulary import RecipeError

HEAD = """
extends = "common"
title_en = "Test"
title_fr = "Essai"
jurisdiction = "46"
base = "csd"
levels = ["pr", "csd"]
"""


def parsed(text: str = "", folder: Path = Path()) -> Recipe:
    return parse_recipe(HEAD + text, "mine.toml", folder)


def changed(old: str, new: str) -> Recipe:
    assert old in HEAD
    return parse_recipe(HEAD.replace(old, new), "mine.toml", Path())


@pytest.mark.parametrize("name", bundled_recipes())
def test_each_bundled_recipe_reads_and_is_named_after_its_file(name: str) -> None:
    recipe = read_recipe(name)
    assert recipe.name == name
    assert recipe.title_en != recipe.title_fr


def test_the_pilot_has_the_choices_of_the_design() -> None:
    recipe = read_recipe("new-brunswick")
    assert recipe.jurisdiction == recipe.provinces == ("13",)
    assert recipe.base == "csd"
    assert recipe.levels == ("canada", "pr", "er", "cd", "csd", "catchment")
    assert (recipe.k, recipe.n, recipe.aggregation) == (0.25, 0, "mean")
    assert recipe.network.reach_km == (10, 25, 50, 100)
    assert recipe.network.reach_min == (15, 30, 60)
    detour = recipe.network.detour
    assert (detour.low, detour.value, detour.high) == (1.1, 1.3, 1.6)
    assert (recipe.network.position_error_km, recipe.draws) == (5, 200)
    assert (recipe.thresholds.people, recipe.thresholds.income) == (40, 250)
    assert (recipe.years.people, recipe.years.behaviour, recipe.years.coverage) == (
        2016,
        2018,
        2018,
    )
    assert recipe.soft_margins == ("60", "61", "62")


def test_thirds_add_up_to_one() -> None:
    weights = read_recipe("new-brunswick").weights
    assert weights.means == weights.willingness == weights.abilities
    assert weights.means + weights.willingness + weights.abilities == 1


def test_decimals_close_to_thirds_are_scaled_to_one() -> None:
    weights = parsed(
        "weights = { means = 0.3333333, willingness = 0.3333333, abilities = 0.3333333 }"
    ).weights
    assert weights.means == weights.willingness == weights.abilities == pytest.approx(1 / 3)


def test_a_recipe_takes_from_the_one_it_extends_what_it_does_not_state() -> None:
    recipe = parsed("k = 0.5\n[network]\ndetour = { value = 1.4 }")
    assert (recipe.k, recipe.n) == (0.5, 0)
    detour = recipe.network.detour
    assert (detour.low, detour.value, detour.high) == (1.1, 1.4, 1.6)


def test_a_recipe_may_extend_one_that_extends_the_common_choices() -> None:
    pilot, extended = (
        read_recipe("new-brunswick"),
        parse_recipe('extends = "new-brunswick"\nn = 0.5', "half.toml", Path()),
    )
    assert (extended.name, extended.title_en, extended.n) == ("half", pilot.title_en, 0.5)


def test_a_recipe_without_a_base_must_state_every_choice() -> None:
    with pytest.raises(RecipeError, match=r"mine\.toml: found no value for .*extends = \"common\""):
        parse_recipe('title_en = "Alone"', "mine.toml", Path())


def test_margins_are_softened_for_one_province_or_for_all() -> None:
    assert len(parsed('margins = "soft"').soft_margins) == 13
    assert parsed('margins = { 46 = "soft" }').soft_margins == ("46", "60", "61", "62")


def test_priors_carry_their_source() -> None:
    recipe = parsed(
        "[priors.internet_use]\n"
        'rural = { mean = -0.37, sd = 0.2, source_en = "2009 file", source_fr = "fichier 2009" }'
    )
    assert recipe.priors["internet_use"]["rural"] == Prior(-0.37, 0.2, "2009 file", "fichier 2009")


def test_a_recipe_survives_a_trip_to_a_worker() -> None:
    recipe = read_recipe("new-brunswick")
    assert pickle.loads(pickle.dumps(recipe)) == recipe


def test_a_division_covers_its_own_areas_only() -> None:
    recipe = changed('"46"', '"3519"')
    assert (recipe.provinces, recipe.divisions) == (("35",), ("3519",))
    assert recipe.covers("3519036")
    assert not recipe.covers("3520005")


def test_canada_covers_every_province() -> None:
    recipe = changed('"46"', '"canada"')
    assert len(recipe.provinces) == 13
    assert recipe.covers("6204003")


def test_a_record_holds_plain_values_and_no_path_of_the_machine(tmp_path: Path) -> None:
    (tmp_path / "regions.csv").write_text("region\n")
    text = HEAD.replace('"csd"]', '"csd", "region"]') + 'regions = "regions.csv"'
    record = parse_recipe(text, "mine.toml", tmp_path).to_dict()
    assert record["regions"] == "regions.csv"
    assert record["weights"] == {"means": 1 / 3, "willingness": 1 / 3, "abilities": 1 / 3}
    assert str(tmp_path) not in repr(record)


UNKNOWN_KEYS = [
    ("weigths = 1", r"mine\.toml: found the unknown key 'weigths'\..*Did you mean 'weights'"),
    ("[effects.home_access]\nprovence = 1", r"effects\.home_access.*Did you mean 'province'"),
    ("weights = { mean = 1 }", r"mine\.toml, weights: found .*'mean'.*Did you mean 'means'"),
    ("[sensitivity]\nzzz = [1]", r"sensitivity: found the unknown key 'zzz'.*Known names: "),
]
WRONG_TYPES = [
    ('draws = "many"', r"mine\.toml, draws: found 'many', text\. Expected a whole number"),
    ("draws = 2.5", r"draws: found 2\.5, a number\. Expected a whole number"),
    ("k = true", r"k: found True, true or false\. Expected a finite number"),
    ("k = nan", r"k: found nan"),
    ('k = "1/0"', r"k: found '1/0'.*a fraction such as"),
    ("network.reach_km = 10", r"reach_km: found 10, a number\. Expected a list"),
    ("weights = 3", r"weights: found 3, a number\. Expected a table"),
    ("name = 3", r"name: found 3, a number\. Expected text between quotes"),
    ("name = 2020-01-01", r"name: found .*, a date"),
    ("groups = [1]", r"groups: found \[1\], a list\. Expected a table"),
    ("regions = 1", r"regions: found 1, a number\. Expected text"),
]
REFUSED = [
    (
        "weights = { means = 0.5, willingness = 0.5, abilities = 0.5 }",
        r"weights: found 0\.5 \+ 0\.5 \+ 0\.5, which add up to 1\.5\. Expected .* add up to 1\.",
    ),
    (
        "weights = { means = 1.5, willingness = -0.5, abilities = 0 }",
        r"weights\.means: found 1\.5\. Expected 0 to 1",
    ),
    ("k = 1.2", r"mine\.toml, k: found 1\.2\. Expected 0 to 1"),
    ("n = -0.1", r"n: found -0\.1\. Expected 0 to 1"),
    ("draws = 1", r"draws: found 1\. Expected 2 or more"),
    ('aggregation = "median"', r"aggregation: found 'median'\. Expected one of mean, geometric"),
    ("network.detour = { value = 1.7 }", r"network\.detour: found low 1\.1, value 1\.7, high 1\.6"),
    ("network.detour = { low = 0.9 }", r"no road is shorter than a straight line"),
    ("network.reach_km = [0]", r"network\.reach_km: found 0\. Expected 1 to 500"),
    ("network.reach_min = [0]", r"network\.reach_min: found 0\. Expected 1 to 500"),
    ("network.reach_km = []", r"reach_km: found an empty list\. Expected at least one distance"),
    ("network.reach_km = [5, 5]", r"reach_km: found 5, 5, one of them twice"),
    ("network.position_error_km = -1", r"position_error_km: found -1\. Expected 0 to 100"),
    ("network.speed_kmh.value = 20", r"speed_kmh: found low 40, value 20, high 90"),
    ('network.engine = "teleport"', r"engine: found 'teleport'\. Expected one of geodesic, roads"),
    ('network.engine = "roads"', r"engine: found 'roads'\. Expected geodesic alone, or roads:FILE"),
    ("network.floating.weights = [1, 0.5]", r"floating: found minutes 10, 20, 30 and weights 1, 0"),
    ("detour = { value = 1.4 }", r"mine\.toml, detour: found it at the top .* under \[network\]"),
    ("reach_km = [10]", r"mine\.toml, reach_km: found it at the top of the recipe"),
    ("years = { people = 16 }", r"years\.people: found 16\. Expected 2000 to 2100"),
    ("thresholds = { people = -1 }", r"thresholds\.people: found -1"),
    ('margins = { 99 = "soft" }', r"margins: found '99'\. Expected one of 10, 11"),
    ('margins = { 46 = "hard" }', r"margins\.46: found 'hard'"),
    (
        "[priors.internet_use]\nrural = { mean = 0, sd = -1 }",
        r"priors\.internet_use\.rural: found the standard deviation -1\. Expected zero or more",
    ),
    ("[skills]\nslope = { mean = 0, sd = -1 }", r"skills\.slope: found the standard deviation -1"),
    (
        "[effects.internet_usage]\nprovince = 1\nsubdivision = 1\narea = 1",
        r"effects\.internet_usage: found 'internet_usage'.*Did you mean 'internet_use'",
    ),
    ("[effects.coverage]\nprovince = 1\nsubdivision = 1\narea = -1", r"coverage\.area: found -1"),
    ('[effects.home_access]\norigin = "guess"', r"home_access\.origin: found 'guess'"),
    ('[groups]\nseniors = "age >= 75"', r"groups\.seniors: found a name that every release"),
    ('[groups]\n"My Group" = "age >= 75"', r"found 'My Group'\. Expected at most 40 lower-case"),
    ('[groups]\nold = "agee >= 75"', r"groups\.old: .*found the name 'agee'"),
    ('[groups]\nnone = "age < 25 and age >= 75"', r"which describes nobody"),
    ("[sensitivity]\nk = [2]", r"sensitivity\.k: found 2"),
    ("[sensitivity]\nincome_slope = [-1]", r"sensitivity\.income_slope: found -1"),
    ('[sensitivity]\naggregation = ["sum"]', r"sensitivity\.aggregation: found 'sum'"),
    ('[sensitivity]\nweights = ["2:1"]', r"sensitivity\.weights: .*found '2:1'"),
    ('regions = "nowhere.csv"', r"regions: found no file 'nowhere\.csv' beside the recipe"),
]
REPLACED = [
    ('"46"', "[]", r"jurisdiction: found an empty list"),
    ('"46"', '"99"', r"jurisdiction: found '99', which begins with no province's code"),
    ('"46"', '"Manitoba"', r"found 'Manitoba'.*balise recipe new --jurisdiction Manitoba"),
    ('"46"', '["canada", "46"]', r"found 'canada' beside other codes"),
    ('"46"', '["46", "3519"]', r"found both provinces and census divisions"),
    ('"csd"\nlevels', '"da2"\nlevels', r"base: found 'da2'\. Expected one of csd, da"),
    ('["pr", "csd"]', '["pr", "cds"]', r"levels: found 'cds'.*Did you mean .*'csd'"),
    ('["pr", "csd"]', '["da"]', r"levels: found 'da' in a recipe built from census subdivisions"),
    ('["pr", "csd"]', '["region"]', r"levels: found 'region' but no file of regions"),
    ('"common"', '"comon"', r"extends: found 'comon'.*Did you mean 'common'"),
    ('"common"', "3", r"extends: found 3"),
    ('title_en = "Test"', "title_en = ", r"mine\.toml: found text that is not TOML: .*line 3"),
]


@pytest.mark.parametrize(("text", "message"), UNKNOWN_KEYS + WRONG_TYPES + REFUSED)
def test_a_choice_that_cannot_be_followed_is_refused(text: str, message: str) -> None:
    with pytest.raises(RecipeError, match=message):
        parsed(text)


@pytest.mark.parametrize(("old", "new", "message"), REPLACED)
def test_a_heading_that_cannot_be_followed_is_refused(old: str, new: str, message: str) -> None:
    with pytest.raises(RecipeError, match=message):
        changed(old, new)


def test_regions_without_their_level_are_refused(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("region\n")
    with pytest.raises(RecipeError, match="levels: found no 'region'"):
        parsed('regions = "r.csv"', tmp_path)


def test_a_recipe_that_is_not_there_lists_the_bundled_ones(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match=r"neither a bundled recipe nor a file.*new-brunswick"):
        read_recipe("new-brunswik")
    with pytest.raises(RecipeError, match=re.escape(str(tmp_path / "no.toml"))):
        read_recipe(tmp_path / "no.toml")


def test_a_recipe_in_another_encoding_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.toml"
    path.write_bytes("# one\n# two é\nk = 1\n".encode("latin-1"))
    with pytest.raises(RecipeError, match=r"latin\.toml, line 2: found a byte that is not UTF-8"):
        read_recipe(path)


def test_a_recipe_beginning_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mark.toml"
    path.write_text(HEAD, encoding="utf-8-sig")
    assert read_recipe(path).name == "mark"


def test_boundaries_are_a_file_beside_the_recipe_and_its_column(tmp_path: Path) -> None:
    (tmp_path / "areas.gpkg").write_bytes(b"")
    recipe = parsed('[boundaries]\nfile = "areas.gpkg"\nid = "code"', tmp_path)
    assert recipe.boundaries is not None
    assert (recipe.boundaries.file, recipe.boundaries.id) == (tmp_path / "areas.gpkg", "code")
    assert recipe.to_dict()["boundaries"] == {"file": "areas.gpkg", "id": "code"}
    assert parsed().boundaries is None
    with pytest.raises(RecipeError, match=r"boundaries\.file: found no file 'lost\.gpkg'"):
        parsed('[boundaries]\nfile = "lost.gpkg"', tmp_path)
