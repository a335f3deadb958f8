"""Types of people from invented respondents: read, merged until five stand behind each."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balise.synthesis import Respondents, read_respondents, seed_types, type_cells
from balise.synthesis.merging import merge_types, shared_out
from balise.vocabulary import SurveyError, TableError

AGES, WORKS = ("old", "young"), ("no", "yes")


def invented(*counts: tuple[str, str, int], weight: float = 1.0) -> Respondents:
    """People by age and work, so many of each."""
    rows = [(age, work) for age, work, count in counts for _ in range(count)]
    table = pl.DataFrame(rows, schema=["age", "work"], orient="row")
    return Respondents(table, np.full(len(rows), weight), np.arange(len(rows)))


def written(folder: Path, text: str, name: str = "people.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# Merging


def test_types_with_five_respondents_stay_as_they_are() -> None:
    types = seed_types(invented(("old", "no", 5), ("old", "yes", 9), ("young", "yes", 6)))
    assert types.table().rows() == [
        ("old", "no", 5, 5),
        ("old", "yes", 9, 9),
        ("young", "yes", 6, 6),
    ]


def test_a_record_alone_of_its_kind_joins_the_least_answered_like_it() -> None:
    # The only young one without work joins the 6 who work, not the 5 old ones without.
    types = seed_types(
        invented(("old", "no", 5), ("old", "yes", 9), ("young", "yes", 6), ("young", "no", 1))
    )
    assert types.table().rows() == [
        ("old", "no", 5, 5),
        ("old", "yes", 9, 9),
        ("young", "*", 7, 7),
    ]


def test_the_order_says_which_variable_is_let_go_first() -> None:
    mine = invented(("old", "no", 5), ("old", "yes", 9), ("young", "yes", 6), ("young", "no", 1))
    types = seed_types(mine, ("work", "age"))
    assert types.table().rows() == [("no", "*", 6, 6), ("yes", "old", 9, 9), ("yes", "young", 6, 6)]


def test_few_of_many_kinds_join_each_other_before_any_that_has_enough() -> None:
    codes = np.array([[0, 0], [0, 1], [0, 2], [0, 3]])
    merged = merge_types(codes, np.array([20, 3, 2, 4]))
    assert merged.codes.tolist() == [[0, -1], [0, 0]]
    assert merged.respondents.tolist() == [9, 20]


def test_a_kind_without_any_like_it_lets_go_of_the_variable_before_too() -> None:
    codes = np.array([[0, 0], [1, 0], [1, 1]])
    merged = merge_types(codes, np.array([2, 7, 8]))
    assert merged.codes.tolist() == [[-1, -1], [1, 1]]
    assert merged.respondents.tolist() == [9, 8]


def unique_records() -> Respondents:
    """64 people, no two alike: every combination of three variables of four categories."""
    rows = [(f"a{i}", f"b{j}", f"c{k}") for i in range(4) for j in range(4) for k in range(4)]
    table = pl.DataFrame(rows, schema=["first", "second", "third"], orient="row")
    return Respondents(table, np.linspace(1, 90, 64), np.arange(64))


def test_records_that_are_all_unique_are_merged_until_none_can_be_told_apart() -> None:
    types = seed_types(unique_records())
    table = types.table()
    # Four alike in two variables are too few: sixteen alike in the first are enough.
    assert table.select("first", "second", "third", "respondents").rows() == [
        (f"a{i}", "*", "*", 16) for i in range(4)
    ]
    assert table["people"].sum() == pytest.approx(np.linspace(1, 90, 64).sum())


def test_cells_of_unique_records_follow_no_record() -> None:
    # Each of the 64 combinations was given once; what comes out knows only single variables.
    mine = unique_records()
    cells = type_cells(seed_types(mine))
    alone = cells.people.reshape(4, 4, 4)
    product = np.einsum("i,j,k->ijk", *(alone.sum(axis=axes) for axes in ((1, 2), (0, 2), (0, 1))))
    assert alone == pytest.approx(product / alone.sum() ** 2)


def test_four_unique_records_stop() -> None:
    mine = invented(("old", "no", 1), ("old", "yes", 1), ("young", "yes", 1), ("young", "no", 1))
    with pytest.raises(SurveyError, match=r"found 4 respondents. Expected 5 at least"):
        seed_types(mine)


def test_rows_copied_from_one_respondent_count_once() -> None:
    # Nine rows of two respondents: nine people, but two who answered.
    mine = invented(("old", "no", 9), ("old", "yes", 5))
    numbers = np.array([0] * 4 + [1] * 5 + [2, 3, 4, 5, 6])
    types = seed_types(Respondents(mine.categories, mine.weights, numbers))
    assert types.table().rows() == [("old", "*", 14.0, 7)]


def test_a_respondent_of_two_types_is_refused() -> None:
    mine = invented(("old", "no", 5), ("old", "yes", 5))
    numbers = np.array([0, 1, 2, 3, 4, 0, 5, 6, 7, 8])
    with pytest.raises(SurveyError, match="found 1 respondents more than once"):
        seed_types(Respondents(mine.categories, mine.weights, numbers))


def test_an_order_that_forgets_a_variable_is_refused() -> None:
    with pytest.raises(SurveyError, match="found the order age for age, work"):
        seed_types(invented(("old", "no", 9)), ["age"])


@pytest.mark.property
@given(
    rows=st.lists(
        st.tuples(*[st.integers(0, 3)] * 3, st.floats(0.1, 100)), min_size=5, max_size=80
    ),
    shift=st.integers(0, 79),
)
def test_whatever_the_records_types_have_five_and_nobody_is_lost(
    rows: list[tuple[int, int, int, float]], shift: int
) -> None:
    def typed(rows: list[tuple[int, int, int, float]]) -> pl.DataFrame:
        table = pl.DataFrame([each[:3] for each in rows], schema=list("abc"), orient="row")
        weights = np.array([each[3] for each in rows])
        kept = table.cast(pl.String)
        types = seed_types(Respondents(kept, weights, np.arange(len(rows))))
        if all(each.any() for each in types.alone):
            cells = type_cells(types)
            assert cells.people.sum() == pytest.approx(weights.sum())
            assert (cells.people > 0).all()
        return types.table()

    table = typed(rows)
    assert table["respondents"].min() >= 5  # type: ignore[operator]
    assert table["respondents"].sum() == len(rows)
    assert table["people"].sum() == pytest.approx(sum(each[3] for each in rows))
    turned = typed(rows[shift:] + rows[:shift])
    assert turned.drop("people").equals(table.drop("people"))


# Spreading


def test_merged_people_take_the_categories_of_those_most_like_them() -> None:
    # The young of any work follow the young who tell it; nobody else's.
    mine = invented(
        ("young", "no", 6), ("young", "yes", 18), ("young", "soon", 2), ("young", "late", 4),
        ("old", "no", 40),
    )  # fmt: skip
    cells = type_cells(seed_types(mine))
    told = cells.labels().with_columns(people=pl.Series(cells.people))
    # By hand: six merged people go 6 to 18, so 1.5 and 4.5.
    assert told.rows() == [("old", "no", 40), ("young", "no", 7.5), ("young", "yes", 22.5)]


def test_a_variable_that_nobody_shares_is_refused() -> None:
    table = pl.DataFrame({"age": ["old"] * 12, "street": [f"s{i}" for i in range(12)]})
    mine = Respondents(table, np.ones(12), np.arange(12))
    with pytest.raises(SurveyError, match="no category of 'street' that 5 respondents gave"):
        type_cells(seed_types(mine))


def test_too_many_cells_are_refused() -> None:
    rng = np.random.default_rng(3)
    names = [f"v{place}" for place in range(12)]
    table = pl.DataFrame({name: rng.integers(0, 4, 300).astype(str) for name in names})
    mine = Respondents(table, np.ones(300), np.arange(300))
    with pytest.raises(SurveyError, match=r"12 variables for 300 respondents.*Keep fewer columns"):
        type_cells(seed_types(mine))


# From a place to the larger one


def test_a_cell_of_few_respondents_follows_the_larger_place() -> None:
    # By hand: 50 of 100 stay; the 50 of the two cells of few are shared as 0.3 to 0.1.
    own = shared_out(np.array([50.0, 10, 40]), np.array([30, 2, 4]), np.array([0.6, 0.3, 0.1]))
    assert own == pytest.approx([0.5, 0.375, 0.125])


def test_one_respondent_alone_is_joined_by_the_least_answered_cell() -> None:
    own = shared_out(np.array([50.0, 10, 40]), np.array([30, 1, 6]), np.array([0.6, 0.3, 0.1]))
    assert own == pytest.approx([0.5, 0.375, 0.125])


def test_a_place_of_few_respondents_is_the_larger_place() -> None:
    above = np.array([0.6, 0.3, 0.1])
    assert shared_out(np.array([9.0, 0, 0]), np.array([4, 0, 0]), above).tolist() == above.tolist()


# Reading


def test_a_table_is_read_with_its_weights(tmp_path: Path) -> None:
    path = written(tmp_path, "id,age,work,w\n1,old,no,10.5\n2,young,yes,3\n")
    mine = read_respondents(path, ["age", "work"], "w")
    assert mine.categories.rows() == [("old", "no"), ("young", "yes")]
    assert mine.weights.tolist() == [10.5, 3]
    assert (mine.numbers.tolist(), mine.layout) == ([0, 1], "respondents")


def test_a_french_table_has_semicolons_and_decimal_commas(tmp_path: Path) -> None:
    path = tmp_path / "personnes.csv"
    path.write_bytes("âge;poids\nâgé;1 010,5\njeune;3\n".encode("cp1252"))
    assert read_respondents(path, ["âge"], "poids").weights.tolist() == [1010.5, 3]
    path.write_bytes("âge;poids\nâgé;10,5\n".encode())
    assert read_respondents(path, ["âge"], "poids").weights.tolist() == [10.5]


def test_parquet_is_read_and_whole_numbers_have_no_point(tmp_path: Path) -> None:
    path = tmp_path / "people.parquet"
    pl.DataFrame({"agegrp": [1.0, 2.0], "w": [3, 4]}).write_parquet(path)
    mine = read_respondents(path, ["agegrp"], "w")
    assert mine.categories["agegrp"].to_list() == ["1", "2"]
    assert mine.weights.tolist() == [3, 4]


@pytest.mark.parametrize(
    ("weights", "found"),
    [
        (("nan", "2"), "1 not numbers.*row 1"),
        (("1", ""), "1 not numbers.*row 2"),
        (("0", "-3"), "1 zero, 1 negative.*row 1"),
        (("inf", "many"), "2 not numbers"),
    ],
)
def test_weights_that_count_nobody_are_refused(
    tmp_path: Path, weights: tuple[str, str], found: str
) -> None:
    path = written(tmp_path, f"age,w\nold,{weights[0]}\nyoung,{weights[1]}\n")
    with pytest.raises(SurveyError, match=f"people.csv, column w: found weights.*{found}"):
        read_respondents(path, ["age"], "w")


def test_a_table_without_weights_is_refused_with_the_likely_one(tmp_path: Path) -> None:
    with pytest.raises(SurveyError, match=r"no column of weights among 2 .*Add the weights"):
        read_respondents(written(tmp_path, "id,age\n1,old\n"), ["age"], None)
    with pytest.raises(SurveyError, match=r"no column of weights.*Name it: WEIGHT is likely one"):
        read_respondents(written(tmp_path, "age,WEIGHT\nold,1\n"), ["age"], None)


def test_a_column_that_is_not_there_is_offered_the_nearest(tmp_path: Path) -> None:
    path = written(tmp_path, "agegrp,w\nold,1\n")
    with pytest.raises(TableError, match=r"no column 'agegp'.*Did you mean 'agegrp'\?"):
        read_respondents(path, ["agegp"], "w")


def test_another_delimiter_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, "age|w\nold|1\n")
    with pytest.raises(TableError, match=r"found one column only, 'age\|w'.*commas, semicolons"):
        read_respondents(path, ["age"], "w")


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"people.csv: found no rows"):
        read_respondents(written(tmp_path, "age,w\n"), ["age"], "w")


def test_a_gap_is_counted_and_never_shown(tmp_path: Path) -> None:
    path = written(tmp_path, "age,w\nold,1\n,2\n")
    with pytest.raises(TableError, match="column age: found 1 empty values, the first in row 2"):
        read_respondents(path, ["age"], "w")


def test_an_identifier_or_a_weight_is_never_kept(tmp_path: Path) -> None:
    path = written(tmp_path, "PP_ID,age,w\n1,old,1\n")
    for name in ("PP_ID", "w"):
        with pytest.raises(SurveyError, match=f"found '{name}' among the columns to keep"):
            read_respondents(path, ["age", name], "w")


def test_a_star_is_no_category(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"found the category '\*'"):
        read_respondents(written(tmp_path, "age,w\n*,1\n"), ["age"], "w")


def test_respondents_are_never_shown() -> None:
    assert "old" not in repr(invented(("old", "no", 3)))


# What synthpopcan writes: seeds, fitted weights, rows expanded from them, persons of a model


def test_fitted_weights_of_synthpopcan_are_read(tmp_path: Path) -> None:
    path = written(tmp_path, "PP_ID,AGEGRP,SEX,WEIGHT,weight\n11,adult,F,1,100\n12,child,M,1,80\n")
    mine = read_respondents(path, ["AGEGRP", "SEX"], "weight")
    assert mine.weights.tolist() == [100, 80]


def test_expanded_rows_of_synthpopcan_count_those_they_were_copied_from(tmp_path: Path) -> None:
    rows = [f"{row},{1 + row % 2},{11 + row % 2},adult,F,1" for row in range(1, 13)]
    path = written(tmp_path, "\n".join(["synthetic_id,seed_id,PP_ID,AGEGRP,SEX,WEIGHT", *rows]))
    mine = read_respondents(path, ["AGEGRP", "SEX"], None)
    assert (mine.layout, mine.weights.sum()) == ("synthpopcan_rows", 12)
    # Twelve people of one type, but only two respondents behind them.
    with pytest.raises(SurveyError, match="found 2 respondents"):
        seed_types(mine)


def test_rows_copied_from_one_respondent_never_count_as_several(tmp_path: Path) -> None:
    rows = [f"{row},{1 + row % 2},{5 + row % 2},adult,1" for row in range(1, 13)]
    whole = "\n".join(["synthetic_id,SEED_ID,household,AGEGRP,w", *rows])
    path = written(tmp_path, whole)
    assert set(read_respondents(path, ["AGEGRP"], "w").numbers) == {0, 1}
    alike = read_respondents(path, ["AGEGRP"], "w", respondent="household")
    assert set(alike.numbers) == {0, 1}
    with pytest.raises(SurveyError, match="several of column 'synthetic_id' for one of 'SEED_ID'"):
        read_respondents(path, ["AGEGRP"], "w", respondent="synthetic_id")


def test_persons_of_a_model_of_synthpopcan_count_for_one_each(tmp_path: Path) -> None:
    head = "synthetic_person_id,synthetic_household_id,geo,household_size,tenure,age_group,sex\n"
    rows = "".join(f"{row},{row},Demo North,1,renter,adult,F\n" for row in range(1, 8))
    mine = read_respondents(written(tmp_path, head + rows), ["age_group", "tenure"], None)
    assert mine.layout == "synthpopcan_persons"
    assert seed_types(mine).table().rows() == [("adult", "renter", 7, 7)]
