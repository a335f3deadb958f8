"""The sample a difference-in-differences is made with: who is in it, who was left out and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from balise.impact.columns import FloatArray
from balise.impact.did import sentences
from balise.impact.frame import IntArray, Panel
from balise.vocabulary import ImpactError, sample

__all__ = ["Sample", "make_sample"]


@dataclass(frozen=True, slots=True)
class Sample:
    """Units in rows, periods in columns.

    Attributes
    ----------
    outcome : array of float, shape (n, t)
        NaN where a period is missing, in an unbalanced sample only.
    group : array of float, shape (n,)
        First period treated, on the scale of ``times``; infinite if never in these periods.
    weights : array of float, shape (n, t)
    covariates : array of float, shape (n, t, k)
    clusters : array of int, shape (n,)
    units : array of int, shape (n,)
        Places in ``panel.units``.
    """

    panel: Panel
    outcome: FloatArray
    times: FloatArray
    group: FloatArray
    weights: FloatArray
    covariates: FloatArray
    clusters: IntArray
    units: IntArray
    counts: Mapping[str, object] = field(default_factory=dict)
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def size(self) -> int:
        """Count the units."""
        return len(self.group)

    @property
    def groups(self) -> FloatArray:
        """Give the first periods treated, ascending."""
        found: FloatArray = np.unique(self.group[np.isfinite(self.group)])
        return found

    def of(self, chosen: npt.NDArray[np.bool_] | IntArray) -> "Sample":
        """Keep some units."""
        return replace(
            self,
            outcome=self.outcome[chosen],
            group=self.group[chosen],
            weights=self.weights[chosen],
            covariates=self.covariates[chosen],
            clusters=self.clusters[chosen],
            units=self.units[chosen],
        )

    def until(self, end: float) -> "Sample":
        """Keep the periods before one of them; whoever is treated later was not yet treated."""
        kept = self.times < end
        return replace(
            self,
            outcome=self.outcome[:, kept],
            times=self.times[kept],
            weights=self.weights[:, kept],
            covariates=self.covariates[:, kept],
        )


def _wide(panel: Panel, values: FloatArray) -> FloatArray:
    shape = (len(panel.units), len(panel.times), *values.shape[1:])
    table = np.full(shape, np.nan)
    table[panel.unit, panel.time] = values
    return table


def _filled(weights: FloatArray) -> FloatArray:
    """Give a period without a row the first weight of its unit."""
    place = np.argmax(np.isfinite(weights), axis=1)
    first = weights[np.arange(len(weights)), place]
    return np.where(np.isfinite(weights), weights, first[:, None])


def make_sample(
    panel: Panel, *, control: str = "never", anticipation: int = 0, unbalanced: bool = False
) -> Sample:
    """Choose who is compared: all choices are told in ``counts`` and ``notes``.

    Always-treated units are left out and named; units treated after the last period count
    as never treated; a unit with a missing period is left out, unless ``unbalanced``.

    Raises
    ------
    ImpactError
        If nobody is left to compare, or nobody was treated.
    """
    times = panel.times
    if len(times) < 2:
        raise ImpactError(
            f"The table has {len(times)} period. Expected at least one before and one after the "
            "start of the program. Add periods, or compare groups with an experiment or a match."
        )
    outcome = _wide(panel, panel.outcome)
    covariates = _wide(panel, panel.covariates)
    missing = ~np.isfinite(outcome) | ~np.isfinite(covariates).all(axis=2)
    outcome[missing] = np.nan
    group = np.where(panel.first_treated > times[-1], np.inf, panel.first_treated)
    always = group <= times[0] + anticipation
    rows = (~missing).sum(axis=1)
    once = (rows < 2) & ~always
    short = missing.any(axis=1) & ~once & ~always
    kept = ~always & ~once & (np.full(len(group), True) if unbalanced else ~short)
    named = {
        name: [panel.units[place] for place in np.flatnonzero(who).tolist()]
        for name, who in (("always", always), ("once", once), ("incomplete", short))
    }
    chosen = Sample(
        panel=panel,
        outcome=outcome,
        times=times,
        group=group,
        weights=_filled(_wide(panel, panel.weights)),
        covariates=covariates,
        clusters=panel.clusters,
        units=np.arange(len(group), dtype=np.int64),
    ).of(kept)
    _refuse_empty(chosen, named, control)
    notes = sentences.left_out(named, len(panel.units), unbalanced=unbalanced)
    if control == "notyet" and np.isfinite(chosen.group).all():
        last = chosen.groups[-1]
        chosen = chosen.until(last - anticipation)
        notes += (sentences.no_never(panel.time_name(float(last))),)
    later = int(((panel.first_treated > times[-1]) & np.isfinite(panel.first_treated)).sum())
    treated = chosen.group <= chosen.times[-1]
    counts = {
        "units": chosen.size,
        "periods": len(chosen.times),
        "treated_units": int(treated.sum()),
        "comparison_units": int((~treated).sum()),
        "groups": {
            panel.time_name(float(each)): int((chosen.group == each).sum())
            for each in chosen.groups[chosen.groups <= chosen.times[-1]]
        },
        "units_in_file": len(panel.units),
        "rows_in_file": len(panel.outcome),
        "treated_after_last_period": later,
        "left_out": {
            "always_treated": named["always"],
            "seen_once": named["once"],
            "incomplete": [] if unbalanced else named["incomplete"],
        },
    }
    return replace(chosen, counts=counts, notes=(*panel.notes, *notes))


def _refuse_empty(chosen: Sample, named: Mapping[str, list[str]], control: str) -> None:
    left = (
        f" ({len(named['always'])} units were treated from the first period on and "
        f"{len(named['incomplete']) + len(named['once'])} miss a period: they cannot be compared)"
        if any(named.values())
        else ""
    )
    if not chosen.size or not len(chosen.groups):
        raise ImpactError(
            f"The table has no unit that starts being treated within the periods{left}. Expected "
            "units seen before and after their first treated period. Check the column of first "
            "treatment, or add earlier periods."
        )
    if np.isfinite(chosen.group).all() and len(chosen.groups) < 2:
        raise ImpactError(
            f"All units are treated at the same time{left}. Expected never-treated units, or units "
            "treated later. Add units to compare with; a single treated series can be studied "
            "with balise impact its."
        )
    if np.isfinite(chosen.group).all() and control == "never":
        first = [chosen.panel.time_name(float(each)) for each in chosen.groups]
        raise ImpactError(
            f"The table has no unit that is never treated{left}; the first treated periods are "
            f"{sample(first)}. Expected some to compare with. Add untreated units, or compare "
            "with units that are not treated yet: --control notyet."
        )
