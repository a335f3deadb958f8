"""The reach of every area as tables of a release: nearest offices, access, people beyond."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.network.access.beyond import Beyond, Counts, gap_ranks
from balise.network.access.catchments import RANGE
from balise.network.access.summaries import AreaAccess
from balise.network.access.tables import reach_columns

__all__ = ["LANGUAGE_TABLE", "access_table", "beyond_table"]

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

LANGUAGE_TABLE: Final = (
    "Census of Population 2016: first official language spoken, by dissemination area"
)
"""The table without which nobody knows who is beyond an office that serves in their language."""

_PER: Final = 10_000  # access is told per so many people
_COVERED: Final = 0.999  # share of an area's people that its origins must hold


def access_table(
    areas: pl.DataFrame,
    found: AreaAccess,
    points: pl.DataFrame,
    assumed: Bools,
) -> pl.DataFrame:
    """Publish the nearest offices and the access of every area.

    Parameters
    ----------
    areas : DataFrame
        ``dguid``, ``population`` of the units, in their order.
    found : AreaAccess
    points : DataFrame
        ``service_point``, in the order of the offices.
    assumed : array of bool, shape (s,)
        Offices whose capacity is assumed.
    """
    names = points["service_point"].to_list()
    reason = _uncovered(areas, found.people)
    hidden = np.array([each is not None for each in reason])
    columns = {
        "first_share": (found.first_share, 5),
        "first_km": (found.first_km, 2),
        "first_min": (found.first_min, 2),
        "second_km": (found.second_km, 2),
        "second_min": (found.second_min, 2),
        "score": (_PER * found.floating, 6),
    }
    shown = {
        name: pl.Series(np.where(hidden, np.nan, values).round(digits), nan_to_null=True)
        for name, (values, digits) in columns.items()
    }
    return pl.DataFrame(
        {
            "dguid": areas["dguid"],
            "nearest": _named(names, found.first, hidden),
            "nearest_share": shown["first_share"],
            "nearest_km": shown["first_km"],
            "nearest_min": shown["first_min"],
            "second": _named(names, found.second, hidden),
            "second_km": shown["second_km"],
            "second_min": shown["second_min"],
            "people_no_path": _counts(found.no_path, hidden),
            "access": shown["score"],
            "access_status": [
                None if hide else ("assumed" if assumed.any() else "measured") for hide in hidden
            ],
            "travel": [
                None if hide else ("measured" if known else "estimated")
                for hide, known in zip(hidden, found.measured, strict=True)
            ],
            "reason": pl.Series(reason, dtype=pl.String),
        }
    )


def _named(names: list[str], rows: npt.NDArray[np.int64], hidden: Bools) -> pl.Series:
    told = [None if hide or row < 0 else names[row] for row, hide in zip(rows, hidden, strict=True)]
    return pl.Series(told, dtype=pl.String)


def _uncovered(areas: pl.DataFrame, people: Floats) -> list[str | None]:
    """Give the reason of areas whose people the origins do not hold."""
    return [
        "no_source" if not count or own < _COVERED * count else None
        for count, own in zip(areas["population"], people, strict=True)
    ]


def beyond_table(areas: pl.DataFrame, found: Sequence[Beyond], people: Floats) -> pl.DataFrame:
    """Publish the people of every area who are beyond each reach.

    Parameters
    ----------
    areas : DataFrame
        ``dguid``, ``level``, ``population``, ``reason`` of the units, in their order.
    found : sequence of Beyond
        Counting ``people`` and ``vulnerable``.
    people : array of float, shape (u,)
        That the origins hold.
    """
    reason = _uncovered(areas, people)
    lost = np.array([each is not None for each in reason])
    unscored = lost | areas["reason"].is_not_null().to_numpy()
    families = areas["level"].to_numpy().astype(np.str_)
    parts = []
    for each in found:
        named = reach_columns(each.reach)
        all_ages, high = each.counts["people"], each.counts["vulnerable"]
        vulnerable = _ended(high, unscored, each.is_range)
        ranked = np.where(
            unscored, np.nan, np.where(each.is_range, (high.low + high.high) / 2, high.central)
        )
        share = np.minimum(all_ages.central / np.where(people > 0, people, np.nan), 1.0)
        parts.append(
            areas.select("dguid").with_columns(
                *[
                    pl.lit(value, dtype=pl.String if name == "reach" else pl.Float64).alias(name)
                    for name, value in named.items()
                ],
                pl.Series("offices", np.where(lost, 0, each.offices)).cast(pl.Int64),
                *_columns("people", _ended(all_ages, lost, each.is_range)),
                pl.Series(
                    "share",
                    np.where(lost | each.is_range, np.nan, share).round(5),
                    nan_to_null=True,
                ),
                *_columns("vulnerable", vulnerable),
                pl.Series("gap_rank", gap_ranks(ranked.round(6), families), nan_to_null=True).cast(
                    pl.Int64
                ),
                pl.lit(None, dtype=pl.Int64).alias("minority"),
                pl.lit("no_margin").alias("minority_reason"),
                pl.lit(LANGUAGE_TABLE).alias("minority_table"),
                pl.Series(
                    "reason",
                    [
                        own or (RANGE if wide else None)
                        for own, wide in zip(reason, each.is_range, strict=True)
                    ],
                    dtype=pl.String,
                ),
            )
        )
    return pl.concat(parts)


def _ended(counts: Counts, hidden: Bools, is_range: Bools) -> tuple[pl.Series, ...]:
    return (
        _counts(counts.central, hidden | is_range),
        _counts(counts.low, hidden),
        _counts(counts.high, hidden),
    )


def _columns(name: str, ended: tuple[pl.Series, ...]) -> list[pl.Series]:
    return [
        each.alias(f"{name}{end}") for each, end in zip(ended, ("", "_low", "_high"), strict=True)
    ]


def _counts(values: Floats, hidden: Bools) -> pl.Series:
    """Round counts to base 5, null where hidden."""
    rounded = np.floor(np.nan_to_num(values) / 5 + 0.5) * 5
    return pl.Series(np.where(hidden, np.nan, rounded), nan_to_null=True).cast(pl.Int64)
