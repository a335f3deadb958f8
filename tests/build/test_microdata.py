"""An index whose seeds start from invented respondents."""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from balise.build import build, read_inputs
from balise.build.model import find_regions, make_seeds
from balise.recipes import Recipe, read_recipe
from balise.release import check_release, failures
from balise.synthesis import Seed, seed_cells
from tests.invented_respondents import ASSOCIATION, invented_survey, write_survey

CELLS = seed_cells()


def made(recipe: Recipe, slope: float = 1.2) -> dict[str, Seed]:
    inputs = read_inputs(recipe, None)
    return make_seeds(inputs, recipe, slope, find_regions(inputs))


def pull(seed: Seed) -> float:
    """Mean log odds by which education goes with income, over all ages."""
    table = seed.shares[CELLS.adult].reshape(7, 4, 4, 2).sum(axis=(0, 3))
    odds = table[1:, 1:] * table[:-1, :-1] / (table[1:, :-1] * table[:-1, 1:])
    return float(np.log(odds).mean())


def test_seeds_follow_the_respondents_and_meet_the_published_tables(tmp_path: Path) -> None:
    told = made(read_recipe(write_survey(tmp_path)))
    silent = made(read_recipe("new-brunswick"))
    assert pull(told["35"]) == pytest.approx(ASSOCIATION, abs=0.2)
    assert pull(silent["35"]) < 0.4
    for code, seed in told.items():
        for group in (CELLS.age, CELLS.immigrant.astype(int)):
            own, published = (
                np.bincount(group, weights=each.shares) for each in (seed, silent[code])
            )
            assert own == pytest.approx(published, abs=1e-6)


def test_another_slope_of_income_keeps_the_respondents(tmp_path: Path) -> None:
    # As when one assumption is changed at a time.
    recipe = read_recipe(write_survey(tmp_path))
    steep, flat = made(recipe, 1.8)["60"], made(recipe, 0.6)["60"]
    assert pull(steep) > 0.5
    assert pull(flat) > 0.5
    assert not np.allclose(steep.shares, flat.shares)


@pytest.mark.slow
def test_a_release_from_microdata_says_so_and_holds_none(tmp_path: Path) -> None:
    recipe = read_recipe(write_survey(tmp_path))
    folder = build(recipe, tmp_path / "release")
    assert failures(check_release(folder)) == ()
    record = json.loads((folder / "record.json").read_text("utf-8"))
    assert record["seed"]["origin"] == "microdata"
    assert record["seed"]["respondents"] == 11_780
    own = set(invented_survey().columns)
    weights = {f"{each!r}" for each in invented_survey()["WTPG"]}
    for path in folder.rglob("*"):
        if path.suffix == ".parquet":
            assert not own & set(pl.read_parquet_schema(path))
        elif path.suffix in {".json", ".csv"}:
            words = set(path.read_text("utf-8").replace('"', ",").replace("\n", ",").split(","))
            assert not (own | weights) & words
