"""Census subdivisions are sums of their areas; a mean of medians is weighted by people."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from balise.sources import (
    BASE_AREAS,
    aggregate_subdivisions,
    read_dissemination_areas,
    read_subdivisions,
)
from tests.sources.invented import write_areas


def test_margins_are_weighted_by_the_people_of_areas_where_they_are_known(tmp_path: Path) -> None:
    areas = read_dissemination_areas(write_areas(tmp_path))
    first = aggregate_subdivisions(areas).row(0, named=True)
    assert first["code"] == "1399001"
    # By hand: 100 people of 50, 300 of 40, 200 of 30: 23,000 / 600 = 38.333.
    assert first["mean_age"] == 38.333
    # Income is blank for 200 of 600: (100 x 20,000 + 300 x 30,000) / 400 = 27,500.
    assert (first["income_cad"], first["income_coverage"]) == (27_500, 0.6667)
    assert (first["postsecondary_15plus"], first["n_areas"], first["n_suppressed"]) == (240, 3, 1)
    # (-66.0 x 100 - 66.1 x 300 - 66.2 x 200) / 600.
    assert first["lon"] == pytest.approx(-66.1167)


@pytest.mark.property
@given(
    st.lists(
        st.tuples(st.sampled_from(["1399001", "1399002"]), st.integers(0, 900)),
        min_size=1,
        max_size=20,
    )
)
def test_adding_areas_up_loses_nobody(rows: list[tuple[str, int]]) -> None:
    areas = pl.DataFrame(
        [
            {
                **dict.fromkeys(BASE_AREAS),
                "code": f"{place:08}",
                "csduid": csduid,
                "population": people,
                "rural": people,
                "n_areas": 1,
            }
            for place, (csduid, people) in enumerate(rows)
        ],
        schema=BASE_AREAS,
    )
    made = aggregate_subdivisions(areas)
    assert made["population"].sum() == sum(people for _, people in rows)
    assert made["rural"].sum() == made["population"].sum()
    assert made["n_areas"].sum() == len(rows)


@pytest.mark.published
def test_the_bundle_counts_the_people_of_the_census() -> None:
    areas = read_subdivisions()
    pilot = areas.filter(pruid="13")
    assert (areas.height, areas["population"].sum()) == (5_161, 35_151_728)
    assert (pilot.height, pilot["population"].sum()) == (266, 747_101)
    assert pilot.filter(pl.col("n_areas") > 0).height == 262
    assert pilot.filter(pl.col("name_en").is_null())["code"].to_list() == ["1309010", "1309033"]
    types = areas.select(pl.sum_horizontal("rural", "other_urban", "large_metropolitan"))
    assert types.sum().item() == 35_151_728


def test_bundled_subdivisions_are_the_dissemination_areas_added_up(data_folder: Path) -> None:
    areas = read_dissemination_areas(data_folder)
    made = aggregate_subdivisions(areas)
    bundled = read_subdivisions().join(made.select("code"), on="code", how="semi")
    named = ["name_en", "name_fr", "csd_type"]
    assert_frame_equal(bundled.drop(named), made.drop(named), check_exact=True)
    regions = areas.group_by("csduid").agg(pl.col("eruid").n_unique())
    assert regions["eruid"].max() == 1


def test_centroids_lie_where_the_table_derived_elsewhere_puts_them(data_folder: Path) -> None:
    derived = pl.read_csv(
        data_folder / "geo-csd" / "csd_population_weighted_centroids_derived.csv",
        schema_overrides={"CSDUID": pl.String},
    )
    # The derived table leaves out areas without a match; compare where none was reassigned.
    whole = read_subdivisions().filter(pl.col("n_reassigned") == 0, pl.col("population") > 0)
    both = whole.join(derived, left_on="code", right_on="CSDUID")
    assert both.height > 3_000
    for axis in ("lon", "lat"):
        assert (both[axis] - both[f"{axis}_right"]).abs().max() < 0.001  # type: ignore[operator]
