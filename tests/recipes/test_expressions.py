"""Expressions of groups: what they mean, their laws, and what is refused."""

import operator
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balise.recipes import cells
from balise.vocabulary import AGES, AREA_TYPES, CELLS, EDUCATIONS, RecipeError

Tree = tuple[Any, ...]

COMPARE: dict[str, Any] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
ORDER = [each.code for each in EDUCATIONS]


def test_seniors_without_a_diploma_are_one_age_and_one_education() -> None:
    members = cells("age >= 75 and education == 'none'")
    # 1 of 7 ages x 1 of 4 educations x 4 quartiles = 4 types, in each of 3 area types.
    assert members.shape == (3, 112)
    assert members.sum() == 12
    for types in members:
        assert [CELLS[place].code for place in np.flatnonzero(types)] == [
            "a7e1q1",
            "a7e1q2",
            "a7e1q3",
            "a7e1q4",
        ]


def test_rural_or_poor_takes_all_rural_types_and_half_of_the_urban_ones() -> None:
    members = cells("area_type == 'rural' or income_quartile <= 2")
    assert members.sum(axis=1).tolist() == [112, 56, 56]


def test_ages_between_two_bounds_may_be_chained() -> None:
    assert (cells("25 <= age < 45") == cells("age >= 25 and age < 45")).all()
    # Two of seven bands: 2 x 16 types in each area type.
    assert cells("25 <= age < 45").sum() == 2 * 16 * 3


def test_education_runs_from_none_to_bachelor() -> None:
    assert (cells("education < 'college'") == cells("education in ['none', 'secondary']")).all()
    assert (cells("education not in ('none',)") == cells("education > 'none'")).all()


def test_a_value_may_stand_before_its_variable() -> None:
    assert (cells("75 <= age") == cells("age >= 75")).all()
    assert (cells("'rural' == area_type") == cells("area_type == 'rural'")).all()


def test_bounds_outside_the_universe_hold_for_everybody_or_nobody() -> None:
    assert cells("age >= 16").all()
    assert not cells("age < 10").any()


def test_spaces_around_an_expression_do_not_matter() -> None:
    assert (cells("  age < 25\n") == cells("age < 25")).all()


comparisons = st.one_of(
    st.tuples(
        st.just("age"),
        st.sampled_from(["<", ">="]),
        st.sampled_from([band.low for band in AGES]),
    ),
    st.tuples(st.just("education"), st.sampled_from(list(COMPARE)), st.sampled_from(ORDER)),
    st.tuples(st.just("income_quartile"), st.sampled_from(list(COMPARE)), st.integers(1, 4)),
    st.tuples(
        st.just("area_type"),
        st.sampled_from(["==", "!="]),
        st.sampled_from([each.code for each in AREA_TYPES]),
    ),
)
expressions = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        st.tuples(st.just("not"), inner),
        st.tuples(st.sampled_from(["and", "or"]), inner, inner),
    ),
    max_leaves=8,
)


def written(tree: Tree) -> str:
    if tree[0] == "not":
        return f"not ({written(tree[1])})"
    if tree[0] in ("and", "or"):
        return f"({written(tree[1])}) {tree[0]} ({written(tree[2])})"
    return f"{tree[0]} {tree[1]} {tree[2]!r}"


def holds(tree: Tree, person: dict[str, object]) -> bool:
    if tree[0] == "not":
        return not holds(tree[1], person)
    if tree[0] == "and":
        return holds(tree[1], person) and holds(tree[2], person)
    if tree[0] == "or":
        return holds(tree[1], person) or holds(tree[2], person)
    value, bound = cast("int | str", person[tree[0]]), tree[2]
    if tree[0] == "education":
        value, bound = ORDER.index(str(value)), ORDER.index(bound)
    return bool(COMPARE[tree[1]](value, bound))


@pytest.mark.property
@given(expressions)
def test_each_person_type_is_judged_as_a_person_would_be(tree: Tree) -> None:
    direct = [
        [
            holds(
                tree,
                {
                    "age": AGES[cell.age].low,
                    "education": ORDER[cell.education],
                    "income_quartile": cell.quartile + 1,
                    "area_type": area.code,
                },
            )
            for cell in CELLS
        ]
        for area in AREA_TYPES
    ]
    assert (cells(written(tree)) == np.array(direct)).all()


@pytest.mark.property
@given(expressions, expressions)
def test_de_morgan_holds(left: Tree, right: Tree) -> None:
    a, b = written(left), written(right)
    assert (cells(f"not (({a}) and ({b}))") == cells(f"not ({a}) or not ({b})")).all()


HOSTILE = [
    "__import__('os').system('true')",
    "age.__class__",
    "(lambda: age)()",
    "[age for age in (1, 2)]",
    "age >= len('abc')",
    "age >= 10 ** 10 ** 10",
    "age >= -1",
    "f'{age}' == '75'",
    "age if age else age",
    "(age := 75)",
    "age >= 75 & education",
    "age is 75",
    "age",
    "True",
    "75 < 80",
    "age > income_quartile",
    "age in 75",
    "age in []",
    "75 in age",
    "education[0] == 'none'",
    "age >= None",
    "age >= True",
    "*age",
    "await age",
]


@pytest.mark.parametrize("expression", HOSTILE)
def test_anything_but_comparisons_is_refused(expression: str) -> None:
    with pytest.raises(RecipeError, match="age, education, income_quartile, area_type"):
        cells(expression)


UNREADABLE = ["", "age >=", "age >= 75; age", "age >= 75\nage", "age >= '\\d'", "age >= 1\0", "é("]


@pytest.mark.parametrize("expression", UNREADABLE)
def test_text_that_cannot_be_parsed_is_refused(expression: str) -> None:
    with pytest.raises(RecipeError, match=r"found something unreadable .*Write for instance"):
        cells(expression)


@pytest.mark.parametrize("depth", [90, 240, 450])
def test_deep_nesting_is_refused_or_read_but_never_crashes(depth: int) -> None:
    try:
        members = cells("(" * depth + "age < 25" + ")" * depth)
    except RecipeError:
        return
    assert members.sum() == 48


def test_long_expressions_are_refused() -> None:
    with pytest.raises(RecipeError, match=r"found 9,992 characters\. Expected at most 1,000"):
        cells("(" * 4992 + "age < 25" + ")" * 4992)


REFUSED = [
    ("sex == 'f'", r"found the name 'sex'\. Expected one of age, education, income_quartile, a"),
    ("educaton == 'none'", r"found the name 'educaton'.*Did you mean 'education'"),
    ("education == none", r"found 'none'\. Expected only comparisons"),
    ("age >= 70", r"with 70 years, which cuts inside the band 65-74\..*begin at 16, 25, 35, 45"),
    ("age == 75", r"cuts inside the band 75\+"),
    ("age >= '75'", r"found age compared with '75'\. Expected a whole number, without quotes"),
    ("age >= 75.5", r"found '75\.5'"),
    ("education == 'collège'", r"Expected one of 'none', .*Did you mean 'college'"),
    ("income_quartile == 5", r"income_quartile compared with 5\. Expected one of 1, 2, 3, 4"),
    ("area_type == 'urban'", r"area_type compared with 'urban'.*'other_urban'"),
    ("area_type < 'rural'", r"area types put in an order\. Expected area_type with == or !="),
]


@pytest.mark.parametrize(("expression", "message"), REFUSED)
def test_a_mistake_is_named_with_what_was_expected(expression: str, message: str) -> None:
    with pytest.raises(RecipeError, match=message):
        cells(expression)
