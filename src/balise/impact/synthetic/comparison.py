"""One treated unit and its donors: outcomes and predictors, period by period."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from balise.impact.columns import FloatArray
from balise.impact.faults import listed
from balise.impact.frame import Panel, read_panel
from balise.impact.moments import moment, span
from balise.impact.roles import Roles
from balise.vocabulary import ImpactError, nearest, sample

BoolArray = npt.NDArray[np.bool_]

__all__ = ["Asked", "Comparison", "Predictor", "predictor_columns", "read_comparison"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a user asks of a synthetic control.

    ``predictors`` as ``lnincome@1980-1988,cigsale@1975``; ``fit_over`` the span over which
    outcomes are to be near, all before the start if left out; ``leave_out`` donors that
    cannot serve, as they had the program too.
    """

    treated: str
    start: str
    predictors: str = ""
    fit_over: str = ""
    leave_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Predictor:
    """The mean of a column over the periods of a span."""

    column: str
    first: float
    last: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """A treated unit, donors, and what is known of them.

    Attributes
    ----------
    treated : str
    donors : tuple of str
    times : array of float, shape (periods,)
    start : int
        Place of the first treated period.
    own, others : array of float, shapes (periods,), (donors, periods)
        Outcomes; nothing is missing.
    predictors : tuple of Predictor
        Empty if all outcomes before the start are matched.
    own_traits, other_traits : array of float, shapes (k,), (donors, k)
    fitted : array of bool, shape (start,)
        Periods before the start over which outcomes are to be near.
    notes : tuple of (en, fr)
    lost : dict
        Donors left out, by reason; ``periods`` left out.
    """

    treated: str
    donors: tuple[str, ...]
    times: FloatArray
    start: int
    own: FloatArray
    others: FloatArray
    predictors: tuple[Predictor, ...]
    own_traits: FloatArray
    other_traits: FloatArray
    fitted: BoolArray
    notes: tuple[tuple[str, str], ...] = ()
    lost: dict[str, tuple[str, ...]] | None = None

    def without(self, donor: int) -> "Comparison":
        """Leave one donor out."""
        kept = np.arange(len(self.donors)) != donor
        return replace(
            self,
            donors=tuple(np.array(self.donors, dtype=object)[kept]),
            others=self.others[kept],
            other_traits=self.other_traits[kept],
        )

    def placebo(self, donor: int) -> "Comparison":
        """Treat a donor as if it had been treated; the treated unit is no donor of it."""
        return replace(
            self.without(donor),
            treated=self.donors[donor],
            own=self.others[donor],
            own_traits=self.other_traits[donor],
        )


def predictor_columns(text: str) -> list[tuple[str, str]]:
    """Split what a user writes into columns and spans.

    Examples
    --------
    >>> predictor_columns("beer@1984-1988, cigsale@1975, trade")
    [('beer', '1984-1988'), ('cigsale', '1975'), ('trade', '')]
    """
    parts = [part.strip() for part in re.split("[,;]", text) if part.strip()]
    split = [part.rpartition("@") if "@" in part else (part, "", "") for part in parts]
    return [(column.strip(), when.strip()) for column, _, when in split]


def read_comparison(path: Path, roles: Roles, asked: Asked) -> tuple[Comparison, Panel]:
    """Read a table: one row for each unit and period.

    Raises
    ------
    ImpactError
        If the treated unit is not there, the start lies outside the table, or fewer than
        two donors or three periods before the start are left.
    """
    named = predictor_columns(asked.predictors)
    columns = tuple(dict.fromkeys(column for column, _ in named if column != roles.outcome))
    panel = read_panel(path, replace(roles, covariates=columns), treatment=False)
    place = _place(panel.units, asked.treated, "--treated")
    start = moment(panel.periods, asked.start)
    outcome = _wide(panel, panel.outcome)
    _refuse_start(panel, start)
    donors = [each for each in range(len(panel.units)) if each != place]
    for name in asked.leave_out:
        donors.remove(_place(panel.units, name, "--leave-out"))
    kept = np.isfinite(outcome[place])
    _refuse_missing(panel, kept, start, asked.treated)
    predictors = _predictors(panel, named, start)
    wide = {name: _wide(panel, panel.covariates[:, n]) for n, name in enumerate(columns)}
    wide[str(panel.roles.outcome)] = outcome
    traits = _traits(predictors, wide, panel.times)
    _refuse_traits(traits[place], predictors, panel, asked.treated)
    gaps = [each for each in donors if not np.isfinite(outcome[each, kept]).all()]
    blank = [each for each in donors if not np.isfinite(traits[each]).all() and each not in gaps]
    used = [each for each in donors if each not in gaps and each not in blank]
    if len(used) < 2:
        raise ImpactError(
            f"Donors of {asked.treated}: found {len(used)} with outcomes in every period and with "
            f"every predictor; left out: {sample([panel.units[x] for x in gaps + blank]) or '-'}. "
            "Expected at least two. Add units, or leave out periods or predictors that are missing."
        )
    times = panel.times[kept]
    before = int(np.sum(times < start))
    lost = {
        "asked": tuple(asked.leave_out),
        "missing_outcome": tuple(panel.units[each] for each in gaps),
        "missing_predictor": tuple(panel.units[each] for each in blank),
        "periods": tuple(panel.time_name(each) for each in panel.times[~kept]),
        "periods_after": tuple(
            panel.time_name(each) for each in panel.times[~kept & (panel.times >= start)]
        ),
    }
    comparison = Comparison(
        treated=asked.treated,
        donors=tuple(panel.units[each] for each in used),
        times=times,
        start=before,
        own=outcome[place, kept],
        others=outcome[used][:, kept],
        predictors=predictors,
        own_traits=traits[place],
        other_traits=traits[used],
        fitted=_fitted(panel, times[:before], asked.fit_over),
        notes=_notes(lost),
        lost=lost,
    )
    return comparison, panel


