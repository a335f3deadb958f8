"""A logit fitted to published cells."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balise.survey import Cells, Prior, fit_cells, predict_cells
from balise.vocabulary import SurveyError

TWO_AGES = np.array([[1.0, 0.0], [1.0, 1.0]])
WIDE = Prior(np.zeros(2), np.full(2, 1e4))


def test_two_cells_without_overlap_give_the_logit_of_each() -> None:
    # By hand: log(0.8 / 0.2) = 1.3863 and log(0.6 / 0.4) = 0.4055, a difference of -0.9808.
    cells = Cells(np.eye(2), np.array([0.8, 0.6]), np.array([0.01, 0.01]))
    fit = fit_cells(TWO_AGES, cells, WIDE)
    assert fit.coefficients == pytest.approx([1.3863, -0.9808], abs=1e-4)
    assert fit.directions == 2


def test_the_error_of_a_cell_becomes_that_of_its_logit() -> None:
    # By hand: 0.01 / (0.8 x 0.2) = 0.0625.
    cells = Cells(np.eye(1), np.array([0.8]), np.array([0.01]))
    fit = fit_cells(np.ones((1, 1)), cells, Prior(np.zeros(1), np.array([1e4])))
    assert np.sqrt(fit.covariance[0, 0]) == pytest.approx(0.0625, rel=1e-4)


def test_a_prior_as_sure_as_the_cell_meets_it_half_way() -> None:
    # By hand: near 0.5 the logit is linear with slope 1/4; an error of 0.0025 is 0.01 on the
    # logit, the same as the prior's: the answer is half of logit(0.51) = 0.0400.
    cells = Cells(np.eye(1), np.array([0.51]), np.array([0.0025]))
    fit = fit_cells(np.ones((1, 1)), cells, Prior(np.zeros(1), np.array([0.01])))
    assert fit.coefficients[0] == pytest.approx(0.02, abs=1e-4)
    assert fit.covariance[0, 0] == pytest.approx(0.01**2 / 2, rel=1e-3)


def test_an_offset_is_what_an_earlier_step_has_settled() -> None:
    cells = Cells(np.eye(1), np.array([0.7]), np.array([0.01]))
    prior = Prior(np.zeros(1), np.array([1e4]))
    plain = fit_cells(np.ones((1, 1)), cells, prior)
    offset = fit_cells(np.ones((1, 1)), cells, prior, offset=np.array([0.3]))
    assert offset.coefficients[0] == pytest.approx(plain.coefficients[0] - 0.3, abs=1e-6)


def test_cells_are_kept_and_joined_row_by_row() -> None:
    cells = Cells(np.eye(3), np.array([0.1, 0.2, 0.3]), np.full(3, 0.01))
    parts = cells.rows(np.array([0])).join(cells.rows(np.array([False, True, True])))
    assert parts.shares.tolist() == cells.shares.tolist()
    assert parts.weights.tolist() == cells.weights.tolist()


def test_cells_that_cover_nobody_are_counted() -> None:
    cells = Cells(np.array([[1.0, 0], [0, 0]]), np.array([0.5, 0.5]), np.full(2, 0.01))
    with pytest.raises(SurveyError, match="1 of 2 published cells cover nobody"):
        fit_cells(TWO_AGES, cells, WIDE)


@pytest.mark.parametrize(
    ("share", "error"), [(np.nan, 0.01), (0.5, np.nan), (0.5, 0.0), (np.inf, 0.01)]
)
def test_a_cell_that_is_not_a_number_is_named_by_its_row(share: float, error: float) -> None:
    cells = Cells(np.eye(2), np.array([0.5, share]), np.array([0.01, error]))
    with pytest.raises(SurveyError, match="1 of 2 published cells are not numbers: rows 1"):
        fit_cells(TWO_AGES, cells, WIDE)


@pytest.mark.property
@given(
    shares=st.lists(st.floats(0.02, 0.98), min_size=3, max_size=3),
    scale=st.floats(0.1, 1000),
    order=st.permutations(range(3)),
)
def test_neither_the_order_of_cells_nor_the_size_of_the_population_matters(
    shares: list[float], scale: float, order: list[int]
) -> None:
    weights = np.array([[2.0, 1], [1, 1], [0, 3]])
    prior = Prior(np.zeros(2), np.ones(2))
    one = fit_cells(TWO_AGES, Cells(weights, np.array(shares), np.full(3, 0.02)), prior)
    cells = Cells(weights * scale, np.array(shares), np.full(3, 0.02)).rows(np.array(order))
    other = fit_cells(TWO_AGES, cells, prior)
    assert other.coefficients == pytest.approx(one.coefficients, abs=1e-4)


@pytest.mark.property
@given(share=st.floats(0.001, 0.999))
def test_the_truth_is_found_where_cells_are_exact(share: float) -> None:
    weights, rates = np.array([[3.0, 1], [1, 2]]), np.array([share, 0.5])
    cells = Cells(weights, predict_cells(weights, rates), np.full(2, 1e-3))
    fit = fit_cells(TWO_AGES, cells, Prior(np.zeros(2), np.full(2, 100.0)))
    assert fit.fitted == pytest.approx(cells.shares, abs=1e-4)


def test_cells_that_contradict_each_other_still_settle() -> None:
    # Gauss-Newton alone overshot 100 times on these: the third cell says 0.37 of people of
    # whom the second says 0.12.
    weights = np.array([[2.0, 1], [1, 1], [0, 3]])
    cells = Cells(weights, np.array([0.12109375, 0.12109375, 0.37109375]), np.full(3, 0.02))
    fit = fit_cells(TWO_AGES, cells, Prior(np.zeros(2), np.ones(2)))
    assert fit.iterations < 20


@pytest.mark.property
@given(
    shares=st.lists(st.floats(0.005, 0.995), min_size=4, max_size=4),
    errors=st.lists(st.floats(0.004, 0.1), min_size=4, max_size=4),
)
def test_whatever_the_cells_say_the_steps_settle(shares: list[float], errors: list[float]) -> None:
    weights = np.array([[2.0, 1, 0], [1, 1, 1], [0, 3, 1], [5, 0, 0]])
    design = np.column_stack([np.ones(3), np.eye(3)[:, 1:]])
    prior = Prior(np.zeros(3), np.array([2.0, 0.5, 0.3]))
    fit = fit_cells(design, Cells(weights, np.array(shares), np.array(errors)), prior)
    assert (fit.fitted > 0).all()
    assert (fit.fitted < 1).all()
