"""Checks of people: what adds up over levels, and nobody scored who is too few."""

from collections.abc import Iterator, Mapping

import polars as pl

from balise.release.findings import Finding, found
from balise.release.reading import Release

__all__ = ["check_people"]

BASE = 5
_MODELLED = ("population_16plus", "people_high")
_FEW = 40


def check_people(release: Release) -> tuple[Finding, ...]:
    """Check that children of each area sum to it, level by level.

    Published population must add up exactly wherever all base areas of the parent
    are there (``areas_total`` of the children sums to the parent's). Modelled
    counts may differ by their rounding, half of base 5 for each count, and by the
    people of areas whose counts are not published.
    """
    areas = release.table("areas")
    sums = _sums(areas)
    whole = sums.filter(pl.col("complete"))
    partial = sums.height - whole.height
    told = f"{whole.height:,} sums" + (
        f"; {partial:,} more where only some of the areas are in the release" if partial else ""
    )
    few = _threshold(release)
    return (
        found("published people add up exactly over levels", _published_faults(sums), told),
        found(
            "modelled people add up over levels within rounding",
            (fault for name in _MODELLED for fault in _modelled_faults(whole, name)),
            told,
        ),
        found("parents are areas of the release", _parent_faults(areas), f"{areas.height:,} areas"),
        found(
            f"no area under {few} people has a score",
            areas.filter((pl.col("population") < few) & pl.col("evi").is_not_null())["dguid"],
            "all areas",
        ),
    )


def _threshold(release: Release) -> int:
    recipe = release.record.get("recipe")
    thresholds = recipe.get("thresholds") if isinstance(recipe, Mapping) else None
    people = thresholds.get("people") if isinstance(thresholds, Mapping) else None
    return int(people) if isinstance(people, int | float) else _FEW


def _sums(areas: pl.DataFrame) -> pl.DataFrame:
    """Sum the children of each parent, one row per parent and level of its children."""
    known = ("population", *_MODELLED)
    children = areas.filter(pl.col("parent").is_not_null())
    grouped = children.group_by("parent", "level", maintain_order=True).agg(
        *(pl.col(name).sum().alias(f"{name}_sum") for name in known),
        *(pl.col(name).count().alias(f"{name}_known") for name in known),
        *(
            pl.col("population").filter(pl.col(name).is_null()).sum().alias(f"{name}_hidden")
            for name in _MODELLED
        ),
        (pl.col("population").is_null() & pl.col("reason").is_null()).sum().alias("unexplained"),
        pl.col("areas_total").sum().alias("base_areas"),
    )
    parents = areas.select(
        pl.col("dguid").alias("parent"),
        pl.col("level").alias("parent_level"),
        "areas_total",
        *known,
    )
    return grouped.join(parents, on="parent", how="inner", maintain_order="left").with_columns(
        complete=pl.col("base_areas") >= pl.col("areas_total").fill_null(0)
    )


def _published_faults(sums: pl.DataFrame) -> Iterator[str]:
    gap = pl.col("population_sum") - pl.col("population").fill_null(0)
    wrong = sums.with_columns(gap=gap).filter(
        (pl.col("complete") & (pl.col("gap") != 0))
        | (pl.col("gap") > 0)
        | (pl.col("unexplained") > 0)
    )
    for row in wrong.sort(pl.col("gap").abs(), descending=True).iter_rows(named=True):
        yield (
            f"{row['level']} in {row['parent_level']} {row['parent']}: {row['population_sum']:,} "
            f"people, {row['population'] or 0:,} published for the whole"
            + (f", {row['unexplained']} areas empty without a reason" * bool(row["unexplained"]))
        )


def _modelled_faults(sums: pl.DataFrame, name: str) -> Iterator[str]:
    slack = BASE / 2 * (pl.col(f"{name}_known") + 1)
    gap = pl.col(name) - pl.col(f"{name}_sum")
    wrong = (
        sums.filter(pl.col(name).is_not_null())
        .with_columns(gap=gap, slack=slack)
        .filter(
            (pl.col("gap") < -pl.col("slack"))
            | (pl.col("gap") > pl.col("slack") + pl.col(f"{name}_hidden"))
        )
    )
    for row in wrong.sort(pl.col("gap").abs(), descending=True).iter_rows(named=True):
        yield (
            f"{name}, {row['level']} in {row['parent_level']} {row['parent']}: "
            f"{row[f'{name}_sum']:,} people, {row[name]:,} for the whole, rounding explains "
            f"{row['slack']:g}"
        )


def _parent_faults(areas: pl.DataFrame) -> Iterator[str]:
    lost = areas.filter(pl.col("parent").is_not_null()).join(
        areas.select("dguid"), left_on="parent", right_on="dguid", how="anti"
    )
    for row in lost.iter_rows(named=True):
        yield f"{row['dguid']} lies in {row['parent']}, which is not there"
