"""Names of places, census divisions, service points and the people around them."""

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
import pytest
import shapely

from balise.sources import (
    read_distance_bands,
    read_divisions,
    read_nearest_bands,
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


def test_each_located_office_counts_people_of_the_pilot_at_most_once() -> None:
    offices = read_service_points().filter(pruid="13")
    assert dict(offices.group_by("position").len().rows()) == {"town_centroid": 26, "unlocated": 1}
    bands = read_distance_bands()
    located = offices.filter(position="town_centroid")
    assert set(bands["service_point"]) == set(located["service_point"])
    assert bands.group_by("service_point").agg(pl.col("people").sum())["people"].max() < 747_101  # type: ignore[operator]
    assert ((bands["band_km_high"] - bands["band_km_low"]) == 5).all()
    assert bands["bearing_deg"].is_between(0, 360, closed="left").all()
    assert not bands.select("service_point", "csduid", "band_km_low").is_duplicated().any()


def test_most_people_of_fredericton_live_within_15_km_of_its_office() -> None:
    bands = read_distance_bands().filter(csduid="1310032")
    own = bands.filter(pl.col("service_point").str.contains("fredericton"))
    near = own.filter(pl.col("band_km_high") <= 15)["people"].sum()
    assert near == read_subdivisions().filter(code="1310032")["population"].item()


def test_a_union_of_catchments_counts_everyone_once_and_at_least_the_largest_office() -> None:
    nearest = read_nearest_bands()
    assert nearest["people"].sum() == 747_101
    single = read_distance_bands().filter(pl.col("band_km_high") <= 50)
    most = single.group_by("service_point").agg(pl.col("people").sum())["people"].max()
    assert nearest.filter(pl.col("band_km_high") <= 50)["people"].sum() > most  # type: ignore[operator]


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
