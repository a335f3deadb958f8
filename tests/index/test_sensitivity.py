"""What each stated assumption does to the score and rank of every area."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from scipy.sparse import csr_matrix

from balise.index import (
    Assumptions,
    Method,
    Scored,
    alternatives,
    cell_scores,
    dimension_types,
    sensitivity_table,
    unit_means,
)
from tests.index.scored import scores
from tests.town import behaviour, town_people

METHOD = Method(Assumptions(k=0.25, n=0.0), (1 / 3, 1 / 3, 1 / 3), 2.0)
UNITS = csr_matrix(np.array([[1, 1, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]], dtype=float))


def town() -> tuple[pl.DataFrame, Scored]:
    people = town_people(100)
    types = dimension_types(behaviour(), behaviour(np.zeros((2, 5))), METHOD.assumptions)
    scored = scores(UNITS, people, types)
    evi = unit_means(scored, cell_scores(behaviour(), METHOD, "mean")[..., None])[:, 0]
    areas = pl.DataFrame(
        {
            "dguid": ["province", "north", "south", "bridge"],
            "level": ["pr", "csd", "csd", "csd"],
            "province": ["10"] * 4,
            "evi": evi.round(3),
        }
    )
    return areas, scored


def listed(**changes: object) -> list[str]:
    choices = {"k": [], "n": [], "weights": [], "aggregations": []} | changes
    return [each.label for each in alternatives(METHOD, "mean", **choices)]  # type: ignore[arg-type]


def test_alternatives_are_named_by_what_they_change_and_leave_out_what_is_published() -> None:
    names = listed(
        k=[0, 0.25, 1.0],
        n=[0.5],
        weights=[("2:1:1", (0.5, 0.25, 0.25))],
        aggregations=["mean", "worst"],
    )
    assert names == ["k=0", "k=1", "n=0.5", "weights=2:1:1", "aggregation=worst"]


def test_an_alternative_changes_one_assumption_and_keeps_the_others() -> None:
    found = alternatives(METHOD, "geometric", k=[0.5], n=[], weights=[], aggregations=[])[0]
    assert found.method == replace(METHOD, assumptions=Assumptions(k=0.5, n=0.0))
    assert found.aggregation == "geometric"


def test_every_area_is_scored_again_with_its_move_and_its_rank() -> None:
    areas, scored = town()
    wanted = alternatives(METHOD, "mean", k=[0.0], n=[], weights=[], aggregations=["worst"])
    table = sensitivity_table(areas, scored, behaviour(), wanted, [])
    assert table.columns == ["dguid", "assumption", "evi", "change", "rank"]
    assert table.height == 8
    for label, method, how in (
        ("k=0", replace(METHOD, assumptions=Assumptions(0.0, 0.0)), "mean"),
        ("aggregation=worst", METHOD, "worst"),
    ):
        own = table.filter(pl.col("assumption") == label)
        expected = unit_means(scored, cell_scores(behaviour(), method, how)[..., None])[:, 0]
        assert own["evi"].to_list() == pytest.approx(expected.tolist(), abs=6e-4)
        moves = (own["evi"] - areas["evi"]).to_list()
        assert own["change"].to_list() == pytest.approx(moves, abs=2e-3)
        order = (-own["evi"][1:]).rank().cast(pl.Int64).to_list()
        assert own["rank"].to_list()[1:] == order
    # a province alone of its level is first; without k nobody scores higher
    assert table["rank"].to_list()[0] == 1
    assert (table.filter(pl.col("assumption") == "k=0")["change"] <= 0).all()


def test_a_fit_of_its_own_stands_beside_the_others_where_it_applies() -> None:
    areas, scored = town()
    scores = np.array([np.nan, 20.0, 30.0, 25.0])
    table = sensitivity_table(areas, scored, behaviour(), [], [("b=0.5", scores)])
    assert table.select("dguid", "evi", "rank").rows() == [
        ("north", 20.0, 3),
        ("south", 30.0, 1),
        ("bridge", 25.0, 2),
    ]


def test_a_recipe_without_alternatives_has_an_empty_table() -> None:
    areas, scored = town()
    table = sensitivity_table(areas, scored, behaviour(), [], [])
    assert table.height == 0
    assert table.columns == ["dguid", "assumption", "evi", "change", "rank"]


def test_hidden_areas_have_no_alternatives_and_areas_of_several_provinces_no_rank() -> None:
    areas, scored = town()
    changed = areas.with_columns(
        evi=pl.Series([None, *areas["evi"][1:]]),
        province=pl.Series(["10", None, "10", "10"]),
    )
    wanted = alternatives(METHOD, "mean", k=[0.0], n=[], weights=[], aggregations=[])
    table = sensitivity_table(changed, scored, behaviour(), wanted, [])
    assert table["dguid"].to_list() == ["north", "south", "bridge"]
    assert table["rank"].to_list()[0] is None
    assert sorted(table["rank"].to_list()[1:]) == [1, 2]
