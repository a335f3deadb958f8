"""Published counts of areas on the scale of the seed."""

import numpy as np
import polars as pl
import pytest

from balise.synthesis import PRICE, IncomeLink, area_margins, fit_income_link
from balise.vocabulary import MarginError

COUNTS = ("postsecondary_15plus", "postsecondary_25_64", "non_immigrants")
LINK = IncomeLink(0.2, 1.2, 30e3)


def _areas(**changes: object) -> pl.DataFrame:
    """One area of 1,000 people whose margins are all known."""
    known: dict[str, object] = dict.fromkeys(COUNTS, 394) | {
        "mean_age": 40.0,
        "income_cad": 30e3,
    }
    covered = {f"{name}_coverage": 1.0 for name in (*COUNTS, "mean_age", "income")}
    area = {"code": "1301001", "population": 1000} | known | covered | changes
    return pl.DataFrame([area])


def test_shares_are_of_people_in_private_households() -> None:
    # By hand: 394 / (1,000 x 0.985) = 0.4; mean age 40 is 0.4 century; Phi(0.2) = 0.5793.
    targets = area_margins(_areas(), LINK).targets[0]
    assert targets == pytest.approx([0.4, 0.4, 0.4, 0.5793, 0.4], abs=1e-4)


def test_prices_are_twenty_times_the_variance_of_sampling_and_rounding() -> None:
    # By hand: 3 x .4 x .6 / 1000 + 10 / 1000 squared = 0.00073; age .0015 squared; income .05.
    prices = area_margins(_areas(), LINK).variances[0]
    assert prices[1] == pytest.approx(PRICE * 0.00073)
    assert prices[0] == pytest.approx(PRICE * 0.0015**2)
    assert prices[3] == pytest.approx(PRICE * 0.05**2)


def test_what_is_known_of_half_an_area_costs_more() -> None:
    # By hand: half of the people are unseen, who may differ by 5 years: 0.025 century.
    prices = area_margins(_areas(mean_age_coverage=0.5), LINK).variances[0]
    assert prices[0] == pytest.approx(PRICE * (0.0015**2 + 0.025**2))


def test_a_margin_nobody_published_is_missing() -> None:
    areas = _areas(income_cad=None, income_coverage=0.0, mean_age=None, mean_age_coverage=None)
    targets = area_margins(areas, LINK).targets[0]
    assert np.isnan(targets).tolist() == [True, False, False, True, False]


def test_an_area_without_people_has_no_margin_and_no_warning() -> None:
    empty = dict.fromkeys(("population", "mean_age", "income_cad", *COUNTS))
    covered = {f"{name}_coverage": 0.0 for name in (*COUNTS, "mean_age", "income")}
    margins = area_margins(_areas(**empty, **covered), LINK)
    assert np.isnan(margins.targets).all()
    assert np.isfinite(margins.variances[:, [0, 3]]).all()


@pytest.mark.parametrize("name", ["population", *COUNTS])
def test_a_negative_count_is_shown_with_its_area(name: str) -> None:
    with pytest.raises(MarginError, match=rf"Margin {name} .* 1 of 1 areas: 1301001 \(-40\)"):
        area_margins(_areas(**{name: -40}), LINK)


def test_an_income_of_nothing_is_refused() -> None:
    with pytest.raises(MarginError, match="income_cad is not above zero in 1 of 1 areas: 1301001"):
        area_margins(_areas(income_cad=0.0), LINK)


def test_richer_areas_have_fewer_people_in_the_lower_quartiles() -> None:
    # By hand: at e times the reference, Phi(0.2 - 1.2) = Phi(-1) = 0.1587.
    shares = LINK.lower_share(np.array([30e3, 30e3 * np.exp(1), np.nan]))
    assert shares[:2] == pytest.approx([0.5793, 0.1587], abs=1e-4)
    assert np.isnan(shares[2])


@pytest.mark.property
def test_the_link_adds_up_to_the_share_of_the_province() -> None:
    rng = np.random.default_rng(8)
    income, people = rng.lognormal(10.3, 0.3, 40), rng.uniform(100, 900, 40)
    income[3] = np.nan
    link = fit_income_link(income, people, lower_share=0.57, slope=1.2)
    known = ~np.isnan(income)
    shares = link.lower_share(income[known])
    assert shares @ people[known] / people[known].sum() == pytest.approx(0.57, abs=1e-9)
