"""The types of people that make every score, and their shares in every area."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from balise.index import (
    AGGREGATIONS,
    Assumptions,
    Method,
    archetype_table,
    at_least_50,
    cell_scores,
    dimension_types,
    share_table,
    unit_means,
)
from balise.index.archetypes import _ten_thousandths
from balise.vocabulary import CELLS
from tests.index.scored import scores
from tests.town import behaviour, town_people

METHOD = Method(Assumptions(k=0.25, n=0.0), (1 / 3, 1 / 3, 1 / 3), 2.0)
CODES = [cell.code for cell in CELLS]
UNITS = csr_matrix(np.array([[1, 0, 0], [0, 0, 1], [1, 1, 1]], dtype=float))


def tables() -> tuple[pl.DataFrame, pl.DataFrame, dict[str, np.ndarray]]:
    people = town_people(100)
    types = dimension_types(behaviour(), behaviour(np.zeros((2, 5))), METHOD.assumptions)
    scored = scores(UNITS, people, types)
    keys = pl.DataFrame({"dguid": ["north", "bridge", "town"]})
    exact = {
        how: unit_means(scored, cell_scores(behaviour(), METHOD, how)[..., None])[:, 0]
        for how in AGGREGATIONS
    }
    return (
        archetype_table(behaviour(), METHOD, people.archetypes()),
        share_table(keys, scored, np.ones(3, dtype=bool)),
        exact,
    )


def test_an_archetype_is_told_in_words_of_both_languages() -> None:
    types, _, _ = tables()
    row = types.filter(pl.col("archetype") == "10-rural-a7e1q1").to_dicts()[0]
    assert row["name_en"] == (
        "75 years and over, no diploma, lowest household income quartile, rural, "
        "Newfoundland and Labrador"
    )
    assert row["name_fr"].startswith("75 ans et plus, aucun diplôme, quartile inférieur")
    assert (row["age"], row["education"], row["quartile"]) == ("75+", "none", "q1")


def test_types_of_area_where_nobody_lives_have_no_archetype() -> None:
    types, _, _ = tables()
    assert types["area_type"].unique().sort().to_list() == ["other_urban", "rural"]
    assert types.height == 2 * 112


def test_shares_of_archetypes_add_up_to_ten_thousand_in_every_row() -> None:
    _, shares, _ = tables()
    assert (
        shares.select(pl.sum_horizontal(pl.col(CODES).cast(pl.Int64)))["a1e1q1"].to_list()
        == [10_000] * 5
    )
    assert shares["a1e1q1"].dtype == pl.UInt16
    # North is rural, Bridge half and half, the town (20 + 4) / 40 rural but for its adults.
    rows = shares.select("dguid", "area_type", "share").rows()
    assert rows[0] == ("north", "rural", 1.0)
    bridge = shares.filter(pl.col("dguid") == "bridge")["share"].to_list()
    assert bridge == [0.5, 0.5]
    assert shares.filter(pl.col("dguid") == "town")["share"].sum() == pytest.approx(1, abs=2e-6)


@pytest.mark.parametrize("how", AGGREGATIONS)
def test_archetypes_reproduce_every_score_within_a_tenth_of_a_point(how: str) -> None:
    types, shares, exact = tables()
    scores = {
        (row["area_type"], row["cell"]): row[f"evi_{how}"] for row in types.iter_rows(named=True)
    }
    for place, dguid in enumerate(("north", "bridge", "town")):
        rebuilt = sum(
            row["share"] * row[code] / 10_000 * scores[row["area_type"], code]
            for row in shares.filter(pl.col("dguid") == dguid).iter_rows(named=True)
            for code in CODES
        )
        assert rebuilt == pytest.approx(exact[how][place], abs=0.1)


def test_units_that_are_not_published_have_no_shares() -> None:
    people = town_people(100)
    types = dimension_types(behaviour(), behaviour(np.zeros((2, 5))), METHOD.assumptions)
    scored = scores(UNITS, people, types)
    keys = pl.DataFrame({"dguid": ["north", "bridge", "town"]})
    assert share_table(keys, scored, np.array([False, True, False]))[
        "dguid"
    ].unique().to_list() == ["bridge"]
    nothing = share_table(keys, scored, np.zeros(3, dtype=bool))
    assert nothing.height == 0
    assert nothing.columns == share_table(keys, scored, np.ones(3, dtype=bool)).columns


def test_people_of_archetypes_are_rounded_and_add_up_to_the_town() -> None:
    types, _, _ = tables()
    people = town_people(100)
    assert (types["people"] % 5 == 0).all()
    assert abs(types["people"].sum() - people.adults.sum()) < 2.5 * types.height


def test_a_high_score_is_50_or_more_under_the_published_aggregation() -> None:
    mean = at_least_50(behaviour(), METHOD)
    worst = at_least_50(
        behaviour(), Method(METHOD.assumptions, METHOD.weights, 2.0, aggregation="worst")
    )
    assert mean.shape == (1, 3, 112, 1)
    assert (mean[..., 0] == (cell_scores(behaviour(), METHOD, "mean") >= 50)).all()
    assert worst.sum() > mean.sum()


@pytest.mark.property
@given(st.lists(st.floats(0, 1), min_size=2, max_size=112).filter(lambda each: sum(each) > 0.01))
def test_rounding_to_ten_thousandths_moves_no_share_by_a_whole_one(shares: list[float]) -> None:
    exact = np.array([shares]) / sum(shares)
    rounded = _ten_thousandths(exact)
    assert rounded.sum() == 10_000
    assert np.abs(rounded - 10_000 * exact).max() < 1 + 1e-6
