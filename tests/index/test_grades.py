"""Quality grades and rounding."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balise.index import GRADES, grade_scores, grade_shares, round_people


def test_a_score_is_graded_by_the_half_width_of_its_interval() -> None:
    widths = np.array([0.99, 1.0, 1.99, 2.0, 3.49, 3.5, 4.99, 5.0, 7.99, 8.0])
    assert grade_scores(widths) == list("ABBCCDDEEF")


def test_a_share_is_graded_by_its_coefficient_of_variation() -> None:
    variation = np.array([0.049, 0.05, 0.10, 0.165, 0.25, 0.33])
    assert grade_shares(variation) == list("ABCDEF")


def test_each_missing_margin_costs_one_grade_and_none_is_below_f() -> None:
    assert grade_scores(np.array([0.5, 0.5, 4.0]), np.array([1, 5, 4])) == ["B", "F", "F"]


def test_what_has_no_error_has_no_grade() -> None:
    assert grade_scores(np.array([np.nan, 1.5])) == [None, "B"]


def test_counts_are_rounded_to_base_5_halves_upward() -> None:
    assert round_people(np.array([0, 2.4, 2.5, 7.5, 12.4])).tolist() == [0, 0, 5, 10, 10]


@pytest.mark.property
@given(st.floats(0, 1e7))
def test_rounding_moves_a_count_by_half_of_five_at_most(people: float) -> None:
    rounded = round_people(np.array([people]))[0]
    assert rounded % 5 == 0
    assert abs(rounded - people) <= 2.5 + 1e-6


@pytest.mark.property
@given(st.floats(0, 20), st.floats(0, 20), st.integers(0, 5))
def test_a_wider_interval_or_a_missing_margin_never_raises_a_grade(
    one: float, other: float, missing: int
) -> None:
    narrow, wide = sorted((one, other))
    better, worse = grade_scores(np.array([narrow, wide]), np.array([0, missing]))
    assert better is not None
    assert worse is not None
    assert GRADES.index(better) <= GRADES.index(worse)
