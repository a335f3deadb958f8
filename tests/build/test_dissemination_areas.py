"""The pilot from the published files, beside the one from the bundled figures."""

import numpy as np
import polars as pl

from balise.release import check_release, failures
from tests.build.conftest import Built


def test_both_pilots_score_the_province_and_its_subdivisions_alike(
    pilot: Built, pilot_da: Built
) -> None:
    province = [
        built.areas("pr").filter(pl.col("code") == "13")["evi"].item()
        for built in (pilot, pilot_da)
    ]
    assert abs(province[0] - province[1]) < 0.3
    joined = (
        pilot.areas("csd")
        .join(pilot_da.areas("csd"), on="code", suffix="_da")
        .filter((pl.col("population") >= 250) & pl.col("evi").is_not_null())
        .with_columns(gap=pl.col("evi_da") - pl.col("evi"))
        .sort(pl.col("gap").abs(), descending=True)
    )
    worst = joined.select("name_en", "population", "evi", "evi_da", "gap").head(10).rows()
    people, gaps = joined["population"].to_numpy(), joined["gap"].to_numpy()
    rms = float(np.sqrt(np.average(gaps**2, weights=people)))
    assert joined.height > 240
    assert rms < 1.0, f"people-weighted root mean square {rms:.2f}; the ten worst: {worst}"


def test_every_threshold_is_met_from_the_files_too(pilot_da: Built) -> None:
    validation = pilot_da.tables["validation"]
    short = validation.filter(pl.col("verdict") == "not_met")
    assert short.select("check", "place", "rebuilt", "threshold").rows() == []
    outside = validation.filter(pl.col("place") == "New Brunswick, economic_dependency")
    assert outside["threshold"].item() == 0.55
    assert outside["rebuilt"].item() > 0.55
    assert failures(check_release(pilot_da.folder)) == ()


def test_rural_people_are_told_at_every_level_and_other_groups_stop_at_subdivisions(
    pilot_da: Built,
) -> None:
    rural = pilot_da.groups("rural")
    assert rural.height == pilot_da.tables["areas"].height
    assert set(pilot_da.groups("seniors")["level"]).isdisjoint({"ada", "da"})
    small = rural.filter(pl.col("level") == "da")
    shown = small.filter(pl.col("evi").is_not_null())
    hidden = small.filter(pl.col("evi").is_null())
    assert set(shown["share"]) == {1.0}  # a dissemination area is rural or it is not
    assert set(hidden["reason"]) == {"under_40_people", "no_source"} & set(hidden["reason"])
    whole = pilot_da.areas("da").select("dguid", "evi", "evi_se", "population_16plus")
    both = shown.join(whole, on="dguid", suffix="_area")
    for name, other in (("evi", "evi_area"), ("evi_se", "evi_se_area")):
        assert np.abs(both[name].to_numpy() - both[other].to_numpy()).max() < 0.0011
    assert both["people"].to_list() == both["population_16plus"].to_list()
    mixed = rural.filter((pl.col("level") == "ada") & pl.col("share").is_between(0.05, 0.95))
    assert mixed.height > 10


def test_reassigned_and_suppressed_areas_are_counted_up_to_the_province(pilot_da: Built) -> None:
    sums = {}
    for level in ("da", "csd", "cd", "er"):
        own = pilot_da.areas(level).filter(pl.col("province") == "13")
        sums[level] = tuple(
            own[f"areas_{name}"].sum() for name in ("total", "suppressed", "reassigned")
        )
    assert set(sums.values()) == {sums["da"]}
    assert sums["da"][0] == 1_454
