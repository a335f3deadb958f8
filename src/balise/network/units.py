"""Catchments as units of the index: weights of base areas, and what moving offices adds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.sparse import csr_matrix

from balise.network.catchments import ANY_OFFICE, Catchment

__all__ = [
    "CatchmentUnits",
    "Denominator",
    "catchment_keys",
    "catchment_table",
    "catchment_units",
    "point_table",
    "position_noise",
]

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CatchmentUnits:
    """Catchments that have somebody in them, as rows of weights.

    Attributes
    ----------
    found : tuple of Catchment
        One for each row.
    identity : tuple of (dguid, code, name_en, name_fr)
    members : csr_matrix, shape (u, n)
    """

    found: tuple[Catchment, ...]
    identity: tuple[tuple[str, str, str | None, str | None], ...]
    members: csr_matrix


def catchment_units(found: Sequence[Catchment], points: pl.DataFrame, areas: int) -> CatchmentUnits:
    """Turn catchments into units; those without anybody are left to their table.

    Parameters
    ----------
    found : sequence of Catchment
    points : DataFrame
        ``service_point, name``.
    areas : int
        Number of base areas.
    """
    names = dict(points.select("service_point", "name").iter_rows())
    kept = tuple(each for each in found if len(each.members) and each.people)
    rows = np.repeat(np.arange(len(kept)), [len(each.members) for each in kept])
    columns = np.concatenate([each.members for each in kept]) if kept else np.zeros(0, np.int64)
    weights = np.concatenate([each.share for each in kept]) if kept else np.zeros(0)
    members = csr_matrix((weights, (rows, columns)), shape=(len(kept), areas))
    members.eliminate_zeros()
    identity = []
    for each in kept:
        reach = f"{each.reach_km:g}"
        code = f"{each.service_point}-{reach}km"
        if each.service_point == ANY_OFFICE:
            en = f"Within {reach} km by road of any office"
            fr = f"À {reach} km ou moins par la route d'un bureau"
        else:
            en = f"Within {reach} km by road: {names[each.service_point]}"
            fr = f"À {reach} km ou moins par la route : {names[each.service_point]}"
        identity.append((f"balise:catchment:{code}", code, en, fr))
    return CatchmentUnits(kept, tuple(identity), members)


def position_noise(units: CatchmentUnits, adults: Array, values: Array, draws: int) -> Array:
    """Add what the unknown position of offices does to the draws of their catchments.

    Parameters
    ----------
    units : CatchmentUnits
    adults : array of float, shape (n,)
        People aged 16 and over of each base area.
    values : array of float, shape (n, d)
        Outcomes of each base area at zero effect.
    draws : int

    Returns
    -------
    array of float, shape (u, draws, d)
        Mean outcome of the people inside under each move, minus that at no move.
    """
    answer = np.zeros((len(units.found), draws, values.shape[1]))
    for row, each in enumerate(units.found):
        people = adults[each.members]
        outcome = np.nan_to_num(values[each.members])
        inside = each.share_draws.T.astype(np.float64) * people
        total = inside.sum(axis=1)
        centre = (each.share * people) @ outcome / max(float(each.share @ people), 1e-300)
        moved = inside @ outcome / np.maximum(total, 1e-300)[:, None]
        answer[row] = np.where(total[:, None] > 0, moved - centre, 0.0)
    return answer


@dataclass(frozen=True, slots=True)
class Denominator:
    """People of each province and of the jurisdiction, and the detour that was used."""

    provinces: Mapping[str, int]
    jurisdiction: int
    detour: float


_SCORES = tuple(
    f"{name}{part}"
    for name in ("evi", "means", "willingness", "abilities")
    for part in ("", "_se", "_low", "_high")
)


def catchment_keys(units: CatchmentUnits) -> pl.DataFrame:
    """Office and reach of each catchment, beside its identifier."""
    return pl.DataFrame(
        {
            "dguid": [each[0] for each in units.identity],
            "service_point": [each.service_point for each in units.found],
            "reach_km": [float(each.reach_km) for each in units.found],
        }
    )


def catchment_table(
    found: Sequence[Catchment],
    points: pl.DataFrame,
    areas: pl.DataFrame,
    denominator: Denominator,
) -> pl.DataFrame:
    """Publish the catchments: people with their interval, scores where there are some.

    Parameters
    ----------
    found : sequence of Catchment
        All of them; an office without a position stays with its reason.
    points : DataFrame
        ``service_point, pruid``.
    areas : DataFrame
        Published areas; catchments among them carry the scores.
    denominator : Denominator
    """
    province = dict(points.select("service_point", "pruid").iter_rows())
    rows = [
        {
            "service_point": each.service_point,
            "reach_km": float(each.reach_km),
            "code": f"{each.service_point}-{each.reach_km:g}km",
            "detour": denominator.detour,
            "people": _base_5(each.people),
            "people_low": _base_5(each.people_low),
            "people_high": _base_5(each.people_high),
            "share_of_province": None
            if each.people is None
            else round(
                each.people
                / denominator.provinces.get(
                    province.get(each.service_point, ""), denominator.jurisdiction
                ),
                5,
            ),
            "travel": "estimated",
            "_reason": each.reason,
        }
        for each in found
    ]
    scores = areas.filter(pl.col("level") == "catchment").select(
        "code", pl.col("population_16plus").alias("people_16plus"), *_SCORES, "quality", "reason"
    )
    table = pl.DataFrame(rows, infer_schema_length=None).join(
        scores, on="code", how="left", maintain_order="left"
    )
    reason = pl.coalesce("_reason", "reason")
    nobody = pl.when(pl.col("evi").is_null()).then(pl.lit("under_40_people"))
    return table.with_columns(pl.coalesce(reason, nobody).alias("reason")).drop("_reason", "code")


def _base_5(people: float | None) -> int | None:
    return None if people is None else int(np.floor(people / 5 + 0.5) * 5)


def point_table(points: pl.DataFrame, found: Sequence[Catchment]) -> pl.DataFrame:
    """Publish the offices; one without a catchment says why."""
    reasons = {each.service_point: each.reason for each in found}
    return points.select(
        "service_point",
        pl.col("name").alias("name_en"),
        pl.col("name").alias("name_fr"),
        "kind",
        pl.col("pruid").alias("province"),
        "csduid",
        "lon",
        "lat",
        "position",
        pl.Series(
            "reason",
            [reasons.get(name, "no_source") for name in points["service_point"]],
            dtype=pl.String,
        ),
    )
