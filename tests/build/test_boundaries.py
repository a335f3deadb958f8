"""A recipe that names a file of polygons gives a release with boundaries."""

from pathlib import Path
from typing import Any

import pytest

from balise.build import build, page
from balise.recipes import parse_recipe
from balise.release import BOUNDARIES, check_release, read_release
from tests.outlined import outlined
from tests.release.invented import invented_record, invented_tables

RECIPE = """
extends = "new-brunswick"
[boundaries]
file = "areas.gpkg"
"""


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the model: its tables are invented."""

    def invented(*_: Any, **__: Any) -> tuple[dict[str, Any], dict[str, object]]:
        return invented_tables(), invented_record()

    monkeypatch.setattr(page, "make_release", invented)


@pytest.mark.usefixtures("computed")
def test_boundaries_of_the_recipe_are_in_the_release_and_its_record(tmp_path: Path) -> None:
    areas = invented_tables()["areas"]
    file = outlined(areas, tmp_path / "areas.gpkg", ("csd", "cd"))
    out = build(parse_recipe(RECIPE, "mine.toml", tmp_path), tmp_path / "release")
    assert (out / BOUNDARIES).is_file()
    stated = read_release(out).record["boundaries"]
    assert isinstance(stated, dict)
    assert stated["file"] == file.name
    assert set(stated["levels"]) == {"csd", "cd"}
    findings = {each.name: each for each in check_release(out)}
    assert findings["boundaries are those of areas, at every zoom"].verdict == "met"


@pytest.mark.usefixtures("computed")
def test_a_recipe_without_polygons_gives_a_release_without_boundaries(tmp_path: Path) -> None:
    out = build(
        parse_recipe('extends = "new-brunswick"', "mine.toml", tmp_path), tmp_path / "plain"
    )
    assert not (out / BOUNDARIES).exists()
    assert "boundaries" not in read_release(out).record
