"""Priors of a recipe, spread over the terms of a model."""

import numpy as np
import pytest

from balise.survey import CellFit, make_design, make_prior
from balise.survey.priors import choose_prior
from balise.vocabulary import RecipeError

DESIGN = make_design()
DECLARED = dict.fromkeys(DESIGN.kinds, (0.0, 1.0))


def test_a_misspelled_prior_is_offered_the_nearest_term() -> None:
    with pytest.raises(RecipeError, match=r"no kind of term is called 'rurale'.*22 kinds.*'rural'"):
        make_prior(DESIGN, DECLARED | {"rurale": (0.0, 1.0)})


def test_a_term_without_a_prior_is_named() -> None:
    declared = {kind: prior for kind, prior in DECLARED.items() if kind != "quartile_1"}
    with pytest.raises(RecipeError, match=r"'quartile_1' have none.*each of the 22 kinds"):
        make_prior(DESIGN, declared)


@pytest.mark.parametrize("spread", [0.0, -0.1, float("nan")])
def test_a_spread_that_is_not_above_zero_is_refused(spread: float) -> None:
    with pytest.raises(RecipeError, match=r"rural \(mean -0.3, sd"):
        make_prior(DESIGN, DECLARED | {"rural": (-0.3, spread)})


def test_the_provinces_of_another_indicator_are_centred_on_internet_use() -> None:
    values = np.arange(float(len(DESIGN.names)))
    use = CellFit(values, np.eye(len(values)), np.zeros(1), 1, 1)
    means = make_prior(DESIGN, DECLARED, use).means
    province = np.array([kind == "province" for kind in DESIGN.kinds])
    assert means[province].tolist() == values[province].tolist()
    assert not means[~province].any()


def test_a_model_without_priors_is_offered_the_nearest() -> None:
    with pytest.raises(RecipeError, match=r"'home_acces' has none.*'home_access'"):
        choose_prior({"home_access": DECLARED}, "home_acces")
