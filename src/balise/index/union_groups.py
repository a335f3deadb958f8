"""Population groups of unions of published areas, where their people can be known."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.index.grades import grade_scores, grade_shares, round_people
from balise.index.nesting import Cover, Nesting
from balise.index.publication import Z95
from balise.vocabulary import AREA_TYPES, CELLS

__all__ = ["GroupFigures", "GroupThresholds", "group_figures", "is_too_few", "union_group"]

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]
Row = dict[str, float | int | str | None]

_CELLS: Final = [each.code for each in CELLS]
_TOTAL: Final = 10_000
_HIDDEN: Final = ("under_40_people", "complementary", "too_uncertain", "under_250_people_income")
"""Reasons for which a group is counted, but not told, in an area."""
_ROUNDING: Final = 2.5
"""Fewer people than this is rounding."""
_NOBODY: Final = 0.5
"""Fewer people of a place than this is rounding of shares."""
_EVERYWHERE: Final = ("rural", "remote")
"""Groups by type of area: known whatever the size of the area."""


@dataclass(frozen=True, slots=True)
class GroupThresholds:
    """Fewest people of a group, and of an area for groups by age or income."""

    people: int
    income: int


@dataclass(frozen=True, eq=False)
class GroupFigures:
    """One group in every area of a nesting.

    ``people``, ``evi`` and ``se`` have shape (rows,): published, or counted from person
    types where the group is not told (``told`` is false), nan where it is not known; then
    ``reason`` and ``missing_table`` say why.
    """

    code: str
    people: Floats
    share_se: Floats
    evi: Floats
    se: Floats
    told: npt.NDArray[np.bool_]
    reason: tuple[str | None, ...]
    missing_table: str | None


def group_figures(nesting: Nesting, tables: Mapping[str, pl.DataFrame]) -> tuple[GroupFigures, ...]:
    """Lay out the groups of a release.

    Parameters
    ----------
    nesting : Nesting
    tables : mapping of str to DataFrame
        ``groups``, ``group_archetypes``, ``area_archetypes``, ``archetypes`` of a release.
    """
    frame = nesting.areas.select("dguid", "population_16plus")
    codes = tables["groups"]["group"].unique(maintain_order=True).sort()
    answer = []
    for code in codes:
        own = frame.join(
            tables["groups"].filter(group=code), on="dguid", how="left", maintain_order="left"
        )
        people, share_se, evi, se = (
            own[name].cast(pl.Float64).fill_null(np.nan).to_numpy().astype(np.float64).copy()
            for name in ("people", "share_se", "evi", "evi_se")
        )
        told = np.isfinite(evi)
        reasons = tuple(own["reason"].to_list())
        counted = _counted(frame, code, tables)
        if counted is not None and _agree(people, counted[0], told):
            hidden = ~told & np.isin(np.array([str(each) for each in reasons]), _HIDDEN)
            people[hidden], evi[hidden] = counted[0][hidden], counted[1][hidden]
            # An error that is not told is taken to be the widest one told.
            se[hidden] = np.max(se[told], initial=0.0)
            share_se[hidden] = np.nanmax(share_se[told], initial=0.0)
        missing = own["missing_table"].drop_nulls()
        answer.append(
            GroupFigures(
                str(code),
                people,
                share_se,
                evi,
                se,
                told,
                reasons,
                str(missing[0]) if len(missing) else None,
            )
        )
    return tuple(answer)


def _counted(
    frame: pl.DataFrame, code: str, tables: Mapping[str, pl.DataFrame]
) -> tuple[Floats, Floats] | None:
    """Count a group, and score it, from the person types that make it up; None without any."""
    kinds = [each.code for each in AREA_TYPES]
    own = tables["group_archetypes"].filter(group=code)
    if not own.height:
        return None
    mask = (
        pl.DataFrame({"area_type": kinds})
        .join(own.group_by("area_type").agg(pl.col(_CELLS).max() > 0), on="area_type", how="left")
        .fill_null(value=False)
    )
    inside = dict(zip(mask["area_type"], mask.select(_CELLS).to_numpy(), strict=True))
    scores = _scores(tables["archetypes"])
    place = {dguid: row for row, dguid in enumerate(frame["dguid"])}
    count, points = np.zeros(frame.height), np.zeros(frame.height)
    adults = frame["population_16plus"].fill_null(0).to_numpy().astype(np.float64)
    for (kind, province), rows in (
        tables["area_archetypes"].partition_by("area_type", "province", as_dict=True).items()
    ):
        at = np.array([place.get(each, -1) for each in rows["dguid"]])
        shares = rows.select(_CELLS).to_numpy()[at >= 0] * inside[str(kind)] / _TOTAL
        shares = shares * rows["share"].to_numpy()[at >= 0][:, None]
        held = at[at >= 0]
        np.add.at(count, held, adults[held] * shares.sum(axis=1))
        own_scores = scores.get((str(province), str(kind)), np.zeros(len(_CELLS)))
        np.add.at(points, held, adults[held] * (shares @ own_scores))
    return count, np.asarray(points / np.where(count > 0, count, 1.0))


def _scores(archetypes: pl.DataFrame) -> dict[tuple[str, str], Floats]:
    """Score of each person type by province and type of area, in the order of the cells."""
    ordered = archetypes.sort(pl.col("cell").cast(pl.Enum(_CELLS)))
    parts = ordered.partition_by("province", "area_type", as_dict=True)
    return {
        (str(province), str(kind)): rows["evi_mean"].to_numpy()
        for (province, kind), rows in parts.items()
        if rows.height == len(_CELLS)
    }


def _agree(people: Floats, counted: Floats, told: npt.NDArray[np.bool_]) -> bool:
    """Whether a group is a union of person types: both ways of counting give the same."""
    gap = np.abs(people[told] - counted[told])
    return bool((gap <= 5 + 0.01 * people[told]).all())


def union_group(
    nesting: Nesting, parts: Cover, group: GroupFigures, thresholds: GroupThresholds
) -> Row:
    """Give a group of a union of published areas, or the reason why not.

    Beside the thresholds of any group, the people of the parts where it is not told must be
    none or enough, and so must those of any published area that the union lies in: nobody
    may find them by subtraction. A group by age or income is not found so either for places
    with fewer people than it needs.

    Returns
    -------
    dict
        ``people``, ``share``, ``evi`` with ``evi_se``, ``evi_low``, ``evi_high`` (at most
        so wide), ``quality``; ``reason`` and ``missing_table`` where it is not known.
    """
    row: Row = dict.fromkeys(
        ("people", "share", "evi", "evi_se", "evi_low", "evi_high", "quality", "missing_table")
    )
    reason = _reason(nesting, parts, group, thresholds)
    if reason:
        waits = reason in {"no_margin", "no_rate"}
        return row | {"reason": reason, "missing_table": group.missing_table if waits else None}
    adults = nesting.figures["population_16plus"][parts.rows] * parts.shares
    own = group.people[parts.rows] * parts.shares
    weight = own / own.sum()
    value, se = (float(np.nan_to_num(each[parts.rows]) @ weight) for each in (group.evi, group.se))
    share = float(own.sum() / adults.sum())
    error = float(np.nan_to_num(group.share_se[parts.rows]) @ adults / adults.sum())
    if grade_shares(np.array([error / share]))[0] == "F":
        return row | {"reason": "too_uncertain"}
    return row | {
        "people": int(round_people(own.sum(keepdims=True))[0]),
        "share": round(share, 5),
        "evi": round(value, 3),
        "evi_se": round(se, 3),
        "evi_low": round(max(value - Z95 * se, 0.0), 3),
        "evi_high": round(min(value + Z95 * se, 100.0), 3),
        "quality": grade_scores(np.array([Z95 * se]))[0],
        "reason": None,
    }


def _reason(
    nesting: Nesting, parts: Cover, group: GroupFigures, thresholds: GroupThresholds
) -> str | None:
    own = group.people[parts.rows] * parts.shares
    if not np.isfinite(own).all():
        unknown = parts.rows[~np.isfinite(own)]
        return group.reason[unknown[0]] or "no_margin"
    population = float(nesting.people[parts.rows] @ parts.shares)
    if population < thresholds.income and group.code not in _EVERYWHERE:
        return "under_250_people_income" if group.code == "low_income" else "too_uncertain"
    if own.sum() < thresholds.people:
        return "under_40_people"
    adults = nesting.figures["population_16plus"][parts.rows] * parts.shares
    hidden = ~group.told[parts.rows]
    others = (adults - own)[hidden].sum()
    for few in (
        adults.sum() - own.sum(),
        own[hidden].sum(),
        others,
        *_rests(nesting, parts, group),
    ):
        if _ROUNDING <= few < thresholds.people:
            return "complementary"
    # A union of areas that all tell the group is a sum of what is published.
    if hidden.any() and group.code not in _EVERYWHERE:
        places = _untold(nesting, parts, group)
        if any(_NOBODY < few < thresholds.income for few in places):
            return "complementary"
    return None


def is_too_few(
    code: str, people: float, adults: float, population: float, thresholds: GroupThresholds
) -> bool:
    """Tell whether one union less another would tell a group of too few.

    Parameters
    ----------
    code : str
        Of the group.
    people, adults, population : float
        By how many people of the group, 16 and over and of all ages the unions differ.
    thresholds : GroupThresholds

    Examples
    --------
    Enough seniors, but few others; enough of both, in a place that is too small:

    >>> limits = GroupThresholds(people=40, income=250)
    >>> is_too_few("seniors", 45, 60, 300, limits), is_too_few("seniors", 60, 120, 200, limits)
    (True, True)
    >>> is_too_few("rural", 60, 120, 200, limits), is_too_few("seniors", 60, 300, 400, limits)
    (False, False)
    """
    if any(0 < few < thresholds.people for few in (people, adults - people)):
        return True
    return code not in _EVERYWHERE and 0 < population < thresholds.income


def _untold(nesting: Nesting, parts: Cover, group: GroupFigures) -> Iterator[float]:
    """Count those who live where a group is not told: in the parts, then beside them.

    Beside them is what is left of each published area of which a part is taken, but for
    areas in it that tell the group themselves.
    """
    yield float((nesting.people * ~group.told)[parts.rows] @ parts.shares)
    count, people = len(nesting.people), nesting.leaf_people
    apart = parts.weights < 1
    partly: list[tuple[Rows, npt.NDArray[np.bool_]]] = []
    for within in nesting.within.values():
        inside = np.flatnonzero(within >= 0)
        at = within[inside]
        is_taken = np.bincount(at, parts.weights[inside], minlength=count) > 0
        tells = group.told & nesting.published
        apart[inside] &= ~(tells & ~is_taken)[at]
        partly.append((within, tells & is_taken))
    for within, taken in partly:
        left = np.flatnonzero((within >= 0) & apart)
        yield from np.bincount(within[left], people[left], minlength=count)[taken].tolist()


def _rests(nesting: Nesting, parts: Cover, group: GroupFigures) -> Iterator[float]:
    """People of the group in what is left of each published area of which a part is taken."""
    count = len(nesting.people)
    left = (parts.weights < 1) & (nesting.leaf_people > 0)
    leaf = group.people[nesting.leaves] * (1 - parts.weights)
    own = group.people[parts.rows] * parts.shares
    first = np.array([nesting.first_leaf[row] for row in parts.rows], dtype=np.intp)
    for within in nesting.within.values():
        inside = within >= 0
        taken = np.bincount(within[inside & (parts.weights > 0)], minlength=count)
        spared = np.bincount(within[inside & left], minlength=count)
        counted = np.bincount(within[inside & left], leaf[inside & left], minlength=count)
        at = within[first]
        held = np.bincount(at[at >= 0], own[at >= 0], minlength=count)
        for area in np.flatnonzero((taken > 0) & (spared > 0) & group.told & nesting.published):
            # Where leaves are not counted, what subtraction gives, rounding and all.
            by_difference = max(float(group.people[area] - held[area]), _ROUNDING)
            rest = float(counted[area])
            yield rest if np.isfinite(rest) else by_difference
