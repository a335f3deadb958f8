"""Areas raked with bounds on weight over seed."""

import numpy as np
import pytest

from balise.synthesis import CategoryMargin, CategoryMargins, RakingChoices, fit_areas
from balise.vocabulary import MarginError
from tests.synthesis.counted import counts_of, invented, two_by_two

EVERY = slice(None)


def test_bounds_hold_and_margins_are_reached_within_them() -> None:
    seed, margins = invented(np.random.default_rng(9), 300, (6, 5, 4), 30, spread=1.2)
    free = fit_areas(seed, margins)
    base = seed / seed.sum()
    widest = (free.compositions(EVERY) / base).max()
    fit = fit_areas(seed, margins, RakingChoices(bounds=(0.4, 2.2)))
    ratios = fit.compositions(EVERY) / base
    assert widest > 2.5
    done = fit.flags == "ok"
    assert (ratios[done] >= 0.4 - 1e-7).all()
    assert (ratios[done] <= 2.2 + 1e-7).all()
    assert done.sum() > 20
    for margin in margins.margins:
        gaps = np.abs(counts_of(margin, fit.weights(EVERY)) - margin.totals) / fit.people[:, None]
        assert gaps[done].max() < 2e-8


@pytest.mark.property
def test_bounded_weights_are_closest_in_the_logit_distance() -> None:
    # Deville and Sarndal (1992), case 6: at the optimum (g - L) / (U - g) is a product of factors.
    seed, margins = invented(np.random.default_rng(2), 60, (4, 3), 6, spread=0.4)
    fit = fit_areas(seed, margins, RakingChoices(bounds=(0.3, 3.0), tolerance=1e-11))
    ratios = fit.compositions(EVERY) * seed.sum() / seed
    logits = np.log((ratios - 0.3) / (3.0 - ratios)).T
    tables = [np.eye(margin.totals.shape[1])[margin.groups] for margin in margins.margins]
    design = np.column_stack(tables)
    left = logits - design @ np.linalg.lstsq(design, logits, rcond=None)[0]
    assert fit.flags.tolist() == ["ok"] * 6
    assert np.abs(left).max() < 1e-7


def test_a_count_beyond_what_bounds_let_is_said() -> None:
    margin = CategoryMargin("sex", np.array([0, 1]), np.array([[95.0, 5.0], [60, 40]]))
    margins = CategoryMargins(("one", "two"), (margin,))
    fit = fit_areas(np.ones(2), margins, RakingChoices(bounds=(0.5, 1.5)))
    assert fit.flags.tolist() == ["out_of_bounds", "ok"]
    assert fit.compositions(EVERY)[0].max() <= 0.75 + 1e-9


def test_zero_counts_and_bounds_from_zero_go_together() -> None:
    margin = CategoryMargin("sex", np.array([0, 1, 1]), np.array([[0.0, 30.0]]))
    choices = RakingChoices(bounds=(0.0, 4.0))
    fit = fit_areas(np.ones(3), CategoryMargins(("one",), (margin,)), choices)
    np.testing.assert_allclose(fit.weights(EVERY), [[0, 15, 15]], atol=1e-6)


def test_bounds_and_soft_margins_do_not_go_together() -> None:
    margins = two_by_two([[50, 50]], [[20, 80]], softness=0.5)
    with pytest.raises(MarginError, match=r"bounds and soft margins \(sex\)\. Expected one or"):
        fit_areas(np.ones(4), margins, RakingChoices(bounds=(0.1, 3.0)))


@pytest.mark.parametrize("bounds", [(1.0, 2.0), (-0.1, 2.0), (0.5, 1.0), (0.5, np.inf)])
def test_bounds_that_let_no_seed_stay_are_refused(bounds: tuple[float, float]) -> None:
    with pytest.raises(MarginError, match="Expected a least ratio of weight to seed from 0"):
        RakingChoices(bounds=bounds)
