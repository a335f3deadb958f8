"""Reach as the tables of a release: counts to base 5, empty where there is a reason."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.network.access.catchments import RANGE, Catchment, Served
from balise.network.access.overlaps import Overlap
from balise.network.access.reaches import KILOMETRES, MINUTES, Reach

__all__ = [
    "Denominator",
    "catchment_table",
    "origin_table",
    "overlap_table",
    "point_table",
    "reach_columns",
]

Floats = npt.NDArray[np.float64]

_SCORES: Final = tuple(
    f"{name}{part}"
    for name in ("evi", "means", "willingness", "abilities")
    for part in ("", "_se", "_low", "_high")
)
_POINT_COLUMNS: Final = (
    "service_point", "name_en", "name_fr", "kind", "province", "csduid", "lon", "lat",
    "position", "position_error_km", "hours_week", "languages", "services", "capacity",
    "cost_year",
)  # fmt: skip

_OVERLAPS: Final = (
    "service_point", "other", "reach", "reach_km", "reach_min", "people", "people_low",
    "people_high", "share", "reason",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Denominator:
    """People of each province and of the jurisdiction, the detour and the speed that were used."""

    provinces: Mapping[str, int]
    jurisdiction: int
    detour: float
    speed_kmh: float


def reach_columns(reach: Reach) -> dict[str, object]:
    """Name a reach: its code, and its distance [km] or its time [min]."""
    return {
        "reach": reach.code,
        "reach_km": reach.value if reach.unit == KILOMETRES else None,
        "reach_min": reach.value if reach.unit == MINUTES else None,
    }


def origin_table(origins: pl.DataFrame) -> pl.DataFrame:
    """Publish the places that people leave from."""
    return origins.select("origin", "code", "lon", "lat", "people", "spread_km")


def point_table(points: pl.DataFrame) -> pl.DataFrame:
    """Publish the offices; one without a position says why it has no catchment."""
    reason = pl.when(pl.col("lon").is_null()).then(pl.lit("no_source")).otherwise(None)
    return points.select(*_POINT_COLUMNS, reason=reason)


def catchment_table(
    served: Served,
    points: pl.DataFrame,
    areas: pl.DataFrame,
    vulnerable: Sequence[tuple[float, float, float] | None],
    denominator: Denominator,
) -> pl.DataFrame:
    """Publish the catchments: people as one number or a range, scores where there are some.

    Parameters
    ----------
    served : Served
    points : DataFrame
        ``service_point, province``.
    areas : DataFrame
        Published areas; catchments among them carry the scores.
    vulnerable : sequence of tuple of float
        People in vulnerable situations of each catchment: central, low, high.
    denominator : Denominator
    """
    province = dict(points.select("service_point", "province").iter_rows())
    rows = []
    for each, high in zip(served.catchments, vulnerable, strict=True):
        whole = denominator.provinces.get(
            province.get(each.service_point) or "", denominator.jurisdiction
        )
        ends = [None if end is None or not whole else min(end / whole, 1.0) for end in _ends(each)]
        told, low, high_end = high if high is not None else (None, None, None)
        rows.append(
            {
                "service_point": each.service_point,
                **reach_columns(each.reach),
                "code": each.code,
                "detour": denominator.detour,
                "speed_kmh": denominator.speed_kmh,
                **dict(
                    zip(
                        ("people", "people_low", "people_high"),
                        map(_base_5, _ends(each)),
                        strict=True,
                    )
                ),
                "vulnerable": None if each.reason else _base_5(told),
                "vulnerable_low": _base_5(low),
                "vulnerable_high": _base_5(high_end),
                **{
                    name: None if end is None else round(end, 5)
                    for name, end in zip(
                        ("share_of_province", "share_low", "share_high"), ends, strict=True
                    )
                },
                "travel": _travel(served, each),
                "_reason": each.reason,
            }
        )
    scores = areas.filter(pl.col("level") == "catchment").select(
        "code", pl.col("population_16plus").alias("people_16plus"), *_SCORES, "quality", "reason"
    )
    table = pl.DataFrame(rows, infer_schema_length=None).join(
        scores, on="code", how="left", maintain_order="left"
    )
    nobody = pl.when(pl.col("evi").is_null()).then(pl.lit("under_40_people"))
    few = pl.col("evi").is_null()
    return table.with_columns(
        pl.coalesce("_reason", "reason", nobody).alias("reason"),
        *[
            pl.when(few).then(None).otherwise(pl.col(name)).alias(name)
            for name in ("vulnerable", "vulnerable_low", "vulnerable_high")
        ],
    ).drop("_reason", "code")


def _ends(each: Catchment) -> tuple[float | None, float | None, float | None]:
    return each.people, each.low, each.high


def _travel(served: Served, each: Catchment) -> str:
    measured = bool(served.pairs.measured.all()) and len(served.pairs.measured) > 0
    return "measured" if measured and each.reason != "no_source" else "estimated"


def _base_5(people: float | None) -> int | None:
    return None if people is None else int(np.floor(people / 5 + 0.5) * 5)


def overlap_table(found: Iterator[Overlap]) -> pl.DataFrame:
    """Publish the overlaps of offices."""
    rows = [
        {
            "service_point": each.service_point,
            "other": each.other,
            **reach_columns(each.reach),
            "people": None if each.is_range else _base_5(each.people),
            "people_low": _base_5(each.low),
            "people_high": _base_5(each.high),
            "share": None if each.is_range else round(min(each.share, 1.0), 5),
            "reason": RANGE if each.is_range else None,
        }
        for each in found
    ]
    return pl.DataFrame(rows, schema=list(_OVERLAPS), infer_schema_length=None, orient="row")
