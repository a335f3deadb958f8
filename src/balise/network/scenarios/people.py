"""The people of a release, where they live: how many, how vulnerable, of which groups."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.sparse import csr_matrix

from balise.network.travel import Places
from balise.release import Release
from balise.vocabulary import NetworkError, sample

__all__ = ["QUINTILES", "People", "assumed_travel", "people_of"]

Floats = npt.NDArray[np.float64]

QUINTILES = 5
_WITHIN = ("da", "ada", "csd", "cd", "er", "pr")
"""Levels told of: those an origin lies in by its base area."""


@dataclass(frozen=True, slots=True)
class People:
    """People by origin, shape (n,) each.

    Attributes
    ----------
    places : Places
        Where they are.
    spread_km : array
        Root mean square distance of the people of an origin from its place [km].
    people : array
        How many.
    high : array
        Of them in vulnerable situations; nan where their area has no score.
    quintiles : array, shape (n, 5)
        Share of the people of an origin in each fifth of the people of its province, from the
        least to the most vulnerable areas; 0 in all five without a score.
    groups : mapping
        Share of each group among them; nan where the group is not published.
    group_reasons : mapping
        Why a group is published nowhere.
    areas : polars.DataFrame
        ``dguid``, ``level``, ``reason`` of the areas told of; a row of ``members`` each.
    members : csr_matrix, shape (areas, n)
        1 where an origin lies in an area.
    detour, speed_kmh : float
        What the release assumes of roads: they turn errors of position into errors of travel.
    """

    places: Places
    spread_km: Floats
    people: Floats
    high: Floats
    quintiles: Floats
    groups: Mapping[str, Floats]
    group_reasons: Mapping[str, str | None]
    areas: pl.DataFrame
    members: csr_matrix
    detour: float = 1.3
    speed_kmh: float = 60.0


def people_of(release: Release) -> People:
    """Gather the people of a release from its origins, areas and groups.

    People in vulnerable situations at an origin are those of its base area, shared out by
    people; its groups are in the shares of its base area. Quintiles cut the base areas of a
    province, ordered by their index, into fifths of its people: an area that a cut runs through
    lies in two of them, in part.

    Raises
    ------
    NetworkError
        If the release has no origins, or an origin lies in no area of the release.
    """
    origins = _origins(release)
    areas = release.table("areas")
    base = _base_areas(areas, origins)
    joined = origins.join(
        base.select("code", "dguid", "evi", "people_high", "province"),
        on="code",
        how="left",
        maintain_order="left",
    )
    lost = joined.filter(pl.col("dguid").is_null())
    if lost.height:
        raise NetworkError(
            f"Release {release.path}, table origins: {sample(lost['code'].unique().sort())} "
            f"({lost.height:,} origins) are areas of no level of the release. Expected the base "
            "areas of the release. Build it again."
        )
    people = _floats(joined["people"], 0.0)
    whole = joined.select(pl.col("people").sum().over("code").cast(pl.Float64))["people"]
    part = people / np.maximum(_floats(whole, 0.0), 1e-9)
    told, members = _members(areas, joined["dguid"])
    shares, reasons = _groups(release, joined["dguid"])
    return People(
        places=Places(
            tuple(origins["origin"].cast(pl.String)),
            _floats(origins["lon"], np.nan),
            _floats(origins["lat"], np.nan),
        ),
        spread_km=_floats(origins["spread_km"], 0.0),
        people=people,
        high=_floats(joined["people_high"], np.nan) * part,
        quintiles=_quintiles(joined),
        groups=shares,
        group_reasons=reasons,
        areas=told,
        members=members,
        **assumed_travel(release),
    )


def assumed_travel(release: Release) -> dict[str, float]:
    """Take what a release assumes of roads, where it says so: ``detour``, ``speed_kmh``."""
    table = release.table("catchments")
    stated = {
        each: table[each].drop_nulls().to_list()
        for each in ("detour", "speed_kmh")
        if each in table.columns
    }
    return {name: float(values[0]) for name, values in stated.items() if values}


def _floats(values: pl.Series, empty: float) -> Floats:
    return np.array(values.cast(pl.Float64).fill_null(empty).to_numpy(), dtype=np.float64)


def _origins(release: Release) -> pl.DataFrame:
    found = release.table("origins") if "origins" in release.tables else None
    if found is None or not found.height:
        raise NetworkError(
            f"Release {release.path} has no origins: it does not say where its people live. "
            "Expected a release built with a [network] in its recipe. Build it again."
        )
    return found.sort("origin")


def _base_areas(areas: pl.DataFrame, origins: pl.DataFrame) -> pl.DataFrame:
    """Find the level that the codes of origins are of: the finest that holds them."""
    codes = origins["code"].unique()
    for level in _WITHIN:
        base = areas.filter(pl.col("level") == level)
        if codes.is_in(base["code"].to_list()).any():
            return base
    return areas.clear()


def _quintiles(joined: pl.DataFrame) -> Floats:
    """Cut the people of each province in fifths, the least vulnerable areas first."""
    areas = (
        joined.filter(pl.col("evi").is_not_null())
        .group_by("dguid")
        .agg(pl.col("people").cast(pl.Float64).sum(), pl.col("evi", "province").first())
        .filter(pl.col("people") > 0)
        .sort("province", "evi", "dguid")
        .with_columns(part=pl.col("people") / pl.col("people").sum().over("province"))
        .with_columns(end=pl.col("part").cum_sum().over("province"))
    )
    part, end = areas["part"].to_numpy(), areas["end"].to_numpy()
    cuts = np.linspace(0, 1, QUINTILES + 1)
    low = np.maximum((end - part)[:, None], cuts[:-1])
    shares = np.maximum(np.minimum(end[:, None], cuts[1:]) - low, 0) / part[:, None]
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1e-9)  # the last end may miss 1
    row = dict(zip(areas["dguid"], range(areas.height), strict=True))
    own = np.array([row.get(each, -1) for each in joined["dguid"]], dtype=np.intp)
    return np.where((own >= 0)[:, None], np.vstack([shares, np.zeros(QUINTILES)])[own], 0.0)


def _members(areas: pl.DataFrame, own: pl.Series) -> tuple[pl.DataFrame, csr_matrix]:
    """Climb from the base area of each origin to all the areas around it."""
    parent = dict(areas.select("dguid", "parent").iter_rows())
    level = dict(areas.select("dguid", "level").iter_rows())
    around: dict[str, list[str]] = {}
    for dguid in own.unique().to_list():
        chain, area = [], dguid
        while area is not None:
            if level.get(area) in _WITHIN:
                chain.append(area)
            area = parent.get(area)
        around[dguid] = chain
    inside = {each for chain in around.values() for each in chain}
    told = areas.filter(pl.col("dguid").is_in(list(inside))).sort("dguid")
    place = {dguid: row for row, dguid in enumerate(told["dguid"])}
    pairs = [(place[area], row) for row, dguid in enumerate(own) for area in around[dguid]]
    rows, columns = np.array(pairs, dtype=np.intp).reshape(-1, 2).T
    members = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(told.height, len(own)))
    return told.select("dguid", "level", "people_high", "reason"), members


def _groups(release: Release, own: pl.Series) -> tuple[dict[str, Floats], dict[str, str | None]]:
    """Find the share of each group at each origin, and why a group is nowhere published."""
    table = release.table("groups").select("dguid", "group", "share", "reason")
    place = pl.DataFrame({"dguid": own})
    shares: dict[str, Floats] = {}
    reasons: dict[str, str | None] = {}
    for (group,), rows in sorted(table.group_by("group")):
        here = place.join(rows, on="dguid", how="left", maintain_order="left")
        name = str(group)
        shares[name] = _floats(here["share"], np.nan)
        stated = here["reason"].drop_nulls()
        known = bool(np.isfinite(shares[name]).any())
        usual = stated.mode().sort().first() if len(stated) else "no_source"
        reasons[name] = None if known else str(usual)
    return shares, reasons
