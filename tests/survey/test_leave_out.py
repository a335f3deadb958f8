"""Figures the models have not seen."""

import numpy as np
import polars as pl
import pytest
from threadpoolctl import threadpool_limits

from balise.survey import REGIONS, LeftOut, RollForward, leave_out, roll_forward
from balise.survey.published import OF_PERSONS, SERVICES
from balise.vocabulary import SurveyError
from tests.survey.country import country, published

CHECKED = ("home_access", "government_services", "smartphone")


def _roll(year: int) -> RollForward:
    each = country()
    return roll_forward(each.behaviour, each.archetypes, published().internet_use, year)


def _leave(service: str, region: str, age: int | None) -> LeftOut:
    figures, each = published(), country()
    persons = service in SERVICES and OF_PERSONS[SERVICES.index(service)]
    rates = None if persons else each.behaviour.use.rates()
    with threadpool_limits(limits=1):
        return leave_out(
            figures.tables,
            each.archetypes,
            figures.priors,
            rates,
            (service, region, age),
            each.behaviour.use.fit,
        )


def test_errors_are_root_mean_squares_over_provinces() -> None:
    # By hand: errors of 3 and 4 points give root of (9 + 16) / 2 = 3.54; of 0 and 5, 3.54 too.
    ones = np.ones(2)
    rolled = RollForward(
        2020, ones, ones - [0.03, 0.04], ones, ones, ones - [0, 0.05], ones - [0.05, 0.05]
    )
    assert 100 * rolled.rmse_total == pytest.approx(3.5355, abs=1e-4)
    assert rolled.national_rmse_total == 0
    assert 100 * rolled.rmse_65plus == pytest.approx(3.5355, abs=1e-4)
    assert 100 * rolled.national_rmse_65plus == pytest.approx(5)


@pytest.mark.published
@pytest.mark.parametrize("year", [2020, 2022])
def test_internet_use_of_later_years_follows_from_2018_and_national_ages(year: int) -> None:
    # Statistics Canada, 22-10-0135-01: ten provinces, 15 and over and 65 and over.
    rolled = _roll(year)
    assert 100 * rolled.rmse_total < 1.8
    assert 100 * rolled.rmse_65plus < 4.5
    assert rolled.rmse_total < rolled.national_rmse_total
    assert rolled.rmse_65plus < rolled.national_rmse_65plus


@pytest.mark.property
def test_rolling_forward_meets_the_national_figure_of_seniors() -> None:
    rolled, each = _roll(2022), country()
    seniors = each.archetypes.sum(axis=1).reshape(13, 7, 16).sum(axis=2)[:10, 5:].sum(axis=1)
    national = float(seniors @ rolled.predicted_65plus / seniors.sum())
    assert national == pytest.approx(rolled.national_65plus[0], abs=1e-9)


@pytest.mark.property
def test_rolling_to_the_year_of_the_fit_hardly_moves_anybody() -> None:
    assert 100 * _roll(2018).rmse_total < 1


def test_a_year_the_survey_did_not_run_is_named() -> None:
    with pytest.raises(SurveyError, match=r"no row of 2021.*2018, 2020, 2022"):
        _roll(2021)


@pytest.mark.published
@pytest.mark.parametrize("age", [None, 0, 1, 2, 3])
@pytest.mark.parametrize("service", CHECKED)
def test_the_atlantic_left_out_is_predicted_about_as_well_as_by_the_nation(
    service: str, age: int | None
) -> None:
    # Statistics Canada, CIUS 2018 by age, income and region: 16 inner cells of the Atlantic.
    left = _leave(service, "atlantic", age)
    assert left.cells.height == (16 if age is None else 4)
    assert 100 * (left.rmse_model - left.rmse_national) <= 0.5


@pytest.mark.parametrize("region", REGIONS)
def test_any_region_can_be_left_out(region: str) -> None:
    left = _leave("home_access", region, None)
    assert left.cells["predicted"].is_between(0, 1, closed="none").all()
    # 24 cells of the table are suppressed: British Columbia, 15 to 24, upper three quartiles.
    assert left.cells.height == (13 if region == "british_columbia" else 16)
    assert left.cells.schema["high"] == pl.Int64


@pytest.mark.property
def test_what_is_left_out_does_not_reach_its_own_prediction() -> None:
    figures, each = published(), country()
    changed = figures.tables.services.copy()
    changed[1, 0] = 0.5
    tables = type(figures.tables)(
        figures.tables.use,
        changed,
        figures.tables.caution,
        figures.tables.activities,
        figures.tables.anchors,
    )
    one, other = (
        leave_out(
            table,
            each.archetypes,
            figures.priors,
            None,
            ("home_access", "atlantic", None),
            each.behaviour.use.fit,
        )
        for table in (figures.tables, tables)
    )
    assert other.cells["predicted"].to_list() == pytest.approx(one.cells["predicted"].to_list())


@pytest.mark.parametrize(
    ("service", "region", "age", "message"),
    [
        ("home_acces", "atlantic", None, "service 'home_acces'.*one of its 8.*'home_access'"),
        ("home_access", "pacific", None, "region 'pacific'.*one of its 5"),
        ("home_access", "atlantic", 4, "home_access, atlantic, age 4: no published cell.*0 to 3"),
    ],
)
def test_what_the_survey_does_not_have_cannot_be_left_out(
    service: str, region: str, age: int | None, message: str
) -> None:
    with pytest.raises(SurveyError, match=message):
        _leave(service, region, age)
