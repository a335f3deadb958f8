"""Whole people drawn from weights: exact totals, counts within one, weights on average."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from balise.synthesis import draw_integers, whole_totals
from balise.vocabulary import MarginError

Array = npt.NDArray[np.float64]

WEIGHTS = st.integers(1, 40).flatmap(
    lambda types: arrays(
        np.float64,
        (3, types),
        elements=st.one_of(
            st.just(0.0), st.floats(0, 50), st.floats(0, allow_infinity=False), st.integers(0, 9)
        ),
    )
)
STARTS = st.floats(0, 1, exclude_max=True)


def scaled(weights: Array, totals: npt.NDArray[np.int64]) -> Array:
    """Weights that add up to their totals; zero where nobody lives."""
    largest = np.maximum(weights.max(axis=1, keepdims=True), 1e-300)
    parts = weights / largest
    shares = parts / np.maximum(parts.sum(axis=1, keepdims=True), 1e-300)
    return np.asarray(shares * totals[:, None])


# By hand


def test_a_start_lifts_the_types_whose_cumulated_weight_it_carries_over_a_whole_number() -> None:
    # Cumulated 0.5, 1.0, 1.5, 2.0. From 0.2: 0.7, 1.2, 1.7, 2.2, so 0, 1, 1, 2.
    # From 0.6: 1.1, 1.6, 2.1, 2.6, so 1, 1, 2, 2.
    half = [0.5, 0.5, 0.5, 0.5]
    assert draw_integers(half, 2, 0.2).tolist() == [0, 1, 0, 1]
    assert draw_integers(half, 2, 0.6).tolist() == [1, 0, 1, 0]


def test_weights_are_scaled_to_the_total() -> None:
    # Shares of a quarter and three quarters of 8 people.
    assert draw_integers([0.25, 0.75], 8, 0.9).tolist() == [2, 6]


def test_each_area_has_its_own_total_and_start() -> None:
    # 1.5 + 1.5 from 0.2: 1.7, 3.2; from 0.6: 2.1, 3.6. Nobody in the third area.
    drawn = draw_integers([[1.5, 1.5], [1.5, 1.5], [1.0, 2.0]], [3, 3, 0], [0.2, 0.6, 0.5])
    assert drawn.tolist() == [[1, 2], [2, 1], [0, 0]]


def test_nobody_is_drawn_where_nobody_lives_whatever_the_weights() -> None:
    assert draw_integers([[0.0, 0.0], [3.0, 4.0]], [0, 0], 0.99).tolist() == [[0, 0], [0, 0]]
    assert draw_integers(np.zeros((0, 4)), np.zeros(0), np.zeros(0)).shape == (0, 4)


def test_a_sum_that_rounding_leaves_just_under_a_whole_number_is_that_number() -> None:
    # Ten times 0.1 is 0.9999999999999999 in floats: one person, whatever the start.
    tenths = [0.1] * 10 + [2.0] + [0.0]
    for start in (0.0, 0.35, 1 - 1e-12):
        drawn = draw_integers(tenths, 3, start)
        assert drawn[:10].sum() == 1
        assert drawn[10:].tolist() == [2, 0]


def test_areas_are_made_whole_by_cumulated_rounding() -> None:
    # Cumulated 0.4, 0.8, 1.2, 11.7, 12.1 are 0, 1, 1, 12, 12.
    drawn = whole_totals([0.4, 0.4, 0.4, 10.5, 0.4], [1, 1, 1, 11, 1])
    assert drawn.tolist() == [0, 1, 0, 11, 0]


def test_an_area_of_adults_alone_never_gets_more_than_live_there() -> None:
    adults = np.full(1000, 7 * (1 + 1e-12))
    assert whole_totals(adults, np.full(1000, 7)).tolist() == [7] * 1000


# Laws


@pytest.mark.property
@given(WEIGHTS, st.lists(st.integers(0, 10**6), min_size=3, max_size=3), STARTS)
def test_people_always_add_up_and_each_type_is_within_one_of_its_weight(
    weights: Array, people: list[int], start: float
) -> None:
    totals = np.where(weights.any(axis=1), people, 0)
    drawn = draw_integers(weights, totals, np.full(3, start))
    assert (drawn.sum(axis=1) == totals).all()
    assert (drawn >= 0).all()
    expected = scaled(weights, totals)
    assert np.abs(drawn - expected).max() < 1 + 1e-6
    assert (drawn[weights == 0] == 0).all()
    # So is every run of neighbouring types.
    assert np.abs(np.cumsum(drawn - expected, axis=1)).max() < 1 + 1e-6


@pytest.mark.property
@given(arrays(np.int64, (2, 12), elements=st.integers(0, 3000)), STARTS)
def test_whole_weights_stay_as_they_are_whatever_the_start(
    counts: npt.NDArray[np.int64], start: float
) -> None:
    drawn = draw_integers(counts, counts.sum(axis=1), np.full(2, start))
    assert (drawn == counts).all()


@pytest.mark.property
@given(
    arrays(np.float64, 60, elements=st.floats(0, 5000)),
    arrays(np.float64, 60, elements=st.floats(0, 1)),
)
def test_every_run_of_areas_is_within_one_of_its_modelled_people(
    people: Array, children: Array
) -> None:
    population = np.ceil(people * (1 + children)).astype(np.int64)
    drawn = whole_totals(people, population)
    assert (drawn <= population).all()
    gaps = np.concatenate([[0.0], np.cumsum(drawn - people)])
    assert gaps.max() - gaps.min() < 1 + 1e-6


@pytest.mark.property
def test_on_average_over_starts_each_type_has_its_weight() -> None:
    # Starts evenly over 0 to 1: the mean count is the weight but for the step between them.
    rng = np.random.default_rng(5)
    weights = rng.gamma(0.4, size=112)
    weights *= 431 / weights.sum()
    starts = (np.arange(20_000) + 0.5) / 20_000
    drawn = draw_integers(np.broadcast_to(weights, (20_000, 112)), 431, starts)
    assert np.abs(drawn.mean(axis=0) - weights).max() < 2e-4


@pytest.mark.property
def test_an_area_is_drawn_alike_alone_and_among_others() -> None:
    rng = np.random.default_rng(6)
    weights, totals, starts = rng.random((50, 336)), rng.integers(0, 900, 50), rng.random(50)
    whole = draw_integers(weights, totals, starts)
    alone = [draw_integers(*each) for each in zip(weights, totals, starts, strict=True)]
    assert (whole == np.array(alone)).all()


# Bad input


@pytest.mark.parametrize("bad", [np.nan, np.inf, -0.5])
def test_weights_that_are_no_people_are_refused(bad: float) -> None:
    with pytest.raises(MarginError, match=r"Weights of 1 of 2 areas .* rows 1\. Expected zero"):
        draw_integers([[1.0, 2.0], [bad, 1.0]], [3, 3], 0.5)


def test_people_without_a_type_are_refused() -> None:
    told = r"1 of 2 areas have people and no type .* row 1 \(1,200 people\)"
    with pytest.raises(MarginError, match=told):
        draw_integers([[1.0, 2.0], [0.0, 0.0]], [3, 1200], 0.5)


@pytest.mark.parametrize("bad", [2.5, -1, np.nan, 2.0**60])
def test_totals_that_are_not_whole_are_refused(bad: float) -> None:
    with pytest.raises(MarginError, match="Totals of 1 of 1 areas are no whole number"):
        draw_integers([1.0, 2.0], bad, 0.5)


@pytest.mark.parametrize("bad", [1.0, -0.1, np.nan])
def test_starts_outside_their_range_are_refused(bad: float) -> None:
    with pytest.raises(MarginError, match="number outside 0 to 1"):
        draw_integers([1.0, 2.0], 3, bad)


@pytest.mark.parametrize("bad", [np.nan, -1.0, 4.1])
def test_modelled_people_that_cannot_live_there_are_refused(bad: float) -> None:
    with pytest.raises(MarginError, match="1 of 2 areas are negative, no number or more than live"):
        whole_totals([1.0, bad], [2, 4])
