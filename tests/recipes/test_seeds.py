"""Microdata named in a recipe: read in the classes of the seed, and every refusal."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from balise.recipes import read_recipe, read_seed, seed_record
from balise.synthesis import CodedRespondents, province_starts
from balise.vocabulary import RecipeError, SurveyError, TableError
from tests.invented_respondents import RECIPE, invented_survey, write_survey
from tests.survey.country import seeds


def coded(
    folder: Path, table: pl.DataFrame | None = None, recipe: str = RECIPE
) -> CodedRespondents:
    choice = read_recipe(write_survey(folder, table, recipe)).seed
    assert choice is not None
    return read_seed(choice)


def few() -> pl.DataFrame:
    """Four people, one too young and one whose education is not stated."""
    return pl.DataFrame(
        {
            "PUMFID": [1, 2, 3, 4],
            "PROV": ["13", "13", "35", "60"],
            "AGEYRS": [15, 24, 75, 40],
            "EDUC": [1, 4, 2, 9],
            "HINC": ["01", "04", "02", "03"],
            "IMM": [1, 2, 1, 2],
            "WTPG": [10.0, 20, 30, 40],
        }
    )


def test_columns_and_codes_become_classes_of_the_seed(tmp_path: Path) -> None:
    mine = coded(tmp_path, few())
    assert mine.variables == ("age", "education", "income_quartile", "immigrant")
    assert mine.codes.tolist() == [[0, 3, 3, 0], [6, 1, 1, 1]]
    assert mine.places.tolist() == ["13", "35"]
    assert mine.weights.tolist() == [20, 30]
    assert mine.left_out == 2


def test_variables_that_the_file_lacks_are_left_out(tmp_path: Path) -> None:
    text = RECIPE[: RECIPE.index("[seed.income_quartile]")]
    mine = coded(tmp_path, few(), text)
    assert mine.variables == ("age", "education")
    assert set(mine.places.tolist()) == {"canada"}


def test_the_record_names_the_file_and_nothing_in_it(tmp_path: Path) -> None:
    recipe = read_recipe(write_survey(tmp_path))
    assert recipe.seed is not None
    record = seed_record(recipe.seed, read_seed(recipe.seed))
    assert record["origin"] == "microdata"
    assert (record["respondents"], record["left_out"]) == (11_780, 220)
    whole = f"{record} {recipe.to_dict()}"
    told = recipe.to_dict()["seed"]
    assert isinstance(told, dict)
    assert (set(told), told["file"]) == ({"file", "sha256", "coding_sha256"}, "survey.csv")
    for name in invented_survey().columns:
        assert name not in whole
    assert str(tmp_path) not in whole


def test_rows_copied_from_one_respondent_count_once(tmp_path: Path) -> None:
    # As synthpopcan expands a sample: each respondent in several rows, who seed_id says.
    whole = invented_survey()
    table = pl.concat([whole.with_columns(pl.col("WTPG") / 5)] * 5)
    mine = coded(tmp_path, table.rename({"PUMFID": "seed_id"}))
    alone, published = coded(tmp_path, whole), seeds()
    copied = province_starts(mine, published)
    for code, start in province_starts(alone, published).items():
        assert copied[code] == pytest.approx(start, abs=1e-12)
    choice = read_recipe(write_survey(tmp_path)).seed
    assert seed_record(choice, mine)["respondents"] == 11_780


def test_a_recipe_may_name_the_column_that_says_whose_row_it_is(tmp_path: Path) -> None:
    whole = invented_survey()
    table = pl.concat([whole.with_columns(pl.col("WTPG") / 5)] * 5)
    mine = coded(tmp_path, table, RECIPE.replace('weight = "', 'respondent = "PUMFID"\nweight = "'))
    assert len(np.unique(mine.who)) == len(np.unique(coded(tmp_path, whole).who))


def test_a_recipe_without_microdata_says_so() -> None:
    recipe = read_recipe("new-brunswick")
    assert (recipe.seed, recipe.to_dict()["seed"]) == (None, None)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("survey.csv", "absent.csv", "seed.file: found no file 'absent.csv' beside the recipe"),
        ('weight = "WTPG"', "", "seed: found no value for weight"),
        ('weight = "WTPG"', 'weigth = "WTPG"', "unknown key 'weigth'.*Did you mean 'weight'"),
        ('3 = "college"', '3 = "colege"', "seed.education.codes.3: found 'colege'.*'college'"),
        ('"AGEYRS"', '"EDUC"', "found the column 'EDUC' for two things"),
        ("[seed.age]", "[seed.ages]", "unknown key 'ages'"),
    ],
)
def test_a_choice_that_cannot_be_followed_is_refused(
    tmp_path: Path, old: str, new: str, found: str
) -> None:
    assert old in RECIPE
    path = write_survey(tmp_path, few(), RECIPE.replace(old, new))
    with pytest.raises(RecipeError, match=found):
        read_recipe(path)


def test_age_alone_is_refused(tmp_path: Path) -> None:
    text = RECIPE[: RECIPE.index("[seed.education]")]
    with pytest.raises(RecipeError, match="seed: found age alone"):
        read_recipe(write_survey(tmp_path, few(), text))


@pytest.mark.parametrize(
    ("change", "error", "found"),
    [
        (
            lambda table: table.with_columns(EDUC=pl.Series([1, 4, 7, 9])),
            SurveyError,
            "survey.csv, column EDUC: found codes that stand for no class of education: '7'",
        ),
        (
            lambda table: table.with_columns(EDUC=pl.Series([1, None, 2, 9])),
            SurveyError,
            "no class of education: none but empty values or empty values|empty values",
        ),
        (
            lambda table: table.with_columns(AGEYRS=pl.Series([15, 24, 999, 40])),
            SurveyError,
            "column AGEYRS: found codes that stand for no class of age: '999'",
        ),
        (
            lambda table: table.with_columns(PROV=pl.Series(["13", "99", "35", "60"])),
            SurveyError,
            "column PROV: found codes that stand for no class of province: '99'",
        ),
        (
            lambda table: table.with_columns(WTPG=pl.Series([1.0, np.nan, 2, 3])),
            SurveyError,
            "column WTPG: found weights that cannot be used .1 not numbers., the first in row 2",
        ),
        (
            lambda table: table.drop("WTPG"),
            TableError,
            "survey.csv: found no column 'WTPG'",
        ),
        (
            lambda table: table.with_columns(AGEYRS=pl.lit(12)),
            SurveyError,
            "found nobody aged 16 or over",
        ),
    ],
)
def test_a_file_that_cannot_carry_the_seed_is_refused(
    tmp_path: Path,
    change: Callable[[pl.DataFrame], pl.DataFrame],
    error: type[Exception],
    found: str,
) -> None:
    with pytest.raises(error, match=found):
        coded(tmp_path, change(few()))


def test_a_code_may_stand_for_those_left_out_even_an_empty_one(tmp_path: Path) -> None:
    table = few().with_columns(EDUC=pl.Series([1, None, 2, 9]))
    text = RECIPE.replace('9 = "left_out" }', '9 = "left_out", "" = "left_out" }')
    assert coded(tmp_path, table, text).left_out == 3


def test_another_coding_is_another_choice(tmp_path: Path) -> None:
    # What is kept of an earlier run goes by these digests.
    one = read_recipe(write_survey(tmp_path, few())).to_dict()["seed"]
    other = RECIPE.replace('1 = "none", 2 = "secondary"', '1 = "secondary", 2 = "none"')
    two = read_recipe(write_survey(tmp_path, few(), other)).to_dict()["seed"]
    assert isinstance(one, dict)
    assert isinstance(two, dict)
    assert one["sha256"] == two["sha256"]
    assert one["coding_sha256"] != two["coding_sha256"]


@pytest.mark.parametrize("page", ["scale.md", "echelle.md"])
def test_the_recipe_of_the_pages_is_the_one_tested(page: str) -> None:
    docs = Path(__file__).resolve().parents[2] / "docs"
    shown = re.findall(
        r"^```toml\n(\[seed\].*?)^```$", (docs / page).read_text("utf-8"), re.M | re.S
    )
    assert len(shown) == 1
    assert shown[0] in RECIPE
