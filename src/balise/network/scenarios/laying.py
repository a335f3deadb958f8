"""Rows of the tables of a scenario: sites, reach by area and by kind of people, changes."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.sparse import csr_matrix

from balise.network.distances import distance_km
from balise.network.scenarios.counting import FEWEST, Dimension, balanced, base_5
from balise.network.scenarios.networks import Network
from balise.network.scenarios.people import People
from balise.network.scenarios.reaching import Within
from balise.release import READINGS, SCENARIO_TABLES

__all__ = ["area_table", "change_rows", "reach_rows", "site_rows", "site_states", "table_of"]

Floats = npt.NDArray[np.float64]
Row = dict[str, object]

_SAME_KM = 0.05
"""A site that lies no further from where it was has not moved [km]."""


def table_of(name: str, rows: Sequence[Row]) -> pl.DataFrame:
    """Give rows the columns of a table of scenarios; what a row does not say is empty."""
    table = SCENARIO_TABLES[name]
    filled = [{column: row.get(column) for column in table.names} for row in rows]
    return pl.DataFrame(filled, schema=table.dtypes)


def site_states(first: Network, network: Network) -> dict[str, str]:
    """Tell what becomes of each site of either network: kept, opened, closed or moved."""
    before = {row["site"]: row for row in first.sites.to_dicts()}
    after = {row["site"]: row for row in network.sites.to_dicts()}
    states = dict.fromkeys(before.keys() - after.keys(), "closed")
    for site, row in after.items():
        if site not in before:
            states[site] = "opened"
        else:
            states[site] = "moved" if _moved(before[site], row) else "kept"
    return states


def _moved(before: Mapping[str, float | None], after: Mapping[str, float | None]) -> bool:
    places = [each[side] for each in (before, after) for side in ("lon", "lat")]
    known = [each for each in places if each is not None]
    if len(known) < 4:
        return len(known) == 2 and (None in places[:2]) != (None in places[2:])
    return float(distance_km(known[0], known[1], known[2], known[3])) > _SAME_KM


def site_rows(first: Network, network: Network, within: Within, people: Floats) -> Iterator[Row]:
    """List the sites of a network, and those of the first that it closes."""
    states = site_states(first, network)
    is_near = within.nearest >= 0
    counts = np.bincount(within.nearest[is_near], people[is_near], network.sites.height)
    for row, count in zip(network.sites.to_dicts(), counts, strict=True):
        is_located = row["lon"] is not None and row["lat"] is not None
        yield {
            **row,
            "network": network.name,
            "state": states[row["site"]],
            "people_nearest": base_5(float(count)) if is_located else None,
            "reason": None if is_located else "no_source",
        }
    for row in first.sites.to_dicts():
        if states[row["site"]] == "closed":
            yield {**row, "network": network.name, "state": "closed"}


def reach_rows(
    network: Network, within: Within, people: Sequence[Dimension], reasons: Mapping[str, str | None]
) -> Iterator[Row]:
    """Count the people within reach, all together, by quintile and by group."""
    everybody = people[0][2].sum()
    for reach in within.surely:
        for dimension, code, counted in people:
            known = np.nan_to_num(counted)
            row: Row = {"network": network.name, "reach": reach.label}
            row |= {"dimension": dimension, "code": code}
            reason = _untold(dimension, code, known, reasons)
            if reason:
                yield row | {"reason": reason}
                continue
            unknown = people[0][2][~np.isfinite(counted)].sum() if everybody else 0.0
            yield row | {
                "people": base_5(float(known.sum())),
                "people_in_low": base_5(float(known[within.surely[reach]].sum())),
                "people_in_high": base_5(float(known[within.possibly[reach]].sum())),
                "people_unknown": base_5(float(unknown)),
            }


def _untold(
    dimension: str, code: str, known: Floats, reasons: Mapping[str, str | None]
) -> str | None:
    if dimension == "group" and reasons[code]:
        return reasons[code]
    return "under_40_people" if 0 < known.sum() < FEWEST else None


def area_table(network: Network, within: Within, people: People) -> pl.DataFrame:
    """Count the people of each area beyond reach, and how far its nearest site is."""
    whole = people.members @ people.people
    rounded, is_few = _base_5(whole), whole < FEWEST
    is_scored = people.areas["people_high"].is_not_null().to_numpy()
    unscored = pl.when(~pl.Series(is_scored)).then(people.areas["reason"].fill_null("no_source"))
    few = pl.when(pl.Series(is_few)).then(pl.lit("under_40_people"))
    reason = pl.select(few.otherwise(unscored).alias("reason"))["reason"]
    nearest = _nearest(network, within, people)
    parts = []
    for reach in within.surely:
        columns: dict[str, object] = {
            "dguid": people.areas["dguid"],
            "people": rounded,
            **nearest,
        }
        for end, flags in (("low", within.possibly[reach]), ("high", within.surely[reach])):
            inside = people.members @ (people.people * flags)
            columns[f"people_beyond_{end}"] = rounded - _base_5(inside)
            high = people.members @ np.nan_to_num(people.high * ~flags)
            columns[f"high_beyond_{end}"] = _base_5(high)
        table = pl.DataFrame(columns).with_columns(
            pl.lit(network.name).alias("network"),
            pl.lit(reach.label).alias("reach"),
            reason,
            few=is_few,
            scored=is_scored,
        )
        counts = [each for each in table.columns if each.startswith(("people", "high"))]
        hidden = {
            each: pl.col("few") | (~pl.col("scored") & each.startswith("high"))
            for each in (*counts, "nearest", "km", "minutes")
        }
        parts.append(
            table.with_columns(
                pl.when(out).then(None).otherwise(pl.col(each)).alias(each)
                for each, out in hidden.items()
            )
        )
    return pl.concat(parts).select(SCENARIO_TABLES["reach_by_area"].names)


def _base_5(people: Floats) -> npt.NDArray[np.int64]:
    return (np.floor(people / 5 + 0.5) * 5).astype(np.int64)


def _nearest(network: Network, within: Within, people: People) -> dict[str, pl.Series]:
    """Find the site nearest to most people of each area, and their mean way to the nearest."""
    near = np.flatnonzero((within.nearest >= 0) & (people.people > 0))
    weights = people.people[near]
    by_site = csr_matrix(
        (weights, (near, within.nearest[near])),
        shape=(len(people.people), network.sites.height),
    )
    most = np.asarray((people.members @ by_site).argmax(axis=1)).ravel()
    known = people.members[:, near]
    total = known @ weights
    names = network.sites["site"]
    means = {
        column: pl.Series(
            column, np.round(known @ (values[near] * weights) / np.maximum(total, 1e-9), digits)
        )
        for column, values, digits in (("km", within.km, 2), ("minutes", within.minutes, 1))
    }
    empty = pl.Series(total <= 0)
    columns = {"nearest": names.gather(most).alias("nearest"), **means}
    return {each: values.set(empty, None) for each, values in columns.items()}


def change_rows(
    networks: Sequence[Network],
    withins: Sequence[Within],
    people: People,
    counted: Sequence[Dimension],
) -> Iterator[Row]:
    """Count who gains and who loses reach, for each two networks; no row for an area at rest."""
    for one, two in combinations(range(len(networks)), 2):
        pair: Row = {"from": networks[one].name, "to": networks[two].name}
        for reading in READINGS:
            before, after = (getattr(withins[each], reading) for each in (one, two))
            for reach in before:
                key = pair | {"reach": reach.label, "reading": reading}
                was, now = before[reach], after[reach]
                for dimension, code, values in counted:
                    row = key | {"dimension": dimension, "code": code}
                    known = np.nan_to_num(values)
                    yield row | _changed(
                        known, was, now, _untold(dimension, code, known, people.group_reasons)
                    )
                yield from _area_changes(key, people, was, now)


def _area_changes(
    key: Row, people: People, was: npt.NDArray[np.bool_], now: npt.NDArray[np.bool_]
) -> Iterator[Row]:
    sums = np.stack(
        [people.members @ (people.people * each) for each in (was, now, now & ~was, was & ~now)]
    )
    whole = people.members @ people.people
    names = people.areas["dguid"]
    for area in np.flatnonzero(sums[2] + sums[3] > 0):
        row = key | {"dimension": "area", "code": names[int(area)]}
        if whole[area] < FEWEST:
            yield row | {"reason": "under_40_people"}
            continue
        gaining, losing = balanced(*(float(each) for each in sums[:, area]))
        yield row | {"people_gaining": gaining, "people_losing": losing, "net": gaining - losing}


def _changed(
    people: Floats,
    was: npt.NDArray[np.bool_],
    now: npt.NDArray[np.bool_],
    reason: str | None,
) -> Row:
    if reason:
        return {"reason": reason}
    sums = [float(people[each].sum()) for each in (was, now, now & ~was, was & ~now)]
    gaining, losing = balanced(*sums)
    return {"people_gaining": gaining, "people_losing": losing, "net": gaining - losing}
