import numpy as np
import pytest
from scipy.sparse import csr_matrix

from balise.index import Difference, cover, nested_sets, small_differences, weights_of
from tests.index.unions import own_nesting

FEWEST = 40


def differences(*sets: tuple[str, ...]) -> list[str | int | None]:
    """For each set the area, or the number of the other set, that it must not be beside."""
    nesting = own_nesting()
    used = [cover(nesting, weights_of(nesting, each)).weights for each in sets]
    answer: list[str | int | None] = []
    for found in small_differences(nesting, csr_matrix(np.array(used)), FEWEST):
        if found is None or found.area is None:
            answer.append(None if found is None else found.other)
        else:
            answer.append(nesting.areas["dguid"][found.area])
    return answer


def test_all_of_a_division_but_nine_people_is_not_told() -> None:
    # 509 of the division less 300 and 200 leaves the nine of the hamlet.
    assert differences(("a", "b")) == ["one"]


def test_the_whole_division_and_a_half_of_it_are_told() -> None:
    assert differences(("a", "b", "hamlet"), ("a",), ("c",)) == [None, None, None]


def test_what_is_joined_to_others_can_still_be_subtracted() -> None:
    # With all of division two beside it: 1,009 of the province less 1,000 leaves nine.
    assert differences(("a", "b", "c", "d")) == ["p"]


def test_a_set_that_holds_another_and_a_few_people_more_hides_both() -> None:
    nesting = own_nesting()
    larger = weights_of(nesting, ["a", "c"])
    smaller = larger.copy()
    smaller[nesting.leaves_of("c")] = 0.95  # 20 of 400 people fewer
    found = small_differences(nesting, csr_matrix(np.array([larger, smaller])), FEWEST)
    assert found[0] is not None
    assert found[1] is not None
    assert found[1].other == 0 or found[1].area is not None


def test_equal_sets_tell_nothing_more_than_one() -> None:
    assert differences(("a", "c"), ("a", "c")) == [None, None]


def test_sets_that_hold_another_are_found() -> None:
    nesting = own_nesting()
    sets = [weights_of(nesting, each) for each in (["a"], ["a", "c"], ["c", "d"], ["a"])]
    assert sorted(nested_sets(nesting, csr_matrix(np.array(sets)))) == [(0, 1), (3, 1)]


def test_no_sets_have_no_differences() -> None:
    assert small_differences(own_nesting(), csr_matrix((0, 5)), FEWEST) == []


def test_fewer_than_the_threshold_is_counted_strictly() -> None:
    nesting = own_nesting()
    used = csr_matrix(cover(nesting, weights_of(nesting, ["a", "b"])).weights[None, :])
    assert small_differences(nesting, used, 9) == [None]
    found = small_differences(nesting, used, 10)
    assert found == [Difference(area=nesting.place["one"])]


@pytest.mark.property
def test_order_of_sets_does_not_matter() -> None:
    assert differences(("a", "b"), ("c",)) == differences(("c",), ("a", "b"))[::-1]
