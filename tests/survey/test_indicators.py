"""Internet use, home access and online services by type of person."""

from dataclasses import replace

import numpy as np
import pytest

from balise.survey import (
    SERVICES,
    IndicatorModel,
    Sample,
    fit_behaviour,
    fit_services,
    make_design,
    make_prior,
    predict_cells,
)
from balise.survey.published import OF_PERSONS, SURVEYED
from balise.survey.sample import PublishedRow
from balise.vocabulary import CELLS, SurveyError
from tests.survey.country import Array, country, published

AGE = np.array([cell.age for cell in CELLS])
QUARTILE = np.array([cell.quartile for cell in CELLS])


def _weights(name: str) -> Array:
    """People behind the national figure of an indicator."""
    people = Sample(country().archetypes).surveyed
    persons = name == "internet_use" or OF_PERSONS[SERVICES.index(name)]
    return people if persons else people * country().behaviour.use.rates()


def _model(name: str) -> IndicatorModel:
    behaviour = country().behaviour
    return behaviour.smartphone if name == "smartphone" else behaviour.models()[name]


def test_a_row_covers_its_provinces_age_and_quartile_only() -> None:
    # By hand: 25 to 44 holds two bands of 16 cells, a quarter of them in each quartile.
    provinces = np.arange(13) == 3
    mask = PublishedRow("NB", provinces, 0.5, age=1, quartile=0).mask()
    assert mask.shape == (13, 1, 112)
    assert mask.sum() == 2 * 16 / 4
    assert mask[3, 0, (AGE == 1) & (QUARTILE == 0)].all()


def test_respondents_spread_as_the_root_of_population() -> None:
    # By hand: provinces of 100 and 400 people share 13,810 respondents 1 to 2.
    people = np.zeros((13, 3, 112))
    people[0, 0, 0], people[1, 0, 0] = 100, 400
    respondents = Sample(people).respondents()
    assert respondents[0].sum() == pytest.approx(13810 / 3)
    assert respondents[1].sum() == pytest.approx(13810 * 2 / 3)


def test_nobody_is_surveyed_in_the_territories() -> None:
    sample = Sample(np.ones((13, 3, 112)))
    assert sample.surveyed[SURVEYED].all()
    assert not sample.surveyed[~SURVEYED].any()
    assert sample.respondents().sum() == pytest.approx(13810)


def test_people_of_some_provinces_only_are_refused() -> None:
    with pytest.raises(SurveyError, match=r"shape \(10, 3, 112\). Expected \(13, 3, 112\)"):
        Sample(np.ones((10, 3, 112)))


@pytest.mark.parametrize("count", [-1.0, np.nan])
def test_counts_that_cannot_be_people_are_counted(count: float) -> None:
    people = np.ones((13, 3, 112))
    people[2, 1, :2] = count
    with pytest.raises(SurveyError, match="2 of 4,368 counts are negative"):
        Sample(people)


def test_a_national_total_that_is_missing_stops_the_fit() -> None:
    figures = published()
    shares = figures.tables.services[:, 0].copy()
    shares[0, 0, 0] = np.nan
    design = make_design()
    prior = make_prior(design, figures.priors["home_access"])
    with pytest.raises(SurveyError, match="published cells are not numbers: rows 0"):
        fit_services(
            "home_access",
            Sample(country().archetypes),
            design,
            prior,
            (shares, figures.tables.caution[:, 0]),
        )


def test_a_table_about_provinces_without_people_says_so() -> None:
    archetypes = country().archetypes.copy()
    archetypes[0] = 0
    figures = published()
    with pytest.raises(SurveyError, match="of 44 published cells cover nobody"):
        fit_behaviour(figures.tables, archetypes, figures.priors, figures.skills)


@pytest.mark.published
@pytest.mark.parametrize(
    ("name", "percent"),
    [("internet_use", 91.3), ("home_access", 93.6), ("government_services", 74.1)],
)
def test_national_totals_are_met_after_the_benchmark(name: str, percent: float) -> None:
    # Statistics Canada, 22-10-0135-01 (2018) and CIUS 2018 by age, income and region.
    weights, rates = _weights(name), _model(name).rates()
    assert 100 * (weights * rates).sum() / weights.sum() == pytest.approx(percent, abs=0.3)


