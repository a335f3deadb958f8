"""Where 50/10 Mbps is offered."""

import numpy as np
import polars as pl
import pytest

from balise import sources
from balise.survey import coverage_table
from balise.vocabulary import PROVINCES, SurveyError


def _table(*rows: tuple[int, str, str, float]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["year", "pruid", "area", "share"], orient="row")


def test_the_figure_of_the_year_is_measured_and_a_later_one_assumed() -> None:
    table = coverage_table(_table((2018, "13", "rural", 0.3), (2020, "13", "urban", 0.9)), 2018)
    assert table.shares[3].tolist() == [0.3, 0.9, 0.9]
    assert table.measured[3].tolist() == [True, False, False]
    assert table.errors[3].tolist() == [0.01, 0.05, 0.05]


def test_a_territory_without_a_figure_takes_the_lowest_of_the_territories() -> None:
    table = coverage_table(
        _table((2018, "13", "rural", 0.1), (2020, "60", "total", 0.6), (2020, "61", "total", 0.7)),
        2018,
    )
    assert table.shares[12].tolist() == [0.6, 0.6, 0.6]
    assert table.errors[12].tolist() == [0.15, 0.15, 0.15]


def test_a_year_after_the_last_names_those_there_are() -> None:
    with pytest.raises(SurveyError, match=r"no share for 2030 or later. Expected one of: 2018"):
        coverage_table(_table((2018, "13", "rural", 0.3)), 2030)


def test_draws_stay_between_nobody_and_everybody() -> None:
    table = coverage_table(_table((2018, "13", "rural", 0.001), (2018, "24", "urban", 1.0)), 2018)
    draws = table.draw(np.random.default_rng(1), 50)
    assert draws.shape == (50, 13, 3, 1)
    assert draws.min() >= 0
    assert draws.max() <= 1


@pytest.mark.published
def test_every_province_has_its_figure_of_2018() -> None:
    # CRTC, Current trends - High-speed broadband: 2018 by province; territories from 2020.
    table = coverage_table(sources.read_coverage(), 2018)
    provinces = np.array([not each.territory for each in PROVINCES])
    assert table.measured[provinces].all()
    assert not table.measured[~provinces].any()
    assert (table.shares[provinces, 0] < table.shares[provinces, 1]).all()
