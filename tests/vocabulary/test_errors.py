"""Errors a user can put right, and the words they are made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balise import vocabulary
from balise.vocabulary import BaliseError, nearest, sample

ERRORS = [getattr(vocabulary, name) for name in vocabulary.__all__ if name.endswith("Error")]


def test_there_is_an_error_for_each_thing_a_user_can_put_right() -> None:
    assert len(ERRORS) > 5


@pytest.mark.parametrize("error", ERRORS)
def test_every_error_raised_on_purpose_is_one_of_ours(error: type[Exception]) -> None:
    assert issubclass(error, BaliseError)


def test_a_misspelled_name_is_offered_the_nearest_known_ones() -> None:
    assert nearest("provnce", ["province", "people"]) == "Did you mean 'province'?"


def test_a_name_near_nothing_is_offered_all_known_names_in_order() -> None:
    assert nearest("zzz", ["years", "k", "weights"]) == "Known names: k, weights, years."


def test_at_most_five_offending_values_are_shown_then_the_count_of_the_rest() -> None:
    # By hand: 1,205 values, five shown, 1,200 left.
    assert sample(range(1205)) == "0, 1, 2, 3, 4 and 1,200 more"


def test_five_values_are_shown_without_a_rest() -> None:
    assert sample("abcde") == "a, b, c, d, e"


@pytest.mark.property
@given(st.lists(st.integers()))
def test_a_sample_never_shows_more_than_five_values(values: list[int]) -> None:
    assert sample(values).count(", ") < 5
