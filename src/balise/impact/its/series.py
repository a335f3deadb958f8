"""A series over time, with what it is compared with, as a user's table holds them."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from balise.impact.columns import FloatArray, guess_roles, numbers, read_columns, texts
from balise.impact.moments import moment
from balise.impact.periods import Periods, read_periods
from balise.impact.roles import Roles, resolve_roles
from balise.vocabulary import ImpactError, nearest, sample

__all__ = ["SEASONS", "Series", "read_series"]

SEASONS = {"month": 12, "quarter": 4, "week": 52, "day": 7}
"""Periods of a cycle, where the table does not say otherwise."""

FEWEST_BEFORE, FEWEST_AFTER = 4, 1


@dataclass(frozen=True, slots=True)
class Series:
    """A series and, where there is one, its comparison.

    Attributes
    ----------
    times : array of float, shape (n,)
        Periods as numbers, ascending, without those whose outcome is missing.
    steps : array of float, shape (n,)
        Periods since the start: zero in the first period with the program.
    outcome : array of float, shape (n,)
    comparison : array of float, shape (n,), or None
        On the scale of the outcome: multiplied by ``scale``.
    scale : float
        1, or the ratio of the means before the start where these are far apart.
    season : int
        Periods of a cycle; 0 or 1 if there is none.
    missing : tuple of str
        Periods left out: no value, or no row.
    """

    times: FloatArray
    steps: FloatArray
    outcome: FloatArray
    comparison: FloatArray | None
    scale: float
    season: int
    periods: Periods
    start: float
    roles: dict[str, str]
    missing: tuple[str, ...]
    digests: dict[str, str]

    @property
    def before(self) -> int:
        """Count periods before the start."""
        return int(np.sum(self.steps < 0))

    @property
    def studied(self) -> FloatArray:
        """Give what is studied: the outcome, less its comparison where there is one."""
        return self.outcome if self.comparison is None else self.outcome - self.comparison

    def name(self, value: float) -> str:
        """Write a period."""
        return self.periods.name(value)


def read_series(
    path: Path, roles: Roles, start: str, comparison: str | None = None, season: int | None = None
) -> Series:
    """Read one row for each period.

    Parameters
    ----------
    path : Path
        CSV, XLSX or Parquet.
    roles : Roles
        Columns of outcome and time; guessed if left out.
    start : str
        First period with the program.
    comparison : str, optional
        Column of a series in the same unit that the program did not touch.
    season : int, optional
        Periods of a cycle; that of months, quarters, weeks or days if left out, 0 for none.

    Raises
    ------
    ImpactError
        If a column is not there, a period has two rows, or the start leaves fewer than four
        periods before it or none after.
    """
    table, decimal_comma = read_columns(path)
    if comparison is not None and comparison not in table.columns:
        raise ImpactError(
            f"--comparison {comparison}: found no such column in {path.name}. Expected a column "
            f"with a series that the program did not touch. {nearest(comparison, table.columns)}"
        )
    if roles.outcome is None and comparison is not None:
        roles = replace(roles, outcome=_left(table.columns, roles, comparison))
    roles = resolve_roles(table, roles, ["time", "outcome"], path.name)
    periods = read_periods(str(roles.time), texts(table, str(roles.time)))
    outcome = numbers(table, str(roles.outcome), decimal_comma=decimal_comma)
    other = numbers(table, comparison, decimal_comma=decimal_comma) if comparison else None
    _refuse_rows(periods, str(roles.time))
    order = np.argsort(periods.values, kind="stable")
    times, outcome = periods.values[order], outcome[order]
    known = np.isfinite(outcome)
    if other is not None:
        other = other[order]
        known &= np.isfinite(other)
    began = moment(periods, start)
    missing = _missing(periods, times, known)
    times, outcome = times[known], outcome[known]
    _refuse_start(periods, times, began)
    scale = 1.0
    if other is not None:
        other = other[known]
        scale = _scale(outcome[times < began], other[times < began])
        other = scale * other
    cycle = SEASONS.get(periods.kind, 0) if season is None else season
    return Series(
        times=times,
        steps=(times - began) / _step(times),
        outcome=outcome,
        comparison=other,
        scale=scale,
        season=cycle,
        periods=periods,
        start=began,
        roles=roles.to_json()
        | {"start": start}
        | ({"comparison": comparison} if comparison else {}),
        missing=missing,
        digests={"data": hashlib.sha256(path.read_bytes()).hexdigest()},
    )


def _left(columns: list[str], roles: Roles, comparison: str) -> str | None:
    """Guess the outcome among columns that are not the comparison."""
    given = {"time": roles.time} if roles.time else {}
    return guess_roles([each for each in columns if each != comparison], given).get("outcome")


def _step(times: FloatArray) -> float:
    return float(np.diff(times).min()) if len(times) > 1 else 1.0


def _refuse_rows(periods: Periods, column: str) -> None:
    if np.isnan(periods.values).any():
        row = int(np.flatnonzero(np.isnan(periods.values))[0]) + 2
        raise ImpactError(
            f"Column {column}: found no period in row {row}. Expected one in each row. "
            "Complete it, or take the row away."
        )
    values, counts = np.unique(periods.values, return_counts=True)
    twice = [periods.name(each) for each in values[counts > 1]]
    if twice:
        raise ImpactError(
            f"Column {column}: found several rows for {sample(twice)}. Expected one row for each "
            "period. Keep the rows of one place, or add them up."
        )


def _refuse_start(periods: Periods, times: FloatArray, start: float) -> None:
    before, after = int(np.sum(times < start)), int(np.sum(times >= start))
    if before < FEWEST_BEFORE or after < FEWEST_AFTER:
        span = f"{periods.name(times[0])} to {periods.name(times[-1])}" if len(times) else "nothing"
        raise ImpactError(
            f"--start {periods.name(start)}: found outcomes from {span}, {before} before the start "
            f"and {after} from then on. Expected at least {FEWEST_BEFORE} before and "
            f"{FEWEST_AFTER} after. Correct the start, or add periods."
        )


def _missing(periods: Periods, times: FloatArray, known: FloatArray) -> tuple[str, ...]:
    """Name periods without a value, and those without a row between the first and the last."""
    step = _step(times)
    places = np.round((times - times[0]) / step)
    whole = times[0] + step * np.arange(int(places[-1]) + 1)
    absent = [value for value in whole if np.abs(times[known] - value).min(initial=9e9) > step / 2]
    return tuple(periods.name(float(value)) for value in absent[:200])


def _scale(own: FloatArray, other: FloatArray) -> float:
    """Bring a comparison to the scale of the outcome if their means are far apart."""
    if not len(own):
        return 1.0
    ratio = float(own.mean() / other.mean()) if other.mean() else 1.0
    return ratio if ratio > 0 and not 0.5 <= ratio <= 2 else 1.0
