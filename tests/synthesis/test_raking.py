"""Areas raked to their counts: what is reached, what is kept, and what is said when it is not."""

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from balise.synthesis import (
    FLAGS,
    CategoryMargin,
    CategoryMargins,
    RakingChoices,
    RakingFit,
    fit_areas,
)
from balise.vocabulary import MarginError
from tests.synthesis.counted import counts_of, invented, two_by_two

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

EVERY = slice(None)


def _plain(seed: Floats, margins: CategoryMargins, area: int, rounds: int = 300) -> Floats:
    """One area raked the slow way, margin after margin."""
    weights = seed * margins.margins[0].totals[area].sum() / seed.sum()
    for _ in range(rounds):
        for margin in margins.margins:
            found = np.bincount(margin.groups, weights, margin.totals.shape[1])
            ratio = np.divide(margin.totals[area], found, np.zeros_like(found), where=found > 0)
            weights = weights * ratio[margin.groups]
    return np.asarray(weights)


def _bits(fit: RakingFit) -> bytes:
    """All that a fit says, as bytes."""
    parts = (fit.factors, fit.residuals, fit.iterations, fit.compositions(EVERY))
    return b"".join(part.tobytes() for part in parts)


def test_four_types_reach_their_counts_and_keep_their_odds() -> None:
    # By hand: the seed 1 2 2 4 is independent (odds ratio 1 x 4 / (2 x 2) = 1), so 100 people,
    # half women and 80 in the older group, are 50 x 20 / 100 = 10, 40, 10 and 40.
    fit = fit_areas([1.0, 2.0, 2.0, 4.0], two_by_two([[50, 50]], [[20, 80]]))
    np.testing.assert_allclose(fit.weights(EVERY), [[10, 40, 10, 40]], atol=1e-6)
    assert fit.flags.tolist() == ["ok"]


def test_odds_ratio_of_the_seed_is_that_of_the_area() -> None:
    # By hand: with seed 3 1 1 3 (odds ratio 9) and even counts x, 50 - x the odds ratio is
    # (x / (50 - x))^2 = 9, so x = 37.5.
    fit = fit_areas([3.0, 1.0, 1.0, 3.0], two_by_two([[50, 50]], [[50, 50]]))
    np.testing.assert_allclose(fit.weights(EVERY), [[37.5, 12.5, 12.5, 37.5]], atol=1e-6)


@pytest.mark.property
@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(6, 60), st.sampled_from([(3,), (2, 3), (4, 2, 3)]))
def test_margins_are_reached_and_ratios_are_products_of_factors(
    number: int, types: int, sizes: tuple[int, ...]
) -> None:
    seed, margins = invented(np.random.default_rng(number), types, sizes, 5)
    fit = fit_areas(seed, margins)
    weights = fit.weights(EVERY)
    assert (weights > 0).all()
    done = fit.flags == "ok"
    for margin in margins.margins:
        miss = np.abs(counts_of(margin, weights) - margin.totals).max(axis=1) / fit.people
        assert (miss <= np.fmax(fit.residuals, 1e-12) * (1 + 1e-3) + 1e-12).all()
        assert (miss[done] <= 1.1e-8).all()
    tables = [np.eye(margin.totals.shape[1])[margin.groups] for margin in margins.margins]
    design = np.column_stack(tables)
    logs = np.log(weights / seed).T
    left = logs - design @ np.linalg.lstsq(design, logs, rcond=None)[0]
    assert np.abs(left).max() < 1e-8


@pytest.mark.property
def test_answer_is_that_of_raking_one_margin_after_another() -> None:
    seed, margins = invented(np.random.default_rng(3), 200, (5, 4, 3, 2), 20)
    fit = fit_areas(seed, margins, RakingChoices(tolerance=1e-12))
    for area in range(20):
        expected = _plain(seed, margins, area)
        np.testing.assert_allclose(fit.weights(EVERY)[area], expected, rtol=1e-8)


