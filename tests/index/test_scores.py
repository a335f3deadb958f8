"""Scores of units and of population groups in them, with their draws."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from balise.index import (
    Ask,
    Assumptions,
    Indicators,
    Method,
    NoiseChoices,
    PlaceEffects,
    Scored,
    Types,
    base_means,
    base_people,
    cell_scores,
    cut_block,
    dimension_types,
    draw_block,
    draw_context,
    draw_here,
    evi_points,
    rate_types,
    score,
    share_draws,
    stream,
    unit_means,
    unit_values,
)
from balise.index.types import _slopes
from tests.index.scored import scores
from tests.town import AGE, behaviour, town_people

ASSUMPTIONS = Assumptions(k=0.25, n=0.0)
THIRDS = np.full(3, 1 / 3)
SENIORS = np.broadcast_to(AGE >= 5, (3, 112))
# North, South, Bridge, then the town.
UNITS = csr_matrix(np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]], dtype=float))
DRAWS = 200


def types(draws: int = DRAWS) -> Types:
    moves = 0.2 * stream(1, "worlds").standard_normal((draws, 5))
    return dimension_types(behaviour(), behaviour(moves), ASSUMPTIONS)


def town_scores(mask: npt.NDArray[np.bool_] | None = None) -> Scored:
    return scores(UNITS, town_people(100), types(), mask=mask, noised=True)


def test_a_unit_scores_the_mean_of_its_people() -> None:
    # By hand for South, all other urban (column 1): the cells' dimensions by their shares.
    people = town_people(100)
    found = scores(UNITS, people, types())
    assert found.values[1] == pytest.approx(people.cells[1] @ types().values[0, 1])
    assert found.people[1] == pytest.approx(people.adults[1])


def test_bridge_is_half_rural_and_half_urban() -> None:
    people, values = town_people(100), types().values[0]
    halves = [people.cells[2] @ values[column] for column in (0, 1)]
    found = scores(UNITS, people, types()).values[2]
    assert found == pytest.approx((halves[0] + halves[1]) / 2)


def test_areas_that_partition_the_town_add_up_to_it() -> None:
    found = town_scores()
    assert found.people[:3].sum() == pytest.approx(found.people[3])
    weights = found.people[:3] / found.people[3]
    assert weights @ found.values[:3] == pytest.approx(found.values[3])


def test_a_group_and_its_complement_average_to_the_whole() -> None:
    seniors, others, everybody = town_scores(SENIORS), town_scores(~SENIORS), town_scores()
    assert seniors.people + others.people == pytest.approx(everybody.people)
    for part in range(4):
        both = (
            seniors.people[part] * seniors.values[part] + others.people[part] * others.values[part]
        )
        assert both / everybody.people[part] == pytest.approx(everybody.values[part])


def test_draws_average_near_the_value() -> None:
    found = town_scores()
    mean, error = found.draws.mean(axis=1), found.draws.std(axis=1) / np.sqrt(DRAWS)
    # four standard errors of the mean, and a little for the bend of the logit
    assert (np.abs(mean - found.values) < 4 * error + 0.01).all()


def test_what_is_particular_to_places_widens_the_draws() -> None:
    people = town_people(100)
    common = scores(UNITS, people, types()).draws.std(axis=1)
    every = town_scores().draws.std(axis=1)
    assert (every > common).all()


def test_errors_of_areas_are_shared_through_the_model_and_not_beyond() -> None:
    people = town_people(100)
    evi = evi_points(scores(UNITS, people, types()).draws, THIRDS)
    assert np.corrcoef(evi[0], evi[1])[0, 1] > 0.9
    alone = evi_points(town_scores().draws, THIRDS)
    assert np.corrcoef(alone[0], alone[1])[0, 1] < np.corrcoef(evi[0], evi[1])[0, 1]


def test_nobody_scores_where_nobody_lives() -> None:
    empty = csr_matrix(np.zeros((1, 3)))
    found = scores(empty, town_people(), types())
    assert found.people.tolist() == [0]
    assert np.isnan(found.values).all()
    assert np.isnan(found.draws).all()


def test_half_an_area_scores_as_the_area_with_half_its_people() -> None:
    people = town_people(100)
    half = csr_matrix(np.array([[0.5, 0.0, 0.0]]))
    part, whole = scores(half, people, types(), noised=True), town_scores()
    assert part.people[0] == pytest.approx(whole.people[0] / 2)
    assert part.draws[0] == pytest.approx(whole.draws[0])


def test_values_without_draws_are_those_with_them() -> None:
    people = town_people(100)
    assert unit_values(UNITS, people, types().values) == pytest.approx(town_scores().values)
    assert unit_means(town_scores(), types().values) == pytest.approx(town_scores().values)
    assert base_means(people, types()) == pytest.approx(town_scores().values[:3])


def test_people_and_means_of_a_group_by_area_are_those_of_its_scores() -> None:
    people, seniors = town_people(100), town_scores(SENIORS)
    assert base_people(people, SENIORS) == pytest.approx(seniors.people[:3])
    assert base_means(people, types(), SENIORS) == pytest.approx(seniors.values[:3])


def test_indicators_are_outcomes_like_the_dimensions() -> None:
    people = town_people(100)
    rates = rate_types(behaviour(), behaviour(np.zeros((2, 5))))
    found = scores(UNITS, people, rates).values
    expected = people.cells[1] @ behaviour().internet_use[0, 1]
    assert found[1, 0] == pytest.approx(expected)
    # draws at no move are the values
    assert rates.draws[:, :, :, 0] == pytest.approx(rates.values)


def shares(mask: npt.NDArray[np.bool_], *, noised: bool = True) -> npt.NDArray[np.float64]:
    people = town_people(100)
    group = scores(UNITS, people, types(), mask=mask, noised=noised)
    everybody = scores(UNITS, people, types(), noised=noised)
    return share_draws(group, everybody, np.arange(4))


def test_the_share_of_a_group_is_drawn_with_the_margins() -> None:
    people = town_people(100)
    found = shares(SENIORS)
    # One area: the share is a mean outcome, membership, and its draws those of any other.
    member = np.broadcast_to(SENIORS[None, :, :, None], (1, 3, 112, 1)).astype(float)
    still = np.zeros((1, 3, 112, 1, 5))
    own = Types(member, still, np.repeat(member[..., None, :], DRAWS, axis=3))
    assert found == pytest.approx(scores(UNITS, people, own, noised=True).draws[:, :, 0], abs=1e-12)
    # The town: errors of areas are independent and partly cancel.
    spread = found.std(axis=1)
    assert spread[3] < spread[:3].min()


def test_a_group_of_everybody_is_everybody_in_every_draw() -> None:
    assert np.abs(shares(np.ones((3, 112), dtype=bool)) - 1).max() < 1e-12


def test_the_rural_share_of_a_town_moves_with_where_adults_live() -> None:
    # Area types are known of each area, not how many of its people are adults.
    rural = np.zeros((3, 112), dtype=bool)
    rural[0] = True
    spread = shares(rural).std(axis=1)
    assert spread[:3] == pytest.approx(0, abs=1e-12)
    assert spread[3] > 0


def test_a_share_has_no_spread_where_margins_were_not_drawn() -> None:
    assert shares(SENIORS, noised=False).std(axis=1) == pytest.approx(0, abs=1e-15)


def test_blocks_of_any_size_give_the_same_draws() -> None:
    people = town_people(100)
    ask = {"one": Ask(types(), np.arange(4))}
    noise = NoiseChoices(1, PlaceEffects(np.full(5, 0.2), np.full(5, 0.2)), full_draws=True)
    context = draw_context(people, ask, noise)
    found = []
    for cuts in ([0, 3], [0, 1, 2, 3], [0, 2, 3]):
        blocks = [
            cut_block(people, UNITS, slice(first, last), frozenset({0}), 1.0)
            for first, last in pairwise(cuts)
        ]
        results = [draw_block(context, block) for block in blocks]
        assert all(int(each["unsolved"][0]) == 0 for each in results)
        found.append(score(UNITS, people, ask, results)["one"].draws)
    assert found[0] == pytest.approx(found[1], rel=1e-12)
    assert found[0] == pytest.approx(found[2], rel=1e-12)


@pytest.mark.parametrize("how", ["geometric", "power", "worst", "any_barrier"])
def test_a_score_that_is_no_weighted_mean_is_an_outcome_of_its_own(how: str) -> None:
    method = Method(ASSUMPTIONS, (1 / 3, 1 / 3, 1 / 3), 2.0, how)

    def points(indicators: Indicators) -> npt.NDArray[np.float64]:
        return cell_scores(indicators, method, how)

    people = town_people(100)
    moves = 0.2 * stream(1, "worlds").standard_normal((DRAWS, 5))
    own = dimension_types(behaviour(), behaviour(moves), ASSUMPTIONS, points)
    found = scores(UNITS, people, own, noised=True)
    # People score one by one: the mean of their scores, not the score of their mean.
    expected = people.cells[1] @ points(behaviour())[0, 1]
    assert evi_points(found.values, THIRDS)[1] == pytest.approx(expected)
    assert found.values[:, :3] == pytest.approx(town_scores().values)
    assert evi_points(found.draws, THIRDS).shape == (4, DRAWS)
    mean = evi_points(found.draws, THIRDS).mean(axis=1)
    assert mean == pytest.approx(evi_points(found.values, THIRDS), abs=1.5)


def test_slopes_of_a_weighted_mean_are_those_of_its_dimensions() -> None:
    method = Method(ASSUMPTIONS, (1 / 3, 1 / 3, 1 / 3), 2.0)
    slopes = _slopes(lambda each: cell_scores(each, method, "mean"), behaviour())
    expected = 100 * np.einsum("ptcdi,d->ptci", types().slopes, THIRDS)
    assert slopes == pytest.approx(expected, abs=1e-6)


@pytest.mark.property
@given(st.permutations(range(3)))
def test_the_order_of_areas_in_a_unit_does_not_matter(order: list[int]) -> None:
    people = town_people(100)
    shuffled = csr_matrix((np.ones(3), (np.zeros(3, int), order)), shape=(1, 3))
    found = scores(shuffled, people, types(2))
    assert found.values[0] == pytest.approx(town_scores().values[3])


def test_effects_are_wider_where_no_survey_goes() -> None:
    people = town_people(100)
    outside = replace(
        people, areas=people.areas.with_columns(unsurveyed=pl.Series([False, True, False]))
    )
    ask = {"one": Ask(types(), np.arange(4))}
    noise = NoiseChoices(1, PlaceEffects(np.full(5, 0.5), np.full(5, 0.5)), unsurveyed=3.0)
    inside, wider = (
        score(UNITS, each, ask, draw_here(UNITS, each, ask, noise, frozenset({0})))["one"].draws
        for each in (people, outside)
    )
    assert np.array_equal(wider[[0, 2]], inside[[0, 2]])
    assert (wider[1].std(axis=0) > 1.5 * inside[1].std(axis=0)).all()
