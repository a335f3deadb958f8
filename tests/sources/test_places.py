"""Names of places, census divisions, service points and the people around them."""

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
import pytest
import shapely

from balise.sources import (
    gather_cells,
    read_divisions,
    read_people_cells,
    read_place_names,
    read_service_points,
    read_subdivisions,
)


def test_a_name_printed_in_both_languages_is_split() -> None:
    names = read_place_names()
    assert names.filter(code="1312019").row(0)[2:4] == ("Grand Falls", "Grand-Sault")
    assert names.filter(level="er", code="1340").row(0)[2:4] == (
        "Fredericton - Oromocto",
        "Fredericton - Oromocto",
    )


def test_a_slash_in_british_columbia_does_not_part_languages() -> None:
    name = "Kootenay Boundary C / Christina Lake"
    assert read_place_names().filter(code="5905050").row(0)[2:4] == (name, name)


def test_a_region_that_is_a_whole_territory_has_the_name_of_the_territory() -> None:
    assert read_place_names().filter(level="er", code="6010").row(0)[2:4] == ("Yukon", "Yukon")


def test_every_region_and_division_has_a_name() -> None:
    names = read_place_names()
    counts = names.group_by("level").agg(pl.len(), pl.col("name_en").null_count())
    assert sorted(counts.rows()) == [("cd", 293, 0), ("csd", 5_161, 79), ("er", 76, 0)]


@pytest.mark.published
def test_divisions_add_up_to_the_census_and_have_true_medians() -> None:
    # Census Profile 2016, York County (1310): 99,411 people.
    divisions = read_divisions()
    assert divisions["population"].sum() == 35_151_728
    assert divisions.filter(cduid="1310")["population"].to_list() == [99_411]
    assert divisions.filter(pruid="13").height == 15
    assert divisions.null_count().sum_horizontal().item() == 0


def test_offices_of_the_pilot_say_where_they_are_and_in_which_language_they_serve() -> None:
    offices = read_service_points().filter(pruid="13")
    assert dict(offices.group_by("position").len().rows()) == {"town_centroid": 26, "unlocated": 1}
    assert set(read_service_points()["languages"]) == {"en", "fr", "both"}


def test_cells_hold_everybody_of_each_subdivision_once() -> None:
    cells = read_people_cells()
    assert cells["people"].sum() == 747_101
    counted = cells.group_by("csduid").agg(pl.col("people").sum())
    towns = read_subdivisions().filter(pruid="13").select("code", "population")
    both = counted.join(towns, left_on="csduid", right_on="code", how="left")
    assert (both["people"] == both["population"]).all()


def test_people_of_a_cell_are_as_far_from_its_mean_as_they_are_spread() -> None:
    # Two areas 1.112 km apart, of 100 and 300 people, each spread over 1 km. From the mean they
    # are 0.834 and 0.278 km: (100 x 0.6956 + 300 x 0.0773) / 400 = 0.2319; with 1 of each: 1.11.
    areas = pl.DataFrame(
        {
            "csduid": ["1", "1"],
            "lon": [0.0, 0.0],
            "lat": [0.001, 0.011],
            "people": [100, 300],
            "spread_km": [1.0, 1.0],
        }
    )
    one = gather_cells(areas).row(0, named=True)
    assert (one["lat"], one["people"], one["spread_km"]) == (0.0085, 400, 1.11)


def test_cells_end_at_the_edge_of_a_subdivision_and_of_the_grid() -> None:
    areas = pl.DataFrame(
        {
            "csduid": ["1", "2", "1"],
            "lon": [0.001, 0.001, 0.1],
            "lat": [0.001, 0.001, 0.001],
            "people": [1, 2, 4],
            "spread_km": [0.0, 0.0, 0.0],
        }
    )
    assert gather_cells(areas)["people"].to_list() == [1, 4, 2]


def _region_shapes(path: Path) -> dict[str, shapely.Geometry]:
    """Rebuild economic regions from the simplified arcs of the topology."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    scale, corner = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [
        np.cumsum(np.asarray(each, dtype=float)[:, :2], axis=0) * scale + corner
        for each in topology["arcs"]
    ]

    def ring(places: list[int]) -> npt.NDArray[np.float64]:
        return np.concatenate([arcs[each] if each >= 0 else arcs[~each][::-1] for each in places])

    shapes = {}
    for region in topology["objects"]["subdivs"]["geometries"]:
        parts = region["arcs"] if region["type"] == "MultiPolygon" else [region["arcs"]]
        rings = [ring(part[0]) for part in parts]
        whole = [shapely.make_valid(shapely.Polygon(each)) for each in rings if len(each) > 3]
        shapes[str(region["id"])] = shapely.union_all(whole)
    return shapes


@pytest.mark.slow
def test_names_of_regions_belong_to_the_codes_of_2021(data_folder: Path) -> None:
    # Boundaries of 2006 hold the centroids of the subdivisions that carry their code.
    shapes = _region_shapes(
        data_folder / "geo-boundaries" / "canada_economic_regions_topojson.json"
    )
    areas = read_subdivisions().filter(pl.col("population") > 0)
    assert set(shapes) == set(areas["eruid"])
    points = shapely.points(areas["lon"].to_numpy(), areas["lat"].to_numpy())
    near = [
        shapes[code].distance(at) < 0.05 for code, at in zip(areas["eruid"], points, strict=True)
    ]
    held = areas.with_columns(held=pl.Series(near) * pl.col("population"))
    shares = held.group_by("eruid").agg(pl.col("held").sum() / pl.col("population").sum())
    assert shares["held"].min() > 0.98  # type: ignore[operator]