@pytest.mark.property
@pytest.mark.parametrize("bounds", [None, (0.05, 12.0)])
def test_bits_are_the_same_whatever_the_blocks_the_workers_and_the_order_of_areas(
    bounds: tuple[float, float] | None,
) -> None:
    seed, margins = invented(np.random.default_rng(8), 120, (5, 4, 6), 67)
    first = fit_areas(seed, margins, RakingChoices(bounds=bounds, block=1, workers=1))
    assert first.iterations.max() > first.iterations.min()
    for block in (1, 7, 64):
        for workers in (1, 2):
            again = RakingChoices(bounds=bounds, block=block, workers=workers)
            assert _bits(fit_areas(seed, margins, again)) == _bits(first)
    order = np.random.default_rng(1).permutation(67)
    mixed = fit_areas(seed, margins.rows(order), RakingChoices(bounds=bounds))
    assert mixed.factors.tobytes() == first.factors[order].tobytes()
    assert mixed.compositions(EVERY).tobytes() == first.compositions(order).tobytes()


@pytest.mark.property
def test_order_of_types_changes_nothing() -> None:
    seed, margins = invented(np.random.default_rng(4), 80, (4, 3, 2), 9)
    order = np.random.default_rng(2).permutation(80)
    moved = tuple(replace(each, groups=each.groups[order]) for each in margins.margins)
    one = fit_areas(seed, margins).weights(EVERY)[:, order]
    two = fit_areas(seed[order], replace(margins, margins=moved)).weights(EVERY)
    np.testing.assert_allclose(one, two, rtol=1e-9)


def test_types_in_the_same_categories_keep_their_shares_of_one_another() -> None:
    groups = np.array([0, 1, 0, 1, 1])
    margin = CategoryMargin("sex", groups, np.array([[30.0, 70.0]]))
    weights = fit_areas([1.0, 2.0, 3.0, 4.0, 1.0], CategoryMargins(("town",), (margin,))).weights(
        EVERY
    )
    # By hand: 30 in parts of 1 to 3, 70 in parts of 2 to 4 to 1.
    np.testing.assert_allclose(weights, [[7.5, 20, 22.5, 40, 10]])


def test_a_row_of_nothing_leaves_its_margin_out() -> None:
    nan = float("nan")
    fit = fit_areas([1.0, 2.0, 2.0, 4.0], two_by_two([[60, 30]], [[nan, nan]]))
    # By hand: women 60 in the seed's parts 1 to 2, men 30 in parts 2 to 4.
    np.testing.assert_allclose(fit.weights(EVERY), [[20, 40, 10, 20]])
    assert fit.flags.tolist() == ["ok"]


def test_an_area_without_any_margin_is_said_to_have_none_and_is_not_empty() -> None:
    nan = float("nan")
    margins = two_by_two([[nan, nan], [5, 5]], [[nan, nan], [5, 5]])
    fit = fit_areas([1.0, 2.0, 2.0, 5.0], margins)
    assert fit.flags.tolist() == ["nothing_published", "ok"]
    np.testing.assert_allclose(fit.compositions(EVERY)[0], [0.1, 0.2, 0.2, 0.5])
    assert np.isnan(fit.weights(EVERY)[0]).all()
    told = fit_areas([1.0, 2.0, 2.0, 5.0], replace(margins, people=np.array([20.0, 10.0])))
    np.testing.assert_allclose(told.weights(EVERY)[0], [2, 4, 4, 10])


def test_an_area_of_nobody_has_weights_of_zero_and_says_so() -> None:
    fit = fit_areas(np.ones(4), two_by_two([[0, 0], [1, 1]], [[0, 0], [2, 0]]))
    assert fit.flags.tolist() == ["nobody", "ok"]
    np.testing.assert_allclose(fit.weights(EVERY), [[0, 0, 0, 0], [1, 0, 1, 0]], atol=1e-9)
    np.testing.assert_allclose(fit.compositions(EVERY).sum(axis=1), 1)


def test_margins_that_disagree_are_forced_to_the_first_and_the_difference_is_told() -> None:
    fit = fit_areas(np.ones(4), two_by_two([[500, 500], [500, 500]], [[506, 506], [900, 600]]))
    assert fit.apart.tolist() == [12, 500]
    assert fit.flags.tolist() == ["ok", "contradictory"]
    np.testing.assert_allclose(fit.people, [1000, 1000])
    # By hand: 900 and 600 of 1,500 are 600 and 400 of 1,000; half of each sex.
    np.testing.assert_allclose(fit.weights(EVERY)[1], [300, 200, 300, 200], rtol=1e-6)


