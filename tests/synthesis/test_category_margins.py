"""Counts by category, checked and forced to one total."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from balise.synthesis import CategoryMargin, CategoryMargins, fit_areas
from balise.synthesis.category_margins import one_total
from balise.vocabulary import MarginError

NAN = float("nan")
SEED = np.array([1.0, 2.0, 2.0, 4.0])
SEX = CategoryMargin(
    "sex",
    np.array([0, 0, 1, 1]),
    np.array([[4.0, 5.0], [40, 50]]),
    categories=("women", "men"),
)
TOWN = CategoryMargins(("north", "south"), (SEX,))


def _sex(**changes: Any) -> CategoryMargins:
    return replace(TOWN, margins=(replace(SEX, **changes),))


def test_rows_keep_everything_of_their_areas() -> None:
    south = replace(TOWN, people=np.array([9.0, 90.0])).rows(np.array([1]))
    assert south.areas == ("south",)
    assert south.people is not None
    assert south.people.tolist() == [90]
    assert south.margins[0].totals.tolist() == [[40, 50]]
    assert south.margins[0].category(1) == "men"
    assert replace(SEX, categories=()).category(1) == "1"


def test_the_first_margin_that_counts_anyone_gives_the_total() -> None:
    age = CategoryMargin("age", np.array([0, 1, 0, 1]), np.array([[6.0, 6.0], [50, 50]]))
    empty = replace(SEX, totals=np.array([[0.0, 0.0], [NAN, NAN]]))
    wanted = one_total(SEED, replace(TOWN, margins=(empty, SEX, age)))
    assert wanted.people.tolist() == [9, 90]
    assert wanted.apart.tolist() == [9, 10]
    assert wanted.known.tolist() == [[False, True, True], [False, True, True]]
    np.testing.assert_allclose(wanted.shares[:, 4:], 0.5)


def test_a_margin_of_adults_follows_the_adults_of_another() -> None:
    age = CategoryMargin("age", np.array([0, 1, 2, 1]), np.array([[20.0, 60.0, 20.0]]))
    work = CategoryMargin("work", np.array([-1, 0, 1, 1]), np.array([[45.0, 45.0]]))
    wanted = one_total(SEED, CategoryMargins(("town",), (work, age)))
    # By hand: 60 + 20 adults; 45 and 45 of 90 are 40 and 40 of them, 20 are no adults.
    np.testing.assert_allclose(wanted.shares, [[0.4, 0.4, 0.2, 0.2, 0.6, 0.2]])
    assert wanted.sizes == [3, 3]
    assert wanted.groups[0].tolist() == [2, 0, 1, 1]
    assert wanted.apart.tolist() == [10]


def test_a_margin_of_some_cannot_count_more_than_everybody() -> None:
    work = CategoryMargin("work", np.array([-1, 0, 1, 1]), np.array([[60.0, 60.0]]))
    margins = CategoryMargins(("town",), (work,), people=np.array([100.0]))
    wanted = one_total(SEED, margins)
    np.testing.assert_allclose(wanted.shares, [[0.5, 0.5, 0.0]])
    assert wanted.apart.tolist() == [20]


@pytest.mark.parametrize(
    ("seed", "found"),
    [
        ([1.0, NAN, 1, 1], "Seed of 4 person types: found weights that are missing"),
        ([1.0, -1, 1, 1], "below zero"),
        ([1.0, np.inf, 1, 1], "infinite"),
        ([], "or none"),
        ([0.0, 0, 0, 0], "found nobody in any"),
    ],
)
def test_a_seed_that_is_none_is_refused(seed: list[float], found: str) -> None:
    with pytest.raises(MarginError, match=found):
        fit_areas(seed, TOWN)


def test_an_area_listed_twice_is_refused() -> None:
    with pytest.raises(
        MarginError, match=r"2 areas: listed twice: north\. Expected each area once"
    ):
        fit_areas(SEED, replace(TOWN, areas=("north", "north")))


def test_a_row_missing_in_part_is_refused() -> None:
    totals = np.array([[4.0, NAN], [NAN, NAN]])
    with pytest.raises(
        MarginError, match=r"'sex': counts are missing in part in 1 of 2 areas: nor"
    ):
        fit_areas(SEED, _sex(totals=totals))


@pytest.mark.parametrize("count", [-1.0, np.inf])
def test_counts_below_zero_or_infinite_are_refused(count: float) -> None:
    totals = np.array([[4.0, 5.0], [count, 5.0]])
    with pytest.raises(MarginError, match=r"below zero or infinite in 1 of 2 areas: south\. Exp"):
        fit_areas(SEED, _sex(totals=totals))


def test_a_category_that_no_type_can_be_is_named_with_its_people() -> None:
    with pytest.raises(
        MarginError, match=r"found none in category 'men' of margin 'sex', in which "
    ):
        fit_areas([1.0, 2.0, 0.0, 0.0], TOWN)
    with pytest.raises(MarginError, match=r"2 areas count 55 people\. Expected at least one type"):
        fit_areas([1.0, 2.0, 0.0, 0.0], TOWN)


def test_a_category_without_types_and_without_people_is_no_matter() -> None:
    totals = np.array([[4.0, 0.0], [40, 0]])
    fit = fit_areas([1.0, 2.0, 0.0, 0.0], _sex(totals=totals))
    assert fit.flags.tolist() == ["ok", "ok"]


@pytest.mark.parametrize(
    "changes",
    [
        {"groups": np.array([0, 0, 1])},
        {"groups": np.array([0, 0, 1, 2])},
        {"groups": np.array([0, 0, 1, -2])},
        {"groups": np.array([0.0, 0, 1, 1])},
        {"totals": np.array([[4.0, 5.0]])},
        {"totals": np.array([4.0, 5.0])},
        {"categories": ("women",)},
    ],
)
def test_categories_and_totals_that_do_not_fit_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(MarginError, match=r"Margin 'sex': found categories of \d types and totals"):
        fit_areas(SEED, _sex(**changes))


@pytest.mark.parametrize("softness", [-0.1, NAN, np.inf])
def test_softness_below_zero_is_refused(softness: float) -> None:
    with pytest.raises(MarginError, match=r"found softness \S+\. Expected zero \(exact\) or more"):
        fit_areas(SEED, _sex(softness=softness))


@pytest.mark.parametrize("people", [[9.0], [9.0, NAN], [9.0, -1.0]])
def test_people_that_are_no_totals_are_refused(people: list[float]) -> None:
    with pytest.raises(MarginError, match="Totals of 2 areas: found"):
        fit_areas(SEED, replace(TOWN, people=np.array(people)))


def test_no_margin_at_all_is_refused() -> None:
    with pytest.raises(MarginError, match=r"2 areas: found none\. Expected at least one margin"):
        fit_areas(SEED, replace(TOWN, margins=()))


def test_margins_of_some_alone_need_the_people_of_each_area() -> None:
    with pytest.raises(MarginError, match="found none that counts every person type"):
        fit_areas(SEED, _sex(groups=np.array([0, 0, 1, -1])))


def test_lists_are_taken_as_arrays() -> None:
    of_sex: Any = ("sex", [0, 1], [[1, 2]], 0.0, ["women", "men"])
    of_town: Any = (["town"], [CategoryMargin(*of_sex)], [6])
    fit = fit_areas([1, 1], CategoryMargins(*of_town))
    np.testing.assert_allclose(fit.weights(slice(None)), [[2, 4]])
