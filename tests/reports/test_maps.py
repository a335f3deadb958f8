"""A map is legible without colour, and never draws what is not published."""

import subprocess
import sys
from pathlib import Path

import matplotlib.image
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balise.release import Release, read_release
from balise.reports import plot_map
from balise.reports.bubbles import LARGEST, arrange_bubbles, class_limits
from balise.reports.legends import COLOURS
from balise.reports.projection import Lambert
from balise.vocabulary import BaliseError, ReleaseError
from tests.release.invented import invented_release


@pytest.fixture(scope="module")
def coast(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return read_release(invented_release(tmp_path_factory.mktemp("releases") / "coast"))


def test_a_map_is_a_page_of_eleven_by_nine_inches(coast: Release, tmp_path: Path) -> None:
    image = matplotlib.image.imread(plot_map(coast, tmp_path / "map.png", dpi=60))
    assert image.shape[:2] == (540, 660)


def test_a_map_is_a_png_outside_releases_in_a_folder_that_is_there(
    coast: Release, tmp_path: Path
) -> None:
    with pytest.raises(ReleaseError, match=r"holds a release\. Expected a place outside"):
        plot_map(coast, coast.path / "map.png")
    with pytest.raises(BaliseError, match=r"ends with '\.pdf'\. Expected '\.png'"):
        plot_map(coast, tmp_path / "map.pdf")
    with pytest.raises(BaliseError, match=r"mkdir -p .*missing"):
        plot_map(coast, tmp_path / "missing" / "map.png")
    assert not (coast.path / "map.png").exists()
    assert list(tmp_path.iterdir()) == []


def test_areas_that_are_not_compared_with_a_province_are_not_drawn(coast: Release) -> None:
    areas = coast.table("areas").with_columns(evi_relative=pl.lit(None, pl.Float64))
    with pytest.raises(BaliseError, match="'pr' is compared with its province"):
        arrange_bubbles(areas, "pr")


@pytest.mark.parametrize("level", ["csd", "cd", "er"])
def test_each_level_can_be_drawn_in_both_languages(
    coast: Release, tmp_path: Path, level: str
) -> None:
    for language in ("en", "fr"):
        out = plot_map(coast, tmp_path / f"{language}.png", level, language, dpi=40)
        assert out.stat().st_size > 5_000


def test_the_same_release_gives_the_same_picture(coast: Release, tmp_path: Path) -> None:
    one, two = (plot_map(coast, tmp_path / name, dpi=40) for name in ("1.png", "2.png"))
    assert one.read_bytes() == two.read_bytes()


def test_bubbles_are_sized_by_people_and_unpublished_scores_stand_apart(coast: Release) -> None:
    bubbles = arrange_bubbles(coast.table("areas"), "csd")
    # The subdivision without a position is not drawn; 62,000 people come first.
    assert bubbles.rows["code"].to_list() == ["1302001", "1301002", "1301001", "1302002", "1301003"]
    assert bubbles.sizes[0] == LARGEST
    assert bubbles.sizes[1] == pytest.approx(LARGEST * 5600 / 62000)
    assert bubbles.standing.tolist() == ["sound"] * 4 + ["unpublished"]


def test_quality_e_calls_for_caution_and_f_is_not_coloured(coast: Release) -> None:
    areas = coast.table("areas").with_columns(
        quality_relative=pl.col("code").replace_strict(
            {"1301001": "E", "1301002": "F"}, default=pl.col("quality_relative")
        )
    )
    bubbles = arrange_bubbles(areas, "csd")
    standing = dict(zip(bubbles.rows["code"], bubbles.standing.tolist(), strict=True))
    assert (standing["1301001"], standing["1301002"]) == ("caution", "unpublished")


def test_a_level_without_positions_is_an_error(coast: Release) -> None:
    nowhere = coast.table("areas").with_columns(lon=pl.lit(None, pl.Float64))
    with pytest.raises(BaliseError, match="has a position"):
        arrange_bubbles(nowhere, "csd")


@pytest.mark.property
@given(st.lists(st.floats(-100, 100), max_size=20))
def test_classes_are_symmetrical_around_the_province(values: list[float]) -> None:
    limits = class_limits(np.array(values))
    assert limits == tuple(-each for each in reversed(limits))
    assert list(limits) == sorted(set(limits))


@pytest.mark.published
def test_the_projection_agrees_with_a_worked_example() -> None:
    # Snyder (1987), p. 295: sphere of radius 1, standard parallels 33 and 45 degrees north,
    # origin 23 north 96 west; 35 north 75 west falls at x = 0.2966785, y = 0.2462112.
    x, y = Lambert(-96, 23, 33, 45).project([-75], [35])
    assert x[0] / 6371 == pytest.approx(0.2966785, abs=1e-7)
    assert y[0] / 6371 == pytest.approx(0.2462112, abs=1e-7)


def test_colours_are_those_of_a_scale_that_colour_blind_readers_tell_apart() -> None:
    from matplotlib import colormaps
    from matplotlib.colors import to_hex

    steps = (0.06 + each * (0.94 - 0.06) / 6 for each in range(7))
    assert tuple(to_hex(colormaps["PuOr_r"](step)) for step in steps) == COLOURS


def test_reports_wait_for_no_library_that_only_some_of_them_need() -> None:
    code = (
        "import sys, balise.reports; "
        "print({'matplotlib', 'geopandas', 'pandas'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