def test_given_people_are_believed_before_any_margin() -> None:
    margins = replace(two_by_two([[50, 50]], [[52, 48]]), people=np.array([110.0]))
    fit = fit_areas(np.ones(4), margins)
    assert fit.people.tolist() == [110]
    assert fit.apart.tolist() == [10]
    assert fit.weights(EVERY).sum() == pytest.approx(110)


def test_a_margin_of_zeros_beside_one_of_people_is_missing_not_empty() -> None:
    fit = fit_areas(np.ones(4), two_by_two([[0, 0]], [[30, 10]]))
    np.testing.assert_allclose(fit.weights(EVERY), [[15, 5, 15, 5]])
    assert (fit.flags.tolist(), fit.apart.tolist()) == (["contradictory"], [40.0])


def test_people_whom_no_type_can_be_are_said_and_the_rest_is_fitted() -> None:
    # Young men are in no type; where nobody is a woman, 10 of the young have no place.
    seed = [1.0, 1.0, 0.0, 1.0]
    fit = fit_areas(seed, two_by_two([[0, 40], [20, 20]], [[10, 30], [10, 30]]))
    assert fit.flags.tolist() == ["no_type", "ok"]
    np.testing.assert_allclose(fit.weights(EVERY)[0], [0, 0, 0, 40], atol=1e-9)
    assert fit.residuals[0] == pytest.approx(0.25)
    np.testing.assert_allclose(fit.weights(EVERY)[1], [10, 10, 0, 20], atol=1e-5)


def test_an_area_whose_empty_categories_leave_no_type_says_so() -> None:
    # Women are young and men old in the seed; counts want no men and no young people.
    fit = fit_areas([1.0, 0.0, 0.0, 1.0], two_by_two([[40, 0]], [[0, 40]]))
    assert (fit.flags.tolist(), fit.residuals.tolist()) == (["no_type"], [1.0])
    assert fit.compositions(EVERY).sum() == pytest.approx(1)


def test_counts_that_no_weights_have_are_not_said_to_be_reached() -> None:
    # Women are young and men old in the seed, and counts want 10 women but 30 young.
    fit = fit_areas([1.0, 0.0, 0.0, 1.0], two_by_two([[10, 30]], [[30, 10]]))
    assert fit.flags.tolist() == ["not_converged"]
    assert fit.residuals[0] > 0.1
    assert fit.iterations[0] <= 100  # given up: no closer by a tenth from one look to the next
    assert np.isfinite(fit.weights(EVERY)).all()
    assert fit.compositions(EVERY).sum() == pytest.approx(1)


def test_adults_are_counted_among_adults_and_children_are_the_rest() -> None:
    age = CategoryMargin("age", np.array([0, 1, 1]), np.array([[20.0, 80.0]]))
    work = CategoryMargin("work", np.array([-1, 0, 1]), np.array([[41.0, 41.0]]))
    fit = fit_areas(np.ones(3), CategoryMargins(("town",), (age, work)))
    # By hand: 82 adults by one table are 80 by the other, half of them at work.
    np.testing.assert_allclose(fit.weights(EVERY), [[20, 40, 40]], rtol=1e-7)
    assert (fit.apart.tolist(), fit.flags.tolist()) == ([2.0], ["ok"])


def test_a_margin_of_some_with_no_other_to_compare_takes_its_own_total() -> None:
    sex = CategoryMargin("sex", np.array([0, 1, 0, 1]), np.array([[50.0, 50.0]]))
    work = CategoryMargin("work", np.array([0, 0, -1, -1]), np.array([[60.0]]))
    fit = fit_areas(np.ones(4), CategoryMargins(("town",), (sex, work)))
    np.testing.assert_allclose(fit.weights(EVERY), [[30, 30, 20, 20]], rtol=1e-7)


