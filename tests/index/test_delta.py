"""Errors of other aggregations from those of the dimensions."""

import numpy as np
import polars as pl
import pytest

from balise.index import (
    AGGREGATIONS,
    OTHERS,
    Assumptions,
    Indicators,
    Method,
    aggregate,
    any_barrier,
    cell_scores,
    delta_errors,
    delta_ratios,
    delta_rows,
    dimensions,
    score_slopes,
    score_types,
)

METHOD = Method(Assumptions(k=0.25, n=0.0), (0.5, 0.2, 0.3), 2.0)


def person(*rates: float) -> Indicators:
    return Indicators(*(np.array(each) for each in rates))


ONE = person(0.8, 0.9, 0.5, 0.75, 0.5)


@pytest.mark.parametrize("how", ["mean", "geometric", "power", "worst"])
def test_slopes_are_those_of_a_small_step(how: str) -> None:
    found = dimensions(ONE, METHOD.assumptions)
    slopes = score_slopes(ONE, METHOD, how)
    for place in range(3):
        step = np.eye(3)[place] * 1e-6
        above, below = (
            aggregate(found + sign * step, METHOD.weights, how, METHOD.power) for sign in (1, -1)
        )
        assert slopes[place] == pytest.approx((above - below) / 2e-4, abs=1e-4)


def test_any_barrier_moves_with_skills_alone_as_its_chain_does() -> None:
    # Use and home access certain: skills move abilities and any barrier, nothing else.
    sure = person(1 - 1e-9, 1 - 1e-9, 0.5, 0.75, 1 - 1e-9)
    skilled = person(1 - 1e-9, 1 - 1e-9, 0.5, 0.75 + 1e-6, 1 - 1e-9)
    scores = [any_barrier(each, METHOD.assumptions) / 100 for each in (sure, skilled)]
    abilities = [dimensions(each, METHOD.assumptions)[2] for each in (sure, skilled)]
    step = (scores[1] - scores[0]) / (abilities[1] - abilities[0])
    assert score_slopes(sure, METHOD, "any_barrier")[2] == pytest.approx(step, abs=1e-4)


def test_certainty_has_slopes_too() -> None:
    certain = person(1.0, 1.0, 1.0, 1.0, 1.0)
    for how in AGGREGATIONS:
        assert np.isfinite(score_slopes(certain, METHOD, how)).all()


def test_an_area_that_is_not_published_has_no_error() -> None:
    names = ("means", "willingness", "abilities")
    covariances = ("cov_means_willingness", "cov_means_abilities", "cov_willingness_abilities")
    columns = [*(f"{name}_se" for name in names), *covariances]
    areas = pl.DataFrame(
        [[0.1, None], [0.1, None], [0.1, None], [0.0, None], [0.0, None], [0.0, None]],
        schema=columns,
        orient="col",
    )
    errors = delta_errors(np.full((2, 3), 1 / 3), areas)
    # By hand: 100 x 0.1 x the root of 3 / 9.
    assert errors[0] == pytest.approx(10 / 3**0.5)
    assert np.isnan(errors[1])
    assert len(delta_ratios(errors, np.array([[0.0, 1.0], [0.0, 1.0]]))) == 1


def test_draws_of_small_errors_agree_with_the_delta_method() -> None:
    rng = np.random.default_rng(7)
    rates = np.array([0.8, 0.9, 0.5, 0.75, 0.5])
    drawn = np.clip(rates + rng.normal(0, 0.002, (20_000, 1, 1, 1, 5)), 0, 1)
    cells = Indicators(*(np.full((1, 1, 1), rate) for rate in rates))
    draws = Indicators(*np.moveaxis(drawn, -1, 0))
    points = [lambda each, how=how: cell_scores(each, METHOD, how) for how in OTHERS[:3]]
    types = score_types(cells, draws, points)
    moved = np.cov(dimensions(draws, METHOD.assumptions).reshape(-1, 3).T)
    row = {
        f"{name}_se": moved[at, at] ** 0.5
        for at, name in enumerate(("means", "willingness", "abilities"))
    } | {
        "cov_means_willingness": moved[0, 1],
        "cov_means_abilities": moved[0, 2],
        "cov_willingness_abilities": moved[1, 2],
    }
    for at, how in enumerate(OTHERS[:3]):
        slopes = score_slopes(cells, METHOD, how).reshape(1, 3)
        ratio = delta_ratios(
            delta_errors(slopes, pl.DataFrame([row])), 100 * types.draws[..., at].reshape(1, -1)
        )
        assert ratio[0] == pytest.approx(1, abs=0.02)


def test_a_level_without_areas_prints_no_ratio() -> None:
    assert list(delta_rows([("worst", np.array([]))], "csd")) == []
