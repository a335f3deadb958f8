"""Checks of reach: people add up, and catchments come back from origins and distances."""

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.release.findings import Finding, found
from balise.release.reading import Release

__all__ = ["check_reach"]

Floats = npt.NDArray[np.float64]

_BASE = 5
_SAMPLE = 20
"""Offices whose catchments are counted again."""

_EARTH_KM = 6371.0088
_SPHERE = 0.006  # a sphere is off the ellipsoid by less than this share of a distance
_PER = 10_000


def check_reach(release: Release) -> tuple[Finding, ...]:
    """Check people within and beyond reach; nothing to check where there are no offices."""
    if not release.table("catchments").height:
        return ()
    return (
        found("people within and beyond reach add up", _sum_faults(release), "all reaches"),
        found("people of origins are those of their areas", _origin_faults(release), "all areas"),
        found("further reach never loses people", _growth_faults(release), "all offices"),
        found("overlaps hold no more than either office", _overlap_faults(release), "all pairs"),
        found("access gives back what offices can serve", _access_faults(release), "all offices"),
        found(
            f"catchments of {_SAMPLE} offices come back from the origins",
            _catchment_faults(release),
            "straight lines times the detour, on a sphere"
            if _is_geodesic(release)
            else "not run: travel was measured along a network",
        ),
    )


def _network(release: Release) -> Mapping[str, object]:
    recipe = release.record.get("recipe")
    stated = recipe.get("network") if isinstance(recipe, Mapping) else None
    return stated if isinstance(stated, Mapping) else {}


def _is_geodesic(release: Release) -> bool:
    return _network(release).get("engine") == "geodesic"


def _homes(release: Release) -> pl.DataFrame:
    """Give the people of the provinces that offices are in, beyond each reach."""
    areas = release.table("areas").filter(pl.col("level") == "pr")
    return release.table("beyond").join(areas.select("dguid", "population"), on="dguid")


def _sum_faults(release: Release) -> Iterator[str]:
    """Compare the union of offices with the provinces where everybody has an origin."""
    total = int(release.table("origins")["people"].sum())
    homes = _homes(release).filter(pl.col("people_low").is_not_null())
    sums = homes.group_by("reach", maintain_order=True).agg(
        pl.col("population").sum(),
        *(pl.col(f"people{end}").sum().alias(f"beyond{end}") for end in ("", "_low", "_high")),
        pl.col("people").null_count().alias("ranges"),
        pl.len(),
    )
    union = release.table("catchments").filter(pl.col("service_point") == "all")
    for row in sums.join(union, on="reach").filter(pl.col("population") == total).to_dicts():
        slack = _BASE * (row["len"] + 1)
        pairs = [("people_low", "beyond_high"), ("people_high", "beyond_low")]
        if row["people"] is not None and not row["ranges"]:
            pairs = [("people", "beyond")]
        elif row["len"] > 1:
            continue  # one province may be a range, another not
        for inside, outside in pairs:
            if abs(row[inside] + row[outside] - total) > slack:
                counts = f"{row[inside]:,} inside, {row[outside]:,} outside of {total:,}"
                yield f"{row['reach']}: {counts}"


def _origin_faults(release: Release) -> Iterator[str]:
    areas = release.table("areas").filter(pl.col("level").is_in(["csd", "da"]))
    sums = release.table("origins").group_by("code").agg(pl.col("people").sum())
    wrong = sums.join(areas.select("code", "population"), on="code").filter(
        pl.col("people") != pl.col("population").fill_null(0)
    )
    for row in wrong.sort("code").iter_rows():
        yield f"{row[0]}: {row[1]:,} people of origins, {row[2] or 0:,} published"


def _growth_faults(release: Release) -> Iterator[str]:
    table = release.table("catchments").filter(pl.col("people").is_not_null())
    for unit in ("reach_km", "reach_min"):
        rows = table.filter(pl.col(unit).is_not_null()).sort("service_point", unit)
        shorter = pl.col("people").shift(1).over("service_point")
        for row in rows.filter(pl.col("people") < shorter).iter_rows(named=True):
            yield f"{row['service_point']}, {row['reach']}: fewer people than nearer by"


def _overlap_faults(release: Release) -> Iterator[str]:
    own = release.table("catchments").select("service_point", "reach", most="people_high")
    rows = release.table("overlaps").join(own, on=["service_point", "reach"])
    other = own.rename({"service_point": "other", "most": "most_other"})
    rows = rows.join(other, on=["other", "reach"])
    least = pl.min_horizontal("most", "most_other") + _BASE
    for row in rows.filter(pl.col("people_low") > least).iter_rows(named=True):
        yield f"{row['service_point']} and {row['other']}, {row['reach']}"


def _access_faults(release: Release) -> Iterator[str]:
    """Sum access over people: at most what all offices can serve."""
    points = release.table("service_points").filter(pl.col("lon").is_not_null())
    capacity = points["capacity"]
    usual = capacity.drop_nulls().median() if capacity.count() else 1.0
    whole = float(capacity.fill_null(usual).sum())
    level = "da" if "da" in release.table("areas")["level"] else "csd"
    areas = release.table("areas").filter(pl.col("level") == level).select("dguid", "population")
    rows = release.table("access").join(areas, on="dguid")
    served = float((rows["access"] * rows["population"]).sum() or 0.0) / _PER
    if rows["access"].count() and served > whole * (1 + 1e-4):
        yield f"{served:,.2f} served of {whole:,.2f}"


def _catchment_faults(release: Release) -> Iterator[str]:
    """Count people again, on a sphere: between a little less and a little more distance."""
    if not _is_geodesic(release):
        return
    origins = release.table("origins").drop_nulls(["lon", "lat"])
    lon, lat, people = (
        origins[name].to_numpy().astype(np.float64) for name in ("lon", "lat", "people")
    )
    located = release.table("service_points").drop_nulls(["lon", "lat"])
    step = max(1, located.height // _SAMPLE)
    catchments = release.table("catchments")
    for point in located[::step][:_SAMPLE].to_dicts():
        km = _sphere_km((point["lon"], point["lat"]), lon, lat)
        for row in catchments.filter(service_point=point["service_point"]).to_dicts():
            radius = _straight(row)
            least, most = (people[km <= radius * (1 + sign * _SPHERE)].sum() for sign in (-1, 1))
            low = row["people_low"] if row["people"] is None else row["people"]
            high = row["people_high"] if row["people"] is None else row["people"]
            if low > most + _BASE or high < least - _BASE:
                told = f"{low:,} to {high:,}, counted {most:,.0f}"
                yield f"{row['service_point']}, {row['reach']}: {told}"


def _straight(row: Mapping[str, float | None]) -> float:
    """Give a reach as a straight line [km]."""
    minutes, speed = row["reach_min"] or 0.0, row["speed_kmh"] or 0.0
    road = row["reach_km"]
    return (minutes * speed / 60 if road is None else road) / (row["detour"] or 1.0)


def _sphere_km(position: tuple[float, float], lon: Floats, lat: Floats) -> Floats:
    east, north = (np.radians(each) for each in position)
    lon, lat = np.radians(lon), np.radians(lat)
    across = np.sin((lat - north) / 2) ** 2
    across += np.cos(north) * np.cos(lat) * np.sin((lon - east) / 2) ** 2
    return np.asarray(2 * _EARTH_KM * np.arcsin(np.sqrt(np.minimum(across, 1.0))))
