"""Rows of the validation table, and the orders everybody knows."""

import numpy as np
import pytest

from balise.index import Assumptions, Indicators, Method, dimension_types, stream
from balise.index.orderings import order_rows
from balise.index.rows import Row, compared
from tests.town import behaviour, town_people

METHOD = Method(Assumptions(k=0.25, n=0.0), (1 / 3, 1 / 3, 1 / 3), 2.0)


def verdict(published: float, rebuilt: float, threshold: float | None, beyond: bool) -> object:
    row = compared(
        "total",
        "table",
        "Canada",
        published,
        rebuilt,
        use="fit",
        threshold=threshold,
        beyond=beyond,
    )
    return row.plain()["verdict"]


def test_a_figure_is_met_within_its_threshold() -> None:
    assert verdict(91.3, 91.55, 0.3, beyond=False) == "met"
    assert verdict(91.3, 91.65, 0.3, beyond=False) == "not_met"
    assert verdict(91.3, 99.0, None, beyond=False) == "printed"


def test_a_wrong_answer_must_be_further_off_than_its_threshold() -> None:
    assert verdict(74.1, 73.1, 0.8, beyond=True) == "met"
    assert verdict(74.1, 73.5, 0.8, beyond=True) == "not_met"


def test_the_difference_is_rebuilt_less_published_and_empty_without_one_of_them() -> None:
    row = compared("total", "table", "Canada", 91.3, 91.05, use="fit")
    assert row.plain()["difference"] == pytest.approx(-0.25)
    assert Row("a", "b", "fit", "c", None, 1.0).plain()["difference"] is None


def orders(indicators: Indicators) -> dict[str, dict[str, object]]:
    moves = 0.05 * stream(1, "worlds").standard_normal((100, 5))
    draws = dimension_types(behaviour(), behaviour(moves), METHOD.assumptions).draws
    counts = town_people(100).archetypes()
    rows = order_rows(counts, draws, indicators, METHOD)
    return {row.place: row.plain() for row in rows}


def test_orders_run_over_age_education_income_and_type_of_area() -> None:
    found = orders(behaviour())
    # five neighbouring pairs of ages from 25-34 on, three of education, three of income, one
    # of areas
    assert len(found) == 5 + 3 + 3 + 1
    assert found["45 to 54 years > 35 to 44 years"]["verdict"] == "met"
    assert found["rural > urban (from the prior)"]["verdict"] == "met"


def test_an_order_that_does_not_hold_is_not_met_and_says_by_how_much() -> None:
    plain = behaviour()
    turned = Indicators(
        *(1 - plain.stack()[..., place] for place in range(plain.stack().shape[-1]))
    )
    row = orders(turned)["rural > urban (from the prior)"]
    assert row["verdict"] == "not_met"
    assert str(row["note_en"]).startswith("difference -")
    assert "," in str(row["note_fr"])
    assert "±" in str(row["note_fr"])


def test_the_highest_quartile_may_be_above_the_third_within_its_interval() -> None:
    same = behaviour()
    flat = np.broadcast_to(same.internet_use.mean(axis=-1, keepdims=True), (1, 3, 112))
    even = Indicators(*(np.broadcast_to(flat, (1, 3, 112)) for _ in range(5)))
    found = orders(even)
    name = "third household income quartile >= highest household income quartile"
    assert found[f"{name}, beyond its interval"]["verdict"] == "met"
