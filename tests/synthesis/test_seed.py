"""The people of a province by type, raked together from its published tables."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from balise.synthesis import ProvinceCounts, make_seed, rake, seed_cells
from balise.synthesis.seed import PRIVATE_HOUSEHOLDS
from balise.vocabulary import PROVINCES, MarginError
from tests.survey.country import Array, published, seeds

ROWS, COLUMNS = np.repeat(np.arange(3), 4), np.tile(np.arange(4), 3)
CELLS = seed_cells()


def _odds(table: Array) -> Array:
    """Odds ratios of a table of 3 by 4 against its first cell."""
    square = table.reshape(3, 4)
    return np.asarray(square[1:, 1:] * square[0, 0] / (square[1:, :1] * square[:1, 1:]))


def test_one_margin_is_met_in_one_round() -> None:
    # By hand: cells of 1 and 3 people must hold 8: each doubles.
    table, rounds, error = rake(np.array([1.0, 3.0]), [np.zeros(2, dtype=int)], [np.array([8.0])])
    assert table.tolist() == [2.0, 6.0]
    assert (rounds, error) == (2, 0.0)


def test_a_soft_step_goes_part_of_the_way() -> None:
    # By hand: with softness 1 each step is the root of the ratio: 1 x root of 4 is 2.
    table, _, _ = rake(
        np.ones(1), [np.zeros(1, dtype=int)], [np.array([4.0])], rounds=1, softness=1.0
    )
    assert table.tolist() == [2.0]


def test_a_cell_outside_a_margin_is_left_alone() -> None:
    table, _, _ = rake(np.array([1.0, 5.0]), [np.array([0, -1])], [np.array([3.0])])
    assert table.tolist() == [3.0, 5.0]


@pytest.mark.property
@given(
    start=arrays(np.float64, 12, elements=st.floats(0.1, 10)),
    truth=arrays(np.float64, 12, elements=st.floats(1, 100)),
)
def test_raking_reaches_its_margins_and_leaves_odds_ratios_alone(
    start: Array, truth: Array
) -> None:
    totals = [np.bincount(group, weights=truth).astype(float) for group in (ROWS, COLUMNS)]
    table, _, error = rake(start, [ROWS, COLUMNS], totals)
    assert error < 1e-8
    for group, total in zip((ROWS, COLUMNS), totals, strict=True):
        assert np.bincount(group, weights=table) == pytest.approx(total, rel=1e-6)
    assert _odds(table) == pytest.approx(_odds(start), rel=1e-6)


@pytest.mark.parametrize(
    ("total", "found"),
    [(-5.0, "-5 in group 1"), (np.nan, "nan in group 1"), (np.inf, "inf in group 1")],
)
def test_a_total_that_cannot_be_is_shown(total: float, found: str) -> None:
    totals = [np.array([10.0, total, 10.0]), np.full(4, 5.0)]
    with pytest.raises(MarginError, match=f"Margin 1 of 2 asks for people that cannot be: {found}"):
        rake(np.ones(12), [ROWS, COLUMNS], totals)


def test_people_wanted_where_the_start_has_nobody_are_shown() -> None:
    start = np.ones(12)
    start[COLUMNS == 2] = 0
    with pytest.raises(MarginError, match="Margin 2 of 2 asks for people that cannot be: 7 in"):
        rake(start, [ROWS, COLUMNS], [np.full(3, 7.0), np.array([0.0, 7, 7, 7])])


def test_a_start_that_is_not_a_number_is_counted() -> None:
    start = np.ones(12)
    start[4] = np.nan
    with pytest.raises(MarginError, match="starts from 1 cells below zero or not numbers"):
        rake(start, [ROWS, COLUMNS], [np.full(3, 4.0), np.full(4, 3.0)])


def _new_brunswick() -> ProvinceCounts:
    return published().counts["13"]


def test_margins_that_contradict_each_other_stop_the_seed() -> None:
    # 90 % of those 25 to 64 cannot hold a bachelor's degree where 40 % hold any certificate.
    counts = replace(_new_brunswick(), bachelor=np.full(4, 0.9))
    with pytest.raises(
        MarginError, match=r"New Brunswick.*contradict.*% off.*margins.13 = \"soft\""
    ):
        make_seed(counts, association=0.25)


def test_margins_marked_soft_keep_the_compromise_and_its_misfit() -> None:
    counts = replace(_new_brunswick(), bachelor=np.full(4, 0.9))
    seed = make_seed(counts, association=0.25, soft=True)
    assert seed.misfit > 0.01
    assert seed.shares.sum() == pytest.approx(1)


def test_more_people_without_a_diploma_than_people_is_refused() -> None:
    counts = replace(_new_brunswick(), diploma=np.array([1.4, 0.9, 0.8, 0.6]))
    with pytest.raises(MarginError, match="Margin 2 of 4 asks for people that cannot be: -"):
        make_seed(counts, association=0.25)


@pytest.mark.property
@pytest.mark.parametrize(
    "code", [each.code for each in PROVINCES if not each.territory], ids=lambda code: code
)
def test_a_seed_meets_every_published_margin_of_its_province(code: str) -> None:
    counts, seed = published().counts[code], seeds()[code]
    people = seed.shares * seed.population
    assert seed.misfit < 1e-8
    assert np.bincount(CELLS.age, weights=people) == pytest.approx(counts.ages)
    holders = people[CELLS.education >= 2].sum()
    assert holders * PRIVATE_HOUSEHOLDS == pytest.approx(counts.postsecondary_15plus, rel=1e-6)
    born_here = people[~CELLS.immigrant].sum()
    assert born_here * PRIVATE_HOUSEHOLDS == pytest.approx(counts.non_immigrants, rel=1e-6)
    oldest = CELLS.age == 6
    by_quartile = np.bincount(CELLS.quartile[oldest], weights=people[oldest])
    assert by_quartile / by_quartile.sum() == pytest.approx(counts.quartiles[6], abs=1e-6)


@pytest.mark.property
def test_association_sets_the_pull_of_education_on_income() -> None:
    # The odds ratio of neighbouring steps is exp(association) at every age.
    shares = seeds()["13"].shares[CELLS.adult].reshape(7, 4, 4, 2).sum(axis=3)
    odds = shares[:, 1:, 1:] * shares[:, :-1, :-1] / (shares[:, 1:, :-1] * shares[:, :-1, 1:])
    assert odds == pytest.approx(np.full((7, 3, 3), np.exp(published().association)), rel=1e-4)


@pytest.mark.published
def test_the_mean_age_of_a_seed_is_that_of_the_census() -> None:
    # Statistics Canada, Census of 2016, 98-400-X2016001: mean age of New Brunswick 43.6 years.
    seed = seeds()["13"]
    assert 100 * float(seed.shares @ seed.features[:, 0]) == pytest.approx(43.6, abs=0.3)