@pytest.mark.published
@pytest.mark.parametrize(
    ("name", "limit"), [("home_access", 2.5), ("government_services", 4.5), ("smartphone", 3.0)]
)
def test_inner_cells_of_2018_are_rebuilt(name: str, limit: float) -> None:
    # Statistics Canada, CIUS 2018: 77 published cells by region, age and income quartile.
    model = _model(name)
    for fitted in (model.fit.fitted, predict_cells(model.cells.weights, model.rates().ravel())):
        gaps = fitted - model.cells.shares
        assert len(gaps) == 77
        assert 100 * np.sqrt(np.mean(gaps**2)) < limit
        assert np.mean(np.abs(gaps) <= 2 * model.cells.errors) >= 0.95


def test_every_rate_is_a_probability_even_where_no_survey_went() -> None:
    for rates in country().behaviour.rates():
        assert rates.shape == (13, 3, 112)
        assert rates.min() > 0
        assert rates.max() < 1


@pytest.mark.property
def test_draws_without_noise_are_the_published_rates() -> None:
    model = country().behaviour.home
    drawn = model.predict(model.draw(np.zeros((1, model.size)), np.zeros((1, 13))))
    assert drawn[0] == pytest.approx(model.rates(), abs=1e-12)


@pytest.mark.property
def test_draws_spread_as_their_covariance_says() -> None:
    model = country().behaviour.use
    rng = np.random.default_rng(3)
    values = model.draw(rng.standard_normal((4000, model.size)))
    draws = model.predict(values)[:, 3, 0, 50]
    levels = np.log(draws / (1 - draws))
    terms, k = model.matrix[3, 0, 50], len(model.fit.coefficients)
    fit, benchmark = model.fit.covariance, model.benchmark.covariance
    variance = terms[:k] @ fit @ terms[:k] + terms[k:] @ benchmark @ terms[k:]
    assert levels.std() == pytest.approx(np.sqrt(variance), rel=0.05)


@pytest.mark.property
def test_coefficients_follow_the_centres_of_provinces_as_derived() -> None:
    figures, model = published(), country().behaviour.services
    design = make_design()
    place = SERVICES.index("government_services")
    prior = make_prior(design, figures.priors["government_services"], country().behaviour.use.fit)
    step = 0.02 * (np.array(design.names) == "province[NB]")
    moved = fit_services(
        "government_services",
        Sample(country().archetypes),
        design,
        replace(prior, means=prior.means + step),
        (figures.tables.services[:, place], figures.tables.caution[:, place]),
        country().behaviour.use.rates(),
    )
    change = (moved.fit.coefficients - model.fit.coefficients) / 0.02
    assert change == pytest.approx(model.response[:, 3], abs=0.02)
    assert change[design.names.index("province[NB]")] > 0.5


def test_provinces_stand_apart_from_the_mean_of_their_region_in_draws() -> None:
    model = country().behaviour.use
    values = model.draw(np.random.default_rng(6).standard_normal((4, model.size)))
    apart = model.province_draws(values)
    assert apart[:, :4].sum(axis=1) == pytest.approx(np.zeros(4), abs=1e-12)
    assert apart[:, 4] == pytest.approx(np.zeros(4))  # Quebec is alone in its region
    assert np.abs(apart[:, 3]).min() > 0


@pytest.mark.property
def test_the_same_people_twice_behave_the_same() -> None:
    figures = published()
    twice = fit_behaviour(figures.tables, 2 * country().archetypes, figures.priors, figures.skills)
    for one, other in zip(country().behaviour.rates(), twice.rates(), strict=True):
        assert other == pytest.approx(one, abs=1e-6)


def test_a_region_whose_cells_are_all_suppressed_is_left_out() -> None:
    figures = published()
    services = figures.tables.services.copy()
    services[1] = np.nan
    services[1, :, :, 0] = figures.tables.services[1, :, :, 0]
    services[1, :, 0] = figures.tables.services[1, :, 0]
    tables = replace(figures.tables, services=services)
    behaviour = fit_behaviour(tables, country().archetypes, figures.priors, figures.skills)
    assert len(behaviour.home.cells.shares) == 61
    assert np.isfinite(behaviour.home.rates()).all()
