"""Internet use of 2009: respondents recoded, and the logit fitted on them."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from balise.sources import (
    read_deprivation,
    read_logit_2009,
    read_microdata_2009,
    read_population_2021,
)
from balise.survey import fit_logit
from balise.vocabulary import SourceError
from tests.sources.invented import write_source

HEADER = "PUMFID,PROVINCE,REGION,G_URBRUR,GCAGEGR6,G_CEDUC,PU_Q01\n"


def test_respondents_are_recoded_and_people_who_never_used_it_did_not(tmp_path: Path) -> None:
    invented = HEADER + "1,13,1,5,6,1,6\n2,35,3,2,1,3,1\n3,11,1,6,2,2,2\n"
    write_source(tmp_path, "internet_2009", "microdata.csv", invented.encode())
    people = read_microdata_2009(tmp_path).select(
        "pruid", "region", "area_type", "age", "education", "internet_use"
    )
    assert people.rows() == [
        ("13", "atlantic", "rural", "65+", "secondary_or_less", False),
        ("35", "ontario", "large_metropolitan", "16-24", "university", True),
        ("11", "atlantic", None, "25-34", "college", False),
    ]


def test_a_code_the_layout_does_not_know_is_refused(tmp_path: Path) -> None:
    write_source(tmp_path, "internet_2009", "microdata.csv", (HEADER + "1,13,1,5,9,1,6\n").encode())
    with pytest.raises(SourceError, match=r"column 'age': the label '9' is not known"):
        read_microdata_2009(tmp_path)


def test_a_logit_of_one_share_is_its_log_odds() -> None:
    # By hand: 3 of 4 use the Internet, log(3) = 1.0986; variance 1 / (4 x 3/4 x 1/4) = 4/3.
    coefficients, covariance = fit_logit(np.ones((4, 1)), np.array([1.0, 1.0, 1.0, 0.0]))
    assert coefficients[0] == pytest.approx(np.log(3))
    assert covariance[0, 0] == pytest.approx(4 / 3)


@pytest.mark.published
def test_the_bundled_logit_has_the_effects_measured_before() -> None:
    # The project's methods page: college +1.11, university +2.33, rural -0.37.
    logit = read_logit_2009()
    effects = dict(zip(logit.names, logit.coefficients.tolist(), strict=True))
    assert effects["education_college"] == pytest.approx(1.11, abs=0.01)
    assert effects["education_university"] == pytest.approx(2.33, abs=0.02)
    assert effects["area_type_rural"] == pytest.approx(-0.37, abs=0.01)
    assert logit.covariance.shape == (14, 14)
    assert np.allclose(logit.covariance, logit.covariance.T)
    assert np.linalg.eigvalsh(logit.covariance).min() > 0


def test_deprivation_is_scored_in_four_provinces(data_folder: Path) -> None:
    scores = read_deprivation(data_folder)
    assert scores.height == 7_324
    assert set(scores["code"].str.head(2)) == {"12", "13", "46", "47"}


@pytest.mark.published
def test_new_brunswick_had_775_610_people_in_2021(data_folder: Path) -> None:
    areas = read_population_2021(data_folder).filter(pl.col("code").str.starts_with("13"))
    assert areas["population"].sum() == 775_610
