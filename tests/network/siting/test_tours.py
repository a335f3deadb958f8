"""Tours reach what a budget of days allows; a front says what more reach costs."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from balise.network.siting import Model, Outreach, front, plan_tours
from balise.vocabulary import NetworkError
from tests.network.siting.invented import best, problem

ROAD = np.array([1.0, 2.0, 6.0])  # hours from the base, all on one road
LINE = Outreach(
    communities=("near", "middle", "far"),
    weight=np.array([100.0, 80.0, 300.0]),
    from_base_h=ROAD,
    between_h=np.abs(ROAD[:, None] - ROAD),
    days=6.0,
    stop_h=3.0,
    day_h=7.0,
    most_visits=4,
    repeat_share=0.5,
)


def test_a_tour_takes_the_way_there_and_back_and_the_time_on_the_spot() -> None:
    # Near alone: (1 + 1 + 3) / 7 day; the first visit reaches half of 100 people.
    plan = plan_tours(replace(LINE, days=0.8))
    assert [(each.stops, each.visits) for each in plan.tours] == [(("near",), 1)]
    assert plan.days == pytest.approx(5 / 7)
    assert plan.reached == 50


def test_no_plan_of_single_stops_reaches_more() -> None:
    plan = plan_tours(LINE)
    assert plan.days <= LINE.days
    assert plan.gap == pytest.approx(0, abs=1e-6)
    single = (2 * ROAD + LINE.stop_h) / LINE.day_h
    tried = [
        float(LINE.weight @ (1 - 0.5 ** np.array(visits)))
        for visits in product(range(5), repeat=3)
        if single @ np.array(visits) <= LINE.days
    ]
    assert plan.reached >= max(tried)


def test_a_budget_too_small_for_any_tour_is_refused() -> None:
    with pytest.raises(NetworkError, match=r"no tour fits in 0.1 days; the shortest takes 0.7"):
        plan_tours(replace(LINE, days=0.1))


@pytest.mark.parametrize("change", [{"days": 0.0}, {"weight": -LINE.weight}, {"most_visits": 0}])
def test_outreach_that_cannot_be_is_refused(change: dict[str, float]) -> None:
    with pytest.raises(NetworkError, match="Outreach: found"):
        replace(LINE, **change)  # type: ignore[arg-type]


def test_more_sites_never_bring_people_further_from_one() -> None:
    asked = problem(7)
    points = front(asked, [1, 2, 3, 4])
    assert [each.p for each in points] == [1, 2, 3, 4]
    assert [each.cost for each in points] == [1, 2, 3, 4]
    values = [each.answer.objective for each in points]
    assert values == sorted(values, reverse=True)
    assert values[2] == pytest.approx(best(asked))
    assert all(each.answer.gap == 0 for each in points)


def test_a_point_that_costs_more_for_no_more_reach_is_marked() -> None:
    # Within 1,000 km one site covers everybody: a second one adds nothing.
    asked = problem(7, model=Model.MCLP, radius=1000.0)
    assert [each.is_dominated for each in front(asked, [1, 2])] == [False, True]
