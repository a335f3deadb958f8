"""Whom a published row is about, and what its identities say of income."""

import numpy as np
import pytest

from balise import sources
from balise.survey import (
    SERVICES,
    income_quartiles,
    published_people,
    region_quartiles,
    universe_test,
)
from balise.survey.published import OF_PERSONS, SURVEYED
from balise.vocabulary import SurveyError
from tests.survey.country import published


def test_a_total_of_users_is_rebuilt_by_users_only() -> None:
    # By hand: two ages of 100 people, of whom 100 and 50 use the Internet; shares .8 and .2.
    # Users: (100 x .8 + 50 x .2) / 150 = 0.6; persons: (.8 + .2) / 2 = 0.5.
    test = universe_test(0.6, np.array([0.8, 0.2]), np.array([100.0, 100.0]), np.array([1.0, 0.5]))
    assert test.rebuilt_users == pytest.approx(0.6)
    assert test.rebuilt_persons == pytest.approx(0.5)
    assert test.universe == "users"


@pytest.mark.published
@pytest.mark.parametrize("place", range(len(SERVICES)), ids=SERVICES)
def test_one_universe_rebuilds_each_row_of_2018_and_the_other_does_not(place: int) -> None:
    # Statistics Canada, CIUS 2018, table by age group, household income quartile and region:
    # national totals 93.6, 88.1, 74.1, 81.8, 84.4, 53.3, 49.2 and 68.8 percent.
    figures = published()
    people = published_people(sources.read_population_by_age())[SURVEYED].sum(axis=0)
    row = figures.tables.services[0, place, :, 0]
    test = universe_test(float(row[0]), row[1:], people, figures.tables.use[0, 1:])
    rebuilt = {"persons": test.rebuilt_persons, "users": test.rebuilt_users}
    right, wrong = ("persons", "users") if OF_PERSONS[place] else ("users", "persons")
    assert test.universe == right
    assert 100 * abs(rebuilt[right] - test.published) <= 0.25
    assert 100 * abs(rebuilt[wrong] - test.published) > 0.8


def _town() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Two services of an invented town whose quartiles by age are known."""
    quartiles = np.array(
        [[0.3, 0.3, 0.2, 0.2], [0.2, 0.2, 0.3, 0.3], [0.2, 0.2, 0.3, 0.3], [0.3, 0.3, 0.2, 0.2]]
    )
    people, use = np.full(4, 0.25), np.array([0.99, 0.97, 0.9, 0.7])
    joint = quartiles * people[:, None]
    rng = np.random.default_rng(7)
    tables = np.empty((8, 5, 5))
    for table in tables:
        table[1:, 1:] = rng.uniform(0.2, 0.9, (4, 4))
        weighted = joint * table[1:, 1:]
        table[1:, 0] = weighted.sum(axis=1) / joint.sum(axis=1)
        table[0, 1:] = weighted.sum(axis=0) / joint.sum(axis=0)
        table[0, 0] = weighted.sum()
    return tables, quartiles, people, use


def test_the_quartiles_behind_a_table_are_recovered() -> None:
    tables, quartiles, people, use = _town()
    found = income_quartiles(tables, np.ones(8, dtype=bool), people, use)
    assert found.quartile_by_age == pytest.approx(quartiles, abs=0.01)
    assert found.misfit < 1e-3


def test_internet_use_of_each_age_is_kept_when_it_is_spread_over_quartiles() -> None:
    tables, _, people, use = _town()
    found = income_quartiles(tables, np.ones(8, dtype=bool), people, use)
    spread = (found.quartile_by_age * found.internet_use).sum(axis=1)
    assert spread == pytest.approx(use, abs=1e-9)


def test_a_suppressed_total_is_counted() -> None:
    tables, _, people, use = _town()
    tables[2, 0, 0] = np.nan
    with pytest.raises(SurveyError, match="8 services: 1 totals are suppressed and 0 of 4 ages"):
        income_quartiles(tables, np.ones(8, dtype=bool), people, use)


def test_internet_use_rises_with_income_in_the_table_of_2018() -> None:
    people = published_people(sources.read_population_by_age())
    nation = region_quartiles(published().tables, people)["canada"]
    assert (np.diff(nation.use_by_quartile) > 0).all()
    assert 0.7 < nation.use_by_quartile[0] < 0.8
    assert nation.misfit < 0.003


@pytest.mark.property
def test_quartiles_of_an_age_add_up_to_all_of_it() -> None:
    people = published_people(sources.read_population_by_age())
    for each in region_quartiles(published().tables, people).values():
        assert each.quartile_by_age.sum(axis=1) == pytest.approx(np.ones(4))
        assert (each.quartile_by_age > 0).all()
