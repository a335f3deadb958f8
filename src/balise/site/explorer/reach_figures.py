"""What lists and the map say of reach: the nearest office, and the share of people beyond 50 km."""

from collections.abc import Mapping
from functools import lru_cache

import polars as pl

from balise.reports import numeral
from balise.site.explorer.releases import Loaded, Row
from balise.site.explorer.wording import percent, percent_interval

__all__ = ["REACH", "beyond_pair", "km_words", "reach_levels", "reach_rows", "reach_table"]

REACH = "50km"
"""The reach that is listed and mapped: that of the catchments of offices."""


@lru_cache(maxsize=16)
def reach_table(loaded: Loaded, reach: str = REACH) -> pl.DataFrame:
    """Give the distance to the nearest office and the share of people beyond a reach, by area.

    Counts of people are published, with their ends; their shares are of all people of the area,
    at most all of them. ``middle`` is what an area is sorted and coloured by: the share where it
    is one number, else the middle of its range.
    """
    people = pl.col("population").cast(pl.Float64)
    low, high = (
        pl.when(people > 0).then((pl.col(f"people_{end}") / people).clip(0.0, 1.0))
        for end in ("low", "high")
    )
    beyond = loaded.tables["beyond"].filter(reach=reach)
    told = (
        loaded.tables["areas"]
        .select("dguid", "population")
        .join(loaded.tables["access"].select("dguid", "nearest_km", "travel"), on="dguid")
        .join(beyond.select("dguid", "share", "people_low", "people_high", "reason"), on="dguid")
        # Shares are of people who are not rounded, ends of the interval are.
        .with_columns(
            share_low=pl.min_horizontal(low, "share"), share_high=pl.max_horizontal(high, "share")
        )
        .with_columns(middle=pl.coalesce("share", (low + high) / 2))
    )
    return told.select(
        "dguid", "nearest_km", "travel", "share", "share_low", "share_high", "middle", "reason"
    )


@lru_cache(maxsize=16)
def reach_rows(loaded: Loaded) -> Mapping[str, Row]:
    """Give the same for each area, by identifier."""
    return {str(row["dguid"]): row for row in reach_table(loaded).to_dicts()}


@lru_cache(maxsize=16)
def reach_levels(loaded: Loaded) -> Mapping[str, int]:
    """Count the areas of each level whose reach is known."""
    known = reach_table(loaded).filter(pl.col("middle").is_not_null()).select("dguid")
    levels = loaded.tables["areas"].join(known, on="dguid", how="semi")["level"]
    return dict(levels.value_counts().iter_rows())


def beyond_pair(row: Row | None, language: str) -> tuple[str, str]:
    """Write a share and its interval; of a range, only its ends.

    Examples
    --------
    >>> row = {"share": None, "share_low": 0.0, "share_high": 1.0, "reason": "range"}
    >>> beyond_pair(row, "en")
    ('0.0 to 100.0%', '')
    """
    if row is None:
        return "–", ""
    between = percent_interval(row["share_low"], row["share_high"], language)
    if row["share"] is None:
        return between or "–", ""
    is_one = row["share_low"] == row["share_high"]
    return percent(row["share"], language), "" if is_one else between


def km_words(row: Row | None, language: str) -> str:
    """Write the distance to the nearest office, to the kilometre."""
    km = row["nearest_km"] if row else None
    return numeral(km if isinstance(km, int | float) else None, language, 0)
