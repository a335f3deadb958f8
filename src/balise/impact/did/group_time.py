"""Effects of each group in each period, by Callaway and Sant'Anna."""

from dataclasses import dataclass

import numpy as np

from balise.impact.columns import FloatArray
from balise.impact.did.sample import Sample
from balise.impact.did.scores import BoolArray, Cell, doubly_robust, plain

__all__ = ["GroupTime", "group_time"]


@dataclass(frozen=True, slots=True)
class GroupTime:
    """Effects by group (first period treated) and period.

    Attributes
    ----------
    group, time, base : array of float, shape (c,)
        First period treated; period; period compared with. All as in ``sample.times``.
    effect : array of float, shape (c,)
        In units of the outcome; NaN where nobody could be compared.
    influence : array of float, shape (n, c)
    share : array of float, shape (c,)
        Weighted share of the units that are of this group.
    """

    sample: Sample
    group: FloatArray
    time: FloatArray
    base: FloatArray
    effect: FloatArray
    influence: FloatArray
    share: FloatArray

    @property
    def post(self) -> BoolArray:
        """Tell which effects are of treated periods."""
        found: BoolArray = self.time >= self.group
        return found


def group_time(
    sample: Sample, *, control: str = "never", base: str = "varying", anticipation: int = 0
) -> GroupTime:
    """Estimate the effect of each group in each period.

    Parameters
    ----------
    sample : Sample
    control : str
        ``never`` compares with units that are never treated; ``notyet`` also with those
        that are treated later than the period.
    base : str
        ``varying`` compares a period before treatment with the one before it;
        ``universal`` compares all with the last period before treatment.
    anticipation : int
        Periods before treatment in which it may act already.

    References
    ----------
    Callaway, B. and Sant'Anna, P. H. C. (2021), Difference-in-differences with multiple time
    periods, Journal of Econometrics 225: theorem 1, without or with covariates.
    """
    times = sample.times
    rows: list[tuple[float, float, float, float, float]] = []
    influences: list[FloatArray] = []
    first_weights = sample.weights[:, 0]
    for group in sample.groups[sample.groups <= times[-1]]:
        of_group = sample.group == group
        share = float(np.mean(first_weights * of_group))
        before = np.flatnonzero(times + anticipation < group)
        if not len(before):
            continue
        reference = int(before[-1])
        for t in range(0 if base == "universal" else 1, len(times)):
            against = reference if base == "universal" or times[t] >= group else t - 1
            if against == t:
                cell = Cell(0.0, np.zeros(sample.size))
            else:
                last = times[max(t, against)] + anticipation
                outside = (
                    np.isinf(sample.group)
                    if control == "never"
                    else (sample.group > last) & ~of_group
                )
                cell = _cell(sample, t, against, of_group, outside)
            rows.append((group, times[t], times[against], cell.effect, share))
            influences.append(cell.influence)
    table = np.array(rows, dtype=float).reshape(-1, 5)
    return GroupTime(
        sample=sample,
        group=table[:, 0],
        time=table[:, 1],
        base=table[:, 2],
        effect=table[:, 3],
        influence=np.column_stack(influences) if influences else np.empty((sample.size, 0)),
        share=table[:, 4],
    )


def _cell(sample: Sample, t: int, against: int, treated: BoolArray, control: BoolArray) -> Cell:
    late, early = sample.outcome[:, t], sample.outcome[:, against]
    first = min(t, against)
    weights = sample.weights[:, first]
    if not sample.covariates.shape[2]:
        return plain(late, early, treated, control, weights)
    used = (treated | control) & np.isfinite(late) & np.isfinite(early)
    if not used.any():
        return Cell(float("nan"), np.full(sample.size, np.nan))
    design = np.column_stack([np.ones(int(used.sum())), sample.covariates[used, first]])
    found = doubly_robust((late - early)[used], treated[used], design, weights[used])
    influence = np.zeros(sample.size)
    influence[used] = found.influence * sample.size / used.sum()
    return Cell(found.effect, influence)
