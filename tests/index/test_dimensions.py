"""The three dimensions of a person."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balise.index import Assumptions, Indicators, dimension_slopes, dimensions

PROBABILITIES = st.tuples(*(st.floats(0.01, 0.99) for _ in range(5)))
SHARES = st.floats(0.0, 1.0)


def one(*values: float) -> Indicators:
    return Indicators(*(np.array(value) for value in values))


def test_dimensions_follow_from_the_five_indicators() -> None:
    # By hand, U 0.8, H 0.9, G 0.5, B 0.75, C 0.5, k 0.25, n 0:
    # means 1 - 0.9 (1 - 0.25 x 0.5) = 1 - 0.7875; willingness 1 - 0.8 x 0.5; abilities 1 - 0.6.
    found = dimensions(one(0.8, 0.9, 0.5, 0.75, 0.5), Assumptions(k=0.25, n=0.0))
    assert found.tolist() == pytest.approx([0.2125, 0.6, 0.4])


def test_non_use_without_a_need_is_no_barrier() -> None:
    # n = 0.5: half of the 0.5 who do not use services are served all the same:
    # 1 - 0.8 (1 - 0.5 x 0.5) = 0.4.
    found = dimensions(one(0.8, 0.9, 0.5, 0.75, 0.5), Assumptions(k=0.25, n=0.5))
    assert found[1] == pytest.approx(0.4)


def test_without_k_the_speed_offered_changes_nothing() -> None:
    slow, fast = (
        dimensions(one(0.8, 0.9, 0.5, 0.75, offered), Assumptions(k=0.0, n=0.0))
        for offered in (0.0, 1.0)
    )
    assert slow.tolist() == fast.tolist()


def test_someone_with_everything_is_not_vulnerable_and_someone_with_nothing_wholly() -> None:
    assumptions = Assumptions(k=0.25, n=0.0)
    assert dimensions(one(1, 1, 1, 1, 1), assumptions).tolist() == [0, 0, 0]
    assert dimensions(one(0, 0, 0, 0, 0), assumptions).tolist() == [1, 1, 1]


def test_indicators_of_different_shapes_are_stacked_in_their_published_order() -> None:
    parts = [np.full((2, 1), 0.1), *(np.full((1, 3), p) for p in (0.2, 0.3, 0.4)), np.array(0.5)]
    assert Indicators(*parts).stack().shape == (2, 3, 5)
    assert Indicators(*parts).stack()[1, 2].tolist() == [0.1, 0.2, 0.3, 0.4, 0.5]


@pytest.mark.property
@given(PROBABILITIES, SHARES, SHARES)
def test_dimensions_are_shares_and_fall_as_any_indicator_rises(
    values: tuple[float, ...], k: float, n: float
) -> None:
    assumptions = Assumptions(k, n)
    here = dimensions(one(*values), assumptions)
    assert (here >= 0).all()
    assert (here <= 1).all()
    for place in range(5):
        better = list(values)
        better[place] += 0.01
        assert (dimensions(one(*better), assumptions) <= here + 1e-12).all()


@pytest.mark.property
@given(PROBABILITIES, SHARES, SHARES)
def test_slopes_are_those_of_finite_differences(
    values: tuple[float, ...], k: float, n: float
) -> None:
    assumptions, step = Assumptions(k, n), 1e-5
    slopes = dimension_slopes(one(*values), assumptions)
    assert slopes.shape == (3, 5)
    logits = np.log(np.array(values) / (1 - np.array(values)))
    for place in range(5):
        move = step * np.eye(5)[place]
        above, below = (
            dimensions(one(*(1 / (1 + np.exp(-(logits + sign * move))))), assumptions)
            for sign in (1, -1)
        )
        assert slopes[:, place] == pytest.approx((above - below) / (2 * step), abs=1e-8)
