"""Figures of somebody's own regions, out of what a release publishes of areas."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, vstack

from balise.index import (
    Cover,
    Difference,
    Drawn,
    GroupFigures,
    GroupThresholds,
    Nesting,
    cover,
    drawn,
    group_figures,
    is_too_few,
    nest,
    nested_sets,
    small_differences,
    union_group,
    union_row,
    weights_of,
)
from balise.network import few
from balise.site.explorer.place_areas import named_areas
from balise.site.explorer.releases import Loaded, Row

__all__ = ["Figures", "assessed", "detour_of", "figures_of"]

Floats = npt.NDArray[np.float64]

_WEIGHTS: Final = ("means", "willingness", "abilities")
_DETOUR: Final = 1.3


@dataclass(frozen=True, eq=False)
class Figures:
    """What a release publishes, laid out for sums over areas."""

    nesting: Nesting
    draws: Drawn
    groups: tuple[GroupFigures, ...]
    thresholds: GroupThresholds


@dataclass(frozen=True, eq=False)
class Region:
    """A region: its name, the leaves in it, those that may be, and what it is made of."""

    name: str
    weights: Floats
    crossed: npt.NDArray[np.intp]
    parts: Cover


@lru_cache(maxsize=8)
def figures_of(loaded: Loaded) -> Figures:
    """Lay out a release, once."""
    nesting = nest(loaded.tables["areas"])
    recipe = loaded.record.get("recipe")
    stated = recipe.get("thresholds") if isinstance(recipe, Mapping) else None
    limits = stated if isinstance(stated, Mapping) else {}
    return Figures(
        nesting,
        drawn(loaded.tables["draws"], _weights(loaded)),
        group_figures(nesting, loaded.tables),
        GroupThresholds(int(limits.get("people", 40)), int(limits.get("income", 250))),
    )


def _weights(loaded: Loaded) -> Floats | None:
    """Weights of the dimensions, where the score is their weighted mean."""
    parameters = loaded.record.get("parameters")
    how = parameters.get("aggregation") if isinstance(parameters, Mapping) else None
    weights = loaded.record.get("weights")
    if how != "mean" or not isinstance(weights, Mapping):
        return None
    return np.array([float(weights[name]) for name in _WEIGHTS])


def detour_of(loaded: Loaded) -> float:
    """Give how much longer roads are than straight lines, as the release takes it."""
    recipe = loaded.record.get("recipe")
    network = recipe.get("network") if isinstance(recipe, Mapping) else None
    stated = network.get("detour") if isinstance(network, Mapping) else None
    value = stated.get("value") if isinstance(stated, Mapping) else stated
    return float(value) if isinstance(value, int | float) and value >= 1 else _DETOUR


def assessed(loaded: Loaded, kind: str, found: Mapping[str, Any], radius_km: float) -> Row:
    """Give the result of what was read of a file, as plain values that can be kept.

    Raises
    ------
    UploadError
        If areas are named that the release does not have.
    """
    figures = figures_of(loaded)
    nesting, notices = figures.nesting, list(found["notices"])
    if kind == "areas":
        regions = _named_regions(nesting, found["areas"], notices)
    else:
        regions = _drawn_regions(nesting, found["regions"])
    rows, held, used = [], [], []
    for region in regions:
        # One region at a time: only what it holds and uses is kept of a large country.
        rows.append(_row(figures, region))
        held.append(csr_matrix(region.weights[None, :]))
        used.append(csr_matrix(region.parts.weights[None, :]))
    notices += _overlaps(nesting, [str(row["name"]) for row in rows], vstack(held, format="csr"))
    sets = vstack(used, format="csr")
    for first, second in nested_sets(nesting, sets):
        _hide_groups(rows[first], rows[second], figures.thresholds)
    differences = small_differences(nesting, sets, figures.thresholds.people)
    for number, difference in enumerate(differences):
        if difference is not None and not rows[number]["reason"]:
            rows[number] = _near(nesting, rows, number, difference)
    return {
        "kind": kind,
        "radius_km": radius_km if kind == "offices" else None,
        "detour": detour_of(loaded) if kind == "offices" else None,
        "level": figures.nesting.finest,
        "release": loaded.name,
        "seal": str(loaded.record.get("seal", "")),
        "people": figures.thresholds.people,
        "notices": notices,
        "groups": [each.code for each in figures.groups],
        "rows": rows,
    }


def _hide_groups(inner: Row, outer: Row, thresholds: GroupThresholds) -> None:
    """Hide groups that a region less one inside it would tell of too few people."""
    within, around = inner["groups"], outer["groups"]
    if not isinstance(within, dict) or not isinstance(around, dict):
        return
    for code in within.keys() & around.keys():
        counts = [each[code]["people"] for each in (within, around)]
        if None in counts:
            continue
        more = [
            float(str(outer[name])) - float(str(inner[name]))
            for name in ("population_16plus", "population")
        ]
        if is_too_few(code, counts[1] - counts[0], more[0], more[1], thresholds):
            for each in (within, around):
                empty = dict.fromkeys(each[code])
                each[code] = empty | {"reason": "complementary"}


def _near(nesting: Nesting, rows: Sequence[Row], number: int, difference: Difference) -> Row:
    """Hide a region that subtraction would make tell of few people, and say from what."""
    if difference.area is not None:
        other = nesting.areas["dguid"][difference.area]
        return _hidden(rows[number], "near_area", str(other))
    return _hidden(rows[number], "near_region", str(rows[difference.other or 0]["name"]))


def _region(nesting: Nesting, name: str, weights: Floats, crossed: Sequence[int] = ()) -> Region:
    return Region(name, weights, np.array(crossed, dtype=np.intp), cover(nesting, weights))


def _named_regions(nesting: Nesting, rows: Sequence[Any], notices: list[Row]) -> Iterator[Region]:
    named = named_areas(nesting, rows)
    if named.twice:
        notices.append({"code": "duplicate", "count": len(named.twice), "names": few(named.twice)})
    return (
        _region(nesting, name, weights_of(nesting, dguids))
        for name, dguids in named.regions.items()
    )


def _drawn_regions(nesting: Nesting, found: Sequence[Mapping[str, Any]]) -> Iterator[Region]:
    for each in found:
        weights = np.zeros(len(nesting.leaves))
        weights[each["rows"]] = 1.0
        yield _region(nesting, each["name"], weights, each["crossed"])


def _overlaps(nesting: Nesting, names: Sequence[str], held: csr_matrix) -> list[Row]:
    """Say which regions share areas, and how many people are counted more than once."""
    inside = (held > 0).astype(np.float64)
    twice = np.asarray(inside.sum(axis=0)).ravel() > 1
    if not twice.any():
        return []
    shared = (inside @ inside.T).tocoo()
    pairs = sorted(
        (int(first), int(second))
        for first, second in zip(shared.row, shared.col, strict=True)
        if first < second
    )
    shown = [f"{names[first]} / {names[second]}" for first, second in pairs[:6]]
    people = float(nesting.leaf_people[twice].sum())
    return [{"code": "overlap", "count": round(people / 5) * 5, "names": few(shown)}]


def _row(figures: Figures, region: Region) -> Row:
    """Figures of one region, or the reason why there are none."""
    nesting, parts = figures.nesting, region.parts
    dguids = nesting.areas["dguid"]
    row: Row = {
        "name": region.name,
        "areas": int((region.weights > 0).sum()),
        "used": int(((parts.weights > 0) & (region.weights > 0)).sum()),
        "left_out": [dguids[int(nesting.leaves[at])] for at in parts.left_out[:5]],
        "reason": None,
        "other": "",
        "groups": {},
    }
    if not row["areas"]:
        return _hidden(row, "no_centroid" if not len(region.crossed) else "no_centroid_crossed")
    if not len(parts.rows):
        unknown = nesting.leaf_people[region.weights > 0].sum() < 1
        return _hidden(row, "no_source" if unknown else "under_40_people")
    scored = union_row(nesting, parts, figures.draws)
    if int(str(scored["population"])) < figures.thresholds.people:
        return _hidden(row, "under_40_people")
    groups = {
        each.code: union_group(nesting, parts, each, figures.thresholds) for each in figures.groups
    }
    between = _range(nesting, region, int(str(scored["population_16plus"])))
    return row | scored | between | {"groups": groups}


def _hidden(row: Row, reason: str, other: str = "") -> Row:
    """Keep of a region what tells nothing of its people."""
    kept = ("name", "areas", "used", "left_out")
    return {name: row[name] for name in kept} | {"reason": reason, "other": other, "groups": {}}


def _range(nesting: Nesting, region: Region, people: int) -> Row:
    """People 16+ surely and possibly inside, where cells of areas reach over the edge.

    Counts of larger areas are rounded on their own: a range never leaves the count told.
    """
    if not len(region.crossed):
        return {"low": None, "high": None}
    adults = nesting.figures["population_16plus"][nesting.leaves]
    sure = region.parts.weights > 0
    possible = sure.copy()
    sure[region.crossed] = False
    possible[region.crossed] = True
    low, high = int(adults[sure].sum()), int(adults[possible].sum())
    return {"low": min(low, people), "high": max(high, people)}
