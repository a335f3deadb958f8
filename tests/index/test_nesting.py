import polars as pl

from balise.index import cover, nest, weights_of
from tests.index.unions import own_areas, own_nesting


def covered(*dguids: str) -> tuple[list[str], list[str]]:
    """Areas a set is put together from, and leaves left out."""
    nesting = own_nesting()
    found = cover(nesting, weights_of(nesting, dguids))
    names = nesting.areas["dguid"]
    return (
        [names[int(row)] for row in found.rows],
        [names[int(nesting.leaves[at])] for at in found.left_out],
    )


def test_leaves_are_the_areas_that_hold_no_other() -> None:
    nesting = own_nesting()
    assert nesting.finest == "csd"
    names = [nesting.areas["dguid"][int(row)] for row in nesting.leaves]
    assert names == ["a", "b", "hamlet", "c", "d"]
    assert nesting.leaf_people.tolist() == [300, 200, 9, 400, 100]


def test_a_set_that_holds_all_of_a_division_takes_the_division() -> None:
    assert covered("a", "b", "hamlet") == (["one"], [])
    assert covered("one", "c", "d") == (["p"], [])
    assert covered("two", "a") == (["two", "a"], [])


def test_an_area_without_a_score_is_left_out_unless_a_larger_one_holds_it() -> None:
    assert covered("a", "hamlet") == (["a"], ["hamlet"])
    assert covered("hamlet") == ([], ["hamlet"])


def test_an_area_whose_people_are_not_all_in_the_release_covers_nothing() -> None:
    areas = own_areas().filter(pl.col("dguid") != "d")
    nesting = nest(areas)
    found = cover(nesting, weights_of(nesting, ["two"]))
    assert [nesting.areas["dguid"][int(row)] for row in found.rows] == ["c"]


def test_a_leaf_that_a_boundary_cuts_keeps_its_share() -> None:
    nesting = own_nesting()
    weights = weights_of(nesting, ["c"])
    weights[nesting.leaves_of("d")] = 0.25
    found = cover(nesting, weights)
    assert found.shares.tolist() == [1.0, 0.25]
