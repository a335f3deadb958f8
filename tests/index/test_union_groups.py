from collections.abc import Mapping

import numpy as np
import pytest

from balise.index import GroupFigures, GroupThresholds, cover, union_group, weights_of
from tests.index.unions import own_nesting

LIMITS = GroupThresholds(people=40, income=250)


def group(
    people: Mapping[str, float],
    hidden: tuple[str, ...] = (),
    code: str = "seniors",
    reason: str | None = None,
) -> GroupFigures:
    """A group with so many people in each area, at 50 points; not told in some areas."""
    nesting = own_nesting()
    names = nesting.areas["dguid"].to_list()
    own = np.array([people.get(name, np.nan) for name in names])
    told = np.isfinite(own) & ~np.isin(names, hidden)
    return GroupFigures(
        code=code,
        people=own,
        share_se=np.where(np.isfinite(own), 0.01, np.nan),
        evi=np.where(np.isfinite(own), 50.0, np.nan),
        se=np.where(np.isfinite(own), 3.0, np.nan),
        told=told,
        reason=tuple(None if known else reason for known in told),
        missing_table="A table",
    )


EVERYWHERE = {"p": 275, "one": 120, "two": 155, "a": 80, "b": 60, "c": 100, "d": 55, "hamlet": 0}


def of(figures: GroupFigures, *dguids: str) -> dict[str, object]:
    nesting = own_nesting()
    return dict(union_group(nesting, cover(nesting, weights_of(nesting, dguids)), figures, LIMITS))


def test_people_of_a_group_add_up_and_its_score_is_their_mean() -> None:
    found = of(group(EVERYWHERE), "a", "c")
    # 80 and 100 of 240 and 320 people 16 and over: 180 / 560.
    assert (found["people"], found["evi"], found["reason"]) == (180, 50.0, None)
    assert found["share"] == pytest.approx(180 / 560, abs=5e-6)
    assert found["evi_se"] == 3.0


def test_a_group_of_few_people_is_not_told_nor_are_few_others() -> None:
    assert of(group(EVERYWHERE | {"a": 20, "c": 15}), "a", "c")["reason"] == "under_40_people"
    assert of(group(EVERYWHERE | {"a": 235, "c": 300}), "a", "c")["reason"] == "complementary"


def test_a_group_that_no_table_counts_says_which_table_is_missing() -> None:
    found = of(group({}, reason="no_margin"), "a", "c")
    assert (found["people"], found["reason"]) == (None, "no_margin")
    assert found["missing_table"] == "A table"


def test_few_people_of_a_part_that_is_not_told_are_not_found_by_subtraction() -> None:
    # In d 25 people are counted but not told: the union less c would tell them.
    figures = group(EVERYWHERE | {"d": 25}, hidden=("d",))
    assert of(figures, "a", "d")["reason"] == "complementary"
    nobody = group(EVERYWHERE | {"d": 0}, hidden=("d",), code="rural")
    assert of(nobody, "a", "d")["reason"] is None


def test_few_people_left_of_a_division_are_not_found_by_subtraction() -> None:
    # Division two tells 155 people, c 130 of them: the 25 of d would be told.
    figures = group(EVERYWHERE | {"c": 130, "d": 25}, hidden=("d",))
    assert of(figures, "c")["reason"] == "complementary"
    assert of(group(EVERYWHERE), "c")["reason"] is None


def test_income_and_age_need_more_people_than_the_place_they_live_in() -> None:
    # b has 200 people, under 250.
    assert of(group(EVERYWHERE), "b")["reason"] == "too_uncertain"
    poor = group(EVERYWHERE, code="low_income")
    assert of(poor, "b")["reason"] == "under_250_people_income"
    assert of(group(EVERYWHERE, code="rural"), "b")["reason"] is None


def test_income_and_age_of_small_places_are_not_found_by_subtraction() -> None:
    # d has 100 people, under 250, and does not tell its 40: the union less a would.
    people = EVERYWHERE | {"d": 40}
    for code in ("seniors", "low_income"):
        figures = group(people, hidden=("d",), code=code)
        assert of(figures, "a", "d")["reason"] == "complementary"
        assert of(figures, "a", "c")["reason"] is None
        assert of(figures, "a", "c", "d")["reason"] is None
        # Here b, of 200 people, would be found as what is left of division one.
        both = group(people, hidden=("a", "b"), code=code)
        assert of(both, "a", "c")["reason"] == "complementary"
    rural = group(people, hidden=("d",), code="rural")
    assert of(rural, "a", "d")["reason"] is of(rural, "a", "c")["reason"] is None
