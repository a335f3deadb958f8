"""Published tables laid out as arrays, and the error of their cells."""

import numpy as np
import polars as pl
import pytest

from balise.survey import cell_errors, province_use
from balise.survey.published import service_table
from balise.vocabulary import SurveyError

ROW = {
    "region": "quebec",
    "service": "smartphone",
    "low": 65,
    "high": None,
    "quartile": 1,
    "share": 0.4,
    "status": "E",
}
USE = {"year": 2018, "pruid": "13", "low": 65, "high": None, "share": 0.62}


def test_caution_doubles_the_error_of_a_share() -> None:
    # By hand: root of .5 x .5 x 1.8 / 450 = 0.0316; twice that with caution.
    errors = cell_errors(np.full(2, 0.5), np.full(2, 450.0), np.array([False, True]))
    assert errors == pytest.approx([0.0316, 0.0632], abs=1e-4)


def test_a_published_100_is_not_certain() -> None:
    # By hand: read as 99.5; root of .995 x .005 x 1.8 / 100 = 0.0095.
    assert cell_errors(np.ones(1), np.array([100.0]))[0] == pytest.approx(0.0095, abs=1e-4)


def test_no_share_is_better_known_than_0_4_point() -> None:
    assert cell_errors(np.array([0.5]), np.array([1e9])).tolist() == [0.004]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"region": "quebeck"}, "the region 'quebeck'.*one of the 6.*'quebec'"),
        ({"service": "smartfone"}, "the service 'smartfone'.*one of the 8.*'smartphone'"),
        ({"low": 60}, r"the age group \(60, None\).*one of the 5"),
    ],
)
def test_a_row_without_a_place_in_the_table_is_offered_the_nearest(
    change: dict[str, object], message: str
) -> None:
    with pytest.raises(SurveyError, match=message):
        service_table(pl.DataFrame([ROW | change]))


def test_a_year_without_a_cycle_is_offered_those_there_are() -> None:
    with pytest.raises(SurveyError, match=r"no row of 2019.*one of its cycles: 2018"):
        province_use(pl.DataFrame([USE]), 2019)


def test_a_province_outside_the_survey_stays_empty() -> None:
    use = province_use(pl.DataFrame([USE]), 2018)
    assert use[4, 4] == 0.62
    assert np.isnan(use).sum() == use.size - 1
