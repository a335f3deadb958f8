"""The pilot, built once for every test that reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from balise import build, release
from balise.recipes import Recipe, read_recipe

__all__ = ["Built", "build_here"]


@dataclass(frozen=True, slots=True)
class Built:
    """A build: its tables before they are written, and the folder they were written to."""

    recipe: Recipe
    tables: Mapping[str, pl.DataFrame]
    folder: Path

    def areas(self, level: str) -> pl.DataFrame:
        """Areas of one level."""
        return self.tables["areas"].filter(pl.col("level") == level)

    def groups(self, name: str) -> pl.DataFrame:
        """Rows of one group beside the level, name and population of their area."""
        own = self.tables["groups"].filter(pl.col("group") == name)
        places = self.tables["areas"].select("dguid", "level", "code", "population")
        return own.join(places, on="dguid", validate="1:1")


def build_here(recipe: Recipe, folder: Path, data: Path | None = None, workers: int = 1) -> Built:
    """Build and write a release."""
    tables, record = build.make_release(recipe, data, work=build.Work(build.make_how(workers)))
    return Built(recipe, tables, release.write_release(folder / recipe.name, tables, record))


@pytest.fixture(scope="session")
def pilot(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """New Brunswick from the bundled figures."""
    return build_here(read_recipe("new-brunswick"), tmp_path_factory.mktemp("pilot"))


@pytest.fixture(scope="session")
def pilot_da(tmp_path_factory: pytest.TempPathFactory, data_folder: Path) -> Built:
    """New Brunswick from the published files, by dissemination area."""
    recipe = read_recipe("new-brunswick-da")
    return build_here(recipe, tmp_path_factory.mktemp("pilot_da"), data_folder, workers=2)
