"""The logit of respondents."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balise import sources
from balise.survey import fit_logit
from balise.vocabulary import SurveyError


def _classes(first: tuple[int, int], second: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Respondents who say yes and no in two classes."""
    outcome = np.repeat([1.0, 0.0, 1.0, 0.0], [*first, *second])
    group = np.repeat([0.0, 1.0], [sum(first), sum(second)])
    return np.column_stack([np.ones(len(outcome)), group]), outcome


def test_two_classes_give_the_log_odds_ratio_and_its_variance() -> None:
    # By hand: odds 30/10 and 20/20; log(1/3) = -1.0986; Woolf's variance is the sum of
    # 1/30 + 1/10 + 1/20 + 1/20 = 0.2333.
    coefficients, covariance = fit_logit(*_classes((30, 10), (20, 20)))
    assert coefficients == pytest.approx([1.0986, -1.0986], abs=1e-4)
    assert covariance[1, 1] == pytest.approx(0.2333, abs=1e-4)


def test_a_weight_of_two_counts_a_respondent_twice() -> None:
    design, outcome = _classes((3, 1), (2, 2))
    weights = np.where(outcome == 1, 2.0, 1.0)
    twice = np.repeat(np.arange(len(outcome)), weights.astype(int))
    weighted, _ = fit_logit(design, outcome, weights)
    repeated, _ = fit_logit(design[twice], outcome[twice])
    assert weighted == pytest.approx(repeated, abs=1e-9)


@pytest.mark.property
@given(scale=st.floats(1e-3, 1e6), order=st.permutations(range(8)))
def test_neither_the_total_of_the_weights_nor_the_order_of_respondents_matters(
    scale: float, order: list[int]
) -> None:
    design, outcome = _classes((3, 1), (2, 2))
    one, error = fit_logit(design, outcome)
    other, same = fit_logit(design[order], outcome[order], np.full(8, scale))
    assert other == pytest.approx(one, abs=1e-8)
    assert same == pytest.approx(error, abs=1e-8)


def test_a_class_where_all_say_yes_separates() -> None:
    with pytest.raises(SurveyError, match=r"of 18 respondents for certain: term 1 has run to"):
        fit_logit(*_classes((4, 4), (10, 0)))


def test_an_outcome_that_nobody_has_separates() -> None:
    with pytest.raises(SurveyError, match=r"settle the answers of 8 of 8 respondents"):
        fit_logit(np.ones((8, 1)), np.zeros(8))


def test_terms_that_repeat_one_another_are_counted() -> None:
    design, outcome = _classes((3, 1), (2, 2))
    both = np.column_stack([design, 1 - design[:, 1]])
    with pytest.raises(SurveyError, match="3 terms, of which 1 repeat the others among 8"):
        fit_logit(both, outcome)


def test_a_missing_answer_is_named_by_its_row() -> None:
    design, outcome = _classes((3, 1), (2, 2))
    outcome[5] = np.nan
    with pytest.raises(SurveyError, match="1 of 8 respondents cannot be used: rows 5"):
        fit_logit(design, outcome)


def test_weights_of_other_respondents_are_refused() -> None:
    design, outcome = _classes((3, 1), (2, 2))
    with pytest.raises(SurveyError, match="8 respondents, 8 outcomes and 7 weights"):
        fit_logit(design, outcome, np.ones(7))


@pytest.mark.published
def test_the_odds_of_2009_rise_with_schooling_and_fall_in_rural_areas() -> None:
    # Statistics Canada, Canadian Internet Use Survey 2009, public use file, unweighted:
    # first pass of the same model gave college +1.11, university +2.33, rural -0.37.
    logit = sources.read_logit_2009()
    found = dict(zip(logit.names, logit.coefficients, strict=True))
    assert found["education_college"] == pytest.approx(1.11, abs=0.05)
    assert found["education_university"] == pytest.approx(2.33, abs=0.05)
    assert found["area_type_rural"] == pytest.approx(-0.37, abs=0.05)