def test_soft_margins_lie_between_the_seed_and_theircounts_of() -> None:
    found = []
    for softness in (0.0, 0.1, 1.0, 10.0):
        margin = CategoryMargin("sex", np.array([0, 1]), np.array([[80.0, 20.0]]), softness)
        fit = fit_areas(np.ones(2), CategoryMargins(("town",), (margin,)))
        assert fit.flags.tolist() == ["ok"]
        found.append(float(fit.weights(EVERY)[0, 0]))
    # By hand: odds w = (4 / w)^(1 / softness), so w = 4^(1 / (1 + softness)).
    odds = 4 ** (1 / (1 + np.array([0.0, 0.1, 1.0, 10.0])))
    np.testing.assert_allclose(found, 100 * odds / (1 + odds), rtol=1e-6)


@pytest.mark.property
def test_soft_margins_cost_least_in_divergence() -> None:
    seed, margins = invented(np.random.default_rng(6), 12, (3, 2), 1)
    softness = (0.5, 0.0)
    soft = tuple(
        replace(each, softness=each_softness)
        for each, each_softness in zip(margins.margins, softness, strict=True)
    )
    fit = fit_areas(seed, replace(margins, margins=soft), RakingChoices(tolerance=1e-12))
    share, hard = seed / seed.sum(), margins.margins[1]
    wanted = [each.totals[0] / each.totals[0].sum() for each in margins.margins]

    def cost(people: Floats) -> float:
        counts = np.bincount(margins.margins[0].groups, people, 3)
        missed = (counts * np.log(counts / wanted[0])).sum()
        return float((people * np.log(people / share)).sum() + missed / softness[0])

    kept = {"type": "eq", "fun": lambda x: np.bincount(hard.groups, x, 2) - wanted[1]}
    how: dict[str, Any] = {
        "method": "SLSQP",
        "bounds": [(1e-9, 1)] * 12,
        "constraints": kept,
        "options": {"ftol": 1e-14, "maxiter": 500},
    }
    best = minimize(cost, share, **how)
    np.testing.assert_allclose(fit.compositions(EVERY)[0], best.x, atol=2e-5)


def test_a_warm_start_ends_in_one_round_at_the_same_weights() -> None:
    seed, margins = invented(np.random.default_rng(5), 100, (5, 4, 3), 12)
    cold = fit_areas(seed, margins)
    some = np.array([7, 2, 11])
    warm = fit_areas(seed, margins.rows(some), RakingChoices(start=cold))
    assert warm.iterations.tolist() == [1, 1, 1]
    assert cold.iterations.min() > 1
    np.testing.assert_allclose(warm.weights(EVERY), cold.weights(some), rtol=1e-6)


def test_a_warm_start_frees_categories_that_were_empty() -> None:
    before = fit_areas(np.ones(4), two_by_two([[0, 40]], [[20, 20]]))
    after = fit_areas(np.ones(4), two_by_two([[10, 30]], [[20, 20]]), RakingChoices(start=before))
    np.testing.assert_allclose(after.weights(EVERY), [[5, 5, 15, 15]], rtol=1e-6)


def test_a_start_of_other_margins_is_refused() -> None:
    start = fit_areas(np.ones(4), two_by_two([[1, 1]], [[1, 1]]))
    margin = CategoryMargin("income", np.array([0, 1, 2, 2]), np.ones((1, 3)))
    with pytest.raises(MarginError, match="found factors of 4 groups of margins sex, age"):
        fit_areas(np.ones(4), CategoryMargins(("a",), (margin,)), RakingChoices(start=start))


def test_an_area_stops_on_its_own_and_no_round_too_many_is_counted() -> None:
    hard = [[50, 50], [99, 1]]
    seed = np.array([5.0, 1, 1, 5])
    alone = [fit_areas(seed, two_by_two([sex], [[50, 50]])).iterations[0] for sex in hard]
    both = fit_areas(seed, two_by_two(hard, [[50, 50], [50, 50]])).iterations
    assert both.tolist() == alone
    assert alone[0] < alone[1]


def test_choices_that_end_nothing_are_refused() -> None:
    with pytest.raises(MarginError, match="found tolerance 0, 500 rounds"):
        RakingChoices(tolerance=0)
    with pytest.raises(MarginError, match="1 or more"):
        RakingChoices(rounds=0)


def test_every_flag_has_a_name_that_fits() -> None:
    assert len(set(FLAGS)) == len(FLAGS) == 7
