"""Catchments as units of the index: weights of base areas, and what moving offices adds."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.sparse import csr_matrix

from balise.network.access.catchments import ANY_OFFICE, RANGE, Catchment, Served
from balise.network.access.origins import Origins
from balise.network.access.reaches import KILOMETRES, Reach

__all__ = ["CatchmentUnits", "catchment_units", "position_noise"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CatchmentUnits:
    """Catchments that have somebody in them, as rows of weights.

    Attributes
    ----------
    found : tuple of Catchment
        One for each row.
    identity : tuple of (dguid, code, name_en, name_fr)
    members : csr_matrix, shape (u, n)
        Share of each base area that is inside, at the positions known.
    """

    found: tuple[Catchment, ...]
    identity: tuple[tuple[str, str, str | None, str | None], ...]
    members: csr_matrix

    @property
    def is_range(self) -> npt.NDArray[np.bool_]:
        """Where the people inside are not to be told by one number, shape (u,)."""
        return np.array([each.reason == RANGE for each in self.found], dtype=np.bool_)


def catchment_units(served: Served, origins: Origins, names: pl.DataFrame) -> CatchmentUnits:
    """Turn catchments into units; those without anybody are left to their table.

    Parameters
    ----------
    served : Served
    origins : Origins
    names : DataFrame
        ``service_point``, ``name_en``, ``name_fr``.
    """
    told = {point: (en, fr) for point, en, fr in names.iter_rows()}
    kept = tuple(each for each in served.catchments if each.central)
    inside = [each.members[each.inside.central] for each in kept]
    rows = np.repeat(np.arange(len(kept)), [len(each) for each in inside])
    columns = np.concatenate(inside) if kept else np.zeros(0, np.int64)
    shape = (len(kept), origins.areas)
    members = csr_matrix((origins.part[columns], (rows, origins.base[columns])), shape=shape)
    members.sum_duplicates()
    members.eliminate_zeros()
    members.data = np.minimum(members.data.round(12), 1.0)
    identity = tuple(_identity(each, told) for each in kept)
    return CatchmentUnits(kept, identity, members)


def _identity(each: Catchment, told: dict[str, tuple[str, str]]) -> tuple[str, str, str, str]:
    en, fr = _within(each.reach)
    if each.service_point == ANY_OFFICE:
        en, fr = f"{en} of any office", f"{fr} d'un bureau"
    else:
        names = told[each.service_point]
        en, fr = f"{en}: {names[0]}", f"{fr} : {names[1]}"
    return f"balise:catchment:{each.code}", each.code, en, fr


def _within(reach: Reach) -> tuple[str, str]:
    value = f"{reach.value:g}"
    if reach.unit == KILOMETRES:
        return f"Within {value} km by road", f"À {value.replace('.', ',')} km ou moins par la route"
    return f"Within {value} min by road", f"À {value.replace('.', ',')} min ou moins par la route"


def position_noise(
    units: CatchmentUnits, origins: Origins, adults: Floats, values: Floats, draws: int
) -> Floats:
    """Add what the unknown position of offices does to the draws of their catchments.

    Parameters
    ----------
    units : CatchmentUnits
    origins : Origins
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
    shared, outcomes = origins.shared_out(adults), np.nan_to_num(values)[origins.base]
    for row, each in enumerate(units.found):
        people = shared[each.members][:, None]
        counted = np.hstack([people, people * outcomes[each.members]])
        centre = counted[each.inside.central].sum(axis=0)
        moved = each.inside.sums(counted, draws)
        total = moved[:, :1]
        means = moved[:, 1:] / np.maximum(total, 1e-300) - centre[1:] / max(centre[0], 1e-300)
        answer[row] = np.where(total > 0, means, 0.0)
    return answer
