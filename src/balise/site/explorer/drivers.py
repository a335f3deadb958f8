"""What sets an area of an open release apart from its province, and areas like it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.reports import Driver, Effects, fit_effects, mix
from balise.reports import drivers as parts
from balise.site.explorer.releases import Loaded, Row
from balise.vocabulary import AREA_TYPES, CELLS

__all__ = ["drivers", "similar"]

Array = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]

_CELLS = [each.code for each in CELLS]


@lru_cache(maxsize=32)
def _effects(loaded: Loaded, province: str) -> Effects:
    row = loaded.provinces[province]
    shares = loaded.sheets["area_archetypes"].of(str(row["dguid"]))
    return fit_effects(loaded.tables["archetypes"], shares, province)


def drivers(loaded: Loaded, area: Row, language: str) -> list[Driver]:
    """Split the difference between an area and its province, as the reports do."""
    if area["evi"] is None or area["province"] is None or area["level"] == "pr":
        return []
    shares = loaded.sheets["area_archetypes"].of(str(area["dguid"]))
    return parts(area, shares, _effects(loaded, str(area["province"])), language)


@dataclass(frozen=True, eq=False)
class _Mixes:
    """The people of areas by type of person: for each type of area, who lives in one."""

    dguids: Sequence[str]
    places: Mapping[str, int]
    within: Array
    """Share of the people of each area that are in the province, shape (n,)."""
    blocks: Sequence[tuple[Places, Array]]
    """By type of area: which areas, shape (m,), and shares of their people, (112, m)."""


@lru_cache(maxsize=64)
def _mixes(loaded: Loaded, level: str, province: str) -> _Mixes:
    """Stack the shares of the scored areas of a level in a province."""
    dguids = [
        str(row["dguid"])
        for row in loaded.levels[level]
        if row["province"] == province and row["evi"] is not None and row["quality"] != "F"
    ]
    named = pl.DataFrame({"dguid": dguids}, schema={"dguid": pl.String}).with_row_index("place")
    inside = (
        loaded.tables["area_archetypes"]
        .filter(province=province)
        .join(named, on="dguid", how="inner", maintain_order="left")
    )
    within = np.zeros(len(dguids), dtype=np.float32)
    blocks: list[tuple[Places, Array]] = []
    for kind in AREA_TYPES:
        own = inside.filter(area_type=kind.code)
        at = own["place"].to_numpy().astype(np.int64)
        # One column an area: a type of person nobody is of is then passed over at once.
        people = own["share"].to_numpy().astype(np.float32) / np.float32(10_000)
        shares = np.ascontiguousarray(own.select(_CELLS).to_numpy().astype(np.float32).T * people)
        within[at] += shares.sum(axis=0)
        blocks.append((at, shares))
    return _Mixes(dguids, {each: at for at, each in enumerate(dguids)}, within, blocks)


def similar(loaded: Loaded, area: Row, length: int = 5) -> list[tuple[Row, float]]:
    """Find the areas of the level whose people are the most alike.

    Returns
    -------
    list of (area, share)
        The share of people [0 to 1] that two areas have in common, type by type: one
        minus half the sum of the differences of their shares.
    """
    level, province = str(area["level"]), area["province"]
    if area["evi"] is None or province is None or level in {"canada", "pr", "catchment"}:
        return []
    mixes = _mixes(loaded, level, str(province))
    lives = mix(loaded.sheets["area_archetypes"].of(str(area["dguid"])), str(province))
    own = lives.astype(np.float32).reshape(len(mixes.blocks), -1)
    # |a - b| is a + b - 2 min(a, b).
    common = 1 - (mixes.within + own.sum()) / 2
    for (at, shares), here in zip(mixes.blocks, own, strict=True):
        lived = here > 0
        common[at] += np.minimum(shares[lived], here[lived, None]).sum(axis=0)
    itself = mixes.places.get(str(area["dguid"]))
    if itself is not None:
        common[itself] = -1.0
    near = (
        np.argpartition(-common, length - 1)[:length]
        if common.size > length
        else range(common.size)
    )
    order = sorted(map(int, near), key=lambda at: (-common[at], at))
    found = [at for at in order if at != itself]
    return [(loaded.areas[mixes.dguids[at]], float(common[at])) for at in found]
