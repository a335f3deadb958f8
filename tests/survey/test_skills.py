"""Basic digital skills."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr

from balise.survey import SkillsPriors, fit_skills, fit_trait
from balise.vocabulary import CELLS, SurveyError
from tests.survey.country import Array, country

EDUCATION = np.array([cell.education for cell in CELLS])
AGE = np.array([cell.age for cell in CELLS])
DECLARED = SkillsPriors((0.0, 0.1), (0.0, 0.1), (0.005, 0.02))


def _activities(slopes: Array, bars: Array) -> Array:
    """Activities of an invented trait that rises by equal steps over the 12 cells."""
    trait = np.linspace(-1.5, 1.5, 12)
    return np.asarray(ndtr(slopes[:, None] * trait - bars[:, None])).reshape(len(bars), 4, 3)


def _lacking(mask: npt.NDArray[np.bool_]) -> float:
    """Non-users or basic users among some of the people surveyed [percent]."""
    skills = country().behaviour.skills
    lacking = skills.people * (1 - skills.use * skills.rates())
    return 100 * float(lacking[..., mask].sum() / skills.people[..., mask].sum())


def test_a_trait_behind_exact_activities_is_found_up_to_its_scale() -> None:
    found = fit_trait(_activities(np.array([0.8, 1.0, 1.3]), np.array([-0.5, 0.0, 0.5])))
    expected = np.linspace(-1.5, 1.5, 12)
    assert found.means.ravel() == pytest.approx(
        (expected - expected.mean()) / expected.std(), abs=0.01
    )
    assert found.slopes / found.slopes[1] == pytest.approx([0.8, 1, 1.3], abs=0.01)
    assert found.misfit < 0.001


def test_an_activity_with_too_few_figures_is_counted() -> None:
    shares = _activities(np.ones(4), np.linspace(-1, 1, 4))
    shares[2].ravel()[2:] = np.nan
    with pytest.raises(SurveyError, match="1 of 4 activities have under 3 figures, 0 of 12"):
        fit_trait(shares)


def test_a_suppressed_figure_is_no_obstacle() -> None:
    shares = _activities(np.ones(6), np.linspace(-1, 1, 6))
    whole = fit_trait(shares)
    shares[2, 0, 0] = np.nan
    assert fit_trait(shares).means == pytest.approx(whole.means, abs=0.01)


@pytest.mark.published
def test_both_published_anchors_hold_exactly() -> None:
    # Statistics Canada, Internet-use Typology of Canadians (2018): 23.8 % of all are
    # non-users or basic users, about 63 % of those 65 and over.
    assert _lacking(np.ones(len(CELLS), dtype=bool)) == pytest.approx(23.8, abs=1e-6)
    assert _lacking(AGE >= 5) == pytest.approx(63.0, abs=1e-6)


@pytest.mark.published
def test_people_with_high_school_or_less_lack_skills_as_published() -> None:
    # The same typology: 40 % of people with high school or less; not used in the fit.
    assert _lacking(EDUCATION <= 1) == pytest.approx(40.0, abs=3.0)


def _fit(anchors: list[float], use: float = 0.9) -> Array:
    people = np.ones((13, 3, len(CELLS)))
    shares = _activities(np.ones(5), np.linspace(-1, 1, 5))[:, ::-1]  # the young lead
    return fit_skills(
        shares, people, np.full(people.shape, use), np.array(anchors), DECLARED
    ).rates()


@pytest.mark.parametrize(
    ("anchors", "use"),
    [([0.05, 0.6], 0.9), ([0.3, 0.95], 0.9), ([0.3, 0.2], 0.5)],
)
def test_anchors_that_cannot_both_hold_are_shown(anchors: list[float], use: float) -> None:
    with pytest.raises(SurveyError, match=rf"\[{anchors[0]}, {anchors[1]}\] of all.*cannot both"):
        _fit(anchors, use)


@pytest.mark.parametrize("anchor", [np.nan, 0.0, 1.2])
def test_an_anchor_that_is_no_share_is_shown(anchor: float) -> None:
    with pytest.raises(SurveyError, match=rf"are \[{anchor}, 0.6\]. Expected shares between 0"):
        _fit([anchor, 0.6])


@pytest.mark.property
@given(total=st.floats(0.2, 0.45), more=st.floats(0.02, 0.2))
def test_any_anchors_within_reach_are_met(total: float, more: float) -> None:
    rates = _fit([total, total + more])
    lacking = 1 - 0.9 * rates
    assert lacking.mean() == pytest.approx(total, abs=1e-6)
    assert lacking[AGE >= 5].mean() == pytest.approx(total + more, abs=1e-6)


@pytest.mark.property
def test_a_draw_without_noise_is_the_published_rate() -> None:
    skills = country().behaviour.skills
    draws = skills.draw(np.zeros((2, skills.size)), np.stack([skills.use] * 2))
    assert draws[0] == pytest.approx(skills.rates(), abs=1e-6)


@pytest.mark.property
def test_skills_rise_with_schooling_once_it_is_over_and_fall_with_age() -> None:
    by_cell = country().behaviour.skills.rates().reshape(7, 4, 4)
    assert (np.diff(by_cell[1:], axis=1) > 0).all()
    assert (np.diff(by_cell, axis=0) < 0).all()
