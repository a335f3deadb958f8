"""Each move between two releases is people plus behaviour, exactly."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balise.release import Comparison, Release, compare_releases, read_release, write_release
from balise.release.rebuilding import rebuild
from tests.release.invented import invented_record, invented_tables


def written(place: Path, seed: int = 1, harder: float = 0.0, **stated: object) -> Release:
    record = invented_record(**stated)
    return read_release(write_release(place, invented_tables(seed, harder), record))


def rebuilt(release: Release) -> pl.DataFrame:
    return rebuild(
        release.table("area_archetypes"), release.table("archetypes"), ["dguid"], ["evi_mean"]
    )


def gaps(comparison: Comparison, old: Release, new: Release) -> pl.Series:
    both = rebuilt(old).join(rebuilt(new), on="dguid", suffix="_new")
    rows = comparison.moves.join(both, on="dguid")
    return (rows["people"] + rows["behaviour"] - (rows["evi_mean_new"] - rows["evi_mean"])).abs()


def test_a_release_compared_with_itself_has_not_moved(tmp_path: Path) -> None:
    coast = written(tmp_path / "coast")
    same = compare_releases(coast, coast)
    assert same.moves.select("move", "people", "behaviour").to_numpy().any() == np.False_
    assert (same.only_old.height, same.only_new.height, same.changes) == (0, 0, ())
    # The town of 25 people and the town without a source have no score.
    assert same.unscored["reason_new"].to_list() == ["under_40_people", "no_source"]


def test_other_people_with_the_same_behaviour_is_all_people(tmp_path: Path) -> None:
    moves = compare_releases(written(tmp_path / "one"), written(tmp_path / "two", seed=2)).moves
    assert moves["behaviour"].abs().max() == 0
    assert moves["people"].abs().min() != 0


def test_the_same_people_who_find_it_harder_is_all_behaviour(tmp_path: Path) -> None:
    moves = compare_releases(written(tmp_path / "one"), written(tmp_path / "two", harder=0.3)).moves
    assert moves["people"].abs().max() == 0
    assert min(moves["behaviour"]) > 0


@pytest.mark.property
@settings(max_examples=10, deadline=None)
@given(seed=st.integers(2, 99), harder=st.floats(-2, 2))
def test_people_and_behaviour_sum_to_the_move(
    tmp_path_factory: pytest.TempPathFactory, seed: int, harder: float
) -> None:
    place = tmp_path_factory.mktemp("moves")
    old, new = written(place / "old"), written(place / "new", seed, harder)
    there, back = compare_releases(old, new), compare_releases(new, old)
    assert max(gaps(there, old, new)) < 1e-9
    moves = there.moves
    told = moves["people"] + moves["behaviour"] + moves["remainder"]
    assert max((told - moves["move"]).abs()) < 1e-9
    assert max(moves["remainder"].abs()) < 0.1
    # The way back undoes the way there, part by part.
    for part in ("people", "behaviour", "move"):
        assert max((moves[part] + back.moves[part]).abs()) < 1e-9


def test_person_types_that_come_or_go_count_as_people(tmp_path: Path) -> None:
    tables = invented_tables()
    fewer = dict(tables)
    urban = pl.col("area_type") == "large_metropolitan"
    fewer["archetypes"] = tables["archetypes"].filter(~urban)
    kept = tables["area_archetypes"].filter(~urban)
    whole = pl.col("share") / pl.col("share").sum().over("dguid")
    fewer["area_archetypes"] = kept.with_columns(share=whole)
    old = read_release(write_release(tmp_path / "old", fewer, invented_record()))
    new = read_release(write_release(tmp_path / "new", tables, invented_record()))
    comparison = compare_releases(old, new)
    assert max(gaps(comparison, old, new)) < 1e-9
    assert max(comparison.moves["behaviour"].abs()) == 0


def test_areas_of_one_release_only_are_listed(tmp_path: Path) -> None:
    tables = invented_tables()
    cove = pl.col("dguid").str.ends_with("1301001")
    fewer = {
        name: table.filter(~cove) if "dguid" in table.columns else table
        for name, table in tables.items()
    }
    whole = read_release(write_release(tmp_path / "whole", tables, invented_record()))
    part = read_release(write_release(tmp_path / "part", fewer, invented_record()))
    comparison = compare_releases(whole, part)
    assert comparison.only_old["name_en"].to_list() == ["Lantern Cove"]
    assert comparison.only_new.height == 0
    assert compare_releases(part, whole).only_new["name_en"].to_list() == ["Lantern Cove"]


def test_changes_of_recipe_source_and_version_are_listed(tmp_path: Path) -> None:
    record = invented_record()
    recipe, sources = record["recipe"], record["sources"]
    assert isinstance(recipe, dict)
    assert isinstance(sources, list)
    old = written(tmp_path / "old")
    new = written(
        tmp_path / "new",
        recipe={**recipe, "k": 0.5},
        sources=[{**sources[0], "sha256": "11"}, {"name": "another", "sha256": "22"}],
        code_version="0.2.0",
    )
    changes = compare_releases(old, new).changes
    told = {(each.kind, each.what, each.old, each.new) for each in changes}
    assert told == {
        ("recipe", "recipe.k", "0.25", "0.5"),
        ("source", "made_up.sha256", '"00"', '"11"'),
        ("source", "another", "-", '{"name": "another", "sha256": "22"}'),
        ("version", "code_version", '"0.1.0"', '"0.2.0"'),
    }
