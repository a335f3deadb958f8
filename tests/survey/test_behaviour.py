"""All that is modelled of behaviour."""

import numpy as np
import polars as pl
import pytest

from balise import sources
from balise.survey import behaviour_tables, fit_behaviour, make_design
from balise.vocabulary import CELLS, PROVINCES, RecipeError, SurveyError
from tests.survey.country import country, published


def test_an_anchor_that_is_not_published_is_offered_the_nearest() -> None:
    statements = {
        key: value
        for key, value in published().statements.items()
        if key != "nonusers_or_basic_65plus"
    }
    with pytest.raises(SurveyError, match=r"'nonusers_or_basic_65plus' is not there.*_total"):
        behaviour_tables(pl.DataFrame(), pl.DataFrame(), pl.DataFrame(), statements, 2018)


def test_a_year_of_behaviour_without_a_cycle_is_refused() -> None:
    figures = published()
    with pytest.raises(SurveyError, match="no row of 2017"):
        behaviour_tables(
            figures.internet_use,
            sources.read_services(),
            sources.read_skills(),
            figures.statements,
            2017,
        )


def test_a_recipe_without_priors_for_a_model_is_refused() -> None:
    figures = published()
    priors = {name: each for name, each in figures.priors.items() if name != "smartphone"}
    with pytest.raises(RecipeError, match="the model 'smartphone' has none"):
        fit_behaviour(figures.tables, country().archetypes, priors, figures.skills)


def test_draws_of_the_four_indicators_differ_and_stay_probabilities() -> None:
    behaviour = country().behaviour
    parts = behaviour.draw(5, np.random.default_rng(1), np.random.default_rng(2), 0.15)
    for part in parts:
        assert part.shape == (5, 13, 3, len(CELLS))
        assert ((part > 0) & (part < 1)).all()
        assert part.std(axis=0).max() > 0.001


@pytest.mark.property
def test_the_same_streams_give_the_same_draws() -> None:
    behaviour = country().behaviour
    one, other = (
        behaviour.draw(3, np.random.default_rng(1), np.random.default_rng(2), 0.15)
        for _ in range(2)
    )
    for left, right in zip(one, other, strict=True):
        assert (left == right).all()


def test_rural_people_use_the_internet_less_than_others_alike() -> None:
    rates = country().behaviour.use.rates()
    assert (rates[:, 0] < rates[:, 1]).all()


def test_ages_between_two_knots_share_them_and_the_oldest_take_a_step() -> None:
    # By hand: 39.6 lies (39.6 - 35) / (55 - 35) = 0.23 of the way from 35 to 55.
    design = make_design()
    place = dict(zip(design.names, range(len(design.names)), strict=True))
    third = next(i for i, cell in enumerate(CELLS) if cell.age == 2)
    assert design.matrix[0, 0, third, place["age_55"]] == pytest.approx(0.23)
    oldest = np.array([cell.age == 6 for cell in CELLS])
    assert (design.matrix[0, 0, :, place["age_75plus"]] == oldest).all()


@pytest.mark.property
def test_every_province_has_its_region_and_its_own_term() -> None:
    design = make_design()
    regions = ("region", "territories")
    region = [place for place, kind in enumerate(design.kinds) if kind in regions]
    province = [place for place, kind in enumerate(design.kinds) if kind == "province"]
    assert (design.matrix[..., region].sum(axis=-1) == 1).all()
    assert (design.matrix[..., province].sum(axis=-1) == 1).all()
    assert len(province) == len(PROVINCES)
