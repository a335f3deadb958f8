"""Priors of a recipe, spread over the terms of a model."""

import numpy as np
import pytest

from balise.survey import CellFit, make_design, make_prior
from balise.survey.priors import choose_prior
from balise.vocabulary import RecipeError

DESIGN = make_design()
DECLARED = dict.fromkeys(DESIGN.kinds, (0.0, 1.0))


def test_a_misspelled_prior_is_offered_the_nearest_term() -> None:
    with pytest.raises(RecipeError, match=r"no kind of term is called 'rurale'.*23 kinds.*'rural'"):
        make_prior(DESIGN, DECLARED | {"rurale": (0.0, 1.0)})


def test_a_term_without_a_prior_is_named() -> None:
    declared = {kind: prior for kind, prior in DECLARED.items() if kind != "quartile_1"}
    with pytest.raises(RecipeError, match=r"'quartile_1' have none.*each of the 23 kinds"):
        make_prior(DESIGN, declared)


@pytest.mark.parametrize("spread", [0.0, -0.1, float("nan")])
def test_a_spread_that_is_not_above_zero_is_refused(spread: float) -> None:
    with pytest.raises(RecipeError, match=r"rural \(mean -0.3, sd"):
        make_prior(DESIGN, DECLARED | {"rural": (-0.3, spread)})


def test_what_sets_a_province_apart_in_internet_use_carries_over() -> None:
    # By hand: the terms of provinces lie 2 apart, so the four of the Atlantic stand at -3,
    # -1, 1 and 3 from their mean, three elsewhere at -2, 0 and 2, one alone at 0.
    values = np.arange(float(len(DESIGN.names)))
    use = CellFit(values, np.eye(len(values)), np.zeros(1), 1, 1)
    prior = make_prior(DESIGN, DECLARED, use)
    province = np.array([kind == "province" for kind in DESIGN.kinds])
    assert prior.means[province] == pytest.approx([-3, -1, 1, 3, 0, 0, -2, 0, 2, 0, -2, 0, 2])
    assert not prior.means[~province].any()
    assert (prior.deviations == 1).all()


def test_a_model_without_priors_is_offered_the_nearest() -> None:
    with pytest.raises(RecipeError, match=r"'home_acces' has none.*'home_access'"):
        choose_prior({"home_access": DECLARED}, "home_acces")
