"""Tables and graphs are read as they are, and what is wrong with them is named."""

from pathlib import Path

import numpy as np
import pytest

from balise.network.siting import (
    SiteState,
    read_costs,
    read_demand,
    read_fixed,
    read_graph,
    read_places,
)
from balise.vocabulary import BaliseError, NetworkError

TOWNS = "id,lon,lat,people,need\na,-66.6,45.9,100,30\nb,-64.8,46.1,50,20\n"


def written(folder: Path, text: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_graph_gives_shortest_ways_and_its_p(tmp_path: Path) -> None:
    graph = read_graph(written(tmp_path, " 3 2 1 \n1 2 5\n2 3 7\n", "g.txt"))
    assert (graph.ids, graph.p) == (("1", "2", "3"), 1)
    assert graph.cost.tolist() == [[0, 5, 12], [5, 0, 7], [12, 7, 0]]


def test_the_last_of_equal_edges_counts_whichever_way_it_is_written(tmp_path: Path) -> None:
    graph = read_graph(written(tmp_path, "2 3 1\n1 2 5\n2 1 9\n1 2 8\n", "g.txt"))
    assert graph.cost[0, 1] == 8


def test_nodes_that_nothing_joins_are_infinitely_far(tmp_path: Path) -> None:
    graph = read_graph(written(tmp_path, "3 1 2\n1 2 5\n", "g.txt"))
    assert np.isinf(graph.cost[0, 2])


def test_a_graph_may_begin_with_a_mark_of_its_encoding(tmp_path: Path) -> None:
    assert read_graph(written(tmp_path, "\ufeff2 1 1\n1 2 3\n", "g.txt")).cost[0, 1] == 3


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("3 2 1\n1 2 5\n2 3", "cut off in the middle"),
        ("3 1 1\n1 2 5\n2 3 4\n", "longer than it says"),
        ("3 1 1\n1 4 5\n", r"edge 1 \(1 to 4\)"),
        ("3 1 1\n1 2 -5\n", r"negative costs: edge 1 \(-5\)"),
        ("3 1 1\n1 2 x\n", "'x'"),
        ("3 1 1\n1 2 nan\n", "'nan'"),
        ("", "found 0 numbers"),
        ("2.5 1 1\n1 2 3\n", "the first line says 2.5, 1, 1. Expected nodes"),
        ("3000000 1 1\n1 2 3\n", "at most 20,000"),
    ],
)
def test_what_is_no_graph_is_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(NetworkError, match=told):
        read_graph(written(tmp_path, text, "g.txt"))


def test_a_missing_graph_is_named(tmp_path: Path) -> None:
    with pytest.raises(NetworkError, match=r"g\.txt: found no file"):
        read_graph(tmp_path / "g.txt")


def test_communities_have_positions_and_what_they_count_for(tmp_path: Path) -> None:
    read = read_demand(written(tmp_path, TOWNS), "need", located=True)
    assert read.ids == ("a", "b")
    assert read.numbers["need"].tolist() == [30, 20]
    assert read.numbers["people"].tolist() == [100, 50]
    assert read.lon.tolist() == [-66.6, -64.8]


def test_positions_are_not_asked_for_where_costs_are_given(tmp_path: Path) -> None:
    read = read_demand(written(tmp_path, "id,people\na,3\n"), "people", located=False)
    assert np.isnan(read.lon).all()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (TOWNS.replace("b,", "a,"), "found a more than once"),
        (TOWNS.replace("b,", ","), "no id on line 3"),
        (TOWNS.replace("-66.6,45.9", "45.9,-66.6"), r"exchanged for a \(45.9, -66.6\)"),
        (TOWNS.replace("-66.6,45.9", "0,0"), r"0, 0, in the Gulf of Guinea, for a"),
        (TOWNS.replace("45.9", "145.9"), r"outside the Earth for a"),
        (TOWNS.replace("100", "-100"), "people below 0 for a"),
        (TOWNS.replace("100", "many"), r"column people: found no number for a \('many'\)"),
        (TOWNS.replace("100", ""), r"found no number for a \(None\)"),
        (TOWNS.replace("people", "persons"), "persons.*Expected the column people"),
        ("id,lon,lat,people\n", "no rows"),
        (TOWNS + "c,-64", "line 4: found 2 values"),
    ],
)
def test_a_table_of_communities_that_is_wrong_is_refused(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(BaliseError, match=told):
        read_demand(written(tmp_path, text), "people", located=True)


def test_candidates_may_have_capacities(tmp_path: Path) -> None:
    text = "id,lon,lat,capacity\nx,-66,46,10\n"
    assert read_places(written(tmp_path, text), located=True).numbers["capacity"].tolist() == [10]


COSTS = "demand,candidate,cost\na,x,1.5\na,y,2\nb,y,0\n"


def test_pairs_without_a_row_have_no_way(tmp_path: Path) -> None:
    cost = read_costs(written(tmp_path, COSTS), ("a", "b"), ("x", "y"))
    assert np.array_equal(cost, [[1.5, 2], [np.nan, 0]], equal_nan=True)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (COSTS.replace("1.5", "-1.5"), r"a to x \('-1.5'\)"),
        (COSTS.replace("1.5", "nan"), r"a to x \('nan'\)"),
        (COSTS + "a,x,3\n", "a to x more than once"),
        (COSTS + "c,x,3\n", "found demand c, not in the table"),
        (COSTS.replace("candidate", "site"), "Expected the column candidate"),
    ],
)
def test_costs_that_are_wrong_are_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(BaliseError, match=told):
        read_costs(written(tmp_path, text), ("a", "b"), ("x", "y"))


def test_sites_of_today_stay_unless_a_state_says_otherwise(tmp_path: Path) -> None:
    plain = read_fixed(written(tmp_path, "id\ny\n"), ("x", "y"))
    assert plain == (SiteState.FREE, SiteState.OPEN)
    said = read_fixed(written(tmp_path, "id,state\ny,may_close\nx,closed\n"), ("x", "y"))
    assert said == (SiteState.CLOSED, SiteState.MAY_CLOSE)


@pytest.mark.parametrize(
    ("text", "told"),
    [("id\nz\n", "found id z"), ("id,state\nx,opne\n", "Did you mean 'open'")],
)
def test_fixed_sites_that_are_not_known_are_named(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(NetworkError, match=told):
        read_fixed(written(tmp_path, text), ("x", "y"))
