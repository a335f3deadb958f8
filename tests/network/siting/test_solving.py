"""Answers are the best there is, and say so; what cannot be held is named."""

import csv
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from balise.network.siting import (
    Fairness,
    Model,
    SiteState,
    branching,
    changes,
    equity,
    read_graph,
    solve,
)
from balise.network.siting.lagrange import Steps
from balise.network.siting.problem import Problem
from balise.network.siting.rows import Rows
from balise.network.siting.setting import median_rows
from balise.vocabulary import NetworkError
from tests.network.siting.invented import best, problem, value

seeds = st.integers(0, 10_000)
few = settings(max_examples=15)


@pytest.mark.published
def test_the_published_optimum_of_every_graph_at_hand_is_found_and_proven(
    data_folder: Path,
) -> None:
    # Beasley (1990), OR-Library, pmed1 to pmed20.
    folder = data_folder / "reference" / "pmed"
    if not folder.is_dir():
        pytest.skip("no reference/pmed in the folder of published files")
    with (folder / "optima.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            graph = read_graph(folder / f"{row['instance']}.txt")
            weight = np.ones(len(graph.ids))
            asked = Problem(
                Model.PMEDIAN, graph.ids, graph.ids, weight, graph.cost, p=graph.p, seconds=300
            )
            answer = solve(asked)
            assert answer.objective == answer.bound == float(row["published_optimum"])
            assert answer.status == "optimal"


@pytest.mark.property
@pytest.mark.parametrize("model", [Model.PMEDIAN, Model.PCENTER, Model.MCLP])
@few
@given(seed=seeds)
def test_no_other_set_of_sites_is_better(model: Model, seed: int) -> None:
    asked = problem(seed, model=model, radius=30.0)
    answer = solve(asked)
    sign = -1 if model == Model.MCLP else 1
    assert sign * answer.objective == pytest.approx(best(asked), rel=1e-9)
    assert sign * answer.bound <= best(asked) * (1 + sign * 1e-9)
    assert value(asked, tuple(answer.sites)) == pytest.approx(sign * answer.objective)
    assert answer.status == "optimal"


@pytest.mark.property
@few
@given(seed=seeds)
def test_a_bound_of_a_search_cut_short_is_not_above_the_optimum(seed: int) -> None:
    asked = problem(seed, n=30, m=12, seconds=1e-6)
    answer = solve(asked)
    assert answer.bound <= best(asked) * (1 + 1e-9)
    assert answer.objective >= best(asked) * (1 - 1e-9)


@pytest.mark.property
@few
@given(seed=seeds)
def test_the_fewest_sites_cover_everybody(seed: int) -> None:
    asked = problem(seed, model=Model.LSCP, p=None, radius=60.0)
    within = asked.dense() <= 60
    if not within.any(axis=1).all():
        with pytest.raises(NetworkError, match="have no candidate within 60"):
            solve(asked)
        return
    needed = next(
        count
        for count in range(1, 8)
        if any(within[:, list(each)].any(axis=1).all() for each in combinations(range(7), count))
    )
    answer = solve(asked)
    assert (answer.objective, answer.bound, len(answer.sites)) == (needed, needed, needed)


@pytest.mark.property
@few
@given(seed=seeds)
def test_the_worst_off_count_by_their_own_weight(seed: int) -> None:
    asked = problem(seed, fairness=Fairness(worst_share=0.2, worst_weight=0.6))
    answer = solve(asked)
    assert answer.bound <= best(asked) * (1 + 1e-9)
    assert best(asked) <= answer.objective * (1 + 1e-9) <= best(asked) * 1.001
    assert answer.gap < 0.001


def test_all_may_count_as_the_worst_off_where_some_ways_are_missing() -> None:
    whole = problem(3, fairness=Fairness(worst_share=0.5, worst_weight=1.0))
    cost = np.where(whole.dense() > 75, np.inf, whole.dense())
    asked = replace(whole, cost=cost)
    assert solve(asked).objective == pytest.approx(best(asked), rel=1e-3)


@pytest.mark.parametrize("seed", range(12))
def test_a_bound_holds_where_a_gap_is_near_enough(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(branching, "_PHASES", (Steps(1, 1, 0.01),))
    monkeypatch.setattr(branching, "_FEWEST", 1)
    asked = problem(seed)
    rows, constant = median_rows(asked, asked.dense())
    found = branching.search(rows, branching.Limits(gap=0.2), np.random.default_rng(seed))
    assert found.bound + constant <= best(asked) * (1 + 1e-9)
    assert found.nodes == 1 or found.bound <= found.cost * (1 - 0.2 + 1e-9)


def test_each_threshold_takes_a_part_of_the_time_that_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken: list[float] = []

    def noted(rows: Rows, limits: branching.Limits, rng: np.random.Generator) -> branching.Found:
        taken.append(limits.seconds)
        return branching.search(rows, limits, rng)

    monkeypatch.setattr(equity, "search", noted)
    fair = Fairness(worst_share=0.2, worst_weight=0.6)
    solve(problem(3, fairness=fair, seconds=8.0))
    assert taken[0] <= 2.0
    assert taken == sorted(taken, reverse=True)


@pytest.mark.parametrize("seed", range(6))
def test_a_tree_looked_at_to_its_end_is_a_proof(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where prices are poor, nodes are settled and not cut; the answer is proven all the same."""
    poor = Steps(1, 1, 0.01)
    monkeypatch.setattr(branching, "_PHASES", (poor,))
    monkeypatch.setattr(branching, "_FEWEST", 1)
    monkeypatch.setattr(branching, "_NODE", poor)
    scattered = problem(seed)
    asked = replace(scattered, cost=np.rint(scattered.dense()))
    answer = solve(asked)
    assert (answer.objective, answer.bound, answer.status) == (best(asked), best(asked), "optimal")


@pytest.mark.property
@few
@given(seed=seeds)
def test_capacities_are_held(seed: int) -> None:
    free = problem(seed)
    room = float(free.weight.sum()) / 3 * 1.2
    asked = replace(free, model=Model.CAPACITATED, capacity=np.full(7, room))
    answer = solve(asked)
    assert answer.status == "optimal"
    assert answer.objective >= best(free) * (1 - 1e-9)
    loose = replace(asked, capacity=np.full(7, 1e9))
    assert solve(loose).objective == pytest.approx(best(free))


def test_too_little_capacity_says_how_much_is_left_out() -> None:
    asked = problem(1, model=Model.CAPACITATED, capacity=np.full(7, 10.0))
    with pytest.raises(NetworkError, match=r"can serve 30, and the demand is .* are left out"):
        solve(asked)


def test_the_same_problem_has_the_same_answer() -> None:
    one, two = (solve(problem(5, n=200, m=60, p=7)) for _ in range(2))
    assert one.sites.tolist() == two.sites.tolist()
    assert (one.objective, one.bound) == (two.objective, two.bound)


def test_sites_that_stay_stay_and_closed_ones_stay_closed() -> None:
    states = (SiteState.OPEN, SiteState.CLOSED, *[SiteState.FREE] * 5)
    asked = problem(3, state=states)
    answer = solve(asked)
    sets = [each for each in combinations(range(7), 3) if 0 in each and 1 not in each]
    assert answer.objective == pytest.approx(best(asked, sets))
    assert dict(changes(asked, answer))["c0"] == "kept"


def test_a_site_moves_no_further_than_it_may() -> None:
    # Sites at 0, 2 and 50 km; people at 2 and 50: the site at 0 moves to 2, not to 50.
    where = np.array([0.0, 2.0, 50.0])
    apart = np.abs(where[:, None] - where)
    asked = Problem(
        Model.PMEDIAN,
        demand=("near", "far"),
        candidates=("today", "beside", "away"),
        weight=np.array([10.0, 1000.0]),
        cost=apart[[1, 2]],
        p=1,
        state=(SiteState.MAY_MOVE, SiteState.FREE, SiteState.FREE),
        apart_km=apart,
        move_km=5.0,
    )
    answer = solve(asked)
    # 10 people at 0 km and 1,000 at 48 km.
    assert (answer.sites.tolist(), answer.objective) == ([1], 48_000)
    assert changes(asked, answer) == [("today", "moved"), ("beside", "moved from today")]


def test_opening_and_closing_cost_what_they_cost() -> None:
    # People at 0 and 10; a site at 10 today. Moving it to 0 saves 50, and costs 30 + 25.
    cost = np.array([[0.0, 10.0], [10.0, 0.0]])
    asked = Problem(
        Model.PMEDIAN,
        demand=("a", "b"),
        candidates=("a", "b"),
        weight=np.array([10.0, 5.0]),
        cost=cost,
        p=1,
        state=(SiteState.FREE, SiteState.MAY_CLOSE),
        opening=np.full(2, 30.0),
        closing=np.full(2, 25.0),
    )
    assert (solve(asked).sites.tolist(), solve(asked).objective) == ([1], 100)
    cheap = replace(asked, closing=np.full(2, 15.0))
    assert (solve(cheap).sites.tolist(), solve(cheap).objective) == ([0], 50 + 30 + 15)


def test_a_limit_for_large_communities_is_held_or_refused_by_name() -> None:
    asked = problem(2, p=2, fairness=Fairness(over_people=30, beyond=45.0))
    large = asked.weight > 30
    held = [
        each
        for each in combinations(range(7), 2)
        if (asked.dense()[large][:, list(each)].min(axis=1) <= 45).all()
    ]
    if held:
        assert solve(asked).objective == pytest.approx(best(asked, held))
    near = replace(asked, fairness=Fairness(over_people=30, beyond=0.01))
    with pytest.raises(NetworkError, match=r"no site can hold the limit of 0.01 for d\d+ \("):
        solve(near)


def test_too_few_sites_for_a_limit_say_how_many_it_takes() -> None:
    # Three large towns 100 km apart: within 10 km of each there must be a site of its own.
    where = np.array([0.0, 100.0, 200.0])
    asked = Problem(
        Model.PMEDIAN,
        demand=("a", "b", "c"),
        candidates=("a", "b", "c"),
        weight=np.full(3, 500.0),
        cost=np.abs(where[:, None] - where),
        p=2,
        fairness=Fairness(over_people=100, beyond=10.0),
    )
    with pytest.raises(NetworkError, match=r"left out are . \(nearest .* Expected 3 sites or"):
        solve(asked)
    with pytest.raises(NetworkError, match="2 sites cannot cover everybody within 10: 3 or more"):
        solve(replace(asked, model=Model.LSCP, radius=10.0, fairness=Fairness()))


def test_communities_that_nobody_reaches_are_named() -> None:
    cost = np.array([[1.0, 2.0], [np.nan, np.inf]])
    asked = Problem(Model.PMEDIAN, ("a", "b"), ("x", "y"), np.array([1.0, 7.0]), cost, p=1)
    with pytest.raises(NetworkError, match=r"no candidate reaches b \(7\)"):
        solve(asked)


def test_an_uncovered_community_is_named_with_how_far_it_is() -> None:
    cost = np.array([[1.0], [80.0]])
    asked = Problem(Model.LSCP, ("a", "b"), ("x",), np.ones(2), cost, radius=50.0)
    with pytest.raises(NetworkError, match=r"b \(nearest at 80.0, 30.0 too far\)"):
        solve(asked)


def test_the_radius_that_is_advised_covers_everybody() -> None:
    cost = np.array([[1.0], [43.84]])
    asked = Problem(Model.LSCP, ("a", "b"), ("x",), np.ones(2), cost, radius=10.0)
    with pytest.raises(NetworkError, match=r"widen the radius to 43\.9"):
        solve(asked)
    assert solve(replace(asked, radius=43.9)).objective == 1


def test_a_community_without_any_way_is_told_so() -> None:
    cost = np.array([[0.0, np.inf], [np.inf, 0.0]])
    asked = Problem(Model.PMEDIAN, ("a", "b"), ("x", "y"), np.ones(2), cost, p=1)
    with pytest.raises(NetworkError, match=r"left out are . \(no site has a way there\)"):
        solve(asked)


def test_pairs_in_reach_alone_give_what_the_whole_matrix_gives() -> None:
    whole = problem(4, model=Model.MCLP, radius=40.0)
    near = np.where(whole.dense() <= 40, whole.dense(), 0.0)
    part = replace(whole, cost=sparse.csr_array(near))
    assert solve(part).objective == solve(whole).objective


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"p": 8}, r"found p = 8, 7 candidates"),
        ({"p": 0}, r"Expected p from 1 to 7"),
        ({"cost": np.full((14, 7), -1.0)}, r"negative costs: d0 to c0"),
        ({"weight": np.full(14, np.nan)}, r"weight that is negative or no number for d0"),
        ({"weight": np.zeros(14)}, r"demand of 0 in all"),
        ({"demand": ("a",) * 14}, r"found a more than once among the demand"),
        ({"model": Model.MCLP, "radius": None}, r"radius of None"),
        ({"state": (SiteState.MAY_MOVE,) * 7}, r"may move, and not how far"),
        ({"model": Model.CAPACITATED}, r"no capacities"),
        ({"weight": np.ones(3)}, r"other lengths of weight"),
    ],
)
def test_what_cannot_be_solved_is_explained(change: dict[str, Any], told: str) -> None:
    with pytest.raises(NetworkError, match=told):
        problem(1, **change)
