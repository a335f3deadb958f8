"""What sets an area of an open release apart from its province, and areas like it."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from balise.reports import Driver, Effects, fit_effects, mix
from balise.reports import drivers as parts
from balise.site.explorer.releases import Loaded, Row

__all__ = ["drivers", "similar"]


@lru_cache(maxsize=32)
def _effects(loaded: Loaded, province: str) -> Effects:
    row = next(each for each in loaded.levels["pr"] if each["province"] == province)
    shares = loaded.sheets["area_archetypes"].of(str(row["dguid"]))
    return fit_effects(loaded.tables["archetypes"], shares, province)


def drivers(loaded: Loaded, area: Row, language: str) -> list[Driver]:
    """Split the difference between an area and its province, as the reports do."""
    if area["evi"] is None or area["province"] is None or area["level"] == "pr":
        return []
    shares = loaded.sheets["area_archetypes"].of(str(area["dguid"]))
    return parts(area, shares, _effects(loaded, str(area["province"])), language)


@lru_cache(maxsize=24)
def _mixes(loaded: Loaded, level: str, province: str) -> tuple[list[str], npt.NDArray[np.float32]]:
    """Stack the shares of the scored areas of a level in a province."""
    rows = [
        row
        for row in loaded.levels[level]
        if row["province"] == province and row["evi"] is not None and row["quality"] != "F"
    ]
    sheet = loaded.sheets["area_archetypes"]
    stacked = [mix(sheet.of(str(row["dguid"])), province).astype(np.float32) for row in rows]
    return [str(row["dguid"]) for row in rows], np.array(stacked, dtype=np.float32)


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
    own = mix(loaded.sheets["area_archetypes"].of(str(area["dguid"])), str(province))
    names, stacked = _mixes(loaded, level, str(province))
    if not names:
        return []
    common = 1 - 0.5 * np.abs(stacked - own.astype(np.float32)).sum(axis=1)
    order = [int(at) for at in np.argsort(-common)[: length + 1] if names[at] != area["dguid"]]
    return [(loaded.areas[names[at]], float(common[at])) for at in order[:length]]
