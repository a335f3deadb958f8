"""A user's table with its roles: a panel of units over time, or one row for each unit."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.impact import faults
from balise.impact.answers import Check
from balise.impact.columns import FloatArray, flags, numbers, read_columns, texts
from balise.impact.periods import NEVER, Periods, read_periods
from balise.impact.roles import Roles, resolve_roles
from balise.vocabulary import ImpactError, sample

__all__ = ["Cross", "IntArray", "Panel", "read_cross", "read_panel"]

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Panel:
    """Units over time, in order of unit, then time.

    Attributes
    ----------
    units : tuple of str
        Names of the units, shape (u,), in the order of the file.
    times : array of float, shape (t,)
        Periods as numbers, ascending; ``periods.name`` writes them.
    unit, time : array of int, shape (n,)
        Places in ``units`` and ``times`` of each row.
    outcome : array of float, shape (n,)
        In its own unit; NaN where it is missing.
    first_treated : array of float, shape (u,)
        On the scale of ``times``; infinite if never treated.
    weights : array of float, shape (n,)
        1 if there are none.
    covariates : array of float, shape (n, k)
    clusters : array of int, shape (u,)
        The unit itself if there is no column.
    exposed : array of bool, shape (u,), or None
        Never-treated units that the user says are touched by the program.
    faults : tuple of Check
        What was found while reading; ``notes`` are those that no number goes without.
    """

    units: tuple[str, ...]
    times: FloatArray
    periods: Periods
    unit: IntArray
    time: IntArray
    outcome: FloatArray
    first_treated: FloatArray
    weights: FloatArray
    covariates: FloatArray
    clusters: IntArray
    roles: Roles
    exposed: npt.NDArray[np.bool_] | None = None
    faults: tuple[Check, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)

    def time_name(self, value: float) -> str:
        """Write a period as the file does, or nearly so."""
        return self.periods.name(value)


@dataclass(frozen=True, slots=True)
class Cross:
    """One row for each unit: outcome and treatment, with what else is known.

    ``columns`` gives covariates by name, NaN where missing; texts become one column of 0
    and 1 for each value but the most frequent.
    """

    outcome: FloatArray
    treated: FloatArray
    covariates: FloatArray
    covariate_names: tuple[str, ...]
    weights: FloatArray
    strata: IntArray | None
    clusters: IntArray | None
    units: tuple[str, ...]
    roles: Roles
    notes: tuple[tuple[str, str], ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)


def read_panel(path: Path, roles: Roles, *, treatment: bool = True) -> Panel:
    """Read a panel: one row for each unit and period.

    Parameters
    ----------
    path : Path
        CSV (French too: semicolon, decimal comma), XLSX or Parquet.
    roles : Roles
        Columns; those left out are guessed from their names.
    treatment : bool
        Whether a column must tell who was treated, and when.

    Raises
    ------
    ImpactError
        If a role has no column, a value cannot be read, a unit has two rows in one period,
        or two dates of first treatment.
    """
    table, decimal_comma = read_columns(path)
    needed = ["time", "unit", "outcome"] + (["first_treated|treated"] if treatment else [])
    roles = resolve_roles(table, roles, needed, path.name)
    read: dict[str, Any] = {"decimal_comma": decimal_comma}
    names = texts(table, str(roles.unit))
    if "" in names:
        row = names.index("") + 2
        raise ImpactError(
            f"Column {roles.unit}: found no unit in row {row}. Expected the name or number of a "
            "unit in each row. Complete it, or take the row away."
        )
    units = tuple(dict.fromkeys(names))
    places = {name: place for place, name in enumerate(units)}
    unit = np.array([places[name] for name in names], dtype=np.int64)
    written = texts(table, str(roles.time))
    starts = texts(table, roles.first_treated) if treatment and roles.first_treated else []
    starts = ["" if each.lower() in NEVER else each for each in starts]
    if "" in written:
        raise ImpactError(
            f"Column {roles.time}: found no period in row {written.index('') + 2}. Expected a "
            "period in each row. Complete it, or take the row away."
        )
    periods = _read_times(written, starts, roles)
    times, time = np.unique(periods.values[: len(written)], return_inverse=True)
    _refuse_twins(unit, time, units, [periods.name(each) for each in times])
    order = np.lexsort((time, unit))
    outcome = numbers(table, str(roles.outcome), **read)
    found: list[Check] = []
    if not treatment:
        first = np.full(len(units), np.inf)
    elif starts:
        first = _first_from_dates(unit, periods.values[len(written) :], units, roles)
    else:
        status = flags(table, str(roles.treated), **read)
        first, found = _first_from_status(unit, times[time], status, units, roles)
    weights = numbers(table, roles.weights, **read) if roles.weights else np.ones(len(unit))
    _refuse_weights(weights, roles)
    covariates = [numbers(table, name, **read) for name in roles.covariates]
    return Panel(
        units=units,
        times=times,
        periods=periods,
        unit=unit[order],
        time=time[order].astype(np.int64),
        outcome=outcome[order],
        first_treated=first,
        weights=weights[order],
        covariates=np.column_stack(covariates)[order] if covariates else np.empty((len(unit), 0)),
        clusters=_clusters(table, roles, unit, units),
        roles=roles,
        exposed=_exposed(table, roles, unit, len(units)),
        faults=tuple(found),
        digests={"data": hashlib.sha256(path.read_bytes()).hexdigest()},
    )


def _read_times(written: list[str], starts: list[str], roles: Roles) -> Periods:
    """Read periods and starts on one scale; name the column that is at fault."""
    try:
        return read_periods(str(roles.time), written + starts)
    except ImpactError as error:
        if not any(starts):
            raise
        read_periods(str(roles.time), written)
        begun = [each for each in starts if each]
        read_periods(str(roles.first_treated), begun)
        shown = sample([repr(each) for each in dict.fromkeys(begun)])
        raise ImpactError(
            f"Column {roles.first_treated}: found {shown}, written otherwise than the periods of "
            f"column {roles.time}, such as {written[0]!r}. Expected the first period treated, as "
            "that column has it. Write both in one way."
        ) from error


def _refuse_twins(
    unit: IntArray, time: npt.NDArray[np.intp], units: Sequence[str], names: Sequence[str]
) -> None:
    pairs, counts = np.unique(np.column_stack([unit, time]), axis=0, return_counts=True)
    twice = [f"{units[int(who)]} in {names[int(when)]}" for who, when in pairs[counts > 1]]
    if twice:
        raise ImpactError(
            f"The table has more than one row for a unit and a period: {sample(twice)}. Expected "
            "one row for each unit and period. Add the rows up, take an average, or choose the "
            "column that tells these rows apart as the unit."
        )


def _first_from_dates(
    unit: IntArray, starts: FloatArray, units: Sequence[str], roles: Roles
) -> FloatArray:
    starts = np.where(np.isnan(starts), np.inf, starts)
    low, high = np.full(len(units), np.inf), np.full(len(units), -np.inf)
    np.minimum.at(low, unit, starts)
    np.maximum.at(high, unit, starts)
    moving = [units[place] for place in np.flatnonzero(low != high).tolist()]
    if moving:
        raise ImpactError(
            f"Column {roles.first_treated}: found several dates of first treatment for one unit: "
            f"{sample(moving)}. Expected the same value in all rows of a unit, or blank or 0 if "
            "it was never treated. If the column is 1 in treated periods, name it with "
            "--treated-column."
        )
    return low


def _first_from_status(
    unit: IntArray, times: FloatArray, status: FloatArray, units: Sequence[str], roles: Roles
) -> tuple[FloatArray, list[Check]]:
    odd = sorted({f"{value:g}" for value in status if value not in (0, 1)})
    if odd:
        raise ImpactError(
            f"Column {roles.treated}: found {sample(odd)}. Expected 1 where a unit is treated in "
            "a period and 0 where it is not. Correct these cells, or give the first period "
            "treated with --first-treated."
        )
    first = np.full(len(units), np.inf)
    np.minimum.at(first, unit[status == 1], times[status == 1])
    off = np.unique(unit[(status == 0) & (times > first[unit])])
    if not np.isfinite(first).any():
        return first, []
    always = np.full(len(units), True)
    always[unit[status == 0]] = False
    treated = np.isfinite(first)
    if (always == treated).all() and (first[treated] == times.min()).all():
        raise ImpactError(
            f"Column {roles.treated}: found the same value in all periods of each unit: it tells "
            "who was treated, not when. Expected 0 before a unit was treated. Give a column with "
            "the first period treated (--first-treated), or fill 0 in the periods before."
        )
    return first, [faults.reversal([units[place] for place in off], int(treated.sum()))]


def _refuse_weights(weights: FloatArray, roles: Roles) -> None:
    wrong = np.flatnonzero(~(weights > 0))
    if roles.weights and wrong.size:
        rows = [f"{weights[row]:g} in row {row + 2}" for row in wrong]
        raise ImpactError(
            f"Column {roles.weights}: found {sample(rows)}. Expected weights above zero in each "
            "row. Take away rows that stand for nobody, or leave out --weights."
        )


def _clusters(table: pl.DataFrame, roles: Roles, unit: IntArray, units: Sequence[str]) -> IntArray:
    if roles.cluster is None or roles.cluster == roles.unit:
        return np.arange(len(units), dtype=np.int64)
    named = texts(table, roles.cluster)
    of: dict[int, set[str]] = {}
    for place, name in zip(unit.tolist(), named, strict=True):
        of.setdefault(place, set()).add(name)
    moving = [units[place] for place, names in of.items() if len(names) > 1]
    if moving:
        raise ImpactError(
            f"Column {roles.cluster}: found units in several clusters: {sample(moving)}. Expected "
            "each unit in one cluster. Choose a column that does not change within a unit."
        )
    codes = {name: code for code, name in enumerate(dict.fromkeys(named))}
    return np.array([codes[next(iter(of[place]))] for place in range(len(units))], dtype=np.int64)


def _exposed(
    table: pl.DataFrame, roles: Roles, unit: IntArray, count: int
) -> npt.NDArray[np.bool_] | None:
    if roles.exposed is None:
        return None
    touched = np.zeros(count, dtype=bool)
    np.logical_or.at(touched, unit, flags(table, roles.exposed) > 0)
    return touched


def read_cross(path: Path, roles: Roles) -> Cross:
    """Read a table with one row for each unit: who was treated (0 or 1), and the outcome.

    Raises
    ------
    ImpactError
        If a role has no column, or a value cannot be read.
    """
    table, decimal_comma = read_columns(path)
    roles = resolve_roles(table, roles, ["treated", "outcome"], path.name)
    outcome = numbers(table, str(roles.outcome), decimal_comma=decimal_comma)
    treated = flags(table, str(roles.treated), decimal_comma=decimal_comma)
    odd = sorted({f"{value:g}" for value in treated if value not in (0, 1)})
    if odd:
        raise ImpactError(
            f"Column {roles.treated}: found {sample(odd)}. Expected 1 for treated units and 0 for "
            "the others. Recode the column."
        )
    weights = (
        numbers(table, roles.weights, decimal_comma=decimal_comma)
        if roles.weights
        else np.ones(len(outcome))
    )
    _refuse_weights(weights, roles)
    columns: dict[str, FloatArray] = {}
    for name in roles.covariates:
        columns |= _covariate(table, name, decimal_comma=decimal_comma)
    names = texts(table, roles.unit) if roles.unit else [str(n + 1) for n in range(len(outcome))]
    return Cross(
        outcome=outcome,
        treated=treated,
        covariates=np.column_stack(list(columns.values()))
        if columns
        else np.empty((len(outcome), 0)),
        covariate_names=tuple(columns),
        weights=weights,
        strata=_codes(table, roles.strata),
        clusters=_codes(table, roles.cluster),
        units=tuple(names),
        roles=roles,
        digests={"data": hashlib.sha256(path.read_bytes()).hexdigest()},
    )


def _covariate(table: pl.DataFrame, name: str, *, decimal_comma: bool) -> dict[str, FloatArray]:
    try:
        return {name: numbers(table, name, decimal_comma=decimal_comma)}
    except ImpactError:
        values = texts(table, name)
        kinds = sorted(set(values) - {""}, key=lambda value: (-values.count(value), value))
        if len(kinds) > 20:
            raise
        return {
            f"{name}={kind}": np.array([float(value == kind) for value in values])
            for kind in kinds[1:]
        }


def _codes(table: pl.DataFrame, name: str | None) -> IntArray | None:
    if name is None:
        return None
    values = texts(table, name)
    if "" in values:
        raise ImpactError(
            f"Column {name}: found nothing in row {values.index('') + 2}. Expected the name or "
            "number of a group in each row. Complete it, or take the row away."
        )
    codes = {value: code for code, value in enumerate(dict.fromkeys(values))}
    return np.array([codes[value] for value in values], dtype=np.int64)
