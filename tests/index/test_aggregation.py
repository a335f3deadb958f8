"""One score from three dimensions."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balise.index import (
    AGGREGATIONS,
    Assumptions,
    Indicators,
    Method,
    aggregate,
    any_barrier,
    any_barrier_bounds,
    cell_scores,
    dimensions,
)
from balise.vocabulary import RecipeError

THIRDS = (1 / 3, 1 / 3, 1 / 3)
SHARES = st.floats(0.0, 1.0)
DIMENSIONS = st.tuples(SHARES, SHARES, SHARES)
PROBABILITIES = st.tuples(*(st.floats(0.01, 1.0) for _ in range(5)))


def test_four_aggregations_of_the_same_person() -> None:
    # By hand, dimensions 0.1, 0.2, 0.6 in equal parts: mean 0.9 / 3; geometric the cube root
    # of 0.012; power 2 the root of (0.01 + 0.04 + 0.36) / 3; worst 0.6.
    person = np.array([0.1, 0.2, 0.6])
    assert aggregate(person, THIRDS, "mean") == pytest.approx(30)
    assert aggregate(person, THIRDS, "geometric") == pytest.approx(100 * 0.012 ** (1 / 3))
    assert aggregate(person, THIRDS, "power") == pytest.approx(100 * (0.41 / 3) ** 0.5)
    assert aggregate(person, THIRDS, "worst") == pytest.approx(60)


def test_weights_of_two_to_one_to_one_count_means_twice() -> None:
    # 0.5 x 0.1 + 0.25 x 0.2 + 0.25 x 0.6 = 0.25.
    assert aggregate(np.array([0.1, 0.2, 0.6]), (0.5, 0.25, 0.25), "mean") == pytest.approx(25)


def test_any_barrier_is_chained_because_dimensions_share_internet_use() -> None:
    # By hand: adequate home 0.9 x 0.875 = 0.7875; use given access 0.8 / 0.9; services 0.5;
    # skills 0.75; together 0.7875 x 0.8889 x 0.5 x 0.75 = 0.2625.
    person = Indicators(*(np.array(p) for p in (0.8, 0.9, 0.5, 0.75, 0.5)))
    assert any_barrier(person, Assumptions(k=0.25, n=0.0)) == pytest.approx(73.75)


def test_use_elsewhere_than_at_home_does_not_make_up_for_the_home() -> None:
    # More users than homes connected: use given access is certain, never above 1.
    person = Indicators(*(np.array(p) for p in (0.9, 0.6, 1.0, 1.0, 1.0)))
    assert any_barrier(person, Assumptions(k=0.25, n=0.0)) == pytest.approx(40)


def test_one_dimension_without_any_barrier_makes_the_geometric_mean_zero() -> None:
    assert aggregate(np.array([0.0, 0.2, 0.6]), THIRDS, "geometric") == 0


def test_a_dimension_without_weight_does_not_enter_the_geometric_mean() -> None:
    # 0 to the power 0 counts as 1: the root of 0.2 x 0.45 is 0.3.
    found = aggregate(np.array([0.0, 0.2, 0.45]), (0.0, 0.5, 0.5), "geometric")
    assert found == pytest.approx(30)


def test_an_unknown_aggregation_names_those_that_are_known() -> None:
    with pytest.raises(RecipeError, match=r"found 'men'.*mean, geometric.*Did you mean 'mean'"):
        aggregate(np.array([0.1, 0.2, 0.6]), THIRDS, "men")


def test_every_aggregation_of_a_recipe_scores_archetypes() -> None:
    person = Indicators(*(np.array(p) for p in (0.8, 0.9, 0.5, 0.75, 0.5)))
    method = Method(Assumptions(0.25, 0.0), THIRDS, 2.0)
    scores = {how: float(cell_scores(person, method, how)) for how in AGGREGATIONS}
    assert scores["mean"] == pytest.approx(100 * (0.2125 + 0.6 + 0.4) / 3)
    assert scores["worst"] == pytest.approx(60)
    assert scores["any_barrier"] == pytest.approx(73.75)


@pytest.mark.property
@given(SHARES, st.sampled_from(["mean", "geometric", "power", "worst"]))
def test_equal_dimensions_have_themselves_as_their_score(share: float, how: str) -> None:
    assert aggregate(np.full(3, share), THIRDS, how) == pytest.approx(100 * share, abs=1e-9)


@pytest.mark.property
@given(DIMENSIONS, st.floats(1.0, 8.0))
def test_aggregations_stand_in_the_same_order_for_everybody(
    values: tuple[float, float, float], power: float
) -> None:
    scores = [
        float(aggregate(np.array(values), THIRDS, how, power))
        for how in ("geometric", "mean", "power", "worst")
    ]
    assert all(low <= high + 1e-7 for low, high in pairwise(scores))
    assert scores[0] >= 0
    assert scores[-1] <= 100 + 1e-9


@pytest.mark.property
@given(PROBABILITIES, SHARES, SHARES)
def test_any_barrier_lies_within_its_bounds(values: tuple[float, ...], k: float, n: float) -> None:
    person, assumptions = Indicators(*(np.array(p) for p in values)), Assumptions(k, n)
    low, high = any_barrier_bounds(dimensions(person, assumptions))
    assert low - 1e-9 <= any_barrier(person, assumptions) <= high + 1e-9