def _place(units: Sequence[str], name: str, option: str) -> int:
    if name not in units:
        raise ImpactError(
            f"{option} {name}: found no unit of that name among {len(units)}. Expected one of "
            f"the table. {nearest(name, units)}"
        )
    return list(units).index(name)


def _wide(panel: Panel, values: FloatArray) -> FloatArray:
    wide = np.full((len(panel.units), len(panel.times)), np.nan)
    wide[panel.unit, panel.time] = values
    return wide


def _refuse_start(panel: Panel, start: float) -> None:
    first, last = panel.times.min(), panel.times.max()
    if not first < start <= last:
        raise ImpactError(
            f"--start {panel.time_name(start)}: found a table from {panel.time_name(first)} to "
            f"{panel.time_name(last)}. Expected a start after its first period and not after its "
            "last. Correct the start, or add periods."
        )


def _refuse_missing(panel: Panel, kept: BoolArray, start: float, treated: str) -> None:
    before = int(np.sum(kept & (panel.times < start)))
    after = int(np.sum(kept & (panel.times >= start)))
    if before < 3 or not after:
        raise ImpactError(
            f"Outcomes of {treated}: found {before} periods before {panel.time_name(start)} and "
            f"{after} from then on. Expected at least three before and one after. Add periods: "
            "without them nothing can be said."
        )


def _predictors(
    panel: Panel, named: Sequence[tuple[str, str]], start: float
) -> tuple[Predictor, ...]:
    found = []
    for column, when in named:
        first, last = (
            span(panel.periods, when)
            if when
            else (float(panel.times[0]), float(panel.times[panel.times < start][-1]))
        )
        if first >= start or first > panel.times[-1] or last < panel.times[0]:
            raise ImpactError(
                f"--predictors {column}@{when}: found a span that begins after the start or "
                "lies outside the table. Expected periods from "
                f"{panel.time_name(panel.times[0])} to before {panel.time_name(start)}: "
                "what comes later may be an effect. Change it."
            )
        found.append(Predictor(column, first, last))
    return tuple(found)


def _traits(
    predictors: Sequence[Predictor], wide: dict[str, FloatArray], times: FloatArray
) -> FloatArray:
    """Give the mean of each predictor over its periods; missing periods are skipped."""
    columns = []
    for each in predictors:
        inside = wide[each.column][:, (times >= each.first) & (times <= each.last)]
        known = np.isfinite(inside)
        count = known.sum(axis=1)
        total = np.where(known, inside, 0.0).sum(axis=1)
        columns.append(np.where(count > 0, total / np.maximum(count, 1), np.nan))
    units = len(next(iter(wide.values())))
    return np.column_stack(columns) if columns else np.empty((units, 0))


def _refuse_traits(
    own: FloatArray, predictors: Sequence[Predictor], panel: Panel, treated: str
) -> None:
    missing = [
        f"{each.column} from {panel.time_name(each.first)} to {panel.time_name(each.last)}"
        for each, value in zip(predictors, own, strict=True)
        if not np.isfinite(value)
    ]
    if missing:
        raise ImpactError(
            f"Predictors of {treated}: found no value of {sample(missing)}. Expected at least one "
            "period with a value. Choose other periods, or leave the predictor out."
        )


def _fitted(panel: Panel, times: FloatArray, text: str) -> BoolArray:
    if not text:
        return np.ones(len(times), dtype=bool)
    first, last = span(panel.periods, text, "--fit-over")
    inside = (times >= first) & (times <= last)
    if inside.sum() < 3:
        raise ImpactError(
            f"--fit-over {text}: found {int(inside.sum())} periods before the start in it. "
            "Expected at least three. Widen it, or leave it out."
        )
    return np.asarray(inside)


_LOST = {
    "asked": ("as asked", "comme demandé"),
    "missing_outcome": (
        "an outcome is missing in some period",
        "il manque une valeur dans une période au moins",
    ),
    "missing_predictor": ("a predictor is missing", "il manque un prédicteur"),
}


def _notes(lost: dict[str, tuple[str, ...]]) -> tuple[tuple[str, str], ...]:
    notes = [
        (
            f"Donors left out, {en}: {listed(lost[reason], 'en')}.",
            f"Donneurs écartés, {fr}\u00a0: {listed(lost[reason], 'fr')}.",
        )
        for reason, (en, fr) in _LOST.items()
        if lost[reason]
    ]
    if lost["periods"]:
        notes.append(
            (
                "Periods left out, as the outcome of the treated unit is missing: "
                f"{listed(lost['periods'], 'en')}.",
                "Périodes écartées, car la valeur de l’unité traitée manque\u00a0: "
                f"{listed(lost['periods'], 'fr')}.",
            )
        )
    return tuple(notes)
